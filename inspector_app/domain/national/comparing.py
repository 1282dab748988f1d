"""Comparisons that base can tell the inspections that wait for them, and not whose a figure is.

A least, a most or a median may be the very figure of some force; which force's is never told. Two
things could give that away, and neither is told: figures of too few forces, or
all alike but one, so that each could tell the others'; and two comparisons that differ by the
figures of too few forces, whose difference would be theirs.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from inspector_app.domain.carrying import is_waiting
from inspector_app.domain.checklist import Comparison, Measure, Pack
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.markings import Marking, highest
from inspector_app.domain.national.balances import balances_across, sides
from inspector_app.domain.national.lines import LineKeys
from inspector_app.domain.national.quantities import median, quantities_across, quantity_key
from inspector_app.domain.national.visits import Nation, Visit, one_of_each
from inspector_app.domain.values import Judged, Selected
from inspector_app.domain.wording import counted
from inspector_app.texts import tr

AT_LEAST = 5
"""Forces that a comparison rests on, unless base is told another number."""
FEWEST = 3
"""With two, each could work out the other's."""
_SIDES = {1: "plus", 0: "even", -1: "minus"}


@dataclass(frozen=True, slots=True)
class Worked:
    """One comparison as the inspections at base give it now."""

    about: str
    """What is compared: the same for comparisons of several checklists that rest on it."""
    comparison: Comparison
    pack: str
    """The id of the checklist that asks."""
    unit: str
    """In the plural."""
    figures: Mapping[str, str]
    """By force; of a balance the side. What a comparison rests on never leaves base."""
    values: Mapping[Measure, str]
    """Those that are alike for all forces."""
    spread: tuple[tuple[str, int], ...]
    marking: Marking
    refusal: str
    """Why it cannot be told; empty: it can."""
    unsettled: tuple[str, ...] = ()
    """Forces whose figures are left out, because two inspections of one date differ."""

    def alike(self, force: str) -> int | None:
        """Return how many forces lie on the same side as one; None: it is not among them."""
        side = self.figures.get(force)
        return None if side is None else sum(each == side for each in self.figures.values())


def comparisons(nation: Nation, at_least: int = AT_LEAST) -> tuple[Worked, ...]:
    """Return what the checklists of these inspections ask base to compare.

    Args:
        nation: the inspections; what is withheld, unsettled or unconfirmed counts nowhere.
        at_least: forces that a comparison must rest on.

    Raises:
        RuleViolation: ``at_least`` is so small that forces could work out each other's figures.
    """
    if at_least < FEWEST:
        raise RuleViolation(
            tr(
                "A comparison rests on at least {fewest} forces: of two, each could work out the "
                "other’s figure. Nothing was changed."
            ).format(fewest=FEWEST)
        )
    working = _Working(nation, at_least)
    packs: dict[str, Pack] = {}
    for visit in nation.visits:
        packs.setdefault(visit.standing.pack.sha256, visit.standing.pack)
    found: dict[tuple[str, str], Worked] = {}
    for pack in packs.values():
        for each in pack.comparisons:
            found.setdefault((pack.id, each.id), working.worked(pack, each))
    return tuple(found.values())


def gives_away(
    figures: Mapping[str, str], earlier: Iterable[Mapping[str, str]], at_least: int
) -> str:
    """Return why figures may not be told after others of the same thing; empty: they may.

    Args:
        figures: by force.
        earlier: those that every comparison told so far rested on.
        at_least: of how many forces figures must differ, unless none does.
    """
    for before in earlier:
        forces = figures.keys() | before.keys()
        differing = sum(figures.get(each) != before.get(each) for each in forces)
        if 0 < differing < at_least:
            changed = counted(differing, "force", "forces")
            return tr(
                "Since it was told before, the figures of {changed} differ: theirs could be "
                "worked out from the difference, so it is not told anew until those of {at_least} "
                "do."
            ).format(changed=changed, at_least=at_least)
    return ""


def tells_each(values: Sequence[Hashable]) -> bool:
    """Return whether somebody who knows one of these values knows every other's from the whole."""
    counts = Counter(values)
    return len(counts) <= 1 or (len(counts) == 2 and min(counts.values()) == 1)


