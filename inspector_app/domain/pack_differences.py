"""How two versions of a checklist differ, line by line by their ids; pure, and the same both ways.

What decides whether a line asks again is what was asked of the answer: its words, its parts, and
the words of the scales and units these name. Help, evidence wanted and locator are guidance.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Protocol, TypeVar

from inspector_app.domain.checklist import Line, Pack, Part, Section
from inspector_app.domain.ids import LineId, SectionId, Sha256


class Alteration(StrEnum):
    """In what a line differs between two versions."""

    WORDING = "wording"
    FORM = "form"
    """What kind of answer it takes: parts, choices, columns, scale, unit."""
    GUIDANCE = "guidance"
    """Help, evidence wanted, source, notes: what is asked stays the same."""
    SECTION = "section"
    """It stands under another section."""


class Fate(StrEnum):
    """What became of something between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class LineDifference:
    """A line that is in both versions and differs."""

    old: Line
    new: Line
    alterations: tuple[Alteration, ...]

    @property
    def asks_again(self) -> bool:
        """Whether an answer under the old version has to be confirmed or given anew."""
        return Alteration.WORDING in self.alterations or Alteration.FORM in self.alterations


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """A section that came, went, or is called or switched otherwise."""

    id: SectionId
    old: Section | None
    new: Section | None

    @property
    def fate(self) -> Fate:
        """What became of it."""
        return _fate(self.old, self.new)


@dataclass(frozen=True, slots=True)
class EntryDifference:
    """Something beside the lines: an entry of a register, a quantity, a term."""

    thing: str
    """What kind of thing it is, in a word: ``register``, ``quantity``, ``term`` …"""
    id: str
    name: str
    """As the newer version has it, else the older."""
    fate: Fate
    changed: tuple[tuple[str, str, str], ...] = ()
    """Field, and its words in the older and the newer version."""


