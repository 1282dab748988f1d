"""A table of the same rows in every inspection, read row by row: take-up of courses."""

from dataclasses import dataclass
from fractions import Fraction

from inspector_app.domain.answer_wording import outcome_words, waiting_words
from inspector_app.domain.carrying import is_waiting
from inspector_app.domain.charting import NUMBER_KINDS
from inspector_app.domain.checklist import AnswerKind, Part, TakeUp
from inspector_app.domain.figures import fraction
from inspector_app.domain.national.lines import WITHHELD
from inspector_app.domain.national.visits import Nation, Visit, one_of_each
from inspector_app.domain.value_wording import table_rows, table_titles
from inspector_app.domain.values import Tabled
from inspector_app.domain.wording import NOTHING_RECORDED, one_line
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class TableOf:
    """What one inspection has of the table, or why it has nothing."""

    visit: Visit
    why: str
    """Empty: it has rows."""
    as_at: str
    caveat: str


@dataclass(frozen=True, slots=True)
class NumberOf:
    """One number of a row in one inspection."""

    visit: Visit
    words: str
    number: Fraction | None


@dataclass(frozen=True, slots=True)
class TakenUp:
    """One row, such as a course by what is counted of it, over all inspections that have it."""

    labels: tuple[str, ...]
    """Under the titles that are no numbers: ``Introduction``, ``Completed``."""
    numbers: tuple[tuple[NumberOf, ...], ...]
    """For each column of numbers, one of each inspection that has the row."""
    totals: tuple[Fraction | None, ...]
    """For each column of numbers, over one inspection of each force; None: a sum means nothing."""
    forces: int
    """Forces that have the row."""
    unsettled: tuple[str, ...] = ()
    """Forces in no total, because two inspections of one date differ; by name."""
    numberless: tuple[str, ...] = ()
    """Forces in no total, because they have no number where one is added up; by name."""


@dataclass(frozen=True, slots=True)
class TakeUpAcross:
    """One table over all inspections."""

    take_up: TakeUp
    labels: tuple[str, ...]
    """Titles of the columns that say what a row is."""
    columns: tuple[str, ...]
    """Titles of the columns of numbers."""
    tables: tuple[TableOf, ...]
    """One for each inspection whose checklist asks for the table."""
    rows: tuple[TakenUp, ...]
    """By label. What is counted differently stands in rows of its own and is never added up."""


def take_ups_across(nation: Nation) -> tuple[TakeUpAcross, ...]:
    """Return the tables that the checklists read over several forces; those of equal id are one."""
    found: dict[str, tuple[TakeUp, Part]] = {}
    for visit in nation.visits:
        for each in visit.standing.pack.take_ups:
            found.setdefault(each.id, (each, _part(each, visit)))
    return tuple(_across(take_up, part, nation) for take_up, part in found.values())


def _across(take_up: TakeUp, part: Part, nation: Nation) -> TakeUpAcross:
    titles = table_titles(part)
    ahead = len(titles) - len(part.columns)
    at_numbers = [at for at, each in enumerate(part.columns) if each.kind in NUMBER_KINDS]
    others = [at + ahead for at in range(len(part.columns)) if at not in at_numbers]
    at_labels = [*range(ahead), *others]
    adds_up = [part.columns[at].kind is AnswerKind.COUNT for at in at_numbers]
    tables: list[TableOf] = []
    rows: dict[tuple[str, ...], list[list[NumberOf]]] = {}
    shown: dict[tuple[str, ...], tuple[str, ...]] = {}
    for visit in nation.visits:
        own = next((e for e in visit.standing.pack.take_ups if e.id == take_up.id), None)
        if own is None:
            continue
        table, as_at, why = _table(own, visit)
        tables.append(TableOf(visit, why, as_at, table.caveat if table else ""))
        if table is None:
            continue
        own_part = _part(own, visit)
        if tuple(c.id for c in own_part.columns) != tuple(c.id for c in part.columns):
            tables[-1] = TableOf(visit, tr("Its checklist asks for other columns"), as_at, "")
            continue
        told = table_rows(table, own_part, visit.standing.known_pack)
        for raw, words in zip(table.rows, told, strict=True):
            labels = tuple(one_line(words[at]) if at < len(words) else "" for at in at_labels)
            folded = tuple(each.casefold() for each in labels)
            shown.setdefault(folded, labels)
            held = rows.setdefault(folded, [[] for _ in at_numbers])
            for column, at in zip(held, at_numbers, strict=True):
                number = fraction(raw[at]) if at < len(raw) else None
                said = words[at + ahead] if at + ahead < len(words) else ""
                column.append(NumberOf(visit, said or NOTHING_RECORDED, number))
    return TakeUpAcross(
        take_up,
        tuple(titles[at] for at in at_labels),
        tuple(titles[at + ahead] for at in at_numbers),
        tuple(tables),
        tuple(_row(shown[each], rows[each], adds_up) for each in sorted(rows)),
    )


def _row(labels: tuple[str, ...], numbers: list[list[NumberOf]], adds_up: list[bool]) -> TakenUp:
    totals: list[Fraction | None] = []
    unsettled: dict[str, None] = {}
    numberless: dict[str, None] = {}
    for column, sums in zip(numbers, adds_up, strict=True):
        held, differing = one_of_each(
            ((each.visit, each) for each in column if each.number is not None),
            lambda each: each.number,
        )
        known = [each.number for _, each in held if each.number is not None]
        totals.append(sum(known, Fraction(0)) if sums and known else None)
        if sums:
            unsettled |= dict.fromkeys(differing)
            counted = {visit.force for visit, _ in held}
            names = (each.visit.name for each in column if each.visit.force not in counted)
            numberless |= dict.fromkeys(name for name in names if name not in unsettled)
    forces = {each.visit.force for column in numbers for each in column}
    return TakenUp(
        labels,
        tuple(map(tuple, numbers)),
        tuple(totals),
        len(forces),
        tuple(unsettled),
        tuple(numberless),
    )


def _table(take_up: TakeUp, visit: Visit) -> tuple[Tabled | None, str, str]:
    """Return the table, to when it speaks, and why there is none."""
    line_id, part_id = take_up.table.split("/")
    line = visit.standing.pack.line(line_id)
    field = visit.standing.answer(line.id)
    answer = field.value
    if line.id in visit.closed_lines:
        return None, "", WITHHELD
    if field.in_conflict:
        return None, "", tr("Unsettled: its versions differ")
    if answer is None:
        return None, "", NOTHING_RECORDED
    if is_waiting(answer.origin):
        return None, "", waiting_words(answer.origin)
    if answer.outcome is not None:
        return None, "", outcome_words(answer.outcome)
    as_at = answer.as_at.words() if answer.as_at else visit.fieldwork.words()
    table = answer.values.get(part_id)
    if not isinstance(table, Tabled) or not table.rows:
        return None, as_at, tr("No row is recorded")
    return table, as_at, ""


def _part(take_up: TakeUp, visit: Visit) -> Part:
    line_id, part_id = take_up.table.split("/")
    parts = visit.standing.pack.line(line_id).parts
    return next(part for part in parts if part.id == part_id)
