"""The quantities of a record, and the checks between them."""

from collections.abc import Iterable

from inspector_app.domain.figures import CheckMade, Figure, Known, Verdict
from inspector_app.domain.ids import LineId
from inspector_app.domain.wording import NOTHING_RECORDED, listed
from inspector_app.reports.facts import CheckFacts, QuantityFacts
from inspector_app.reports.selection import Selection
from inspector_app.texts import tr, tr_counted

_LEFT_OUT = tr("Left out of this export")


def quantity_facts(figure: Figure, selection: Selection) -> QuantityFacts:
    """Return a quantity as it is listed."""
    quantity = figure.quantity
    units = selection.standing.pack.units
    unit = next((each.plural for each in units if each.id == quantity.unit), quantity.unit)
    here = {
        Known.FOUND: figure.words,
        Known.MISSING: figure.words or NOTHING_RECORDED,
        Known.DISPUTED: tr("in differing versions"),
        Known.LEFT_OUT: _LEFT_OUT,
        Known.NOT_ASKED: "",
    }[figure.known]
    return QuantityFacts(
        id=quantity.id,
        title=quantity.title,
        unit=unit,
        known=figure.known.value,
        here=here,
        caveat=_caveat(figure, selection),
        line=figure.line or "",
        stated=quantity.value,
        basis=quantity.basis,
        locator=quantity.locator,
        check=quantity.check,
    )


def check_facts(made: CheckMade, quantities: Iterable[Figure]) -> CheckFacts:
    """Return a check as it is listed: what it works out to, or what it says."""
    closed = {f.quantity.id for f in quantities if f.known is Known.LEFT_OUT}
    words = ""
    if closed & set(made.unknown):
        words = tr("Rests on {unknown}, left out of this export at least in part.").format(
            unknown=listed(made.unknown)
        )
        return CheckFacts(made.check.id, made.verdict.value, made.check.expression, words)
    if made.verdict is Verdict.DOES_NOT_HOLD:
        words = made.check.text
    elif made.unknown:
        words = tr_counted(
            len(made.unknown), "{quantities} is not known.", "{quantities} are not known."
        ).format(quantities=listed(made.unknown))
    return CheckFacts(made.check.id, made.verdict.value, made.working, words)


def _caveat(figure: Figure, selection: Selection) -> str:
    """Return what a number leaves out, by its answer and by the sources it rests on."""
    if figure.known is not Known.FOUND or not figure.line:
        return figure.caveat
    behind = selection.supports.exclusions(LineId(figure.line))
    return " ".join(dict.fromkeys(filter(None, (figure.caveat, *behind))))
