"""How often somebody may try to sign in: per account and per address."""

import hashlib
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select

from inspector_app.server.accounts import folded
from inspector_app.server.tables import attempt

WINDOW_MS: Final = 15 * 60 * 1000
PER_ACCOUNT: Final = 10
PER_ADDRESS: Final = 30


def begin(connection: Connection, name: str, address: str, now_ms: int) -> bool:
    """Count an attempt before it is judged, and tell whether it may be.

    Counted beforehand, so that many at once are not more than one after the other. What does not
    get through is not counted: a window ends even for whom others keep out.
    """
    keys = (_of_account(name), _of_address(address))
    # What lies far ahead was counted by a clock that was put back since.
    is_over = ~attempt.c.at_ms.between(now_ms - WINDOW_MS + 1, now_ms + WINDOW_MS)
    connection.execute(delete(attempt).where(attempt.c.what.like("sign-in %"), is_over))
    for key, most in zip(keys, (PER_ACCOUNT, PER_ADDRESS), strict=True):
        counted = select(func.count()).select_from(attempt).where(attempt.c.what == key)
        if connection.execute(counted).scalar_one() >= most:
            return False
    connection.execute(insert(attempt), [{"what": key, "at_ms": now_ms} for key in keys])
    return True


def forgive(connection: Connection, name: str, address: str | None = None) -> None:
    """Forget the failures of an account, and the one that was counted before a success.

    Args:
        connection: a transaction that writes.
        name: whose password was right, or was set anew.
        address: where from; None: by a command.
    """
    connection.execute(delete(attempt).where(attempt.c.what == _of_account(name)))
    if address is not None:
        last = select(func.max(attempt.c.position)).where(attempt.c.what == _of_address(address))
        position = connection.execute(last).scalar_one_or_none()
        connection.execute(delete(attempt).where(attempt.c.position == position))


def _of_account(name: str) -> str:
    # Hashed: what is typed in the wrong field is often a password.
    return f"sign-in account {hashlib.sha256(folded(name).encode()).hexdigest()}"


def _of_address(address: str) -> str:
    return f"sign-in address {address}"
