"""An inspection as one JSON file: every change, byte for byte, with what is needed to read it."""

import base64
import binascii
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from inspector_app.domain.changes.bodies import EvidenceAdded
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.codec import read_change
from inspector_app.domain.errors import BadInput
from inspector_app.domain.ids import DeviceId, InspectionId, Sha256
from inspector_app.durable import refusal, write_whole
from inspector_app.packs import archive
from inspector_app.services.inspections import InspectionService
from inspector_app.services.journal import JournalService
from inspector_app.services.recording import Recording
from inspector_app.storage.evidence import BlobPlace
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.vault.blobs import BlobStore

FORMAT = "spr-inspection/1"
MAX_BYTES = 512 * 1024 * 1024
"""A larger file is refused before it is read."""


class ExchangeService:
    """The full export of an inspection, and its way back into a vault."""

    def __init__(
        self,
        recording: Recording,
        inspections: InspectionService,
        journal: JournalService,
        blobs: BlobStore,
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._journal = journal
        self._blobs = blobs

    def export(self, inspection: InspectionId, target: Path) -> int:
        """Write the inspection to ``target`` as JSON and return how many changes it holds.

        The file is not encrypted. It holds every admitted change with its body, names left out,
        the pinned pack and the thumbnails; original files stay in the vault.

        Raises:
            NotFound: no such inspection here.
            DeviceFull: the disk is full or cannot be written.
        """
        standing = self._inspections.standing(inspection)
        with self._recording.read() as work:
            pack = work.packs.archive(standing.pack.sha256)
            changes = list(work.journal.changes(inspection, admitted=True))
            thumbnails = self._thumbnails(work, inspection, changes)
        form = {
            "format": FORMAT,
            "inspection": inspection,
            "marking": standing.highest_marking().words(),
            "pack": {
                "id": standing.pack.id,
                "version": standing.pack.version,
                "sha256": standing.pack.sha256,
                "archive": _text(pack),
            },
            "changes": [_change_form(change) for change in changes],
            "thumbnails": {sha256: _text(jpeg) for sha256, jpeg in sorted(thumbnails.items())},
        }
        content = json.dumps(form, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        try:
            write_whole(target, content.encode())
        except OSError as error:
            raise refusal(error, "The inspection itself is safe in the vault.") from error
        return len(changes)

    def take_in(self, source: Path) -> InspectionId:
        """Bring an exported inspection into this vault and return its id.

        Its authors are not known here: taking it in admits their devices, by a signed act of the
        person who asked for it. What is here already stays; taking it in again changes nothing.

        Raises:
            BadInput: not such a file, damaged, or too large; nothing was taken in.
            JournalDamaged: a change is not what its device signed; nothing was taken in.
        """
        form = _read(source)
        inspection, changes, pack, thumbnails = _parsed(form, source.name)
        with self._recording.begin() as work:
            kept = archive.opened(pack)
            work.packs.keep(kept.sha256, kept.id, kept.version, pack)
            work.commit()
        for device in self._journal.take_in(inspection, changes).waiting:
            self._admit(inspection, device, source.name)
        for sha256, jpeg in thumbnails.items():
            self._keep(inspection, sha256, jpeg)
        return inspection

    def _admit(self, inspection: InspectionId, device: DeviceId, name: str) -> None:
        self._journal.admit(inspection, device, f"Taken in from {name}")

    def _keep(self, inspection: InspectionId, sha256: Sha256, jpeg: bytes) -> None:
        blob = self._blobs.put(io.BytesIO(jpeg), inspection, self._held)
        if blob.sha256 != sha256:
            self._blobs.remove(blob.name)
            raise BadInput("A thumbnail in the file is not the one that was recorded.")
        place = BlobPlace(blob.sha256, blob.name, blob.key, blob.format, blob.size_bytes)
        with self._recording.begin() as work:
            work.blobs.keep(inspection, place)
            work.commit()

    def _held(self, name: str) -> bytes | None:
        with self._recording.read() as work:
            return work.blobs.key_of(name)

    def _thumbnails(
        self, work: UnitOfWork, inspection: InspectionId, changes: Iterable[Change]
    ) -> dict[Sha256, bytes]:
        found: dict[Sha256, bytes] = {}
        for change in changes:
            if isinstance(change.body, EvidenceAdded) and change.body.file.thumbnail:
                sha256 = change.body.file.thumbnail.sha256
                place = work.blobs.find(inspection, sha256)
                if place is not None:
                    found[sha256] = self._blobs.read(place.name, place.key)
        return found


def _change_form(change: Change) -> dict[str, str | None]:
    return {
        "header": change.header_bytes.decode(),
        "signature": _text(change.signature),
        "salt": None if change.salt is None else _text(change.salt),
        "body": None if change.body_bytes is None else change.body_bytes.decode(),
    }


def _read(source: Path) -> dict[str, Any]:
    try:
        if source.stat().st_size > MAX_BYTES:
            raise BadInput(f"{source.name} is larger than an exported inspection can be.")
        form = json.loads(source.read_bytes())
    except OSError as error:
        raise BadInput(f"{source.name} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{source.name} is not a JSON file: {error}.") from error
    if not isinstance(form, dict) or form.get("format") != FORMAT:
        raise BadInput(f"{source.name} is not an inspection exported by this app.")
    return form


def _parsed(
    form: dict[str, Any], name: str
) -> tuple[InspectionId, list[Change], bytes, dict[Sha256, bytes]]:
    try:
        inspection = InspectionId(form["inspection"])
        pack = _bytes(form["pack"]["archive"])
        changes = [
            read_change(
                each["header"].encode(),
                _bytes(each["signature"]),
                None if each["salt"] is None else _bytes(each["salt"]),
                None if each["body"] is None else each["body"].encode(),
            )
            for each in form["changes"]
        ]
        thumbnails = {Sha256(key): _bytes(value) for key, value in form["thumbnails"].items()}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BadInput(f"{name} is damaged ({error}). Nothing was taken in.") from error
    return inspection, changes, pack, thumbnails


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(f"not base64: {error}") from error
