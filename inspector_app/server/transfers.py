"""What comes by a stick: taken in volume by volume, each all or nothing, by the rules of requests.

A volume is opened in a process of its own into an empty folder; only when all of it was found sound
is any of it put where it counts, in one transaction. What base must not take in is kept apart, the
file itself too, and tried again once somebody has decided.
"""

import hashlib
import json
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from inspector_app.domain.changes.bodies import EvidenceAdded
from inspector_app.domain.errors import BadInput, DeviceFull, InspectorError
from inspector_app.domain.ids import DeviceId, InspectionId, Sha256
from inspector_app.domain.wording import size_words
from inspector_app.durable import Unsettled, make_folder, refusal_elsewhere, whole_file
from inspector_app.packs import archive
from inspector_app.server import events, files, held, journal, teams
from inspector_app.server.base import Base
from inspector_app.server.database import insert_missing
from inspector_app.server.objects import NoUpload, Piece
from inspector_app.server.problems import Refused
from inspector_app.server.tables import device as _device
from inspector_app.server.tables import file as _file
from inspector_app.server.tables import inspection as _inspection
from inspector_app.server.tables import member as _member
from inspector_app.server.tables import pack as _pack
from inspector_app.server.tables import person_name as _name
from inspector_app.server.tables import transfer as _transfer
from inspector_app.server.unpacking import Limits, Unpacked, unpacked
from inspector_app.sync import transfer, volumes, wire
from inspector_app.sync.lines import change_of
from inspector_app.sync.volumes import Stretch

