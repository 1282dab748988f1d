"""Arrangements that several forces share: each inspection's copy beside the others."""

from dataclasses import dataclass

from inspector_app.domain.answer_wording import waiting_words
from inspector_app.domain.carrying import is_waiting
from inspector_app.domain.items import SourceItem
from inspector_app.domain.markings import highest
from inspector_app.domain.national.visits import Nation, Visit, force_of
from inspector_app.domain.source_wording import fact_words, facts_of, value_of_fact
from inspector_app.domain.sources import Arrangement
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class CopyOf:
    """An arrangement as one inspection has it."""

    visit: Visit
    number: str
    title: str
    facts: tuple[tuple[str, str], ...]
    """Label and words of what is told of it."""
    as_at: str
    marking: str
    remark: str
    """That it is unsettled there, or carried over and not confirmed; empty: neither."""

    def fact(self, label: str) -> str:
        """Return the words of one fact; empty: nothing is told."""
        return dict(self.facts).get(label, "")


@dataclass(frozen=True, slots=True)
class ArrangementAcross:
    """One arrangement in all inspections that hold a copy of it."""

    global_id: str
    title: str
    """As the first copy has it."""
    copies: tuple[CopyOf, ...]
    """In the nation's order."""
    differing: tuple[str, ...]
    """Labels of what the copies tell differently; a copy that says nothing of it differs too."""
    without_copy: tuple[str, ...]
    """Forces here that a copy names as members, and whose inspections hold none."""

    @property
    def forces(self) -> tuple[str, ...]:
        """Names of the forces whose inspections hold a copy, each once."""
        return tuple(dict.fromkeys(copy.visit.name for copy in self.copies))


@dataclass(frozen=True, slots=True)
class Arrangements:
    """All arrangements that may be told of."""

    found: tuple[ArrangementAcross, ...]
    """Those of most forces first, then by title."""
    withheld: int
    """Copies that may not be told of."""


def arrangements_across(nation: Nation) -> Arrangements:
    """Return the arrangements by the id that all copies share."""
    held: dict[str, list[tuple[Visit, SourceItem]]] = {}
    closed: dict[str, set[str]] = {}
    hidden = 0
    for visit in nation.visits:
        for item in visit.standing.sources():
            told = item.source.particulars
            if not isinstance(told, Arrangement):
                continue
            if item.id in visit.closed_sources:
                hidden += 1
                closed.setdefault(told.global_id, set()).add(visit.force)
                continue
            held.setdefault(told.global_id or f"{visit.inspection}/{item.id}", []).append(
                (visit, item)
            )
    found = [_across(key, each, closed.get(key, set()), nation) for key, each in held.items()]
    found.sort(key=lambda each: (-len(each.forces), each.title.casefold(), each.global_id))
    return Arrangements(tuple(found), hidden)


def _across(
    key: str, held: list[tuple[Visit, SourceItem]], closed: set[str], nation: Nation
) -> ArrangementAcross:
    """Args: ``closed``: forces whose copy may not be told of; they are not without one."""
    copies = tuple(_copy(visit, item) for visit, item in held)
    labels = dict.fromkeys(label for copy in copies for label, _ in copy.facts)
    told = (tr("Title"), *labels)
    differing = tuple(
        label
        for label in told
        if len({copy.title if label == tr("Title") else copy.fact(label) for copy in copies}) > 1
    )
    named = {force for visit, item in held for force in _members(visit, item)}
    have = closed | {visit.force for visit, _ in held}
    names = nation.names
    without = tuple(names[each] for each in nation.forces if each in named - have)
    return ArrangementAcross(key, copies[0].title, copies, differing, without)


def _copy(visit: Visit, item: SourceItem) -> CopyOf:
    source = item.source
    facts = tuple(
        (fact.label, words)
        for fact in facts_of(Arrangement)[1:]
        if fact.name in _TOLD and (words := fact_words(value_of_fact(source, fact), fact))
    )
    remarks = [tr("Unsettled: its versions differ")] if item.is_disputed else []
    if is_waiting(source.origin):
        remarks.append(waiting_words(source.origin))
    return CopyOf(
        visit,
        source.number,
        source.title,
        facts,
        (source.as_at or visit.fieldwork).words(),
        highest([visit.own_marking(None), visit.own_marking(source.marking)]).words(),
        "; ".join(remarks),
    )


_TOLD = frozenset({"level", "members", "functions", "lead", "agreement", "agreed", "seen", "since"})


def _members(visit: Visit, item: SourceItem) -> set[str]:
    told = item.source.particulars
    if not isinstance(told, Arrangement):
        return set()
    named = (each for each in (*told.members, told.lead) if each.name)
    return {force_of(each, visit.standing) for each in named}
