"""The menu of base's pages, as each of the two roles sees it."""

from dataclasses import dataclass
from typing import Final

from inspector_app.server.accounts import Account


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the menu."""

    path: str
    words: str
    icon: str
    """A file of ``resources/icons`` without its ending."""
    for_leads: bool = False


ENTRIES: Final = (
    Entry("/", "Overview", "board", for_leads=True),
    Entry("/inspections", "Inspections", "inspections", for_leads=True),
    Entry("/national", "National picture", "table", for_leads=True),
    Entry("/held", "Held changes", "warning", for_leads=True),
    Entry("/receipts", "Receipts", "check", for_leads=True),
    Entry("/laptops", "Laptops", "laptop"),
    Entry("/storage", "Storage", "folder"),
    Entry("/backups", "Backups", "shield"),
    Entry("/events", "Events", "history"),
    Entry("/accounts", "Accounts", "user"),
    Entry("/mine", "My account", "key", for_leads=True),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as one page shows it."""

    entry: Entry
    current: str
    """``page``: it is this very one; ``true``: this one lies below it; empty: another."""


def of(account: Account, path: str) -> tuple[Shown, ...]:
    """Return the menu of an account on the page at ``path``."""
    return tuple(
        Shown(entry, _current(entry.path, path))
        for entry in ENTRIES
        if account.is_admin or entry.for_leads
    )


def _current(place: str, path: str) -> str:
    if path == place:
        return "page"
    return "true" if place != "/" and path.startswith(f"{place}/") else ""
