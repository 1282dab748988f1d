"""The inspections that are looked at together, told apart and put in order."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from inspector_app.domain.dates import PartialDate, Precision
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.ids import AccountId, InspectionId, LineId, SourceId
from inspector_app.domain.markings import Marking, highest, is_above
from inspector_app.domain.phases import Phase
from inspector_app.domain.registers import among, entry_named
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Named
from inspector_app.domain.withholding import withheld

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Visit:
    """One inspection as it is read beside others."""

    inspection: InspectionId
    force: str
    """What the force is known by in all of them: its register's id, else its name."""
    name: str
    """The force's, as this inspection gives it."""
    fieldwork: PartialDate
    phase: Phase
    standing: Standing
    label: str = ""
    """The force's name, with the date where it was visited more than once."""
    closed_lines: frozenset[LineId] = field(default=frozenset(), repr=False)
    """Lines whose answer must not be told, in any of its versions."""
    closed_sources: frozenset[SourceId] = field(default=frozenset(), repr=False)

    @property
    def dated(self) -> str:
        """What sorts the visits to one force by time."""
        return _dated(self.fieldwork)

    def own_marking(self, given: Marking | None) -> Marking:
        """Return the marking of something in it: its own, else the inspection's."""
        return given or self.standing.details.marking

    def closed_accounts(self) -> frozenset[AccountId]:
        """Return the accounts that must not be told of."""
        return frozenset(
            id_
            for id_, held in self.standing.accounts()
            if held.value is not None
            and (
                held.value.do_not_export
                or held.value.line in self.closed_lines
                or held.value.source in self.closed_sources
            )
        )


@dataclass(frozen=True, slots=True)
class Nation:
    """All inspections that may be told of, by force and then by date."""

    visits: tuple[Visit, ...]
    withheld: int = 0
    """Inspections that are marked above what may be shown."""
    unreadable: int = 0
    """Inspections whose particulars or checklist are not there or cannot be read."""

    @property
    def forces(self) -> tuple[str, ...]:
        """The forces, each once, by name."""
        return tuple(dict.fromkeys(visit.force for visit in self.visits))

    @property
    def marking(self) -> Marking:
        """The highest marking of all that may be shown."""
        return highest(visit.standing.highest_marking() for visit in self.visits)

    @property
    def names(self) -> dict[str, str]:
        """What each force is called, as its last inspection gives it."""
        return {visit.force: visit.name for visit in self.visits}

    def visit(self, inspection: InspectionId) -> Visit | None:
        """Return one inspection, or None where it may not be told of or is not there."""
        return next((each for each in self.visits if each.inspection == inspection), None)


def nation(standings: Iterable[Standing], up_to: Marking | None = None) -> Nation:
    """Return the inspections side by side, with what is marked above ``up_to`` withheld.

    Args:
        standings: each whole.
        up_to: None: no marking withholds anything; what is not to be exported never is told.
    """
    found: list[Visit] = []
    hidden = unreadable = 0
    for standing in standings:
        try:
            details = standing.details
        except InspectorError:
            unreadable += 1
            continue
        if up_to is not None and is_above(details.marking, up_to):
            hidden += 1
            continue
        found.append(_visit(withheld(standing, up_to)))
    found.sort(key=lambda v: (v.name.casefold(), v.force, v.dated, v.inspection))
    # A force that was renamed between two visits still stands in one place.
    first = {visit.force: at for at, visit in reversed(list(enumerate(found)))}
    found.sort(key=lambda v: first[v.force])
    return Nation(_labelled(found), hidden, unreadable)


def one_of_each(
    given: Iterable[tuple[Visit, T]], same: Callable[[T], Hashable]
) -> tuple[tuple[tuple[Visit, T], ...], tuple[str, ...]]:
    """Return of each force what its last inspection says that says anything.

    Args:
        given: what inspections say, in any order; those that say nothing are not among them.
        same: what is equal where two say the same.

    Returns:
        One of each force, and the names of forces whose last inspections are of one date and say
        different things: neither is picked.
    """
    by_force: dict[str, list[tuple[Visit, T]]] = {}
    for visit, value in given:
        by_force.setdefault(visit.force, []).append((visit, value))
    held, unsettled = [], []
    for each in by_force.values():
        last = max(visit.dated for visit, _ in each)
        latest = [pair for pair in each if pair[0].dated == last]
        if len({same(value) for _, value in latest}) > 1:
            unsettled.append(latest[0][0].name)
        else:
            held.append(min(latest, key=lambda pair: pair[0].inspection))
    return tuple(held), tuple(unsettled)


def closed_lines(standing: Standing) -> frozenset[LineId]:
    """Return the lines of which some version of the answer is not to be exported."""
    return frozenset(
        line.id
        for line in standing.pack.lines()
        if any(
            held.value and held.value.do_not_export for held in standing.answer(line.id).versions
        )
    )


def _visit(standing: Standing) -> Visit:
    details = standing.details
    closed = frozenset(
        item.id
        for item in standing.sources()
        if any(held.value and held.value.is_closed for held in standing.source(item.id).versions)
    )
    return Visit(
        standing.id,
        force_of(details.force, standing),
        details.force.name,
        details.fieldwork,
        standing.phase,
        standing,
        closed_lines=closed_lines(standing),
        closed_sources=closed,
    )


def force_of(force: Named, standing: Standing) -> str:
    """Return what a force is known by in all inspections; any other name by itself."""
    if force.entry:
        return force.entry
    entry = entry_named(force.name, among("forces", standing.register()))
    return entry.id if entry else " ".join(force.name.split()).casefold()


def _labelled(visits: Sequence[Visit]) -> tuple[Visit, ...]:
    per_force = Counter(visit.force for visit in visits)
    dated = [
        f"{visit.name}, {visit.fieldwork.words()}" if per_force[visit.force] > 1 else visit.name
        for visit in visits
    ]
    alike = Counter(dated)
    return tuple(
        replace(visit, label=label if alike[label] == 1 else f"{label} ({visit.inspection[:8]})")
        for visit, label in zip(visits, dated, strict=True)
    )


def _dated(when: PartialDate) -> str:
    """Return what sorts by time; what is relative to nothing known is the oldest."""
    return "" if when.precision is Precision.RELATIVE else when.sort_key()
