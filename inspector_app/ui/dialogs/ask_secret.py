"""Asking for a passphrase or a PIN."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.widgets.passphrase_field import PassphraseField


class AskSecret(Ask):
    """Asks once; what was typed is forgotten when the dialog closes.

    Signals:
        given(str): the secret, exactly as typed.
    """

    given = Signal(str)

    def __init__(self, parent: QWidget, title: str, words: str, accept: str, name: str) -> None:
        super().__init__(parent, title, words, accept)
        self.field = PassphraseField(name, parent=self)
        self.field.changed.connect(self._on_field_changed)
        self.body.addWidget(self.field)
        self.field.setFocus()
        self.accepted.connect(self._on_accepted)
        self.finished.connect(self.field.clear)
        self._on_field_changed("")

    def _on_field_changed(self, text: str) -> None:
        self.accept_button.setEnabled(bool(text))

    def _on_accepted(self) -> None:
        self.given.emit(self.field.text)
