"""The quantities of the checklists, inspection by inspection, with what can be said of all."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from inspector_app.domain import figures as reckoning
from inspector_app.domain.answer_wording import waiting_words
from inspector_app.domain.carrying import is_waiting
from inspector_app.domain.checklist import Pack, Quantity
from inspector_app.domain.exclusions import of_answer
from inspector_app.domain.figures import Figures, Known, is_not_supplied
from inspector_app.domain.locales import current, whole_words
from inspector_app.domain.markings import Marking, highest
from inspector_app.domain.national.lines import NOT_IN_CHECKLIST, LineKeys
from inspector_app.domain.national.visits import Nation, Visit, one_of_each
from inspector_app.domain.strength import Supports
from inspector_app.domain.wording import NOTHING_RECORDED
from inspector_app.texts import tr

_UNKNOWN = {
    Known.MISSING: NOTHING_RECORDED,
    Known.DISPUTED: tr("Unsettled: its versions differ"),
    Known.LEFT_OUT: tr("Withheld"),
}


@dataclass(frozen=True, slots=True)
class FigureOf:
    """A quantity as one inspection has it."""

    visit: Visit
    known: Known | None
    """None: its checklist does not ask."""
    words: str
    """Never empty: the figure, or why there is none."""
    number: Fraction | None = None
    caveats: tuple[str, ...] = ()
    """What the figure leaves out or is to be read with; they go wherever it goes."""
    as_at: str = ""
    marking: Marking | None = None
    """None where there is no figure."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What can be said of the figures of several forces, without ranking any."""

    forces: int
    """Those that have a figure: one each, of the last inspection that has one."""
    total: Fraction | None = None
    """None where a sum means nothing, or there is no figure."""
    least: Fraction | None = None
    median: Fraction | None = None
    most: Fraction | None = None
    unsettled: tuple[str, ...] = ()
    """Forces with two inspections of one date and different figures: in none of these numbers."""


@dataclass(frozen=True, slots=True)
class QuantityAcross:
    """One quantity in all inspections."""

    key: str
    quantity: Quantity
    """As the first checklist that has it puts it."""
    unit: str
    """In the plural; empty: none is named, or checklists count in different ones."""
    figures: tuple[FigureOf, ...]
    """One for each inspection, in the nation's order."""
    summary: Summary
    wordings: tuple[str, ...]
    """What checklists call it; more than one: differently."""
    has_one_unit: bool = True
    """Whether all checklists count in the same; if not, only how many forces have a figure is said.
    """

    def number(self, known: Known) -> int:
        """Return of how many inspections so much is known."""
        return sum(each.known is known for each in self.figures)

    def of(self, visit: Visit) -> FigureOf:
        """Return one inspection's."""
        return next(each for each in self.figures if each.visit.inspection == visit.inspection)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """An inspection's quantities and cross-checks, reckoned once."""

    visit: Visit
    figures: Figures


def reckoned(nation: Nation) -> tuple[Reckoned, ...]:
    """Return the quantities of every inspection, without what must not be told."""
    return tuple(
        Reckoned(visit, reckoning.figures(visit.standing, visit.closed_lines))
        for visit in nation.visits
    )


def quantities_across(nation: Nation) -> tuple[QuantityAcross, ...]:
    """Return every quantity that inspections find, in the checklists' order."""
    packs = tuple({v.standing.pack.sha256: v.standing.pack for v in nation.visits}.values())
    keys = LineKeys(packs)
    named: dict[str, list[tuple[Pack, Quantity]]] = {}
    for pack in packs:
        for quantity in pack.quantities:
            if not quantity.value:
                named.setdefault(quantity_key(pack, quantity, keys), []).append((pack, quantity))
    found = [_read(each, keys) for each in reckoned(nation)]
    return tuple(_across(key, among, nation, found) for key, among in named.items())