class _Working:
    """Works comparisons out of what is read of the inspections once."""

    def __init__(self, nation: Nation, at_least: int) -> None:
        self.nation = nation
        self.at_least = at_least
        self._keys = LineKeys(visit.standing.pack for visit in self.nation.visits)
        self._quantities = {each.key: each for each in quantities_across(self.nation)}
        self._balances = {each.balance.id: each for each in balances_across(self.nation)}

    def worked(self, pack: Pack, comparison: Comparison) -> Worked:
        if comparison.quantity:
            return self._of_quantity(pack, comparison)
        if comparison.balance:
            return self._of_balance(pack, comparison)
        return self._of_choice(pack, comparison)

    def _of_quantity(self, pack: Pack, comparison: Comparison) -> Worked:
        quantity = pack.quantity(comparison.quantity)
        across = self._quantities[quantity_key(pack, quantity, self._keys)]
        held, unsettled = one_of_each(
            ((each.visit, each) for each in across.figures if each.number is not None),
            lambda each: each.number,
        )
        numbers = sorted(each.number for _, each in held if each.number is not None)
        values = _values(numbers, comparison.asks) if across.unit else {}
        return self._made(
            f"quantity:{across.key}",
            pack,
            comparison,
            across.unit,
            {visit.force: _decimal(each.number) for visit, each in held if each.number is not None},
            values,
            (),
            [each.marking for _, each in held if each.marking],
            unsettled,
        )

    def _of_balance(self, pack: Pack, comparison: Comparison) -> Worked:
        rows, unsettled = sides(self._balances[comparison.balance])
        figures = {row.visit.force: _side(row.difference) for row in rows}
        return self._made(
            f"balance:{comparison.balance}",
            pack,
            comparison,
            "forces",
            figures,
            {},
            (),
            [each.marking for row in rows for each in (row.plus, row.minus) if each.marking],
            unsettled,
        )

    def _of_choice(self, pack: Pack, comparison: Comparison) -> Worked:
        line_id, part_id = comparison.choice.split("/")
        line = pack.line(line_id)
        part = next(each for each in line.parts if each.id == part_id)
        options = part.options or pack.scale(part.scale).values
        key = self._keys.key(pack, line_id)
        given: list[tuple[Visit, tuple[str, Marking]]] = []
        for visit in self.nation.visits:
            if (chosen := self._chosen(visit, key, part_id)) is not None:
                given.append((visit, chosen))
        held, unsettled = one_of_each(given, lambda pair: pair[0])
        counts = Counter(choice for _, (choice, _) in held)
        known = {option.id: option.text for option in options}
        spread = tuple(
            (known.get(choice, choice), counts[choice])
            for choice in (*known, *sorted(counts.keys() - known.keys()))
            if counts[choice]
        )
        return self._made(
            f"choice:{key}/{part_id}",
            pack,
            comparison,
            "forces",
            {visit.force: choice for visit, (choice, _) in held},
            {},
            spread,
            [marking for _, (_, marking) in held],
            unsettled,
        )

    def _chosen(self, visit: Visit, key: str, part_id: str) -> tuple[str, Marking] | None:
        standing = visit.standing
        for line in standing.pack.lines():
            if self._keys.key(standing.pack, line.id) != key or line.id in visit.closed_lines:
                continue
            answer_field = standing.answer(line.id)
            answer = answer_field.value
            if answer is None or answer_field.in_conflict or is_waiting(answer.origin):
                continue
            match answer.values.get(part_id):
                case Judged(value=chosen) | Selected(option=chosen) if chosen:
                    return chosen, visit.own_marking(answer.marking)
        return None

    def _made(
        self,
        about: str,
        pack: Pack,
        comparison: Comparison,
        unit: str,
        figures: Mapping[str, str],
        values: Mapping[Measure, str],
        spread: tuple[tuple[str, int], ...],
        markings: Iterable[Marking],
        unsettled: tuple[str, ...],
    ) -> Worked:
        refusal = ""
        if len(figures) < self.at_least:
            have = counted(len(figures), "force has a figure", "forces have figures")
            refusal = tr(
                "{have} that can be compared; a comparison rests on {at_least} or more."
            ).format(have=have, at_least=self.at_least)
        elif tells_each(tuple(figures.values())):
            refusal = tr(
                "All forces, or all but one, have the same, so one that knows its own could tell "
                "each other’s."
            )
        elif not unit:
            refusal = tr("The checklists count in different units.")
        return Worked(
            about,
            comparison,
            pack.id,
            unit,
            figures,
            {} if refusal else values,
            () if refusal else spread,
            highest(markings),
            refusal,
            unsettled,
        )


def _values(numbers: Sequence[Fraction], asks: Iterable[Measure]) -> dict[Measure, str]:
    if not numbers:
        return {}
    made = {
        Measure.MEDIAN: median(numbers),
        Measure.LEAST: numbers[0],
        Measure.MOST: numbers[-1],
        Measure.TOTAL: sum(numbers, Fraction(0)),
    }
    return {each: _decimal(made[each]) for each in asks if each in made}


def _decimal(number: Fraction) -> str:
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(round(number, 2)):.2f}".rstrip("0")


def _side(difference: Fraction | None) -> str:
    assert difference is not None  # noqa: S101 - rows of sides() have one
    return _SIDES[(difference > 0) - (difference < 0)]
