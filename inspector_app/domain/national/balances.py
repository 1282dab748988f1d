"""One quantity set against another in every inspection: units needed and held, given and taken.

What does not agree is a prompt to look again, never a finding.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from inspector_app.domain.checklist import Balance
from inspector_app.domain.figures import Verdict, quantities_named
from inspector_app.domain.national.lines import LineKeys
from inspector_app.domain.national.quantities import (
    FigureOf,
    QuantityAcross,
    Reckoned,
    Summary,
    digits,
    quantities_across,
    quantity_key,
    reckoned,
    summary,
)
from inspector_app.domain.national.visits import Nation, Visit, one_of_each
from inspector_app.domain.wording import counted
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class BalanceOf:
    """A balance as one inspection has it."""

    visit: Visit
    plus: FigureOf
    minus: FigureOf
    difference: Fraction | None
    """None: one side or both has no figure."""
    beside: tuple[FigureOf, ...]
    prompts: tuple[str, ...]
    """What its own figures do not agree in, as the checklist says it."""


@dataclass(frozen=True, slots=True)
class BalanceAcross:
    """A balance in all inspections, and over all forces that have both sides."""

    balance: Balance
    unit: str
    titles: tuple[str, ...]
    """Of both sides, then of what stands beside."""
    rows: tuple[BalanceOf, ...]
    """One for each inspection whose checklist has the balance."""
    plus: Summary
    """Of the forces that have both sides."""
    minus: Summary
    difference: Summary
    prompts: tuple[str, ...]
    """What does not agree over all of them."""


def balances_across(nation: Nation) -> tuple[BalanceAcross, ...]:
    """Return the balances of the checklists over all inspections; those of equal id are one."""
    keys = LineKeys(visit.standing.pack for visit in nation.visits)
    quantities = {each.key: each for each in quantities_across(nation)}
    checked = reckoned(nation)
    found: dict[str, Balance] = {}
    for visit in nation.visits:
        for balance in visit.standing.pack.balances:
            found.setdefault(balance.id, balance)
    return tuple(_across(balance, nation, quantities, keys, checked) for balance in found.values())


def sides(balance: BalanceAcross) -> tuple[tuple[BalanceOf, ...], tuple[str, ...]]:
    """Return one row of each force that has a difference, and the forces that are unsettled."""
    held, unsettled = one_of_each(
        ((row.visit, row) for row in balance.rows if row.difference is not None),
        lambda row: (row.plus.number, row.minus.number),
    )
    return tuple(row for _, row in held), unsettled


def _across(
    balance: Balance,
    nation: Nation,
    quantities: Mapping[str, QuantityAcross],
    keys: LineKeys,
    checked: Iterable[Reckoned],
) -> BalanceAcross:
    rows: list[BalanceOf] = []
    first: tuple[QuantityAcross, ...] = ()
    made = {each.visit.inspection: each for each in checked}
    for visit in nation.visits:
        own = next((e for e in visit.standing.pack.balances if e.id == balance.id), None)
        if own is None:
            continue
        wanted = (own.plus, own.minus, *own.beside)
        pack = visit.standing.pack
        held = tuple(quantities[quantity_key(pack, pack.quantity(e), keys)] for e in wanted)
        first = first or held
        plus, minus, *beside = (each.of(visit) for each in held)
        is_known = plus.number is not None and minus.number is not None
        difference = plus.number - minus.number if is_known else None  # type: ignore[operator]
        prompts = _prompts(made[visit.inspection], frozenset(wanted))
        rows.append(BalanceOf(visit, plus, minus, difference, tuple(beside), prompts))
    units = {each.unit for each in first}
    made_of = BalanceAcross(
        balance,
        units.pop() if len(units) == 1 else "",
        tuple(each.quantity.title for each in first),
        tuple(rows),
        Summary(0),
        Summary(0),
        Summary(0),
        (),
    )
    return _summed(made_of)


def _summed(balance: BalanceAcross) -> BalanceAcross:
    held, unsettled = sides(balance)
    plus = summary((row.plus for row in held), adds_up=True)
    minus = summary((row.minus for row in held), adds_up=True)
    differences = sorted(row.difference for row in held if row.difference is not None)
    difference = Summary(
        len(differences),
        sum(differences, Fraction(0)) if differences else None,
        unsettled=unsettled,
    )
    return BalanceAcross(
        balance.balance,
        balance.unit,
        balance.titles,
        balance.rows,
        plus,
        minus,
        difference,
        _over_all(balance.balance, plus, minus, difference, balance.unit),
    )


def _prompts(made: Reckoned, concerned: frozenset[str]) -> tuple[str, ...]:
    """Return what an inspection's own figures do not agree in, where it concerns these."""
    return tuple(
        f"{each.check.text} ({each.working})"
        for each in made.figures.checks
        if each.verdict is Verdict.DOES_NOT_HOLD
        and concerned.intersection(quantities_named(each.check.expression))
    )


def _over_all(
    balance: Balance, plus: Summary, minus: Summary, difference: Summary, unit: str
) -> tuple[str, ...]:
    if not balance.evens_out or not difference.total:
        return ()
    forces = counted(difference.forces, "force", "forces")
    return (
        tr(
            "What one force gives another receives, but the {forces} here give {given} and "
            "receive {received} {unit}: the rest went to or came from forces that are not here, "
            "or periods and exclusions differ."
        ).format(forces=forces, given=digits(plus.total), received=digits(minus.total), unit=unit),
    )
