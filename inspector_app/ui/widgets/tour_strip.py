"""The strip that offers the tour, or to go on with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.texts import tr, tr_counted
from inspector_app.ui.widgets.buttons import name
from inspector_app.ui.widgets.notice_strip import NoticeStrip


class TourStrip(NoticeStrip):
    """Offers, and forces nothing.

    Signals:
        taken(): begin the tour, or go on with it.
        declined(): the user does not want it.
    """

    taken = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.take = self.add_button("", "book")
        self.take.clicked.connect(self.taken)
        self.not_now = self.add_button(tr("Not now"))
        self.not_now.clicked.connect(self.declined)

    def offer(self, number: int, of: int) -> None:
        """Offer the tour; ``number`` is the stop at which it was left, 0 if it never began."""
        if number:
            name(self.take, tr("Go on (Ctrl+F1)"))
            words = tr("You left the tour at stop {number} of {of}").format(number=number, of=of)
        else:
            name(self.take, tr("Take the tour (Ctrl+F1)"))
            words = tr_counted(
                of,
                "New here? A published inspection shows how the work goes, in {number} short stops",
            ).format(number=of)
        self.show_words(words)
