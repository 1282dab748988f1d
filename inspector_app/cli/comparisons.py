"""Commands about what base tells an inspection of the other forces."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain.national.telling import told_words
from inspector_app.services.comparisons import Awaited
from inspector_app.texts import tr


def comparison(given: Namespace, desk: Desk) -> Exit:
    """Take over what base tells a line; without a line, list what lines wait for."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        if not given.line:
            awaited = vault.comparisons.awaited(inspection)
            desk.console.result(
                [_words(each) for each in awaited]
                or [tr("No line here waits for a national comparison.")],
                [_form(each) for each in awaited],
            )
            return Exit.OK
        line = vault.inspections.pack(inspection).line(given.line.upper()).id
        recorded = vault.comparisons.take_over(inspection, line, given.comparison)
    desk.console.result(
        [
            tr("Taken over on {line} as an account of {recorded}.").format(
                line=line, recorded=recorded.number
            ),
            tr("The answer is as it was: what base says is not a finding."),
        ],
        {
            "inspection": recorded.act.inspection,
            "changes": list(recorded.act.changes),
            "source": recorded.number,
            "accounts": list(recorded.accounts),
        },
    )
    return Exit.OK


def _words(each: Awaited) -> str:
    at = f"{each.comparison.line} ({each.comparison.id})"
    if each.told is None:
        return tr("{at}: {comparison}: base has told nothing yet.").format(
            at=at, comparison=each.comparison.title
        )
    taken = (
        tr(" Taken over as {taken_over}.").format(taken_over=each.taken_over)
        if each.taken_over
        else ""
    )
    return f"{at}: {told_words(each.told)}{taken}"


def _form(each: Awaited) -> dict[str, object]:
    told = each.told
    return {
        "line": each.comparison.line,
        "comparison": each.comparison.id,
        "title": each.comparison.title,
        "taken_over": each.taken_over,
        "told": None
        if told is None
        else {
            "base": told.base,
            "issued_ms": told.issued_ms,
            "forces": told.forces,
            "is_among": told.is_among,
            "unit": told.unit,
            "values": {measure.value: value for measure, value in told.values},
            "spread": [{"choice": choice, "forces": number} for choice, number in told.spread],
            "marking": told.marking.words(),
        },
    }


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {"comparison": comparison}
"""By what the parser names."""
