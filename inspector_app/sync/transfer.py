r"""The transfer file: a tar stream encrypted with age to one reader and signed by a writer.

    "spr-transfer/1\0\0"     16 bytes
    sender, recipient      32 bytes each: their Ed25519 keys, a laptop's or base's
    age file               the tar stream, encrypted to the recipient's X25519 key; what goes to
                           base also to the keys by which everything can be recovered
    signature              64 bytes: the sender's, over SHA-256 of the domain and all that precedes

The signature is checked over the whole file before anything in it is parsed or decrypted, so that
only a device that the reader knows reaches what follows; and what follows is bounded all the same:
members of the tar are plain files under few names, each of a limited size, and text is unpacked
only as far as its limit. Whatever the length of a file, some hundred kilobytes of it are in memory.

Without this app, with the recipient's key in ``key``:
``tail -c +81 FILE | head -c -64 | age -d -i key | tar -x``
"""

import contextlib
import hashlib
import io
import itertools
import os
import re
import tarfile
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ValidationError

from inspector_app.domain.changes.signer import Sign
from inspector_app.domain.errors import BadInput, Cancelled
from inspector_app.domain.ids import DeviceId
from inspector_app.durable import whole_file
from inspector_app.sync.wire import Manifest
from inspector_app.texts import tr

SUFFIX = ".inspx"
MAGIC = b"spr-transfer/1\0\0"
_PREAMBLE = len(MAGIC) + 64
_SIGNATURE = 64
_DOMAIN = b"spr-transfer-file/1\0"
_BUFFER = 128 * 1024
_BLOCK = tarfile.BLOCKSIZE
_MANIFEST = "manifest.json"
PACK = "pack"
"""Name of the member that holds the checklist that the inspection follows."""
PACKS = "packs/"
"""How the names begin of those that hold other versions of it; the SHA-256 follows."""
_LIMITS = (
    (re.compile(r"manifest\.json"), 4 * 1024 * 1024),
    (re.compile(r"(receipt|membership)\.json"), 4 * 1024 * 1024),
    (re.compile(r"people\.json\.gz"), 4 * 1024 * 1024),
    (re.compile(r"state\.json\.gz"), 16 * 1024 * 1024),
    (re.compile(r"pack"), 64 * 1024 * 1024),
    (re.compile(r"packs/[0-9a-f]{64}"), 64 * 1024 * 1024),
    (re.compile(r"changes/\d{6}\.ndjson\.gz"), 16 * 1024 * 1024),
    (re.compile(r"files/[0-9a-f]{64}\.\d{1,5}of\d{1,5}"), 2 * 1024 * 1024 * 1024),
)
"""Names of members and how large each may be, in bytes."""
PLAIN_LIMIT = 32 * 1024 * 1024
"""Bytes that a compressed member may come to."""

T = TypeVar("T", bound=BaseModel)
CancelledOf = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on the outside of a transfer file, not yet vouched for."""

    sender: DeviceId
    recipient: DeviceId


@dataclass(frozen=True, slots=True)
class Member:
    """One file within a transfer file, to be written."""

    name: str
    size: int
    content: Iterable[bytes]
    """Comes to ``size`` bytes."""


@dataclass(frozen=True, slots=True)
class Arriving:
    """One file within a transfer file, as it is read."""

    name: str
    size: int
    stream: BinaryIO
    """To be read before the next one is asked for; what is left of it is passed over."""


class Opened:
    """A transfer file whose sender is certain, read from its beginning to its end, once."""

    def __init__(self, manifest: Manifest, members: Iterator[Arriving]) -> None:
        self.manifest = manifest
        self.members = members
        """When it ends, the file was whole and did not change since its signature was checked."""


def packed(content: bytes) -> bytes:
    """Return ``content`` in gzip form; equal content gives equal bytes."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(content) + packer.flush()


def unpacked(content: bytes, limit: int = PLAIN_LIMIT) -> bytes:
    """Return what was packed.

    Raises:
        BadInput: it is not gzip, or comes to more than ``limit`` bytes.
    """
    unpacker = zlib.decompressobj(31)
    try:
        plain = unpacker.decompress(content, limit)
    except zlib.error as error:
        raise BadInput(tr("a part of it cannot be unpacked")) from error
    if unpacker.unconsumed_tail:
        raise BadInput(tr("a part of it comes to more than it may"))
    if not unpacker.eof or unpacker.unused_data:
        raise BadInput(tr("a part of it is cut off"))
    return plain


def message(kind: type[T], content: bytes) -> T:
    """Return the message of this kind that ``content`` is.

    Raises:
        BadInput: it is none.
    """
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        raise BadInput(
            tr("its {name} cannot be read").format(name=kind.__name__.lower())
        ) from error


def label_of(path: Path) -> Label | None:
    """Return what stands on the outside; None: it is no transfer file."""
    with path.open("rb") as file:
        return _label(file.read(_PREAMBLE))


