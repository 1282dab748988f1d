"""To base by a stick, and back: what base lacks is packed, what it answers is taken in."""

import contextlib
import secrets
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.domain.changes.bodies import (
    BodyPurged,
    DeviceAdmitted,
    EvidenceAdded,
    StickAuthorised,
    Subject,
    subject,
)
from inspector_app.domain.errors import DeviceFull, EvidenceDamaged, NotFound
from inspector_app.domain.ids import ChangeId, DeviceId, InspectionId, Sha256
from inspector_app.domain.sticks import journey
from inspector_app.domain.wording import counted, size_words, when_words
from inspector_app.durable import Unsettled, make_folder, refusal_elsewhere
from inspector_app.services import base_receipts, damage, holdings
from inspector_app.services.base import BaseService, Pinned
from inspector_app.services.base_answers import Answers, AnswersIn
from inspector_app.services.journal import JournalService
from inspector_app.services.recording import Recording, force_of
from inspector_app.services.taking_in import TakingIn
from inspector_app.services.team import TeamService
from inspector_app.storage.evidence import BlobPlace
from inspector_app.storage.journal_reading import Tallied
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.sync import sticks, transfer, volumes, wire
from inspector_app.sync.lines import line_of
from inspector_app.sync.plan import Vector, missing, vector
from inspector_app.sync.sticks import Wiped
from inspector_app.sync.vectors import form_of, vector_of
from inspector_app.sync.volumes import Cargo, Load, Travelling
from inspector_app.system import disks
from inspector_app.texts import tr
from inspector_app.vault.blobs import BlobStore

_PIECE = 128 * 1024
_RESERVE = 4 * 1024 * 1024

Progress = Callable[[int, int], None]
CancelledOf = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class ToCarry:
    """What would travel to base now."""

    changes: int
    files: int
    file_bytes: int
    receipt_ms: int | None
    """Base's last receipt, by its clock: what that covers stays here. None: there is none."""

    def words(self) -> str:
        """Return what would travel, in a sentence."""
        changes = counted(self.changes, "change", "changes")
        files = counted(self.files, "evidence file", "evidence files")
        what = tr("{changes} and {files} ({size})").format(
            changes=changes, files=files, size=size_words(self.file_bytes)
        )
        if self.receipt_ms is None:
            return tr(
                "Base has given no receipt for this inspection yet: {what} would travel."
            ).format(what=what)
        since = when_words(self.receipt_ms)
        if not self.changes and not self.files:
            return tr("Base has all of this inspection, by its receipt of {since}.").format(
                since=since
            )
        return tr(
            "Since base’s receipt of {since} there are {what} that it does not cover."
        ).format(since=since, what=what)


@dataclass(frozen=True, slots=True)
class Packed:
    """What lies on the stick for base."""

    bundle: str
    stick: str
    paths: tuple[Path, ...]
    volumes: int
    """How many there should be; fewer lie there when the stick was full or pulled out."""
    changes: int
    files: int
    left_out: int
    """Evidence files that base lacks and that were not to travel."""
    size_bytes: int
    sentence: str
    """Why not all of it could be written; empty: all of it was."""

    def words(self) -> tuple[str, ...]:
        """Return what lies there and what it means, in sentences."""
        changes = counted(self.changes, "change", "changes")
        files = counted(self.files, "evidence file", "evidence files")
        said = [
            tr(
                "On stick {stick} lie {number} of {transfer} ({size}) with {changes} and {files} "
                "that no receipt of base’s covers. Only base and its recovery keys can read them."
            ).format(
                stick=self.stick,
                number=len(self.paths),
                transfer=counted(self.volumes, "transfer file", "transfer files"),
                size=size_words(self.size_bytes),
                changes=changes,
                files=files,
            )
        ]
        if self.left_out:
            left = counted(self.left_out, "evidence file", "evidence files")
            said.append(tr("{left} stayed behind, as asked.").format(left=left))
        if self.sentence:
            said.append(self.sentence)
        said.append(
            tr(
                "Nothing of it counts as being at base until base’s receipt says so: take its "
                "answer in here when the stick is back."
            )
        )
        return tuple(said)


