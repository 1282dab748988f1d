"""The same line in every inspection, side by side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.answer_wording import (
    absence_words,
    answer_words,
    capability_words,
    waiting_words,
)
from inspector_app.domain.answers import Answer
from inspector_app.domain.checklist import Line, Pack, Part
from inspector_app.domain.errors import NotFound
from inspector_app.domain.held import Field, Held
from inspector_app.domain.national.visits import Nation, Visit
from inspector_app.domain.wording import (
    NOTHING_RECORDED,
    as_at_words,
    listed,
    marking_words,
    section_words,
)
from inspector_app.texts import tr, tr_counted

WITHHELD = tr("Withheld")
NOT_IN_SCOPE = tr("Section not in scope")
NOT_IN_CHECKLIST = tr("Not asked by this checklist")


class State(StrEnum):
    """What an inspection says on a line."""

    VALUE = "value"
    OUTCOME = "outcome"
    NOTE = "note"
    """A note, and neither a value nor an outcome."""
    NOTHING = "nothing"
    UNSETTLED = "unsettled"
    """It stands in versions that differ: all are told and none is picked."""
    WITHHELD = "withheld"
    """It is not to be exported, or marked above what may be shown."""
    NOT_IN_SCOPE = "not-in-scope"
    NOT_IN_CHECKLIST = "not-in-checklist"


@dataclass(frozen=True, slots=True)
class LineCell:
    """A line as one inspection has it."""

    visit: Visit
    state: State
    words: str
    """Never empty: what was found, or why nothing is told."""
    established: bool = False
    as_at: str = ""
    note: str = ""
    capability: str = ""
    marking: str = ""
    """Where it is the answer's own."""
    remark: str = ""
    """That it was carried over and nobody has confirmed it."""
    wording: int = 0
    """Which of the line's wordings was asked; its place among them."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as one or several checklists put it."""

    text: str
    checklists: tuple[str, ...]
    """``spr-2012 1.0.0``."""


@dataclass(frozen=True, slots=True)
class LineAcross:
    """One line in all inspections."""

    key: str
    """``spr-2012/CC-PO-07``: what the line is known by in every checklist that asks it."""
    id: str
    """As the first checklist that asks it calls it."""
    section: str
    wordings: tuple[Wording, ...]
    """More than one: the checklists put the question differently."""
    cells: tuple[LineCell, ...]
    """One for each inspection, in the nation's order."""

    def number(self, state: State) -> int:
        """Return how many inspections are in a state."""
        return sum(cell.state is state for cell in self.cells)

    @property
    def established(self) -> int:
        """In how many inspections it is established."""
        return sum(cell.established for cell in self.cells)


class LineKeys:
    """What lines are known by in several checklists.

    A line keeps its id from version to version of its pack; one of another pack is known by the
    line that it names as what it formerly was. Equal ids of different packs mean nothing.
    """

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._formerly: dict[str, tuple[str, ...]] = {}
        for pack in packs:
            for line in pack.lines():
                self._formerly.setdefault(f"{pack.id}/{line.id}", line.formerly)

    def key(self, pack: Pack, line: str) -> str:
        """Return what a line of a pack is known by."""
        return self.root(f"{pack.id}/{line}")

    def root(self, key: str) -> str:
        """Return the oldest line that a line says it was."""
        seen = {key}
        while before := self._formerly.get(key, ()):
            # Of several the first that a checklist here has, for that one's answers are here too.
            key = next((each for each in before if each in self._formerly), before[0])
            if key in seen:
                return min(seen)
            seen.add(key)
        return key


