"""The debrief at the end of fieldwork: which headlines are told, and what the force says to it."""

from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.ids import ChangeId, PersonId, SectionId
from inspector_app.domain.markings import Marking
from inspector_app.domain.values import Named


class Stance(StrEnum):
    """As what a headline is told, in the order of the note."""

    STRENGTH = "strength"
    CONCERN = "concern"
    TO_ESTABLISH = "still-to-establish"


@dataclass(frozen=True, slots=True)
class ForDebrief:
    """Whether a section's headline is told in the debrief."""

    stance: Stance | None = None
    """As what it is told; None: it was taken off the note again."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One headline as it was told, and what the force said to it."""

    section: SectionId
    stance: Stance
    headline: ChangeId
    """The version that was told, so that words written since are not taken for it."""
    said: str = ""
    """The force's response; empty: it gave none."""


@dataclass(frozen=True, slots=True)
class Debrief:
    """A debrief that was held."""

    held_at: str
    """``2013-09-20`` or ``2013-09-20 16:00``, in London."""
    spoke: tuple[PersonId, ...]
    """Who of the team."""
    roles: tuple[Named, ...]
    """To whom; never names."""
    people: tuple[PersonId, ...] = ()
    """Who they are; the names lie outside the journal."""
    place: str = ""
    heard: tuple[Heard, ...] = ()
    copy_left: bool = False
    """Whether a printed note stayed with the force."""
    note: str = ""
    marking: Marking | None = None
    """None: as the inspection."""
    do_not_export: bool = False
