"""Evidence files in a folder of base's own machine."""

import contextlib
import errno
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.durable import flush, make_folder, new_file, sync_folder, write_all
from inspector_app.server.objects import (
    CHUNK,
    Content,
    NotThere,
    NotWhole,
    NoUpload,
    Piece,
    place_of,
)
from inspector_app.server.problems import Refused
from inspector_app.sync.wire import PART_SIZE, ProblemCode

_ARRIVING = "arriving"
_UPLOAD = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{64})\.[0-9a-f]{16}")
_RESERVE = 64 * 1024 * 1024
"""Bytes left free for the database, which must be able to record what was kept."""
_AT_ONCE = 128 * 1024
"""Bytes of one write: 8 MiB at once took three to five times the processor's time on ext4."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_SETTING_ASIDE = {errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS}


class Folder:
    """A place for files; safe to use from several threads and processes.

    Every part is written where it belongs in the one arriving file, so that making the file whole
    is giving it its name, and no byte is copied.
    """

    def __init__(self, folder: Path) -> None:
        """Args: ``folder`` is made if it is missing."""
        self._folder = folder
        make_folder(folder / _ARRIVING)

    def begin(self, inspection: InspectionId, sha256: Sha256, size_bytes: int) -> str:
        """Begin an arriving file of its full size; a disk that is too full says so now."""
        place_of(inspection, sha256)
        upload = f"{inspection}.{sha256}.{secrets.token_hex(8)}"
        path = self._arriving(upload)
        with _refusing_when_full():
            if shutil.disk_usage(self._folder).free < size_bytes + _RESERVE:
                raise OSError(errno.ENOSPC, "too little is left")
            try:
                with new_file(path) as file:
                    _set_aside(file, size_bytes)
                    flush(file)
                sync_folder(path.parent)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
        return upload

    def put(self, upload: str, number: int, content: Content) -> str:
        """Write a part; on return its bytes lie on the disk itself."""
        # Not made here: what was abandoned stays gone.
        flags = os.O_WRONLY | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(self._arriving(upload), flags)
        except FileNotFoundError as error:
            raise NoUpload(upload) from error
        with _refusing_when_full(), os.fdopen(descriptor, "wb", buffering=0) as file:
            file.seek((number - 1) * PART_SIZE)
            rest = memoryview(content)
            for start in range(0, len(rest), _AT_ONCE):
                write_all(file, rest[start : start + _AT_ONCE])
            _sync_bytes(file)
        return ""

    def urls(self, upload: str, numbers: Sequence[int]) -> Mapping[int, str]:  # noqa: ARG002 - as every place
        """Return nothing: all parts go through base."""
        return {}

    def arrived(self, upload: str) -> Sequence[Piece]:  # noqa: ARG002 - as every place
        """Return nothing: no part comes past base."""
        return ()

    def finish(self, upload: str, parts: Sequence[Piece]) -> bool:  # noqa: ARG002 - each is in its place
        """Give the arriving file its name; one that has it already stays as it is."""
        inspection, sha256 = _meant(upload)
        arriving, final = self._arriving(upload), self._path(inspection, sha256)
        try:
            return self._name(arriving, final)
        except FileNotFoundError as error:
            # Somebody may have been quicker by a moment.
            if not final.exists():
                raise NoUpload(upload) from error
            return False

    def abandon(self, upload: str) -> None:
        """Remove an arriving file."""
        arriving = self._arriving(upload)
        arriving.unlink(missing_ok=True)
        sync_folder(arriving.parent)

    def uploads(self, before_ms: int) -> Sequence[str]:
        """Return the arriving files whose last part came before an instant."""
        found = []
        for path in (self._folder / _ARRIVING).iterdir():
            with contextlib.suppress(FileNotFoundError):
                if _UPLOAD.fullmatch(path.name) and path.stat().st_mtime * 1000 < before_ms:
                    found.append(path.name)
        return sorted(found)

    def read(
        self, inspection: InspectionId, sha256: Sha256, start: int = 0, size: int | None = None
    ) -> Iterator[bytes]:
        """Yield a file's bytes."""
        path = self._path(inspection, sha256)
        if not path.exists():
            raise NotThere(sha256)
        return _parts(path, start, size)

    def write(self, inspection: InspectionId, sha256: Sha256, content: BinaryIO) -> None:
        """Put a whole file in its place."""
        arriving = self._arriving(self.begin(inspection, sha256, 0))
        hashed = hashlib.sha256()
        try:
            with _refusing_when_full(), arriving.open("r+b", buffering=0) as file:
                while part := content.read(CHUNK):
                    hashed.update(part)
                    write_all(file, part)
                flush(file)
            if hashed.hexdigest() != sha256:
                raise NotWhole(sha256)
            self._name(arriving, self._path(inspection, sha256))
        finally:
            arriving.unlink(missing_ok=True)

    def size(self, inspection: InspectionId, sha256: Sha256) -> int | None:
        """Return how many bytes it has."""
        try:
            return self._path(inspection, sha256).stat().st_size
        except FileNotFoundError:
            return None

    def remove(self, inspection: InspectionId, sha256: Sha256) -> None:
        """Destroy a file."""
        path = self._path(inspection, sha256)
        path.unlink(missing_ok=True)
        # What is gone already too: it may be so by a removal that failed to last.
        if path.parent.is_dir():
            sync_folder(path.parent)

    def _name(self, arriving: Path, final: Path) -> bool:
        """Give a file its name; False: another had it, and has it still."""
        make_folder(final.parent)
        is_named = False
        # A link, unlike a rename, never takes the place of a file that is there.
        with contextlib.suppress(FileExistsError), _refusing_when_full():
            os.link(arriving, final)
            is_named = True
        sync_folder(final.parent)
        arriving.unlink(missing_ok=True)
        sync_folder(arriving.parent)
        return is_named

    def _arriving(self, upload: str) -> Path:
        _meant(upload)
        return self._folder / _ARRIVING / upload

    def _path(self, inspection: InspectionId, sha256: Sha256) -> Path:
        return self._folder / place_of(inspection, sha256)


