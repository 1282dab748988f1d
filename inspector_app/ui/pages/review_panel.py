"""What each part of the review screen is to its page."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTableView, QWidget


class ReviewPanel(QWidget):
    """One part of the review screen.

    Signals:
        going(Destination): the user wants to be elsewhere.
        told(str): a sentence for the message bar.
        noticed(str): passing words for the quiet line.
    """

    view: QTableView
    """The list of its things."""
    going = Signal(object)
    told = Signal(str)
    noticed = Signal(str)

    def arrive(self, place: str) -> None:
        """Be shown, with ``place`` chosen if it is one of its things; takes the focus."""

    def act(self, action: str) -> None:
        """Do what a key of the screen asks for; nothing where it has no meaning here."""

    def show_changed(self, subjects: frozenset[str]) -> None:
        """Bring up to date what shows any of the subjects."""

    def flush(self) -> None:
        """Let what is being typed settle."""

    def place(self) -> str:
        """Return what is chosen."""
        return ""

    def holds(self, place: str) -> bool:
        """Return whether ``place`` is one of its things."""
        del place
        return False
