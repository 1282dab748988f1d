"""Putting a base back from a backup, into an empty folder and an empty database."""

import contextlib
import hashlib
import io
import secrets
import shutil
import tarfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, delete, func, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from inspector_app.domain.errors import BadInput, MayNotLast, RuleViolation
from inspector_app.domain.ids import InspectionId
from inspector_app.durable import (
    Unsettled,
    make_folder,
    move_folder,
    settle,
    sync_folder,
    write_new,
    write_whole,
)
from inspector_app.server import backup_place, events, keys
from inspector_app.server.backup_place import Backup, Kept
from inspector_app.server.database import Database
from inspector_app.server.dumping import TABLES, put_rows
from inspector_app.server.objects import NotThere, Objects
from inspector_app.server.opening import (
    DATABASE_VARIABLE,
    RESTORED,
    opened_objects,
    reached_database,
)
from inspector_app.server.recovery import opened_with
from inspector_app.server.settings import Setting, begin_epoch, get, put
from inspector_app.server.tables import (
    METADATA,
    backed_up,
    change,
    file,
    inspection,
    part,
    receipt,
)
from inspector_app.server.tables import backup as backup_table

_LISTS_LOST = 1_000_000
"""Of a team: more than base can have told since the backup."""

Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in all."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How far an inspection comes in a restored base."""

    inspection: InspectionId
    changes: int
    newest_ms: int | None
    """When its newest change came to base, by base's clock; None: it has none."""
    lacking: int
    """Files that laptops bring anew."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A base that was put back."""

    backup: Backup
    epoch: str
    stands: tuple[Stand, ...]


def check(backup: Backup, progress: Progress | None = None) -> None:
    """Read a whole backup through.

    Raises:
        BadInput: a part of it is missing or not what base wrote; the sentence names it.
    """
    manifest = backup.manifest
    if {each.name for each in manifest.tables} != {
        backup_place.table_name(table.name) for table in TABLES
    }:
        raise BadInput(
            "The backup was made by another version of base. Nothing was changed; restore it with "
            "that version."
        )
    for member in (*manifest.tables, manifest.files, manifest.keys):
        path = backup.folder / member.name
        if not path.is_file() or backup_place.member_of(path, member.rows) != member:
            raise _damaged(path)
    done = 0
    for kept in backup.files():
        path = backup.path_of(kept)
        if not _is_whole(path, kept):
            raise _damaged(path)
        done += kept.size_bytes
        (progress or _silent)(done, manifest.file_bytes)


