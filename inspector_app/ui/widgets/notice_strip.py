"""A strip across the window that tells a state of the inspection for as long as it lasts."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.announce import announce
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import ElidedLabel


class NoticeStrip(QFrame):
    """One line of words and the ways out beside it; hidden while there is nothing to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_look(self, "message")
        self._words = ElidedLabel("", "strong", self)
        self._layout = QHBoxLayout(self)
        px = theme.current().px
        self._layout.setContentsMargins(px(16), px(4), px(16), px(4))
        self._layout.setSpacing(px(12))
        self._layout.addWidget(self._words, 1)
        self.hide()

    @property
    def words(self) -> str:
        """What it says; empty while it is not shown."""
        return "" if self.isHidden() else self._words.whole_text

    def show_words(self, words: str) -> None:
        """Say this, and let it be spoken where it is news; empty: there is nothing to tell."""
        is_news = bool(words) and (self.isHidden() or self._words.whole_text != words)
        self._words.show_text(words)
        self.setVisible(bool(words))
        if is_news:
            announce(self, words)

    def add_button(self, words: str, icon: str = "") -> QPushButton:
        """Add a way out, at the right of those that are there."""
        made = button(words, icon, parent=self)
        self._layout.addWidget(made)
        return made
