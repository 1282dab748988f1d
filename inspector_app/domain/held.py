"""What a person fills in, in all the versions that stand of it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.fold import SubjectState, Version
from inspector_app.domain.ids import THIS_PACK, ChangeId, PersonId, Sha256

T = TypeVar("T")


class Absence(StrEnum):
    """Why a version holds no value."""

    WITHDRAWN = "withdrawn"
    PURGED = "purged"
    NEWER = "newer"
    """Made by a newer version of the app."""


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """One version of a field: what was recorded, by whom, when."""

    value: T | None
    absence: Absence | None
    """Set exactly when ``value`` is None."""
    change: ChangeId
    author: PersonId
    time_ms: int
    """Milliseconds UTC by the recording laptop's clock."""
    reason: str = ""
    """Of a withdrawal."""
    session: str | None = None
    """The correction session it was recorded in; empty: after fieldwork, in none."""
    pack: Sha256 = THIS_PACK
    """Under which version of the checklist it was said."""


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """An answer, a headline or anything else a person fills, in all its versions."""

    versions: tuple[Held[T], ...] = ()
    """Latest first."""
    in_conflict: bool = False

    @property
    def value(self) -> T | None:
        """What is shown first; None when nothing stands."""
        return self.versions[0].value if self.versions else None

    @property
    def first(self) -> Held[T] | None:
        """The version shown first."""
        return self.versions[0] if self.versions else None

    @property
    def heads(self) -> tuple[ChangeId, ...]:
        """What a change that has seen all versions supersedes; sorted."""
        return tuple(sorted(held.change for held in self.versions))


_FIELDS: dict[type, str] = {
    bodies.InspectionDescribed: "details",
    bodies.PackPinned: "pin",
    bodies.SectionSwitched: "scope",
    bodies.MemberNamed: "member",
    bodies.AnswerRecorded: "answer",
    bodies.HeadlineWritten: "headline",
    bodies.HeadlineModerated: "moderation",
    bodies.HeadlineTicked: "tick",
    bodies.DebriefHeld: "debrief",
    bodies.SheetPrinted: "sheet",
    bodies.AccountGiven: "account",
    bodies.SourceRecorded: "source",
    bodies.EntryRecorded: "entry",
    bodies.DraftSent: "draft",
    bodies.ReplyTaken: "reply",
    bodies.PointMade: "point",
    bodies.PointAnswered: "response",
    bodies.WorkbookSent: "workbook",
    bodies.WorkbookRead: "reading",
    bodies.FollowUpNamed: "earlier",
    bodies.RecommendationMade: "recommendation",
    bodies.ProgressTold: "advance",
    bodies.EvidenceAdded: "file",
    bodies.EvidenceCaptioned: "caption",
    bodies.CaptureTimed: "capture",
    bodies.PromptPutAside: "aside",
    bodies.InterimMade: "interim",
    bodies.EncounterPlanned: "planned",
    bodies.ParagraphWritten: "paragraph",
    bodies.CorrectionRecorded: "correction",
    bodies.Assigned: "assignment",
    bodies.RetentionSet: "retention",
    bodies.HoldSet: "hold",
    bodies.StickAuthorised: "journey",
    bodies.EvidenceForgotten: "forgotten",
    bodies.ClockObserved: "reading",
    bodies.InspectionDestroyed: "destruction",
}


def field_of(state: SubjectState | None, kind: type[T]) -> Field[T]:
    """Return the subject's versions as values of ``kind``."""
    if state is None:
        return Field()
    return Field(tuple(held_of(version, kind) for version in state.versions), state.in_conflict)


def held_of(version: Version, kind: type[T]) -> Held[T]:
    """Return one version as a value of ``kind``, or why it holds none."""
    body = version.body
    value = getattr(body, _FIELDS[type(body)]) if type(body) in _FIELDS else body
    facts = (version.change, version.author, version.time_ms)
    session, pack = version.session, version.pack
    if isinstance(value, kind):
        return Held(value, None, *facts, session=session, pack=pack)
    if isinstance(body, bodies.Withdrawn):
        return Held(None, Absence.WITHDRAWN, *facts, body.reason, session, pack)
    absent = Absence.PURGED if isinstance(body, bodies.Purged) else Absence.NEWER
    return Held(None, absent, *facts, session=session, pack=pack)


def value_of_body(body: object) -> object:
    """Return the value that a recorded body holds; None: it is of a kind that holds none."""
    return getattr(body, _FIELDS.get(type(body), ""), None)


def with_value(body: T, value: object) -> T:
    """Return a recorded body that holds another value of the same kind."""
    changed: dict[str, Any] = {_FIELDS[type(body)]: value}
    return cast("T", replace(cast("Any", body), **changed))
