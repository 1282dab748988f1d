"""The encrypted database file: opened, checked, migrated."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from inspector_app.domain.errors import (
    RuleViolation,
    VaultDamaged,
    VaultInUse,
    VaultLocked,
    VaultTooNew,
)
from inspector_app.durable import refusal, whole_file
from inspector_app.storage import soundness
from inspector_app.storage.statements import driver_of
from inspector_app.storage.translation import translated
from inspector_app.storage.unit_of_work import Memory, UnitOfWork
from inspector_app.texts import tr

LATEST = "0002"
"""The newest migration this version of the app knows."""

_ONE_MIGRATES = threading.Lock()
"""Alembic keeps the migration that runs in its module."""

_CACHE = "cache_size = -32000"
"""KiB of pages that a connection keeps decrypted, at most.

Rows are looked up by the ids of changes, which lie all over the file. With SQLite's own 2 MB,
reading what stands of 200,000 changes decrypted the file twice over; with this, half as much.
"""
_PRAGMAS = (
    "cipher_log = off",
    _CACHE,
    "journal_mode = WAL",
    "synchronous = FULL",
    "fullfsync = 1",
    "checkpoint_fullfsync = 1",
    "foreign_keys = ON",
    "recursive_triggers = ON",  # else REPLACE deletes rows behind the guards of the journal
    "secure_delete = ON",
    "temp_store = MEMORY",
)
_LOOKING = (
    "cipher_log = off",
    _CACHE,
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "query_only = ON",
)
_SHARED = "mode=ro&readonly_shm=1"
_FILE_WAITS_SECONDS = 10
"""For readers that hold up a checkpoint, or another program at the file."""
_WRITER_WAITS_SECONDS = 60
"""Longer than the longest piece of work that holds the one writing connection."""


class Database:
    """The open database: begins units of work, from any thread, until it is closed.

    One connection writes and stays open, so that writers queue here and not at the file, and its
    cache stays warm. SQLAlchemy is told that the driver commits by itself: it would begin and end
    transactions of its own, at a price that an answer feels.
    """

    def __init__(self, path: Path, key: bytes, *, only_reads: bool = False) -> None:
        """Args: ``only_reads`` opens the file so that not even its time of change is touched."""
        self._path = path
        self._only_reads = only_reads
        self._is_closed_file = only_reads and _is_closed(path)
        self._engine: Engine | None = _engine(path, key, only_reads=only_reads)
        self._writer: Connection | None = None
        self._turn = threading.Lock()
        self._memory = Memory()

    def follow(self, follow: Callable[[UnitOfWork], None]) -> None:
        """Have ``follow`` called before each commit that changes what stands."""
        self._memory.follow = follow

    def begin(self) -> UnitOfWork:
        """Return a unit of work that may write; one at a time, others wait.

        Entering it raises VaultLocked once the database was closed, and VaultInUse where it was
        opened to be looked at.
        """
        return UnitOfWork(self._writing(), self._memory)

    def read(self) -> UnitOfWork:
        """Return a unit of work that only reads, and never waits for a writer.

        Entering it raises VaultLocked once the database was closed.
        """
        return UnitOfWork(self._reading())

    def wipe_free_pages(self) -> bool:
        """Rewrite the file without what was deleted, and empty its write-ahead log.

        The copies that were kept before migrations go too: they hold what is now deleted. After it
        nothing of the deleted rows is left in the vault's folder, deleted pages included.

        Returns False when somebody was still reading what is to go; then it is to be done again.
        """
        with self._alone() as connection:
            driver = driver_of(connection)
            # What was deleted from the index stays in its segments until they are merged.
            driver.execute("INSERT INTO found(found) VALUES ('rebuild')")
            driver.execute("VACUUM")
            is_busy = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        for copy in self._path.parent.glob(_copy_of(self._path, "*").name):
            copy.unlink(missing_ok=True)
        return not is_busy

    @property
    def was_disturbed(self) -> bool:
        """Whether somebody has begun to write a file that was opened to be looked at as closed.

        What was read of it since may be neither what it was nor what it is.
        """
        return self._is_closed_file and not _is_closed(self._path)

    def faults(self) -> tuple[str, ...]:
        """Return what is wrong with the file; empty: nothing."""
        with self._reading() as connection:
            return soundness.faults(connection)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many rows each table has, and how many changes there are of each kind."""
        with self._reading() as connection:
            return soundness.counts(connection)

    def close(self) -> None:
        """Close every connection, so that no key material stays behind in the driver."""
        with self._turn:
            engine, writer = self._engine, self._writer
            self._engine = self._writer = None
            if writer is not None:
                writer.close()
            if engine is not None:
                engine.dispose()

    def migrate(self) -> None:
        """Bring an empty or older database to the latest version, in one transaction."""
        # Alembic costs 200 ms to import, which only a migration is worth.
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with _ONE_MIGRATES, self._writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            driver_of(connection).commit()

    def revision(self) -> str | None:
        """Return the migration that the database stands at; None: none that can be read.

        Raises:
            VaultDamaged: the file is no database under this key, or an empty one.
        """
        with self._reading() as connection:
            try:
                row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
            except OperationalError as error:
                if "no such table" in str(error.orig):
                    raise VaultDamaged(
                        tr(
                            "The vault’s database is empty. Nothing was changed: restore the last "
                            "backup."
                        )
                    ) from error
                raise
        return row[0] if row else None

    def keep_copy(self) -> None:
        """Copy the database beside itself, so that a failed migration can be gone back from.

        Raises:
            DeviceFull: the disk is full or cannot be written; nothing was migrated.
        """
        with self._alone() as connection:
            # What only the write-ahead log holds would be missing in the copy.
            driver_of(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        try:
            with self._path.open("rb") as file, whole_file(_copy_of(self._path, LATEST)) as copy:
                shutil.copyfileobj(file, copy)
        except OSError as error:
            kept = tr(
                "The vault is to be brought to a newer form, and a copy of it has to be kept first."
                " Nothing was changed."
            )
            raise refusal(error, kept) from error

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """Give the writing connection, outside any transaction, to one thread at a time."""
        if self._only_reads:
            raise VaultInUse(
                tr(
                    "The vault is open for looking only, so nothing was recorded. Open it in the "
                    "app to work in it."
                )
            )
        if not self._turn.acquire(timeout=_WRITER_WAITS_SECONDS):
            raise VaultInUse(
                tr(
                    "The vault is busy with a long piece of work, so this was not recorded. Try "
                    "again once that is done."
                )
            )
        try:
            with translated():
                if self._writer is None:
                    self._writer = _opened(self._engine).connect()
                yield self._writer
        finally:
            self._turn.release()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._alone() as connection:
            driver = driver_of(connection)
            driver.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            finally:
                driver.rollback()  # without effect after a commit

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(), _opened(self._engine).connect() as connection:
            driver = driver_of(connection)
            driver.execute("BEGIN")
            try:
                yield connection
            finally:
                driver.rollback()


def create_database(path: Path, key: bytes) -> Database:
    """Make the database at ``path`` and return it open.

    Args:
        path: must not exist yet.
        key: 32 bytes, used as they are (no key derivation in SQLCipher).
    """
    database = Database(path, key)
    try:
        database.migrate()
    except BaseException:
        database.close()
        raise
    return database


def open_database(path: Path, key: bytes) -> Database:
    """Open the database at ``path``, bring it to the latest version and return it.

    A copy is kept beside the file before each migration.

    Raises:
        VaultDamaged: the file is missing, or is no database under this key.
        VaultTooNew: written by a newer version of the app.
        DeviceFull: no room for the copy; nothing was changed.
    """
    if not path.exists():
        raise VaultDamaged(
            tr(
                "The vault’s database {path} is missing. Nothing was changed: put the whole folder "
                "of the vault back from a backup, not this file alone, and open the vault again."
            ).format(path=path.name)
        )
    database = Database(path, key)
    try:
        if _is_older(database.revision()):
            database.keep_copy()
            database.migrate()
    except BaseException:
        database.close()
        raise
    return database


def look_into_database(path: Path, key: bytes) -> Database:
    """Open the database at ``path`` to be looked at, though another process may write it now.

    Raises:
        VaultDamaged: the file is missing, or is no database under this key.
        VaultTooNew: written by a newer version of the app.
        RuleViolation: written by an older version, or left so that only opening the vault puts it
            right.
    """
    if not path.exists():
        raise VaultDamaged(
            tr(
                "The vault’s database {path} is missing. Nothing was changed: put the file "
                "back from a backup."
            ).format(path=path.name)
        )
    log, shared = (path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))
    if log.exists() and log.stat().st_size and not shared.exists():
        raise RuleViolation(
            tr(
                "The app ended before it had put everything where it belongs in the vault’s "
                "database. Open the vault once, which puts that right, then look again."
            )
        )
    database = Database(path, key, only_reads=True)
    try:
        is_older = _is_older(database.revision())
    except BaseException:
        database.close()
        raise
    if is_older:
        database.close()
        raise RuleViolation(
            tr(
                "The vault was written by an older version of the app. Open it once with this "
                "one, and look again."
            )
        )
    return database


