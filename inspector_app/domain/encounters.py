"""Encounters as they happen: timed notes, the steps of a test run, and accounts made of notes.

An encounter is a source from its beginning; until it ends, nothing of it is exported. A note
becomes an account on a line under an id that both determine, so that two laptops that sort the
same note agree.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from inspector_app.domain import dates
from inspector_app.domain.accounts import Account
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.ids import AccountId, LineId, PersonId, SourceId
from inspector_app.domain.sources import RunState, Sitting, Source, UnannouncedTest, is_moment
from inspector_app.domain.timetable import Planned, kind_met
from inspector_app.texts import tr

_LONDON = ZoneInfo("Europe/London")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KEY = re.compile(r"[0-9a-f]{16}")
LIVE_INCIDENT = "live incident"


class Step(StrEnum):
    """What is stamped in a test run, in this order; a step may be stamped once."""

    ASKED = "asked"
    FIRST_OFFERED = "first_offered"
    ENOUGH = "enough"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A timed note."""

    text: str
    began_ms: int
    """When its first key was pressed: milliseconds UTC by the laptop's clock."""
    written_at: str = ""
    """As a source's: when it was written on paper. Empty: when it was typed."""
    come_back: bool = False
    """It needs another look."""
    is_note: bool = False
    """Somebody decided that it stays a note and is no account."""


def checked(paragraph: Paragraph) -> Paragraph:
    """Return ``paragraph`` when it can be recorded.

    Raises:
        RuleViolation: it says nothing, or the moment of writing is none.
    """
    if not paragraph.text.strip():
        raise RuleViolation(
            tr("A note needs words. Nothing was recorded; to take a note back, withdraw it.")
        )
    checked_moment(paragraph.written_at)
    return paragraph


def checked_moment(written_at: str) -> str:
    """Return ``written_at`` when it is empty, a day, or a day with a time.

    Raises:
        RuleViolation: it is none of them.
    """
    if written_at and not is_moment(written_at):
        raise RuleViolation(
            tr(
                "“{written_at}” does not say when the notes were written: give a day as "
                "2013-09-17, or a day and time as 2013-09-17 14:20."
            ).format(written_at=written_at)
        )
    return written_at


def order_of(paragraph: Paragraph) -> tuple[str, int]:
    """Return what sorts notes: by when they were written, then by when they were typed."""
    return (paragraph.written_at or london(paragraph.began_ms), paragraph.began_ms)


def time_words(paragraph: Paragraph) -> str:
    """Return a note's time as it is shown beside it: ``09:15``, or the day alone."""
    if paragraph.written_at:
        return paragraph.written_at[11:] or paragraph.written_at
    return london(paragraph.began_ms)[11:16]


def london(time_ms: int) -> str:
    """Return an instant, in milliseconds UTC, as London's ``2013-09-17 14:20:05``."""
    local = (_EPOCH + timedelta(milliseconds=time_ms)).astimezone(_LONDON)
    return f"{local:%Y-%m-%d %H:%M:%S}"


# The encounter


def begun(
    planned: Planned,
    now_ms: int,
    inspectors: tuple[PersonId, ...] = (),
    lines: tuple[LineId, ...] = (),
    written_at: str = "",
) -> Source:
    """Return the source that an encounter is from its beginning.

    Args:
        planned: the entry of the timetable, or what was said on the spot.
        now_ms: milliseconds UTC.
        inspectors: of the team; empty: those that were planned.
        lines: that it can speak to.
        written_at: when notes on paper were written that are typed up now; its day is the source's.
    """
    checked_moment(written_at)
    kind = kind_met(planned.kind)
    day = date.fromisoformat((written_at or london(now_ms))[:10])
    particulars = kind()
    if isinstance(particulars, UnannouncedTest):
        time = written_at[11:] if written_at else london(now_ms)[11:]
        particulars = replace(particulars, started=time)
    there = dict.fromkeys(filter(None, (planned.lead, *planned.inspectors)))
    return Source(
        particulars,
        title=planned.title,
        as_at=dates.day(day),
        place=planned.place,
        roles=planned.roles,
        inspectors=inspectors or tuple(there),
        lines=lines,
        written_at=written_at,
        marking=planned.marking,
        sitting=Sitting(now_ms, unannounced=planned.is_unannounced),
    )


