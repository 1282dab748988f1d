"""The national picture as sheets: one description for page, spreadsheet, command line and JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from inspector_app.domain.figures import plain_decimal
from inspector_app.domain.markings import Marking
from inspector_app.domain.national.arrangements import arrangements_across
from inspector_app.domain.national.balances import BalanceAcross, balances_across
from inspector_app.domain.national.documents import documents_lacking
from inspector_app.domain.national.lines import (
    WITHHELD,
    LineAcross,
    LineCell,
    State,
    lines_across,
)
from inspector_app.domain.national.quantities import (
    FigureOf,
    QuantityAcross,
    Summary,
    quantities_across,
)
from inspector_app.domain.national.take_up import TakenUp, TakeUpAcross, take_ups_across
from inspector_app.domain.national.visits import Nation
from inspector_app.domain.wording import counted, listed, section_words, when_words
from inspector_app.sheets.book import Book, Cell, Column, Sheet

SIDE_BY_SIDE = "Side by side"
CLAIM = "View of several inspections, not a signed record"
_FORCE = Column("Force", 30)
_FIELDWORK = Column("Fieldwork", 22)
_AS_AT = Column("As at", 22)
_MARKING = Column("Marking", 22)
_REMARK = Column("Remark", 34)
_NUMBER = 12
_UNKNOWN = frozenset({State.WITHHELD, State.NOT_IN_SCOPE, State.NOT_IN_CHECKLIST})
"""Of which it is not told whether they are established."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One part of the national picture."""

    title: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = ()
    """What is not shown, counted, and prompts; in sentences."""


def of_inspections(nation: Nation) -> Topic:
    """Return which inspections are looked at."""
    rows = tuple(
        (
            visit.label,
            visit.fieldwork.words(),
            visit.phase.value.replace("-", " "),
            f"{visit.standing.pack.id} {visit.standing.pack.version}",
            visit.own_marking(None).words(),
            visit.inspection,
        )
        for visit in nation.visits
    )
    columns = (
        _FORCE,
        _FIELDWORK,
        Column("Phase", 16),
        Column("Checklist", 20),
        _MARKING,
        Column("Inspection", 34),
    )
    sheet = Sheet("Inspections", "One inspection at base.", columns, rows)
    return Topic("Inspections", (sheet,), _not_shown(nation))


def of_lines(nation: Nation, wanted: Iterable[str] = ()) -> Topic:
    """Return lines in every inspection, side by side and then one below another.

    Raises:
        NotFound: no checklist has such a line or section.
    """
    found = lines_across(nation, wanted)
    columns = (
        Column("Line", 12),
        Column("Question", 60),
        *(Column(visit.label, 30) for visit in nation.visits),
        Column("Established", _NUMBER),
    )
    rows: list[tuple[Cell, ...]] = [
        (each.id, _questions(each), *(cell.words for cell in each.cells), each.established)
        for each in found
    ]
    side_by_side = Sheet(SIDE_BY_SIDE, "One line in every inspection.", columns, tuple(rows))
    withheld = sum(each.number(State.WITHHELD) for each in found)
    unsettled = sum(each.number(State.UNSETTLED) for each in found)
    remarks = [*_not_shown(nation)]
    if withheld:
        remarks.append(f"{counted(withheld, 'answer is', 'answers are')} withheld.")
    if unsettled:
        told = counted(unsettled, "answer stands", "answers stand")
        remarks.append(f"{told} in versions that differ: none was picked.")
    return Topic("Lines", (side_by_side, in_full(found)), tuple(remarks))


def in_full(found: Sequence[LineAcross]) -> Sheet:
    """Return lines with all that is told of each answer, one row for each inspection."""
    columns = (
        Column("Line", 12),
        Column("Section", 36),
        Column("Question", 60),
        _FORCE,
        Column("Answer", 50),
        Column("Established", _NUMBER),
        _AS_AT,
        Column("Source of capability", 24),
        Column("Note", 60),
        Column("Marking, where it is its own", 22),
        _REMARK,
    )
    rows = tuple(
        (each.id, each.section, each.wordings[cell.wording].text, *_cell(cell))
        for each in found
        for cell in each.cells
    )
    return Sheet("Lines", "One line in one inspection.", columns, rows)


