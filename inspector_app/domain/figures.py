"""A pack's quantities as an inspection holds them, and the cross-checks between them.

A check that does not hold is a prompt to look again, never a finding.
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from inspector_app.domain.answer_wording import outcome_words
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.checklist import CrossCheck, Part, Quantity
from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import LineId
from inspector_app.domain.locales import current, whole_words
from inspector_app.domain.standing import Standing
from inspector_app.domain.value_wording import bare_words, caveat_of, number_words
from inspector_app.domain.values import (
    Counted,
    DocumentKnown,
    DocumentStanding,
    Names,
    Proportion,
    Tabled,
    Value,
)
from inspector_app.domain.wording import ASKED_AGAIN
from inspector_app.texts import tr, tr_counted

_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z]\w*)|(?P<number>\d+(?:\.\d+)?)|(?P<sign><=|>=|==|!=|[-+*<>=≤≥≠()]))"
)
_COMPARISONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    "≤": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "≥": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "≠": lambda a, b: a != b,
}
_SHOWN = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠", "*": "×", "-": "−"}
_PLAIN_NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?")
_MOST_DIGITS = 60
_MAX_EXPRESSION = 500
"""Characters; a longer one is no check that a person could follow."""


class Known(StrEnum):
    """What an inspection knows of a quantity."""

    FOUND = "found"
    MISSING = "missing"
    """Its line has no value yet, or an outcome in its place."""
    DISPUTED = "disputed"
    """Its line stands in differing versions."""
    LEFT_OUT = "left-out"
    """Its line is not to be exported."""
    NOT_ASKED = "not-asked"
    """The same for every force: the pack states it, as a definition or a national fact."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity of the pack in one inspection."""

    quantity: Quantity
    known: Known
    words: str = ""
    """The value or outcome in words; empty where there is none."""
    caveat: str = ""
    number: Fraction | None = None
    """What a check can reckon with; None where it is missing or no single number."""
    line: LineId | None = None
    """The line that holds it, or would."""


class Verdict(StrEnum):
    """What came of a cross-check."""

    HOLDS = "holds"
    DOES_NOT_HOLD = "does-not-hold"
    CANNOT_BE_TOLD = "cannot-be-told"


@dataclass(frozen=True, slots=True)
class CheckMade:
    """One cross-check, reckoned."""

    check: CrossCheck
    verdict: Verdict
    working: str
    """The relation with the numbers put in, such as ``5 + 5 ≤ 8``; unknown ones by their id."""
    unknown: tuple[str, ...] = ()
    """The quantities that are not known, in the order in which the relation names them."""
    lines: tuple[LineId, ...] = ()
    """The lines whose numbers went in."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All quantities and cross-checks of the pack, in its order."""

    quantities: tuple[Figure, ...]
    checks: tuple[CheckMade, ...]


def figures(standing: Standing, left_out: Container[LineId] = ()) -> Figures:
    """Return the pack's quantities and cross-checks as the inspection's answers have them.

    Args:
        standing: all answers that quantities rest on must be loaded.
        left_out: lines whose values must not be told.

    Raises:
        BadInput: a check of the pack is no relation.
    """
    found = tuple(_figure(quantity, standing, left_out) for quantity in standing.pack.quantities)
    by_id = {figure.quantity.id: figure for figure in found}
    return Figures(found, tuple(_made(check, by_id) for check in standing.pack.checks))


def quantities_named(expression: str) -> tuple[str, ...]:
    """Return the ids of the quantities that a check's expression names, in order, each once.

    Raises:
        BadInput: the expression is no relation.
    """
    return tuple(dict.fromkeys(_Relation(expression).names))


def relation_holds(expression: str, numbers: Mapping[str, Fraction]) -> bool:
    """Return whether the relation holds for these numbers.

    Raises:
        BadInput: the expression is no relation, or names a quantity without a number.
    """
    relation = _Relation(expression)
    if missing := [name for name in relation.names if name not in numbers]:
        raise BadInput(
            tr("The check “{expression}” names {missing}, which has no number.").format(
                expression=expression, missing=missing[0]
            )
        )
    return relation.holds(numbers)


def compares_like_with_like(expression: str) -> tuple[str, str] | None:
    """Return the two quantities that a check holds to be equal, or None for any other check.

    Raises:
        BadInput: the expression is no relation.
    """
    return _Relation(expression).equal_pair


def is_not_supplied(answer: Answer) -> bool:
    """Return whether an answer says that what its line asks for was not supplied."""
    return answer.outcome is Outcome.NOT_SUPPLIED or any(
        isinstance(value, DocumentKnown) and value.standing is DocumentStanding.NOT_SUPPLIED
        for value in answer.values.values()
    )