def next_step(source: Source) -> Step | None:
    """Return what is stamped next in a test run; None: nothing, or it is no test run."""
    test = source.particulars
    if not isinstance(test, UnannouncedTest) or test.state is RunState.ABANDONED:
        return None
    return next((step for step in Step if not getattr(test, step.value)), None)


def stamped(source: Source, now_ms: int, step: Step | None = None) -> Source:
    """Return a test run with its next step, or a chosen one, stamped.

    Raises:
        RuleViolation: it is no test run, it was abandoned, or the step is stamped already.
    """
    test = _run(source)
    chosen = step or next_step(source)
    if chosen is None or test.state is RunState.ABANDONED:
        raise RuleViolation(
            tr("Every step of this test run is stamped; its times can be put right.")
        )
    if getattr(test, chosen.value):
        raise RuleViolation(tr("“{step}” is stamped already.").format(step=step_words(chosen)))
    times: dict[str, Any] = {chosen.value: london(now_ms)[11:]}
    return replace(source, particulars=replace(test, state=RunState.RUN, **times))


def abandoned(source: Source, now_ms: int, why: str = LIVE_INCIDENT) -> Source:
    """Return a test run that was broken off, by default for a live incident.

    Raises:
        RuleViolation: it is no test run, or no reason was given.
    """
    test = _run(source)
    if not why.strip():
        raise RuleViolation(tr("Say why the test was abandoned. Nothing was recorded."))
    ended = test.ended or london(now_ms)[11:]
    return replace(
        source, particulars=replace(test, state=RunState.ABANDONED, abandoned=why, ended=ended)
    )


def ended(source: Source, now_ms: int) -> Source:
    """Return an encounter that has ended; a test run ends with it.

    Raises:
        RuleViolation: it is no encounter, or it has ended already.
    """
    sitting = source.sitting
    if sitting is None or sitting.ended_ms is not None:
        raise RuleViolation(tr("This encounter has ended already; nothing was changed."))
    particulars = source.particulars
    if isinstance(particulars, UnannouncedTest) and not particulars.ended:
        # Notes that are typed up do not tell when the test itself ended.
        time = "" if source.written_at else london(now_ms)[11:]
        particulars = replace(particulars, ended=time)
    # A clock that was put back meanwhile must not keep an encounter from ending.
    ended_ms = max(now_ms, sitting.began_ms)
    return replace(source, particulars=particulars, sitting=replace(sitting, ended_ms=ended_ms))


def step_words(step: Step) -> str:
    """Return a step as it is shown: ``first offered``."""
    return step.value.replace("_", " ")


def steps_of(source: Source) -> tuple[tuple[Step, str], ...]:
    """Return the steps of a test run, each with its time or nothing; none for another kind."""
    test = source.particulars
    if not isinstance(test, UnannouncedTest):
        return ()
    return tuple((step, getattr(test, step.value)) for step in Step)


def _run(source: Source) -> UnannouncedTest:
    if not isinstance(source.particulars, UnannouncedTest):
        raise RuleViolation(tr("Only a test run has steps that are stamped."))
    return source.particulars


# Notes that become accounts


def account_id(line: LineId, note: str) -> AccountId:
    """Return the id of the account that a note becomes on a line."""
    return AccountId(f"{line}/{note}")


def note_of(account: AccountId) -> str:
    """Return the key of the note that an account may have been made of."""
    key = account.rpartition("/")[2]
    return key if _KEY.fullmatch(key) else ""


def account_of(paragraph: Paragraph, line: LineId, source: SourceId) -> Account:
    """Return what a note is as an account; who spoke and when go by its source."""
    return Account(line, paragraph.text.strip(), source=source)
