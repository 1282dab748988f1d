"""How far base holds each chain without a gap or a fork: kept in step, never counted anew."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from inspector_app.domain.changes.change import Header
from inspector_app.domain.ids import ChainId, ChangeId, DeviceId, InspectionId
from inspector_app.server.tables import chain as _chain
from inspector_app.server.tables import change as _change


@dataclass(frozen=True, slots=True)
class Link:
    """A change as far as its chain is concerned."""

    change: ChangeId
    sequence: int
    previous: ChangeId
    device: DeviceId
    wall_ms: int


@dataclass(frozen=True, slots=True)
class _End:
    """The row of a chain, as far as it is reckoned with."""

    device: str = ""
    length: int = 0
    tip: str = ""
    is_line: bool = True
    is_forked: bool = False
    first_ms: int = 2**62
    last_ms: int = 0
    follows: str | None = None


_COLUMNS = (
    _chain.c.device,
    _chain.c.length,
    _chain.c.tip,
    _chain.c.is_line,
    _chain.c.is_forked,
    _chain.c.first_ms,
    _chain.c.last_ms,
    _chain.c.follows,
)
_KEPT = (
    update(_chain)
    .where(
        _chain.c.inspection == bindparam("of_inspection"), _chain.c.chain == bindparam("of_chain")
    )
    .values({column.name: bindparam(f"new_{column.name}") for column in _COLUMNS[1:]})
)


def link_of(id_: ChangeId, header: Header) -> Link:
    """Return what a header says of its place."""
    return Link(id_, header.sequence, header.previous, header.device, header.stamp.wall_ms)


def keep_in_step(
    connection: Connection,
    inspection: InspectionId,
    told: Mapping[ChainId, Collection[Link]],
) -> tuple[ChainId, ...]:
    """Reckon with changes that are in the table by now; return the chains that came to be forked.

    Args:
        connection: of the transaction that keeps them.
        inspection: whose.
        told: those that are whole by now and were not so far, by chain.
    """
    if not told:
        return ()
    found = connection.execute(
        select(_chain.c.chain, *_COLUMNS).where(
            _chain.c.inspection == inspection, _chain.c.chain.in_(list(told))
        )
    )
    before = {ChainId(row[0]): _End(*row[1:]) for row in found}
    after: dict[ChainId, _End] = {}
    for chain, arrived in told.items():
        links = sorted(arrived, key=lambda link: (link.sequence, link.change))
        end = before.get(chain, _End(links[0].device))
        after[chain] = _gone_on(end, links) or _reckoned(connection, inspection, chain, end, links)
    new = [
        {"inspection": inspection, "chain": chain, "went_back": False, **_row(end)}
        for chain, end in after.items()
        if chain not in before
    ]
    if new:
        connection.execute(insert(_chain), new)
    old = [
        {
            "of_inspection": inspection,
            "of_chain": chain,
            **{f"new_{name}": value for name, value in _row(end).items() if name != "device"},
        }
        for chain, end in after.items()
        if chain in before
    ]
    if old:
        connection.execute(_KEPT, old)
    return tuple(
        chain
        for chain, end in after.items()
        if end.is_forked and not before.get(chain, _End()).is_forked
    )


def _row(end: _End) -> dict[str, Any]:
    return {column.name: getattr(end, column.name) for column in _COLUMNS}


def _gone_on(end: _End, links: Sequence[Link]) -> _End | None:
    """Return the end that a line has which simply goes on; None: it is to be looked at."""
    if not end.is_line:
        return None
    number, tip = end.length, end.tip
    for link in links:
        number += 1
        if link.sequence != number or (number > 1 and link.previous != tip):
            return None
        tip = link.change
    return _with_times(end, links, number, tip, is_line=True, is_forked=end.is_forked)


def _reckoned(
    connection: Connection,
    inspection: InspectionId,
    chain: ChainId,
    end: _End,
    links: Sequence[Link],
) -> _End:
    """Return how far a chain goes without a gap or fork, read from where that was certain."""
    is_behind = any(link.sequence <= end.length for link in links)
    number, tip = (0, "") if is_behind else (end.length, end.tip)
    beyond = connection.execute(
        select(_change.c.sequence, _change.c.id, _change.c.previous)
        .where(
            _change.c.inspection == inspection,
            _change.c.chain == chain,
            _change.c.sequence > number,
            _change.c.is_whole,
        )
        .order_by(_change.c.sequence)
    ).all()
    is_forked = end.is_forked
    is_line = True
    for sequence, same in groupby(beyond, key=lambda row: row[0]):
        here = list(same)
        is_next = sequence == number + 1
        follows = number == 0 or here[0][2] == tip
        is_forked |= len(here) > 1 or (is_next and is_line and not follows)
        if is_line and is_next and follows and len(here) == 1:
            number, tip = sequence, here[0][1]
        else:
            is_line = False
    return _with_times(end, links, number, tip, is_line=is_line, is_forked=is_forked)


def _with_times(
    end: _End, links: Iterable[Link], number: int, tip: str, *, is_line: bool, is_forked: bool
) -> _End:
    first_ms, last_ms, follows = end.first_ms, end.last_ms, end.follows
    for link in links:
        first_ms, last_ms = min(first_ms, link.wall_ms), max(last_ms, link.wall_ms)
        if link.sequence == 1 and follows is None:
            follows = link.previous
    return _End(end.device, number, tip, is_line, is_forked, first_ms, last_ms, follows)


def by_chain(links: Iterable[tuple[ChainId, Link]]) -> dict[ChainId, list[Link]]:
    """Return links by their chains."""
    found: dict[ChainId, list[Link]] = defaultdict(list)
    for chain, link in links:
        found[chain].append(link)
    return found
