"""Making a backup of base: one state of its database, every verified file, and its keys."""

import contextlib
import io
import json
import re
import secrets
import shutil
import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pyrage
from sqlalchemy import Connection, delete, insert, select, update

from inspector_app.domain.errors import BadInput, RuleViolation
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.durable import (
    Unsettled,
    make_folder,
    move_folder,
    settle,
    whole_file,
    write_all,
    write_whole,
)
from inspector_app.server import backup_place, events, files, keys
from inspector_app.server.backup_place import Backup, Kept, Manifest
from inspector_app.server.base import Base
from inspector_app.server.dumping import TABLES, rows_of
from inspector_app.server.journal import vector
from inspector_app.server.objects import NotThere
from inspector_app.server.settings import Setting, epoch, get
from inspector_app.server.statements import form_of, signed
from inspector_app.server.tables import backed_up, backup, file, inspection
from inspector_app.system.locks import IsHeld, Lock

_NAME = re.compile(r"(\d{8}-\d{6})-[0-9a-f]{8}")
_LEFTOVER = re.compile(rf"\.{_NAME.pattern}\.part")

Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in all."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that is whole, and what making it showed."""

    folder: Path
    manifest: Manifest
    files: int
    copied: int
    """Files that no earlier backup held."""
    mended: int
    """Files of earlier backups that were damaged there and are whole again."""
    damaged: tuple[Kept, ...]
    """Files that were verified once and are damaged or gone at base: laptops bring them anew."""
    lacking: int
    """Files that changes name and that are not in the backup, as base has not got them whole."""
    removed: int
    """Older backups that were not to be kept."""
    unremoved: str
    """Why older backups, or files that none holds any more, could not be removed; empty: could."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What base holds of an inspection in the state that is backed up."""

    vector: str
    """JSON, a VectorForm."""
    wanted: frozenset[Sha256]
    """All files that changes name, purged ones apart."""


def back_up(
    base: Base, place: Path, *, keep: int | None = None, progress: Progress | None = None
) -> Made:
    """Make a backup in ``place``, whole or not at all, and tell laptops what is in it.

    Base may run meanwhile. All evidence files are read and hashed, those that an earlier backup
    brought there too: receipts rest on it.

    Args:
        base: whose.
        place: a folder of backups, made if it is missing; on another disk than base's.
        keep: how many backups are left there, this one among them; None: all.
        progress: called after each file.

    Raises:
        RuleViolation: another backup is being made there, or the place lies in base's own folder.
        OSError: the place cannot be written, or is full; the backup is not made. Where it stands
            there all the same, but may not last, laptops are not told of it.
    """
    if place.resolve().is_relative_to(base.folder.resolve()):
        raise RuleViolation(
            f"{place} lies in base’s own folder: what destroys the one destroys the other. No "
            "backup was made; name a folder on another disk."
        )
    make_folder(place / backup_place.BACKUPS)
    with _alone(place):
        _clear_leftovers(place)
        return _made(base, place, keep, progress or _silent)


def put_back_all(base: Base, place: Path) -> list[tuple[InspectionId, Sha256]]:
    """Take from a folder of backups what base misses and is whole there; return what it was."""
    back = []
    for about, sha256 in files.missed(base):
        path = backup_place.file_path(place, about, sha256)
        if path.is_file():
            with path.open("rb") as content:
                if files.put_back(base, about, sha256, content):
                    back.append((about, sha256))
    return back


