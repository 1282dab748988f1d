"""What stands where there is nothing yet: why, and what to do about it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.labels import label


class EmptyState(QWidget):
    """An icon, a title, a sentence, and at most one button.

    Signals:
        action_asked(): the button was pressed.
    """

    action_asked = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        words: str = "",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._picture = label("", "", self)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addWidget(self._picture, 0, centre)
        layout.addWidget(label(title, "title", self), 0, centre)
        sentence = label(words, "dim", self)
        sentence.setWordWrap(True)
        sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sentence.setVisible(bool(words))
        layout.addWidget(sentence)
        self.button = QPushButton(action, self)
        theme.set_look(self.button, "primary")
        self.button.setVisible(bool(action))
        self.button.clicked.connect(self.action_asked)
        layout.addWidget(self.button, 0, centre)
        layout.addStretch(1)
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @Slot()
    def _on_theme_changed(self) -> None:
        side = theme.current().px(32)
        self._picture.setPixmap(icons.pixmap(self._icon, side, self.devicePixelRatioF(), "dim"))
