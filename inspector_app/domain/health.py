"""What was looked at on a laptop, what it means, and what to do: judged here, looked at elsewhere.

Every finding says only what was looked at; what was not is told as such.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.locales import whole_words
from inspector_app.domain.readiness import State
from inspector_app.domain.wording import counted, size_words, when_words
from inspector_app.texts import tr, tr_counted

DAY_MS = 86_400_000
ROOM = 1_000_000_000
"""Bytes that a day of work with photographs may take."""
_AHEAD_MS = 10 * 60_000
"""How far a laptop's clock may be off; one that was never put right is off by less."""
_SOON_DAYS = 60
"""So long before a certificate runs out it is told: base renews by a new invitation."""
_SLOW_DAYS = 45
"""Three rounds through the evidence files that did not come to their end."""
_LONG_UNSENT_DAYS = 7


_TITLES = {
    State.LOOK: tr("Needs somebody"),
    State.NOT_CHECKED: tr("Not looked at"),
    State.OK: tr("Well"),
}


class Part(StrEnum):
    """What is looked at, in the order in which it is told."""

    VERSIONS = "versions"
    INSTALLATION = "installation"
    CHECKLISTS = "checklists"
    WINDOW = "window"
    SETTINGS = "settings"
    FOLDER = "folder"
    FILE_SYSTEM = "file-system"
    SPACE = "space"
    CLOCK = "clock"
    KEY_FILE = "key-file"
    IN_USE = "in-use"
    LEFTOVERS = "leftovers"
    DATABASE = "database"
    RECORDS = "records"
    EVIDENCE = "evidence"
    PACKS = "packs"
    CERTIFICATES = "certificates"
    BASE = "base"
    BACKUPS = "backups"
    FAULTS = "faults"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, or was not."""

    part: Part
    state: State
    words: str
    """What was found, in one sentence."""
    advice: str = ""
    """What to do; empty: nothing."""
    details: tuple[str, ...] = ()
    """More of it, a line each."""


def is_sound(findings: Iterable[Finding]) -> bool:
    """Return whether nothing that was looked at needs anybody."""
    return all(each.state is not State.LOOK for each in findings)


def summary(findings: Iterable[Finding]) -> str:
    """Return in one sentence what came of it all."""
    states = [each.state for each in findings]
    looks, unseen = states.count(State.LOOK), states.count(State.NOT_CHECKED)
    found = (
        counted(looks, "thing needs somebody", "things need somebody")
        if looks
        else tr("All that was looked at is well")
    )
    rest = (
        tr_counted(
            unseen, "; {number} thing was not looked at", "; {number} things were not looked at"
        ).format(number=whole_words(unseen))
        if unseen
        else ""
    )
    return tr("{found}{rest}. Nothing was changed.").format(found=found, rest=rest)


def words(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the whole report, line by line: first what came of it, then what needs somebody."""
    found = tuple(findings)
    lines = [summary(found)]
    for state, title in _TITLES.items():
        group = [each for each in found if each.state is state]
        lines += ["", title] if group else []
        for each in group:
            lines.append(f"• {each.words}")
            lines += [f"    {detail}" for detail in each.details]
            lines += [f"    → {each.advice}"] if each.advice else []
    return tuple(lines)


def ok(part: Part, said: str, details: Iterable[str] = ()) -> Finding:
    """Return that a part is well."""
    return Finding(part, State.OK, said, details=tuple(details))


def look(part: Part, said: str, advice: str, details: Iterable[str] = ()) -> Finding:
    """Return that somebody should look at a part."""
    return Finding(part, State.LOOK, said, advice, tuple(details))


def unseen(part: Part, said: str, advice: str = "") -> Finding:
    """Return that a part was not looked at."""
    return Finding(part, State.NOT_CHECKED, said, advice)


def of_space(free: int | None, database: int) -> Finding:
    """Return whether there is room to go on.

    Args:
        free: bytes that the disk of the vault has left; None: the system does not say.
        database: bytes of the vault's database, which an update copies first.
    """
    if free is None:
        return unseen(Part.SPACE, tr("The system does not say how much room the disk has left."))
    if free < ROOM + database:
        return look(
            Part.SPACE,
            tr("The disk has {size} left.").format(size=size_words(free)),
            tr(
                "Make room until {size} are free: what is recorded is kept until then, and files "
                "are refused before the disk is full."
            ).format(size=size_words(ROOM + database)),
        )
    return ok(Part.SPACE, tr("The disk has {size} left.").format(size=size_words(free)))


