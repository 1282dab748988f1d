"""A pack: one versioned set of checklists, as data."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from inspector_app.domain.errors import NotFound
from inspector_app.domain.framework import Edition, Requirement, Threat
from inspector_app.domain.ids import LineId, RequirementId, SectionId, Sha256, ThreatId
from inspector_app.texts import tr

INTRODUCTION = SectionId("IN")


class AnswerKind(StrEnum):
    """The kinds of value a line can ask for."""

    JUDGEMENT = "judgement"
    YES_NO = "yes-no"
    COUNT = "count"
    RATIO = "ratio"
    DATE = "date"
    TABLE = "table"
    TICKS = "ticks"
    SELECT = "select"
    DOCUMENT = "document"
    TEST = "test"
    OBJECT = "object"
    ORGANISATION = "organisation"
    ROLE = "role"
    PROGRESS = "progress"
    NARRATIVE = "narrative"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a ticks or select part, or one value of a scale."""

    id: str
    text: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One fixed column of a table part."""

    id: str
    title: str
    kind: AnswerKind
    """One of narrative, count, ratio, date, yes-no, organisation, role, select, judgement."""
    unit: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a line's answer; the first part of a line is its leading kind."""

    id: str
    """Unique within its line; the key under which the value is kept."""
    kind: AnswerKind
    label: str = ""
    unit: str = ""
    """A unit id of the pack (``PSU``, ``forces``, ``people``, ``percent``); counts and ratios."""
    options: tuple[Option, ...] = ()
    """For ticks and select."""
    columns: tuple[Column, ...] = ()
    """For tables."""
    rows: tuple[str, ...] = ()
    """Titles of fixed rows of a table; empty: rows are added by hand."""
    scale: str = ""
    """For judgements: a scale id of the pack."""
    register: str = ""
    """For organisations and roles: a register id of the pack."""
    many: bool = False
    """Several organisations, roles or dates may be given."""
    optional: bool = False
    """The line counts as answered without it."""
    signed: bool = False
    """A count that may be negative, because it is a difference."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to establish."""

    id: LineId
    section: SectionId
    text: str
    parts: tuple[Part, ...]
    help: str
    """What is meant, and how to go about it."""
    good_evidence: str
    """What good evidence would be."""
    locator: str
    """Where in the source document the line comes from: paragraph, sentence, stored line."""
    footnote: str = ""
    """A glossary id that explains the line, or empty."""
    terms: tuple[str, ...] = ()
    """Glossary ids used in the text."""
    see_also: tuple[LineId, ...] = ()
    """Lines that ask the same or touch the same fact."""
    formerly: tuple[str, ...] = ()
    """Lines of earlier packs that asked the same, pack and line: ``spr-2012/CC-PO-07``."""
    derived: bool = False
    """A check that follows from a definition or figure rather than an examined line."""
    asks_capability: bool = False
    """The answer should say whose capability it is: own, alliance, region, national or partner."""


@dataclass(frozen=True, slots=True)
class Section:
    """One threat under one requirement, with its lines in reading order."""

    id: SectionId
    threat: ThreatId | None
    """None only for the introduction."""
    requirement: RequirementId | None
    title: str
    lines: tuple[Line, ...] = ()
    on_by_default: bool = True


@dataclass(frozen=True, slots=True)
class Scale:
    """The words a judgement may be given in; ordered, never numbers."""

    id: str
    title: str
    values: tuple[Option, ...]
    note: str = ""
    """How the words came about, and which of the source's wordings are outcomes instead."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of counts and ratios."""

    id: str
    singular: str
    plural: str


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A force, unit, organisation or role that answers refer to."""

    id: str
    register: str
    """The register's id: forces, alliances, joint-units, regional, national, partners, roles …"""
    name: str
    aliases: tuple[str, ...] = ()
    note: str = ""
    valid_from: str = ""
    valid_to: str = ""
    """ISO dates, months or years between which the entry exists; empty: open."""
    members: tuple[str, ...] = ()
    """Register ids of members, for alliances and regions."""