def _made(base: Base, place: Path, keep: int | None, progress: Progress) -> Made:
    backup_id = secrets.token_hex(16)
    made_ms = base.now_ms()
    name = f"{_behind_all(place, made_ms):%Y%m%d-%H%M%S}-{backup_id[:8]}"
    temporary = place / backup_place.BACKUPS / f".{name}.part"
    temporary.mkdir(mode=0o700)
    try:
        with base.database.read() as connection:
            tables = tuple(
                backup_place.write_lines(
                    temporary / backup_place.table_name(table.name), rows_of(connection, table)
                )
                for table in TABLES
            )
            held = _held(connection)
            wanted = _verified(connection)
            base_name = get(connection, Setting.NAME) or ""
            base_epoch = epoch(connection)
        copying = _Copying(base, place, progress)
        kept = copying.all(wanted)
        manifest = Manifest(
            backup=backup_id,
            base=base.keys.base,
            name=base_name,
            epoch=base_epoch,
            made_ms=made_ms,
            tables=tables,
            files=backup_place.write_lines(
                temporary / backup_place.FILE_LIST, (_line(each) for each in kept)
            ),
            file_bytes=sum(each.size_bytes for each in kept),
            keys=backup_place.write_member(temporary / backup_place.KEYS, _sealed_keys(base)),
            recovery=base.keys.recovery,
        )
        statement = signed(base.keys, backup_place.DOMAIN, manifest)
        write_whole(temporary / backup_place.MANIFEST, statement.model_dump_json().encode())
        folder = place / backup_place.BACKUPS / name
        move_folder(temporary, folder)
        settle(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    there = {(each.inspection, each.sha256) for each in kept}
    lacks = {
        about: sorted(sha256 for sha256 in each.wanted if (about, sha256) not in there)
        for about, each in held.items()
    }
    _tell(base, manifest, place, held, lacks)
    removed, unremoved = _prune(base, place, folder, keep) if keep else (0, "")
    return Made(
        folder=folder,
        manifest=manifest,
        files=len(kept),
        copied=copying.copied,
        mended=copying.mended,
        damaged=tuple(copying.damaged),
        lacking=sum(map(len, lacks.values())),
        removed=removed,
        unremoved=unremoved,
    )


class _Copying:
    """Files on their way into a folder of backups."""

    def __init__(self, base: Base, place: Path, progress: Progress) -> None:
        self._base = base
        self._place = place
        self._progress = progress
        self.copied = 0
        self.mended = 0
        self.damaged: list[Kept] = []

    def all(self, wanted: Sequence[Kept]) -> list[Kept]:
        """Bring all files there and return those that are there whole."""
        total, done = sum(each.size_bytes for each in wanted), 0
        kept = []
        for each in wanted:
            if self._is_there(each) or self._copied(each):
                kept.append(each)
            done += each.size_bytes
            self._progress(done, total)
        return kept

    def _is_there(self, kept: Kept) -> bool:
        path = backup_place.file_path(self._place, kept.inspection, kept.sha256)
        try:
            with path.open("rb") as there:
                is_whole = backup_place.hash_of(there) == kept.sha256
        except FileNotFoundError:
            return False
        self.mended += not is_whole
        return is_whole

    def _copied(self, kept: Kept) -> bool:
        path = backup_place.file_path(self._place, kept.inspection, kept.sha256)
        make_folder(path.parent)
        try:
            with whole_file(path) as copy:
                for part in self._base.objects.read(kept.inspection, kept.sha256):
                    write_all(copy, part)
                _require_whole(copy, kept)
        except Unsettled:  # else the next backup would find it, and take it for one that lasts
            path.unlink(missing_ok=True)
            raise
        except NotThere:
            if files.found_damaged(self._base, kept.inspection, kept.sha256):
                self.damaged.append(kept)
            return False
        self.copied += 1
        return True


def _require_whole(copy: BinaryIO, kept: Kept) -> None:
    copy.seek(0)
    if backup_place.hash_of(copy) != kept.sha256:
        raise NotThere(kept.sha256)


def _held(connection: Connection) -> dict[InspectionId, _Held]:
    found = {}
    for about in connection.scalars(select(inspection.c.id)).all():
        named = select(file.c.sha256).where(file.c.inspection == about, file.c.state != "purged")
        found[InspectionId(about)] = _Held(
            form_of(vector(connection, InspectionId(about))).model_dump_json(),
            frozenset(map(Sha256, connection.scalars(named))),
        )
    return found


def _verified(connection: Connection) -> list[Kept]:
    columns = (file.c.inspection, file.c.sha256, file.c.size_bytes)
    found = select(*columns).where(file.c.state == "verified").order_by(*columns[:2])
    return [
        Kept(InspectionId(row.inspection), Sha256(row.sha256), row.size_bytes)
        for row in connection.execute(found)
    ]


def _line(kept: Kept) -> bytes:
    return json.dumps([kept.inspection, kept.sha256, kept.size_bytes]).encode() + b"\n"


def _sealed_keys(base: Base) -> bytes:
    """Return base's key files in a tar archive, encrypted to the recovery keys."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for path in sorted((base.folder / keys.FOLDER).iterdir()):
            tar.add(path, path.name)
    recipients = [pyrage.x25519.Recipient.from_str(each) for each in base.keys.recovery]
    return bytes(pyrage.encrypt(archive.getvalue(), recipients))


def _tell(
    base: Base,
    manifest: Manifest,
    place: Path,
    held: dict[InspectionId, _Held],
    lacks: dict[InspectionId, list[Sha256]],
) -> None:
    """Note what the backup holds, so that the next receipts say so."""
    rows = [
        {
            "inspection": about,
            "backup": manifest.backup,
            "vector": each.vector,
            "lacks": json.dumps(lacks[about]),
        }
        for about, each in held.items()
    ]
    with base.database.begin() as connection:
        connection.execute(delete(backed_up))
        if rows:
            connection.execute(insert(backed_up), rows)
        connection.execute(
            insert(backup).values(id=manifest.backup, made_ms=manifest.made_ms, place=str(place))
        )
        connection.execute(update(inspection).values(mark=inspection.c.mark + 1))
        events.note(
            connection, base.now_ms(), events.BY_COMMAND, "backup-made", manifest.backup, str(place)
        )


def _behind_all(place: Path, made_ms: int) -> datetime:
    """Return the time by which a new backup is named: a clock that was put back is not followed.

    The newest of a folder of backups is the one whose name comes last.
    """
    when = datetime.fromtimestamp(made_ms / 1000, UTC).replace(microsecond=0)
    for folder in backup_place.all_in(place):
        if named := _NAME.fullmatch(folder.name):
            with contextlib.suppress(ValueError, OverflowError):  # no date, or none comes after it
                there = datetime.strptime(named[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
                when = max(when, there + timedelta(seconds=1))
    return when


def _prune(base: Base, place: Path, made: Path, keep: int) -> tuple[int, str]:
    """Remove all but ``made`` and the newest backups of this base, and files that none holds.

    Those of other bases stay, and so does what cannot be read; as nobody can tell which files that
    holds, these stay too. Returns how many backups went, and what the disk says of the rest.
    """
    backups: list[Backup] = []
    is_all_read = True
    for folder in backup_place.all_in(place):
        try:
            backups.append(backup_place.opened(folder))
        except BadInput:
            is_all_read = False
    own = [each for each in backups if each.manifest.base == base.keys.base]
    own.sort(key=lambda each: (each.folder == made, each.folder))
    old = own[:-keep]
    removed = 0
    try:
        for each in old:
            # With such a name it is none any more, however far the rest gets.
            gone = each.folder.with_name(f".{each.folder.name}.part")
            each.folder.rename(gone)
            backups.remove(each)
            removed += 1
            shutil.rmtree(gone)
        if old and is_all_read:
            wanted = {each.path_of(kept) for each in backups for kept in each.files()}
            for path in (place / backup_place.FILES).glob("*/*/*"):
                if path not in wanted:
                    path.unlink()
    except OSError as error:
        return removed, f"{error.filename}: {error.strerror}"
    return removed, ""


def _clear_leftovers(place: Path) -> None:
    """Remove what backups that were cut off have left, which bear no name yet."""
    for path in (place / backup_place.BACKUPS).iterdir():
        if _LEFTOVER.fullmatch(path.name):
            shutil.rmtree(path)


@contextlib.contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Keep other backups out of a folder of backups, as long as this process lives."""
    try:
        lock = Lock(place / "lock")
    except IsHeld as error:
        raise RuleViolation(
            f"Another backup is being made in {place}. None was made; wait for that one."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _silent(_done: int, _total: int) -> None:
    pass
