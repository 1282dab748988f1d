"""Commands about the names of people that this laptop knows."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain.wording import counted
from inspector_app.texts import tr

if TYPE_CHECKING:
    from inspector_app.services.names import Known


def overview(_given: Namespace, desk: Desk) -> Exit:
    """List whose names are known on this laptop."""
    with desk.vault() as vault:
        found = vault.names.all()
    words = [f"{each.name}  {', '.join(each.initials) or tr('of no team')}" for each in found]
    desk.console.result(words, [_form(each) for each in found])
    return Exit.OK


def erase(given: Namespace, desk: Desk) -> Exit:
    """Tell what erasing a name would do or, with --yes, erase it."""
    with desk.vault() as vault:
        known = vault.names.find(given.person)
        changes = vault.names.erase(known.person, given.reason) if given.yes else ()
    places = counted(len(known.inspections), "inspection", "inspections")
    done = tr("Erased, for good") if given.yes else tr("Nothing is erased yet. This would be")
    words = [
        tr(
            "{done}: the name {known}, mentioned in {places}. Other laptops erase it when they "
            "come together with this one."
        ).format(done=done, known=known.name, places=places),
        tr(
            "Where the name was written into answers, notes or captions it stays: search for it, "
            "and purge those places. Signed summaries and backups are out of reach."
        ),
    ]
    if not given.yes:
        words.append(tr("It cannot be undone. To carry it out, say the same with --yes."))
    desk.console.result(words, {**_form(known), "carried_out": given.yes, "changes": list(changes)})
    return Exit.OK


def _form(known: "Known") -> dict[str, object]:
    return {
        "person": known.person,
        "name": known.name,
        "initials": list(known.initials),
        "inspections": list(known.inspections),
        "own": known.is_own,
    }


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {"overview": overview, "erase": erase}