@dataclass(frozen=True, slots=True)
class ExpectedDocument:
    """A document that the source leans on."""

    id: str
    title: str
    owner: str
    status: str
    sections: tuple[SectionId, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A definition, in our own words."""

    id: str
    term: str
    meaning: str
    footnote: str = ""
    """The footnote's number in the source, or empty."""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity the source states, with the cross-check that can be made."""

    id: str
    title: str
    value: str
    """Empty: it differs from force to force."""
    unit: str
    basis: str
    locator: str
    check: str = ""
    """The cross-check in words."""
    lines: tuple[LineId, ...] = ()
    """Lines that the quantity concerns."""
    about: bool = False
    answered_in: tuple[str, ...] = ()
    """Where answers hold it: ``CC-PO-09/declared``, or ``CC-PO-14/returns/received``, a column."""
    adds_up: bool = False
    """The figures of several forces can be added to one that means something."""


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """A computable relation between answers; told as a prompt, never as a finding."""

    id: str
    text: str
    """What is told when the relation does not hold."""
    expression: str
    """Quantity ids, + - * and one comparison, such as ``Q1 + Q3 <= Q2``; see ``figures``."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers that are drawn beside their table, when answers give any."""

    id: str
    title: str
    quantities: tuple[str, ...] = ()
    """Quantity ids, one bar each, all of one unit; empty where ``columns`` are given."""
    columns: tuple[str, ...] = ()
    """Columns of one table, ``CC-PO-14/returns/received``: one bar for each row and column."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Two quantities of one unit, one set against the other: supply and need, given and taken."""

    id: str
    title: str
    plus: str
    """A quantity's id."""
    minus: str
    difference: str
    """What the first less the second is called: ``Declared less needed``."""
    beside: tuple[str, ...] = ()
    """Quantities that are read with it."""
    evens_out: bool = False
    """What one force gives another receives: over all forces the differences come to nothing."""


@dataclass(frozen=True, slots=True)
class TakeUp:
    """A table that is read over several forces row by row, by what its rows are called."""

    id: str
    title: str
    table: str
    """The part: ``CP-CY-13/take_up``."""


class Measure(StrEnum):
    """What base can tell a line of the figures of all forces."""

    MEDIAN = "median"
    LEAST = "least"
    MOST = "most"
    TOTAL = "total"
    ALIKE = "alike"
    """How many forces lie on the same side of a balance."""
    SPREAD = "spread"
    """How many forces hold each of the choices."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Something that a line waits for and base alone can tell, having the other forces' figures."""

    id: str
    title: str
    line: LineId
    asks: tuple[Measure, ...]
    quantity: str = ""
    """A quantity's id; exactly one of this and the next two is given."""
    balance: str = ""
    choice: str = ""
    """A judgement or a part to select from: ``CP-CY-01/judgement``."""
    part: str = ""
    """The part of the line that what base tells can fill; empty: it stands beside the line."""


@dataclass(frozen=True, slots=True)
class Pack:
    """One versioned set of checklists, complete and consistent: ``packs`` makes no other."""

    id: str
    version: str
    """Semantic version."""
    sha256: Sha256
    """Over the content of all files of the pack; see ``packs.archive``."""
    title: str
    edition: Edition
    threats: tuple[Threat, ...]
    requirements: tuple[Requirement, ...]
    sections: tuple[Section, ...]
    """The introduction first, then every requirement × threat, those without lines included."""
    scales: tuple[Scale, ...]
    units: tuple[Unit, ...]
    registers: tuple[RegisterEntry, ...]
    documents: tuple[ExpectedDocument, ...]
    glossary: tuple[Term, ...]
    quantities: tuple[Quantity, ...]
    checks: tuple[CrossCheck, ...]
    charts: tuple[Chart, ...]
    balances: tuple[Balance, ...]
    take_ups: tuple[TakeUp, ...]
    comparisons: tuple[Comparison, ...]
    others: tuple["Pack", ...] = field(default=(), repr=False, compare=False)
    """Other versions that an inspection has been under; what only they have can be read by id."""
    _lines: Mapping[LineId, Line] = field(init=False, repr=False, compare=False)
    _sections: Mapping[SectionId, Section] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lines = {line.id: line for section in self.sections for line in section.lines}
        object.__setattr__(self, "_lines", lines)
        object.__setattr__(self, "_sections", {section.id: section for section in self.sections})

    def lines(self) -> Iterator[Line]:
        """Yield every line in reading order."""
        return iter(self._lines.values())

    def beside(self, others: Iterable["Pack"]) -> "Pack":
        """Return this pack knowing other versions that an inspection has been under."""
        return replace(self, others=tuple(each for each in others if each.sha256 != self.sha256))

    def under(self, sha256: Sha256) -> "Pack":
        """Return the version with this digest; one that is not known counts as this one."""
        return next((each for each in self.others if each.sha256 == sha256), self)

    def asks(self, line_id: str) -> bool:
        """Return whether the line is asked, rather than only known from another version."""
        return LineId(line_id) in self._lines

    def looks_at(self, section_id: str) -> bool:
        """Return whether the section is one of this version, and not of another alone."""
        return SectionId(section_id) in self._sections

    def line(self, line_id: str) -> Line:
        """Return the line, as another version has it where this one has it no more.

        Raises:
            NotFound: no version that is known has such a line.
        """
        found = (each._lines.get(LineId(line_id)) for each in self._versions())
        if (line := next(filter(None, found), None)) is None:
            raise NotFound(
                tr("The checklist {id} {version} has no line {line_id}.").format(
                    id=self.id, version=self.version, line_id=line_id
                )
            )
        return line

    def section(self, section_id: str) -> Section:
        """Return the section, as another version has it where this one has it no more.

        Raises:
            NotFound: no version that is known has such a section.
        """
        found = (each._sections.get(SectionId(section_id)) for each in self._versions())
        if (section := next(filter(None, found), None)) is None:
            raise NotFound(
                tr("The checklist {id} {version} has no section {section_id}.").format(
                    id=self.id, version=self.version, section_id=section_id
                )
            )
        return section

    def _versions(self) -> Iterator["Pack"]:
        yield self
        yield from self.others

    def cell(self, threat: ThreatId, requirement: RequirementId) -> Section | None:
        """Return the section of one threat under one requirement, or None."""
        return next(
            (s for s in self.sections if s.threat == threat and s.requirement == requirement), None
        )

    def threat(self, threat_id: ThreatId) -> Threat:
        """Return the threat or heading; the pack is complete, so an unknown id is a bug."""
        return next(t for each in self._versions() for t in each.threats if t.id == threat_id)

    def requirement(self, requirement_id: RequirementId) -> Requirement:
        """Return the requirement; the pack is complete, so an unknown id is a bug."""
        return next(
            r for each in self._versions() for r in each.requirements if r.id == requirement_id
        )

    def scale(self, scale_id: str) -> Scale:
        """Return the scale; the pack is complete, so an unknown id is a bug."""
        return next(s for each in self._versions() for s in each.scales if s.id == scale_id)

    def unit(self, unit_id: str) -> Unit:
        """Return the unit; the pack is complete, so an unknown id is a bug."""
        return next(u for each in self._versions() for u in each.units if u.id == unit_id)

    def quantity(self, quantity_id: str) -> Quantity:
        """Return the quantity; the pack is complete, so an unknown id is a bug."""
        return next(each for each in self.quantities if each.id == quantity_id)

    def entry(self, entry_id: str) -> RegisterEntry | None:
        """Return the register entry, or None."""
        found = (e for each in self._versions() for e in each.registers if e.id == entry_id)
        return next(found, None)

    def term(self, term_id: str) -> Term | None:
        """Return the glossary term, or None."""
        found = (t for each in self._versions() for t in each.glossary if t.id == term_id)
        return next(found, None)
