"""Names of people, each kept once, outside the journal and on this laptop alone."""

import secrets
from collections.abc import Iterable

from inspector_app.domain.ids import PersonId
from inspector_app.storage.unit_of_work import UnitOfWork


def named(work: UnitOfWork, names: Iterable[str]) -> tuple[PersonId, ...]:
    """Return who goes by each of the names; one that is not known here yet is kept."""
    known = {name.casefold(): person for person, name in work.people.names().items()}
    found = []
    for name in filter(None, (" ".join(each.split()) for each in names)):
        if (person := known.get(name.casefold())) is None:
            person = known[name.casefold()] = PersonId(secrets.token_hex(16))
            work.people.name(person, name)
        found.append(person)
    return tuple(dict.fromkeys(found))
