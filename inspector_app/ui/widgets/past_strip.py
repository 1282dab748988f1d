"""The strip that says: this is not now."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.notice_strip import NoticeStrip


class PastStrip(NoticeStrip):
    """Names the moment that is shown, and leads back.

    Signals:
        left(): back to now.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = self.add_button(tr("Back to now"), "history")
        self.back.clicked.connect(self.left)

    def show_moment(self, words: str) -> None:
        """Name the moment; hide when there is none."""
        self.show_words(
            tr("As it stood at {moment}: to look at only").format(moment=words) if words else ""
        )