def _meant(upload: str) -> tuple[InspectionId, Sha256]:
    found = _UPLOAD.fullmatch(upload)
    if found is None:
        raise ValueError(upload)
    return InspectionId(found[1]), Sha256(found[2])


def _set_aside(file: BinaryIO, size_bytes: int) -> None:
    """Give ``file`` its size, and the disk's blocks with it where the file system can."""
    if not size_bytes:
        return
    if hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(file.fileno(), 0, size_bytes)
        except OSError as error:
            if error.errno not in _NO_SETTING_ASIDE:
                raise
        else:
            return
    file.truncate(size_bytes)


def _sync_bytes(file: BinaryIO) -> None:
    """Return when the bytes lie on the disk; the size is not altered, so no more is needed."""
    if hasattr(os, "fdatasync"):
        os.fdatasync(file.fileno())
    else:
        flush(file)


def _parts(path: Path, start: int, size: int | None) -> Iterator[bytes]:
    left = path.stat().st_size - start if size is None else size
    with cast("BinaryIO", path.open("rb", buffering=0)) as file:
        file.seek(start)
        while left > 0:
            part = _read(file, min(CHUNK, left))
            if not part:
                raise NotThere(path.name)
            left -= len(part)
            yield part


def _read(file: BinaryIO, size: int) -> bytes:
    """Return what the disk gives; what it has lost gives nothing."""
    try:
        return file.read(size)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        return b""


@contextlib.contextmanager
def _refusing_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise Refused(
            ProblemCode.NO_ROOM,
            "Base’s disk is full, so the file was not taken. It is safe on the laptop; what base"
            " has already is kept. The administrator has to make room.",
        ) from error
