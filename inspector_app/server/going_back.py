"""Whether a laptop began work anew from an older state than base knows: restored, or copied.

A session's first change names the last one that the laptop had recorded then, in whichever
inspection. So nothing of the laptop lies between the two, and nothing else follows the first; what
base holds shows when it is otherwise, whichever of it arrives first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select, update

from inspector_app.domain.changes.change import NO_PREVIOUS, Change
from inspector_app.domain.ids import ChainId, ChangeId, DeviceId, InspectionId
from inspector_app.server import events
from inspector_app.server.tables import chain as _chain
from inspector_app.server.tables import change as _change
from inspector_app.server.tables import inspection as _inspection

WENT_BACK = "laptop-went-back"
_WORDS = (
    "Its work began anew from an older state than base knows: its vault was restored from a copy, "
    "or copied. All that it brought is kept; what it had not brought by then may be missing."
)
_BEFORE_ALL = -1


@dataclass(frozen=True, slots=True)
class _Start:
    """A session's chain, and the change that it follows."""

    inspection: InspectionId
    chain: ChainId
    follows: ChangeId
    first_ms: int
    """When it began, by the laptop's logical clock."""
    after_ms: int | None
    """When what it follows was recorded; None: that is not here."""


def notice(connection: Connection, arrived: Sequence[Change], now_ms: int) -> None:
    """Tell, of the laptops whose changes arrived just now, which of them went back in time.

    Args:
        connection: of the transaction that has kept the changes, and their chains in step.
        arrived: the changes that were not here before.
        now_ms: by base's clock.
    """
    by_device: dict[DeviceId, list[Change]] = defaultdict(list)
    for change in arrived:
        by_device[change.header.device].append(change)
    for device, changes in by_device.items():
        for start in dict.fromkeys(_suspects(connection, device, changes)):
            place = and_(_chain.c.inspection == start.inspection, _chain.c.chain == start.chain)
            connection.execute(update(_chain).where(place).values(went_back=True))
            of_it = update(_inspection).where(_inspection.c.id == start.inspection)
            connection.execute(of_it.values(mark=_inspection.c.mark + 1))
            events.note(connection, now_ms, device, WENT_BACK, start.inspection, _WORDS)


def went_back(connection: Connection, inspection: InspectionId) -> dict[DeviceId, int]:
    """Return the laptops that did, as far as their work on an inspection shows it; how often."""
    rows = connection.execute(
        select(_chain.c.device, func.count())
        .where(_chain.c.inspection == inspection, _chain.c.went_back)
        .group_by(_chain.c.device)
    )
    return {DeviceId(device): times for device, times in rows}


def _suspects(
    connection: Connection, device: DeviceId, changes: Sequence[Change]
) -> Iterator[_Start]:
    firsts = {each.header.chain for each in changes if each.header.sequence == 1}
    earliest = min(each.header.stamp.wall_ms for each in changes)
    named = {each.header.previous for each in changes}
    for start in _starts(connection, device, earliest, named):
        if start.chain in firsts:
            if _is_odd(connection, device, start):
                yield start
        elif any(_lies_between(each, start) for each in changes):
            yield start


def _starts(
    connection: Connection, device: DeviceId, earliest_ms: int, named: Iterable[ChangeId]
) -> Iterator[_Start]:
    """Yield the laptop's chains that what arrived may cast a light on."""
    before = _change.alias("before")
    mine = (
        select(
            _chain.c.inspection,
            _chain.c.chain,
            _chain.c.follows,
            _chain.c.first_ms,
            before.c.wall_ms,
        )
        .select_from(_chain.outerjoin(before, before.c.id == _chain.c.follows))
        .where(_chain.c.device == device, ~_chain.c.went_back)
    )
    later = mine.where(_chain.c.first_ms >= earliest_ms, _chain.c.follows.is_not(None))
    rows = connection.execute(later.union(mine.where(_chain.c.follows.in_(list(set(named))))))
    for inspection, chain, follows, first_ms, wall_ms in rows.all():
        after_ms = _BEFORE_ALL if follows == NO_PREVIOUS else wall_ms
        yield _Start(
            InspectionId(inspection), ChainId(chain), ChangeId(follows), first_ms, after_ms
        )


def _lies_between(change: Change, start: _Start) -> bool:
    header = change.header
    if header.chain == start.chain:
        return False
    is_next = header.inspection == start.inspection and header.sequence > 1
    if header.previous == start.follows and is_next:
        return True
    after_ms = start.after_ms
    return after_ms is not None and after_ms < header.stamp.wall_ms < start.first_ms


def _is_odd(connection: Connection, device: DeviceId, start: _Start) -> bool:
    """Return whether what is here already shows that a chain began from an older state."""
    others = and_(_chain.c.device == device, _chain.c.chain != start.chain)
    twins = select(_chain.c.chain).where(others, _chain.c.follows == start.follows)
    if connection.execute(twins.limit(1)).first() is not None:
        return True
    if start.after_ms is None:
        return False
    before = _change.alias("before")
    goes_on = (
        select(_change.c.id)
        .join(
            before,
            and_(
                before.c.inspection == _change.c.inspection,
                before.c.chain == _change.c.chain,
                before.c.sequence + 1 == _change.c.sequence,
            ),
        )
        .where(before.c.id == start.follows, _change.c.inspection == start.inspection)
    )
    if connection.execute(goes_on.limit(1)).first() is not None:
        return True
    near = select(_chain.c.inspection, _chain.c.chain).where(
        others, _chain.c.last_ms > start.after_ms, _chain.c.first_ms < start.first_ms
    )
    for inspection, chain in connection.execute(near).all():
        between = select(_change.c.id).where(
            _change.c.inspection == inspection,
            _change.c.chain == chain,
            _change.c.wall_ms > start.after_ms,
            _change.c.wall_ms < start.first_ms,
        )
        if connection.execute(between.limit(1)).first() is not None:
            return True
    return False
