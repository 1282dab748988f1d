"""The texts of a pack's files to one domain value, with every fault noted on the way."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from inspector_app.domain import dates
from inspector_app.domain.checklist import (
    INTRODUCTION,
    CrossCheck,
    ExpectedDocument,
    Pack,
    Quantity,
    RegisterEntry,
    Scale,
    Section,
    Term,
    Unit,
)
from inspector_app.domain.dates import Precision
from inspector_app.domain.errors import BadInput
from inspector_app.domain.figures import quantities_named
from inspector_app.domain.framework import Edition, Requirement, Threat
from inspector_app.domain.ids import LineId, RequirementId, SectionId, Sha256, ThreatId
from inspector_app.domain.pack_versions import is_version
from inspector_app.packs import charts, lines, national, nodes
from inspector_app.packs.files import PACK_FILE, is_name
from inspector_app.packs.finding import Notes
from inspector_app.packs.records import Record
from inspector_app.texts import tr

_Value = TypeVar("_Value")

_REGISTERS = "registers.yaml"
_DOCUMENTS = "documents.yaml"
_GLOSSARY = "glossary.yaml"
_QUANTITIES = "quantities.yaml"
_ALWAYS = frozenset({PACK_FILE, _REGISTERS, _DOCUMENTS, _GLOSSARY, _QUANTITIES})

_PACK = (
    *("id", "version", "title", "edition", "sections"),
    *("threats", "requirements", "scales", "units"),
)
_QUANTITY = (
    *("id", "title", "value", "unit", "basis", "locator", "check", "lines", "answered_in"),
    *("about", "adds_up"),
)
_ENTRY = ("id", "name", "aliases", "note", "valid_from", "valid_to", "members")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class _Files:
    """The texts by file name, opened as records."""

    texts: Mapping[str, str]
    notes: Notes

    def record(self, name: str, allowed: Sequence[str], named_on: int = 1) -> Record:
        """Return the file's fields; none, with a fault noted, where it cannot be read.

        ``named_on`` is the line of ``pack.yaml`` that asks for the file.
        """
        root = None
        if name in self.texts:
            root = nodes.read(self.texts[name], name, self.notes)
        elif not self.notes.speaks_of(name):
            self.notes.fault(
                PACK_FILE, named_on, tr("the file {name} is missing").format(name=name)
            )
        if root is None:
            self.notes.cut_short()
        return Record(root, name, self.notes, allowed)


def built(texts: Mapping[str, str], sha256: Sha256, notes: Notes) -> Pack:
    """Return the pack of these texts, which is complete only if ``notes`` stays without finding."""
    files = _Files(texts, notes)
    main = files.record(PACK_FILE, _PACK)
    version = main.text("version")
    if version and not is_version(version):
        main.fault(
            "version",
            tr("“{version}” is not a semantic version, such as 1.0.0").format(version=version),
        )
    reckoned = files.record(_QUANTITIES, ("quantities", "checks", "charts", *national.KEYS))
    quantities, checks = _quantities(reckoned)
    threats = _all(main, "threats", ("id", "name", "aliases", "is_heading"), _threat)
    requirements = _all(main, "requirements", ("id", "name", "meaning"), _requirement)
    sections = _ordered(
        main, _sections(main, files, texts), threats, requirements, is_whole=notes.is_whole
    )
    by_id, columns = {each.id: each for each in quantities}, charts.columns_of(sections)
    nationwide = national.Reading(by_id, sections)
    return Pack(
        id=main.identity("pack"),
        version=version,
        sha256=sha256,
        title=main.text("title"),
        edition=_edition(main.record("edition", ("title", "issued", "authority", "source"))),
        threats=threats,
        requirements=requirements,
        sections=sections,
        scales=_all(main, "scales", ("id", "title", "note", "values"), _scale),
        units=_all(main, "units", ("id", "singular", "plural"), _unit),
        registers=_registers(files),
        documents=_all(
            files.record(_DOCUMENTS, ("documents",)),
            "documents",
            ("id", "title", "owner", "status", "sections"),
            _document,
        ),
        glossary=_all(
            files.record(_GLOSSARY, ("terms",)),
            "terms",
            ("id", "term", "meaning", "footnote", "where"),
            _term,
        ),
        quantities=quantities,
        checks=checks,
        charts=tuple(
            charts.chart(each, by_id, columns) for each in reckoned.records("charts", charts.CHART)
        ),
        balances=nationwide.balances(reckoned),
        take_ups=nationwide.take_ups(reckoned),
        comparisons=nationwide.comparisons(reckoned),
    )


def _all(
    record: Record, key: str, allowed: Sequence[str], one: Callable[[Record], _Value]
) -> tuple[_Value, ...]:
    """Return the values of a list that cannot be left out, though it may be empty."""
    if not record.has(key):
        record.fault(key, tr("the field {key} is missing").format(key=key))
    return tuple(one(each) for each in record.records(key, allowed))


def _edition(record: Record) -> Edition:
    return Edition(
        title=record.text("title"),
        issued=_date(record, "issued", record.text("issued")),
        authority=record.text("authority"),
        source=record.text("source"),
    )


def _threat(record: Record) -> Threat:
    return Threat(
        id=ThreatId(record.identity("threat")),
        name=record.text("name"),
        aliases=tuple(alias.value for alias in record.texts("aliases")),
        is_heading=record.flag("is_heading"),
    )


def _requirement(record: Record) -> Requirement:
    return Requirement(
        id=RequirementId(record.identity("requirement")),
        name=record.text("name"),
        meaning=record.optional_text("meaning"),
    )


def _scale(record: Record) -> Scale:
    identity = record.identity("scale")
    values = record.records("values", ("id", "text", "meaning"))
    if not values:
        record.fault("values", tr("the scale {identity} has no values").format(identity=identity))
    return Scale(
        id=identity,
        title=record.text("title"),
        values=tuple(
            lines.option(value, tr("value of the scale {identity}").format(identity=identity))
            for value in values
        ),
        note=record.optional_text("note"),
    )


def _unit(record: Record) -> Unit:
    return Unit(record.identity("unit"), record.text("singular"), record.text("plural"))


def _sections(main: Record, files: _Files, texts: Mapping[str, str]) -> list[Section]:
    found: list[Section] = []
    listed = main.texts("sections")
    for name in listed:
        if name.value in _ALWAYS or not is_name(name.value):
            files.notes.fault(
                PACK_FILE,
                name.line,
                tr("{name} cannot be a file of sections").format(name=name.value),
            )
            continue
        found += lines.sections(files.record(name.value, lines.SECTION_FILE, name.line))
    if not files.notes.is_whole:
        return found
    for extra in sorted(set(texts) - _ALWAYS - {name.value for name in listed}):
        files.notes.fault(
            extra,
            1,
            tr("{pack_file} does not list this file under sections").format(pack_file=PACK_FILE),
        )
    return found


def _ordered(
    main: Record,
    found: Iterable[Section],
    threats: Iterable[Threat],
    requirements: Iterable[Requirement],
    *,
    is_whole: bool,
) -> tuple[Section, ...]:
    """Return the introduction, then requirement by requirement and threat by threat."""
    by_id = {section.id: section for section in found}
    order = [INTRODUCTION] + [
        SectionId(f"{requirement.id}-{threat.id}")
        for requirement in requirements
        for threat in threats
    ]
    for identity in order:
        if identity not in by_id and is_whole:
            main.fault(
                "sections", tr("no file holds the section {identity}").format(identity=identity)
            )
    return tuple(by_id[identity] for identity in order if identity in by_id)


def _registers(files: _Files) -> tuple[RegisterEntry, ...]:
    registers = _all(
        files.record(_REGISTERS, ("registers",)), "registers", ("id", "entries"), lambda each: each
    )
    return tuple(
        _entry(record, register)
        for each in registers
        for register in (each.identity("register"),)
        for record in each.records("entries", _ENTRY)
    )


def _entry(record: Record, register: str) -> RegisterEntry:
    identity = record.identity(tr("register entry"))
    return RegisterEntry(
        id=identity,
        register=register,
        name=record.text("name"),
        aliases=tuple(alias.value for alias in record.texts("aliases")),
        note=record.optional_text("note"),
        valid_from=_date(record, "valid_from", record.optional_text("valid_from")),
        valid_to=_date(record, "valid_to", record.optional_text("valid_to")),
        members=record.references(
            tr("register entry"), "members", tr("the entry {identity}").format(identity=identity)
        ),
    )


def _document(record: Record) -> ExpectedDocument:
    identity = record.identity("document")
    sections = record.references(
        "section", "sections", tr("the document {identity}").format(identity=identity)
    )
    return ExpectedDocument(
        id=identity,
        title=record.text("title"),
        owner=record.text("owner"),
        status=record.text("status"),
        sections=tuple(SectionId(section) for section in sections),
    )


def _term(record: Record) -> Term:
    identity = record.identity("term")
    footnote = record.optional_text("footnote")
    if footnote:
        record.define(tr("numbered footnote"), identity)
    return Term(
        id=identity,
        term=record.text("term"),
        meaning=record.text("meaning"),
        footnote=footnote,
        where=record.optional_text("where"),
    )


def _quantities(record: Record) -> tuple[tuple[Quantity, ...], tuple[CrossCheck, ...]]:
    quantities = _all(record, "quantities", _QUANTITY, _quantity)
    by_id = {quantity.id: quantity for quantity in quantities}
    checks = _all(record, "checks", ("id", "text", "expression"), lambda each: _check(each, by_id))
    return quantities, checks


def _quantity(record: Record) -> Quantity:
    identity = record.identity("quantity")
    by = tr("the quantity {identity}").format(identity=identity)
    if record.has("value") and record.has("answered_in"):
        record.fault(
            "value", tr("{by} has a value of its own, so no answer can hold it").format(by=by)
        )
    return Quantity(
        id=identity,
        title=record.text("title"),
        value=record.optional_text("value"),
        unit=record.reference("unit", "unit", by),
        basis=record.text("basis"),
        locator=record.text("locator"),
        check=record.optional_text("check"),
        lines=tuple(LineId(line) for line in record.references("line", "lines", by)),
        about=record.flag("about"),
        answered_in=record.references("place", "answered_in", by),
        adds_up=record.flag("adds_up"),
    )


def _check(record: Record, quantities: Mapping[str, Quantity]) -> CrossCheck:
    identity = record.identity("check")
    expression = record.text("expression")
    try:
        names = quantities_named(expression) if expression else ()
    except BadInput as error:
        record.fault("expression", str(error).rstrip("."))
        names = ()
    for name in names:
        quantity = quantities.get(name)
        if quantity is None:
            record.fault(
                "expression",
                tr(
                    "the check {identity} refers to the quantity {name}, which the pack does not "
                    "have"
                ).format(identity=identity, name=name),
            )
        elif quantity.value and not _NUMBER.fullmatch(quantity.value):
            record.fault(
                "expression",
                tr(
                    "the check {identity} cannot reckon with {name}, whose value is not a number"
                ).format(identity=identity, name=name),
            )
    return CrossCheck(identity, record.text("text"), expression)


def _date(record: Record, key: str, text: str) -> str:
    """Return ``text``, an ISO day, month or year; a fault is noted when it is none."""
    if not text:
        return ""
    try:
        date = dates.read(text)
    except BadInput as error:
        record.fault(key, str(error).rstrip("."))
        return text
    exact = date.precision in (Precision.DAY, Precision.MONTH, Precision.YEAR)
    if not exact or date.value != text:
        record.fault(
            key,
            tr("“{text}” is not a day, month or year, such as 2013-10-07 or 2013-10").format(
                text=text
            ),
        )
    return text
