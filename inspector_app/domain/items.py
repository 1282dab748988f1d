"""The things of an inspection as they stand, each with the version it is read from."""

from dataclasses import dataclass

from inspector_app.domain.accuracy import Draft, Point, Response
from inspector_app.domain.captures import CaptureTime
from inspector_app.domain.corrections import Correction
from inspector_app.domain.evidence import Caption, EvidenceFile
from inspector_app.domain.held import Field, Held
from inspector_app.domain.ids import (
    CorrectionId,
    DeviceId,
    DraftId,
    EvidenceId,
    InspectionId,
    InterimId,
    LineId,
    PointId,
    RecommendationId,
    SourceId,
    WorkbookId,
)
from inspector_app.domain.interims import Interim
from inspector_app.domain.recommendations import Advance, Recommendation
from inspector_app.domain.sources import Source
from inspector_app.domain.workbooks import Workbook


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A kept file with what people say of it."""

    id: EvidenceId
    file: EvidenceFile
    added: Held[EvidenceFile]
    caption: Caption
    lines: tuple[LineId, ...]
    """The lines it is linked to, sorted."""
    capture: CaptureTime | None = None
    """When it was taken, by a camera whose clock was looked into; None: nobody did."""


@dataclass(frozen=True, slots=True)
class SourceItem:
    """A source as it stands."""

    id: SourceId
    source: Source
    recorded: Held[Source]
    is_disputed: bool
    """Whether it stands in differing versions; ``source`` is the one shown first."""


@dataclass(frozen=True, slots=True)
class CorrectionItem:
    """A correction session, going on or ended."""

    id: CorrectionId
    device: DeviceId
    correction: Correction
    recorded: Held[Correction]
    """When it began, or when it ended."""


@dataclass(frozen=True, slots=True)
class DraftItem:
    """A draft that went out."""

    id: DraftId
    draft: Draft
    sent: Held[Draft]


@dataclass(frozen=True, slots=True)
class WorkbookItem:
    """A workbook of requests and data returns that went out."""

    id: WorkbookId
    workbook: Workbook
    sent: Held[Workbook]


@dataclass(frozen=True, slots=True)
class PointItem:
    """A point of the force, with what the team made of it."""

    id: PointId
    point: Point
    made: Held[Point]
    response: Field[Response]


@dataclass(frozen=True, slots=True)
class RecommendationItem:
    """A recommendation as it stands."""

    id: RecommendationId
    recommendation: Recommendation
    made: Held[Recommendation]
    is_disputed: bool
    """Whether it stands in differing versions; ``recommendation`` is the one shown first."""


@dataclass(frozen=True, slots=True)
class AdvanceItem:
    """How far a recommendation has come, as it stands here."""

    made_in: InspectionId
    id: RecommendationId
    advance: Advance
    told: Held[Advance]
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class InterimItem:
    """An interim summary that was made."""

    id: InterimId
    interim: Interim
    made: Held[Interim]


def paragraph_order(point: Point) -> tuple[int, ...]:
    """Return what sorts paragraph ``2.3.9`` before ``2.3.10``."""
    return tuple(int(part) for part in point.paragraph.split(".") if part.isdecimal())


def number_order(number: str) -> tuple[str, int]:
    """Return what sorts ``JS/2`` before ``JS/10``."""
    tag, _, count = number.partition("/")
    return tag, int(count) if count.isdigit() else 0
