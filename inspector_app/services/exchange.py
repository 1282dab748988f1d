"""An inspection as one JSON file: every change, byte for byte, with what is needed to read it.

``resources/schemas/inspection.schema.json`` describes the file.
"""

import base64
import binascii
import contextlib
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app.domain.ceiling import too_high
from inspector_app.domain.changes.bodies import (
    BodyPurged,
    DeviceAdmitted,
    EvidenceAdded,
    InspectionDescribed,
    Purged,
    Subject,
    subject,
)
from inspector_app.domain.changes.chain import Fault, Finding, KnownHead, faults
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.codec import read_change
from inspector_app.domain.changes.proving import what_is_wrong
from inspector_app.domain.checklist import Pack
from inspector_app.domain.errors import BadInput, EvidenceDamaged, InspectorError, NotFound
from inspector_app.domain.evidence import Thumbnail
from inspector_app.domain.ids import ChainId, ChangeId, DeviceId, InspectionId, Sha256
from inspector_app.domain.markings import INSTEAD
from inspector_app.domain.upgrading import Left, left
from inspector_app.domain.wording import size_words
from inspector_app.durable import refusal_elsewhere, whole_file
from inspector_app.media.media import Media
from inspector_app.packs import archive
from inspector_app.services.inspections import InspectionService
from inspector_app.services.journal import JournalService
from inspector_app.services.recording import Recording, particulars
from inspector_app.storage.evidence import BlobPlace
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr
from inspector_app.vault.blobs import BlobStore

FORMAT = "spr-inspection/1"
MAX_BYTES = 512 * 1024 * 1024
"""A larger file is refused before it is read."""
JPEG = "image/jpeg"
_FIELDS = frozenset(
    {"format", "inspection", "marking", "pack", "packs", "heads", "changes", "thumbnails", "left"}
)
_NOTHING = tr("Nothing was taken in.")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of taking in a file."""

    inspection: InspectionId
    new_changes: int
    admitted: tuple[DeviceId, ...]
    """Laptops that are trusted in it from now on; sorted."""
    faults: tuple[Finding, ...]
    """Forks that it came with: they are kept apart and told."""


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A file that was read and is sound in itself."""

    inspection: InspectionId
    packs: Mapping[Sha256, bytes]
    """Versions of the checklist that it was under, by their digest."""
    changes: tuple[Change, ...]
    forks: tuple[Finding, ...]
    by_name: frozenset[ChangeId]
    """Changes beyond a gap or on a fork that somebody admitted by name."""
    thumbnails: Mapping[Sha256, bytes]


