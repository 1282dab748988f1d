"""What an inspection asks for: recommendations, causes of concern, areas for improvement."""

from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.dates import PartialDate
from inspector_app.domain.ids import EvidenceId, LineId, SectionId, SourceId
from inspector_app.domain.markings import Marking


class RecommendationKind(StrEnum):
    """What is asked for, the gravest first."""

    CAUSE_OF_CONCERN = "cause-of-concern"
    RECOMMENDATION = "recommendation"
    AREA_FOR_IMPROVEMENT = "area-for-improvement"


class Stage(StrEnum):
    """How far what was asked for has come."""

    OPEN = "open"
    IN_PROGRESS = "in-progress"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class RestsOn:
    """What something said of an inspection rests on."""

    sections: tuple[SectionId, ...] = ()
    lines: tuple[LineId, ...] = ()
    sources: tuple[SourceId, ...] = ()
    evidence: tuple[EvidenceId, ...] = ()

    def __bool__(self) -> bool:
        """Return whether there is anything."""
        return bool(self.sections or self.lines or self.sources or self.evidence)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One thing asked for; an inspection may end without any."""

    kind: RecommendationKind
    text: str
    number: str = ""
    """Given when it is first recorded: ``JS/12``."""
    to: str = ""
    """Who should act: an office or an organisation, never a name."""
    by: PartialDate | None = None
    """By when; None: nothing is said."""
    rests_on: RestsOn = field(default_factory=RestsOn)
    marking: Marking | None = None
    do_not_export: bool = False


@dataclass(frozen=True, slots=True)
class Advance:
    """How far a recommendation has come, told in the inspection that looked at it.

    The recommendation may be of an earlier inspection that this laptop does not hold, so its own
    words go with it.
    """

    of: Recommendation
    stage: Stage
    note: str = ""
    as_at: PartialDate | None = None
    rests_on: RestsOn = field(default_factory=RestsOn)
    """Of the inspection that tells it."""
    marking: Marking | None = None
    do_not_export: bool = False
