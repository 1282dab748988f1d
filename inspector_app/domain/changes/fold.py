"""State as a pure fold over admitted changes, subject by subject.

A subject is a multi-value register: its versions are the changes that no other supersedes. Equal
admitted changes and an equal fold version give equal state, whatever the order of arrival.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace

from inspector_app.domain.changes.bodies import (
    AccountGiven,
    AnswerRecorded,
    Body,
    BodyPurged,
    DeviceAdmitted,
    InspectionDestroyed,
    Purged,
    SourceRecorded,
    Subject,
    Unknown,
    Withdrawn,
    subject_kind,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.clock import Stamp
from inspector_app.domain.changes.earlier import earlier, tells_earlier
from inspector_app.domain.ids import THIS_PACK, ChangeId, DeviceId, PersonId, Sha256
from inspector_app.domain.origins import same_copy
from inspector_app.domain.sources import Source

FOLD_VERSION = 1


@dataclass(frozen=True, slots=True)
class Version:
    """One change that no other supersedes, and what it says."""

    change: ChangeId
    body: Body | Unknown | Purged
    author: PersonId
    device: DeviceId
    time_ms: int
    stamp: Stamp
    session: str | None = None
    """As its change notes it: the correction session it was recorded in."""
    pack: Sha256 = THIS_PACK
    """Under which version of the checklist it was said."""


@dataclass(frozen=True, slots=True)
class SubjectState:
    """What is held to be so about one subject."""

    subject: str
    versions: tuple[Version, ...] = ()
    """Latest first by the logical clock, then by id; more than one: a conflict, unless equal."""
    superseded: frozenset[ChangeId] = frozenset()
    """Every change named as superseded, those not yet arrived included."""
    purged: frozenset[ChangeId] = frozenset()
    earlier: tuple[Version, ...] = ()
    """What is told beside the versions, oldest first: the finding of the visit, earlier phases."""

    @property
    def first(self) -> Version | None:
        """The version shown first; None when nothing was ever recorded."""
        return self.versions[0] if self.versions else None

    @property
    def heads(self) -> tuple[ChangeId, ...]:
        """Ids of all versions, sorted: what a change that has seen them supersedes."""
        return tuple(sorted(version.change for version in self.versions))

    @property
    def in_conflict(self) -> bool:
        """Whether versions differ; the same said twice agrees by itself, whatever reasons it gives.

        Both stay versions until the next act supersedes them; they are shown as one.
        """
        if len(self.versions) < 2:
            return False  # by far the most: every screen asks this of every line
        first = _said(self.versions[0].body)
        return any(_said(version.body) != first for version in self.versions[1:])

    @property
    def is_withdrawn(self) -> bool:
        """Whether every version is a withdrawal."""
        return bool(self.versions) and all(isinstance(v.body, Withdrawn) for v in self.versions)


def applied(state: SubjectState, change: Change) -> SubjectState:
    """Return ``state`` with an admitted change of its subject folded in; again is harmless."""
    superseded = state.superseded | frozenset(change.header.supersedes)
    purged = state.purged
    arrived = state.versions
    if isinstance(change.body, BodyPurged):
        purged |= frozenset(change.body.changes)
    elif change.header.kind != BodyPurged.KIND and change.id not in {v.change for v in arrived}:
        arrived = (*arrived, version_of(change))
    kept = (
        replace(v, body=Purged()) if v.change in purged else v
        for v in arrived
        if v.change not in superseded
    )
    return SubjectState(state.subject, tuple(sorted(kept, key=latest_first)), superseded, purged)


def folded(changes: Iterable[Change]) -> dict[str, SubjectState]:
    """Return the state of every subject that the admitted changes speak of."""
    states: dict[str, SubjectState] = {}
    told: dict[str, list[Change]] = {}
    for change in changes:
        subject = change.header.subject
        states[subject] = applied(states.get(subject, SubjectState(subject)), change)
        told.setdefault(subject, []).append(change)
    found = (change for each in told.values() for change in each)
    if any(isinstance(change.body, InspectionDestroyed) for change in found):
        states = {
            subject: state if _outlives(subject) else _destroyed(state, told[subject])
            for subject, state in states.items()
        }
    return {subject: with_earlier(state, told[subject]) for subject, state in states.items()}


def _outlives(subject: str) -> bool:
    return subject_kind(subject) == Subject.DESTRUCTION


def _destroyed(state: SubjectState, changes: Iterable[Change]) -> SubjectState:
    """Return a state of which nothing is left but who said something, and when."""
    versions = tuple(replace(each, body=Purged()) for each in state.versions)
    purged = state.purged | {change.id for change in changes}
    return replace(state, versions=versions, purged=purged)


def with_earlier(state: SubjectState, changes: Iterable[Change]) -> SubjectState:
    """Return a state with what is told beside its versions.

    Args:
        state: as it was folded.
        changes: every admitted change about its subject, in any order.
    """
    if not tells_earlier(state.subject, (version.session for version in state.versions)):
        return state
    found = (version_of(change) for change in earlier(state.subject, changes))
    told = (replace(v, body=Purged()) if v.change in state.purged else v for v in found)
    return replace(state, earlier=tuple(told))


def _said(body: object) -> object:
    """Return what a version says, without why; a laptop that is let in twice is let in."""
    if isinstance(body, DeviceAdmitted):
        return body.device
    if not is_dataclass(body) or isinstance(body, type):
        return body
    plain: dict[str, object] = {}
    for each in fields(body):
        value = getattr(body, each.name)
        if (origin := getattr(value, "origin", None)) is not None:
            # Two laptops that carried the same thing over: each gave it a number of its own.
            own_number = {"number": ""} if isinstance(value, Source) else {}
            value = replace(value, origin=same_copy(origin), **own_number)
            plain[each.name] = value
        if each.name == "reason":
            plain[each.name] = ""
        elif hasattr(value, "reason"):
            plain[each.name] = replace(value, reason="")
    return replace(body, **plain)


def version_of(change: Change) -> Version:
    """Return a change as one that stands."""
    header = change.header
    return Version(
        change.id,
        change.body,
        header.author,
        header.device,
        header.time_ms,
        header.stamp,
        change.session,
        header.pack,
    )


def latest_first(version: Version) -> tuple[bool, int, int, str]:
    """Return what sorts versions as they are shown: latest first, then by id.

    What was carried over and nobody has confirmed stands behind anything else.
    """
    match version.body:
        case AnswerRecorded(value) | AccountGiven(value) | SourceRecorded(value):
            is_waiting = value.origin is not None and not value.origin.is_confirmed
        case _:
            is_waiting = False
    return (is_waiting, -version.stamp.wall_ms, -version.stamp.counter, version.change)
