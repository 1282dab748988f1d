"""Ready to travel: what was looked at before the team sets out, and what it means.

Every check says only what was looked at; what was not is told as such.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.locales import current, whole_words
from inspector_app.domain.wording import counted, size_words, when_words
from inspector_app.texts import tr, tr_counted

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
            tr("; it was last tried on {when}.").format(when=when_words(last_ms))
            if last_ms
            else tr(", and never before on this laptop.")
        )
        return Check(
            Item.PASSPHRASE,
            State.NOT_CHECKED,
            tr("The passphrase was not tried in this check{last}").format(last=last),
            tr("Type it now: on the way nobody can open the vault without it."),
        )
    if not opens:
        return Check(
            Item.PASSPHRASE,
            State.LOOK,
            tr("What was typed does not open this vault."),
            tr(
                "Look at Caps Lock and try again; while the vault is open, the settings can give "
                "it another passphrase only to somebody who knows this one."
            ),
        )
    return Check(
        Item.PASSPHRASE,
        State.OK,
        tr("The passphrase opens this vault; it was tried on {when}.").format(
            when=when_words(last_ms)
        ),
    )


def of_team(team: Team) -> Check:
    """Return whether the team's laptops fold together."""
    shared = [each for each in team.laptops if each.is_in]
    behind = [each for each in shared if not each.is_level or each.lacks]
    details = tuple(map(laptop_words, team.laptops)) + tuple(
        tr("{initials}: no laptop of theirs has come together with this one.").format(
            initials=initials
        )
        for initials in team.without
    )
    if team.fault:
        return Check(
            Item.TEAM,
            State.LOOK,
            tr("What is kept here does not fit together: {fault}").format(fault=team.fault),
            tr("Nothing was changed; tell base before anything is recorded on it."),
            details,
        )
    found = []
    if team.waiting:
        found.append(
            counted(team.waiting, "change waits to be taken in", "changes wait to be taken in")
        )
    if behind:
        found.append(
            counted(len(behind), "laptop does not hold the same", "laptops do not hold the same")
        )
    if team.without:
        found.append(
            counted(len(team.without), "person has no laptop here", "people have no laptop here")
        )
    if team.versions:
        found.append(
            counted(
                team.versions,
                "place stands in differing versions",
                "places stand in differing versions",
            )
        )
    if found:
        return Check(
            Item.TEAM,
            State.LOOK,
            f"{_capital(_and(found))}.",
            tr("Bring the laptops together (Ctrl+T), this one last; V settles what differs."),
            details,
        )
    if not shared:
        return Check(
            Item.TEAM,
            State.OK,
            tr("This laptop is the only one of this inspection, and all it holds fits together."),
            details=details,
        )
    return Check(
        Item.TEAM,
        State.OK,
        counted(
            len(shared),
            "other laptop holds the same as this one, as they last said, and it fits together.",
            "other laptops hold the same as this one, as they last said, and it fits together.",
        ),
        details=details,
    )


def of_team_unread(why: str) -> Check:
    """Return that nobody could look at the laptops, and why."""
    return Check(
        Item.TEAM,
        State.NOT_CHECKED,
        tr("The team’s laptops were not looked at: {why}.").format(why=why.rstrip(".")),
        tr("Mend the checklist first, then look again."),
    )


def laptop_words(laptop: Laptop) -> str:
    """Return how another laptop stands to this one: whose work is here and up to when."""
    if not laptop.is_in:
        return tr("{initials}: the inspection is not shared with this laptop.").format(
            initials=laptop.initials
        )
    until = (
        tr("work up to {when}").format(when=when_words(laptop.until_ms))
        if laptop.until_ms
        else tr("no work")
    )
    if not laptop.heard_ms:
        said = tr("it has not said what it holds")
    else:
        said = tr("held the same") if laptop.is_level else tr("did not hold all")
        said = tr("it {said} when it last said so, on {when}").format(
            said=said, when=when_words(laptop.heard_ms)
        )
    files = (
        tr(", and lacked {files}").format(files=counted(laptop.lacks, "file", "files"))
        if laptop.lacks
        else ""
    )
    return tr("{initials}: {until} is here; {said}{files}.").format(
        initials=laptop.initials, until=until, said=said, files=files
    )


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
        return Check(
            Item.PACK,
            State.LOOK,
            tr_counted(
                asking_again,
                "The checklist is kept in the vault, whole: {name}. {number} line asks again under "
                "it.",
                "The checklist is kept in the vault, whole: {name}. {number} lines ask again under "
                "it.",
            ).format(name=name, number=whole_words(asking_again)),
            tr(
                "Confirm what was answered under the older version, or answer anew: the prompts "
                "name the lines."
            ),
            (f"SHA-256 {pinned}",),
        )
    if kept == pinned:
        return Check(
            Item.PACK,
            State.OK,
            tr("The checklist is kept in the vault as it was pinned, whole: {name}.").format(
                name=name
            ),
            details=(f"SHA-256 {pinned}",),
        )
    why = damage or tr("the copy kept here is another one")
    return Check(
        Item.PACK,
        State.LOOK,
        tr("The checklist {name} is not here as it was pinned: {why}.").format(
            name=name, why=why.rstrip(".")
        ),
        tr("Bring together with a laptop that has it, or take in the full export of one."),
        (
            tr("SHA-256 pinned {pinned}").format(pinned=pinned),
            tr("SHA-256 here {kept}").format(kept=kept or tr("cannot be computed")),
        ),
    )


