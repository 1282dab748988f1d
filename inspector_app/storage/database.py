"""The encrypted database file: opened, checked, migrated."""

import logging
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from inspector_app.domain.errors import VaultDamaged, VaultTooNew
from inspector_app.storage.translation import translated
from inspector_app.storage.unit_of_work import READ_ONLY, UnitOfWork

log = logging.getLogger(__name__)

LATEST = "0001"
"""The newest migration this version of the app knows."""


class Database:
    """The open database: begins units of work, from any thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self) -> UnitOfWork:
        """Return a unit of work that may write; one at a time, others wait."""
        return UnitOfWork(self._engine)

    def read(self) -> UnitOfWork:
        """Return a unit of work that only reads, and never waits for a writer."""
        return UnitOfWork(self._engine.execution_options(**READ_ONLY))

    def wipe_free_pages(self) -> None:
        """Rewrite the file without what was deleted, and empty its write-ahead log.

        After a purge nothing of the deleted rows is left in the file, deleted pages included.
        """
        with translated(), closing(self._engine.raw_connection()) as pooled:
            cursor = pooled.cursor()  # below SQLAlchemy, which would open a transaction
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.close()

    def close(self) -> None:
        """Close every connection, so that no key material stays behind in the driver."""
        self._engine.dispose()


def create_database(path: Path, key: bytes) -> Database:
    """Make the database at ``path`` and return it open.

    Args:
        path: must not exist yet.
        key: 32 bytes, used as they are (no key derivation in SQLCipher).
    """
    engine = _engine(path, key)
    with translated():
        _migrate(engine)
    return Database(engine)


def open_database(path: Path, key: bytes) -> Database:
    """Open the database at ``path``, bring it to the latest version and return it.

    A copy is kept beside the file before each migration.

    Raises:
        VaultDamaged: the file is missing, or is no database under this key.
        VaultTooNew: written by a newer version of the app.
    """
    if not path.exists():
        raise VaultDamaged(
            f"The vault's database {path.name} is missing. Nothing was changed: "
            "put the file back from a backup and open the vault again."
        )
    engine = _engine(path, key)
    try:
        with translated():
            revision = _revision(engine)
            if revision != LATEST:
                _refuse_newer(revision)
                shutil.copy2(path, path.with_suffix(f".before-{LATEST}{path.suffix}"))
                _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)


def _engine(path: Path, key: bytes) -> Engine:
    literal = f"x'{key.hex()}'"

    def connect() -> Any:
        connection = sqlcipher.connect(
            str(path), isolation_level=None, check_same_thread=False, timeout=10
        )
        # The key comes before any other statement (SQLCipher 4.7 and later insist).
        connection.execute(f'PRAGMA key = "{literal}"')
        for pragma in (
            "cipher_log = off",
            "journal_mode = WAL",
            "synchronous = FULL",
            "fullfsync = 1",
            "checkpoint_fullfsync = 1",
            "foreign_keys = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",
        ):
            try:
                connection.execute(f"PRAGMA {pragma}")
            except sqlcipher.DatabaseError:
                connection.close()
                raise
        return connection

    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("read_only", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _revision(engine: Engine) -> str | None:
    with engine.connect().execution_options(**READ_ONLY) as connection:
        try:
            row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
        except OperationalError as error:
            if "no such table" in str(error.orig):
                raise VaultDamaged(
                    "The vault's database is empty. Nothing was changed: restore the last backup."
                ) from error
            raise
    return row[0] if row else None


def _refuse_newer(revision: str | None) -> None:
    if revision is None or revision > LATEST:
        raise VaultTooNew(
            "This vault was written by a newer version of SPR Inspector. Nothing was changed: "
            "open it with that version, or update this one."
        )


def _migrate(engine: Engine) -> None:
    # Alembic costs 200 ms to import, which only a migration is worth.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
