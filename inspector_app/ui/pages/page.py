"""What every screen is to the window: a place one goes to, with its keys and its pending text."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.shortcuts import Keys, Shortcut

if TYPE_CHECKING:
    from inspector_app.domain.watermark import Shown


class Screen(StrEnum):
    """The screens of the window."""

    UNLOCK = "unlock"
    INSPECTIONS = "inspections"
    NEW_INSPECTION = "new-inspection"
    BOARD = "board"
    SECTION = "section"
    ENCOUNTER = "encounter"
    SOURCES = "sources"
    REGISTERS = "registers"
    REVIEW = "review"
    PROMPTS = "prompts"
    HISTORY = "history"
    VERSIONS = "versions"
    CHECKLIST = "checklist"
    TOGETHER = "together"
    TRAVEL = "travel"
    SYNC = "base"
    """By the name of what it is about, as its help is."""
    REPORT = "report"
    PAPERS = "papers"
    SETTINGS = "settings"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the user wants to go."""

    screen: Screen
    place: str = ""
    """What to show there: an inspection's id for the board; ``CC-PO`` or ``CC-PO-07`` for the
    section; ``interim`` or ``interim:JS/3`` for the papers; a source's id for the sources and
    the encounter; an entry's for the registers; a recommendation's for the review; a
    topic for the help."""


class Page(QWidget):
    """One screen.

    Signals:
        going(Destination): the user wants to be elsewhere.
        told(str): a sentence for the message bar.
        noticed(str): passing words for the quiet line.
        leaving(): the user wants back to where they came from.
        hinting(tuple): the keys to be told at the foot from now on; a screen of several faces.
        showing(): something else of the inspection is shown, which may bear another marking.
    """

    going = Signal(object)
    told = Signal(str)
    noticed = Signal(str)
    leaving = Signal()
    hinting = Signal(object)
    showing = Signal()

    def __init__(self, shortcuts: tuple[Shortcut, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = Keys(self, shortcuts)
        self.keys.pressed.connect(self.on_key)

    def on_key(self, action: str) -> None:
        """Do what one of the screen's keys asks for; ``action`` is that of its shortcut."""

    def arrive(self, place: str) -> None:
        """Be shown, at ``place`` if it is not empty; puts the focus where work goes on."""

    def look_again(self) -> None:
        """Show what came from base; screens of an inspection hear of it from that."""

    def flush(self) -> None:
        """Hand what is being typed to the writes lane; nothing typed is only on the screen."""

    def shown(self) -> "Shown | None":
        """Return what is shown of the inspection, for its marking; None: its particulars alone."""
        return None

    def place(self) -> str:
        """Return where the user is on this screen, for ``arrive`` after a restart or unlocking."""
        return ""
