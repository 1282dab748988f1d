"""Whom acts are recorded as at this moment: one place that every window of the app shows."""

from PySide6.QtCore import QObject, Signal

from inspector_app.ui.of_application import OfApplication


class Acting(QObject):
    """Holds the words; the main window sets them and answers when a hand-over is asked for.

    Signals:
        changed(): other words, or none.
        asked(QWidget): the laptop is to be handed over; the widget is where that was asked.
    """

    changed = Signal()
    asked = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.words = ""
        """``Recorded as AM on JS’s laptop · F6``; empty: nothing is recorded."""

    def show(self, words: str) -> None:
        """Say so everywhere."""
        if words != self.words:
            self.words = words
            self.changed.emit()


_ACTING = OfApplication(Acting)


def current() -> Acting:
    """Return the one of the running application.

    Raises:
        RuntimeError: there is no application.
    """
    return _ACTING.current()