def of_quantities(nation: Nation) -> Topic:
    """Return quantities, what is set against what, and take-up."""
    quantities = quantities_across(nation)
    balances = balances_across(nation)
    sheets = [_quantities(quantities), _all_forces(quantities)]
    sheets += [_balance(each) for each in balances]
    for take_up in take_ups_across(nation):
        sheets += [_take_up(take_up), _took_up(take_up)]
    prompts = [f"To look into: {prompt}" for each in balances for prompt in each.prompts]
    hidden = sum(each.words == WITHHELD for q in quantities for each in q.figures)
    if hidden:
        prompts.append(f"{counted(hidden, 'figure is', 'figures are')} withheld.")
    return Topic("Quantities", tuple(sheets), (*_not_shown(nation), *prompts))


def of_arrangements(nation: Nation) -> Topic:
    """Return the arrangements that forces share, copy by copy."""
    told = arrangements_across(nation)
    labels = list(dict.fromkeys(la for e in told.found for c in e.copies for la, _ in c.facts))
    columns = (
        Column("Arrangement", 40),
        _FORCE,
        Column("Number", _NUMBER),
        _AS_AT,
        *(Column(label, 26) for label in labels),
        Column("Differs between copies in", 30),
        Column("Members here without a copy", 30),
        _MARKING,
        _REMARK,
    )
    rows = tuple(
        (
            copy.title,
            copy.visit.label,
            copy.number,
            copy.as_at,
            *(copy.fact(label) for label in labels),
            listed(each.differing),
            listed(each.without_copy),
            copy.marking,
            copy.remark,
        )
        for each in told.found
        for copy in each.copies
    )
    shared = tuple(
        (each.title, len(each.forces), listed(each.forces), listed(each.differing))
        for each in told.found
    )
    heads = (
        Column("Arrangement", 40),
        Column("Forces", _NUMBER),
        Column("Which", 60),
        Column("Differs between copies in", 30),
    )
    remarks = [*_not_shown(nation)]
    if told.withheld:
        remarks.append(f"{counted(told.withheld, 'copy is', 'copies are')} withheld.")
    return Topic(
        "Arrangements",
        (
            Sheet("Arrangements", "One arrangement.", heads, shared),
            Sheet("Copies", "One inspection’s copy of an arrangement.", columns, rows),
        ),
        tuple(remarks),
    )


def of_documents(nation: Nation) -> Topic:
    """Return what documents are lacking, by force and by document."""
    told = documents_lacking(nation)
    columns = (
        _FORCE,
        Column("Document", 50),
        Column("Lacking how", 24),
        Column("Line or source", 14),
        Column("Asked for", 20),
        Column("Due", 20),
        Column("As at", 22),
        Column("Reason or note", 50),
        _MARKING,
        _REMARK,
    )
    rows = tuple(
        (
            each.visit.label,
            each.what,
            each.lack.words(),
            each.reference,
            each.asked,
            each.due,
            each.as_at,
            each.reason,
            each.marking,
            each.remark,
        )
        for each in told.lacking
    )
    heads = (Column("Document", 50), Column("Forces", _NUMBER), Column("Which, and how", 80))
    grouped = tuple(
        (
            what,
            len({each.visit.force for each in who}),
            "; ".join(f"{each.visit.label}: {each.lack.words()}" for each in who),
        )
        for what, who in told.by_document()
    )
    remarks = [*_not_shown(nation)]
    if told.withheld:
        remarks.append(f"{counted(told.withheld, 'document is', 'documents are')} withheld.")
    return Topic(
        "Documents",
        (
            Sheet("By force", "One document that one force lacks.", columns, rows),
            Sheet("By document", "One document and who lacks it.", heads, grouped),
        ),
        tuple(remarks),
    )


def everything(nation: Nation) -> tuple[Topic, ...]:
    """Return the whole national picture."""
    return (
        of_inspections(nation),
        of_lines(nation),
        of_quantities(nation),
        of_arrangements(nation),
        of_documents(nation),
    )


