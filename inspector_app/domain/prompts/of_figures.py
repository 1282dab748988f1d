"""What is pointed out about numbers: cross-checks, shares, accounts that differ, exclusions."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from inspector_app.domain import exclusions
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.checklist import AnswerKind, Part
from inspector_app.domain.figures import (
    CheckMade,
    Figures,
    Verdict,
    compares_like_with_like,
    figures,
    fraction,
)
from inspector_app.domain.ids import LineId
from inspector_app.domain.prompts.prompt import Prompt, PromptKind, at_line, at_source
from inspector_app.domain.prompts.reading import Groups, Reading
from inspector_app.domain.sources import DataReturn, Figure, Source
from inspector_app.domain.value_wording import caveat_of
from inspector_app.domain.values import Basis, Counted, Proportion, Tabled, Value
from inspector_app.texts import tr

_HUNDRED = Fraction(100)
_PEOPLE = "people"


def cross_checks(reading: Reading) -> Iterator[Prompt]:
    """Yield the pack’s cross-checks that do not hold, and compared numbers with unlike exclusions.

    Raises:
        BadInput: a check of the pack is no relation.
    """
    made = figures(reading.standing)
    for check in made.checks:
        lines = tuple(line for line in check.lines if reading.section_of_line(line))
        if check.verdict is Verdict.DOES_NOT_HOLD and lines:
            words = tr("{check} As answered, {working} does not hold.").format(
                check=check.check.text, working=check.working
            )
            words += "".join(_left_out(line, reading) for line in lines)
            yield _about(PromptKind.CROSS_CHECK, check, lines, words, reading)
    yield from _exclusions(made, reading)


def shares(reading: Reading) -> Iterator[Prompt]:
    """Yield the percentages that do not agree with the numbers beside them."""
    for section, line in reading.lines():
        answer = reading.standing.answer(line.id).value
        if answer is None:
            continue
        for part in line.parts:
            value = answer.values.get(part.id)
            if value is not None and (words := _share(value, part)):
                yield Prompt(
                    PromptKind.SHARE,
                    f"{line.id}/{part.id}",
                    section.id,
                    f"{line.id}: {words}{_left_out(line.id, reading)}",
                    (at_line(line.id),),
                    reading.heads(line.id),
                )


def differing_numbers(reading: Reading) -> Iterator[Prompt]:
    """Yield the lines whose answer gives another number than every account it rests on."""
    groups = Groups(PromptKind.DIFFERING_NUMBERS)
    for section, line in reading.lines():
        grounds = [account.values for _, account in reading.supports.grounds(line.id)]
        answer = reading.standing.answer(line.id).value
        if answer is None or not any(grounds):
            continue
        for part in line.parts:
            mine = _number(answer.values.get(part.id))
            theirs = {_number(each[part.id]) for each in grounds if part.id in each} - {None}
            if mine is not None and theirs and mine not in theirs:
                groups.add_line(section.id, line.id, *reading.heads(line.id))
    yield from groups.told_counted(
        "1 answer gives another number than the accounts it rests on",
        "{number} answers give another number than the accounts they rest on",
    )


def lone_numbers(reading: Reading) -> Iterator[Prompt]:
    """Yield the numbers that somebody supplied without saying what they leave out.

    That nothing is left out is said too: “none”. A number that rests on a return is told at the
    return; what one looked at oneself, and counted, leaves out nothing.
    """
    groups = Groups(PromptKind.EXCLUSIONS)
    for item in reading.sources:
        if _is_silent(item.source):
            head = f"{item.id} {item.recorded.change}"
            groups.add(reading.section_of_source(item), at_source(item), head)
    for section, line in reading.lines():
        answer = reading.standing.answer(line.id).value
        if answer is None or not any(map(_is_supplied, answer.values.values())):
            continue
        is_told_there = any(map(_is_silent, _sources_behind(line.id, reading)))
        if not is_told_there and not _has_exclusions(line.id, reading):
            groups.add_line(section.id, line.id, *reading.heads(line.id))
    yield from groups.told_counted(
        "A number was supplied that does not say what it leaves out; if nothing, say “none”",
        "{number} numbers were supplied that do not say what they leave out; if nothing, say "
        "“none”",
    )


def _is_supplied(value: Value) -> bool:
    return isinstance(value, Counted) and (
        bool(value.supplier) or value.basis is not Basis.UNSTATED
    )


def _is_silent(source: Source) -> bool:
    """Tell whether a source gives numbers, and some of them without what they leave out."""
    match source.particulars:
        case DataReturn(exclusions="", numbers=numbers):
            return any(number.value and not number.exclusions for number in numbers)
        case Figure(exclusions="", rows=rows):
            return bool(rows)
        case _:
            return False


def _sources_behind(line: LineId, reading: Reading) -> Iterator[Source]:
    for _, account in reading.supports.grounds(line):
        if (source := reading.supports.source(account)) is not None:
            yield source


def _exclusions(made: Figures, reading: Reading) -> Iterator[Prompt]:
    """Yield the numbers that are compared with each other while only one says what it leaves out.

    A number that is meant to equal another must leave the same things out.
    """
    by_id = {figure.quantity.id: figure for figure in made.quantities}
    for check in made.checks:
        if check.unknown or not (pair := compares_like_with_like(check.check.expression)):
            continue
        ends = [by_id[each] for each in pair if each in by_id]
        lines = [end.line for end in ends if end.line is not None]
        if len(set(lines)) < 2:
            continue
        said = {line for line, end in zip(lines, ends, strict=False) if end.caveat}
        said |= {line for line in lines if _has_exclusions(line, reading)}
        silent = tuple(line for line in lines if line not in said)
        if said and silent and all(map(reading.section_of_line, lines)):
            other = next(line for line in lines if line in said)
            words = tr(
                "{silent} does not say what its number leaves out; {other}, which it is compared "
                "with, does."
            ).format(silent=silent[0], other=other)
            yield _about(PromptKind.EXCLUSIONS, check, (silent[0], other), words, reading)


def _left_out(line: LineId, reading: Reading) -> str:
    """Return as a sentence what a number that is told of leaves out; empty: nothing is said."""
    told = exclusions.of_subject(subject(Subject.ANSWER, line), reading.standing)
    return (
        tr(" {line} leaves out: {told}.").format(
            line=line, told="; ".join(each.rstrip(".") for each in told)
        )
        if told
        else ""
    )


def _has_exclusions(line: LineId, reading: Reading) -> bool:
    answer = reading.standing.answer(line).value
    own = answer is not None and any(map(caveat_of, answer.values.values()))
    return own or bool(reading.supports.exclusions(line))


def _about(
    kind: PromptKind, check: CheckMade, lines: tuple[LineId, ...], words: str, reading: Reading
) -> Prompt:
    return Prompt(
        kind,
        check.check.id,
        reading.section_of_lines(lines),
        words,
        tuple(map(at_line, lines)),
        tuple(sorted(head for line in lines for head in reading.heads(line))),
    )


def _number(value: Value | None) -> Fraction | None:
    match value:
        case Counted(number=number):
            return Fraction(number)
        case Proportion(percent=percent) if percent:
            return fraction(percent)
        case _:
            return None


def _share(value: Value, part: Part) -> str:
    """Return what is odd about a value’s percentages, as a sentence; empty: nothing is."""
    match value:
        case Proportion(percent=percent, numerator=numerator, denominator=denominator):
            return _proportion(percent, numerator, denominator, about=value.about)
        case Tabled(rows=rows):
            return _table(rows, part)
        case _:
            return ""


def _proportion(percent: str, numerator: str, denominator: str, *, about: bool) -> str:
    said, top, bottom = (fraction(text) for text in (percent, numerator, denominator))
    if top is not None and bottom is not None and top > bottom:
        return tr("{numerator} of {denominator} is more than the whole.").format(
            numerator=numerator, denominator=denominator
        )
    if said is not None and said > _HUNDRED:
        return tr("{percent}% is more than the whole.").format(percent=percent)
    if about or said is None or top is None or not bottom:
        return ""
    if abs(top / bottom * _HUNDRED - said) <= _rounding(percent):
        return ""
    return tr("{numerator} of {denominator} is not {percent}%.").format(
        numerator=numerator, denominator=denominator, percent=percent
    )


def _table(rows: Iterable[tuple[str, ...]], part: Part) -> str:
    """Compare each row’s share with its headcount: all rows are shares of one workforce."""
    counts = _columns(part, AnswerKind.COUNT, _PEOPLE)
    percents = _columns(part, AnswerKind.RATIO, "percent")
    if len(percents) != 1:
        return ""
    (at,) = percents
    least, most = Fraction(0), None
    for number, row in enumerate(rows, 1):
        text = row[at].strip().removesuffix("%").strip() if at < len(row) else ""
        share = fraction(text)
        if share is None:
            continue
        if share > _HUNDRED:
            return tr("row {number} gives {text}%, more than the whole.").format(
                number=number, text=text
            )
        people = fraction(row[counts[0]]) if len(counts) == 1 and counts[0] < len(row) else None
        if people is None:
            continue
        slack = _rounding(text)
        least = max(least, people * _HUNDRED / (share + slack))
        if share > slack:
            highest = people * _HUNDRED / (share - slack)
            most = highest if most is None else min(most, highest)
        if most is not None and least > most:
            return tr(
                "the shares do not agree with the headcounts: the rows are not shares of one and "
                "the same workforce (row {number} differs from those above it)."
            ).format(number=number)
    return ""


def _columns(part: Part, kind: AnswerKind, unit: str) -> list[int]:
    return [
        at for at, column in enumerate(part.columns) if column.kind is kind and column.unit == unit
    ]


def _rounding(text: str) -> Fraction:
    """Return by how much a decimal may differ from what it was rounded from."""
    return Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
