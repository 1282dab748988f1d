"""The encrypted database file: opened, checked, migrated."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from inspector_app.domain.errors import DeviceFull, VaultDamaged, VaultInUse, VaultTooNew

log = logging.getLogger(__name__)

LATEST = "0001"
"""The newest migration this version of the app knows."""

READ_ONLY = {"read_only": True}
"""Execution options of a connection that only reads: it must not queue behind a writer."""


def create_database(path: Path, key: bytes) -> Engine:
    """Make the database at ``path`` and return its engine.

    Args:
        path: must not exist yet.
        key: 32 bytes, used as they are (no key derivation in SQLCipher).
    """
    engine = _engine(path, key)
    with translated():
        _migrate(engine)
    return engine


def open_database(path: Path, key: bytes) -> Engine:
    """Open the database at ``path``, bring it to the latest version and return its engine.

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
    return engine


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the database driver raises into the domain's errors.

    Raises:
        DeviceFull: the disk is full or cannot be written.
        VaultInUse: another process holds the database.
        VaultDamaged: the file is not what it should be.
    """
    try:
        yield
    except DatabaseError as error:
        reason = str(error.orig).lower()
        if "full" in reason or "readonly" in reason or "disk i/o" in reason:
            raise DeviceFull(
                f"The vault could not be written ({error.orig}). Everything recorded before is "
                "kept; make room on the disk and try again."
            ) from error
        if isinstance(error, OperationalError) and "locked" in reason:
            raise VaultInUse(
                "The vault is busy in another program. Nothing was lost; try again."
            ) from error
        if "malformed" in reason or "not a database" in reason or "hmac" in reason:
            raise VaultDamaged(
                f"The vault's database is damaged ({error.orig}). Nothing was changed: keep a copy "
                "of the vault's folder and restore the last backup."
            ) from error
        raise


def close(engine: Engine) -> None:
    """Close every connection, so that no key material stays behind in the driver."""
    engine.dispose()


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
