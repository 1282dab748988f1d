"""Base's journal of changes: what arrives is kept exactly once, what a laptop lacks is found.

Base relays and keeps; it never writes a change of its own. What has to travel is worked out from
vectors alone, so that whatever is lost, doubled or out of order on the way heals by itself.
"""

import base64
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from inspector_app.domain.changes.proving import packs_named, what_is_wrong
from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import ChainId, ChangeId, DeviceId, InspectionId
from inspector_app.server.keeping import Arrived, keep
from inspector_app.server.problems import Refused
from inspector_app.server.tables import chain as _chain
from inspector_app.server.tables import change as _change
from inspector_app.server.tables import purged as _purged
from inspector_app.sync.lines import change_of
from inspector_app.sync.plan import Vector
from inspector_app.sync.wire import MOST_CHANGES, ProblemCode, Taken, WireChange

_CHAINS_AT_ONCE = 1000
_AFTER_ALL = "g"
"""Greater than any id."""
MOST_ANSWERED = 4 * 1024 * 1024
"""Bytes of changes in one answer, unless a single one is larger."""


def read(lines: Iterable[bytes]) -> tuple[Arrived, ...]:
    """Return what came; whether their devices signed them is not looked at yet.

    Raises:
        Refused: a line is no change, or there are more than one request may hold.
    """
    found: list[Arrived] = []
    for line in lines:
        if len(found) == MOST_CHANGES:
            raise Refused(ProblemCode.TOO_LARGE, f"At most {MOST_CHANGES} changes at once.")
        try:
            found.append(Arrived(change_of(line), line))
        except BadInput as error:
            raise Refused(ProblemCode.BAD_CHANGE, f"Line {len(found) + 1} {error}.") from error
    return tuple(found)


def here(
    connection: Connection, inspection: InspectionId, arrived: Iterable[Arrived]
) -> frozenset[ChangeId]:
    """Return which of the changes an inspection has already: they need not be proven again."""
    ids = [each.change.id for each in arrived]
    wanted = select(_change.c.id).where(_change.c.id.in_(ids), _change.c.inspection == inspection)
    return frozenset(ChangeId(row[0]) for row in connection.execute(wanted))


def prove(inspection: InspectionId, arrived: Iterable[Arrived]) -> None:
    """Let changes through that are what their devices signed; the slow part, and needs no lock.

    Raises:
        Refused: one is not, and is named.
    """
    for each in arrived:
        change = each.change
        reason = what_is_wrong(change, inspection, packs_named(change))
        if "\0" in change.header.kind + change.header.subject:
            reason = "holds what is no letter"  # PostgreSQL takes no text with a zero in it
        if reason:
            detail = f"Change {change.id} {reason}; nothing of the request was taken in."
            raise Refused(ProblemCode.BAD_CHANGE, detail)


def take(
    connection: Connection,
    inspection: InspectionId,
    came_from: DeviceId,
    lines: Iterable[bytes],
    now_ms: int,
) -> Taken:
    """Take changes in, in any order and however often they come: each is kept once.

    Args:
        connection: of one transaction, which the caller ends.
        inspection: open at base.
        came_from: the laptop that brings them, whoever recorded them.
        lines: a :class:`WireChange` each, at most ``MOST_CHANGES``.
        now_ms: by base's clock.

    Raises:
        Refused: one of them is not sound, or of a pack that base does not have; the transaction is
            to be undone.
    """
    arrived = read(lines)
    known = here(connection, inspection, arrived)
    prove(inspection, [each for each in arrived if each.change.id not in known])
    return keep(connection, inspection, came_from, arrived, now_ms)


def vector(connection: Connection, inspection: InspectionId) -> Vector:
    """Return what base holds of an inspection, from the rows of its chains alone."""
    rows = connection.execute(
        select(_chain.c.chain, _chain.c.length, _chain.c.tip, _chain.c.is_line).where(
            _chain.c.inspection == inspection
        )
    ).all()
    lines = {
        ChainId(chain): (length, ChangeId(tip)) for chain, length, tip, is_line in rows if is_line
    }
    odd = [ChainId(chain) for chain, _, _, is_line in rows if not is_line]
    return Vector(lines, {chain: frozenset(_ids(connection, inspection, chain)) for chain in odd})


def lacking(
    connection: Connection, inspection: InspectionId, theirs: Vector, limit: int
) -> tuple[tuple[WireChange, ...], bool]:
    """Return changes that a laptop lacks, and whether there are more.

    Each chain's come in the order of their numbers. What comes without its body comes with the
    purge that destroyed it.

    Args:
        connection: of the transaction that reads.
        inspection: whose.
        theirs: what the laptop holds.
        limit: the most changes of one answer, purges apart.
    """
    chosen: list[ChangeId] = []
    size = 0
    for id_, size_bytes in _missing(connection, inspection, theirs):
        if len(chosen) == limit or (chosen and size + size_bytes > MOST_ANSWERED):
            return _wired(connection, chosen), True
        chosen.append(id_)
        size += size_bytes
    return _wired(connection, chosen), False


def missing(
    connection: Connection, inspection: InspectionId, theirs: Vector
) -> tuple[ChangeId, ...]:
    """Return all that a laptop lacks, however much it is, each chain's in the order of numbers."""
    return tuple(id_ for id_, _ in _missing(connection, inspection, theirs))


def line(connection: Connection, change: ChangeId) -> bytes:
    """Return a change as it travels."""
    return _lines(connection, [change])[change].model_dump_json().encode()


