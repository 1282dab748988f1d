"""How often enrolment may be tried: codes are guessed by nobody, and nobody floods the door."""

from typing import Final

from sqlalchemy import Connection, delete, func, insert, select

from inspector_app.server.tables import attempt

WINDOW_MS: Final = 10 * 60 * 1000
PER_ADDRESS: Final = 10
IN_ALL: Final = 200
"""From all addresses together: a code has 50 bits, so this is against floods."""
_WHAT: Final = "enrolment"


def begin(connection: Connection, address: str, now_ms: int) -> int | None:
    """Count an attempt before it is judged, and return its number; None: it may not be made.

    Counted beforehand, so that many at once are not more than one after the other.
    """
    # What lies far ahead was counted by a clock that was put back since.
    is_over = ~attempt.c.at_ms.between(now_ms - WINDOW_MS + 1, now_ms + WINDOW_MS)
    connection.execute(delete(attempt).where(attempt.c.what.like(f"{_WHAT} %"), is_over))
    for pattern, most in ((_of(address), PER_ADDRESS), (f"{_WHAT} %", IN_ALL)):
        counted = select(func.count()).select_from(attempt).where(attempt.c.what.like(pattern))
        if connection.execute(counted).scalar_one() >= most:
            return None
    made = connection.execute(insert(attempt).values(what=_of(address), at_ms=now_ms))
    assert made.inserted_primary_key is not None  # noqa: S101 - an insert of one row has one
    return int(made.inserted_primary_key[0])


def forgive(connection: Connection, position: int) -> None:
    """Count an attempt no more, since it was granted."""
    connection.execute(delete(attempt).where(attempt.c.position == position))


def _of(address: str) -> str:
    return f"{_WHAT} {address.replace('%', '').replace('_', '')}"
