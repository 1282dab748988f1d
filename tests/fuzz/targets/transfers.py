"""Transfer files: what a stick brings, and what a known laptop signs, holding anything at all."""

import hashlib
import io
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import DeviceId
from inspector_app.sync import lines, transfer, volumes
from inspector_app.sync.wire import Declared, Manifest, People, State, VectorForm, Volume
from tests.fuzz import mutation
from tests.fuzz.target import Target, refusal
from tests.support.changes import Laptop

SENDER, READER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
IDENTITY = pyrage.x25519.Identity.generate()
ME, KNOWN = (DeviceId(key.public_key().public_bytes_raw().hex()) for key in (READER, SENDER))
FILE = "a" * 64
MANIFEST = Manifest(kind="files", sender=KNOWN, recipient=ME, inspection="b" * 32, pack="c" * 64)


def seeds() -> tuple[bytes, ...]:
    """Return tar streams: one as teams exchange, one as goes to base."""
    ann = Laptop("ann")
    packed = transfer.packed(b"\n".join(map(lines.line_of, (ann.begin(), ann.answer("Eight")))))
    people = transfer.packed(People(names={"d" * 32: "Jo Smith"}).model_dump_json().encode())
    state = State(time_ms=1, inspections={}, people=People(names={}))
    parts = {
        "pack": b"{}",
        "people.json.gz": people,
        "state.json.gz": transfer.packed(state.model_dump_json().encode()),
        "changes/000001.ndjson.gz": packed,
        f"files/{FILE}.1of1": b"evidence",
    }
    declared = tuple(
        Declared(
            name=name,
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            plain_bytes=len(transfer.unpacked(content)) if name.endswith("gz") else len(content),
        )
        for name, content in parts.items()
    )
    volume = Volume(
        bundle="e" * 32,
        number=1,
        volumes=1,
        epoch="f" * 32,
        time_ms=1,
        vector=VectorForm(),
        members=declared,
    )
    bundle = MANIFEST.model_copy(update={"kind": "volume", "volume": volume})
    return tuple(
        _tar({"manifest.json": each.model_dump_json().encode(), **parts})
        for each in (MANIFEST, bundle)
    )


def _tar(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


@contextmanager
def inside(folder: Path) -> Iterator[Target]:
    """Give the reader of what is within; a case is the tar stream that a known laptop signs."""
    path = folder / "a.inspx"

    def offer(plain: bytes) -> str:
        content = transfer.MAGIC + bytes.fromhex(KNOWN) + bytes.fromhex(ME)
        content += pyrage.encrypt(plain, [IDENTITY.to_public()])
        digest = hashlib.sha256(b"spr-transfer-file/1\0" + content).digest()
        path.write_bytes(content + SENDER.sign(digest))
        return refusal(lambda: _read(path))

    yield Target(seeds(), _spoilt, offer)


def _spoilt(plain: bytes, chance: Random, others: Sequence[bytes] = ()) -> bytes:
    """Return a tar stream with a member of it spoilt as what it is, or its bytes."""
    if chance.random() < 0.3:
        return mutation.of_bytes(plain, chance, others)
    parts: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
            for info in archive:
                member = archive.extractfile(info)
                parts[info.name] = member.read() if member else b""
        name = chance.choice(sorted(parts))
    except (tarfile.TarError, IndexError, ValueError, OverflowError, OSError):
        return mutation.of_bytes(plain, chance, others)
    content = parts[name]
    if name.endswith(".gz") and chance.random() < 0.8:
        try:
            text = transfer.unpacked(content)
        except BadInput:
            text = content
        content = transfer.packed(mutation.of_json(text, chance))
        if chance.random() < 0.05:
            content = transfer.packed(bytes(40_000_000))
    elif name.endswith(".json"):
        content = mutation.of_json(content, chance)
    else:
        content = mutation.of_bytes(content, chance)
    parts[name] = content
    if chance.random() < 0.1:
        parts[chance.choice((*mutation.TEXTS[:30], "files/" + "b" * 64 + ".9of3")) or "x"] = content
    try:
        return _tar(parts)
    except (ValueError, UnicodeError):
        return mutation.of_bytes(plain, chance, others)


def _read(path: Path) -> None:
    """Read a file as laptops and base do, to the last change."""
    with transfer.opened(path, ME, (KNOWN,), str(IDENTITY)) as file:
        if file.manifest.volume is not None:
            for declared, arriving in volumes.members(file):
                if declared.name.endswith(".gz"):
                    _understand(declared.name, volumes.text_of(declared, arriving))
                elif volumes.holds_file(declared.name):
                    volumes.stretch_of(declared.name)
            return
        for arriving in file.members:
            content = transfer.whole(arriving)
            if arriving.name.endswith(".gz"):
                _understand(arriving.name, transfer.unpacked(content))


def _understand(name: str, text: bytes) -> None:
    if name.startswith("people"):
        transfer.message(People, text)
    elif name.startswith("state"):
        transfer.message(State, text)
    else:
        for line in text.splitlines():
            lines.change_of(line)


@contextmanager
def outside(folder: Path) -> Iterator[Target]:
    """Give the reader of files as they lie on a stick; a case is one, spoilt by whoever had it."""
    path = folder / "a.inspx"
    plain = seeds()[0]
    content = transfer.MAGIC + bytes.fromhex(KNOWN) + bytes.fromhex(ME)
    content += pyrage.encrypt(plain, [IDENTITY.to_public()])
    digest = hashlib.sha256(b"spr-transfer-file/1\0" + content).digest()

    def offer(case: bytes) -> str:
        path.write_bytes(case)
        transfer.label_of(path)
        return refusal(lambda: _read(path))

    yield Target([content + SENDER.sign(digest)], mutation.of_bytes, offer)
