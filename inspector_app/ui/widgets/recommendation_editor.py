"""One recommendation, each of its facts edited where it stands."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from inspector_app.domain import recommending
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.recommendations import Recommendation, RecommendationKind
from inspector_app.domain.standing import Standing
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.refusable_form import RefusableForm
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice
from inspector_app.ui.widgets.values.fields import DateField, WordField


class RecommendationEditor(QWidget):
    """Kind, text, to whom, by when, what it rests on; recorded when a field is left.

    Signals:
        edited(Recommendation): the whole of it, with what was changed.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Recommendation | None = None
        self._standing: Standing | None = None
        self._form = RefusableForm(self)
        self.kind = SegmentedChoice(tr("Kind"), self._form)
        self.kind.show_choices(
            tuple(Choice(each.value, recommending.kind_words(each)) for each in RecommendationKind)
        )
        self.kind.chosen.connect(self._on_field_left)
        self.text = GrowingText(tr("Text"), tr("What is asked for"), self._form)
        self.text.settled.connect(self._on_field_left)
        self.to = WordField(tr("To"), 260, tr("an office or organisation, never a name"))
        self.by = DateField(tr("By"), tr("by when: September 2014, 2014/15 …"))
        self.rests_on = WordField(tr("Rests on"), 260, tr("CC-PO, CC-PO-07, JS/12 …"))
        self.export = QCheckBox(tr("not in any export"), self._form)
        self.export.clicked.connect(self._on_field_left)
        for field in (self.to, self.by, self.rests_on):
            field.left.connect(self._on_field_left)
        for name, words, row in (
            ("kind", tr("Kind"), self.kind),
            ("text", tr("Text"), self.text),
            ("to", tr("To"), self.to),
            ("by", tr("By"), self.by),
            ("rests_on", tr("Rests on"), self.rests_on),
            ("export", tr("Export"), self.export),
        ):
            self._form.add(name, words, row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._form)

    def show_recommendation(self, shown: Recommendation | None, standing: Standing) -> None:
        """Show a recommendation; fields that are being typed in keep what they hold."""
        before, self._shown, self._standing = self._shown, shown, standing
        if shown is None:
            return
        is_other = before is None or before.number != shown.number
        self.kind.show_value(shown.kind.value)
        self.text.show_text(shown.text)
        self.export.setChecked(shown.do_not_export)
        for name in ("to", "by", "rests_on"):
            if is_other or not (self._form.is_refused(name) or self._is_edited(name, before)):
                self._show_field(name, shown)
                self._form.refuse(name, "")

    def begin(self) -> None:
        """Put the focus on the text."""
        self.text.setFocus()

    def flush(self) -> None:
        """Let what is being typed settle."""
        self.text.flush()
        self._on_field_left()

    def _show_field(self, name: str, shown: Recommendation) -> None:
        if name == "by":
            self.by.show_date(shown.by)
        elif name == "to":
            self.to.show_text(shown.to)
        elif self._standing is not None:
            self.rests_on.show_text(recommending.rests_on_words(shown.rests_on, self._standing))

    def _is_edited(self, name: str, before: Recommendation | None) -> bool:
        if before is None or self._standing is None:
            return False
        if name == "to":
            return self.to.words != before.to
        if name == "by":
            return self.by.field.words != (before.by.words() if before.by else "")
        return self.rests_on.words != recommending.rests_on_words(before.rests_on, self._standing)

    def _on_field_left(self, _value: object = None) -> None:
        shown, standing = self._shown, self._standing
        if shown is None or standing is None:
            return
        made = replace(
            shown,
            kind=RecommendationKind(self.kind.value or shown.kind.value),
            text=self.text.toPlainText().strip(),
            to=self.to.words,
            do_not_export=self.export.isChecked(),
        )
        if not made.text:
            self._form.refuse("text", tr("A recommendation needs words; Delete withdraws it."))
            made = replace(made, text=shown.text)
        else:
            self._form.refuse("text", "")
        try:
            made = replace(made, by=self.by.date())
            self._form.refuse("by", "")
        except InspectorError as error:
            self._form.refuse("by", str(error))
        words = self.rests_on.words
        if words != recommending.rests_on_words(shown.rests_on, standing):
            try:
                made = replace(made, rests_on=recommending.read_rests_on(words, standing))
                self._form.refuse("rests_on", "")
            except InspectorError as error:
                self._form.refuse("rests_on", str(error))
        if made != shown:
            self._shown = made
            self.edited.emit(made)
