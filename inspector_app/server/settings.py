"""What base keeps of itself: its name, its epoch, where it is reached."""

import json
import secrets
from enum import StrEnum

from sqlalchemy import Connection, bindparam, delete, insert, select

from inspector_app.server.tables import setting

_KEPT = select(setting.c.value).where(setting.c.key == bindparam("key"))


class Setting(StrEnum):
    """The keys."""

    BASE = "base"
    """Its Ed25519 key: whose this database is."""
    NAME = "name"
    EPOCH = "epoch"
    """32 hexadecimal digits; other ones after a restore."""
    PLACE = "place"
    """While it is there: the mark of the folder that a restore into this database is to be for."""
    ADDRESS = "address"
    """Where laptops reach it, such as ``https://base.example:8443``."""


def get(connection: Connection, key: str) -> str | None:
    """Return what is kept under ``key``; None: nothing."""
    kept = connection.execute(_KEPT, {"key": key}).scalar()
    return None if kept is None else str(json.loads(kept))


def put(connection: Connection, key: str, value: str) -> None:
    """Keep ``value`` under ``key``."""
    connection.execute(delete(setting).where(setting.c.key == key))
    connection.execute(insert(setting).values(key=key, value=json.dumps(value)))


def clear(connection: Connection, key: str) -> None:
    """Keep nothing under ``key``."""
    connection.execute(delete(setting).where(setting.c.key == key))


def epoch(connection: Connection) -> str:
    """Return base's epoch, which every receipt names."""
    return get(connection, Setting.EPOCH) or ""


def begin_epoch(connection: Connection) -> str:
    """Begin another epoch and return it: laptops learn by it that base was restored."""
    fresh = secrets.token_hex(16)
    put(connection, Setting.EPOCH, fresh)
    return fresh
