"""The strip that stays in sight while facts are corrected after fieldwork, or offers to say why."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import name
from inspector_app.ui.widgets.notice_strip import NoticeStrip


class CorrectionStrip(NoticeStrip):
    """Who corrects, since when and why, with the way out; else the offer of a session.

    Signals:
        asked(): begin a session, or end the one that goes on.
        put_off(): the offer is not taken now.
    """

    asked = Signal()
    put_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action = self.add_button("", "note")
        self.action.clicked.connect(self.asked)
        self.later = self.add_button(tr("Not now"))
        self.later.clicked.connect(self.put_off)

    def show_session(self, words: str) -> None:
        """Tell the session that goes on."""
        name(self.action, tr("End the session (F7)"))
        self.later.hide()
        self.show_words(words)

    def show_offer(self) -> None:
        """Offer a session for what was changed after fieldwork without a reason."""
        name(self.action, tr("Begin a correction session (F7)"))
        self.later.show()
        self.show_words(tr("Changed after fieldwork: say once why"))

    def clear(self) -> None:
        """Take it away."""
        self.show_words("")
