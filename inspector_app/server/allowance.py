"""How much one laptop may bring, so that no single one, broken or hostile, fills base's disk.

An honest laptop never comes near: the largest inspection that is reckoned with has 200,000 changes
of 700 bytes. What a transfer file brings is not counted: somebody at base has looked at that.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, func, select, update

from inspector_app.domain.ids import ChangeId, DeviceId, InspectionId
from inspector_app.server import events
from inspector_app.server.base import Base
from inspector_app.server.database import insert_missing
from inspector_app.server.keeping import Arrived
from inspector_app.server.problems import Refused
from inspector_app.server.tables import brought as _brought
from inspector_app.server.tables import event as _event
from inspector_app.server.tables import held as _held
from inspector_app.server.tables import inspection as _inspection
from inspector_app.server.tables import pack as _pack
from inspector_app.sync.wire import ProblemCode

MOST_CHANGES: Final = 1_000_000
"""Of one inspection, by one laptop, whoever recorded them."""
MOST_CHANGE_BYTES: Final = 1024**3
MOST_PACK_BYTES: Final = 64 * 1024**2
"""Of checklist packs, by one laptop in all."""
MOST_OPENED: Final = 500
"""Inspections, by one laptop in all."""
USED_UP: Final = "allowance-used-up"


def require_changes(
    connection: Connection,
    inspection: InspectionId,
    who: DeviceId,
    arrived: Sequence[Arrived],
    known: Collection[ChangeId],
) -> None:
    """Count what a laptop brings of an inspection and base did not have.

    Args:
        connection: of the transaction that is about to keep it.
        inspection: whose.
        who: brings it.
        arrived: all of the request.
        known: those of them that are in the journal already.

    Raises:
        Refused: it is more than a laptop may bring; the transaction is to be undone.
    """
    new = {each.change.id: len(each.line) for each in arrived if each.change.id not in known}
    if not new:
        return
    apart = select(_held.c.change).where(_held.c.change.in_(list(new)))
    for (change,) in connection.execute(apart).all():
        del new[change]
    place = (_brought.c.inspection == inspection) & (_brought.c.device == who)
    row = {"inspection": inspection, "device": who, "changes": 0, "bytes": 0}
    insert_missing(connection, _brought, [row])
    connection.execute(
        update(_brought)
        .where(place)
        .values(changes=_brought.c.changes + len(new), bytes=_brought.c.bytes + sum(new.values()))
    )
    count, size = connection.execute(
        select(_brought.c.changes, _brought.c.bytes).where(place)
    ).one()
    if count > MOST_CHANGES or size > MOST_CHANGE_BYTES:
        raise Refused(ProblemCode.ALLOWANCE)


def require_pack(connection: Connection, who: DeviceId, size_bytes: int) -> None:
    """Return if a laptop may bring another checklist pack.

    Raises:
        Refused: it brought enough of them.
    """
    sizes = select(func.coalesce(func.sum(func.length(_pack.c.archive)), 0))
    before = connection.scalar(sizes.where(_pack.c.came_from == who)) or 0
    if before + size_bytes > MOST_PACK_BYTES:
        raise Refused(ProblemCode.ALLOWANCE)


def require_opening(connection: Connection, who: DeviceId) -> None:
    """Return if a laptop may open another inspection.

    Raises:
        Refused: it opened enough of them.
    """
    opened = select(func.count()).select_from(_inspection)
    if (connection.scalar(opened.where(_inspection.c.opened_by == who)) or 0) >= MOST_OPENED:
        raise Refused(ProblemCode.ALLOWANCE)


@contextmanager
def told(base: Base, who: DeviceId, about: str) -> Iterator[None]:
    """Let the administrator know of a refusal once its transaction is undone.

    Args:
        base: this base.
        who: brought too much.
        about: of what: the inspection, the pack, or the laptop itself.
    """
    try:
        yield
    except Refused as refusal:
        if refusal.code is ProblemCode.ALLOWANCE:
            with base.database.begin(who) as connection:
                _tell(connection, who, about, base.now_ms())
        raise


def _tell(connection: Connection, who: DeviceId, about: str, now_ms: int) -> None:
    """Note it, once for each thing that it is about."""
    there = select(_event.c.position).where(
        _event.c.what == USED_UP, _event.c.who == who, _event.c.about == about
    )
    if connection.execute(there.limit(1)).first() is None:
        words = (
            "Nothing more of that kind is taken from the laptop over the network: it brought many "
            "times what an inspection has. All that it brought is kept. If it is sound, take the "
            "rest in from a transfer file; if not, revoke it."
        )
        events.note(connection, now_ms, who, USED_UP, about, words)