@dataclass(frozen=True, slots=True)
class Answered:
    """What base's answer brought, of one inspection."""

    inspection: InspectionId
    force: str
    fresh: int
    """Changes that came in."""
    files: int
    is_new: bool
    """It was not on this laptop before."""
    receipt_ms: int | None
    """The last receipt that is kept now, by base's clock."""
    not_covered: int
    """Changes here that it does not tell of: they travel the next time."""
    lacking_at_base: int
    """Files that it says are not at base."""
    lacking_here: int

    def words(self) -> tuple[str, ...]:
        """Return what came in and how it stands now, in sentences."""
        new = tr(", which is new here") if self.is_new else ""
        said = [
            tr("{force}{new}: {changes} and {files} came in.").format(
                force=self.force,
                new=new,
                changes=counted(self.fresh, "change", "changes"),
                files=counted(self.files, "file", "files"),
            )
        ]
        if self.receipt_ms is not None:
            lacking = counted(
                self.lacking_at_base, "file is lacking at base", "files are lacking at base"
            )
            rest = counted(
                self.not_covered, "change here is not covered", "changes here are not covered"
            )
            said.append(
                tr("By base’s receipt of {when} {rest} and {lacking}.").format(
                    when=when_words(self.receipt_ms), rest=rest, lacking=lacking
                )
            )
        if self.lacking_here:
            said.append(
                counted(self.lacking_here, "file is lacking here.", "files are lacking here.")
            )
        return tuple(said)


@dataclass(frozen=True, slots=True)
class TakenFromBase:
    """What came of taking base's answers in."""

    found: int
    """Files for this laptop that lay there."""
    inspections: tuple[Answered, ...]
    sentences: tuple[str, ...]
    """What was refused, or a person should know of."""


@dataclass(slots=True)
class _Wanted:
    """What base lacks, as it is worked out."""

    tally: tuple[Tallied, ...]
    changes: list[ChangeId]
    files: list[Travelling]
    places: dict[Sha256, BlobPlace]
    left_out: int
    originals: int
    """Of the files, those that are no thumbnails."""
    lacks: tuple[Sha256, ...]
    """Files that are known of here and are not here."""
    receipt: wire.Receipt | None


