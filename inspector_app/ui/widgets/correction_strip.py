"""The strip that stays in sight while facts are corrected after fieldwork, or offers to say why."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.announce import announce
from inspector_app.ui.widgets.buttons import button, name
from inspector_app.ui.widgets.labels import ElidedLabel


class CorrectionStrip(QFrame):
    """Who corrects, since when and why, with the way out; else the offer of a session.

    Signals:
        asked(): begin a session, or end the one that goes on.
        put_off(): the offer is not taken now.
    """

    asked = Signal()
    put_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_look(self, "message")
        self._words = ElidedLabel("", "strong", self)
        self.action = button("", "note", parent=self)
        self.action.clicked.connect(self.asked)
        self.later = button(tr("Not now"), parent=self)
        self.later.clicked.connect(self.put_off)
        layout = QHBoxLayout(self)
        px = theme.current().px
        layout.setContentsMargins(px(16), px(4), px(16), px(4))
        layout.setSpacing(px(12))
        layout.addWidget(self._words, 1)
        layout.addWidget(self.action)
        layout.addWidget(self.later)
        self.hide()

    @property
    def words(self) -> str:
        """What it says; empty while it is not shown."""
        return "" if self.isHidden() else self._words.whole_text

    def show_session(self, words: str) -> None:
        """Tell the session that goes on."""
        self._show(words, tr("End the session (F7)"), is_offer=False)

    def show_offer(self) -> None:
        """Offer a session for what was changed after fieldwork without a reason."""
        words = tr("Changed after fieldwork: say once why")
        self._show(words, tr("Begin a correction session (F7)"), is_offer=True)

    def clear(self) -> None:
        """Take it away."""
        self._words.show_text("")
        self.hide()

    def _show(self, words: str, action: str, *, is_offer: bool) -> None:
        is_news = self.isHidden() or self._words.whole_text != words
        self._words.show_text(words)
        name(self.action, action)
        self.later.setVisible(is_offer)
        self.show()
        if is_news:
            announce(self, words)