def of_space(free: int | None, database: int) -> Check:
    """Return whether the disk has room; all in bytes, ``free`` None where it cannot be told."""
    need = SPACE_FOR_FILES + _COPIES * database
    if free is None:
        return Check(
            Item.SPACE,
            State.NOT_CHECKED,
            tr("This laptop does not say how much room its disk has."),
            tr("Look that {size} are free where the vault lies.").format(size=size_words(need)),
        )
    details = (
        tr("{size} for evidence, about 400 photographs").format(size=size_words(SPACE_FOR_FILES)),
        tr("{size} for the database to grow, and for its copy at an update").format(
            size=size_words(_COPIES * database)
        ),
    )
    words = tr("{free} are free where the vault lies; a visit needs {need}").format(
        free=size_words(free), need=size_words(need)
    )
    if free < need:
        return Check(
            Item.SPACE,
            State.LOOK,
            tr("Only {words}.").format(words=words),
            tr("Make room on the disk first."),
            details,
        )
    return Check(Item.SPACE, State.OK, f"{words}.", details=details)


def of_printer(printers: Printers | None) -> Check:
    """Return whether a printer is set up; None: nobody could ask."""
    if printers is None:
        return Check(
            Item.PRINTER,
            State.NOT_CHECKED,
            tr("Printers cannot be asked for from the command line."),
            tr("The window asks: Ready to travel, from the board."),
        )
    if not printers.names:
        return Check(
            Item.PRINTER,
            State.LOOK,
            tr("No printer is set up on this laptop."),
            tr("Set one up, or take summaries along as PDF to be printed elsewhere."),
        )
    name = printers.usual or printers.names[0]
    others = tuple(each for each in printers.names if each != name)
    if printers.is_in_error:
        return Check(
            Item.PRINTER,
            State.LOOK,
            tr("The system says that the printer {name} is in error.").format(name=name),
            tr("Print a page before you leave."),
            others,
        )
    return Check(
        Item.PRINTER,
        State.OK,
        tr("A printer is set up: {name}. Nothing was printed to try it.").format(name=name),
        tr("Print a page to be sure."),
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
    details = [tr("By this laptop it is {when} in London.").format(when=when_words(now_ms))]
    if newest:
        details.append(
            tr("The newest act here was recorded on {when}.").format(when=when_words(newest))
        )
    if now_ms < own_ms:
        return Check(
            Item.CLOCK,
            State.LOOK,
            tr("The clock was set back: the last act on this laptop is later than its time now."),
            tr("Set the clock right; acts keep their order all the same."),
            tuple(details),
        )
    if others_ms > now_ms + _AHEAD_MS:
        return Check(
            Item.CLOCK,
            State.LOOK,
            tr(
                "The clock is behind another laptop’s: an act of that one is later than the time "
                "here."
            ),
            tr("Compare both with a telephone, and set right the one that is wrong."),
            tuple(details),
        )
    if offset != london:
        return Check(
            Item.CLOCK,
            State.LOOK,
            tr("This laptop’s time zone is {zone}, and London’s is {london} now.").format(
                zone=_zone(offset), london=_zone(london)
            ),
            tr("Set it to London. The app shows London’s time all the same."),
            tuple(details),
        )
    return Check(
        Item.CLOCK,
        State.OK,
        tr("The clock has not gone back behind any act here, and the time zone is London’s."),
        tr("Compare it with a telephone: whether it is right cannot be told without a network."),
        tuple(details),
    )


def state_words(state: State) -> str:
    """Return what came of looking, in a word or two."""
    return {
        State.OK: tr("in order"),
        State.LOOK: tr("look at this"),
        State.NOT_CHECKED: tr("not checked"),
    }[state]


def item_words(item: Item) -> str:
    """Return what is looked at, in a word or two."""
    return {
        Item.PASSPHRASE: tr("Passphrase"),
        Item.TEAM: tr("The team’s laptops"),
        Item.PACK: tr("Checklist"),
        Item.SPACE: tr("Room on the disk"),
        Item.PRINTER: tr("Printer"),
        Item.CLOCK: tr("Clock"),
    }[item]


def summed(checks: Iterable[Check]) -> str:
    """Return how it stands altogether: ``3 in order, 2 to look at, 1 not checked``."""
    found = [each.state for each in checks]
    return tr("{ok} in order, {look} to look at, {unchecked} not checked").format(
        ok=found.count(State.OK),
        look=found.count(State.LOOK),
        unchecked=found.count(State.NOT_CHECKED),
    )


def _and(words: list[str]) -> str:
    return current().listed(words)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _zone(minutes: int) -> str:
    sign = "+" if minutes >= 0 else current().minus
    return f"UTC{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02}"
