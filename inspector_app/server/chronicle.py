"""What was done at base and by whom, read back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select, true

from inspector_app.server.tables import event


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was done."""

    at_ms: int
    """Milliseconds UTC, by base's clock."""
    who: str
    what: str
    about: str
    words: str


def count(connection: Connection, about: Sequence[str] | None = None) -> int:
    """Return how many there are; about certain things only, unless ``about`` is None."""
    query = select(func.count()).select_from(event).where(_about(about))
    return connection.execute(query).scalar_one()


def listed(
    connection: Connection, about: Sequence[str] | None = None, *, skip: int = 0, most: int = 50
) -> list[Event]:
    """Return the latest ``most`` after the latest ``skip``, the newest first."""
    query = select(event).where(_about(about)).order_by(event.c.position.desc())
    return [
        Event(row.at_ms, row.who, row.what, row.about, row.words)
        for row in connection.execute(query.offset(skip).limit(most))
    ]


def _about(about: Sequence[str] | None) -> ColumnElement[bool]:
    return true() if about is None else event.c.about.in_(about)
