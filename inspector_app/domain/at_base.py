"""What a laptop records of its dealings with base: files it gave up, and how its clock stood."""

from dataclasses import dataclass

from inspector_app.domain.ids import Sha256
from inspector_app.texts import tr, tr_counted

WORTH_TELLING_MS = 2 * 60 * 1000
"""A clock that differs by less is right enough: nobody reads a time of the visit by the second."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A file of the evidence that a laptop holds no more, since base has it in a backup."""

    number: str
    """The evidence item's."""
    sha256: Sha256
    base: str
    """Base's own name."""
    backup: str
    """The backup that holds it, as base's receipt names it."""
    issued_ms: int
    """When base gave that receipt, by base's clock."""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """A laptop's clock beside base's, at one contact."""

    ahead_ms: int
    """The laptop's less base's: what it recorded bears times that were so much too late."""
    base_ms: int
    """Base's clock."""


def is_worth_telling(ahead_ms: int, told_ms: int) -> bool:
    """Return whether a clock stands otherwise than was told last; 0 is told of a right one."""
    return abs(ahead_ms - told_ms) >= WORTH_TELLING_MS


def clock_words(ahead_ms: int) -> str:
    """Return how far a laptop's clock was off: ``7 minutes fast``."""
    if abs(ahead_ms) < WORTH_TELLING_MS:
        return "right"
    minutes = round(abs(ahead_ms) / 60_000)
    how_far = tr_counted(minutes, "{number} minutes").format(number=minutes)
    if minutes >= 48 * 60:
        days = round(minutes / (24 * 60))
        how_far = tr_counted(days, "{number} days").format(number=days)
    elif minutes >= 120:
        hours = round(minutes / 60)
        how_far = tr_counted(hours, "{number} hours").format(number=hours)
    return f"{how_far} {tr('fast') if ahead_ms > 0 else tr('slow')}"
