"""Ready to travel: what was looked at before the team sets out, and what it means.

Every check says only what was looked at; what was not is told as such.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.locales import current
from inspector_app.domain.wording import counted, size_words, when_words

SPACE_FOR_FILES = 2_000_000_000
"""Bytes that the evidence of one visit may take: about 400 photographs."""
_COPIES = 2
"""Of the database: it grows during the visit, and an update copies it first."""
_AHEAD_MS = 10 * 60_000
"""How far laptops' clocks may go apart; a set that was never put right is off by less."""


class Item(StrEnum):
    """What is looked at, in the order in which it is told."""

    PASSPHRASE = "passphrase"  # noqa: S105 - a name, no secret
    TEAM = "team"
    PACK = "pack"
    SPACE = "space"
    PRINTER = "printer"
    CLOCK = "clock"


class State(StrEnum):
    """What came of looking."""

    OK = "ok"
    LOOK = "look"
    """Somebody should look at it before the team leaves."""
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, or was not."""

    item: Item
    state: State
    words: str
    """What was found, in one sentence."""
    advice: str = ""
    """What to do; empty: nothing."""
    details: tuple[str, ...] = ()
    """More of it, a line each."""


@dataclass(frozen=True, slots=True)
class Laptop:
    """Another laptop of the team, as this one knows it."""

    initials: str
    is_in: bool
    """Whether the inspection is shared with it."""
    until_ms: int
    """When the last of its work that is here was recorded, by its own clock; 0: none is here."""
    heard_ms: int
    """When it last said what it holds, by its own clock; 0: never."""
    is_level: bool
    """Whether it then held exactly what is held here now."""
    lacks: int
    """Files that it then lacked."""


@dataclass(frozen=True, slots=True)
class Team:
    """How the team's laptops fold together, as far as it can be told here."""

    laptops: tuple[Laptop, ...]
    without: tuple[str, ...]
    """Initials of people of the team of whom no laptop has come together with this one."""
    versions: int
    """Places that stand in differing versions."""
    waiting: int
    """Changes that are kept apart."""
    fault: str
    """Why the changes kept here do not fit together; empty: every one was looked at and does."""


@dataclass(frozen=True, slots=True)
class Printers:
    """What this laptop's system says of printers."""

    names: tuple[str, ...]
    usual: str
    """The one that is offered first; empty: none is."""
    is_in_error: bool = False
    """What the system says of that one."""


def of_passphrase(opens: bool | None, last_ms: int) -> Check:
    """Return what came of trying the passphrase.

    Args:
        opens: whether it opened the vault in this check; None: it was not tried.
        last_ms: when it last did so on this laptop when it was tried for this; 0: never.
    """
    if opens is None:
        last = (
            f"; it was last tried on {when_words(last_ms)}."
            if last_ms
            else ", and never before on this laptop."
        )
        return Check(
            Item.PASSPHRASE,
            State.NOT_CHECKED,
            f"The passphrase was not tried in this check{last}",
            "Type it now: on the way nobody can open the vault without it.",
        )
    if not opens:
        return Check(
            Item.PASSPHRASE,
            State.LOOK,
            "What was typed does not open this vault.",
            "Look at Caps Lock and try again; while the vault is open, the settings can give it "
            "another passphrase only to somebody who knows this one.",
        )
    return Check(
        Item.PASSPHRASE,
        State.OK,
        f"The passphrase opens this vault; it was tried on {when_words(last_ms)}.",
    )


