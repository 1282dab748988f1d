"""What a laptop carries to base on a stick, for tests of base alone."""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.changes.bodies import EvidenceAdded, Subject, subject
from inspector_app.domain.changes.change import Change
from inspector_app.domain.evidence import EvidenceFile
from inspector_app.domain.ids import ChangeId, DeviceId, Sha256
from inspector_app.server.base import Base
from inspector_app.server.database import Database
from inspector_app.server.keys import Keys
from inspector_app.server.places.folder import Folder
from inspector_app.server.settings import begin_epoch
from inspector_app.sync import plan, volumes, wire
from inspector_app.sync.lines import line_of
from inspector_app.sync.plan import Held
from inspector_app.sync.vectors import form_of
from inspector_app.sync.volumes import Load, Travelling
from tests.support.changes import INSPECTION, PACK, Laptop

BASE = Ed25519PrivateKey.from_private_bytes(b"b" * 32)
READER, ESCROW = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
_PIECE = 128 * 1024
BASE_ID = DeviceId(BASE.public_key().public_bytes_raw().hex())


def a_base(folder: Path, database: Database) -> Base:
    """Return a base that can read what is carried to it."""
    with database.begin() as connection:
        begin_epoch(connection)
    recovery = (str(ESCROW.to_public()),)
    keys = Keys(BASE_ID, BASE, str(READER), str(READER.to_public()), recovery, b"", b"")
    return Base(folder, keys, database, Folder(folder / "files"), lambda: datetime.now(UTC))


def attached(laptop: Laptop, content: bytes, number: int = 1) -> Change:
    """Record that a file was kept as evidence."""
    sha256 = Sha256(hashlib.sha256(content).hexdigest())
    kept = EvidenceFile(f"AN/{number}", "x.bin", sha256, len(content), "application/octet-stream")
    about = subject(Subject.EVIDENCE, hashlib.sha256(sha256.encode()).hexdigest()[:32])
    return laptop.record(EvidenceAdded(kept), about)


def carried(
    folder: Path,
    laptop: Laptop,
    changes: Sequence[Change],
    contents: Iterable[bytes] = (),
    *,
    most: int = volumes.MOST_BYTES,
    lacks: Collection[Sha256] = (),
    recipients: Sequence[str] = (),
    base: DeviceId = BASE_ID,
    **said: object,
) -> list[Path]:
    """Write the volumes of one bundle and return where they lie."""
    by_id = {change.id: change for change in changes}
    held = [Held(each.id, each.header.chain, each.header.sequence) for each in changes]
    files = {Sha256(hashlib.sha256(content).hexdigest()): content for content in contents}
    named: dict[Sha256, set[ChangeId]] = {sha256: set() for sha256 in files}
    for change in changes:
        if isinstance(change.body, EvidenceAdded):
            named.setdefault(change.body.file.sha256, set()).add(change.id)
    load = Load(
        changes=list(by_id),
        line=lambda each: line_of(by_id[each]),
        files=[Travelling(each, len(files[each]), frozenset(named[each])) for each in files],
        read=lambda sha256, start, size: (
            files[sha256][at : min(at + _PIECE, start + size)]
            for at in range(start, start + size, _PIECE)
        ),
    )
    filled = volumes.filled(load, most)
    paths = []
    bundle = secrets.token_hex(16)
    folder.mkdir(parents=True, exist_ok=True)
    for number, cargo in enumerate(filled, 1):
        volume = wire.Volume(
            bundle=bundle,
            number=number,
            volumes=len(filled),
            epoch="e" * 32,
            time_ms=1,
            vector=form_of(plan.vector(held)),
            lacks=tuple(sorted(lacks)),
            authorised_by="Lead inspector",
            stick="SPR-07",
            members=(),
        )
        manifest = wire.Manifest(
            kind="volume",
            sender=laptop.device,
            recipient=base,
            inspection=INSPECTION,
            pack=PACK,
            volume=volume.model_copy(update=said),
        )
        path = folder / f"{laptop.name}-{bundle[:8]}-{number}.inspx"
        keys = recipients or (str(READER.to_public()), str(ESCROW.to_public()))
        volumes.write(path, manifest, cargo, keys, laptop.key.sign)
        paths.append(path)
    return paths
