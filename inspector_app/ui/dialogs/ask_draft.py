"""Asking to whom something goes, and until when a reply may come."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.dates import PartialDate
from inspector_app.domain.errors import InspectorError
from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.refusable_form import RefusableForm
from inspector_app.ui.widgets.values.fields import DateField, WordField


class AskDraft(Ask):
    """Asks for an office and a date; the button wakes when somebody is named.

    Signals:
        given(str, object): to whom, and the date until which to reply or None.
    """

    given = Signal(str, object)

    def __init__(self, parent: QWidget, words: str, title: str = "") -> None:
        """Args: ``title`` where it is no accuracy draft."""
        title = title or tr("Send an accuracy draft")
        super().__init__(parent, title, words, tr("Choose the file …"))
        self._form = RefusableForm(self)
        self.to = WordField(tr("To"), 300, tr("an office or organisation, never a name"), self)
        self.to.edited.connect(self._on_to_edited)
        self.by = DateField(tr("Reply by"), tr("16 Oct 2014"), self)
        self._form.add("to", tr("To"), self.to)
        self._form.add("by", tr("Reply by"), self.by)
        self.body.addWidget(self._form)
        self.to.setFocus()
        self._on_to_edited()

    def accept(self) -> None:
        """Give both, or say why the date is none (Qt)."""
        if not self.to.words:
            return
        try:
            by: PartialDate | None = self.by.date()
        except InspectorError as error:
            self._form.refuse("by", str(error))
            return
        super().accept()
        self.given.emit(self.to.words, by)

    def _on_to_edited(self) -> None:
        self.accept_button.setEnabled(bool(self.to.words))