def book(
    topics: Sequence[Topic], nation: Nation, base: str, up_to: Marking | None, now_ms: int
) -> Book:
    """Return topics as one file's sheets, which says what it is before anything else."""
    marking = (up_to or nation.marking).words()
    made = when_words(now_ms)
    about = [
        ("What this is", f"{CLAIM}. It ranks nothing and judges nothing."),
        ("Marking", marking),
        ("Base", base),
        ("Made", made),
        ("Inspections", counted(len(nation.visits), "inspection", "inspections")),
        ("Forces", counted(len(nation.forces), "force", "forces")),
    ]
    remarks = tuple(dict.fromkeys(each for topic in topics for each in topic.remarks))
    about += [("To be read with it", each) for each in remarks]
    about += [(sheet.name, sheet.meaning) for topic in topics for sheet in topic.sheets]
    return Book(
        title=f"{marking}: {listed([topic.title for topic in topics])} of several forces",
        marking=marking,
        notice=f"{CLAIM}. Marking {marking}; base {base}; made {made}.",
        about=tuple(about),
        sheets=tuple(sheet for topic in topics for sheet in topic.sheets),
        remarks=remarks,
        claim=CLAIM,
        status="View",
    )


def section_choices(nation: Nation) -> tuple[tuple[str, str], ...]:
    """Return the sections that have lines in some checklist, with what they are called."""
    found: dict[str, str] = {}
    for visit in nation.visits:
        for section in visit.standing.pack.sections:
            if section.lines:
                found.setdefault(section.id, section_words(section.id, visit.standing.pack))
    return tuple(found.items())


def _not_shown(nation: Nation) -> tuple[str, ...]:
    found = []
    if nation.withheld:
        whole = counted(nation.withheld, "whole inspection is", "whole inspections are")
        found.append(f"{whole} withheld, being marked above what is shown.")
    if nation.unreadable:
        told = counted(nation.unreadable, "inspection", "inspections")
        found.append(
            f"{told} cannot be shown, because particulars or checklist are not at base or cannot "
            "be read there."
        )
    return tuple(found)


def _questions(line: LineAcross) -> str:
    if len(line.wordings) == 1:
        return line.wordings[0].text
    return "\n".join(f"{each.text} ({listed(each.checklists)})" for each in line.wordings)


def _cell(cell: LineCell) -> tuple[Cell, ...]:
    return (
        cell.visit.label,
        cell.words,
        "" if cell.state in _UNKNOWN else "yes" if cell.established else "no",
        cell.as_at,
        cell.capability,
        cell.note,
        cell.marking,
        cell.remark,
    )


def _quantities(quantities: Iterable[QuantityAcross]) -> Sheet:
    columns = (
        Column("Quantity", 50),
        _FORCE,
        Column("Figure", 30),
        Column("Number", _NUMBER),
        Column("Unit", 24),
        _AS_AT,
        Column("Left out, and caveats", 50),
        _MARKING,
    )
    rows = tuple(
        (
            each.quantity.title,
            figure.visit.label,
            figure.words,
            number(figure.number),
            each.unit if figure.number is not None else "",
            figure.as_at,
            "; ".join(figure.caveats),
            figure.marking.words() if figure.marking else "",
        )
        for each in quantities
        for figure in each.figures
    )
    return Sheet("Quantities", "One quantity in one inspection.", columns, rows)


def _all_forces(quantities: Iterable[QuantityAcross]) -> Sheet:
    columns = (
        Column("Quantity", 50),
        Column("Unit", 24),
        Column("Forces with a figure", _NUMBER),
        Column("Total", _NUMBER),
        Column("Least", _NUMBER),
        Column("Median", _NUMBER),
        Column("Most", _NUMBER),
        _REMARK,
    )
    rows = tuple(
        (each.quantity.title, each.unit, *_summary(each.summary), _of_summary(each))
        for each in quantities
    )
    meaning = "One quantity over one inspection of each force, the last that has a figure."
    return Sheet("All forces", meaning, columns, rows)


def _of_summary(across: QuantityAcross) -> str:
    told = []
    if across.summary.unsettled:
        told.append(_not_counted(across.summary.unsettled))
    if len(across.wordings) > 1:
        told.append(f"Called differently: {'; '.join(across.wordings)}")
    if not across.has_one_unit:
        told.append("Counted in different units")
    return ". ".join(told)