def write(
    target: Path,
    manifest: Manifest,
    members: Iterable[Member],
    recipients: Sequence[str],
    sign: Sign,
    cancelled: CancelledOf | None = None,
) -> int:
    """Write a transfer file, whole or not at all, and return its size in bytes.

    Args:
        target: what it is called; an older file of this name is replaced.
        manifest: what it is.
        members: what is in it.
        recipients: age keys; whoever has the secret to one of them can read it.
        sign: with the sender's key.
        cancelled: asked between pieces.

    Raises:
        Cancelled: ``cancelled`` said so; nothing is left.
        OSError: the folder cannot be written; nothing is left.
    """
    import pyrage  # what brings nothing together does without it

    first = manifest.model_dump_json().encode()
    plain = _Pull(_tar(Member(_MANIFEST, len(first), (first,)), members), cancelled)
    with whole_file(target) as file:
        out = _Hashing(file)
        out.write(MAGIC + bytes.fromhex(manifest.sender) + bytes.fromhex(manifest.recipient))
        try:
            pyrage.encrypt_io(plain, out, list(map(pyrage.x25519.Recipient.from_str, recipients)))
        except Exception:
            # Through the library an error of ours comes back as one of its own.
            if (raised := plain.raised or out.raised) is not None:
                raise raised from None
            raise
        signature = sign(out.digest.digest())
        file.write(signature)
        return out.size + len(signature)


@contextlib.contextmanager
def opened(path: Path, me: DeviceId, known: Iterable[DeviceId], identity: str) -> Iterator[Opened]:
    """Give a transfer file for reading, its signature checked.

    Args:
        path: the file.
        me: this device.
        known: devices whose files are read.
        identity: this device's secret age key.

    Raises:
        BadInput: it is not one, not for this device, not by a known one, or damaged; also while
            members are read. The text is the rest of a sentence that begins with the file's name.
        OSError: it cannot be read.
    """
    with path.open("rb", buffering=0) as raw:
        file = cast("BinaryIO", raw)
        size = os.fstat(file.fileno()).st_size
        label = _label(file.read(_PREAMBLE))
        if label is None or size < _PREAMBLE + _SIGNATURE:
            raise BadInput(tr("is not a transfer file, or the beginning of one"))
        if label.recipient != me:
            raise BadInput(tr("is for another reader than this one"))
        if label.sender not in set(known):
            raise BadInput(tr("is from a laptop that is not known here"))
        digest = _checked(file, size, label.sender)
        file.seek(_PREAMBLE)
        inner = _Inner(file, size - _PREAMBLE - _SIGNATURE, label)
        with _decrypted(inner, identity) as plain:
            manifest = _manifest(plain)
            if (manifest.sender, manifest.recipient) != (label.sender, label.recipient):
                raise BadInput(tr("says other things inside than outside"))
            yield Opened(manifest, _members(plain, inner, digest))


def _label(preamble: bytes) -> Label | None:
    if len(preamble) != _PREAMBLE or not preamble.startswith(MAGIC):
        return None
    sender, recipient = preamble[len(MAGIC) :][:32], preamble[len(MAGIC) + 32 :]
    return Label(DeviceId(sender.hex()), DeviceId(recipient.hex()))


def _checked(file: BinaryIO, size: int, sender: DeviceId) -> bytes:
    """Return the digest of all but the signature, which the sender must have signed."""
    hashed = hashlib.sha256(_DOMAIN)
    file.seek(0)
    left = size - _SIGNATURE
    while left:
        part = file.read(min(left, _BUFFER))
        if not part:
            raise BadInput(tr("is cut off"))
        hashed.update(part)
        left -= len(part)
    digest = hashed.digest()
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(sender))
        key.verify(file.read(_SIGNATURE), digest)
    except (InvalidSignature, ValueError) as error:
        raise BadInput(
            tr("is damaged, cut off, or not signed by the laptop it names: have it written again")
        ) from error
    return digest


# Writing


def _tar(first: Member, rest: Iterable[Member]) -> Iterator[bytes]:
    for member in itertools.chain((first,), rest):
        info = tarfile.TarInfo(member.name)
        info.size = member.size
        info.mode = 0o600
        yield info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")
        written = 0
        for part in member.content:
            written += len(part)
            yield part
        if written != member.size:
            raise BadInput(tr("{member} changed while it was read").format(member=member.name))
        yield bytes(-written % _BLOCK)
    yield bytes(2 * _BLOCK)


class _Pull(io.RawIOBase):
    """A stream that asks an iterator for its bytes."""

    def __init__(self, parts: Iterator[bytes], cancelled: CancelledOf | None) -> None:
        super().__init__()
        self._parts = parts
        self._left = memoryview(b"")
        self._cancelled = cancelled
        self.raised: BaseException | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            _require_wanted(self._cancelled)
            while not self._left:
                self._left = memoryview(next(self._parts))
        except StopIteration:
            return b""
        except BaseException as error:
            self.raised = error
            raise
        taken, self._left = self._left[:size], self._left[size:]
        return bytes(taken)