class ExchangeService:
    """The full export of an inspection, and its way back into a vault."""

    def __init__(
        self,
        recording: Recording,
        inspections: InspectionService,
        journal: JournalService,
        blobs: BlobStore,
        media: Media,
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._journal = journal
        self._blobs = blobs
        self._media = media

    def export(self, inspection: InspectionId, target: Path) -> int:
        """Write the inspection to ``target`` as JSON and return how many changes it holds.

        The file is not encrypted. It holds every admitted change with its body, and purges that
        were not obeyed, since what follows them is linked to them; names left out; the pinned pack
        and the thumbnails that are here and whole. Original files stay in the vault. It is for the
        team alone: unannounced encounters that have not run, and what is not to be exported, are
        in it.

        Raises:
            NotFound: no such inspection here.
            DeviceFull: the disk is full or cannot be written.
        """
        standing = self._inspections.standing(inspection)
        with self._recording.read() as work:
            pack, *others = (standing.pack, *standing.pack.others)
            copies = {each.sha256: work.packs.archive(each.sha256) for each in (pack, *others)}
            refused = self._journal.refused_purges(work, inspection)
            changes = [
                *work.journal.changes(inspection, admitted=True),
                *(c for c in work.journal.changes(inspection, admitted=False) if c.id in refused),
            ]
            heads = work.journal.heads(inspection)
            thumbnails = self._thumbnails(work, inspection, changes)
        form = {
            "format": FORMAT,
            "inspection": inspection,
            "marking": standing.highest_marking().words(),
            "pack": _pack_form(pack, copies),
            "heads": dict(heads),
            "changes": [_change_form(change) for change in changes],
            "thumbnails": {sha256: _text(jpeg) for sha256, jpeg in thumbnails.items()},
        }
        if others:
            form["packs"] = [_pack_form(each, copies) for each in others]
            form["left"] = [_left_form(each) for each in left(standing)]
        # Word for word: as one text, it is held again and again in the making.
        words = json.JSONEncoder(ensure_ascii=False, indent=1, sort_keys=True).iterencode(form)
        try:
            with whole_file(target) as file:
                file.writelines(each.encode() for each in words)
                file.write(b"\n")
        except OSError as error:
            raise refusal_elsewhere(
                error, tr("The inspection itself is safe in the vault.")
            ) from error
        return len(changes)

    def take_in(self, source: Path, progress: Progress | None = None) -> Imported:
        """Bring an exported inspection into this vault: all of it or nothing.

        Its authors are not known here: taking it in admits their laptops, by signed acts of the
        person who asked for it. What is here already stays; taking it in again changes nothing.

        Args:
            source: a file that :meth:`export` wrote, here or elsewhere.
            progress: thumbnails looked at and in all.

        Raises:
            BadInput: not such a file, damaged, incomplete or too large, or something in it that is
                not here yet is marked SECRET or above.
            JournalDamaged: a change is not what its device signed.
            DeviceFull: the disk is full.
        """
        arrived = _arrived(source)
        self._require_same_pack(arrived, source.name)
        self._require_holdable(arrived, source.name)
        self._look_through(arrived, source.name, progress)
        with self._recording.read() as work:
            unknown = {
                sha256: jpeg
                for sha256, jpeg in arrived.thumbnails.items()
                if work.blobs.find(arrived.inspection, sha256) is None
            }
        places: list[BlobPlace] = []
        try:
            for jpeg in unknown.values():
                blob = self._blobs.put(io.BytesIO(jpeg), arrived.inspection, self._held)
                places.append(
                    BlobPlace(blob.sha256, blob.name, blob.key, blob.format, blob.size_bytes)
                )
            imported = self._taken_in(arrived, places, source.name)
        except BaseException:
            for place in places:
                self._blobs.take_back(place.name, self._is_recorded)
            raise
        self._blobs.recorded(*(place.name for place in places))
        self._journal.finish_purges_if_possible()
        return imported

    def _taken_in(self, arrived: _Arrived, places: Iterable[BlobPlace], name: str) -> Imported:
        inspection = arrived.inspection
        devices = {change.header.device for change in arrived.changes}
        with self._recording.begin() as work:
            for sha256, copy in arrived.packs.items():
                pack = archive.opened(copy)
                work.packs.keep(sha256, pack.id, pack.version, copy)
            for place in places:
                work.blobs.keep(inspection, place)
            taken = self._journal.take_in_with(work, inspection, arrived.changes)
            newcomers: list[DeviceId] = []
            waiting = taken.waiting
            while unknown := [device for device in waiting if device in devices]:
                # One that is let in may have let in others.
                newcomers.append(unknown[0])
                self._journal.admit_with(
                    work, inspection, unknown[0], f"Taken in from {name}", arrived.by_name
                )
                waiting = self._journal.taken(work, inspection, 0).waiting
            try:
                particulars(work.journal.state(inspection, subject(Subject.INSPECTION)))
            except NotFound as error:
                raise BadInput(
                    tr(
                        "{name} does not say for certain which inspection it is of. {nothing} "
                        "Have it exported anew."
                    ).format(name=name, nothing=_NOTHING)
                ) from error
            work.commit()
        return Imported(inspection, taken.fresh, tuple(newcomers), arrived.forks)

    def _require_same_pack(self, arrived: _Arrived, name: str) -> None:
        with self._recording.read() as work:
            state = work.journal.state(arrived.inspection, subject(Subject.INSPECTION))
        try:
            begun = particulars(state).pack.sha256
        except NotFound:
            return
        if begun not in arrived.packs:
            raise BadInput(
                tr(
                    "{name} holds this inspection under another checklist than the one here. "
                    "{nothing}"
                ).format(name=name, nothing=_NOTHING)
            )

    def _require_holdable(self, arrived: _Arrived, name: str) -> None:
        """Refuse a file that would bring in what is marked too highly; it can be made anew."""
        marked = [change for change in arrived.changes if too_high(change.body)]
        if not marked:
            return
        with self._recording.read() as work:
            here = work.journal.ids(arrived.inspection)
        for change in marked:
            if change.id not in here:
                raise BadInput(
                    tr(
                        "{name} holds something marked {too_high} ({subject}), and such material "
                        "{instead} {nothing} Purge it where the file was made, as spilled "
                        "material, and export the inspection anew."
                    ).format(
                        name=name,
                        too_high=too_high(change.body),
                        subject=change.header.subject,
                        instead=INSTEAD,
                        nothing=_NOTHING,
                    )
                )

    def _look_through(self, arrived: _Arrived, name: str, progress: Progress | None) -> None:
        """Refuse a thumbnail that nobody recorded, or that is not the picture it claims to be."""
        recorded = {
            thumbnail.sha256: thumbnail
            for change in arrived.changes
            if (thumbnail := _thumbnail_of(change)) is not None
        }
        for done, (sha256, jpeg) in enumerate(arrived.thumbnails.items(), 1):
            wanted = recorded.get(sha256)
            facts = self._media.facts(io.BytesIO(jpeg)) if wanted else None
            if (
                wanted is None
                or facts is None
                or hashlib.sha256(jpeg).hexdigest() != sha256
                or facts.media_type != JPEG
                or (facts.width, facts.height) != (wanted.width, wanted.height)
            ):
                raise BadInput(
                    tr(
                        "{name} holds a small picture that is not as any was recorded. {nothing}"
                    ).format(name=name, nothing=_NOTHING)
                )
            if progress:
                progress(done, len(arrived.thumbnails))

    def _held(self, name: str) -> bytes | None:
        with self._recording.read() as work:
            return work.blobs.key_of(name)

    def _is_recorded(self, name: str) -> bool:
        return self._held(name) is not None

    def _thumbnails(
        self, work: UnitOfWork, inspection: InspectionId, changes: Iterable[Change]
    ) -> dict[Sha256, bytes]:
        found: dict[Sha256, bytes] = {}
        for change in changes:
            if (thumbnail := _thumbnail_of(change)) is not None:
                place = work.blobs.find(inspection, thumbnail.sha256)
                if place is not None:
                    # A damaged one is as one that is not here.
                    with contextlib.suppress(EvidenceDamaged):
                        found[thumbnail.sha256] = self._blobs.read(place.name, place.key)
        return found


def _thumbnail_of(change: Change) -> Thumbnail | None:
    return change.body.file.thumbnail if isinstance(change.body, EvidenceAdded) else None


def _pack_form(pack: Pack, copies: Mapping[Sha256, bytes]) -> dict[str, str]:
    return {
        "id": pack.id,
        "version": pack.version,
        "sha256": pack.sha256,
        "archive": _text(copies[pack.sha256]),
    }


def _left_form(each: Left) -> dict[str, object]:
    return {
        "place": each.place,
        "text": each.line.text if each.line else each.title,
        "version": each.version,
        "has_answer": each.has_answer,
        "accounts": each.accounts,
        "items": each.items,
    }


def _change_form(change: Change) -> dict[str, str | None]:
    return {
        "header": change.header_bytes.decode(),
        "signature": _text(change.signature),
        "salt": None if change.salt is None else _text(change.salt),
        "body": None if change.body_bytes is None else change.body_bytes.decode(),
    }


def _arrived(source: Path) -> _Arrived:
    """Return what the file holds, when it is whole and sound in itself.

    Raises:
        BadInput: it is not; the text says why.
    """
    form = _read(source)
    try:
        inspection = InspectionId(_string(form["inspection"]))
        copies = [_bytes(each["archive"]) for each in (form["pack"], *form.get("packs", ()))]
        changes = tuple(map(_change, _list(form["changes"])))
        thumbnails = {Sha256(key): _bytes(value) for key, value in form["thumbnails"].items()}
        heads = [(ChainId(chain), ChangeId(_string(head))) for chain, head in form["heads"].items()]
        packs = {archive.opened(copy).sha256: copy for copy in copies}
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise BadInput(
            tr("{source} is damaged ({error}). {nothing}").format(
                source=source.name, error=error, nothing=_NOTHING
            )
        ) from error
    except InspectorError as error:
        raise BadInput(
            tr("{source} is damaged. {error}. {nothing} Have it exported anew.").format(
                source=source.name, error=str(error).rstrip("."), nothing=_NOTHING
            )
        ) from error
    if not changes:
        raise BadInput(
            tr("{source} holds nothing that was recorded. {nothing}").format(
                source=source.name, nothing=_NOTHING
            )
        )
    for change in changes:
        if reason := what_is_wrong(change, inspection, packs):
            raise BadInput(
                tr("{source}: change {change} {reason}. {nothing}").format(
                    source=source.name, change=change.id[:12], reason=reason, nothing=_NOTHING
                )
            )
    _require_particulars(changes, source.name)
    _require_bodies(changes, source.name)
    by_name = frozenset(
        each
        for change in changes
        if isinstance(change.body, DeviceAdmitted)
        for each in change.body.changes
    )
    forks = _forks(changes, heads, by_name, source.name)
    return _Arrived(inspection, packs, changes, forks, by_name, thumbnails)


def _read(source: Path) -> dict[str, Any]:
    try:
        if source.stat().st_size > MAX_BYTES:
            raise BadInput(
                tr(
                    "{source} is larger than {size}, the most that is taken in from one file. "
                    "{nothing} Bring the laptops together instead."
                ).format(source=source.name, size=size_words(MAX_BYTES), nothing=_NOTHING)
            )
        form = json.loads(source.read_bytes())
    except OSError as error:
        raise BadInput(
            tr("{source} cannot be read ({why}). {nothing}").format(
                source=source.name, why=error.strerror or tr("unknown error"), nothing=_NOTHING
            )
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadInput(
            tr("{source} is not a JSON file, or not all of one ({error}). {nothing}").format(
                source=source.name, error=error, nothing=_NOTHING
            )
        ) from error
    if not isinstance(form, dict) or form.get("format") != FORMAT:
        raise BadInput(
            tr("{source} is not an inspection as this version exports it. {nothing}").format(
                source=source.name, nothing=_NOTHING
            )
        )
    if strange := sorted(set(form) - _FIELDS):
        raise BadInput(
            tr(
                "{source} holds a field {strange} that this version of the app does not know. "
                "{nothing}"
            ).format(source=source.name, strange=strange[0], nothing=_NOTHING)
        )
    return form


def _change(form: Any) -> Change:
    salt, body = form["salt"], form["body"]
    if (salt is None) != (body is None):
        raise ValueError("a body and its salt come together")
    return read_change(
        _string(form["header"]).encode(),
        _bytes(form["signature"]),
        None if salt is None else _bytes(salt),
        None if body is None else _string(body).encode(),
    )


def _require_particulars(changes: Iterable[Change], name: str) -> None:
    """The file stands for itself, so it must say what inspection it is."""
    if not any(isinstance(change.body, InspectionDescribed) for change in changes):
        raise BadInput(
            tr(
                "{name} does not hold the inspection’s particulars. {nothing} Have "
                "it exported anew."
            ).format(name=name, nothing=_NOTHING)
        )


def _require_bodies(changes: Sequence[Change], name: str) -> None:
    """A body that is missing without having been purged was taken out."""
    purged = {
        (change.header.subject, each)
        for change in changes
        if isinstance(change.body, BodyPurged)
        for each in change.body.changes
    }
    for change in changes:
        if isinstance(change.body, Purged) and (change.header.subject, change.id) not in purged:
            raise BadInput(
                tr("{name}: what change {change} says is missing. {nothing}").format(
                    name=name, change=change.id[:12], nothing=_NOTHING
                )
            )


def _forks(
    changes: Sequence[Change],
    heads: Iterable[KnownHead],
    by_name: frozenset[ChangeId],
    name: str,
) -> tuple[Finding, ...]:
    """Return the forks among the changes; anything else that is wrong with the chains is refused.

    A gap is no fault where a person admitted by name what lies beyond it.
    """
    beyond = {(c.header.chain, c.header.sequence) for c in changes if c.id in by_name}
    ends = {chain: min((n for c, n in beyond if c == chain), default=0) for chain, _ in beyond}
    forks = []
    for finding in faults(changes, heads, is_signed=lambda _: True):
        if finding.fault is Fault.FORK:
            forks.append(finding)
        elif finding.fault is not Fault.GAP or finding.sequence >= ends.get(finding.chain, 0):
            raise BadInput(
                tr("{name} is incomplete. {finding} {nothing}").format(
                    name=name, finding=finding.words(), nothing=_NOTHING
                )
            )
    return tuple(forks)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: object) -> bytes:
    try:
        return base64.b64decode(_string(text), validate=True)
    except binascii.Error as error:
        raise ValueError(f"not base64: {error}") from error


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {type(value).__name__}")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"a list was expected, not {type(value).__name__}")
    return value
