"""Takes in what team-mates' laptops have written: one file after the other, each whole or not."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from inspector_app.domain.changes.change import Change
from inspector_app.domain.errors import BadInput, Cancelled
from inspector_app.domain.ids import DeviceId, InspectionId, Sha256
from inspector_app.services import holdings
from inspector_app.services.holdings import File
from inspector_app.services.journal import JournalService
from inspector_app.services.recording import Recording
from inspector_app.services.taking_in import Proof, TakingIn, digest_of_pack, spilled
from inspector_app.services.team import Laptop
from inspector_app.sync import transfer, wire
from inspector_app.sync.lines import change_of
from inspector_app.sync.transfer import Arriving, Opened
from inspector_app.texts import tr
from inspector_app.vault.blobs import BlobStore

_NOTHING = tr("Nothing of it was taken in.")
_ORDER = ("state", "changes", "files")
_MOST_PACKS = 32
"""Versions of a checklist that one file may bring: an inspection comes under few."""

Told = Callable[[int], None]
"""Hears of bytes that were read."""
CancelledOf = Callable[[], bool]


@dataclass(slots=True)
class Arrivals:
    """What came in, gathered while it comes."""

    fresh: Counter[InspectionId] = field(default_factory=Counter)
    """Changes that were not here before."""
    files: Counter[InspectionId] = field(default_factory=Counter)
    begun: list[InspectionId] = field(default_factory=list)
    """Inspections that were not here before."""
    heard_from: set[tuple[InspectionId, DeviceId]] = field(default_factory=set)
    sentences: list[str] = field(default_factory=list)
    """What was refused, and why."""


@dataclass(frozen=True, slots=True)
class _Proven:
    """What the first reading of a file of changes has shown to be sound."""

    lines: frozenset[bytes]
    """SHA-256 of each change as it is written there."""
    packs: Mapping[Sha256, bytes]
    """Checklists that came along, which are written first."""


class Incoming:
    """Reads the transfer files of one folder that are for this laptop."""

    def __init__(
        self, recording: Recording, journal: JournalService, blobs: BlobStore, secret_key: str
    ) -> None:
        self._recording = recording
        self._journal = journal
        self._taking = TakingIn(recording, journal, blobs)
        self._secret_key = secret_key
        self.arrivals = Arrivals()

    def take_in(
        self,
        paths: Sequence[Path],
        team: Iterable[Laptop],
        told: Told,
        cancelled: CancelledOf,
    ) -> None:
        """Take in what can be; a file that was taken in is removed from the folder.

        One that is refused does not stop the others. What is damaged is removed too: it is a copy,
        and the laptop that wrote it writes it anew where it finds none.

        Raises:
            Cancelled: ``cancelled`` said so; what came in by then stays.
        """
        known = {laptop.device: laptop for laptop in team}
        kinds: dict[str, list[Path]] = defaultdict(list)
        for path in paths:
            if (kind := self._kind(path, known)) is not None:
                kinds[kind].append(path)
        volumes: dict[tuple[InspectionId, Sha256, int], dict[int, Path]] = defaultdict(dict)
        for path in (each for kind in _ORDER for each in kinds[kind]):
            if cancelled():
                raise Cancelled(tr("Stopped as you asked; what came in by then is kept."))
            self._guarded(path, lambda path=path: self._one(path, known, volumes))  # type: ignore[misc]
            told(_size(path))
        for (inspection, sha256, count), parts in volumes.items():
            if len(parts) == count:
                ordered = [parts[number] for number in range(1, count + 1)]
                self._guarded(
                    ordered[0],
                    lambda i=inspection, s=sha256, o=ordered: self._join(i, s, o, known),  # type: ignore[misc]
                )
        self._journal.finish_purges_if_possible()

    def _open(self, stack: ExitStack, path: Path, known: Iterable[DeviceId]) -> Opened:
        me = self._recording.actor.device
        return stack.enter_context(transfer.opened(path, me, known, self._secret_key))

    def _guarded(self, path: Path, work: Callable[[], bool]) -> None:
        """Do the work and remove the file if it is used up; tell what keeps it from that."""
        try:
            is_done = work()
        except BadInput as error:
            reason = str(error).rstrip(".")
            self.arrivals.sentences.append(f"{path.name} {reason}. {_NOTHING}")
            is_done = True
        except OSError as error:
            self.arrivals.sentences.append(
                tr(
                    "{path} could not be read ({strerror}). What came in before is kept; bring "
                    "the laptops together again."
                ).format(path=path.name, strerror=error.strerror)
            )
            is_done = False
        if is_done:
            _removed(path)

    def _kind(self, path: Path, known: Iterable[DeviceId]) -> str | None:
        found: str | None = None

        def look() -> bool:
            nonlocal found
            with ExitStack() as stack:
                found = self._open(stack, path, known).manifest.kind
            return False

        self._guarded(path, look)
        return found

    def _one(
        self,
        path: Path,
        known: dict[DeviceId, Laptop],
        volumes: dict[tuple[InspectionId, Sha256, int], dict[int, Path]],
    ) -> bool:
        """Take one file in; return whether it is used up."""
        with ExitStack() as stack:
            file = self._open(stack, path, known)
            manifest = file.manifest
            sender = known[DeviceId(manifest.sender)]
            if manifest.kind == "state":
                self._hear(file, sender)
                return True
            if manifest.inspection is None:
                raise BadInput(tr("does not say which inspection it is of"))
            inspection = InspectionId(manifest.inspection)
            self._taking.require_kept(inspection)
            if manifest.kind == "files":
                return self._files(file, inspection, path, volumes)
            proven = self._prove(file, inspection)
        with ExitStack() as stack:
            self._changes(self._open(stack, path, known), inspection, sender, proven)
        return True

    # What a laptop says that it holds

    def _hear(self, file: Opened, sender: Laptop) -> None:
        content = {each.name: transfer.whole(each) for each in file.members}
        if set(content) != {"state.json.gz"}:
            raise BadInput(tr("does not say what its laptop holds"))
        state = transfer.message(wire.State, transfer.unpacked(content["state.json.gz"]))
        with self._recording.begin() as work:
            holdings.hear(work, sender.device, state)
            holdings.learn(work, state.people)
            work.commit()
        for inspection in state.inspections:
            self.arrivals.heard_from.add((InspectionId(inspection), sender.device))

    # Changes

    def _prove(self, file: Opened, inspection: InspectionId) -> _Proven:
        """Read all of a file and refuse it unless all of it is sound; nothing is kept of it yet."""
        if file.manifest.pack is None:
            raise BadInput(tr("does not say which checklist it follows"))
        pack = Sha256(file.manifest.pack)
        proof: Proof | None = None
        with self._recording.read() as work:
            is_known = bool(work.journal.count(inspection))
        lines: set[bytes] = set()
        copies: dict[Sha256, bytes] = {}
        count = 0
        for member in file.members:
            if _is_pack(member):
                if proof is not None or len(copies) == _MOST_PACKS:
                    raise BadInput(tr("holds checklists where none belong"))
                said = pack if member.name == transfer.PACK else _sha256_of(member)
                copies[said] = transfer.whole(member)
                if digest_of_pack(copies[said]) != said:
                    raise BadInput(tr("holds another checklist than it says"))
                continue
            proof = proof or self._taking.proof(inspection, pack, copies)
            for line in _lines(member):
                proof.see(change_of(line))
                lines.add(hashlib.sha256(line).digest())
                count += 1
        proof = proof or self._taking.proof(inspection, pack, copies)
        if count != file.manifest.changes:
            raise BadInput(tr("does not hold as many changes as it says"))
        if proof.unexplained():
            raise BadInput(tr("lacks what a change said, though nobody has purged it"))
        if not is_known and pack not in copies:
            raise BadInput(tr("lacks the checklist of an inspection that is not here"))
        return _Proven(frozenset(lines), copies)

    def _changes(
        self, file: Opened, inspection: InspectionId, sender: Laptop, proven: _Proven
    ) -> None:
        """Take in what was proven, some hundred changes in each transaction.

        What a kill leaves is sound as far as it goes, and the rest is taken in the next time.
        """
        pack = Sha256(file.manifest.pack or "")
        for sha256, copy in proven.packs.items():
            self._taking.keep_pack(sha256, copy)
        reason = tr("{initials}’s laptop, which handed it over").format(initials=sender.initials)
        is_new = self._taking.begin(inspection, pack, [sender.device], reason)

        def told(change: Change) -> None:
            self.arrivals.sentences.append(
                spilled(change, tr("{initials}’s laptop").format(initials=sender.initials))
            )

        for member in file.members:
            if _is_pack(member):
                continue
            lines = list(_lines(member))
            if any(hashlib.sha256(line).digest() not in proven.lines for line in lines):
                raise BadInput(tr("changed while it was read"))
            self.arrivals.fresh[inspection] += self._taking.take(
                inspection, list(map(change_of, lines)), told
            )
        if is_new:
            self.arrivals.begun.append(inspection)

    # Files

    def _files(
        self,
        file: Opened,
        inspection: InspectionId,
        path: Path,
        volumes: dict[tuple[InspectionId, Sha256, int], dict[int, Path]],
    ) -> bool:
        is_used_up = True
        wanted = self._taking.wanted(inspection)
        for member in file.members:
            sha256, number, count = _part_of(member.name)
            if sha256 not in wanted:
                continue  # it is here, or was purged, or nobody tells of it
            if count > 1:
                volumes[inspection, sha256, count][number] = path
                return False
            self._keep(inspection, wanted[sha256], member.stream, member.size)
        return is_used_up

    def _join(
        self,
        inspection: InspectionId,
        sha256: Sha256,
        paths: Sequence[Path],
        known: Iterable[DeviceId],
    ) -> bool:
        """Take in a file that came in several volumes, all of which are here."""
        wanted = self._taking.wanted(inspection)
        if sha256 in wanted:
            with ExitStack() as stack:
                members = []
                for path in paths:
                    opened = self._open(stack, path, known)
                    members.append(next(opened.members))
                size = sum(member.size for member in members)
                chain = cast("BinaryIO", transfer.Joined(member.stream for member in members))
                self._keep(inspection, wanted[sha256], chain, size)
        for path in paths:
            _removed(path)
        return True

    def _keep(self, inspection: InspectionId, file: File, stream: BinaryIO, size: int) -> None:
        self._taking.keep_file(inspection, file, stream, size)
        self.arrivals.files[inspection] += not file.is_thumbnail


def _is_pack(member: Arriving) -> bool:
    return member.name == transfer.PACK or member.name.startswith(transfer.PACKS)


def _sha256_of(member: Arriving) -> Sha256:
    return Sha256(member.name.removeprefix(transfer.PACKS))


def _lines(member: Arriving) -> Iterator[bytes]:
    if not member.name.startswith("changes/"):
        raise BadInput(tr("holds a part that does not belong there"))
    yield from transfer.unpacked(transfer.whole(member)).splitlines()


def _part_of(name: str) -> tuple[Sha256, int, int]:
    sha256, _, part = name.removeprefix("files/").partition(".")
    number, _, count = part.partition("of")
    if not name.startswith("files/") or not 1 <= int(number) <= int(count):
        raise BadInput(tr("holds a part that does not belong there"))
    return Sha256(sha256), int(number), int(count)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _removed(path: Path) -> None:
    # A stick that cannot be written keeps what is on it; taking it in again changes nothing.
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