def _require_wanted(cancelled: CancelledOf | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled(tr("Stopped as you asked; what was done by then stays done."))


class _Hashing:
    """Writes on, and hashes what was written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256(_DOMAIN)
        self.size = 0
        self.raised: BaseException | None = None

    def write(self, content: bytes) -> int:
        try:
            self._file.write(content)
        except BaseException as error:
            self.raised = error
            raise
        self.digest.update(content)
        self.size += len(content)
        return len(content)

    def flush(self) -> None:
        self._file.flush()


# Reading


class _Inner(io.RawIOBase):
    """The age file within, hashed once more while it is read."""

    def __init__(self, file: BinaryIO, size: int, label: Label) -> None:
        super().__init__()
        self._file = file
        self._left = size
        self.digest = hashlib.sha256(_DOMAIN + MAGIC)
        self.digest.update(bytes.fromhex(label.sender) + bytes.fromhex(label.recipient))

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        part = self._file.read(wanted)
        self._left -= len(part)
        self.digest.update(part)
        return part


@contextlib.contextmanager
def _decrypted(inner: _Inner, identity: str) -> Iterator[BinaryIO]:
    """Give the plain bytes as a stream, through a pipe: the library writes and cannot be asked."""
    import pyrage

    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with os.fdopen(writing, "wb", buffering=_BUFFER) as out:
                pyrage.decrypt_io(inner, out, [pyrage.x25519.Identity.from_str(identity)])
        except BaseException as error:  # noqa: BLE001 - told on the thread that reads
            failed.append(error)

    thread = threading.Thread(target=work, name="transfer", daemon=True)
    thread.start()
    source = os.fdopen(reading, "rb", buffering=_BUFFER)
    try:
        with source:
            yield _Piped(source, thread, failed)  # type: ignore[misc]
    finally:
        thread.join()


class _Piped(io.RawIOBase):
    """The reading end: at its end it tells whether the writer came to its own."""

    def __init__(
        self, source: BinaryIO, thread: threading.Thread, failed: list[BaseException]
    ) -> None:
        super().__init__()
        self._source = source
        self._thread = thread
        self._failed = failed

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        part = self._source.read(size)
        if len(part) < size or size < 0:
            self._thread.join()
            if self._failed:
                raise BadInput(tr("cannot be decrypted here, or is damaged")) from self._failed[0]
        return part


def _manifest(plain: BinaryIO) -> Manifest:
    header = _header(plain)
    if header is None or header[0] != _MANIFEST:
        raise BadInput(tr("does not say what it is"))
    content = _exactly(plain, header[1])
    _exactly(plain, -header[1] % _BLOCK)
    return message(Manifest, content)


def _members(plain: BinaryIO, inner: _Inner, digest: bytes) -> Iterator[Arriving]:
    while (header := _header(plain)) is not None:
        name, size = header
        window = _Window(plain, size)
        yield Arriving(name, size, cast("BinaryIO", window))
        window.pass_over()
        _exactly(plain, -size % _BLOCK)
    # The decryptor authenticates the end only when it is asked for more.
    if plain.read(_BLOCK).strip(b"\0") or plain.read(1):
        raise BadInput(tr("goes on where it should end"))
    if inner.digest.digest() != digest:
        raise BadInput(tr("changed while it was read"))


def _header(plain: BinaryIO) -> tuple[str, int] | None:
    """Return name and size of the next member; None at the end.

    One block is read and no other kind of member is known: a header that would have a reader
    gather names of any length from what follows is refused.
    """
    block = _exactly(plain, _BLOCK)
    if not block.strip(b"\0"):
        return None
    try:
        info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except (tarfile.TarError, UnicodeError, ValueError) as error:
        raise BadInput(tr("holds a part that cannot be read")) from error
    limit = next((limit for name, limit in _LIMITS if name.fullmatch(info.name)), None)
    if not info.type == tarfile.REGTYPE or limit is None:
        raise BadInput(tr("holds a part that does not belong there"))
    if not 0 <= info.size <= limit:
        raise BadInput(tr("holds a part that is larger than it may be"))
    return info.name, info.size


def _exactly(plain: BinaryIO, size: int) -> bytes:
    content = plain.read(size) if size else b""
    if len(content) != size:
        raise BadInput(tr("is cut off"))
    return content


class _Window(io.RawIOBase):
    """The bytes of one member, and not one more."""

    def __init__(self, plain: BinaryIO, size: int) -> None:
        super().__init__()
        self._plain = plain
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        part = _exactly(self._plain, wanted)
        self._left -= len(part)
        return part

    def pass_over(self) -> None:
        while self._left:
            self.read(min(self._left, _BUFFER))


class Joined(io.RawIOBase):
    """Several streams read as one."""

    def __init__(self, streams: Iterable[BinaryIO]) -> None:
        super().__init__()
        self._streams = list(streams)

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes; none at the end of the last stream."""
        while self._streams:
            if count := cast("io.RawIOBase", self._streams[0]).readinto(buffer):
                return count
            self._streams.pop(0)
        return 0


def whole(arriving: Arriving) -> bytes:
    """Return a small member whole; none of those that are read so is larger than its limit."""
    return arriving.stream.read()
