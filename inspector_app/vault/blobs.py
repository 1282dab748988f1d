"""Evidence files, each encrypted under a key of its own, under names that tell nothing."""

import contextlib
import hashlib
import hmac
import io
import os
import re
import secrets
import shutil
import stat
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor

from inspector_app.domain.errors import (
    BadInput,
    Cancelled,
    DeviceFull,
    EvidenceDamaged,
    InspectorError,
)
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.durable import (
    flush,
    make_folder,
    new_file,
    refusal,
    refusal_elsewhere,
    replace,
    whole_file,
    write_all,
)
from inspector_app.texts import tr
from inspector_app.vault.cobblestone import CHUNK, HEADER, TAG, RangeReader, sealed_size
from inspector_app.vault.damage import telling_damage
from inspector_app.vault.reading_through import PIECE, ReadingThrough

FORMAT = 1
"""Cobblestone-256 with the context of :meth:`BlobStore._context`."""

_SEALED_BUFFER = HEADER + (PIECE // CHUNK + 1) * (CHUNK + TAG)
_FLUSH_EVERY = 256 * 1024 * 1024
"""Bytes; else progress stands at its end while gigabytes are still on their way to the disk."""
_RESERVE = 32 * 1024 * 1024
"""Bytes left free for the database, which must be able to record what was kept."""
_NOT_KEPT = tr("This file was not kept; what was kept before is safe.")
_TEMPORARY = "tmp"
_ASIDE = "damaged"
"""Folder of damaged files until good ones have taken their places."""
_AT_ONCE = 8 * 1024 * 1024
"""Bytes between two tellings of how far a reading through has come."""
_PLACED = ".placed"
"""Ending of an empty file in the folder of temporary ones, named for a file that has its name and
is not known to be recorded."""
_NAME = re.compile(r"[0-9a-f]{64}")

Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in all; in all is 0 where the source does not say."""


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """What the database must keep to find and open the file again."""

    name: str
    """64 hexadecimal digits."""
    key: bytes = field(repr=False)
    """32 bytes, random; without it neither the file nor any copy of the file opens again."""
    sha256: Sha256
    """Over the plain bytes."""
    size_bytes: int
    """Of the plain bytes."""
    format: int = FORMAT


class BlobStore:
    """The encrypted evidence files in one folder. Safe to use from several threads.

    A file is bound to its vault by the encryption's context and to its name by its own key: one
    file put in another's place does not open.
    """

    def __init__(self, folder: Path, vault_id: str, names_key: bytes) -> None:
        self._folder = folder
        self._names_key = names_key
        self._context = f"spr-inspector/evidence/{FORMAT}\0{vault_id}".encode()
        self._placing = threading.Lock()
        self._placed: dict[str, bytes] = {}
        self._puts: Counter[str] = Counter()

    def put(
        self,
        source: BinaryIO | Path,
        inspection: InspectionId,
        held: Callable[[str], bytes | None],
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        require: Callable[[Sha256], None] | None = None,
    ) -> StoredBlob:
        """Encrypt, hash and keep ``source``, and return what the database must record.

        On return the file outlives a power cut; it belongs to nobody until the database says so,
        which is then told to :meth:`recorded`. Order: temporary file, flush, rename, folder flush.
        Memory is flat, whatever the size.

        The same bytes in the same inspection have the same name. When the name has a key already,
        by ``held`` or by an earlier put of this session, the result carries that key: the file
        there is read through and kept, or, if it is missing or damaged, replaced by a good one
        under that same key. A file whose key nobody knows (its record was never committed) is
        replaced.

        Args:
            source: a path, or a stream read from where it stands to its end and left open.
            inspection: takes part in the name, so that files are not shared across inspections.
            held: returns the key the database keeps for a name, or nothing.
            progress: called after each piece.
            cancelled: asked before each piece.
            require: hears which file it is before that has its name, and refuses it by raising;
                nothing is left then, nor touched.

        Raises:
            Cancelled: ``cancelled`` said so; nothing is left.
            BadInput: the source is not a file, cannot be read, or changed while it was read.
            DeviceFull: the disk is full or cannot be written; nothing is left.
        """
        with self._refusing(_NOT_KEPT):
            make_folder(self._folder / _TEMPORARY)
        with _reading(source) as (stream, size):
            self._require_room(size)
            state = _state_of(stream)
            key = Cobblestone256Encryptor.generate_key()
            with self._temporary() as temporary:
                sha256, size_bytes = self._encrypt(
                    stream, temporary, key, size, progress or _silent, cancelled or _never
                )
                if _state_of(stream) != state:
                    raise BadInput(
                        tr(
                            "The file changed while it was being read, so it was not kept. Wait "
                            "until whatever writes it is done, then try again."
                        )
                    )
                if require is not None:
                    require(sha256)
                name = self.name_of(inspection, sha256)
                key = self._place(temporary, name, key, sha256, held)
        return StoredBlob(name, key, sha256, size_bytes)

    def name_of(self, inspection: InspectionId, sha256: Sha256) -> str:
        """Return the name under which this vault keeps those bytes for ``inspection``."""
        message = f"{inspection}\0{sha256}".encode()
        return hmac.digest(self._names_key, message, "sha256").hex()

    def open(self, name: str, key: bytes, size: int) -> BinaryIO:
        """Return the plain bytes as a seekable stream that decrypts only what is read.

        Reading raises EvidenceDamaged too, when it meets a damaged part. The stream authenticates
        what it gives, not the rest of the file: that is :meth:`verify`.

        Raises:
            EvidenceDamaged: the file is missing, or is not the one of this key and size.
        """
        with telling_damage():
            file = self._path(name).open("rb", buffering=0)
            try:
                reader = _EvidenceReader(file, key, self._context, size)
            except BaseException:
                file.close()
                raise
        return io.BufferedReader(reader, PIECE)

    def read(self, name: str, key: bytes, limit: int = 64 * 1024 * 1024) -> bytes:
        """Return the plain bytes of a small file, such as a thumbnail.

        Raises:
            EvidenceDamaged: the file is missing or is not what was put in.
            ValueError: it takes more than ``limit`` bytes; open it and read in parts.
        """
        with telling_damage():
            if self._path(name).stat().st_size > sealed_size(limit):
                raise ValueError(limit)
        return b"".join(self._plain(name, key))

    def copy_out(
        self,
        name: str,
        key: bytes,
        target: Path,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Sha256:
        """Write the plain bytes to ``target`` at the user's wish, and return their SHA-256.

        The name ``target`` appears, or is replaced, only once every byte was authenticated.

        Raises:
            EvidenceDamaged: the file is missing or is not what was put in; no copy is left.
            Cancelled: ``cancelled`` said so; no copy is left.
            DeviceFull: the target cannot be written; no copy is left.
        """
        hashed = hashlib.sha256()
        with telling_damage():
            total = self._path(name).stat().st_size
        done = 0
        kept = tr("No copy was made; the file in the vault is safe.")
        with self._refusing(kept, refusal_elsewhere), whole_file(target) as file:
            for part in self._plain(name, key):
                _require_wanted(cancelled or _never)
                hashed.update(part)
                write_all(file, part)
                done += len(part)
                (progress or _silent)(done, total)
        return Sha256(hashed.hexdigest())

    def verify(
        self, name: str, key: bytes, sha256: Sha256, read: Callable[[int], None] | None = None
    ) -> None:
        """Read the file through; ``read`` is told how many bytes were read since, and may raise.

        Raises:
            EvidenceDamaged: it is missing, cannot be read, or is not what was put in.
        """
        reading = self.reading(name, key, sha256)
        while not reading.is_whole:
            size = reading.step(_AT_ONCE)
            if read is not None:
                read(size)

    def reading(self, name: str, key: bytes, sha256: Sha256) -> ReadingThrough:
        """Return a reading of the file from start to end, for going through it step by step."""
        return ReadingThrough(self._path(name), key, self._context, sha256)

    def size_on_disk(self, name: str) -> int | None:
        """Return the bytes that the encrypted file takes; None: there is none."""
        try:
            return self._path(name).stat().st_size
        except OSError:
            return None

    def remove(self, name: str) -> None:
        """Take a file away, for good as far as this disk lets go; a missing one is no error.

        A flash disk may keep old bytes: what destroys a file is destroying its key.

        Raises:
            DeviceFull: the disk refuses.
        """
        with self._placing:
            self._remove(name)

    def take_back(self, name: str, is_recorded: Callable[[str], bool]) -> None:
        """Take a file away that its put is not to be recorded of after all.

        It stays if another put of this session was given the same bytes, which may be about to
        record them: what nobody records then is cleared at the next start.

        Args:
            name: as the put returned it.
            is_recorded: whether the database keeps a key for it.

        Raises:
            DeviceFull: the disk refuses.
        """
        with self._placing:
            self._puts[name] -= 1
            if self._puts[name] > 0 or is_recorded(name):
                return
            self._remove(name)

    def recorded(self, *names: str) -> None:
        """Hear that the database has these files now, so that none of them is ever cleared.

        Another database, such as an older copy that was put back, may not know them.
        """
        for name in names:
            _unlink(self._mark(name))

    def unrecorded(self) -> frozenset[str]:
        """Return the names of the files that were kept and that no database is known to have."""
        marks = (self._folder / _TEMPORARY).glob(f"*{_PLACED}")
        return frozenset(mark.stem for mark in marks if _NAME.fullmatch(mark.stem))

    def disown(self, names: Iterable[str]) -> None:
        """Forget the keys that puts of this session gave to files whose records are destroyed.

        Whoever puts the same bytes from now on has them kept anew; see :meth:`remove_disowned`.
        """
        # Without the lock, which a put may hold for long: what that keeps meanwhile is kept anew.
        for name in names:
            self._placed.pop(name, None)

    def remove_disowned(self, name: str, is_recorded: Callable[[str], bool]) -> None:
        """Take a file away whose record is destroyed, unless it was kept anew since.

        Args:
            name: of the file.
            is_recorded: whether the database keeps a key for it again.

        Raises:
            DeviceFull: the disk refuses.
        """
        with self._placing:
            if name in self._placed or is_recorded(name):
                return
            self._remove(name)

    def names(self) -> Iterator[str]:
        """Yield the names of all files here, to be compared with what the database knows."""
        for path in self._folder.glob("??/??/*"):
            if _NAME.fullmatch(path.name):
                yield path.name

    def set_aside(self) -> list[Path]:
        """Return damaged files that a power cut kept from going once a good one had their place."""
        return sorted((self._folder / _ASIDE).glob("*"))

    def leftovers(self) -> list[Path]:
        """Return the temporary files of puts that never ended, at start-up those of a crash."""
        return sorted((self._folder / _TEMPORARY).glob("*.part"))

    def clean_temporary(self) -> int:
        """Delete the leftovers and return how many; call it at start-up, before the first put.

        Nothing is lost: each is encrypted under a key that died with its process.
        """
        leftovers = self.leftovers()
        with self._refusing(tr("What an interrupted import left behind could not be cleared.")):
            for path in leftovers:
                path.unlink(missing_ok=True)
        return len(leftovers)

    def clear_unrecorded(self, is_recorded: Callable[[str], bool]) -> int:
        """Delete files that were kept and never recorded; return how many.

        Call it at start-up, before the first put. Whoever was told that a file is kept has it in
        the database; the key of these died with their process, and nobody can open them. Files
        without a mark were recorded: they are left alone, also by a database that does not know
        them because it is older than they are.

        Raises:
            DeviceFull: the disk refuses; what is left is cleared another time.
        """
        removed = 0
        for mark in sorted((self._folder / _TEMPORARY).glob(f"*{_PLACED}")):
            if _NAME.fullmatch(mark.stem) and not is_recorded(mark.stem):
                self.remove(mark.stem)
                removed += 1
                continue
            with self._refusing(tr("What was never recorded could not be cleared.")):
                mark.unlink(missing_ok=True)
        return removed

    def _remove(self, name: str) -> None:
        with self._refusing(tr("The file was not removed.")):
            self._placed.pop(name, None)
            self._puts.pop(name, None)
            self._path(name).unlink(missing_ok=True)
            (self._folder / _ASIDE / name).unlink(missing_ok=True)
            self._mark(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(name)
        return self._folder / name[:2] / name[2:4] / name

    def _mark(self, name: str) -> Path:
        return self._folder / _TEMPORARY / f"{name}{_PLACED}"

    @contextlib.contextmanager
    def _temporary(self) -> Iterator[Path]:
        """Give the name of a new temporary file, which is gone at the end unless it was renamed."""
        path = self._folder / _TEMPORARY / f"{secrets.token_hex(8)}.part"
        try:
            yield path
        finally:
            _unlink(path)

    @contextlib.contextmanager
    def _refusing(
        self, kept: str, words: Callable[[OSError, str], InspectorError] = refusal
    ) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise words(error, kept) from error

    def _require_room(self, size: int) -> None:
        with self._refusing(_NOT_KEPT):
            free = shutil.disk_usage(self._folder).free
        if size and free < sealed_size(size) + _RESERVE:
            raise DeviceFull(
                tr(
                    "The disk has {free} MB left, too little for this file of {size} MB. It was "
                    "not kept; what was kept before is safe. Free some space and try again."
                ).format(free=free // 1000000, size=size // 1000000)
            )

    def _encrypt(
        self,
        stream: BinaryIO,
        temporary: Path,
        key: bytes,
        total: int,
        progress: Progress,
        cancelled: Callable[[], bool],
    ) -> tuple[Sha256, int]:
        """Write ``stream`` to disk, encrypted; return hash and size of the plain bytes."""
        hashed = hashlib.sha256()
        encryptor = Cobblestone256Encryptor(key, self._context)
        sealed = memoryview(bytearray(_SEALED_BUFFER))
        done = flushed = 0
        with self._refusing(_NOT_KEPT), new_file(temporary) as file:
            for part in _parts(stream):
                _require_wanted(cancelled)
                hashed.update(part)
                write_all(file, sealed[: encryptor.update_into(part, sealed)])
                done += len(part)
                if done - flushed >= _FLUSH_EVERY:
                    flush(file)
                    flushed = done
                progress(done, total)
            write_all(file, encryptor.finalize())
            flush(file)
        return Sha256(hashed.hexdigest()), done

    def _place(
        self,
        temporary: Path,
        name: str,
        key: bytes,
        sha256: Sha256,
        held: Callable[[str], bytes | None],
    ) -> bytes:
        """Give the new file its name by the rule of :meth:`put`; return the key that opens it."""
        with self._placing:
            known = self._placed.get(name) or held(name)
            if known is None:
                self._rename(temporary, name)
            elif not self._is_whole(name, known, sha256):
                self._mend(temporary, name, key, known)
            self._placed[name] = known or key
            self._puts[name] += 1
        return known or key

    def _is_whole(self, name: str, key: bytes, sha256: Sha256) -> bool:
        try:
            self.verify(name, key, sha256)
        except EvidenceDamaged:
            return False
        return True

    def _mend(self, temporary: Path, name: str, key: bytes, known: bytes) -> None:
        """Put the bytes of ``temporary`` under the key that the database already keeps.

        What was damaged is kept aside until the good file was read back from the disk.
        """
        kept = tr("The damaged file could not be mended; it and its record are kept.")
        encryptor = Cobblestone256Encryptor(known, self._context)
        with self._temporary() as mended:
            with self._refusing(kept), new_file(mended) as file:
                for part in self._plain_at(temporary, key):
                    write_all(file, encryptor.update(part))
                write_all(file, encryptor.finalize())
                flush(file)
            with self._kept_aside(name):
                self._rename(mended, name)
                for _ in self._plain(name, known):
                    pass  # authenticated piece by piece; its hash is that of what was written

    @contextlib.contextmanager
    def _kept_aside(self, name: str) -> Iterator[None]:
        """Move a damaged file out of the way, and back if what takes its place is no better."""
        path, aside = self._path(name), self._folder / _ASIDE / name
        kept = tr("The damaged file could not be mended; it and its record are kept.")
        with self._refusing(kept):
            has_any = path.exists()
            if has_any:
                make_folder(aside.parent)
        has_gone = False
        try:
            if has_any:
                with self._refusing(kept):
                    replace(path, aside)
            has_gone = True
            yield
        except BaseException:
            if has_any and (has_gone or not path.exists()):
                with self._refusing(kept):
                    replace(aside, path)
            raise
        _unlink(aside)

    def _rename(self, temporary: Path, name: str) -> None:
        with self._refusing(_NOT_KEPT):
            make_folder(self._path(name).parent)
            # Not flushed by itself: a cut that loses the mark loses no more than disk space.
            self._mark(name).touch(mode=0o600)
            replace(temporary, self._path(name))

    def _plain(self, name: str, key: bytes) -> Iterator[bytes]:
        return self._plain_at(self._path(name), key)

    def _plain_at(self, path: Path, key: bytes) -> Iterator[bytes]:
        """Yield the plain bytes from the start; only at the end is the file known to be whole."""
        with telling_damage():
            decryptor = Cobblestone256Decryptor(key, self._context)
            with path.open("rb", buffering=0) as file:
                while sealed := file.read(PIECE):
                    yield decryptor.update(sealed)
            yield decryptor.finalize()


class _EvidenceReader(RangeReader):
    """A range reader that speaks of damage as the rest of the app does."""

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        with telling_damage():
            return super().readinto(buffer)


@contextlib.contextmanager
def _reading(source: BinaryIO | Path) -> Iterator[tuple[BinaryIO, int]]:
    """Give ``source`` as a stream, and its size in bytes, 0 where it does not say.

    Raises:
        BadInput: it is not a file that can be read.
    """
    if not isinstance(source, Path):
        yield source, _size_of(source)
        return
    try:
        # Asked before opening: opening a pipe would wait for somebody to write.
        if not stat.S_ISREG(source.stat().st_mode):
            raise BadInput(
                tr("{source} is not a file. Choose the files themselves.").format(
                    source=source.name
                )
            )
        file = source.open("rb", buffering=0)
    except OSError as error:
        raise BadInput(
            tr("{source} cannot be read ({why}). It was not kept.").format(
                source=source.name, why=error.strerror
            )
        ) from error
    with file:
        yield cast("BinaryIO", file), os.fstat(file.fileno()).st_size


def _size_of(stream: BinaryIO) -> int:
    if not stream.seekable():
        return 0
    start = stream.tell()
    end = stream.seek(0, os.SEEK_END)
    stream.seek(start)
    return end - start


def _parts(stream: BinaryIO) -> Iterator[memoryview]:
    """Yield the bytes of ``stream`` piece by piece, each piece in the same memory as the last.

    Raises:
        BadInput: the source fails.
    """
    buffer = memoryview(bytearray(PIECE))
    raw = cast("io.RawIOBase", stream)
    while True:
        try:
            count = raw.readinto(buffer)
        except OSError as error:
            raise BadInput(
                tr(
                    "The file cannot be read to its end ({why}). It was not kept; check the "
                    "disk or card it lies on."
                ).format(why=error.strerror)
            ) from error
        if not count:
            return
        yield buffer[:count]


def _state_of(stream: BinaryIO) -> tuple[int, int] | None:
    """Return what differs once somebody writes to a file; what is no file has no such mark."""
    try:
        status = os.fstat(stream.fileno())
    except (AttributeError, OSError):  # a stream without a file behind it
        return None
    return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None


def _require_wanted(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled(tr("Stopped as you asked; nothing of this file was left behind."))


def _unlink(path: Path) -> None:
    # What cannot be deleted now is deleted at the next start; the first error is the one to tell.
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _silent(_done: int, _total: int) -> None:
    """Take the place of a progress that nobody watches."""


def _never() -> bool:
    return False