def engine_versions() -> dict[str, str]:
    """Return the versions of what the database is made with."""
    connection = sqlcipher.connect(":memory:")
    try:
        connection.execute("PRAGMA key = 'none'")  # before that it does not say
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
        provider = connection.execute("PRAGMA cipher_provider_version").fetchone()
    finally:
        connection.close()
    return {
        "SQLite": str(sqlcipher.sqlite_version),
        "SQLCipher": str(cipher[0]) if cipher else "not known",
        "SQLCipher by": str(provider[0]) if provider else "not known",
    }


def _opened(engine: Engine | None) -> Engine:
    if engine is None:
        raise VaultLocked(
            tr(
                "The vault was locked meanwhile. What was recorded before is kept; unlock it and "
                "try again."
            )
        )
    return engine


def _is_older(revision: str | None) -> bool:
    if revision is None or revision > LATEST:
        raise VaultTooNew(
            tr(
                "This vault was written by a newer version of SPR Inspector. Nothing was changed: "
                "open it with that version, or update this one."
            )
        )
    return revision != LATEST


def _looked_at(path: Path) -> str:
    """Return the file's name as a URI that lets nothing be written, not even beside it.

    Without a write-ahead log and its index nobody has it open, and it is whole by itself. With
    them the index is only read; where that is stale, after a crash, SQLite makes one in memory.

    Source: SQLite, URI filenames (``immutable``), and WAL mode, "read-only databases".
    """
    return f"{path.absolute().as_uri()}?{'immutable=1' if _is_closed(path) else _SHARED}"


def _is_closed(path: Path) -> bool:
    return not any(path.with_name(f"{path.name}{end}").exists() for end in ("-wal", "-shm"))


def _copy_of(path: Path, revision: str) -> Path:
    return path.with_suffix(f".before-{revision}{path.suffix}")


def _engine(path: Path, key: bytes, *, only_reads: bool = False) -> Engine:
    literal = f"x'{key.hex()}'"
    name = _looked_at(path) if only_reads else str(path)
    pragmas = _LOOKING if only_reads else _PRAGMAS

    def connect() -> Any:
        connection = sqlcipher.connect(
            name,
            isolation_level=None,
            check_same_thread=False,
            timeout=_FILE_WAITS_SECONDS,
            uri=only_reads,
        )
        try:
            # The key comes before any other statement (SQLCipher 4.7 and later insist).
            connection.execute(f'PRAGMA key = "{literal}"')
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")
        except sqlcipher.DatabaseError:
            connection.close()
            raise
        return connection

    return create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=5,
        max_overflow=5,
        isolation_level="AUTOCOMMIT",
    )
