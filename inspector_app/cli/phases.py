"""Commands about the phases of the work."""

from argparse import Namespace

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain import phasing
from inspector_app.domain.phases import Phase
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import when_words
from inspector_app.texts import tr


def phase(given: Namespace, desk: Desk) -> Exit:
    """Tell the phase of the work, or enter another one."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        changes: list[str] = []
        if given.phase is not None:
            act = vault.phases.enter(inspection, Phase(given.phase), given.reason)
            changes += act.changes
        standing = vault.inspections.standing(inspection)
    desk.console.result(_words(standing), {**_form(standing), "changes": changes})
    return Exit.OK


def _words(standing: Standing) -> list[str]:
    field = standing.phase_entered
    told = [f"Phase: {phasing.words(standing.phase).lower()}."]
    if not field.value:
        told[0] = told[0][:-1] + tr(", as the work shows; nobody has recorded it.")
    for held in field.versions:
        if held.value is None:
            continue
        by = f"{standing.initials(held.author)}, {when_words(held.time_ms)}"
        because = (
            tr("; because: {reason}").format(reason=held.value.reason) if held.value.reason else ""
        )
        told.append(f"  {phasing.words(held.value.phase)} ({by}){because}")
    if field.in_conflict:
        told.append(tr("Laptops have recorded differing phases: enter the one that holds."))
    if (after := phasing.following(standing.phase)) is not None:
        told.append(f"Next: {after.value}.")
    return told


def _form(standing: Standing) -> dict[str, object]:
    field = standing.phase_entered
    return {
        "inspection": standing.id,
        "phase": standing.phase.value,
        "recorded": [
            {
                "phase": held.value.phase.value,
                "reason": held.value.reason,
                "by": standing.initials(held.author),
                "time_ms": held.time_ms,
                "change": held.change,
            }
            for held in field.versions
            if held.value is not None
        ],
        "in_conflict": field.in_conflict,
    }


VERBS = {"phase": phase}
