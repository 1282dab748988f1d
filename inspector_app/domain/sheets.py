"""An aide-memoire: lines printed with room to write, for rooms where laptops are forbidden."""

from dataclasses import dataclass

from inspector_app.domain.ids import LineId, Sha256, SourceId
from inspector_app.domain.markings import Marking


@dataclass(frozen=True, slots=True)
class Sheet:
    """One aide-memoire that was printed, and what became of it."""

    number: str
    """``JS/12``; it stands on every page, so that notes typed up later can name it."""
    lines: tuple[LineId, ...]
    """In the order of printing."""
    file_sha256: Sha256
    pages: int
    marking: Marking
    """As it is printed."""
    recorded: bool = False
    """Whether what is recorded so far is printed on it."""
    typed_up: tuple[SourceId, ...] = ()
    """The encounters that its notes were typed up in."""
    gone: str = ""
    """What became of the paper: destroyed, filed; empty: nothing is told of it."""
