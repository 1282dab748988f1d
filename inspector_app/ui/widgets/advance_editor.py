"""How far a recommendation has come: stage, note, date, and what that rests on."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain import recommending
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.recommendations import Advance, Recommendation, Stage
from inspector_app.domain.standing import Standing
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.refusable_form import RefusableForm
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice
from inspector_app.ui.widgets.values.fields import DateField, WordField


class AdvanceEditor(QWidget):
    """Recorded once a stage is chosen, and whenever a field is left after that.

    Signals:
        told(Advance): the whole of it, with what was changed.
    """

    told = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._of: Recommendation | None = None
        self._shown: Advance | None = None
        self._standing: Standing | None = None
        self._form = RefusableForm(self)
        self.stage = SegmentedChoice(tr("Progress"), self._form)
        self.stage.show_choices(
            tuple(Choice(each.value, recommending.stage_words(each)) for each in Stage)
        )
        self.stage.chosen.connect(self._on_field_left)
        self.note = GrowingText(tr("Note on progress"), tr("What was found"), self._form)
        self.note.settled.connect(self._on_field_left)
        self.as_at = DateField(tr("Progress as at"))
        self.rests_on = WordField(
            tr("Progress rests on"), 260, tr("CC-PO-07, JS/12 …: needed for “done”")
        )
        for field in (self.as_at, self.rests_on):
            field.left.connect(self._on_field_left)
        for name, words, row in (
            ("stage", tr("Progress"), self.stage),
            ("note", tr("Note"), self.note),
            ("as_at", tr("As at"), self.as_at),
            ("rests_on", tr("Rests on"), self.rests_on),
        ):
            self._form.add(name, words, row)
        self._stamp = label("", "dim", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._form)
        layout.addWidget(self._stamp)

    def show_advance(
        self, of: Recommendation | None, shown: Advance | None, stamp: str, standing: Standing
    ) -> None:
        """Show how far ``of`` has come; of the same one, fields being typed in keep their text."""
        is_other = of is None or self._of is None or of.number != self._of.number
        self._of, self._shown, self._standing = of, shown, standing
        self._stamp.setText(stamp)
        self._stamp.setVisible(bool(stamp))
        if not self._form.is_refused("stage"):
            self.stage.show_value(shown.stage.value if shown else "")
        self.note.show_text(shown.note if shown else "")
        if is_other:
            for name in ("stage", "as_at", "rests_on"):
                self._form.refuse(name, "")
            self.stage.show_value(shown.stage.value if shown else "")
        if (is_other or not self.as_at.field.hasFocus()) and not self._form.is_refused("as_at"):
            self.as_at.show_date(shown.as_at if shown else None)
        if (is_other or not self.rests_on.hasFocus()) and not self._form.is_refused("rests_on"):
            rests_on = shown.rests_on if shown else None
            words = recommending.rests_on_words(rests_on, standing) if rests_on else ""
            self.rests_on.show_text(words)

    def flush(self) -> None:
        """Let what is being typed settle."""
        self.note.flush()
        self._on_field_left()

    def _on_field_left(self, _value: object = None) -> None:
        of, standing = self._of, self._standing
        if of is None or standing is None:
            return
        typed = bool(self.note.toPlainText().strip() or self.as_at.field.words)
        if not (self.stage.value or self._shown or typed or self.rests_on.words):
            return
        made = self._shown or Advance(of, Stage.OPEN)
        stage = Stage(self.stage.value) if self.stage.value else made.stage
        made = replace(made, of=of, stage=stage, note=self.note.toPlainText().strip())
        try:
            made = replace(made, as_at=self.as_at.date())
            self._form.refuse("as_at", "")
        except InspectorError as error:
            self._form.refuse("as_at", str(error))
        try:
            words = self.rests_on.words
            made = replace(made, rests_on=recommending.read_rests_on(words, standing))
            self._form.refuse("rests_on", "")
        except InspectorError as error:
            self._form.refuse("rests_on", str(error))
        try:
            recommending.checked_advance(made, standing.pack)
            self._form.refuse("stage", "")
        except InspectorError as error:
            self._form.refuse("stage", str(error))
            return
        if made != self._shown:
            self._shown = made
            self.told.emit(made)
