"""Whether there is room left for what laptops bring, so that base never runs full of it."""

import re
import shutil
from typing import Final

from sqlalchemy.exc import DBAPIError

from inspector_app.server.base import Base
from inspector_app.server.problems import Refused
from inspector_app.sync.wire import ProblemCode

LEAST_BYTES: Final = 32 * 1024 * 1024
"""Left free for what base writes itself: who asked, receipts, events. Evidence files end earlier,
so that what was recorded still finds room where they do not."""
_FULL_STATE: Final = "53100"
"""disk_full. Source: PostgreSQL, Appendix A: error codes."""
_FULL_WORDS = re.compile(r"database or disk is full")
"""SQLITE_FULL, as SQLite words it."""


def require_room(base: Base) -> None:
    """Return if the disk of base's database has room; PostgreSQL's is known to that alone.

    Raises:
        Refused: NO_ROOM.
    """
    if base.database.is_sqlite and shutil.disk_usage(base.folder).free < LEAST_BYTES:
        raise Refused(ProblemCode.NO_ROOM)


def is_full(error: DBAPIError) -> bool:
    """Return whether a database refused something since its disk is full."""
    state = getattr(error.orig, "sqlstate", None)
    return state == _FULL_STATE or _FULL_WORDS.search(str(error.orig)) is not None