def _missing(
    connection: Connection, inspection: InspectionId, theirs: Vector
) -> Iterator[tuple[ChangeId, int]]:
    """Yield what the laptop lacks, with the bytes it comes to; see :func:`sync.plan.missing`."""
    for name, length, tip, is_line in _rows_of_chains(connection, inspection):
        chain = ChainId(name)
        said = theirs.lines.get(chain)
        if said is None:
            yield from _beyond(connection, inspection, chain, 0, theirs.loose.get(chain, ()))
        elif is_line and (said[0] > length or said == (length, tip)):
            continue
        elif said[0] == 0 or _is_at(connection, inspection, chain, said):
            if is_line or said[0] <= length:
                yield from _beyond(connection, inspection, chain, said[0])
            else:
                theirs_of_it = leading_to(connection, inspection, chain, said[1])
                yield from _beyond(connection, inspection, chain, 0, theirs_of_it)
        else:
            # Where the two part nobody can tell. Of the last change here the laptop knows nothing;
            # once it has that, it tells change by change what it holds.
            yield from _backwards(connection, inspection, chain)


def _rows_of_chains(connection: Connection, inspection: InspectionId) -> Iterator[Sequence[Any]]:
    """Yield name, length, tip and whether it is a line: some at a time, as a page ends soon."""
    last = ""
    while True:
        rows = connection.execute(
            select(_chain.c.chain, _chain.c.length, _chain.c.tip, _chain.c.is_line)
            .where(_chain.c.inspection == inspection, _chain.c.chain > last)
            .order_by(_chain.c.chain)
            .limit(_CHAINS_AT_ONCE)
        ).all()
        yield from rows
        if len(rows) < _CHAINS_AT_ONCE:
            return
        last = rows[-1][0]


def _is_at(
    connection: Connection, inspection: InspectionId, chain: ChainId, said: tuple[int, ChangeId]
) -> bool:
    number, tip = said
    there = select(_change.c.id).where(
        _of_chain(inspection, chain), _change.c.sequence == number, _change.c.id == tip
    )
    return connection.execute(there).first() is not None


def leading_to(
    connection: Connection, inspection: InspectionId, chain: ChainId, tip: ChangeId
) -> frozenset[ChangeId]:
    """Return the changes of a chain that lead to one of them, that one included."""
    rows = connection.execute(
        select(_change.c.id, _change.c.previous, _change.c.sequence).where(
            _of_chain(inspection, chain)
        )
    )
    before = {
        ChangeId(id_): ChangeId(previous) if number > 1 else ChangeId("")
        for id_, previous, number in rows
    }
    found: set[ChangeId] = set()
    while tip in before:
        found.add(tip)
        tip = before[tip]
    return frozenset(found)


def _beyond(
    connection: Connection,
    inspection: InspectionId,
    chain: ChainId,
    number: int,
    but: Collection[ChangeId] = (),
) -> Iterator[tuple[ChangeId, int]]:
    """Yield the changes of a chain after a number, without some."""
    last = ChangeId("")
    while True:
        page = _sized(inspection, chain).where(
            (_change.c.sequence > number)
            | and_(_change.c.sequence == number, _change.c.id > (last or _AFTER_ALL))
        )
        rows = connection.execute(
            page.order_by(_change.c.sequence, _change.c.id).limit(MOST_CHANGES)
        ).all()
        yield from ((ChangeId(id_), size) for id_, _, size in rows if id_ not in but)
        if len(rows) < MOST_CHANGES:
            return
        last, number = ChangeId(rows[-1][0]), rows[-1][1]


def _backwards(
    connection: Connection, inspection: InspectionId, chain: ChainId
) -> Iterator[tuple[ChangeId, int]]:
    rows = connection.execute(
        _sized(inspection, chain).order_by(_change.c.sequence.desc(), _change.c.id)
    )
    return ((ChangeId(id_), size) for id_, _, size in rows)


def _of_chain(inspection: InspectionId, chain: str) -> Any:
    return and_(_change.c.inspection == inspection, _change.c.chain == chain, _change.c.is_whole)


def _sized(inspection: InspectionId, chain: str) -> Select[Any]:
    size = func.length(_change.c.header) + func.coalesce(func.length(_change.c.body), 0)
    return select(_change.c.id, _change.c.sequence, size).where(_of_chain(inspection, chain))


def _wired(connection: Connection, ids: Sequence[ChangeId]) -> tuple[WireChange, ...]:
    found = _lines(connection, ids)
    bare = [id_ for id_ in ids if found[id_].body is None]
    if bare:
        purges = connection.execute(
            select(_purged.c.purge).where(_purged.c.change.in_(bare)).distinct()
        )
        others = [ChangeId(row[0]) for row in purges if row[0] not in found]
        return tuple(_lines(connection, others).values()) + tuple(found[id_] for id_ in ids)
    return tuple(found[id_] for id_ in ids)


def _lines(connection: Connection, ids: Sequence[ChangeId]) -> dict[ChangeId, WireChange]:
    if not ids:
        return {}
    rows = connection.execute(
        select(
            _change.c.id, _change.c.header, _change.c.signature, _change.c.salt, _change.c.body
        ).where(_change.c.id.in_(list(ids)))
    )
    return {ChangeId(id_): _wire_change(*parts) for id_, *parts in rows}


def _wire_change(
    header: bytes, signature: bytes, salt: bytes | None, body: bytes | None
) -> WireChange:
    return WireChange(
        header=header.decode(),
        signature=base64.b64encode(signature).decode(),
        salt=None if salt is None else base64.b64encode(salt).decode(),
        body=None if body is None else body.decode(),
    )


def _ids(connection: Connection, inspection: InspectionId, chain: str) -> Iterator[ChangeId]:
    rows = connection.execute(select(_change.c.id).where(_of_chain(inspection, chain)))
    return (ChangeId(row[0]) for row in rows)