def of_team(team: Team) -> Check:
    """Return whether the team's laptops fold together."""
    shared = [each for each in team.laptops if each.is_in]
    behind = [each for each in shared if not each.is_level or each.lacks]
    details = tuple(map(laptop_words, team.laptops)) + tuple(
        f"{initials}: no laptop of theirs has come together with this one."
        for initials in team.without
    )
    if team.fault:
        return Check(
            Item.TEAM,
            State.LOOK,
            f"What is kept here does not fit together: {team.fault}",
            "Nothing was changed; tell base before anything is recorded on it.",
            details,
        )
    found = []
    if team.waiting:
        found.append(f"{counted(team.waiting, 'change waits', 'changes wait')} to be taken in")
    if behind:
        found.append(f"{counted(len(behind), 'laptop does', 'laptops do')} not hold the same")
    if team.without:
        found.append(f"{counted(len(team.without), 'person has', 'people have')} no laptop here")
    if team.versions:
        found.append(
            f"{counted(team.versions, 'place stands', 'places stand')} in differing versions"
        )
    if found:
        return Check(
            Item.TEAM,
            State.LOOK,
            f"{_capital(_and(found))}.",
            "Bring the laptops together (Ctrl+T), this one last; V settles what differs.",
            details,
        )
    if not shared:
        return Check(
            Item.TEAM,
            State.OK,
            "This laptop is the only one of this inspection, and all it holds fits together.",
            details=details,
        )
    return Check(
        Item.TEAM,
        State.OK,
        f"{counted(len(shared), 'other laptop holds', 'other laptops hold')} the same as this one, "
        "as they last said, and it fits together.",
        details=details,
    )


def of_team_unread(why: str) -> Check:
    """Return that nobody could look at the laptops, and why."""
    return Check(
        Item.TEAM,
        State.NOT_CHECKED,
        f"The team's laptops were not looked at: {why.rstrip('.')}.",
        "Mend the checklist first, then look again.",
    )


def laptop_words(laptop: Laptop) -> str:
    """Return how another laptop stands to this one: whose work is here and up to when."""
    if not laptop.is_in:
        return f"{laptop.initials}: the inspection is not shared with this laptop."
    until = f"work up to {when_words(laptop.until_ms)}" if laptop.until_ms else "no work"
    if not laptop.heard_ms:
        said = "it has not said what it holds"
    else:
        said = "held the same" if laptop.is_level else "did not hold all"
        said = f"it {said} when it last said so, on {when_words(laptop.heard_ms)}"
    files = f", and lacked {counted(laptop.lacks, 'file', 'files')}" if laptop.lacks else ""
    return f"{laptop.initials}: {until} is here; {said}{files}."


def of_pack(
    name: str, pinned: str, kept: str | None, damage: str = "", asking_again: int = 0
) -> Check:
    """Return whether the exact pack is here and whole.

    Args:
        name: ``spr-2012 1.0.0``.
        pinned: the SHA-256 that the inspection names.
        kept: that of the copy here, computed now; None: there is none, or it cannot be read.
        damage: why it cannot.
        asking_again: lines whose answer was given when an older version asked otherwise.
    """
    if kept == pinned and asking_again:
        many = counted(asking_again, "line asks", "lines ask")
        return Check(
            Item.PACK,
            State.LOOK,
            f"The checklist is kept in the vault, whole: {name}. {many} again under it.",
            "Confirm what was answered under the older version, or answer anew: the prompts name "
            "the lines.",
            (f"SHA-256 {pinned}",),
        )
    if kept == pinned:
        return Check(
            Item.PACK,
            State.OK,
            f"The checklist is kept in the vault as it was pinned, whole: {name}.",
            details=(f"SHA-256 {pinned}",),
        )
    why = damage or "the copy kept here is another one"
    return Check(
        Item.PACK,
        State.LOOK,
        f"The checklist {name} is not here as it was pinned: {why.rstrip('.')}.",
        "Bring together with a laptop that has it, or take in the full export of one.",
        (f"SHA-256 pinned {pinned}", f"SHA-256 here {kept or 'cannot be computed'}"),
    )


def of_space(free: int | None, database: int) -> Check:
    """Return whether the disk has room; all in bytes, ``free`` None where it cannot be told."""
    need = SPACE_FOR_FILES + _COPIES * database
    if free is None:
        return Check(
            Item.SPACE,
            State.NOT_CHECKED,
            "This laptop does not say how much room its disk has.",
            f"Look that {size_words(need)} are free where the vault lies.",
        )
    details = (
        f"{size_words(SPACE_FOR_FILES)} for evidence, about 400 photographs",
        f"{size_words(_COPIES * database)} for the database to grow, and for its copy at an update",
    )
    words = f"{size_words(free)} are free where the vault lies; a visit needs {size_words(need)}"
    if free < need:
        return Check(
            Item.SPACE, State.LOOK, f"Only {words}.", "Make room on the disk first.", details
        )
    return Check(Item.SPACE, State.OK, f"{words}.", details=details)


