"""A vault that holds one inspection of a given size, whose evidence files lie in the real store.

The files are short notes, every tenth a picture with a small picture of its own; a rare word
stands in one of a thousand notes. They are put into the store by the app's own part for that,
without the helper process that looks into a file that an inspector attaches.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from inspector_app.domain.evidence import EvidenceFile, Thumbnail
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.services.vault import Unlocked
from inspector_app.storage.evidence import BlobPlace
from tests.benchmarks.large import Size, fill, write_pack
from tests.support.commands import PIN
from tests.support.vaults import PASSPHRASE, RealClock, a_vault, an_inspection, vault_service

_NOTE_LINES = 30


def filled_vault(folder: Path, size: Size) -> None:
    """Make a vault in ``folder``, fill its inspection, and close it."""
    folder.mkdir()
    vault = a_vault(folder, RealClock())
    try:
        write_pack(folder / "pack", size)
        inspection = an_inspection(vault, pack=str(folder / "pack"))
        vault.reports.make_identity("Jo Smith", PIN)
        files = list(_kept(vault, inspection, size))
        fill(vault, inspection, size, lambda n: files[n])
    finally:
        vault.close()
    # What the store noted of files that might not be recorded goes when it is opened next.
    vault_service(folder, RealClock()).unlock(PASSPHRASE).close()


def _kept(vault: Unlocked, inspection: InspectionId, size: Size) -> Iterator[EvidenceFile]:
    """Keep the files of all items, and yield what is true of each."""
    with vault._database.begin() as work:

        def put(content: bytes) -> Sha256:
            blob = vault.evidence._blobs.put(io.BytesIO(content), inspection, lambda _: None)
            place = BlobPlace(blob.sha256, blob.name, blob.key, blob.format, blob.size_bytes)
            work.blobs.keep(inspection, place)
            return blob.sha256

        photo, small = _picture(640, 480), _picture(160, 120)
        for n in range(size.items):
            number = f"JS/{size.sources + n + 1}"
            if n % 10:
                note = _note(n)
                yield EvidenceFile(number, f"note-{n}.txt", put(note), len(note), "text/plain")
            else:
                picture = _numbered(photo, n)
                thumbnail = Thumbnail(put(_numbered(small, n)), 160, 120)
                yield EvidenceFile(
                    number,
                    f"photo-{n}.jpg",
                    put(picture),
                    len(picture),
                    "image/jpeg",
                    thumbnail=thumbnail,
                )
        work.commit()


def _note(n: int) -> bytes:
    rare = " The quartermaster was told." if n % 1_000 == 1 else ""
    lines = [
        f"{n}.{k} Seen at the garage: carrier kit complete, radios charged.{rare}"
        for k in range(_NOTE_LINES)
    ]
    return "\n".join(lines).encode()


def _picture(width: int, height: int) -> bytes:
    written = io.BytesIO()
    Image.effect_noise((width, height), 40).convert("RGB").save(written, "JPEG", quality=40)
    return written.getvalue()


def _numbered(jpeg: bytes, n: int) -> bytes:
    """Return a picture that no other equals, though the pixels are the same."""
    words = b"%020d" % n
    return jpeg[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + jpeg[2:]
