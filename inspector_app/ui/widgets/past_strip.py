"""The strip that says: this is not now."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import ElidedLabel


class PastStrip(QFrame):
    """Names the moment that is shown, and leads back.

    Signals:
        left(): back to now.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_look(self, "message")
        self._words = ElidedLabel("", "strong", self)
        self.back = button(tr("Back to now"), "history", parent=self)
        self.back.clicked.connect(self.left)
        layout = QHBoxLayout(self)
        px = theme.current().px
        layout.setContentsMargins(px(16), px(4), px(16), px(4))
        layout.setSpacing(px(12))
        layout.addWidget(self._words, 1)
        layout.addWidget(self.back)
        self.hide()

    def show_moment(self, words: str) -> None:
        """Name the moment; hide when there is none."""
        self._words.show_text(
            tr("As it stood at {moment}: to look at only").format(moment=words) if words else ""
        )
        self.setVisible(bool(words))