def of_clock(now_ms: int, built_ms: int, last_ms: int | None, ahead_ms: int | None) -> Finding:
    """Return whether the laptop's clock is plausible.

    Args:
        now_ms: by the laptop's clock.
        built_ms: when this version of the app was made: no right clock shows less.
        last_ms: when the last change of this vault was recorded; None: nobody could look.
        ahead_ms: by how much the clock was ahead of base's at the last contact; None: never.
    """
    advice = tr(
        "Set date, time and time zone; changes recorded since keep the time they were given."
    )
    if now_ms < built_ms:
        return look(
            Part.CLOCK,
            tr("The clock shows {when}, before this version of the app was made.").format(
                when=when_words(now_ms)
            ),
            advice,
        )
    if last_ms is not None and last_ms - now_ms > _AHEAD_MS:
        return look(
            Part.CLOCK,
            tr(
                "The clock shows {now}, and something was recorded at {last}: it has been put "
                "back, or was ahead then."
            ).format(now=when_words(now_ms), last=when_words(last_ms)),
            advice,
        )
    if ahead_ms is not None and abs(ahead_ms) > _AHEAD_MS:
        minutes = abs(ahead_ms) // 60_000
        side = tr("ahead of") if ahead_ms > 0 else "behind"
        return look(
            Part.CLOCK,
            tr_counted(
                minutes, "The clock was {number} minutes {side} base’s at the last contact."
            ).format(number=whole_words(minutes), side=side),
            advice,
        )
    beyond = "" if last_ms is not None else tr("; what was recorded last was not compared")
    return ok(
        Part.CLOCK,
        tr("The clock shows {when}, which is plausible{beyond}.").format(
            when=when_words(now_ms), beyond=beyond
        ),
    )


def of_certificate(label: str, runs_out_ms: int, now_ms: int) -> Finding:
    """Return whether a certificate holds for long enough; ``label`` says what it is for."""
    if runs_out_ms <= now_ms:
        return look(
            Part.CERTIFICATES,
            tr("{label} ran out on {when}.").format(label=label, when=when_words(runs_out_ms)),
            tr(
                "Join base again by a new invitation, or make another signing identity; what was "
                "signed before stays as it is."
            ),
        )
    days = (runs_out_ms - now_ms) // DAY_MS
    if days < _SOON_DAYS:
        return look(
            Part.CERTIFICATES,
            tr("{label} runs out in {days}.").format(
                label=label, days=counted(days, "day", "days")
            ),
            tr(
                "Join base again by a new invitation, or make another signing identity, before "
                "then."
            ),
        )
    return ok(
        Part.CERTIFICATES,
        tr("{label} holds until {when}.").format(label=label, when=when_words(runs_out_ms)),
    )


def of_reading(files: int, whole_ms: int | None, begun_ms: int | None, now_ms: int) -> Finding:
    """Return whether evidence files are read through often enough.

    Args:
        files: in all.
        whole_ms: when all were last read through; None: never.
        begun_ms: when the first or last round began; None: there was none.
        now_ms: by the laptop's clock.
    """
    said = counted(files, "evidence file", "evidence files")
    if not files:
        return ok(Part.EVIDENCE, tr("No evidence file is kept here."))
    advice = tr(
        "Leave the vault open and untouched for a while, or run “spr-inspector evidence check”."
    )
    since = whole_ms if whole_ms is not None else begun_ms
    if whole_ms is None and since is None:
        return unseen(
            Part.EVIDENCE,
            tr("{said}: never read through in the background yet.").format(said=said),
            advice,
        )
    if since is not None and now_ms - since > _SLOW_DAYS * DAY_MS:
        return look(
            Part.EVIDENCE,
            tr("{said}: not all read through since {when}.").format(
                said=said, when=when_words(since)
            ),
            advice,
        )
    if whole_ms is None:
        return unseen(
            Part.EVIDENCE,
            tr("{said}: the first reading through goes on.").format(said=said),
            advice,
        )
    return ok(
        Part.EVIDENCE,
        tr("{said}: all read through by {when}.").format(said=said, when=when_words(whole_ms)),
    )


def of_base(name: str, refused: str, contact_ms: int | None, unsent: int, now_ms: int) -> Finding:
    """Return how this laptop stands to base.

    Args:
        name: base's.
        refused: why it takes nothing from this laptop any more, as it said; empty: it does.
        contact_ms: when it last answered; None: never.
        unsent: changes that it is not known to hold.
        now_ms: by the laptop's clock.
    """
    waiting = (
        tr("{changes} not known to be there").format(changes=counted(unsent, "change", "changes"))
        if unsent
        else (tr("all that is here is known to be there"))
    )
    if refused:
        return look(
            Part.BASE,
            tr("Base takes nothing from this laptop any more; {waiting}.").format(waiting=waiting),
            tr("Ask the base administrator; what is here stays here."),
            (refused,),
        )
    if contact_ms is None:
        return look(
            Part.BASE,
            tr("This laptop has joined {name} and never reached it since; {waiting}.").format(
                name=name, waiting=waiting
            ),
            tr("Sync where there is a network (F5), or carry it by a stick."),
        )
    since = tr("{name} last answered on {when}; {waiting}.").format(
        name=name, when=when_words(contact_ms), waiting=waiting
    )
    if unsent and now_ms - contact_ms > _LONG_UNSENT_DAYS * DAY_MS:
        return look(
            Part.BASE, since, tr("Sync where there is a network (F5), or carry it by a stick.")
        )
    return ok(Part.BASE, since)