def of_printer(printers: Printers | None) -> Check:
    """Return whether a printer is set up; None: nobody could ask."""
    if printers is None:
        return Check(
            Item.PRINTER,
            State.NOT_CHECKED,
            "Printers cannot be asked for from the command line.",
            "The window asks: Ready to travel, from the board.",
        )
    if not printers.names:
        return Check(
            Item.PRINTER,
            State.LOOK,
            "No printer is set up on this laptop.",
            "Set one up, or take summaries along as PDF to be printed elsewhere.",
        )
    name = printers.usual or printers.names[0]
    others = tuple(each for each in printers.names if each != name)
    if printers.is_in_error:
        return Check(
            Item.PRINTER,
            State.LOOK,
            f"The system says that the printer {name} is in error.",
            "Print a page before you leave.",
            others,
        )
    return Check(
        Item.PRINTER,
        State.OK,
        f"A printer is set up: {name}. Nothing was printed to try it.",
        "Print a page to be sure.",
        others,
    )


def of_clock(now_ms: int, own_ms: int, others_ms: int, offset: int, london: int) -> Check:
    """Return whether the clock can be believed, as far as it can be told without a network.

    Args:
        now_ms: milliseconds UTC by this laptop's clock.
        own_ms: when the last act on this laptop was recorded; 0: none.
        others_ms: when the latest act of another laptop that is here was recorded; 0: none.
        offset: minutes by which this laptop's time zone is ahead of UTC now.
        london: minutes by which London is.
    """
    newest = max(own_ms, others_ms)
    details = [f"By this laptop it is {when_words(now_ms)} in London."]
    if newest:
        details.append(f"The newest act here was recorded on {when_words(newest)}.")
    if now_ms < own_ms:
        return Check(
            Item.CLOCK,
            State.LOOK,
            "The clock was set back: the last act on this laptop is later than its time now.",
            "Set the clock right; acts keep their order all the same.",
            tuple(details),
        )
    if others_ms > now_ms + _AHEAD_MS:
        return Check(
            Item.CLOCK,
            State.LOOK,
            "The clock is behind another laptop's: an act of that one is later than the time here.",
            "Compare both with a telephone, and set right the one that is wrong.",
            tuple(details),
        )
    if offset != london:
        return Check(
            Item.CLOCK,
            State.LOOK,
            f"This laptop's time zone is {_zone(offset)}, and London's is {_zone(london)} now.",
            "Set it to London. The app shows London's time all the same.",
            tuple(details),
        )
    return Check(
        Item.CLOCK,
        State.OK,
        "The clock has not gone back behind any act here, and the time zone is London's.",
        "Compare it with a telephone: whether it is right cannot be told without a network.",
        tuple(details),
    )


def state_words(state: State) -> str:
    """Return what came of looking, in a word or two."""
    return {
        State.OK: "in order",
        State.LOOK: "look at this",
        State.NOT_CHECKED: "not checked",
    }[state]


def item_words(item: Item) -> str:
    """Return what is looked at, in a word or two."""
    return {
        Item.PASSPHRASE: "Passphrase",
        Item.TEAM: "The team’s laptops",
        Item.PACK: "Checklist",
        Item.SPACE: "Room on the disk",
        Item.PRINTER: "Printer",
        Item.CLOCK: "Clock",
    }[item]


def summed(checks: Iterable[Check]) -> str:
    """Return how it stands altogether: ``3 in order, 2 to look at, 1 not checked``."""
    found = [each.state for each in checks]
    return (
        f"{found.count(State.OK)} in order, {found.count(State.LOOK)} to look at, "
        f"{found.count(State.NOT_CHECKED)} not checked"
    )


def _and(words: list[str]) -> str:
    return current().listed(words)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _zone(minutes: int) -> str:
    sign = "+" if minutes >= 0 else current().minus
    return f"UTC{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02}"
