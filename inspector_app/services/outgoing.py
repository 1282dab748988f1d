"""Writes what a team-mate's laptop lacks, so that a run that was cut off goes on where it was."""

import hashlib
import hmac
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.domain.changes.bodies import PackPinned, Subject, subject
from inspector_app.domain.errors import Cancelled, EvidenceDamaged
from inspector_app.domain.ids import ChangeId, DeviceId, InspectionId, Sha256
from inspector_app.domain.wording import size_words
from inspector_app.durable import Unsettled, refusal_elsewhere
from inspector_app.services import damage, holdings
from inspector_app.services.holdings import File
from inspector_app.services.journal import JournalService
from inspector_app.services.recording import Recording
from inspector_app.services.team import Laptop
from inspector_app.storage.evidence import BlobPlace
from inspector_app.storage.journal_reading import Tallied
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.sync import transfer, wire
from inspector_app.sync.lines import line_of
from inspector_app.sync.plan import Vector, missing
from inspector_app.sync.transfer import Member
from inspector_app.texts import tr
from inspector_app.vault.blobs import BlobStore

_AT_ONCE = 500
"""Changes in one member, which are taken in as one transaction."""
_PLAIN_AT_ONCE = 4 * 1024 * 1024
_GROUP = 32 * 1024 * 1024
"""Bytes of small files that travel in one transfer file."""
VOLUME = 1024 * 1024 * 1024
"""Bytes of one file's part in one transfer file: sticks as they are sold end at 4 GB a file."""
_PIECE = 128 * 1024
_RESERVE = 4 * 1024 * 1024
_ORDER = ("state", "changes", "files")
"""What matters most to all comes before what is large for one."""

Told = Callable[[int], None]
"""Hears of bytes that were written."""
CancelledOf = Callable[[], bool]


@dataclass(slots=True)
class Departures:
    """What was written, gathered while it is."""

    shared: set[InspectionId] = field(default_factory=set)
    """Inspections that some laptop of the team is let into."""
    changes: Counter[tuple[InspectionId, DeviceId]] = field(default_factory=Counter)
    files: Counter[tuple[InspectionId, DeviceId]] = field(default_factory=Counter)
    left_out: Counter[tuple[InspectionId, DeviceId]] = field(default_factory=Counter)
    """Files that are lacking there and were not wanted to travel."""
    sentences: list[str] = field(default_factory=list)
    """What could not be written, and why."""


@dataclass(frozen=True, slots=True)
class _Package:
    """One transfer file to be."""

    path: Path
    manifest: wire.Manifest
    members: Callable[[], Iterable[Member]]
    laptop: Laptop
    size: int
    """About how many bytes it will have."""
    files: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    """A file, or a part of a large one, that is to travel."""

    place: BlobPlace
    is_thumbnail: bool
    number: int = 1
    count: int = 1
    start: int = 0
    size: int = 0

    @property
    def name(self) -> str:
        return f"files/{self.place.sha256}.{self.number}of{self.count}"