APART = "apart"
TAKEN = "taken"
NOT_KNOWN = "not-known"
"""No laptop of this key was ever enrolled: nobody has looked into the file."""
UNNAMED = "unnamed"
"""It holds files that no change at base names."""
_STAGING, _KEPT = "staging", "kept-apart"
_PIECE = 1024 * 1024
_RESERVE = 64 * 1024 * 1024
"""Bytes left free for the database."""
_NOTHING = "Nothing of it was taken in."
_WHY = {
    NOT_KNOWN: "its laptop never joined this base, so nobody has looked into it",
    held.REVOKED: "its laptop was revoked",
    held.LEFT: "its laptop is of that team no more",
    held.UNKNOWN: "nobody has let its laptop into the inspection",
    UNNAMED: "it holds evidence files that no record at base tells of yet",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one volume."""

    name: str
    digest: str
    device: DeviceId
    state: str
    """``TAKEN`` or ``APART``."""
    reason: str = ""
    manifest: wire.Manifest | None = None
    """None: nobody has looked into it."""
    was_here: bool = False
    """This very volume of its bundle had come before."""
    fresh: int = 0
    held: int = 0
    """Changes that are kept apart for the lead inspector."""
    files: int = 0
    """Files of which something came that was lacking."""
    lacking: tuple[int, ...] = ()
    """Volumes of the same bundle that have not come yet, as far as it is known."""

    @property
    def why(self) -> str:
        """Why it is kept apart, as the rest of a sentence."""
        return _WHY.get(self.reason, "")

    @property
    def volume(self) -> wire.Volume | None:
        """What it says of itself."""
        return self.manifest.volume if self.manifest else None


def take_in(base: Base, path: Path, by: str, limits: Limits | None = None) -> Imported:
    """Take one volume in, or keep it apart.

    Args:
        base: this base.
        path: the volume, which is left as it is.
        by: who asked for it: an account, or ``events.BY_COMMAND``.
        limits: of the process that opens it.

    Raises:
        BadInput: it is no transfer file for this base, or is damaged; nothing was taken in.
        DeviceFull: there is no room; nothing was taken in.
    """
    try:
        label = transfer.label_of(path)
        if label is None:
            raise BadInput(f"{path.name} is not a transfer file. {_NOTHING}")
        if label.recipient != base.keys.base:
            raise BadInput(f"{path.name} is for another reader than this base. {_NOTHING}")
        digest = _digest_of(path)
        known = _known(base)
        if label.sender not in known:
            found = Imported(path.name, digest, label.sender, APART, NOT_KNOWN)
            _keep_apart(base, path, digest)
            with base.database.begin() as connection:
                _note(connection, base, found, by, path)
            return found
        return _opened(base, path, digest, known, by, limits)
    except OSError as error:
        raise refusal_elsewhere(error, _NOTHING) from error


def kept_apart(base: Base) -> tuple[Path, ...]:
    """Return the volumes that are kept apart, to be tried again."""
    return tuple(sorted((base.folder / _KEPT).glob(f"*{transfer.SUFFIX}")))


def _opened(
    base: Base,
    path: Path,
    digest: str,
    known: frozenset[DeviceId],
    by: str,
    limits: Limits | None,
) -> Imported:
    staging = base.folder / _STAGING / secrets.token_hex(8)
    make_folder(staging)
    try:
        _require_room(base, path)
        try:
            volume = unpacked(path, staging, base.keys.base, known, base.keys.identity, limits)
        except BadInput as error:
            raise BadInput(f"{path.name} {str(error).rstrip('.')}. {_NOTHING}") from error
        found = _Taking(base, path, digest, volume, by).taken()
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    if found.state == TAKEN:
        with suppress(OSError):  # it counts already; taken in once more it alters nothing
            _kept(base, digest).unlink(missing_ok=True)
    return found


class _Taking:
    """One sound volume on its way to where it counts."""

    def __init__(self, base: Base, path: Path, digest: str, volume: Unpacked, by: str) -> None:
        self._base = base
        self._path = path
        self._digest = digest
        self._unpacked = volume
        self._volume = volume.volume
        self._sender = DeviceId(volume.manifest.sender)
        self._inspection = InspectionId(volume.manifest.inspection or "")
        self._pack = Sha256(volume.manifest.pack or "")
        self._by = by
        self._uploading: dict[Sha256, str] = {}
        self._begun: list[str] = []
        """Uploads that nobody needs if the transaction does not hold."""

    def taken(self) -> Imported:
        """Take it in.

        Raises:
            BadInput, DeviceFull: nothing was taken in.
        """
        try:
            brought = list(self._brought())
            try:
                found, unwanted = self._recorded(brought)
            except _Unkept:
                _keep_apart(self._base, self._path, self._digest)
                found, unwanted = self._recorded(brought)
        except BaseException as error:
            for upload in self._begun:
                self._base.objects.abandon(upload)
            if isinstance(error, Refused):
                raise _sentence(self._path, error) from error
            if isinstance(error, NoUpload):
                raise BadInput(
                    f"{self._path.name}: a file that was arriving was taken away meanwhile. "
                    f"{_NOTHING} Import it once more."
                ) from error
            if isinstance(error, DBAPIError):
                reason = " ".join(str(error.orig).split())
                raise DeviceFull(
                    f"Base’s database could not be written ({reason}). {_NOTHING}"
                ) from error
            raise
        for upload in dict.fromkeys(unwanted):
            with suppress(OSError, Refused):  # all of it counts already; base tidies up as it runs
                self._base.objects.abandon(upload)
        return found

    # Bytes first: they lie in their place and count for nothing yet

    def _brought(self) -> "Iterator[_Brought]":
        for place, declared in enumerate(self._volume.members):
            if not volumes.holds_file(declared.name):
                continue
            part = volumes.stretch_of(declared.name)
            size = declared.size_bytes if part.count == 1 else self._size_of(part.sha256)
            with self._base.database.read() as connection:
                is_wanted = files.is_wanted(connection, self._inspection, part.sha256)
            if size is None:
                yield _Brought(part, 0, "", {})
            elif is_wanted:
                upload = self._upload(part.sha256, size)
                start = _start_of(part, declared.size_bytes, size)
                pieces = self._put(upload, start, self._unpacked.path_of(place))
                yield _Brought(part, size, upload, pieces)

    def _size_of(self, sha256: Sha256) -> int | None:
        """Return how large a file is of which a part came; None: nothing tells."""
        with self._base.database.read() as connection:
            wanted = select(_file.c.size_bytes).where(
                _file.c.inspection == self._inspection, _file.c.sha256 == sha256
            )
            known = connection.execute(wanted).scalar()
        if known is not None:
            return int(known)
        for line in self._lines():
            if sha256.encode() in line:
                body = change_of(line).body
                if isinstance(body, EvidenceAdded) and body.file.sha256 == sha256:
                    return body.file.size_bytes
        return None

    def _upload(self, sha256: Sha256, size: int) -> str:
        if sha256 in self._uploading:
            return self._uploading[sha256]
        with self._base.database.read() as connection:
            upload = files.upload_of(connection, self._inspection, sha256, size)
        if upload is not None:
            files.share(self._base, self._inspection, sha256, upload)
        else:
            upload = self._base.objects.begin(self._inspection, sha256, size)
            self._begun.append(upload)
        self._uploading[sha256] = upload
        return upload

    def _put(self, upload: str, start: int, source: Path) -> dict[Piece, str]:
        pieces: dict[Piece, str] = {}
        with source.open("rb") as stream:
            number = start // wire.PART_SIZE + 1
            while content := stream.read(wire.PART_SIZE):
                tag = self._base.objects.put(upload, number, content)
                digest = hashlib.sha256(content).hexdigest()
                pieces[Piece(number, tag, len(content))] = digest
                number += 1
        return pieces

    # Then all of it counts, or nothing does

    def _recorded(self, brought: "Sequence[_Brought]") -> tuple[Imported, list[str]]:
        with self._base.database.begin(self._inspection) as connection:
            found, unwanted = self._counted(connection, brought)
            if found.state == APART and not _kept(self._base, self._digest).exists():
                raise _Unkept
        return found, unwanted

    def _counted(
        self, connection: Connection, brought: "Sequence[_Brought]"
    ) -> tuple[Imported, list[str]]:
        now_ms = self._base.now_ms()
        self._keep_packs(connection)
        self._open(connection, now_ms)
        fresh, held_ids = self._take(connection, now_ms)
        self._keep_names(connection)
        self._hear(connection, now_ms)
        unwanted: list[str] = []
        arrived: set[Sha256] = set()
        unnamed = 0
        for each in brought:
            try:
                left = files.adopt(
                    connection,
                    self._inspection,
                    each.part.sha256,
                    each.size_bytes,
                    each.upload,
                    each.pieces,
                )
            except Refused as error:
                if error.code is not wire.ProblemCode.FILE_UNKNOWN:
                    raise
                unnamed += 1
                unwanted += filter(None, [each.upload])
            else:
                unwanted += filter(None, [left])
                arrived.add(each.part.sha256)
        is_apart = bool(held_ids or unnamed)
        found = Imported(
            self._path.name,
            self._digest,
            self._sender,
            APART if is_apart else TAKEN,
            self._reason(connection, held_ids) if is_apart else "",
            self._unpacked.manifest,
            self._was_here(connection),
            fresh,
            len(held_ids),
            len(arrived),
        )
        _note(connection, self._base, found, self._by, self._path)
        return replace(found, lacking=_lacking(connection, self._volume, self._sender)), unwanted

    def _keep_packs(self, connection: Connection) -> None:
        """Keep the checklist that the inspection began with, and newer ones that came along."""
        brought = {
            sha256: place
            for place, each in enumerate(self._volume.members)
            if (sha256 := volumes.pack_of(each.name, self._pack)) is not None
        }
        for sha256 in {self._pack, *brought}:
            known = select(_pack.c.sha256).where(_pack.c.sha256 == sha256)
            if connection.execute(known).first() is not None:
                continue
            if sha256 not in brought:
                raise BadInput(f"{self._path.name} lacks a checklist that is not here. {_NOTHING}")
            self._keep_pack(connection, sha256, brought[sha256])

    def _keep_pack(self, connection: Connection, sha256: Sha256, place: int) -> None:
        copy = self._unpacked.path_of(place).read_bytes()
        try:
            opened = archive.opened(copy)
        except (InspectorError, ValueError) as error:
            reason = "holds a checklist that cannot be read"
            raise BadInput(f"{self._path.name} {reason}. {_NOTHING}") from error
        if opened.sha256 != sha256:
            reason = "holds another checklist than it says"
            raise BadInput(f"{self._path.name} {reason}. {_NOTHING}")
        row = {"id": opened.id, "version": opened.version, "archive": copy}
        connection.execute(insert(_pack).values(sha256=sha256, **row))

    def _open(self, connection: Connection, now_ms: int) -> None:
        """Let a laptop that is enrolled be the first of an inspection that base does not know."""
        there = select(_inspection.c.id).where(_inspection.c.id == self._inspection)
        stands = select(_device.c.revoked_ms, _device.c.replaced_by).where(
            _device.c.id == self._sender
        )
        if connection.execute(there).first() is not None:
            return
        if tuple(connection.execute(stands).one()) != (None, None):
            return
        connection.execute(
            insert(_inspection).values(
                id=self._inspection, pack=self._pack, opened_ms=now_ms, opened_by=self._sender
            )
        )
        teams.add(connection, self._inspection, self._sender, teams.LEAD, now_ms)
        events.note(connection, now_ms, self._sender, "inspection-opened", self._inspection)

    def _take(self, connection: Connection, now_ms: int) -> tuple[int, set[str]]:
        """Return how many changes are new, and which are kept apart."""
        fresh = count = 0
        apart: set[str] = set()
        batch: list[bytes] = []
        for line in (*self._lines(), b""):
            if line:
                batch.append(line)
                count += 1
            if batch and (len(batch) == wire.MOST_CHANGES or not line):
                taken = journal.take(connection, self._inspection, self._sender, batch, now_ms)
                fresh += taken.fresh
                apart |= set(taken.held)
                batch = []
        if count != self._unpacked.manifest.changes:
            reason = "does not hold as many changes as it says"
            raise BadInput(f"{self._path.name} {reason}. {_NOTHING}")
        if apart:  # what came later in the file may have let in what came before it
            waiting = {each.change.id for each in held.waiting(connection, self._inspection)}
            fresh += len(apart - waiting)
            apart &= waiting
        return fresh, apart

    def _lines(self) -> Iterator[bytes]:
        for place, declared in enumerate(self._volume.members):
            if volumes.holds_changes(declared.name):
                yield from self._unpacked.path_of(place).read_bytes().splitlines()

    def _keep_names(self, connection: Connection) -> None:
        if teams.role(connection, self._inspection, self._sender) is None:
            return
        for place, declared in enumerate(self._volume.members):
            if declared.name == volumes.PEOPLE:
                content = self._unpacked.path_of(place).read_bytes()
                try:
                    people = transfer.message(wire.People, content)
                except BadInput as error:
                    raise BadInput(f"{self._path.name}: {error}. {_NOTHING}") from error
                rows = [
                    {"inspection": self._inspection, "person": person, "name": name}
                    for person, name in people.names.items()
                ]
                insert_missing(connection, _name, rows)

    def _hear(self, connection: Connection, now_ms: int) -> None:
        """Remember what the laptop says of its own, unless it said something else since."""
        ahead = select(_device.c.ahead_ms).where(_device.c.id == self._sender)
        said_ms = min(self._volume.time_ms - (connection.scalar(ahead) or 0), now_ms)
        connection.execute(
            update(_member)
            .where(
                _member.c.inspection == self._inspection,
                _member.c.device == self._sender,
                _member.c.told_ms.is_(None) | (_member.c.told_ms <= said_ms),
            )
            .values(lacks=json.dumps(list(self._volume.lacks)), told_ms=said_ms, forgot_ms=None)
        )

    def _reason(self, connection: Connection, held_ids: set[str]) -> str:
        for each in held.waiting(connection, self._inspection) if held_ids else ():
            if each.change.id in held_ids:
                return each.reason
        return UNNAMED

    def _was_here(self, connection: Connection) -> bool:
        wanted = select(_transfer.c.digest).where(
            _transfer.c.bundle == self._volume.bundle,
            _transfer.c.volume == self._volume.number,
            _transfer.c.device == self._sender,
            _transfer.c.state == TAKEN,
        )
        return connection.execute(wanted).first() is not None


class _Unkept(Exception):
    """The file is to lie here before the database says that it does."""


@dataclass(frozen=True, slots=True)
class _Brought:
    """A file, or a part of one, whose bytes lie in their place."""

    part: Stretch
    size_bytes: int
    """Of the whole file."""
    upload: str
    """Empty: nothing tells how large the file is, so nothing could be put."""
    pieces: Mapping[Piece, str]


def _start_of(part: Stretch, length: int, size: int) -> int:
    start = size - length if part.number == part.count else (part.number - 1) * length
    if start < 0 or start % wire.PART_SIZE or start + length > size:
        raise BadInput("A file in it is cut into other parts than those in which base takes it.")
    return start


def _lacking(connection: Connection, volume: wire.Volume, sender: DeviceId) -> tuple[int, ...]:
    rows = connection.execute(
        select(_transfer.c.volume, _transfer.c.volumes).where(
            _transfer.c.bundle == volume.bundle, _transfer.c.device == sender
        )
    ).all()
    seen = {row.volume for row in rows}
    count = max((row.volumes or row.volume for row in rows), default=0)
    return tuple(sorted(set(range(1, count + 1)) - seen))


def _note(connection: Connection, base: Base, found: Imported, by: str, path: Path) -> None:
    """Record in the transaction what came of a volume, and who authorised its journey."""
    volume, now_ms = found.volume, base.now_ms()
    connection.execute(delete(_transfer).where(_transfer.c.digest == found.digest))
    connection.execute(
        insert(_transfer).values(
            digest=found.digest,
            state=found.state,
            reason=found.reason,
            device=found.device,
            size_bytes=path.stat().st_size,
            imported_ms=now_ms,
            imported_by=by,
            bundle=volume.bundle if volume else None,
            volume=volume.number if volume else None,
            volumes=volume.volumes if volume else None,
            inspection=found.manifest.inspection if found.manifest else None,
            authorised_by=volume.authorised_by if volume else None,
            stick=volume.stick if volume else None,
        )
    )
    what = "transfer-imported" if found.state == TAKEN else "transfer-kept-apart"
    words = f"Kept apart: {found.why}." if found.why else ""
    about = (found.manifest.inspection if found.manifest else None) or found.device
    events.note(connection, now_ms, by, what, about, words)


def _known(base: Base) -> frozenset[DeviceId]:
    with base.database.read() as connection:
        return frozenset(DeviceId(row[0]) for row in connection.execute(select(_device.c.id)))


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _kept(base: Base, digest: str) -> Path:
    return base.folder / _KEPT / f"{digest}{transfer.SUFFIX}"


def _keep_apart(base: Base, path: Path, digest: str) -> None:
    target = _kept(base, digest)
    if target.exists():
        return
    make_folder(target.parent)
    _require_room(base, path)
    try:
        with whole_file(target) as out, path.open("rb") as file:
            shutil.copyfileobj(file, out, _PIECE)
    except Unsettled as error:  # it counts for nothing: whoever brought it is to bring it again
        target.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror) from error


def _require_room(base: Base, path: Path) -> None:
    """Return if a volume can be unpacked and put into its place.

    Raises:
        DeviceFull: it cannot.
    """
    free, size = shutil.disk_usage(base.folder).free, path.stat().st_size
    if free < 2 * size + _RESERVE:
        raise DeviceFull(
            f"There is no room at base: {size_words(free)} are free, and {path.name} takes "
            f"{size_words(2 * size + _RESERVE)} while it is taken in. {_NOTHING}"
        )


def _sentence(path: Path, error: Refused) -> InspectorError:
    if error.code is wire.ProblemCode.NO_ROOM:
        return DeviceFull(f"There is no room at base for what {path.name} holds. {_NOTHING}")
    return BadInput(f"{path.name} was refused: {str(error).rstrip('.')}. {_NOTHING}")
