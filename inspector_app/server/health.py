"""Whether base is well, point by point, and what there is to do where it is not."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from sqlalchemy import Connection, Select, func, select

from inspector_app.domain.wording import counted, day_words, size_words, when_words
from inspector_app.server.arrivals import NOT_HERE
from inspector_app.server.tables import account, backup, device, event, file, held, inspection

_LEAST_ROOM_BYTES: Final = 10 * 1000**3
_BACKUP_EVERY: Final = timedelta(hours=36)
_CLOCK_MS: Final = 2 * 60 * 1000
"""Well below the five minutes at which base refuses a request for its time."""
_NOT_SEEN: Final = timedelta(days=30)
_A_WEEK: Final = timedelta(days=7)
_MISHAPS: Final = ("allowance-used-up", "chain-forked", "laptop-went-back", "purge-refused")
_EXPIRES_IN: Final = timedelta(days=60)


class State(StrEnum):
    """How one point is."""

    WELL = "well"
    LOOK = "look"
    """Somebody should look at it; nothing is lost."""
    BAD = "bad"
    """Something will be lost or refused unless somebody acts."""

    @property
    def words(self) -> str:
        """The state as it is shown."""
        return {State.WELL: "Well", State.LOOK: "Look at it", State.BAD: "Act now"}[self]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was looked at."""

    what: str
    state: State
    words: str
    """How it is, and what there is to do."""


def points(connection: Connection, folder: Path, authority: bytes, now: datetime) -> list[Point]:
    """Return all that is looked at, always in the same order.

    Args:
        connection: a transaction.
        folder: base's own.
        authority: PEM: the certificate of base's certificate authority.
        now: aware, in UTC.
    """
    return [
        _room(folder),
        _backups(connection, now),
        _files(connection),
        _held(connection),
        _mishaps(connection, now),
        _clocks(connection),
        _silent(connection, now),
        _authority(authority, now),
        _admins(connection),
    ]


def worst(of: list[Point]) -> State:
    """Return how base is as a whole."""
    states = {each.state for each in of}
    return next((each for each in (State.BAD, State.LOOK) if each in states), State.WELL)


def _room(folder: Path) -> Point:
    usage = shutil.disk_usage(folder)
    words = f"{size_words(usage.free)} of {size_words(usage.total)} free where base’s folder lies."
    if usage.free >= _LEAST_ROOM_BYTES:
        return Point("Room", State.WELL, words)
    return Point(
        "Room",
        State.BAD,
        f"{words} Laptops keep what base has no room for; make room before they are full too.",
    )


def _backups(connection: Connection, now: datetime) -> Point:
    last = connection.execute(select(func.max(backup.c.made_ms))).scalar_one()
    if last is None:
        if not _number(connection, select(func.count()).select_from(inspection)):
            return Point("Backup", State.WELL, "Nothing to back up yet.")
        return Point(
            "Backup",
            State.BAD,
            "There is none. Until there is, no laptop may forget anything; run spr-base backup.",
        )
    words = f"The last one was made on {when_words(last)}."
    if now - _instant(last) <= _BACKUP_EVERY:
        return Point("Backup", State.WELL, words)
    return Point("Backup", State.BAD, f"{words} Look why no later one was made.")


def _files(connection: Connection) -> Point:
    states = select(file.c.state, func.count().label("number")).group_by(file.c.state)
    by_state = {row.state: row.number for row in connection.execute(states)}
    damaged = by_state.get("damaged", 0)
    coming = sum(by_state.get(each, 0) for each in NOT_HERE) - damaged
    if damaged:
        return Point(
            "Files",
            State.LOOK,
            f"{counted(damaged, 'file', 'files')} came damaged. Each is asked for anew; "
            "until it is whole here, no laptop may forget it.",
        )
    if coming:
        return Point("Files", State.WELL, f"{counted(coming, 'file is', 'files are')} on the way.")
    return Point("Files", State.WELL, "All files that changes here name are here whole.")


def _held(connection: Connection) -> Point:
    number = _number(connection, select(func.count()).select_from(held))
    if not number:
        return Point("Held changes", State.WELL, "None.")
    return Point(
        "Held changes",
        State.LOOK,
        f"{counted(number, 'change is', 'changes are')} kept apart and told to nobody until "
        "somebody has looked.",
    )


def _mishaps(connection: Connection, now: datetime) -> Point:
    since = int((now - _A_WEEK).timestamp() * 1000)
    number = _number(
        connection,
        select(func.count())
        .select_from(event)
        .where(event.c.what.in_(_MISHAPS), event.c.at_ms >= since),
    )
    if not number:
        return Point("Mishaps", State.WELL, "None within a week.")
    return Point(
        "Mishaps",
        State.LOOK,
        f"{counted(number, 'time', 'times')} within a week a laptop went back to an older state, "
        "its work parted in branches, it brought more than one may, or a purge was not obeyed; "
        "the events tell which.",
    )


def _clocks(connection: Connection) -> Point:
    wrong = select(device.c.initials, device.c.label, device.c.ahead_ms).where(
        func.abs(device.c.ahead_ms) > _CLOCK_MS, *_LIVING
    )
    rows = connection.execute(wrong.order_by(device.c.initials)).all()
    if not rows:
        return Point("Clocks", State.WELL, "No laptop’s clock was more than two minutes off.")
    named = "; ".join(
        f"{row.initials} ({row.label}) {abs(row.ahead_ms) // 60_000:,} minutes "
        f"{'fast' if row.ahead_ms > 0 else 'slow'}"
        for row in rows
    )
    return Point("Clocks", State.LOOK, f"{named}. Its changes bear that time.")


def _silent(connection: Connection, now: datetime) -> Point:
    before = int((now - _NOT_SEEN).timestamp() * 1000)
    quiet = select(device.c.initials, device.c.label).where(
        func.coalesce(device.c.seen_ms, device.c.enrolled_ms) < before, *_LIVING
    )
    rows = connection.execute(quiet.order_by(device.c.initials)).all()
    if not rows:
        return Point("Laptops", State.WELL, "Every laptop was here within thirty days.")
    named = ", ".join(f"{row.initials} ({row.label})" for row in rows)
    return Point("Laptops", State.LOOK, f"Not seen for thirty days: {named}.")


def _authority(certificate: bytes, now: datetime) -> Point:
    ends = x509.load_pem_x509_certificate(certificate).not_valid_after_utc
    day = day_words(int(ends.timestamp() * 1000))
    if ends - now > _EXPIRES_IN:
        return Point("Certificates", State.WELL, f"Base’s authority is good until {day}.")
    return Point(
        "Certificates",
        State.BAD,
        f"Base’s authority is good until {day}. After it no laptop reaches base.",
    )


def _admins(connection: Connection) -> Point:
    admins = select(func.count()).select_from(account).where(account.c.role == "admin")
    number = _number(connection, admins)
    words = f"{counted(number, 'administrator', 'administrators')} may sign in."
    return Point("Accounts", State.WELL if number else State.LOOK, words)


_LIVING = (device.c.revoked_ms.is_(None), device.c.replaced_by.is_(None))


def _number(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())


def _instant(time_ms: int) -> datetime:
    return datetime.fromtimestamp(time_ms / 1000, UTC)
