"""Commands of planning: who looks at what, and whether the team is ready to travel."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.command_line import Misused
from inspector_app.domain.assigning import member_called, people_words
from inspector_app.domain.assignments import Assignment
from inspector_app.domain.held import Field
from inspector_app.domain.readiness import item_words, state_words, summed
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import section_words, when_words
from inspector_app.texts import tr


def assign(given: Namespace, desk: Desk) -> Exit:
    """Give lines and sections to people of the team; without any, tell who has what."""
    if bool(given.places) != bool(given.to):
        raise Misused(
            tr("Say both what is assigned and with --to to whom; or neither, to be told.")
        )
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        changes: list[str] = []
        if given.places:
            standing = vault.inspections.standing(inspection)
            people = [member_called(standing, each) for each in given.to]
            places = map(str.upper, given.places)
            changes += vault.assignments.assign(inspection, places, people, given.reason).changes
        standing = vault.inspections.standing(inspection)
    return _told(desk, standing, changes)


def unassign(given: Namespace, desk: Desk) -> Exit:
    """Take assignments back."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        places = map(str.upper, given.places)
        act = vault.assignments.unassign(inspection, places, given.reason)
        standing = vault.inspections.standing(inspection)
    return _told(desk, standing, list(act.changes))


def ready(given: Namespace, desk: Desk) -> Exit:
    """Tell whether this laptop and its team are ready to travel."""
    with desk.vault() as vault:
        vault.readiness.passphrase_opened()  # by this command, with what was typed or given
        inspection = vault.inspections.find(given.inspection)
        progress = desk.console.progress(tr("Looking through the changes"))
        found = vault.readiness.check(inspection, opens=True, progress=progress)
    words = []
    for check in found:
        words.append(f"{item_words(check.item)}: {state_words(check.state)}. {check.words}")
        words += [f"  {each}" for each in check.details]
        words += [f"  → {check.advice}"] if check.advice else []
    words.append(f"{summed(found)}.")
    desk.console.result(
        words,
        {
            "inspection": inspection,
            "checks": [
                {
                    "item": check.item.value,
                    "state": check.state.value,
                    "words": check.words,
                    "advice": check.advice,
                    "details": list(check.details),
                }
                for check in found
            ],
        },
    )
    return Exit.OK


def _told(desk: Desk, standing: Standing, changes: list[str]) -> Exit:
    words, forms = list(_words(standing)), [*_forms(standing)]
    desk.console.result(
        words or [tr("Nothing is assigned to anybody yet.")],
        {"inspection": standing.id, "assignments": forms, "changes": changes},
    )
    return Exit.OK


def _places(standing: Standing) -> Iterator[tuple[str, bool, Field[Assignment]]]:
    """Yield what is assigned as itself: its id, whether it is a section, and to whom."""
    for section in standing.pack.sections:
        field = standing.assignment(section.id)
        if any(held.value for held in field.versions):
            yield section.id, True, field
        for line in section.lines:
            field = standing.assignment(line.id)
            if any(held.value for held in field.versions):
                yield line.id, False, field


def _words(standing: Standing) -> Iterator[str]:
    for place, is_section, field in _places(standing):
        name = f"  {section_words(place, standing.pack)}" if is_section else ""
        if not field.in_conflict:
            people = ", ".join(people_words(standing, field.value.people if field.value else ()))
            yield f"{place}{name}: {people}"
            continue
        yield tr(
            "{place}{name}: in differing versions; assign it with --reason to settle it"
        ).format(place=place, name=name)
        for held in field.versions:
            named = people_words(standing, held.value.people) if held.value else ("nobody",)
            by = f"{standing.initials(held.author)}, {when_words(held.time_ms)}"
            yield tr("  {named} (by {by})").format(named=", ".join(named), by=by)


def _forms(standing: Standing) -> Iterator[dict[str, Any]]:
    for place, is_section, field in _places(standing):
        yield {
            "place": place,
            "kind": "section" if is_section else "line",
            "in_conflict": field.in_conflict,
            "versions": [
                {
                    "people": [standing.initials(each) for each in held.value.people]
                    if held.value
                    else [],
                    "reason": held.value.reason if held.value else held.reason,
                    "by": standing.initials(held.author),
                    "time_ms": held.time_ms,
                    "change": held.change,
                }
                for held in field.versions
            ],
        }


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "assign": assign,
    "unassign": unassign,
    "ready": ready,
}
"""By what the parser names."""
