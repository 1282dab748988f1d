"""Sections, their lines and the parts of an answer, from records to domain values."""

from collections.abc import Mapping

from inspector_app.domain.checklist import (
    INTRODUCTION,
    AnswerKind,
    Column,
    Line,
    Option,
    Part,
    Section,
)
from inspector_app.domain.ids import LineId, RequirementId, SectionId, ThreatId
from inspector_app.packs.records import Record
from inspector_app.texts import tr

SECTION_FILE = ("threat", "sections")
_SECTION = ("id", "requirement", "title", "on_by_default", "lines")
_LINE = (
    *("id", "text", "parts", "help", "good_evidence", "locator", "footnote", "terms", "see_also"),
    *("derived", "asks_capability", "formerly"),
)
_PART = (
    *("id", "kind", "label", "unit", "options", "columns", "rows", "scale", "register"),
    *("many", "optional", "signed"),
)
_COLUMN = ("id", "title", "kind", "unit", "options")
_OPTION = ("id", "text", "meaning")

_CELLS = frozenset(
    {
        AnswerKind.NARRATIVE,
        AnswerKind.COUNT,
        AnswerKind.RATIO,
        AnswerKind.DATE,
        AnswerKind.YES_NO,
        AnswerKind.ORGANISATION,
        AnswerKind.ROLE,
        AnswerKind.SELECT,
        AnswerKind.JUDGEMENT,
    }
)
_MEANT_FOR: Mapping[str, frozenset[AnswerKind]] = {
    "unit": frozenset({AnswerKind.COUNT, AnswerKind.RATIO}),
    "options": frozenset({AnswerKind.TICKS, AnswerKind.SELECT}),
    "columns": frozenset({AnswerKind.TABLE}),
    "rows": frozenset({AnswerKind.TABLE}),
    "scale": frozenset({AnswerKind.JUDGEMENT}),
    "register": frozenset({AnswerKind.ORGANISATION, AnswerKind.ROLE}),
    "many": frozenset({AnswerKind.ORGANISATION, AnswerKind.ROLE, AnswerKind.DATE}),
    "signed": frozenset({AnswerKind.COUNT}),
}
_NEEDED_BY: Mapping[str, frozenset[AnswerKind]] = {
    "unit": frozenset({AnswerKind.COUNT}),
    "options": _MEANT_FOR["options"],
    "columns": _MEANT_FOR["columns"],
    "scale": _MEANT_FOR["scale"],
}


def sections(file: Record) -> tuple[Section, ...]:
    """Return the sections of one file, which are all of one threat or the introduction."""
    threat = file.reference("threat", "threat", tr("the file"))
    if not file.has("sections"):
        file.fault("sections", tr("the field sections is missing"))
    return tuple(_section(record, threat) for record in file.records("sections", _SECTION))


def option(record: Record, kind: str = "option") -> Option:
    """Return one choice; ``kind`` says of what, for ids are unique within their own list only."""
    return Option(record.identity(kind), record.text("text"), record.optional_text("meaning"))


def _section(record: Record, threat: str) -> Section:
    identity = record.identity("section")
    requirement = record.reference(
        "requirement", "requirement", tr("the section {identity}").format(identity=identity)
    )
    expected = f"{requirement}-{threat}" if threat or requirement else INTRODUCTION
    if identity and identity != expected:
        record.fault(
            "id",
            tr("the section {identity} must be called {expected}").format(
                identity=identity, expected=expected
            ),
        )
    lines = tuple(_line(each, SectionId(identity)) for each in record.records("lines", _LINE))
    on_by_default = record.flag("on_by_default", default=True)
    if on_by_default and not lines:
        record.fault(
            "id",
            tr("the section {identity} has no lines, so it cannot be on by default").format(
                identity=identity
            ),
        )
    return Section(
        SectionId(identity),
        ThreatId(threat) if threat else None,
        RequirementId(requirement) if requirement else None,
        record.text("title"),
        lines,
        on_by_default,
    )


