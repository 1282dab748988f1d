"""Opening a base that was made: which database and place for files are its, and if they answer."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from inspector_app.domain.errors import BadInput
from inspector_app.server.base import Base
from inspector_app.server.database import Database
from inspector_app.server.keys import Keys, read
from inspector_app.server.objects import Objects
from inspector_app.server.places.folder import Folder
from inspector_app.server.settings import Setting, clear, get

DATABASE_VARIABLE = "SPR_BASE_DATABASE_URL"
OBJECTS_VARIABLE = "SPR_BASE_OBJECTS_URL"
RESTORED = "restored"
"""In a folder that was restored: by which mark the database knows it."""
_FILE = "base.db"
_FILES = "files"


def database_url(folder: Path, environ: Mapping[str, str]) -> str:
    """Return the address of the database of the base in ``folder``."""
    return environ.get(DATABASE_VARIABLE) or f"sqlite:///{folder.resolve() / _FILE}"


def reached_database(folder: Path, environ: Mapping[str, str]) -> Database:
    """Return the database of the base in ``folder``, its tables made where they are missing.

    Raises:
        BadInput: it is away, refuses us, or its address cannot be read.
    """
    url = database_url(folder, environ)
    try:
        database = Database(url)
    except (ArgumentError, ImportError, NoSuchModuleError, ValueError) as error:
        raise BadInput(
            f"{DATABASE_VARIABLE} is not the address of a database that base can use: it begins "
            "with postgresql:// or is not set. Nothing was changed."
        ) from error
    try:
        database.make()
    except DBAPIError as error:
        database.close()
        reason = " ".join(str(error.orig).split())
        raise BadInput(
            f"Base’s database does not answer: {reason}. Nothing was changed; start the database "
            f"or mend {DATABASE_VARIABLE}, then try again."
        ) from error
    return database


def opened_database(folder: Path, environ: Mapping[str, str], keys: Keys) -> Database:
    """Return the database of the base that has ``keys``.

    Raises:
        BadInput: it is away, or another base's, or none's.
    """
    database = reached_database(folder, environ)
    with database.read() as connection:
        owner = get(connection, Setting.BASE)
        place = get(connection, Setting.PLACE)
    if owner != keys.base:
        database.close()
        whose = "is not this base’s" if owner else "holds no base"
        raise BadInput(
            f"The database {whose}: its keys in {folder} and the database do not belong together. "
            f"Nothing was changed; mend {DATABASE_VARIABLE} or restore both from one backup."
        )
    if place is not None:
        _require_restored(folder, database, place)
    return database


def mark_of(folder: Path) -> str | None:
    """Return by which mark a folder was restored; None: it bears none."""
    try:
        return (folder / RESTORED).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return None


def _require_restored(folder: Path, database: Database, place: str) -> None:
    """Return if ``folder`` is what a restore into the database was for, which is done then.

    Raises:
        BadInput: the restore was cut off before the folder had its name.
    """
    if mark_of(folder) != place:
        database.close()
        raise BadInput(
            f"A restore into the database was cut off before its folder was whole, and {folder} is "
            "another one. Nothing was changed; run the same spr-base restore again, which "
            "begins anew."
        )
    with database.begin() as connection:
        clear(connection, Setting.PLACE)


def opened_objects(folder: Path, environ: Mapping[str, str]) -> Objects:
    """Return the place for the files of the base in ``folder``: a folder there, or a store.

    Raises:
        BadInput: the store's address cannot be read.
    """
    address = environ.get(OBJECTS_VARIABLE)
    if not address:
        return Folder(folder / _FILES)
    from inspector_app.server.places.s3 import S3  # slow to load, and few have a store

    return S3(address)


@contextlib.contextmanager
def opened_base(
    folder: Path, environ: Mapping[str, str], now: Callable[[], datetime]
) -> Iterator[Base]:
    """Give the base in ``folder``, whole.

    Raises:
        NotFound, BadInput: there is none, or a part of it cannot be opened.
    """
    keys = read(folder)
    database = opened_database(folder, environ, keys)
    try:
        yield Base(folder, keys, database, opened_objects(folder, environ), now)
    finally:
        database.close()