class Outgoing:
    """Writes transfer files into one folder, each under a name that says what is in it to us alone.

    So a file that is there already is whole and need not be written again.
    """

    def __init__(
        self,
        recording: Recording,
        journal: JournalService,
        blobs: BlobStore,
        secret_key: str,
        volume: int = VOLUME,
    ) -> None:
        self._recording = recording
        self._journal = journal
        self._blobs = blobs
        self._naming = hashlib.sha256(b"spr-transfer-names/1\0" + secret_key.encode()).digest()
        self._me = recording.actor.device
        self._volume = volume
        self.departures = Departures()

    def write(
        self,
        folder: Path,
        team: Iterable[Laptop],
        told: Callable[[int, int], None],
        cancelled: CancelledOf,
        *,
        with_files: bool,
    ) -> None:
        """Write for each laptop what it lacks of the inspections that it is let into.

        Afterwards nothing of ours is in the folder that is not wanted any more: what has arrived,
        or holds what was purged since.

        Raises:
            Cancelled: ``cancelled`` said so; finished files stay.
        """
        packages: list[_Package] = []
        for laptop in team:
            packages += self._for(laptop, folder, with_files=with_files)
        packages.sort(key=lambda package: _ORDER.index(package.manifest.kind))
        wanted = {package.path.name for package in packages}
        self._remove_old(folder, wanted)
        total, done = sum(package.size for package in packages), 0
        for package in packages:
            if cancelled():
                raise Cancelled(tr("Stopped as you asked; what was written by then stays."))
            is_state = package.manifest.kind == "state"
            if (is_state or not package.path.exists()) and not self._written(package, cancelled):
                break
            done += package.size
            told(done, total)
            self._count(package)

    def _for(self, laptop: Laptop, folder: Path, *, with_files: bool) -> Iterator[_Package]:
        """Yield the files for one laptop: first what is held here, then changes, then files."""
        with self._recording.read() as work:
            shared = [
                inspection
                for inspection in work.journal.inspections()
                if laptop.device in work.journal.admitted_devices(inspection)
            ]
            if not shared:
                return
            self.departures.shared.update(shared)
            tallies = {
                each: holdings.tallied(work, each, self._journal.let_in(work, each))
                for each in shared
            }
            yield self._state(work, laptop, folder, tallies)
            for inspection, tally in tallies.items():
                heard = holdings.heard(work, inspection, laptop.device)
                theirs = heard.vector if heard else Vector()
                lacking = missing(holdings.held(tally), theirs)
                if lacking:
                    yield self._changes(work, laptop, folder, inspection, lacking, tally, heard)
                yield from self._files(
                    work, laptop, folder, inspection, set(lacking), heard, with_files=with_files
                )

    def _state(
        self,
        work: UnitOfWork,
        laptop: Laptop,
        folder: Path,
        tallies: Mapping[InspectionId, tuple[Tallied, ...]],
    ) -> _Package:
        named = holdings.names_in(work, tallies)
        state = wire.State(
            time_ms=int(self._recording.now().timestamp() * 1000),
            inspections={each: holdings.told(work, each, tally) for each, tally in tallies.items()},
            people=wire.People(
                names={str(each): name for each, name in named.items()},
            ),
        )
        content = transfer.packed(state.model_dump_json().encode())
        return _Package(
            self._path(folder, laptop, "state"),
            self._manifest("state", laptop),
            lambda: (Member("state.json.gz", len(content), (content,)),),
            laptop,
            len(content) + 2048,
        )

    def _changes(
        self,
        work: UnitOfWork,
        laptop: Laptop,
        folder: Path,
        inspection: InspectionId,
        lacking: list[ChangeId],
        tally: tuple[Tallied, ...],
        heard: holdings.Heard | None,
    ) -> _Package:
        has_body = {each.change: each.has_body for each in tally}
        pack = self._recording.pinned_pack(work, inspection)
        copies = {
            each: work.packs.archive(each) for each in self._packs(work, inspection, heard, lacking)
        }
        what = hashlib.sha256("".join(f"pack{each}" for each in sorted(copies)).encode())
        for each in lacking:  # a body that was purged since makes it another file
            what.update(f"{each}{has_body[each]}".encode())
        manifest = self._manifest("changes", laptop, inspection).model_copy(
            update={"pack": pack, "changes": len(lacking)}
        )
        path = self._path(folder, laptop, f"changes/{inspection}/{what.hexdigest()}")
        return _Package(
            path,
            manifest,
            lambda: self._members_of_changes(lacking, copies, pack),
            laptop,
            sum(map(len, copies.values())) + 700 * len(lacking) + 4096,
        )

    def _packs(
        self,
        work: UnitOfWork,
        inspection: InspectionId,
        heard: holdings.Heard | None,
        lacking: Iterable[ChangeId],
    ) -> tuple[Sha256, ...]:
        """Return the checklists that a laptop lacks: all, or newer ones it has not heard of."""
        all_ = self._recording.packs(work, inspection)
        if heard is None:
            return all_
        if len(all_) == 1:
            return ()
        new = set(lacking)
        about, kinds = subject(Subject.PACK), [PackPinned.KIND]
        pins = work.journal.changes(inspection, about, admitted=True, kinds=kinds)
        return tuple(dict.fromkeys(pin.header.pack for pin in pins if pin.id in new))

    def _members_of_changes(
        self, lacking: list[ChangeId], copies: Mapping[Sha256, bytes], pack: Sha256
    ) -> Iterator[Member]:
        for sha256, copy in copies.items():
            name = transfer.PACK if sha256 == pack else f"{transfer.PACKS}{sha256}"
            yield Member(name, len(copy), (copy,))
        lines: list[bytes] = []
        size, number = 0, 0
        for at, id_ in enumerate(lacking, 1):
            with self._recording.read() as work:
                lines.append(line_of(work.journal.change(id_)))
            size += len(lines[-1])
            if len(lines) == _AT_ONCE or size >= _PLAIN_AT_ONCE or at == len(lacking):
                number += 1
                content = transfer.packed(b"\n".join(lines))
                yield Member(f"changes/{number:06}.ndjson.gz", len(content), (content,))
                lines, size = [], 0

    def _files(
        self,
        work: UnitOfWork,
        laptop: Laptop,
        folder: Path,
        inspection: InspectionId,
        lacking: set[ChangeId],
        heard: holdings.Heard | None,
        *,
        with_files: bool,
    ) -> Iterator[_Package]:
        known = holdings.files_known(work, inspection)
        if heard is None:
            wanted = set(known)
        else:
            new = (work.journal.change(each) for each in sorted(lacking))
            wanted = (set(holdings.files_of(new)) | heard.lacks) & set(known)
        parts: list[_Part] = []
        for sha256 in sorted(wanted):
            place = damage.whole_here(work, inspection, sha256)
            if place is None:
                continue
            if not with_files and not known[sha256].is_thumbnail:
                self.departures.left_out[inspection, laptop.device] += 1
                continue
            parts += self._parts(place, known[sha256])
        for group in _grouped(parts):
            what = hashlib.sha256("".join(part.name for part in group).encode()).hexdigest()
            yield _Package(
                self._path(folder, laptop, f"files/{inspection}/{what}"),
                self._manifest("files", laptop, inspection),
                lambda group=group: self._members_of_files(group),  # type: ignore[misc]
                laptop,
                sum(part.size + 1024 for part in group) + 2048,
                sum(part.number == 1 and not part.is_thumbnail for part in group),
            )

    def _parts(self, place: BlobPlace, file: File) -> Iterator[_Part]:
        count = max(1, -(-place.size_bytes // self._volume))
        for number in range(1, count + 1):
            start = (number - 1) * self._volume
            size = min(self._volume, place.size_bytes - start)
            yield _Part(place, file.is_thumbnail, number, count, start, size)

    def _members_of_files(self, parts: Iterable[_Part]) -> Iterator[Member]:
        for part in parts:
            yield Member(part.name, part.size, self._bytes_of(part))

    def _bytes_of(self, part: _Part) -> Iterator[bytes]:
        place = part.place
        with self._blobs.open(place.name, place.key, place.size_bytes) as stream:
            stream.seek(part.start)
            left = part.size
            while left and (piece := stream.read(min(left, _PIECE))):
                left -= len(piece)
                yield piece

    # The folder

    def _written(self, package: _Package, cancelled: CancelledOf) -> bool:
        """Write one file; return False, having told why, when no further one can be."""
        kept = tr("What it lacks there is safe in the vault here.")
        try:
            free = shutil.disk_usage(package.path.parent).free
            if free < package.size + _RESERVE:
                self.departures.sentences.append(
                    tr(
                        "The stick or folder is full: {free} are free, and the next file for "
                        "{initials} takes {needed}. {kept} Make room, or use a larger one, and "
                        "bring the laptops together again."
                    ).format(
                        free=size_words(free),
                        initials=package.laptop.initials,
                        needed=size_words(package.size),
                        kept=kept,
                    )
                )
                return False
            transfer.write(
                package.path,
                package.manifest,
                package.members(),
                (package.laptop.recipient,),
                self._recording.actor.sign,
                cancelled,
            )
        except EvidenceDamaged as error:
            self.departures.sentences.append(
                tr("An evidence file could not be written for {initials}: {error}").format(
                    initials=package.laptop.initials, error=error
                )
            )
        except Unsettled as error:
            self._count(package)
            self.departures.sentences.append(f"{refusal_elsewhere(error, kept)} {kept}")
            return False
        except OSError as error:
            told = str(refusal_elsewhere(error, kept))
            if not package.path.parent.is_dir():
                told = tr("The folder is gone: was the stick pulled out? {kept}").format(kept=kept)
            self.departures.sentences.append(told)
            return False
        return True

    def _count(self, package: _Package) -> None:
        if package.manifest.inspection is not None:
            key = (InspectionId(package.manifest.inspection), package.laptop.device)
            self.departures.changes[key] += package.manifest.changes
            self.departures.files[key] += package.files

    def _manifest(
        self, kind: str, laptop: Laptop, inspection: InspectionId | None = None
    ) -> wire.Manifest:
        return wire.Manifest.model_validate(
            {
                "kind": kind,
                "sender": self._me,
                "recipient": laptop.device,
                "inspection": inspection,
            }
        )

    def _path(self, folder: Path, laptop: Laptop, what: str) -> Path:
        name = hmac.digest(self._naming, f"{laptop.device}/{what}".encode(), "sha256").hex()
        return folder / f"{prefix(self._me)}{name[:24]}{transfer.SUFFIX}"

    def _remove_old(self, folder: Path, wanted: set[str]) -> None:
        try:
            for path in folder.iterdir():
                is_ours = path.name.startswith(prefix(self._me)) and path.suffix == transfer.SUFFIX
                is_cut_off = path.name.startswith(f".{prefix(self._me)}")
                if is_cut_off or (is_ours and path.name not in wanted):
                    path.unlink(missing_ok=True)
        except OSError as error:
            self.departures.sentences.append(
                tr("What was written earlier could not be cleared away ({strerror}).").format(
                    strerror=error.strerror
                )
            )


def prefix(device: DeviceId) -> str:
    """Return how the names of the files begin that a device writes."""
    return f"{device[:12]}-"


def _grouped(parts: Iterable[_Part]) -> Iterator[list[_Part]]:
    """Yield what travels together: small files in groups, thumbnails first, large ones alone."""
    group: list[_Part] = []
    size = 0
    for part in sorted(parts, key=lambda each: (not each.is_thumbnail, each.size > _GROUP)):
        if group and (size + part.size > _GROUP or part.count > 1):
            yield group
            group, size = [], 0
        group.append(part)
        size += part.size
    if group:
        yield group
