"""What a user can do with evidence files: attach, caption, link, look, take out, withdraw."""

import io
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from inspector_app.domain.ceiling import refused_file, too_high
from inspector_app.domain.changes.bodies import (
    Body,
    EvidenceAdded,
    EvidenceCaptioned,
    EvidenceLinked,
    Subject,
    Withdrawn,
    subject,
    subject_key,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.errors import BadInput, EvidenceDamaged, NotFound, RuleViolation
from inspector_app.domain.evidence import Caption, EvidenceFile, Thumbnail
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import ChangeId, EvidenceId, InspectionId, LineId, Sha256
from inspector_app.domain.markings import INSTEAD, borne_by_name
from inspector_app.domain.redaction import MadeOf
from inspector_app.domain.wording import one_line
from inspector_app.media import heads
from inspector_app.media.media import (
    ROUNDED_UP,
    WIDEST_THUMBNAIL,
    FileFacts,
    Media,
    PageImage,
)
from inspector_app.services import damage
from inspector_app.services.numbers import next_number
from inspector_app.services.recording import Act, Recording
from inspector_app.storage.evidence import BlobPlace
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr
from inspector_app.vault.blobs import BlobStore

ProgressOf = Callable[[int, int], None]
CancelledOf = Callable[[], bool]
"""Asked between pieces of long work; True stops it."""

_ANOTHER = tr(
    "{name} is not the file that was looked at: it was changed since, or another card or stick is "
    "in its place. It was not kept; choose the files again."
)
LARGEST_THUMBNAIL = 4 * 1024 * 1024
"""Bytes; what is made here takes a hundredth of that."""


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of one file."""

    path: Path
    item: EvidenceId | None
    """None: refused."""
    number: str
    duplicate: bool
    """The same bytes were here already, and were not kept twice: ``item`` holds them."""
    refusal: str
    """Why it was refused, fit to show; empty when it was kept."""
    act: Act | None
    remarks: tuple[str, ...] = ()
    """Of a duplicate: what of that which was given with it was recorded, and what was not."""


Recorded = tuple[str, Body]
"""What is recorded: about which subject, and what."""
Along = Callable[[UnitOfWork, EvidenceId], Iterable[tuple[str, Body, Iterable[ChangeId] | None]]]
"""Tells, within the transaction that keeps a file, what else is recorded in the same act: about
which subject, what, and the versions it supersedes; None: all that stand."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What goes with a file that is kept."""

    lines: tuple[LineId, ...] = ()
    """Those it is put to."""
    caption: Caption = field(default_factory=Caption)
    """Of a new item; one that was here already gets what its own lacks."""
    modified_ms: int | None = None
    """The file's own time of last change, milliseconds UTC; None: it never was a file."""
    made_of: MadeOf | None = None
    along: Along | None = None
    sha256: Sha256 | None = None
    """Of the file that was looked at before; None: nobody looked, so any file will do."""


class EvidenceService:
    """The verbs of keeping files; blob work runs outside any transaction."""

    def __init__(self, recording: Recording, blobs: BlobStore, media: Media) -> None:
        self._recording = recording
        self._blobs = blobs
        self._media = media

    def attach(
        self,
        inspection: InspectionId,
        paths: Sequence[Path],
        lines: Iterable[LineId] = (),
        caption: Caption | str = "",
        progress: ProgressOf | None = None,
        cancelled: CancelledOf | None = None,
    ) -> tuple[Attached, ...]:
        """Keep files as evidence, one after the other, and return what became of each.

        Each file is on the disk, encrypted and recorded, before the next one is begun; one that is
        refused does not stop the others.

        Args:
            inspection: whose.
            paths: the originals; they are read and left as they are.
            lines: the lines each is linked to.
            caption: for all of them; its words alone, or with marking and export.
            progress: bytes done and bytes in all, over all files.
            cancelled: asked between pieces; what was attached before stays.

        Raises:
            Cancelled: ``cancelled`` said so; the unfinished file left nothing.
            DeviceFull: the disk is full; what was attached before stays.
        """
        linked = tuple(dict.fromkeys(lines))
        said = Caption(caption) if isinstance(caption, str) else caption
        sizes = [_size(path) for path in paths]
        done = 0
        found: list[Attached] = []
        for path, size in zip(paths, sizes, strict=True):
            onward = _shifted(progress, done, sum(sizes))
            try:
                modified_ms = path.stat().st_mtime_ns // 1_000_000
                keeping = Keeping(linked, said, modified_ms)
                found.append(self.keep(inspection, path.name, path, keeping, onward, cancelled))
            except OSError as error:
                reason = error.strerror or str(error)
                found.append(
                    _refused(
                        path,
                        tr("{path} cannot be read: {reason}.").format(
                            path=path.name, reason=reason
                        ),
                    )
                )
            except BadInput as error:
                found.append(_refused(path, str(error)))
            done += size
        return tuple(replace(each, path=path) for each, path in zip(found, paths, strict=True))

    def attach_bytes(
        self,
        inspection: InspectionId,
        name: str,
        content: bytes,
        lines: Iterable[LineId] = (),
        caption: str = "",
    ) -> Attached:
        """Keep bytes that never were a file, such as a pasted picture, as evidence."""
        keeping = Keeping(tuple(lines), Caption(caption))
        return self.keep(inspection, name, io.BytesIO(content), keeping)

    def caption(self, inspection: InspectionId, item: EvidenceId, caption: Caption) -> Act:
        """Record what is said about an item: words, marking, marking found on it, do-not-export.

        Raises:
            RuleViolation: the file bears a marking that is above what the app may hold.
        """
        about = subject(Subject.CAPTION, item)
        return self._recording.act(inspection, [(about, EvidenceCaptioned(caption))])

    def link(self, inspection: InspectionId, item: EvidenceId, line: LineId) -> Act:
        """Put an item to a line."""
        about = subject(Subject.LINK, item, line)
        return self._recording.act(inspection, [(about, EvidenceLinked(item, line))])

    def unlink(self, inspection: InspectionId, item: EvidenceId, line: LineId) -> Act:
        """Take an item off a line; the item stays."""
        about = subject(Subject.LINK, item, line)
        return self._recording.act(inspection, [(about, Withdrawn("Taken off the line"))])

    def withdraw(self, inspection: InspectionId, item: EvidenceId, reason: str) -> Act:
        """Take an item back, with a reason; its file and history stay.

        Raises:
            RuleViolation: no reason.
        """
        if not reason.strip():
            raise RuleViolation(
                tr("Withdrawing evidence needs a reason. Nothing was withdrawn: give one.")
            )
        about = subject(Subject.EVIDENCE, item)
        return self._recording.act(inspection, [(about, Withdrawn(reason))])

    def find(self, inspection: InspectionId, number: str) -> EvidenceId:
        """Return the item with this number.

        Raises:
            NotFound: no such item stands.
        """
        with self._recording.read() as work:
            for about, state in work.journal.states(inspection, Subject.EVIDENCE).items():
                file = field_of(state, EvidenceFile).value
                if isinstance(file, EvidenceFile) and file.number == number:
                    return EvidenceId(subject_key(about))
        raise NotFound(
            tr("There is no evidence item {number} in this inspection.").format(number=number)
        )

    # Looking

    def thumbnail(self, inspection: InspectionId, sha256: Sha256) -> bytes | None:
        """Return a thumbnail's JPEG bytes, or None when it is not on this laptop, or damaged.

        It may be another laptop's: what is no small JPEG is None too, so that no decoder of
        anything else is ever to see it, and none has to make room for more than a thumbnail.
        """
        with self._recording.read() as work:
            place = damage.whole_here(work, inspection, sha256)
        if place is None or place.size_bytes > LARGEST_THUMBNAIL:
            return None
        try:
            content = self._blobs.read(place.name, place.key)
        except EvidenceDamaged:  # noticed here first
            return None
        if not content.startswith(heads.JPEG):
            return None
        size = heads.size_in_head(content)
        return content if size is not None and max(size) <= WIDEST_THUMBNAIL + ROUNDED_UP else None

    def is_here(self, inspection: InspectionId, sha256: Sha256) -> bool:
        """Return whether the file itself is on this laptop, and not known to be damaged."""
        with self._recording.read() as work:
            return damage.is_whole_here(work, inspection, sha256)

    def page(
        self, inspection: InspectionId, sha256: Sha256, number: int, width_px: int
    ) -> PageImage:
        """Return a picture of one page, made in memory from the decrypted file.

        Args:
            inspection: whose.
            sha256: of the file.
            number: from 0; 0 for an image.
            width_px: wanted width.

        Raises:
            NotFound: the file is not on this laptop.
            BadInput: the file cannot be shown; the text says why.
            EvidenceDamaged: the kept file is damaged.
        """
        with self.opened(inspection, sha256) as stream:
            return self._media.page(stream, number, width_px)

    def text(self, inspection: InspectionId, sha256: Sha256, limit: int = 200_000) -> str:
        """Return the words in a text or PDF file, at most ``limit`` characters.

        Raises:
            NotFound, BadInput, EvidenceDamaged: as :meth:`page`.
        """
        with self.opened(inspection, sha256) as stream:
            return self._media.text(stream, limit)

    def copy_out(
        self,
        inspection: InspectionId,
        sha256: Sha256,
        target: Path,
        progress: ProgressOf | None = None,
        cancelled: CancelledOf | None = None,
    ) -> None:
        """Write the original, decrypted and checked against its SHA-256, to ``target``.

        Raises:
            NotFound, EvidenceDamaged, DeviceFull, Cancelled.
        """
        place = self._place(inspection, sha256)
        self._blobs.copy_out(place.name, place.key, target, progress, cancelled)

    def check(self, inspection: InspectionId, sha256: Sha256) -> None:
        """Read a kept file through and compare its SHA-256.

        Raises:
            NotFound: not on this laptop.
            EvidenceDamaged: it is not what was put in.
        """
        place = self._place(inspection, sha256)
        self._blobs.verify(place.name, place.key, sha256)

    # How a file is kept

    def keep(
        self,
        inspection: InspectionId,
        name: str,
        source: BinaryIO | Path,
        keeping: Keeping,
        progress: ProgressOf | None = None,
        cancelled: CancelledOf | None = None,
    ) -> Attached:
        """Keep the bytes of ``source`` as one item, with all that goes with it in the same act.

        Bytes that are here already are not kept twice: what goes with them is recorded of the item
        that holds them, unless that has its own; ``remarks`` tells.

        Raises:
            BadInput: its name or what is said of it bears a marking above what the app may hold;
                or it cannot be read, changed meanwhile, or is not the file that was looked at.
            Cancelled, DeviceFull: nothing is left behind.
        """
        path = Path(name)
        _require_holdable(path.name, keeping.caption)
        self._recording.require_open(inspection)

        def require(sha256: Sha256) -> None:
            if keeping.sha256 not in (None, sha256):
                raise BadInput(_ANOTHER.format(name=path.name))

        begins = 0 if isinstance(source, Path) else source.tell()
        blob = self._blobs.put(source, inspection, self._held, progress, cancelled, require)
        place = BlobPlace(blob.sha256, blob.name, blob.key, blob.format, blob.size_bytes)
        with self._recording.read() as work:
            was_here = work.blobs.find(inspection, blob.sha256) is not None
            known = _holding(work, inspection, blob.sha256) if was_here else None
        if known is not None:
            again = self._again(inspection, path, place, known, keeping)
            if again is not None:
                return again
            # The item went meanwhile, and its file may have gone with it.
            if not isinstance(source, Path):
                source.seek(begins)
            return self.keep(inspection, name, source, keeping, progress, cancelled)
        with self._blobs.open(blob.name, blob.key, blob.size_bytes) as kept:
            facts = self._media.facts(kept)
            thumb, thumb_place = self._thumbnail(inspection, kept, facts)
        file = EvidenceFile(
            number="",
            name=path.name,
            sha256=blob.sha256,
            size_bytes=blob.size_bytes,
            media_type=facts.media_type,
            modified_ms=keeping.modified_ms,
            captured_at=facts.captured_at or "",
            pages=facts.pages,
            thumbnail=thumb,
            made_of=keeping.made_of,
        )
        item = EvidenceId(secrets.token_hex(16))
        with self._recording.begin() as work:
            for each in (place, thumb_place):
                if each is not None:
                    work.blobs.keep(inspection, each)
                    damage.is_mended(work, inspection, each.sha256)
            tag = self._recording.actor_for(inspection).tag
            file = replace(file, number=next_number(work, inspection, tag))
            recorded: list[Recorded] = [(subject(Subject.EVIDENCE, item), EvidenceAdded(file))]
            if keeping.caption != Caption():
                recorded.append(
                    (subject(Subject.CAPTION, item), EvidenceCaptioned(keeping.caption))
                )
            recorded += _links(item, keeping.lines)
            changes = [self._recording.write(work, inspection, a, body) for a, body in recorded]
            changes += self._along(work, inspection, item, keeping)
            act = self._recording.finish(work, inspection, changes)
        self._blobs.recorded(*(each.name for each in (place, thumb_place) if each is not None))
        return Attached(path, item, file.number, False, "", act)

    def _again(
        self,
        inspection: InspectionId,
        path: Path,
        place: BlobPlace,
        known: tuple[EvidenceId, str],
        keeping: Keeping,
    ) -> Attached | None:
        """Record what was given with bytes that are here; None: no item holds them any more."""
        item, number = known
        with self._recording.begin() as work:
            if _holding(work, inspection, place.sha256) != known:
                return None
            work.blobs.keep(inspection, place)
            damage.is_mended(work, inspection, place.sha256)
            recorded = _links(item, keeping.lines)
            field = field_of(
                work.journal.state(inspection, subject(Subject.CAPTION, item)), Caption
            )
            stands = field.value or Caption()
            caption = stands if field.in_conflict else _filled(stands, keeping.caption)
            if caption != stands:
                recorded.append((subject(Subject.CAPTION, item), EvidenceCaptioned(caption)))
            remarks = [
                *_put_words(number, keeping.lines),
                *_caption_words(number, stands, caption, keeping.caption),
                *_made_words(work, inspection, item, number, keeping.made_of),
            ]
            changes = [self._recording.write(work, inspection, a, body) for a, body in recorded]
            changes += self._along(work, inspection, item, keeping)
            act = self._recording.finish(work, inspection, changes)
        self._blobs.recorded(place.name)
        return Attached(path, item, number, True, "", act, tuple(remarks))

    def _along(
        self, work: UnitOfWork, inspection: InspectionId, item: EvidenceId, keeping: Keeping
    ) -> list[Change]:
        if keeping.along is None:
            return []
        return [
            self._recording.write(work, inspection, about, body, supersedes)
            for about, body, supersedes in keeping.along(work, item)
        ]

    def _thumbnail(
        self, inspection: InspectionId, kept: BinaryIO, facts: FileFacts
    ) -> tuple[Thumbnail | None, BlobPlace | None]:
        kept.seek(0)
        picture = self._media.thumbnail(kept, facts.media_type)
        if picture is None:
            return None, None
        blob = self._blobs.put(io.BytesIO(picture.jpeg), inspection, self._held)
        place = BlobPlace(blob.sha256, blob.name, blob.key, blob.format, blob.size_bytes)
        return Thumbnail(blob.sha256, picture.width, picture.height), place

    def _held(self, name: str) -> bytes | None:
        with self._recording.read() as work:
            return work.blobs.key_of(name)

    def _place(self, inspection: InspectionId, sha256: Sha256) -> BlobPlace:
        with self._recording.read() as work:
            return work.blobs.get(inspection, sha256)

    def opened(self, inspection: InspectionId, sha256: Sha256) -> BinaryIO:
        """Return a kept file, decrypted in memory piece by piece as it is read.

        Raises:
            NotFound: it is not on this laptop.
            EvidenceDamaged: it is not what was put in.
        """
        place = self._place(inspection, sha256)
        return self._blobs.open(place.name, place.key, place.size_bytes)


def _require_holdable(name: str, caption: Caption) -> None:
    """Refuse a file before anything is kept of it; the others of its batch go on.

    Raises:
        BadInput: it is marked SECRET or above.
    """
    if marking := borne_by_name(name):
        raise BadInput(refused_file(name, marking))
    if marking := too_high(caption):
        raise BadInput(
            tr("{name}: material marked {marking} {instead}").format(
                name=name, marking=marking, instead=INSTEAD
            )
        )


def _holding(
    work: UnitOfWork, inspection: InspectionId, sha256: Sha256
) -> tuple[EvidenceId, str] | None:
    """Return the standing item that holds these bytes, with its number."""
    for about, state in work.journal.states(inspection, Subject.EVIDENCE).items():
        for version in state.versions:
            if isinstance(version.body, EvidenceAdded) and version.body.file.sha256 == sha256:
                return EvidenceId(subject_key(about)), version.body.file.number
    return None


def already_words(attached: Attached) -> str:
    """Return what became of a file whose bytes were here already."""
    words = tr("{name} was here already as {number}, and was not kept twice.").format(
        name=attached.path.name, number=attached.number
    )
    return " ".join((words, *attached.remarks))


def _filled(stands: Caption, given: Caption) -> Caption:
    """Return a caption with what it lacks; an export that was refused stays so."""
    return Caption(
        stands.text or given.text,
        stands.marking or given.marking,
        stands.do_not_export or given.do_not_export,
        stands.marking_found or given.marking_found,
        stands.description or given.description,
    )


def _put_words(number: str, lines: tuple[LineId, ...]) -> list[str]:
    if not lines:
        return []
    words = tr("{number} is put to {lines}.")
    return [words.format(number=number, lines=", ".join(lines))]


def _caption_words(number: str, stood: Caption, stands: Caption, given: Caption) -> list[str]:
    """Return what of a caption that was given is recorded, and what is not."""
    told = []
    if stands != stood:
        words = tr("Its caption is recorded on {number}, where it was lacking.")
        told.append(words.format(number=number))
    if given.text and given.text != stands.text:
        words = tr("{number} keeps its own caption; this was not recorded: “{words}”.")
        told.append(words.format(number=number, words=one_line(given.text)))
    if given.marking and given.marking != stands.marking:
        words = tr("{number} keeps its own marking; {marking} was not recorded.")
        told.append(words.format(number=number, marking=given.marking.words()))
    if given.marking_found and given.marking_found != stands.marking_found:
        words = tr("{number} keeps the marking found on it; {marking} was not recorded.")
        told.append(words.format(number=number, marking=given.marking_found))
    if given.do_not_export and not stands.do_not_export:
        words = tr("That {number} stays out of exports was not recorded.")
        told.append(words.format(number=number))
    return told


def _made_words(
    work: UnitOfWork,
    inspection: InspectionId,
    item: EvidenceId,
    number: str,
    given: MadeOf | None,
) -> list[str]:
    """Return what is not recorded of how these bytes were made this time."""
    state = work.journal.state(inspection, subject(Subject.EVIDENCE, item))
    file = field_of(state, EvidenceFile).value
    made_of = file.made_of if file is not None else None
    if given is None or given == made_of:
        return []
    if made_of is None:
        words = tr("That {number} is a redacted copy, and why, was not recorded: “{reason}”.")
    elif replace(given, reason=made_of.reason) == made_of:
        words = tr("{number} keeps its own reason; this was not recorded: “{reason}”.")
    else:
        words = tr("{number} keeps what it was made of; this reason was not recorded: “{reason}”.")
    return [words.format(number=number, reason=one_line(given.reason))]


def _links(item: EvidenceId, lines: Iterable[LineId]) -> list[Recorded]:
    return [(subject(Subject.LINK, item, line), EvidenceLinked(item, line)) for line in lines]


def _refused(path: Path, reason: str) -> Attached:
    return Attached(path, None, "", False, reason, None)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _shifted(progress: ProgressOf | None, before: int, total: int) -> ProgressOf | None:
    if progress is None:
        return None
    told = progress
    return lambda done, _: told(before + done, total)