def summary(figures: Iterable[FigureOf], *, adds_up: bool, is_share: bool = False) -> Summary:
    """Return what can be said of figures of several forces.

    Args:
        figures: in any order.
        adds_up: whether their sum means something.
        is_share: they are percentages, of which no sum ever does.
    """
    known = [(each.visit, each) for each in figures if each.number is not None]
    held, unsettled = one_of_each(known, lambda each: each.number)
    numbers = sorted(each.number for _, each in held if each.number is not None)
    if not numbers:
        return Summary(0, unsettled=unsettled)
    return Summary(
        len(numbers),
        sum(numbers, Fraction(0)) if adds_up and not is_share else None,
        numbers[0],
        median(numbers),
        numbers[-1],
        unsettled,
    )


def median(numbers: Sequence[Fraction]) -> Fraction:
    """Return the middle one of numbers in order, or what lies halfway between the middle two."""
    half = len(numbers) // 2
    return numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2


def digits(number: Fraction | None) -> str:
    """Return a number as it is read, with at most two decimals: ``1,250``, ``−6``, ``6.5``."""
    if number is None:
        return ""
    if number.denominator == 1:
        return whole_words(number.numerator)
    return current().decimal_words(reckoning.plain_decimal(round(number, 2)))


def quantity_key(pack: Pack, quantity: Quantity, keys: LineKeys) -> str:
    """Return what a quantity is known by: the places that hold it, else its id in its pack."""
    if not quantity.answered_in:
        return f"{pack.id}/{quantity.id}"
    places = (each.partition("/") for each in quantity.answered_in)
    return " ".join(f"{keys.key(pack, line)}/{rest}" for line, _, rest in places)


def _read(each: Reckoned, keys: LineKeys) -> dict[str, FigureOf]:
    supports = Supports(each.visit.standing, each.visit.closed_accounts())
    pack = each.visit.standing.pack
    return {
        quantity_key(pack, figure.quantity, keys): figure_of(each.visit, figure, supports)
        for figure in each.figures.quantities
        if figure.known is not Known.NOT_ASKED
    }


def figure_of(visit: Visit, figure: reckoning.Figure, supports: Supports) -> FigureOf:
    """Return a quantity of one inspection with all that goes with it."""
    if figure.known is not Known.FOUND:
        return FigureOf(visit, figure.known, figure.words or _UNKNOWN[figure.known])
    standing = visit.standing
    lines = (figure.line,) if figure.quantity.answered_in else figure.quantity.lines
    answers = [(line, standing.answer(line).value) for line in lines if line is not None]
    held = [(line, answer) for line, answer in answers if answer is not None]
    if not figure.quantity.answered_in:  # counts the lines that say so, and rests on them alone
        held = [(line, answer) for line, answer in held if is_not_supplied(answer)]
    waiting = [answer for _, answer in held if is_waiting(answer.origin)]
    if waiting:
        return FigureOf(visit, Known.MISSING, waiting_words(waiting[0].origin))
    left_out = [each for line, answer in held for each in of_answer(answer, line, supports)]
    caveats = tuple(dict.fromkeys(filter(None, (figure.caveat, *left_out))))
    dates = dict.fromkeys(
        answer.as_at.words() if answer.as_at else visit.fieldwork.words() for _, answer in held
    )
    marked = [visit.own_marking(answer.marking) for _, answer in held]
    return FigureOf(
        visit,
        Known.FOUND,
        figure.words,
        figure.number,
        caveats,
        "; ".join(dates),
        highest([visit.own_marking(None), *marked]),
    )


def _across(
    key: str,
    among: list[tuple[Pack, Quantity]],
    nation: Nation,
    found: list[dict[str, FigureOf]],
) -> QuantityAcross:
    pack, first = among[0]
    rows = tuple(
        read.get(key) or FigureOf(visit, None, NOT_IN_CHECKLIST)
        for visit, read in zip(nation.visits, found, strict=True)
    )
    units = {quantity.unit for _, quantity in among}
    is_one_unit = len(units) == 1
    unit = next((each.plural for each in pack.units if each.id == first.unit), first.unit)
    counted = Counter(quantity.title for _, quantity in among)
    told = summary(rows, adds_up=first.adds_up, is_share=first.unit == "percent")
    return QuantityAcross(
        key,
        first,
        unit if is_one_unit else "",
        rows,
        told if is_one_unit else Summary(told.forces, unsettled=told.unsettled),
        tuple(counted),
        is_one_unit,
    )
