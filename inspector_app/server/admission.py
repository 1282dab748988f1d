"""Which of the changes at base count, by the rules of the laptops: nothing here is base's opinion.

A laptop begins with itself and takes in whom an admitted change lets in; base begins with those who
are or were members, whose place here is what the laptops' signed acts say too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, select

from inspector_app.domain.changes.bodies import DeviceAdmitted, subject_key
from inspector_app.domain.changes.chain import Place, place_of, soundly_linked
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.codec import read_change
from inspector_app.domain.ids import ChainId, ChangeId, DeviceId, InspectionId
from inspector_app.server.tables import chain as _chain
from inspector_app.server.tables import change as _change
from inspector_app.server.tables import inspection as _inspection
from inspector_app.server.tables import member as _member
from inspector_app.server.tables import waiting_purge as _waiting

_AT_ONCE = 500
_WHOLE: Select[Any] = (
    select(_change.c.header, _change.c.signature, _change.c.salt, _change.c.body)
    .where(_change.c.is_whole)
    .order_by(_change.c.position)
)


@dataclass(frozen=True, slots=True)
class Admission:
    """What of an inspection's changes counts."""

    devices: frozenset[DeviceId]
    """Those that are let in."""
    odd: Mapping[ChainId, frozenset[ChangeId]]
    """Of each chain with a gap or a fork, the changes that count all the same."""
    waiting: frozenset[ChangeId]
    """Purges that are not obeyed."""

    def counts(self, change: Change) -> bool:
        """Return whether a change that is whole at base counts."""
        return self.is_sound(change) and change.id not in self.waiting

    def is_sound(self, change: Change) -> bool:
        """Return whether it would count, were it no purge that its author may not carry out."""
        header = change.header
        if header.device not in self.devices:
            return False
        return header.chain not in self.odd or change.id in self.odd[header.chain]


def changes(connection: Connection, inspection: InspectionId, *among: Any) -> Iterator[Change]:
    """Yield the changes at base, in the order of their arrival.

    Args:
        connection: of the transaction that reads.
        inspection: whose.
        among: what else has to hold of a row of ``change``.
    """
    wanted = _WHOLE.where(_change.c.inspection == inspection, *among)
    for row in connection.execute(wanted, execution_options={"yield_per": _AT_ONCE}):
        yield read_change(*row)


def admission(connection: Connection, inspection: InspectionId) -> Admission:
    """Return what counts. It depends on what is here, and on order only where a laptop's does."""
    members = select(_member.c.device).where(_member.c.inspection == inspection)
    opened = select(_inspection.c.opened_by).where(_inspection.c.id == inspection)
    devices = {DeviceId(row[0]) for row in connection.execute(members.union(opened))}
    acts = list(changes(connection, inspection, _change.c.kind == DeviceAdmitted.KIND))
    loose = _loose(connection, inspection)
    waits = select(_waiting.c.change).where(_waiting.c.inspection == inspection)
    waiting = frozenset(ChangeId(row[0]) for row in connection.execute(waits))
    found = Admission(frozenset(devices), {chain: frozenset() for chain in loose}, waiting)
    while True:
        counted = [act for act in acts if found.counts(act)]
        let_in = {DeviceId(subject_key(act.header.subject)) for act in counted}
        named = {
            each
            for act in counted
            if isinstance(act.body, DeviceAdmitted)
            for each in act.body.changes
        }
        odd = {chain: sound_among(groups, named - waiting) for chain, groups in loose.items()}
        new = Admission(frozenset(devices | let_in), odd, waiting)
        if new == found:
            return new
        found = new


def sound_among(
    groups: Iterable[Sequence[Change]], named: Collection[ChangeId]
) -> frozenset[ChangeId]:
    """Return what counts of one chain with a gap or a fork.

    Args:
        groups: its changes as they came, those of one request together.
        named: taken in by name.
    """
    admitted: set[ChangeId] = set()
    taken: set[Place] = set()
    waiting: list[Change] = []
    for group in groups:
        waiting += group
        by_name = [change for change in waiting if change.id in named]
        admitted |= {change.id for change in by_name}
        taken |= {place_of(change) for change in by_name}
        rest = [change for change in waiting if change.id not in named]
        sound = soundly_linked(rest, admitted, taken)
        admitted |= {change.id for change in sound}
        taken |= {place_of(change) for change in sound}
        waiting = [change for change in rest if change.id not in admitted]
    return frozenset(admitted)


def _loose(
    connection: Connection, inspection: InspectionId
) -> dict[ChainId, list[tuple[Change, ...]]]:
    """Return the changes of chains with gaps or forks, request by request, without bodies.

    One that came without its body is among them: what follows it is linked to it all the same, the
    purge that explains it included.
    """
    names = connection.execute(
        select(_chain.c.chain).where(_chain.c.inspection == inspection, ~_chain.c.is_line)
    )
    found: dict[ChainId, list[tuple[Change, ...]]] = defaultdict(list)
    for (chain,) in names.all():
        rows = connection.execute(
            select(_change.c.came_from, _change.c.came_ms, _change.c.header, _change.c.signature)
            .where(_change.c.inspection == inspection, _change.c.chain == chain)
            .order_by(_change.c.position)
        )
        for _, same in groupby(rows, key=lambda row: tuple(row[:2])):
            found[ChainId(chain)].append(
                tuple(read_change(header, signature, None, None) for *_, header, signature in same)
            )
    return found
