"""Says that something was carried over, with the button that confirms it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label


class OriginBar(QWidget):
    """Hidden while nothing was carried over; the button stays until it is confirmed.

    Signals:
        confirm_asked(): it holds here as well.
    """

    confirm_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.words = label("", "dim", self)
        self.words.setWordWrap(True)
        self.button = button(tr("Confirm (K)"), "check", parent=self)
        self.button.clicked.connect(self.confirm_asked)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.button)
        self.hide()

    def show_origin(self, words: str, *, is_waiting: bool) -> None:
        """Show where something comes from; empty words hide all of it."""
        self.words.setText(words)
        self.button.setVisible(is_waiting)
        self.setVisible(bool(words))