def fraction(text: str) -> Fraction | None:
    """Return a plain decimal as a number; None where the text is none, or longer than any count."""
    plain = text.strip()
    is_number = len(plain) <= _MOST_DIGITS and _PLAIN_NUMBER.fullmatch(plain)
    return Fraction(plain.replace("−", "-")) if is_number else None


def _figure(quantity: Quantity, standing: Standing, left_out: Container[LineId]) -> Figure:
    lines = _lines(quantity)
    if quantity.value:
        return Figure(quantity, Known.NOT_ASKED, number=fraction(quantity.value))
    if any(line in left_out for line in lines):
        return Figure(quantity, Known.LEFT_OUT, line=lines[0])
    if not quantity.answered_in:
        return _not_supplied(quantity, standing)
    told = Figure(quantity, Known.MISSING, line=lines[0] if lines else None)
    for place in quantity.answered_in:
        figure = _read(quantity, place, standing)
        if figure.known is Known.DISPUTED or figure.number is not None:
            return figure
        told = told if told.words else figure
    return told


def _lines(quantity: Quantity) -> tuple[LineId, ...]:
    """Return the lines that hold it; where none is named, those it rests on."""
    places = tuple(LineId(place.partition("/")[0]) for place in quantity.answered_in)
    return places or quantity.lines


def _not_supplied(quantity: Quantity, standing: Standing) -> Figure:
    """Return how many of the quantity's lines ask for something that was not supplied."""
    answers = [standing.answer(line).value for line in quantity.lines]
    if not any(answers):
        return Figure(quantity, Known.MISSING, line=next(iter(quantity.lines), None))
    number = sum(answer is not None and is_not_supplied(answer) for answer in answers)
    words = number_words(number, quantity.unit, standing.pack)
    return Figure(quantity, Known.FOUND, words, "", Fraction(number), quantity.lines[0])


def _read(quantity: Quantity, place: str, standing: Standing) -> Figure:
    line_id, part_id, column_id = (*place.split("/"), "", "")[:3]
    line = standing.pack.line(line_id)
    field = standing.answer(line.id)
    if field.in_conflict:
        return Figure(quantity, Known.DISPUTED, line=line.id)
    if standing.asks_again(line.id):  # its number is one to another question
        return Figure(quantity, Known.MISSING, ASKED_AGAIN, line=line.id)
    if field.value is None:
        return Figure(quantity, Known.MISSING, line=line.id)
    if field.value.outcome is not None:
        return Figure(quantity, Known.MISSING, outcome_words(field.value.outcome), line=line.id)
    part = next((part for part in line.parts if part.id == part_id), None)
    value = field.value.values.get(part_id)
    if part is None or value is None:
        return Figure(quantity, Known.MISSING, line=line.id)
    number = _number(value, part, column_id)
    if number is not None and not isinstance(value, Counted | Proportion):
        words = number_words(_digits(number), quantity.unit, standing.pack)
    else:
        words = bare_words(value, part, standing.pack)
    return Figure(quantity, Known.FOUND, words, caveat_of(value), number, line.id)


def _number(value: Value, part: Part, column_id: str) -> Fraction | None:
    match value:
        case Counted(number=number):
            return Fraction(number)
        case Proportion(percent=percent) if percent:
            return fraction(percent)
        case Proportion(numerator=numerator) if numerator:
            return fraction(numerator)
        case Tabled(rows=rows) if not column_id:
            return Fraction(len(rows))
        case Tabled(rows=rows):
            return _column_sum(rows, [column.id for column in part.columns], column_id)
        case Names(entries=entries):
            return Fraction(len(entries))
        case _:
            return None


def _column_sum(
    rows: tuple[tuple[str, ...], ...], columns: list[str], column_id: str
) -> Fraction | None:
    """Return the column's sum; None when it is no column or a cell of it is no number."""
    if column_id not in columns:
        return None
    at = columns.index(column_id)
    cells = [fraction(row[at]) if at < len(row) else None for row in rows]
    numbers = [cell for cell in cells if cell is not None]
    return sum(numbers, Fraction(0)) if cells and len(numbers) == len(cells) else None


