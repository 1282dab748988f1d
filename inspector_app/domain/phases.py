"""Where the work on an inspection stands, from its planning to its archive."""

from enum import StrEnum


class Phase(StrEnum):
    """One stretch of the work, in the order in which they follow each other.

    What is prompted depends on it; nothing is forbidden by it alone.
    """

    PLANNING = "planning"
    FIELDWORK = "fieldwork"
    WRITING_UP = "writing-up"
    MODERATION = "moderation"
    ACCURACY_CHECK = "accuracy-check"
    FINAL = "final"
    PUBLISHED = "published"
    ARCHIVED = "archived"

    def has_reached(self, other: "Phase") -> bool:
        """Return whether this phase is ``other`` or comes after it."""
        return _ORDER.index(self) >= _ORDER.index(other)


_ORDER = tuple(Phase)
