"""Events and states in the words of the pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, select

from inspector_app.server import arrivals
from inspector_app.server.chronicle import Event
from inspector_app.server.tables import account, device, inspection

FILE_STATES: Final = {
    "lacking": "Nothing of it has come",
    "arriving": "Arriving",
    "verifying": "Here, being checked",
    "verified": "Here whole",
    "damaged": "Came damaged; asked for anew",
    "purged": "Purged",
}
DONE: Final = {
    "account-made": "Account made",
    "account-removed": "Account removed",
    "allowance-used-up": "A laptop brought more than one may",
    "backup-made": "Backup made",
    "base-made": "Base made",
    "base-restored": "Base restored from a backup",
    "chain-forked": "A laptop’s work parted in two branches",
    "comparisons-told": "National comparison told",
    "device-enrolled": "Laptop enrolled",
    "device-renamed": "Laptop renamed",
    "device-replaced": "Laptop replaced",
    "device-revoked": "Laptop revoked",
    "held-released": "Held changes released",
    "inspection-opened": "Inspection opened",
    "invitation-withdrawn": "Enrolment code withdrawn",
    "invited": "Enrolment code made",
    "laptop-went-back": "A laptop went back to an older state",
    "member-added": "Laptop put into the team",
    "member-removed": "Laptop taken out of the team",
    "password-set": "Password set",
    "purge-refused": "Purge not obeyed",
    "role-set": "What an account may do altered",
    "signed-in": "Signed in",
    "signed-out-everywhere": "Signed out everywhere",
    "transfer-imported": "Transfer file imported",
    "transfer-kept-apart": "Transfer file kept apart",
}


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it is shown."""

    at_ms: int
    who: str
    what: str
    about: str
    path: str
    """Where there is more of what it is about; empty: nowhere."""
    words: str


def listed(connection: Connection, events: Sequence[Event]) -> list[Told]:
    """Return events in words, in their order."""
    abouts = {each.about for each in events}
    ids = {each.who for each in events} | abouts
    laptops = {
        row.id: f"{row.initials} · {row.label}"
        for row in connection.execute(select(device).where(device.c.id.in_(ids)))
    }
    named = {str(key): name.words for key, name in arrivals.names(connection, abouts).items()}
    known = _among(connection, inspection.c.id, abouts)
    accounts = _among(connection, account.c.name, abouts)
    return [
        Told(
            at_ms=each.at_ms,
            who=_who(each.who, laptops),
            what=DONE.get(each.what, each.what.replace("-", " ").capitalize()),
            about=laptops.get(each.about) or named.get(each.about) or _short(each.about),
            path=_path(each.about, laptops, known, accounts),
            words=each.words,
        )
        for each in events
    ]


def _among(connection: Connection, column: ColumnElement[str], ids: set[str]) -> set[str]:
    return set(connection.execute(select(column).where(column.in_(ids))).scalars())


def _who(who: str, laptops: dict[str, str]) -> str:
    if who.startswith("account:"):
        return who.removeprefix("account:")
    return laptops.get(who) or ("By command" if who == "spr-base" else _short(who))


def _short(id_: str) -> str:
    is_id = len(id_) >= 32 and all(letter in "0123456789abcdef" for letter in id_)
    return f"{id_[:12]}…" if is_id else id_


def _path(about: str, laptops: dict[str, str], known: set[str], accounts: set[str]) -> str:
    if about in laptops:
        return f"/laptops/{about}"
    if about in known:
        return f"/inspections/{about}"
    return f"/accounts/{about}" if about in accounts else ""
