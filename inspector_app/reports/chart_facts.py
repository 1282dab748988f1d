"""The charts of each section as plain facts, with the caveats that travel with their numbers."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from inspector_app.domain.charting import Charted
from inspector_app.domain.checklist import Pack
from inspector_app.domain.ids import LineId, SectionId
from inspector_app.reports.facts import ChartFacts, ChartRow


def by_section(
    charted: Iterable[Charted], pack: Pack, exclusions: Callable[[LineId], Iterable[str]]
) -> Mapping[SectionId, tuple[ChartFacts, ...]]:
    """Return the charts by the section of their first line.

    ``exclusions`` tells what the sources behind a line's answer leave out of its numbers.
    """
    found: dict[SectionId, tuple[ChartFacts, ...]] = {}
    for each in charted:
        if each.lines:
            section = pack.line(each.lines[0]).section
            found[section] = (*found.get(section, ()), _facts(each, exclusions))
    return found


def _facts(charted: Charted, exclusions: Callable[[LineId], Iterable[str]]) -> ChartFacts:
    behind = () if charted.why else (e for line in charted.lines for e in exclusions(line))
    return ChartFacts(
        id=charted.chart.id,
        title=charted.chart.title,
        unit=charted.unit,
        heads=charted.heads,
        rows=tuple(
            ChartRow(
                row.label,
                tuple(cell.words for cell in row.cells),
                tuple(_decimal(cell.number) for cell in row.cells),
            )
            for row in charted.rows
        ),
        why=charted.why,
        caveats=tuple(dict.fromkeys((*charted.caveats, *behind))),
    )


def _decimal(number: Fraction | None) -> str:
    """Return a number as answers write them: its denominator divides a power of ten."""
    if number is None:
        return ""
    if number.denominator == 1:
        return str(number.numerator)
    places = next(n for n in range(1, 400) if 10**n % number.denominator == 0)
    digits = f"{abs(number.numerator) * (10**places // number.denominator):0{places + 1}d}"
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"