def lines_across(nation: Nation, wanted: Iterable[str] = ()) -> tuple[LineAcross, ...]:
    """Return lines with what every inspection says on them, in the checklists' order.

    Args:
        nation: the inspections.
        wanted: ids or keys of lines, or ids of sections; none: all lines.

    Raises:
        NotFound: no checklist here has such a line or section.
    """
    packs = tuple({v.standing.pack.sha256: v.standing.pack for v in nation.visits}.values())
    keys = LineKeys(packs)
    asked: dict[str, list[tuple[Pack, Line]]] = {}
    for pack in packs:
        for line in pack.lines():
            asked.setdefault(keys.key(pack, line.id), []).append((pack, line))
    chosen = set(_chosen(asked, tuple(wanted)))
    return tuple(
        _across(key, among, nation) for key, among in asked.items() if not chosen or key in chosen
    )


def _chosen(asked: dict[str, list[tuple[Pack, Line]]], wanted: tuple[str, ...]) -> Iterator[str]:
    for each in wanted:
        folded = each.strip().casefold()
        found = [
            key
            for key, among in asked.items()
            if key.casefold() == folded
            or any(folded in (line.id.casefold(), line.section.casefold()) for _, line in among)
        ]
        if not found:
            raise NotFound(
                tr("No checklist of these inspections has a line or section {each}.").format(
                    each=each
                )
            )
        yield from found


def _across(key: str, among: list[tuple[Pack, Line]], nation: Nation) -> LineAcross:
    wordings: dict[tuple[str, tuple[Part, ...]], list[str]] = {}
    lines: dict[str, Line] = {}
    for pack, line in among:
        wordings.setdefault((line.text, line.parts), []).append(f"{pack.id} {pack.version}")
        lines.setdefault(pack.sha256, line)
    places = list(wordings)
    cells = []
    for visit in nation.visits:
        asked = lines.get(visit.standing.pack.sha256)
        if asked is None:
            cells.append(LineCell(visit, State.NOT_IN_CHECKLIST, NOT_IN_CHECKLIST))
        else:
            cells.append(_cell(visit, asked, places.index((asked.text, asked.parts))))
    pack, first = among[0]
    told = tuple(
        Wording(text, tuple(dict.fromkeys(names))) for (text, _), names in wordings.items()
    )
    return LineAcross(key, first.id, section_words(first.section, pack), told, tuple(cells))


def _cell(visit: Visit, line: Line, wording: int) -> LineCell:
    standing = visit.standing
    field = standing.answer(line.id)
    if not field.versions and not standing.in_scope(standing.pack.section(line.section)):
        return LineCell(visit, State.NOT_IN_SCOPE, NOT_IN_SCOPE, wording=wording)
    if line.id in visit.closed_lines:
        return LineCell(visit, State.WITHHELD, WITHHELD, wording=wording)
    if field.in_conflict:
        return LineCell(visit, State.UNSETTLED, _versions(field, line, visit), wording=wording)
    held = field.first
    if held is None or held.value is None:
        words = absence_words(held.absence) if held and held.absence else NOTHING_RECORDED
        return LineCell(visit, State.NOTHING, words, wording=wording)
    answer = held.value
    is_note = answer.outcome is None and not answer.values
    state = State.NOTE if is_note else State.OUTCOME if answer.outcome else State.VALUE
    return LineCell(
        visit,
        state,
        _words(held, line, visit.standing.known_pack),
        standing.is_established(line),
        _as_at(answer, visit),
        answer.note,
        capability_words(answer.capability, answer.share),
        marking_words(answer.marking),
        waiting_words(answer.origin),
        wording,
    )


def _versions(field: Field[Answer], line: Line, visit: Visit) -> str:
    said = dict.fromkeys(_words(held, line, visit.standing.known_pack) for held in field.versions)
    return tr_counted(len(field.versions), "Unsettled, {number} versions: {said}").format(
        number=len(field.versions), said=listed([f"“{each}”" for each in said])
    )


def _words(held: Held[Answer], line: Line, pack: Pack) -> str:
    if held.value is None:
        return absence_words(held.absence) if held.absence else NOTHING_RECORDED
    return answer_words(held.value, line, pack) or tr("A note alone")


def _as_at(answer: Answer, visit: Visit) -> str:
    if answer.as_at is not None:
        return answer.as_at.words()
    return f"{as_at_words(None)}, {visit.fieldwork.words()}"
