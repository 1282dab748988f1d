"""What base keeps apart for the lead inspector: nothing that came is lost, nothing slips in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain as every

from sqlalchemy import Connection, delete, func, select

from inspector_app.domain.changes.change import Change
from inspector_app.domain.ids import ChangeId, DeviceId, InspectionId
from inspector_app.domain.leading import DECIDING, entitled
from inspector_app.server.admission import admission, changes
from inspector_app.server.database import insert_missing
from inspector_app.server.tables import change as _change
from inspector_app.server.tables import held as _held
from inspector_app.sync.lines import change_of

REVOKED = "revoked"
"""The laptop that recorded it, or brought it, was revoked before."""
LEFT = "left"
"""The laptop that brought it had left the inspection's team."""
UNKNOWN = "unknown"
"""Nobody has let the laptop that recorded it into the inspection."""
RELEASING = DECIDING
"""Kinds of changes that may let something in that is held."""


@dataclass(frozen=True, slots=True)
class Held:
    """A change that is kept apart."""

    change: Change
    line: bytes
    """As it came."""
    came_from: DeviceId
    reason: str
    """``REVOKED``, ``LEFT`` or ``UNKNOWN``."""
    came_ms: int = 0


def keep(
    connection: Connection, inspection: InspectionId, apart: Iterable[Held], now_ms: int
) -> None:
    """Keep changes apart; one that is kept so already stays as it is."""
    rows = [
        {
            "change": each.change.id,
            "inspection": inspection,
            "device": each.change.header.device,
            "line": each.line,
            "came_from": each.came_from,
            "came_ms": now_ms,
            "reason": each.reason,
        }
        for each in apart
    ]
    insert_missing(connection, _held, rows)


def waiting(connection: Connection, inspection: InspectionId) -> tuple[Held, ...]:
    """Return what is kept apart of an inspection, in the order of its chains."""
    rows = connection.execute(
        select(_held.c.line, _held.c.came_from, _held.c.reason, _held.c.came_ms).where(
            _held.c.inspection == inspection
        )
    )
    found = [
        Held(change_of(line), line, DeviceId(came_from), reason, came_ms)
        for line, came_from, reason, came_ms in rows
    ]
    return tuple(
        sorted(
            found,
            key=lambda each: (
                each.change.header.device,
                each.change.header.stamp,
                each.change.id,
            ),
        )
    )


def count(connection: Connection, inspection: InspectionId) -> int:
    """Return how many changes of an inspection are kept apart."""
    wanted = select(func.count()).select_from(_held).where(_held.c.inspection == inspection)
    return int(connection.execute(wanted).scalar_one())


def forget(connection: Connection, inspection: InspectionId, ids: Sequence[ChangeId]) -> None:
    """Keep changes apart no more, as they are in the journal."""
    if ids:
        connection.execute(
            delete(_held).where(_held.c.inspection == inspection, _held.c.change.in_(list(ids)))
        )


def approved(
    connection: Connection, inspection: InspectionId, arriving: Collection[Change] = ()
) -> frozenset[ChangeId]:
    """Return what lead inspectors have taken in by name.

    Args:
        connection: of the transaction.
        inspection: whose.
        arriving: changes that are about to be taken in.
    """
    counted = admission(connection, inspection)
    deciding = changes(connection, inspection, _change.c.kind.in_(DECIDING))
    new = [change for change in arriving if change.header.kind in DECIDING]
    return entitled(every(filter(counted.counts, deciding), new)).approved
