"""What base tells a line of the other forces' figures, and how an inspector takes it over.

It is what base says, at a date and of so many forces: an account of a source, never a finding.
"""

from dataclasses import dataclass

from inspector_app.domain import dates
from inspector_app.domain.accounts import Account
from inspector_app.domain.checklist import AnswerKind, Line, Measure
from inspector_app.domain.ids import LineId
from inspector_app.domain.locales import current
from inspector_app.domain.markings import Marking
from inspector_app.domain.sources import NationalComparison, Source
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Counted, Told, Value
from inspector_app.domain.wording import counted, day_words, london_day


@dataclass(frozen=True, slots=True)
class BaseTells:
    """One comparison as base told it, for one inspection."""

    id: str
    """The comparison's, in the checklist."""
    line: LineId
    title: str
    part: str
    """The part of the line that it can fill; empty: none."""
    unit: str
    """In the plural; empty: none is named."""
    forces: int
    """Of which base had figures."""
    is_among: bool
    """Whether this inspection's force is one of them."""
    values: tuple[tuple[Measure, str], ...]
    """Decimals as text, nothing rounded but a median or sum of fractions, to two places."""
    spread: tuple[tuple[str, int], ...]
    """How many forces hold each choice, in the scale's order, without those that none holds."""
    marking: Marking
    """The highest of what it was made from."""
    base: str
    """Base's name."""
    issued_ms: int
    """When base worked it out; milliseconds UTC by its clock."""


def result_words(tells: BaseTells) -> str:
    """Return what base tells, in one sentence's part: ``median 6, from 2 to 14, 84 in all``."""
    values = dict(tells.values)
    found = []
    if Measure.ALIKE in values:
        found.append(f"{values[Measure.ALIKE]} of {tells.forces} in the same position")
    if Measure.MEDIAN in values:
        found.append(f"median {_read(values[Measure.MEDIAN])}")
    if Measure.LEAST in values and Measure.MOST in values:
        found.append(f"from {_read(values[Measure.LEAST])} to {_read(values[Measure.MOST])}")
    else:
        found += [
            f"{word} {_read(values[each])}"
            for each, word in ((Measure.LEAST, "least"), (Measure.MOST, "most"))
            if each in values
        ]
    if Measure.TOTAL in values:
        found.append(f"{_read(values[Measure.TOTAL])} in all")
    found += [f"{choice}: {number}" for choice, number in tells.spread]
    return ", ".join(found)


def of_whom_words(tells: BaseTells) -> str:
    """Return of how many forces: ``12 forces, this one among them``."""
    among = "this one among them" if tells.is_among else "this one not among them"
    return f"{counted(tells.forces, 'force', 'forces')}, {among}"


def told_words(tells: BaseTells) -> str:
    """Return all that base tells, with its date, in one line."""
    unit = f" ({tells.unit})" if tells.unit else ""
    return (
        f"{tells.title}{unit}: {result_words(tells)}. "
        f"So says base {tells.base} of {of_whom_words(tells)}, {day_words(tells.issued_ms)}."
    )


def source_of(tells: BaseTells) -> Source:
    """Return the source that an inspector records in taking it over."""
    day = dates.day(london_day(tells.issued_ms))
    return Source(
        NationalComparison(
            measure=f"{tells.title} ({tells.unit})" if tells.unit else tells.title,
            compared_with=of_whom_words(tells),
            result=result_words(tells),
            made_from=f"inspections at base {tells.base}, as worked out there on {day.words()}",
        ),
        title=f"National comparison, base {tells.base}, {day.words()}: {tells.title}",
        as_at=day,
        lines=(tells.line,),
        marking=tells.marking,
    )


def account_of(tells: BaseTells, line: Line) -> Account:
    """Return what that source says on the line, with a value where the line waits for one."""
    day = dates.day(london_day(tells.issued_ms))
    caveat = f"As base {tells.base} says of {of_whom_words(tells)}, {day.words()}"
    return Account(
        tells.line,
        told_words(tells),
        _values(tells, line, caveat),
        role=f"Base {tells.base}",
        as_at=day,
        marking=tells.marking,
    )


def taken_over(tells: BaseTells, standing: Standing) -> str:
    """Return the number of the source by which just this was taken over; empty: it was not."""
    wanted = source_of(tells)
    for item in standing.sources():
        if (item.source.title, item.source.particulars) == (wanted.title, wanted.particulars):
            return item.source.number
    return ""


def _values(tells: BaseTells, line: Line, caveat: str) -> dict[str, Value]:
    part = next((each for each in line.parts if each.id == tells.part), None)
    if part is None:
        return {}
    single = [value for _, value in tells.values]
    if part.kind is AnswerKind.COUNT and len(single) == 1 and single[0].isdigit():
        return {part.id: Counted(int(single[0]), supplier=f"base {tells.base}", caveat=caveat)}
    if part.kind is AnswerKind.NARRATIVE:
        return {part.id: Told(f"{result_words(tells)}. {caveat}.")}
    return {}


def _read(decimal: str) -> str:
    return current().decimal_words(decimal)
