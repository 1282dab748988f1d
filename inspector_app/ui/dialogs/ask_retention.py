"""Asking until when an inspection is kept, and by which rule."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.dates import Precision
from inspector_app.domain.errors import InspectorError
from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.refusable_form import RefusableForm
from inspector_app.ui.widgets.values.fields import DateField, WordField


class AskRetention(Ask):
    """Asks for a day and a rule; the button wakes when there is a rule.

    Signals:
        given(str, str): the day as ISO 8601, and the rule.
    """

    given = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        words = tr("The last day on which it is kept, and what asks for that.")
        super().__init__(parent, tr("How long it is kept"), words, tr("Record"))
        self._form = RefusableForm(self)
        self.until = DateField(tr("Kept until"), tr("31 Mar 2031"), self)
        self._form.add("until", tr("Kept until"), self.until)
        self.rule = WordField(tr("Rule"), 300, tr("a schedule of retention, or a reason"), self)
        self.rule.edited.connect(self._on_rule_edited)
        self._form.add("rule", tr("Rule"), self.rule)
        self.body.addWidget(self._form)
        self.until.setFocus()
        self._day = ""
        self.accepted.connect(self._on_accepted)
        self._on_rule_edited()

    def accept(self) -> None:
        """Give both, or say why the date is no day (Qt)."""
        if not self.rule.words:
            return
        try:
            day = self.until.date()
        except InspectorError as error:
            self._form.refuse("until", str(error))
            return
        if day is None or day.precision is not Precision.DAY or day.end:
            self._form.refuse("until", tr("Give one day, such as 31 Mar 2031."))
            return
        self._day = day.value
        super().accept()

    def _on_accepted(self) -> None:
        self.given.emit(self._day, self.rule.words)

    def _on_rule_edited(self) -> None:
        self.accept_button.setEnabled(bool(self.rule.words))