def _made(check: CrossCheck, by_id: Mapping[str, Figure]) -> CheckMade:
    relation = _Relation(check.expression)
    names = tuple(dict.fromkeys(relation.names))
    numbers = {
        name: number
        for name in names
        if name in by_id and (number := by_id[name].number) is not None
    }
    unknown = tuple(name for name in names if name not in numbers)
    lines = tuple(dict.fromkeys(line for name in numbers if (line := by_id[name].line) is not None))
    if unknown:
        verdict = Verdict.CANNOT_BE_TOLD
    else:
        verdict = Verdict.HOLDS if relation.holds(numbers) else Verdict.DOES_NOT_HOLD
    return CheckMade(check, verdict, relation.working(numbers), unknown, lines)


def _digits(number: Fraction) -> str:
    if number.denominator == 1:
        return whole_words(number.numerator)
    return current().decimal_words(plain_decimal(number))


def plain_decimal(number: Fraction) -> str:
    """Return a number as a decimal is kept: in full, with a point and no exponent."""
    return f"{Decimal(number.numerator) / number.denominator:f}"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


class _Relation:
    """An expression read once: quantity ids and numbers, + - * and brackets, one comparison."""

    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._tokens = list(self._read(expression))
        at = [i for i, token in enumerate(self._tokens) if token.text in _COMPARISONS]
        if len(at) != 1:
            raise self._refusal(tr("needs exactly one comparison"))
        self._at = at[0]
        self.names = [token.text for token in self._tokens if token.kind == "name"]
        self.holds(dict.fromkeys(self.names, Fraction(0)))
        first, *signs = (token.text for token in self._tokens)
        is_pair = len(signs) == 2 and len(self.names) == 2 and signs[0] in ("=", "==")
        self.equal_pair = (first, signs[1]) if is_pair else None

    def holds(self, numbers: Mapping[str, Fraction]) -> bool:
        """Return whether the relation holds; every name must have a number."""
        left = self._whole(self._tokens[: self._at], numbers)
        right = self._whole(self._tokens[self._at + 1 :], numbers)
        return _COMPARISONS[self._tokens[self._at].text](left, right)

    def working(self, numbers: Mapping[str, Fraction]) -> str:
        """Return the relation with the numbers that are known put in."""
        words = (
            _digits(numbers[token.text])
            if token.text in numbers
            else _SHOWN.get(token.text, token.text)
            for token in self._tokens
        )
        return " ".join(words).replace("( ", "(").replace(" )", ")")

    def _read(self, expression: str) -> Iterator[_Token]:
        if len(expression) > _MAX_EXPRESSION:
            raise BadInput(
                tr_counted(_MAX_EXPRESSION, "A check is longer than {number} characters.").format(
                    number=_MAX_EXPRESSION
                )
            )
        text, at = expression.rstrip(), 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None or match.lastgroup is None:
                raise self._refusal(
                    tr("cannot be read from “{text}” on").format(text=text[at : at + 10])
                )
            yield _Token(match.lastgroup, match[match.lastgroup])
            at = match.end()

    def _whole(self, tokens: list[_Token], numbers: Mapping[str, Fraction]) -> Fraction:
        rest = list(reversed(tokens))
        value = self._sum(rest, numbers, 0)
        if rest:
            raise self._refusal(tr("does not go on after “{rest}”").format(rest=rest[-1].text))
        return value

    def _sum(self, rest: list[_Token], numbers: Mapping[str, Fraction], depth: int) -> Fraction:
        value = self._product(rest, numbers, depth)
        while rest and rest[-1].text in ("+", "-"):
            if rest.pop().text == "+":
                value += self._product(rest, numbers, depth)
            else:
                value -= self._product(rest, numbers, depth)
        return value

    def _product(self, rest: list[_Token], numbers: Mapping[str, Fraction], depth: int) -> Fraction:
        value = self._factor(rest, numbers, depth)
        while rest and rest[-1].text == "*":
            rest.pop()
            value *= self._factor(rest, numbers, depth)
        return value

    def _factor(self, rest: list[_Token], numbers: Mapping[str, Fraction], depth: int) -> Fraction:
        if not rest or depth > 20:
            raise self._refusal(tr("ends too early") if not rest else tr("has too many brackets"))
        token = rest.pop()
        if token.kind == "name":
            return numbers[token.text]
        if token.kind == "number":
            return Fraction(token.text)
        if token.text == "-":
            return -self._factor(rest, numbers, depth + 1)
        if token.text == "(":
            value = self._sum(rest, numbers, depth + 1)
            if not rest or rest.pop().text != ")":
                raise self._refusal(tr("has a bracket that is not closed"))
            return value
        raise self._refusal(tr("has “{token}” where a number belongs").format(token=token.text))

    def _refusal(self, why: str) -> BadInput:
        return BadInput(
            tr("The check “{expression}” {why}.").format(expression=self._expression[:80], why=why)
        )