@dataclass(frozen=True, slots=True)
class PackDifference:
    """All in which two versions of a checklist differ, in the order of the checklist."""

    old_id: str
    old_version: str
    old_sha256: Sha256
    new_id: str
    new_version: str
    new_sha256: Sha256
    unchanged: int
    """Lines that ask the same in the same words."""
    changed: tuple[LineDifference, ...]
    added: tuple[Line, ...]
    removed: tuple[Line, ...]
    sections: tuple[SectionDifference, ...]
    entries: tuple[EntryDifference, ...]

    @property
    def asking_again(self) -> tuple[LineDifference, ...]:
        """The lines whose answers have to be confirmed or given anew."""
        return tuple(each for each in self.changed if each.asks_again)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs that a user could see."""
        return not (self.changed or self.added or self.removed or self.sections or self.entries)


def difference(old: Pack, new: Pack) -> PackDifference:
    """Return how ``new`` differs from ``old``; a line is the same line when its id is."""
    before = {line.id: line for line in old.lines()}
    after = {line.id: line for line in new.lines()}
    compared = [
        LineDifference(line, after[id_], alterations(old, new, id_))
        for id_, line in before.items()
        if id_ in after
    ]
    changed = {each.new.id: each for each in compared if each.alterations}
    return PackDifference(
        old.id,
        old.version,
        old.sha256,
        new.id,
        new.version,
        new.sha256,
        len(compared) - sum(each.asks_again for each in compared),
        tuple(changed[id_] for id_ in after if id_ in changed),
        tuple(line for id_, line in after.items() if id_ not in before),
        tuple(line for id_, line in before.items() if id_ not in after),
        tuple(_sections(old, new)),
        tuple(_entries(old, new)),
    )


def alterations(old: Pack, new: Pack, line: LineId) -> tuple[Alteration, ...]:
    """Return in what a line differs that both packs have; nothing: it is the same.

    Raises:
        NotFound: one of the packs has no such line.
    """
    was, is_ = old.line(line), new.line(line)
    found = []
    if _plain(was.text) != _plain(is_.text):
        found.append(Alteration.WORDING)
    if _asked(was, old) != _asked(is_, new):
        found.append(Alteration.FORM)
    if _guidance(was) != _guidance(is_):
        found.append(Alteration.GUIDANCE)
    if was.section != is_.section:
        found.append(Alteration.SECTION)
    return tuple(found)


def asks_otherwise(old: Pack, new: Pack, line: LineId) -> bool:
    """Return whether a line that both packs have asks in other words or for another form."""
    if old.sha256 == new.sha256:
        return False
    was, is_ = old.line(line), new.line(line)
    return _plain(was.text) != _plain(is_.text) or _asked(was, old) != _asked(is_, new)


def _plain(text: str) -> str:
    """Return a text without its line breaks: where a file breaks its lines says nothing."""
    return " ".join(text.split())


def _asked(line: Line, pack: Pack) -> tuple[object, ...]:
    return (line.asks_capability, tuple(_part(part, pack) for part in line.parts))


def _part(part: Part, pack: Pack) -> tuple[object, ...]:
    """Return all of a part that shapes an answer, the words of its scale and unit with it."""
    scale = pack.scale(part.scale).values if part.scale else ()
    units = {unit: pack.unit(unit) for unit in (part.unit, *(c.unit for c in part.columns)) if unit}
    return (replace(part, scale=""), scale, tuple(units.values()))


def _guidance(line: Line) -> tuple[object, ...]:
    return (
        _plain(line.help),
        _plain(line.good_evidence),
        _plain(line.locator),
        line.footnote,
        line.terms,
        line.see_also,
        line.formerly,
        line.derived,
    )


def _sections(old: Pack, new: Pack) -> Iterator[SectionDifference]:
    before = {section.id: section for section in old.sections}
    after = {section.id: section for section in new.sections}
    for id_ in (*after, *(each for each in before if each not in after)):
        was, is_ = before.get(id_), after.get(id_)
        if was is None or is_ is None or replace(was, lines=()) != replace(is_, lines=()):
            yield SectionDifference(id_, was, is_)


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Identified)


def _entries(old: Pack, new: Pack) -> Iterator[EntryDifference]:
    yield from _compared("threat", old.threats, new.threats)
    yield from _compared("requirement", old.requirements, new.requirements)
    yield from _compared("scale", old.scales, new.scales)
    yield from _compared("unit", old.units, new.units)
    yield from _compared("register", old.registers, new.registers)
    yield from _compared("document", old.documents, new.documents)
    yield from _compared("term", old.glossary, new.glossary)
    yield from _compared("quantity", old.quantities, new.quantities)
    yield from _compared("check", old.checks, new.checks)
    yield from _compared("chart", old.charts, new.charts)
    yield from _compared("balance", old.balances, new.balances)
    yield from _compared("take-up", old.take_ups, new.take_ups)
    yield from _compared("comparison", old.comparisons, new.comparisons)


def _compared(thing: str, old: Iterable[T], new: Iterable[T]) -> Iterator[EntryDifference]:
    before = {str(each.id): each for each in old}
    after = {str(each.id): each for each in new}
    for id_ in (*after, *(each for each in before if each not in after)):
        was, is_ = before.get(id_), after.get(id_)
        if was == is_:
            continue
        name = _name(is_ if is_ is not None else was)
        changed = () if was is None or is_ is None else tuple(_changed_fields(was, is_))
        yield EntryDifference(thing, id_, name, _fate(was, is_), changed)


def _name(value: object) -> str:
    for field in ("name", "title", "term", "plural", "text"):
        if isinstance(found := getattr(value, field, None), str):
            return found
    return ""


def _changed_fields(old: object, new: object) -> Iterator[tuple[str, str, str]]:
    for field in fields(old):  # type: ignore[arg-type]
        was, is_ = getattr(old, field.name), getattr(new, field.name)
        if was != is_:
            yield field.name, _words(was), _words(is_)


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(map(_words, value))
    return str(getattr(value, "text", value))


def _fate(old: object, new: object) -> Fate:
    if old is None:
        return Fate.ADDED
    return Fate.REMOVED if new is None else Fate.CHANGED
