"""What base tells of other forces, with the button that takes it over as an account."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label


class ToldBar(QWidget):
    """Hidden where base tells nothing; the button stays until all of it was taken over.

    Signals:
        take_over_asked(): it is to be an account of this inspection.
    """

    take_over_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.words = label("", "secondary", self)
        self.words.setWordWrap(True)
        self.button = button(tr("Take over as an account (U)"), "plus", parent=self)
        self.button.clicked.connect(self.take_over_asked)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.button)
        self.hide()

    def show_told(self, words: str, *, can_take_over: bool) -> None:
        """Show what base tells; empty words hide all of it."""
        self.words.setText(words)
        self.button.setVisible(can_take_over)
        self.setVisible(bool(words))