def _line(record: Record, section: SectionId) -> Line:
    identity = record.identity("line")
    if identity and not identity.startswith(f"{section}-"):
        record.fault(
            "id",
            tr("the line {identity} must begin with its section, {section}-").format(
                identity=identity, section=section
            ),
        )
    by = tr("the line {identity}").format(identity=identity)
    parts = tuple(
        _part(each, identity, is_first=n == 0)
        for n, each in enumerate(record.records("parts", _PART))
    )
    if not parts:
        record.fault("parts", tr("{by} has no part to answer").format(by=by))
    see_also = record.references("line", "see_also", by)
    if identity in see_also:
        record.fault("see_also", tr("{by} refers to itself").format(by=by))
    formerly = tuple(each.value for each in record.texts("formerly"))
    for each in formerly:
        pack, slash, line = each.partition("/")
        if not (pack and slash and line):
            record.fault(
                "formerly",
                tr("{by} names “{each}”: a pack and a line, such as pack/CC-01").format(
                    by=by, each=each
                ),
            )
    return Line(
        id=LineId(identity),
        section=section,
        text=record.text("text"),
        parts=parts,
        help=record.text("help"),
        good_evidence=record.text("good_evidence"),
        locator=record.text("locator"),
        footnote=record.reference(tr("numbered footnote"), "footnote", by),
        terms=record.references("term", "terms", by),
        see_also=tuple(LineId(line) for line in see_also),
        formerly=formerly,
        derived=record.flag("derived"),
        asks_capability=record.flag("asks_capability"),
    )


def _part(record: Record, line: str, *, is_first: bool) -> Part:
    identity = record.identity(tr("part of {line}").format(line=line))
    by = tr("the part {identity} of {line}").format(identity=identity, line=line)
    place = f"{line}/{identity}"
    record.define("place", place)
    kind = _kind(record, frozenset(AnswerKind))
    _fits(record, kind, by)
    optional = record.flag("optional")
    if is_first and optional:
        record.fault("optional", tr("{by} leads the line, so it cannot be optional").format(by=by))
    return Part(
        id=identity,
        kind=kind,
        label=record.optional_text("label") if is_first else record.text("label"),
        unit=record.reference("unit", "unit", by),
        options=tuple(
            option(r, tr("option of {by}").format(by=by))
            for r in record.records("options", _OPTION)
        ),
        columns=tuple(_column(r, place, by) for r in record.records("columns", _COLUMN)),
        rows=tuple(row.value for row in record.texts("rows")),
        scale=record.reference("scale", "scale", by),
        register=record.reference("register", "register", by),
        many=record.flag("many"),
        optional=optional,
        signed=record.flag("signed"),
    )


def _column(record: Record, place: str, of: str) -> Column:
    identity = record.identity(tr("column of {of}").format(of=of))
    by = tr("the column {identity} of {of}").format(identity=identity, of=of)
    record.define("place", f"{place}/{identity}")
    kind = _kind(record, _CELLS)
    _fits(record, kind, by)
    return Column(
        id=identity,
        title=record.text("title"),
        kind=kind,
        unit=record.reference("unit", "unit", by),
        options=tuple(option(r, f"option of {by}") for r in record.records("options", _OPTION)),
    )


def _kind(record: Record, allowed: frozenset[AnswerKind]) -> AnswerKind:
    """Return the kind; narrative, with a fault noted, when the text names none that is allowed."""
    text = record.text("kind")
    kind = next((kind for kind in AnswerKind if kind.value == text), None)
    if kind in allowed:
        return kind
    if text:
        known = ", ".join(sorted(kind.value for kind in allowed))
        record.fault(
            "kind",
            tr("the kind {text} is not known here; known are {known}").format(
                text=text, known=known
            ),
        )
    return AnswerKind.NARRATIVE


def _fits(record: Record, kind: AnswerKind, by: str) -> None:
    """Note the fields that the kind has no use for, and those it cannot do without."""
    for key, kinds in _MEANT_FOR.items():
        if record.has(key) and kind not in kinds:
            record.fault(
                key,
                tr("{by} is of kind {kind}, which has no {key}").format(
                    by=by, kind=kind.value, key=key
                ),
            )
    for key, kinds in _NEEDED_BY.items():
        # A column of judgements is told in the words of the line's own scale.
        if record.knows(key) and kind in kinds and not record.has(key):
            record.fault(
                "kind",
                tr("{by} is of kind {kind} and needs the field {key}").format(
                    by=by, kind=kind.value, key=key
                ),
            )
