"""Looking at what base keeps apart, and letting it in with a reason."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from inspector_app.domain.changes.bodies import (
    Body,
    Purged,
    Unknown,
    form_of,
    subject_key,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.fold import version_of
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.history.entries import entries
from inspector_app.domain.history.fields import facts
from inspector_app.domain.ids import ChangeId, DeviceId, InspectionId
from inspector_app.domain.standing import Standing
from inspector_app.server import held, reading
from inspector_app.server.events import note
from inspector_app.server.held import Held
from inspector_app.server.keeping import release
from inspector_app.server.tables import device as _device
from inspector_app.server.tables import held as _held

LONGEST_REASON = 1000
REASONS = {
    held.REVOKED: "The laptop had been revoked before this came.",
    held.LEFT: "The laptop had left the team before this came.",
    held.UNKNOWN: "Nobody has let the laptop that recorded this into the inspection.",
}
"""Why it is kept apart, as it is shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A held change as somebody looks at it."""

    id: ChangeId
    what: str
    about: str
    time_ms: int
    """By the laptop's own clock."""
    came_ms: int
    said: tuple[tuple[str, str], ...]
    """What it says, as names and values; empty: it was purged, or says nothing more."""


@dataclass(frozen=True, slots=True)
class Group:
    """What one laptop recorded and base keeps apart for one reason."""

    device: DeviceId
    laptop: str
    """Its initials and label; empty: it is not enrolled here."""
    reason: str
    """A key of :data:`REASONS`."""
    changes: tuple[Shown, ...]


def looked_at(connection: Connection, inspection: InspectionId) -> list[Group]:
    """Return what is kept apart of an inspection, laptop by laptop, in its own order."""
    apart: dict[tuple[DeviceId, str], list[Held]] = {}
    for each in held.waiting(connection, inspection):
        apart.setdefault((each.change.header.device, each.reason), []).append(each)
    standing = _standing(connection, inspection)
    known = {
        row.id: f"{row.initials} · {row.label}"
        for row in connection.execute(
            select(_device).where(_device.c.id.in_({device for device, _ in apart}))
        )
    }
    return [
        Group(
            device,
            known.get(device, ""),
            reason,
            tuple(_shown(each, [other.change for other in of], standing) for each in of),
        )
        for (device, reason), of in apart.items()
    ]


def inspections(
    connection: Connection, mine: Collection[InspectionId] | None
) -> frozenset[InspectionId]:
    """Return the inspections of which something is held, of those that may be seen."""
    rows = connection.execute(select(_held.c.inspection).distinct())
    found = frozenset(InspectionId(row.inspection) for row in rows)
    return found if mine is None else found.intersection(mine)


def let_in(
    connection: Connection,
    inspection: InspectionId,
    ids: Collection[str],
    reason: str,
    now_ms: int,
    by: str,
) -> int:
    """Make held changes part of the inspection, and return how many.

    Args:
        connection: of one transaction.
        inspection: whose they are; what is held of another stays so.
        ids: of the changes.
        reason: why; kept among the events.
        now_ms: by base's clock.
        by: who lets them in, as events name them.

    Raises:
        RuleViolation: no reason is given, or it is too long.
        NotFound: none of them is held any more.
    """
    words = " ".join(reason.split())
    if not words or len(words) > LONGEST_REASON:
        raise RuleViolation(
            f"Say why the changes may be let in, in at most {LONGEST_REASON} letters. "
            "They stay held until then."
        )
    chosen = [each for each in held.waiting(connection, inspection) if each.change.id in ids]
    if not chosen:
        raise NotFound("None of these changes is held any more. Nothing was altered.")
    release(connection, inspection, chosen, now_ms)
    number = len(chosen)
    note(connection, now_ms, by, "held-released", inspection, f"{number:,} released. {words}")
    return number


def _standing(connection: Connection, inspection: InspectionId) -> Standing | None:
    """Return how the inspection stands, for the words; None where base cannot read it so far."""
    try:
        return reading.standing(connection, inspection)
    except (NotFound, BadInput):
        return None


def _shown(each: Held, among: Sequence[Change], standing: Standing | None) -> Shown:
    change = each.change
    about = change.header.subject
    what, said = change.header.kind.replace("-", " ").capitalize(), tuple(_said(change))
    place = subject_key(about)
    if standing is not None:
        try:
            (entry,) = entries([change], among, standing)
            what, place = entry.what, ""
            said = facts(version_of(change), about, standing) or said
        except NotFound:  # it speaks of what the checklist at base does not have
            pass
    return Shown(change.id, what, place, change.header.time_ms, each.came_ms, said)


def _said(change: Change) -> Iterator[tuple[str, str]]:
    body: Body | Unknown | Purged = change.body
    if isinstance(body, Purged):
        return
    form = body.form if isinstance(body, Unknown) else form_of(body)
    yield from _leaves((), form)


def _leaves(path: tuple[str, ...], value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves((*path, str(key)), inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(path, inner)
    elif value not in (None, "", False):
        yield " · ".join(path[1:] or path).replace("_", " "), str(value)