class BaseTransferService:
    """The verbs of a laptop that reaches base by a stick alone, or rather so."""

    def __init__(
        self,
        recording: Recording,
        journal: JournalService,
        blobs: BlobStore,
        team: TeamService,
        base: BaseService,
        most: int = volumes.MOST_BYTES,
    ) -> None:
        """Args: ``most`` is how many bytes one transfer file has."""
        self._recording = recording
        self._journal = journal
        self._blobs = blobs
        self._team = team
        self._base = base
        self._most = most

    def to_carry(self, inspection: InspectionId, *, with_files: bool = True) -> ToCarry:
        """Return what base lacks of an inspection, by its last receipt.

        Raises:
            NotFound: there is no such inspection.
            RuleViolation: this laptop has not joined a base.
        """
        pinned = self._base.require_pinned()
        with self._recording.read() as work:
            self._recording.pinned_pack(work, inspection)
            wanted = self._wanted(work, inspection, pinned, with_files=with_files)
        return ToCarry(
            len(wanted.changes),
            wanted.originals,
            sum(each.size_bytes for each in wanted.files),
            wanted.receipt.issued_ms if wanted.receipt else None,
        )

    def pack(
        self,
        inspection: InspectionId,
        folder: Path,
        authorised_by: str,
        stick: str = "",
        *,
        with_files: bool = True,
        progress: Progress | None = None,
        cancelled: CancelledOf | None = None,
    ) -> Packed:
        """Write what base lacks onto a stick, in files that base and its recovery keys can read.

        That it may travel, who authorised it and on which stick, is recorded first, by a signed act
        that travels along.

        Args:
            inspection: whose.
            folder: the stick's.
            authorised_by: who allowed it, by role.
            stick: what it is known by; empty: as the system says.
            with_files: False: evidence files stay behind, their thumbnails travel.
            progress: bytes written and in all.
            cancelled: asked between pieces.

        Raises:
            NotFound: no such inspection, or no such folder.
            RuleViolation: this laptop has not joined a base; or it is not said who authorised it,
                or what the stick is known by.
            DeviceFull: the folder cannot be written, or not even the first file fits.
            Cancelled: ``cancelled`` said so; finished files stay.
        """
        pinned = self._base.require_pinned()
        if not folder.is_dir():
            raise NotFound(
                tr("There is no folder {folder}: is the stick in its place?").format(folder=folder)
            )
        bundle = secrets.token_hex(16)
        leave = journey(
            authorised_by, stick or disks.known_as(folder), pinned.enrolled.name, bundle
        )
        place = sticks.place_on(folder)
        try:
            make_folder(place)
        except OSError as error:
            raise refusal_elsewhere(error, tr("Nothing was written.")) from error
        with self._recording.begin() as work:
            about = subject(Subject.STICK, bundle)
            change = self._recording.write(work, inspection, about, StickAuthorised(leave))
            self._recording.finish(work, inspection, [change])
        with self._recording.read() as work:
            wanted = self._wanted(work, inspection, pinned, with_files=with_files)
            manifest = self._manifest(work, inspection, pinned, wanted)
            load = self._load(work, inspection, wanted)
        volume = wire.Volume(
            bundle=bundle,
            number=1,
            epoch=pinned.enrolled.epoch if wanted.receipt is None else wanted.receipt.epoch,
            time_ms=int(self._recording.now().timestamp() * 1000),
            vector=form_of(vector(holdings.held(wanted.tally))),
            lacks=wanted.lacks,
            authorised_by=leave.authorised_by,
            stick=leave.stick,
            members=(),
        )
        writing = _Writing(
            place,
            manifest.model_copy(update={"volume": volume}),
            volumes.filled(load, self._most),
            (pinned.enrolled.recipient, *pinned.enrolled.recovery),
            self._recording,
            progress,
            cancelled,
        )
        writing.write()
        if not writing.paths:
            raise DeviceFull(writing.sentence)
        return Packed(
            bundle,
            leave.stick,
            tuple(writing.paths),
            len(writing.filled),
            len(wanted.changes),
            wanted.originals,
            wanted.left_out,
            writing.size_bytes,
            writing.sentence,
        )

    def take_in(
        self,
        folder: Path,
        *,
        progress: Progress | None = None,
        cancelled: CancelledOf | None = None,
    ) -> TakenFromBase:
        """Take in base's answers for this laptop that lie on a stick; they stay there.

        Each volume is taken in whole or not at all; taking one in again changes nothing.

        Args:
            folder: the stick's.
            progress: bytes read and in all.
            cancelled: asked between files.

        Raises:
            NotFound: no such folder.
            RuleViolation: this laptop has not joined a base.
            DeviceFull: there is no room in the vault; what came in by then is kept.
            Cancelled: ``cancelled`` said so; what came in by then is kept.
        """
        pinned = self._base.require_pinned()
        if not folder.is_dir():
            raise NotFound(
                tr("There is no folder {folder}: is the stick in its place?").format(folder=folder)
            )
        me, base = self._recording.actor.device, pinned.enrolled.base
        try:
            paths = sticks.travelling(
                folder, lambda label: (label.sender, label.recipient) == (base, me)
            )
            total = sum(path.stat().st_size for path in paths)
        except OSError as error:
            raise refusal_elsewhere(error, tr("Nothing was taken in.")) from error
        read = 0

        def told(size: int) -> None:
            nonlocal read
            read += size
            if progress is not None:
                progress(read, total)

        taking = TakingIn(self._recording, self._journal, self._blobs)
        coming = AnswersIn(self._recording, self._journal, taking, self._team, pinned)
        coming.take_in(paths, told, cancelled or _never)
        answers = coming.answers
        return TakenFromBase(
            len(paths),
            tuple(
                self._answered(each, pinned, answers, taking) for each in sorted(answers.concerned)
            ),
            tuple(answers.sentences),
        )

    def wipe(self, folder: Path) -> Wiped:
        """Overwrite and remove this laptop's transfer files to base and from it on a stick.

        Raises:
            NotFound: there is no such folder.
        """
        if not folder.is_dir():
            raise NotFound(
                tr("There is no folder {folder}: is the stick in its place?").format(folder=folder)
            )
        return sticks.wiped(folder, self._recording.actor.device)

    def _answered(
        self, inspection: InspectionId, pinned: Pinned, answers: Answers, taking: TakingIn
    ) -> Answered:
        with self._recording.read() as work:
            force = force_of(work, inspection)
            receipt = base_receipts.receipt(work, inspection, DeviceId(pinned.enrolled.base))
            tally = holdings.tallied(work, inspection, self._journal.let_in(work, inspection))
        return Answered(
            inspection,
            force,
            answers.fresh[inspection],
            answers.files[inspection],
            inspection in answers.begun,
            receipt.issued_ms if receipt else None,
            base_receipts.not_covered(tally, receipt),
            len(receipt.lacks) if receipt else 0,
            len(taking.wanted(inspection)),
        )

    # What travels

    def _wanted(
        self, work: UnitOfWork, inspection: InspectionId, pinned: Pinned, *, with_files: bool
    ) -> _Wanted:
        receipt = base_receipts.receipt(work, inspection, DeviceId(pinned.enrolled.base))
        theirs = vector_of(receipt.vector) if receipt else Vector()
        tally = holdings.tallied(work, inspection, self._journal.let_in(work, inspection))
        changes = missing(holdings.held(tally), theirs)
        known = holdings.files_known(work, inspection)
        named: dict[Sha256, set[ChangeId]] = defaultdict(set)
        for change in work.journal.changes(inspection, kinds=[EvidenceAdded.KIND]):
            for sha256 in holdings.files_of([change]):
                named[sha256].add(change.id)
        new = set(changes)
        lacking = set(map(Sha256, receipt.lacks)) if receipt else set(known)
        lacking |= {sha256 for sha256, by in named.items() if by & new}
        files: list[Travelling] = []
        places: dict[Sha256, BlobPlace] = {}
        left_out = originals = 0
        lacks = []
        for sha256, file in sorted(known.items(), key=lambda pair: not pair[1].is_thumbnail):
            place = damage.whole_here(work, inspection, sha256)
            if place is None:
                lacks.append(sha256)
            elif sha256 in lacking and (with_files or file.is_thumbnail):
                places[sha256] = place
                files.append(Travelling(sha256, place.size_bytes, frozenset(named[sha256])))
                originals += not file.is_thumbnail
            elif sha256 in lacking:
                left_out += 1
        return _Wanted(
            tally, changes, files, places, left_out, originals, tuple(sorted(lacks)), receipt
        )

    def _manifest(
        self, work: UnitOfWork, inspection: InspectionId, pinned: Pinned, wanted: _Wanted
    ) -> wire.Manifest:
        return wire.Manifest.model_construct(
            version=1,
            kind="volume",
            sender=self._recording.actor.device,
            recipient=pinned.enrolled.base,
            inspection=inspection,
            pack=self._recording.begun(work, inspection).pack.sha256,
            changes=len(wanted.changes),
        )

    def _load(self, work: UnitOfWork, inspection: InspectionId, wanted: _Wanted) -> Load:
        begun = self._recording.begun(work, inspection).pack.sha256
        copies = {e: work.packs.archive(e) for e in self._recording.packs(work, inspection)}
        names = holdings.names_in(work, [inspection])
        people = wire.People(names={str(person): name for person, name in names.items()})
        told = {each.change for each in wanted.tally}
        has_body = {each.change: each.has_body for each in wanted.tally}

        def ids(kind: str) -> frozenset[ChangeId]:
            found = work.journal.changes(inspection, kinds=[kind])
            return frozenset(each.id for each in found) & told

        return Load(
            changes=wanted.changes,
            line=self._line,
            files=wanted.files,
            read=lambda sha256, start, size: self._read(wanted.places[sha256], start, size),
            every=(
                *volumes.packs(copies, begun),
                volumes.packed(volumes.PEOPLE, people.model_dump_json().encode()),
            ),
            admissions=ids(DeviceAdmitted.KIND),
            purges=ids(BodyPurged.KIND),
            bare=frozenset(each for each in wanted.changes if not has_body[each]),
        )

    def _line(self, change: ChangeId) -> bytes:
        with self._recording.read() as work:
            return line_of(work.journal.change(change))

    def _read(self, place: BlobPlace, start: int, size: int) -> Iterator[bytes]:
        with self._blobs.open(place.name, place.key, place.size_bytes) as stream:
            stream.seek(start)
            while size and (piece := stream.read(min(size, _PIECE))):
                size -= len(piece)
                yield piece


