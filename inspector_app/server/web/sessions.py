"""Who is signed in: a random token in the browser, its hash in the table."""

import hashlib
import secrets
from typing import Final

from sqlalchemy import Connection, delete, insert, or_, select, update

from inspector_app.server.accounts import Account, Role
from inspector_app.server.database import Database
from inspector_app.server.tables import account, session

IDLE_MS: Final = 30 * 60 * 1000
LONGEST_MS: Final = 12 * 60 * 60 * 1000
_NOTED_EVERY_MS: Final = 60 * 1000
"""A page that is only read writes nothing more often than this."""


def begin(connection: Connection, name: str, now_ms: int) -> str:
    """Begin a session of an account and return its token, which is kept nowhere here."""
    connection.execute(
        delete(session).where(
            or_(session.c.seen_ms <= now_ms - IDLE_MS, session.c.begun_ms <= now_ms - LONGEST_MS)
        )
    )
    token = secrets.token_urlsafe(32)
    connection.execute(
        insert(session).values(
            token_hash=_hash(token), account=name, begun_ms=now_ms, seen_ms=now_ms
        )
    )
    return token


def found(database: Database, token: str, now_ms: int) -> Account | None:
    """Return whose session a token is, and note that it is in use; None: nobody's any more."""
    query = (
        select(account, session.c.seen_ms)
        .join(session, session.c.account == account.c.name)
        .where(
            session.c.token_hash == _hash(token),
            session.c.seen_ms > now_ms - IDLE_MS,
            session.c.begun_ms > now_ms - LONGEST_MS,
            # Else a clock that was put back would let it last for as long as that was ahead.
            session.c.seen_ms < now_ms + IDLE_MS,
        )
    )
    with database.read() as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    if row.seen_ms <= now_ms - _NOTED_EVERY_MS:
        with database.begin() as connection:
            connection.execute(
                update(session).where(session.c.token_hash == _hash(token)).values(seen_ms=now_ms)
            )
    return Account(row.name, Role(row.role), row.person, row.made_ms)


def end(connection: Connection, token: str) -> None:
    """End a session."""
    connection.execute(delete(session).where(session.c.token_hash == _hash(token)))


def end_all(connection: Connection, name: str) -> None:
    """End all sessions of an account."""
    connection.execute(delete(session).where(session.c.account == name))


def form_token(token: str) -> str:
    """Return what every form of a session carries; only who has the session can know it."""
    return hashlib.sha256(b"spr-base form/1\0" + token.encode()).hexdigest()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
