"""Base's database, SQLite or PostgreSQL: who opens it, and what one transaction is."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Select, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import QueuePool

from inspector_app.server.tables import METADATA

_SQLITE_BUSY_S = 30
_POSTGRES_CONNECTIONS = 20
_CACHE = "cache_size=-16384"
"""KiB, negated, of each connection: five are kept. Ids are hashes, so that 500 new changes touch
as many pages of their index; with 2 MB, SQLite's own measure, most of them were read anew."""


class Database:
    """Gives transactions; leaving one without an error commits it."""

    def __init__(self, url: str | URL) -> None:
        """Args: ``url`` is SQLAlchemy's: ``sqlite:///…`` or ``postgresql://…``."""
        self._engine = _engine(make_url(url))

    @property
    def is_sqlite(self) -> bool:
        """Whether it is the embedded one."""
        return self._engine.dialect.name == "sqlite"

    def make(self) -> None:
        """Make the tables that are not there."""
        METADATA.create_all(self._engine)

    @contextlib.contextmanager
    def begin(self, about: str = "", *, lasting: bool = True) -> Iterator[Connection]:
        """Give a transaction that writes.

        Args:
            about: an inspection; writers about the same one follow each other. (SQLite lets one
                writer in at a time anyway.)
            lasting: False: what it writes outlives base's process, but not at once a power cut of
                its machine; leaving it does not wait for the disk.
        """
        connected = self._engine.connect().execution_options(spr_lasting=lasting)
        with connected as connection, connection.begin():
            if not lasting and not self.is_sqlite:
                connection.execute(text("SET LOCAL synchronous_commit = off"))
            if about:
                follow(connection, about)
            yield connection

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a transaction that reads one state of things and writes nothing."""
        with self._engine.connect().execution_options(spr_reads=True) as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin() as transaction:
                yield connection
                transaction.rollback()

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def follow(connection: Connection, about: str) -> None:
    """Wait until all others that write about the same thing are done; once more is harmless."""
    if connection.dialect.name != "sqlite":
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:about, 0))")
        connection.execute(lock, {"about": about})


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows of which none with the same key is there."""
    if rows:
        made = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        connection.execute(made(table).on_conflict_do_nothing(), rows)


def inserting_selected(
    dialect: str, table: Table, columns: Sequence[str], rows: Select[Any]
) -> Executable:
    """Return what inserts the rows that a selection gives, over those with the same key."""
    made = sqlite.insert if dialect == "sqlite" else postgresql.insert
    given = made(table).from_select(columns, rows)
    key = [column.name for column in table.primary_key]
    others = {name: given.excluded[name] for name in columns if name not in key}
    return given.on_conflict_do_update(index_elements=key, set_=others)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=5,
            max_overflow=40,
            connect_args={"timeout": _SQLITE_BUSY_S, "check_same_thread": False},
        )
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return create_engine(url, pool_size=_POSTGRES_CONNECTIONS, max_overflow=20, pool_pre_ping=True)


def _set_up_sqlite(connection: "object", _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined] # we begin by ourselves
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        _CACHE,
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer that began as a reader could not go on once another has written.
    options = connection.get_execution_options()
    if options.get("spr_reads"):
        connection.exec_driver_sql("BEGIN")
        return
    # With WAL a commit that lasts brings those before it to the disk too.
    lasting = options.get("spr_lasting", True)
    connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if lasting else 'NORMAL'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
