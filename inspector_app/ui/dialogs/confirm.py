"""Asking before what cannot be undone; everything else has a visible undo instead."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.dialogs.ask import Ask


class Confirm(Ask):
    """Says what will happen and asks; the harmless answer has the focus.

    Signals:
        confirmed(): the user agreed.
    """

    confirmed = Signal()

    def __init__(
        self, parent: QWidget, title: str, words: str, accept: str, *, records: bool = True
    ) -> None:
        super().__init__(parent, title, words, accept, records=records)
        self.accept_button.setDefault(False)
        self.accept_button.setAutoDefault(False)
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus()
        self.accepted.connect(self.confirmed)