def restore(
    backup: Backup,
    folder: Path,
    environ: Mapping[str, str],
    now: datetime,
    *,
    recovery_key: Path | None = None,
    old_base: Path | None = None,
    progress: Progress | None = None,
) -> Restored:
    """Put a base back into ``folder``, or leave everything as it is; all of it is checked first.

    It begins another epoch, by which laptops learn of it and push what it lacks. Where the database
    lies elsewhere, a kill may leave that restored and the folder not: then nobody can open it, and
    the same restore once more begins anew.

    Args:
        backup: its manifest checked.
        folder: not there, or empty.
        environ: names the database and the place for files, if they lie elsewhere; the database
            must be empty.
        now: aware.
        recovery_key: a file with the secret half of one of base's recovery keys; opens the keys.
        old_base: else a base's folder that still has these very keys.
        progress: called after each file, while checking and while putting back.

    Raises:
        RuleViolation: the folder or the database is not empty.
        BadInput: the backup is damaged, or the keys do not belong to it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RuleViolation(
            f"{folder} is not empty. Nothing was changed; name a folder that is not there yet."
        )
    check(backup, progress)
    key_files = _key_files(backup, recovery_key, old_base)
    temporary = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}.part")
    make_folder(temporary)
    try:
        _write_keys(temporary, key_files)
        _require_its_own(temporary, backup)
        place = secrets.token_hex(16)
        write_whole(temporary / RESTORED, place.encode())
        with _alone(temporary, environ):
            with _empty_database(temporary, environ, backup) as database:
                _put_files(backup, opened_objects(temporary, environ), progress or _silent)
                restored = _put_all_rows(backup, database, int(now.timestamp() * 1000), place)
            sync_folder(temporary)
            if folder.exists():
                folder.rmdir()
            _name(temporary, folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return restored


def _name(temporary: Path, folder: Path) -> None:
    """Make a base of what was put back; from here on it can be opened."""
    move_folder(temporary, folder)
    try:
        settle(folder)
    except Unsettled as error:
        raise MayNotLast(
            f"Base is back in {folder}, but the disk failed just after ({error.strerror}), so a "
            "power cut may undo that. Check the disk before base is run from it."
        ) from error


def _key_files(
    backup: Backup, recovery_key: Path | None, old_base: Path | None
) -> Mapping[str, bytes]:
    if recovery_key is not None:
        sealed = (backup.folder / backup_place.KEYS).read_bytes()
        with tarfile.open(fileobj=io.BytesIO(opened_with(recovery_key, sealed))) as tar:
            return {
                member.name: taken.read()
                for member in tar
                if (taken := tar.extractfile(member)) is not None
                and Path(member.name).name == member.name
            }
    if old_base is not None:
        keys.read(old_base)
        return {path.name: path.read_bytes() for path in (old_base / keys.FOLDER).iterdir()}
    raise BadInput(
        "Base’s keys lie in the backup encrypted to its recovery keys. Nothing was changed; name "
        "the file with a secret recovery key, or the folder of the old base if that has them still."
    )


def _write_keys(folder: Path, contents: Mapping[str, bytes]) -> None:
    place = folder / keys.FOLDER
    make_folder(place)
    for name, content in contents.items():
        write_new(place / name, content)
    sync_folder(place)


def _require_its_own(folder: Path, backup: Backup) -> None:
    if keys.read(folder).base != backup.manifest.base:
        raise BadInput(
            "The keys are not those of the base that made the backup. Nothing was changed."
        )


@contextlib.contextmanager
def _alone(folder: Path, environ: Mapping[str, str]) -> Iterator[None]:
    """Let no other restore into the same PostgreSQL database begin until this one is done."""
    database = reached_database(folder, environ)
    try:
        if database.is_sqlite:  # it lies in the folder, of which each restore makes its own
            database.close()
            yield
            return
        with database.read() as connection:
            asked = "SELECT pg_try_advisory_xact_lock(hashtextextended('spr-base restore', 0))"
            if not connection.scalar(text(asked)):
                raise RuleViolation(
                    "Another restore into this database is under way. Nothing was changed; wait "
                    "for that one."
                )
            yield
    finally:
        database.close()


@contextlib.contextmanager
def _empty_database(folder: Path, environ: Mapping[str, str], backup: Backup) -> Iterator[Database]:
    """Give the database; what a restore that was cut off has left may be in it."""
    database = reached_database(folder, environ)
    try:
        with database.read() as connection:
            is_empty = all(
                connection.execute(select(table).limit(1)).first() is None for table in TABLES
            )
            is_cut_off = get(connection, Setting.PLACE) is not None
            is_ours = get(connection, Setting.BASE) == backup.manifest.base
        if not is_empty and not (is_cut_off and is_ours):
            raise RuleViolation(
                "The database is not empty. Nothing was changed; have "
                f"{DATABASE_VARIABLE} name an empty one."
            )
        yield database
    finally:
        database.close()


def _put_files(backup: Backup, objects: Objects, progress: Progress) -> None:
    done = 0
    for kept in backup.files():
        path = backup.path_of(kept)
        # A store may have outlived the base that it belonged to.
        if not _is_absent_or_whole(objects, kept):
            objects.remove(kept.inspection, kept.sha256)
        with path.open("rb") as content:
            objects.write(kept.inspection, kept.sha256, content)
        done += kept.size_bytes
        progress(done, backup.manifest.file_bytes)


def _is_absent_or_whole(objects: Objects, kept: Kept) -> bool:
    if (size := objects.size(kept.inspection, kept.sha256)) is None:
        return True
    hashed = hashlib.sha256()
    try:
        for content in objects.read(kept.inspection, kept.sha256):
            hashed.update(content)
    except NotThere:
        return False
    return size == kept.size_bytes and hashed.hexdigest() == kept.sha256


def _put_all_rows(backup: Backup, database: Database, now_ms: int, place: str) -> Restored:
    here: dict[InspectionId, set[str]] = {}
    for kept in backup.files():
        here.setdefault(kept.inspection, set()).add(kept.sha256)
    with database.begin() as connection:
        for table in reversed(METADATA.sorted_tables):  # what one left that was cut off
            connection.execute(delete(table))
        try:
            for table in TABLES:
                put_rows(connection, table, backup.lines(table.name))
        except (ValueError, SQLAlchemyError) as error:
            raise BadInput(
                "The backup holds rows that this version of base cannot read. No base was put "
                "back; restore it with the version that made it."
            ) from error
        put(connection, Setting.PLACE, place)
        epoch = begin_epoch(connection)
        _set_straight(connection, here)
        events.note(connection, now_ms, events.BY_COMMAND, "base-restored", backup.manifest.backup)
        stands = _stands(connection)
    return Restored(backup, epoch, stands)


def _set_straight(connection: Connection, here: Mapping[InspectionId, set[str]]) -> None:
    """Have the rows say what is there: nothing on its way, no receipt, no file but ``here``."""
    # None of these hold in the new epoch.
    for table in (part, receipt, backed_up, backup_table):
        connection.execute(delete(table))
    connection.execute(update(file).values(upload=None))
    connection.execute(
        update(file)
        .where(file.c.state.in_(("arriving", "verifying", "damaged")))
        .values(state="lacking")
    )
    verified = select(file.c.inspection, file.c.sha256).where(file.c.state == "verified")
    for about, sha256 in connection.execute(verified).all():
        if sha256 not in here.get(about, ()):
            connection.execute(
                update(file)
                .where(file.c.inspection == about, file.c.sha256 == sha256)
                .values(state="lacking")
            )
    # A store that outlived its base may hold what was purged.
    connection.execute(update(file).where(file.c.state == "purged").values(is_destroyed=False))
    # Of two lists of a team that came by sticks the one with the higher number holds.
    number = inspection.c.membership + _LISTS_LOST
    connection.execute(update(inspection).values(mark=inspection.c.mark + 1, membership=number))


def _stands(connection: Connection) -> tuple[Stand, ...]:
    came = {
        row[0]: (row[1], row[2])
        for row in connection.execute(
            select(change.c.inspection, func.count(), func.max(change.c.came_ms)).group_by(
                change.c.inspection
            )
        )
    }
    lacking = {
        row[0]: row[1]
        for row in connection.execute(
            select(file.c.inspection, func.count())
            .where(file.c.state == "lacking")
            .group_by(file.c.inspection)
        )
    }
    return tuple(
        Stand(InspectionId(about), *came.get(about, (0, None)), lacking.get(about, 0))
        for about in connection.scalars(select(inspection.c.id).order_by(inspection.c.id))
    )


def _is_whole(path: Path, kept: Kept) -> bool:
    try:
        if path.stat().st_size != kept.size_bytes:
            return False
        with path.open("rb") as there:
            return backup_place.hash_of(there) == kept.sha256
    except OSError:
        return False


def _damaged(path: Path) -> BadInput:
    return BadInput(
        f"The backup is damaged: {path} is missing or not what base wrote. Nothing was changed; "
        "use another backup, or another copy of this one."
    )


def _silent(_done: int, _total: int) -> None:
    pass