def _not_counted(unsettled: Sequence[str]) -> str:
    return f"Not counted, two inspections differ: {listed(unsettled)}"


def _summary(summary: Summary) -> tuple[Cell, ...]:
    return (
        summary.forces,
        number(summary.total),
        number(summary.least),
        number(summary.median),
        number(summary.most),
    )


def _balance(across: BalanceAcross) -> Sheet:
    plus, minus, *beside = across.titles or (across.balance.plus, across.balance.minus)
    columns = (
        _FORCE,
        Column(plus, 24),
        Column(minus, 24),
        Column(across.balance.difference, 24),
        *(Column(each, 24) for each in beside),
        _AS_AT,
        Column("To look into", 60),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            row.visit.label,
            _figure(row.plus),
            _figure(row.minus),
            number(row.difference),
            *map(_figure, row.beside),
            _dates(row.plus, row.minus),
            "\n".join((*row.prompts, *dict.fromkeys((*row.plus.caveats, *row.minus.caveats)))),
        )
        for row in across.rows
    ]
    forces = counted(across.difference.forces, "force that has both", "forces that have both")
    unsettled = across.difference.unsettled
    rows.append(
        (
            forces if unsettled else f"All {forces}",
            number(across.plus.total),
            number(across.minus.total),
            number(across.difference.total),
            *("" for _ in beside),
            "",
            "\n".join((*across.prompts, *([_not_counted(unsettled)] if unsettled else []))),
        )
    )
    unit = f", in {across.unit}" if across.unit else ""
    return Sheet(_name(across.balance.id), f"{across.balance.title}{unit}.", columns, tuple(rows))


def _take_up(across: TakeUpAcross) -> Sheet:
    columns = (
        *(Column(label, 40) for label in across.labels),
        _FORCE,
        *(Column(title, 18) for title in across.columns),
        _AS_AT,
        Column("Left out, and caveats", 40),
    )
    of = {table.visit.inspection: table for table in across.tables}
    rows: list[tuple[Cell, ...]] = []
    for row in across.rows:
        for cells in zip(*row.numbers, strict=True):
            table = of[cells[0].visit.inspection]
            told = tuple(
                each.words if each.number is None else number(each.number) for each in cells
            )
            rows.append((*row.labels, table.visit.label, *told, table.as_at, table.caveat))
    blank = tuple("" for _ in across.labels)
    rows += [
        (*blank, table.visit.label, *("" for _ in across.columns), table.as_at, table.why)
        for table in across.tables
        if table.why
    ]
    meaning = f"{across.take_up.title}: one row in one inspection."
    return Sheet(_name(across.take_up.id), meaning, columns, tuple(rows))


def _took_up(across: TakeUpAcross) -> Sheet:
    columns = (
        *(Column(label, 40) for label in across.labels),
        Column("Forces", _NUMBER),
        *(Column(f"{title}, all forces", 18) for title in across.columns),
        _REMARK,
    )
    rows = tuple(
        (*row.labels, row.forces, *map(number, row.totals), _of_row(row)) for row in across.rows
    )
    meaning = f"{across.take_up.title}, over all forces; shares are never added up."
    return Sheet(f"{_name(across.take_up.id)} all", meaning, columns, rows)


def _of_row(row: TakenUp) -> str:
    told = [_not_counted(row.unsettled)] if row.unsettled else []
    if row.numberless:
        told.append(f"Not counted, having no number: {listed(row.numberless)}")
    return ". ".join(told)


def _figure(figure: FigureOf) -> Cell:
    return figure.words if figure.number is None else number(figure.number)


def _dates(*figures: FigureOf) -> str:
    return "; ".join(dict.fromkeys(each.as_at for each in figures if each.as_at))


def number(value: Fraction | None) -> Cell:
    """Return a number as a cell that can be reckoned with; empty: there is none."""
    if value is None:
        return ""
    if value.denominator == 1:
        return value.numerator
    return Decimal(plain_decimal(round(value, 2)))


def _name(id_: str) -> str:
    """Return what a sheet of a checklist's own is called: letters that every spreadsheet takes."""
    kept = "".join(each if each.isalnum() else " " for each in id_)
    return " ".join(kept.split()).capitalize()[:26] or "Table"
