"""One visit to one force: what is looked at, when, by whom, under which pack and marking."""

from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.dates import PartialDate
from inspector_app.domain.ids import Sha256
from inspector_app.domain.markings import Marking
from inspector_app.domain.values import Named


@dataclass(frozen=True, slots=True)
class PackPin:
    """One exact version of a checklist: the one an inspection began with, or a newer one."""

    id: str
    version: str
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class Details:
    """The particulars of an inspection."""

    force: Named
    pack: PackPin
    fieldwork: PartialDate
    """First to last day, or the month."""
    marking: Marking = field(default_factory=Marking)
    title: str = ""
    """What the visit is called beside the force's name; empty: nothing."""
    notes: str = ""


class TeamRole(StrEnum):
    """What somebody does in the team."""

    LEAD = "lead"
    INSPECTOR = "inspector"
    OBSERVER = "observer"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team; the name lies outside the journal, the role is what is printed."""

    role: TeamRole
    initials: str
    """Two to four capitals; also the tag of the numbers this person gives."""
    present: bool = True
    """False: has left the team."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whether a section is looked at in this inspection."""

    in_scope: bool
    reason: str = ""