@dataclass(slots=True)
class _Writing:
    """A bundle while it is written, volume after volume, as far as the stick goes."""

    place: Path
    manifest: wire.Manifest
    filled: Sequence[Sequence[Cargo]]
    recipients: tuple[str, ...]
    recording: Recording
    progress: Progress | None
    cancelled: CancelledOf | None
    paths: list[Path] = field(default_factory=list)
    size_bytes: int = 0
    sentence: str = ""

    def write(self) -> None:
        total = sum(map(volumes.size_of, self.filled))
        done = 0
        for number, cargo in enumerate(self.filled, 1):
            if not self._one(number, cargo):
                return
            done += volumes.size_of(cargo)
            if self.progress is not None:
                self.progress(done, total)

    def _one(self, number: int, cargo: Sequence[Cargo]) -> bool:
        """Write one volume; return False, having told why, when it cannot be."""
        assert self.manifest.volume is not None  # noqa: S101 - it was put there
        of = len(self.filled)
        volume = self.manifest.volume.model_copy(update={"number": number, "volumes": of})
        manifest = self.manifest.model_copy(update={"volume": volume})
        name = f"to-base-{manifest.sender[:8]}-{volume.bundle[:8]}-{number}of{of}"
        path = self.place / f"{name}{transfer.SUFFIX}"
        kept = self._kept(of)
        try:
            free = shutil.disk_usage(self.place).free
            needed = volumes.size_of(cargo)
            if free < needed + _RESERVE:
                self.sentence = tr(
                    "The stick is full: {free} are free, and the next transfer file takes "
                    "{needed}. {kept}"
                ).format(free=size_words(free), needed=size_words(needed), kept=kept)
                return False
            self.size_bytes += volumes.write(
                path, manifest, cargo, self.recipients, self.recording.actor.sign, self.cancelled
            )
        except EvidenceDamaged as error:
            self.sentence = tr(
                "An evidence file cannot be read in the vault: {error} {kept}"
            ).format(error=error, kept=kept)
            return False
        except Unsettled as error:
            self.paths.append(path)
            self.sentence = str(refusal_elsewhere(error, kept))
            if number < of:
                self.sentence += f" {self._kept(of)}"
            with contextlib.suppress(OSError):
                self.size_bytes += path.stat().st_size
            return False
        except OSError as error:
            told = str(refusal_elsewhere(error, kept))
            if not self.place.is_dir():
                told = tr("The folder is gone: was the stick pulled out? {kept}").format(kept=kept)
            self.sentence = told
            return False
        self.paths.append(path)
        return True

    def _kept(self, of: int) -> str:
        if not self.paths:
            return tr("Nothing was written; everything is safe in the vault here.")
        written = counted(len(self.paths), "transfer file", "transfer files")
        return tr(
            "Of {of} files there {written} lie on it, each good by itself; everything is safe in "
            "the vault here. Carry them to base: once its answer is taken in here, only what it "
            "still lacks is packed."
        ).format(of=of, written=written)


def _never() -> bool:
    return False
