"""What the charts of a pack show of an inspection: names, words and numbers, nothing drawn."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from fractions import Fraction

from inspector_app.domain.answer_wording import outcome_words
from inspector_app.domain.checklist import AnswerKind, Chart, Column, Part
from inspector_app.domain.figures import Figure, Figures, Known, fraction
from inspector_app.domain.ids import LineId
from inspector_app.domain.standing import Standing
from inspector_app.domain.value_wording import table_rows, table_titles
from inspector_app.domain.values import Tabled
from inspector_app.domain.wording import ASKED_AGAIN, NOTHING_RECORDED
from inspector_app.texts import tr

NUMBER_KINDS = frozenset({AnswerKind.COUNT, AnswerKind.RATIO})
LEFT_OUT = tr("Left out of this export")
DISPUTED = tr("In differing versions")


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a chart, as its table says it."""

    words: str
    number: Fraction | None
    """None: there is no bar, and the words say why."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one thing, or one row of a table, has under each column of the chart."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Charted:
    """One chart with its numbers."""

    chart: Chart
    lines: tuple[LineId, ...]
    """Where the numbers stand; the chart belongs to the section of the first."""
    heads: tuple[str, ...]
    """Titles of the table: what is counted, then one for each column of numbers."""
    unit: str
    """In the plural; empty: none is named."""
    rows: tuple[Row, ...]
    why: str
    """Why there is nothing to draw, in words; empty where there is."""
    caveats: tuple[str, ...]
    """Without what the sources of the answers leave out."""


def charts(standing: Standing, reckoned: Figures, left_out: Container[LineId]) -> Iterator[Charted]:
    """Yield the pack's charts in its order; one that rests on no line of the pack is none.

    Args:
        standing: all answers that charts rest on must be loaded.
        reckoned: the quantities that may be told; others are in no chart.
        left_out: lines whose values must not be told.
    """
    figures = {figure.quantity.id: figure for figure in reckoned.quantities}
    for chart in standing.pack.charts:
        if chart.columns:
            yield _of_table(chart, standing, left_out)
        elif held := [figures[each] for each in chart.quantities if each in figures]:
            yield _of_quantities(chart, held, standing)


def _of_quantities(chart: Chart, held: list[Figure], standing: Standing) -> Charted:
    rows = tuple(Row(each.quantity.title, (_cell(each),)) for each in held)
    unit = next((each.quantity.unit for each in held if each.quantity.unit), "")
    lines = tuple(dict.fromkeys(each.line for each in held if each.line is not None))
    caveats = tuple(dict.fromkeys(each.caveat for each in held if each.caveat))
    heads = (tr("What is counted"), tr("Number"))
    why = "" if _has_numbers(rows) else _why(rows)
    return Charted(chart, lines, heads, _plural(unit, standing), rows, why, caveats)


def _cell(figure: Figure) -> Cell:
    match figure.known:
        case Known.NOT_ASKED:
            return Cell(figure.quantity.value, figure.number)
        case Known.FOUND:
            return Cell(figure.words, figure.number)
        case Known.DISPUTED:
            return Cell(DISPUTED, None)
        case Known.LEFT_OUT:
            return Cell(LEFT_OUT, None)
        case Known.MISSING:
            return Cell(figure.words or NOTHING_RECORDED, None)


def _of_table(chart: Chart, standing: Standing, left_out: Container[LineId]) -> Charted:
    line_id, part_id, _ = chart.columns[0].split("/")
    line = standing.pack.line(line_id)
    part = next(part for part in line.parts if part.id == part_id)
    wanted = [place.rpartition("/")[2] for place in chart.columns]
    columns = [(at, each) for at, each in enumerate(part.columns) if each.id in wanted]
    titles = table_titles(part)[1 if part.rows else 0 :]
    heads = (_label_title(part, titles), *(titles[at] for at, _ in columns))
    unit = _plural(columns[0][1].unit, standing) if columns else ""
    field = standing.answer(line.id)
    rows: tuple[Row, ...] = ()
    why = caveat = ""
    if line.id in left_out:
        why = LEFT_OUT
    elif field.in_conflict:
        why = DISPUTED
    elif standing.asks_again(line.id):
        why = ASKED_AGAIN
    elif field.value is None or field.value.outcome is not None:
        why = outcome_words(field.value.outcome) if field.value and field.value.outcome else ""
        why = why or NOTHING_RECORDED
    elif not isinstance(table := field.value.values.get(part_id), Tabled):
        why = tr("No number is recorded")
    else:
        rows = tuple(_rows(table, part, columns, standing))
        caveat = table.caveat
        why = "" if _has_numbers(rows) else tr("No number is recorded")
    caveats = (caveat,) if caveat else ()
    return Charted(chart, (line.id,), heads, unit, rows, why, caveats)


def _rows(
    table: Tabled, part: Part, columns: list[tuple[int, Column]], standing: Standing
) -> Iterator[Row]:
    ahead = 1 if part.rows else 0
    named = [at + ahead for at, each in enumerate(part.columns) if each.kind not in NUMBER_KINDS]
    named = [*range(ahead), *named]
    for raw, told in zip(table.rows, table_rows(table, part, standing.pack), strict=True):
        label = ", ".join(told[at] for at in named if at < len(told) and told[at])
        numbers = [fraction(raw[at]) if at < len(raw) else None for at, _ in columns]
        words = [told[at + ahead] if at + ahead < len(told) else "" for at, _ in columns]
        yield Row(label, tuple(map(Cell, words, numbers)))


def _label_title(part: Part, titles: tuple[str, ...]) -> str:
    pairs = zip(part.columns, titles, strict=False)
    return ", ".join(title for column, title in pairs if column.kind not in NUMBER_KINDS)


def _has_numbers(rows: tuple[Row, ...]) -> bool:
    return any(cell.number is not None for row in rows for cell in row.cells)


def _why(rows: tuple[Row, ...]) -> str:
    """Return the one reason why no row has a number, or that there are several."""
    reasons = {cell.words for row in rows for cell in row.cells}
    return reasons.pop() if len(reasons) == 1 else tr("No number is recorded")


def _plural(unit: str, standing: Standing) -> str:
    return next((each.plural for each in standing.pack.units if each.id == unit), unit)
