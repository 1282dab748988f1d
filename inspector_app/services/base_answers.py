"""Takes in what base has answered by a stick: receipts, the team, and what others have done."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from inspector_app.domain.errors import BadInput, Cancelled
from inspector_app.domain.ids import DeviceId, InspectionId, Sha256
from inspector_app.domain.wording import counted, listed
from inspector_app.services import base_receipts, holdings
from inspector_app.services.base import Pinned
from inspector_app.services.journal import JournalService
from inspector_app.services.recording import Recording
from inspector_app.services.taking_in import Proof, TakingIn, digest_of_pack, spilled
from inspector_app.services.team import TeamService
from inspector_app.sync import transfer, volumes, wire
from inspector_app.sync.lines import change_of
from inspector_app.sync.statements import believed
from inspector_app.sync.transfer import Arriving
from inspector_app.sync.volumes import Stretch
from inspector_app.texts import tr, tr_counted

_NOTHING = tr("Nothing of it was taken in.")
_BASE = tr("Base’s answer")

Told = Callable[[int], None]
"""Hears of bytes that were read."""
CancelledOf = Callable[[], bool]


@dataclass(slots=True)
class Answers:
    """What came in, gathered while it comes."""

    fresh: dict[InspectionId, int] = field(default_factory=lambda: defaultdict(int))
    files: dict[InspectionId, int] = field(default_factory=lambda: defaultdict(int))
    begun: list[InspectionId] = field(default_factory=list)
    """Inspections that were not here before."""
    concerned: set[InspectionId] = field(default_factory=set)
    sentences: list[str] = field(default_factory=list)
    """What was refused or a person should know of, and why."""


@dataclass(frozen=True, slots=True)
class _Proven:
    """What the first reading of a volume has shown to be sound."""

    manifest: wire.Manifest
    volume: wire.Volume
    inspection: InspectionId
    pack: Sha256
    lines: frozenset[bytes]
    """SHA-256 of each change as it is written there."""
    copies: Mapping[Sha256, bytes]
    """Checklists that came along."""
    people: wire.People | None
    receipt: wire.Signed | None
    membership: wire.Signed | None


class AnswersIn:
    """Reads base's transfer files for this laptop, volume by volume, each whole or not at all."""

    def __init__(
        self,
        recording: Recording,
        journal: JournalService,
        taking: TakingIn,
        team: TeamService,
        pinned: Pinned,
    ) -> None:
        self._recording = recording
        self._journal = journal
        self._taking = taking
        self._base = DeviceId(pinned.enrolled.base)
        self._epoch = pinned.enrolled.epoch
        self._team = team
        self._secret_key = team.secret_key()
        self._parts: dict[tuple[InspectionId, Stretch], Path] = {}
        self._seen: dict[str, tuple[set[int], int | None, InspectionId]] = {}
        self.answers = Answers()

    def take_in(self, paths: Iterable[Path], told: Told, cancelled: CancelledOf) -> None:
        """Take in what can be; what is refused does not stop the others.

        Raises:
            Cancelled: ``cancelled`` said so; what came in by then stays.
        """
        for path in sorted(paths):
            if cancelled():
                raise Cancelled(tr("Stopped as you asked; what came in by then is kept."))
            self._guarded(path, lambda path=path: self._one(path))  # type: ignore[misc]
            told(_size(path))
        for inspection, sha256 in {(each, part.sha256) for each, part in self._parts}:
            some = next(iter(self._paths_of(inspection, sha256).values()))
            self._guarded(some, lambda i=inspection, s=sha256: self._join(i, s))  # type: ignore[misc]
        self._tell_what_lacks()
        self._journal.finish_purges_if_possible()

    def _guarded(self, path: Path, work: Callable[[], None]) -> None:
        try:
            work()
        except BadInput as error:
            reason = str(error).rstrip(".")
            self.answers.sentences.append(f"{path.name} {reason}. {_NOTHING}")
        except OSError as error:
            self.answers.sentences.append(
                tr(
                    "{path} could not be read ({strerror}): was the stick pulled out? What came "
                    "in before is kept; take base’s answer in again."
                ).format(path=path.name, strerror=error.strerror)
            )

    def _one(self, path: Path) -> None:
        proven = self._proven(path)
        inspection = proven.inspection
        before = self._count(inspection)
        self._changes(path, proven)
        self._files(path, proven)
        is_newer = self._statements(proven)
        self.answers.concerned.add(inspection)
        seen, _, _ = self._seen.setdefault(
            proven.volume.bundle, (set(), proven.volume.volumes, inspection)
        )
        seen.add(proven.volume.number)
        if not is_newer and self._count(inspection) == before:
            self.answers.sentences.append(
                tr("{path} is an older answer, and all of it was here already.").format(
                    path=path.name
                )
            )

    def _count(self, inspection: InspectionId) -> tuple[int, int]:
        return self.answers.fresh[inspection], self.answers.files[inspection]

    # The first reading

    def _open(self, stack: ExitStack, path: Path) -> Iterator[tuple[wire.Declared, Arriving]]:
        me = self._recording.actor.device
        opened = transfer.opened(path, me, (self._base,), self._secret_key)
        return volumes.members(stack.enter_context(opened))

    def _proven(self, path: Path) -> _Proven:
        """Read all of a volume and refuse it unless all of it is sound; nothing is kept yet."""
        me = self._recording.actor.device
        with ExitStack() as stack:
            file = stack.enter_context(transfer.opened(path, me, (self._base,), self._secret_key))
            volume = volumes.volume_of(file)
            inspection = InspectionId(file.manifest.inspection or "")
            pack = Sha256(file.manifest.pack or "")
            self._taking.require_kept(inspection)
            told = (volumes.pack_of(each.name, pack) for each in volume.members)
            came_with = frozenset(each for each in told if each is not None)
            proof = self._taking.proof(inspection, pack, came_with)
            small: dict[str, bytes] = {}
            lines: set[bytes] = set()
            for declared, arriving in volumes.members(file):
                if volumes.holds_changes(declared.name):
                    lines |= _proven_lines(volumes.text_of(declared, arriving), proof)
                elif volumes.holds_file(declared.name):
                    _require_named_file(declared)
                elif declared.name.endswith(".gz"):
                    small[declared.name] = volumes.text_of(declared, arriving)
                else:
                    small[declared.name] = transfer.whole(arriving)
        if proof.unexplained():
            raise BadInput(tr("lacks what a change said, though nobody has purged it"))
        copies = {
            sha256: content
            for name, content in small.items()
            if (sha256 := volumes.pack_of(name, pack)) is not None
        }
        if any(digest_of_pack(copy) != sha256 for sha256, copy in copies.items()):
            raise BadInput(tr("holds another checklist than it says"))
        if pack not in copies and self._taking.pinned(inspection) is None:
            raise BadInput(tr("lacks the checklist of an inspection that is not here"))
        statements = {
            name: transfer.message(wire.Signed, small[name])
            for name in (volumes.RECEIPT, volumes.MEMBERSHIP)
            if name in small
        }
        self._require_statements(statements, inspection)
        people = small.get(volumes.PEOPLE)
        return _Proven(
            file.manifest,
            volume,
            inspection,
            pack,
            frozenset(lines),
            copies,
            None if people is None else transfer.message(wire.People, people),
            statements.get(volumes.RECEIPT),
            statements.get(volumes.MEMBERSHIP),
        )

    def _require_statements(
        self, statements: dict[str, wire.Signed], inspection: InspectionId
    ) -> None:
        """Return if base states in them what concerns this laptop and this inspection.

        Raises:
            BadInput: it does not.
        """
        me = self._recording.actor.device
        receipt, team = statements.get(volumes.RECEIPT), statements.get(volumes.MEMBERSHIP)
        said: list[tuple[str, str]] = []
        try:
            if receipt is not None:
                given = believed(receipt, wire.Receipt, self._base)
                said += [(given.device, me), (given.inspection, inspection)]
            if team is not None:
                said += [(believed(team, wire.Membership, self._base).inspection, inspection)]
        except BadInput as error:
            raise BadInput(
                tr("holds what cannot be relied on: {error}").format(error=error)
            ) from error
        if any(found != wanted for found, wanted in said):
            raise BadInput(tr("holds what base stated of something else"))

    # The second

    def _changes(self, path: Path, proven: _Proven) -> None:
        inspection = proven.inspection
        for sha256, copy in proven.copies.items():
            self._taking.keep_pack(sha256, copy)
        others = self._others(proven)
        if self._taking.begin(inspection, proven.pack, others, base_receipts.OF_THE_TEAM):
            self.answers.begun.append(inspection)
        with ExitStack() as stack:
            for declared, arriving in self._open(stack, path):
                if not volumes.holds_changes(declared.name):
                    continue
                lines = volumes.text_of(declared, arriving).splitlines()
                if any(hashlib.sha256(line).digest() not in proven.lines for line in lines):
                    raise BadInput(tr("changed while it was read"))
                changes = list(map(change_of, lines))
                self.answers.fresh[inspection] += self._taking.take(
                    inspection,
                    changes,
                    lambda change: self.answers.sentences.append(spilled(change, _BASE)),
                )
        if proven.people is not None:
            with self._recording.begin() as work:
                holdings.learn(work, proven.people)
                work.commit()

    def _others(self, proven: _Proven) -> list[DeviceId]:
        if proven.membership is None:
            return []
        team = believed(proven.membership, wire.Membership, self._base)
        devices = [*(each.device for each in team.laptops), *base_receipts.formerly_of(team)]
        me = self._recording.actor.device
        return [DeviceId(each) for each in devices if each != me]

    def _files(self, path: Path, proven: _Proven) -> None:
        inspection = proven.inspection
        wanted = self._taking.wanted(inspection)
        if not any(volumes.holds_file(each.name) for each in proven.volume.members):
            return
        with ExitStack() as stack:
            for declared, arriving in self._open(stack, path):
                if not volumes.holds_file(declared.name):
                    continue
                part = volumes.stretch_of(declared.name)
                if part.sha256 not in wanted:
                    continue  # it is here, or was purged, or nobody tells of it
                if part.count > 1:
                    self._parts[inspection, part] = path
                    continue
                file = wanted[part.sha256]
                self._taking.keep_file(inspection, file, arriving.stream, arriving.size)
                self.answers.files[inspection] += not file.is_thumbnail

    def _paths_of(self, inspection: InspectionId, sha256: Sha256) -> dict[Stretch, Path]:
        return {
            part: path
            for (each, part), path in self._parts.items()
            if (each, part.sha256) == (inspection, sha256)
        }

    def _join(self, inspection: InspectionId, sha256: Sha256) -> None:
        """Take in a file that came in several volumes, if all of them are here."""
        parts = self._paths_of(inspection, sha256)
        count = next(iter(parts)).count
        ordered = [Stretch(sha256, number, count) for number in range(1, count + 1)]
        if any(part not in parts for part in ordered):
            self.answers.sentences.append(
                tr_counted(
                    count,
                    "Of a large evidence file {here} of {number} parts are on this stick: take "
                    "it in again when all volumes of the answer lie in one folder.",
                ).format(here=len(parts), number=count)
            )
            return
        file = self._taking.wanted(inspection).get(sha256)
        if file is None:
            return
        with ExitStack() as stack:
            streams = [self._stream_of(stack, parts[part], part) for part in ordered]
            joined = cast("BinaryIO", transfer.Joined(streams))
            self._taking.keep_file(inspection, file, joined)
        self.answers.files[inspection] += not file.is_thumbnail

    def _stream_of(self, stack: ExitStack, path: Path, part: Stretch) -> BinaryIO:
        for declared, arriving in self._open(stack, path):
            if volumes.holds_file(declared.name) and volumes.stretch_of(declared.name) == part:
                return arriving.stream
        raise BadInput(tr("changed while it was read"))

    def _statements(self, proven: _Proven) -> bool:
        """Keep what base states; return whether its receipt is news."""
        is_newer = False
        with self._recording.begin() as work:
            if proven.receipt is not None:
                before = base_receipts.receipt(work, proven.inspection, self._base)
                fresh = believed(proven.receipt, wire.Receipt, self._base)
                is_newer = before != fresh and base_receipts.keep_receipt(
                    work, proven.inspection, self._base, proven.receipt, was_on_the_way=True
                )
                if is_newer and fresh.epoch != (before.epoch if before else self._epoch):
                    self.answers.sentences.append(
                        tr(
                            "Base was restored from a backup since its last receipt. Nothing is "
                            "lost here; what it lacks now is packed again the next time."
                        )
                    )
            team = (
                None
                if proven.membership is None
                else base_receipts.keep_membership(
                    work, proven.inspection, self._base, proven.membership, was_on_the_way=True
                )
            )
            work.commit()
        if team is not None:
            laptops = base_receipts.laptops_of(team)
            formerly = base_receipts.formerly_of(team)
            self._team.let_in_all(proven.inspection, laptops, base_receipts.OF_THE_TEAM, formerly)
        return is_newer

    def _tell_what_lacks(self) -> None:
        for seen, count, _ in self._seen.values():
            lacking = sorted(set(range(1, (count or max(seen)) + 1)) - seen)
            if lacking:
                which = listed([str(each) for each in lacking])
                noun = counted(len(lacking), "volume", "volumes")
                of = (
                    tr_counted(count, "{number} volumes").format(number=count)
                    if count
                    else tr("several volumes")
                )
                self.answers.sentences.append(
                    tr(
                        "Of base’s answer in {of}, {noun} did not lie there (number {which}). What "
                        "the others hold was taken in."
                    ).format(of=of, noun=noun, which=which)
                )


def _proven_lines(text: bytes, proof: Proof) -> set[bytes]:
    found = set()
    for line in text.splitlines():
        proof.see(change_of(line))
        found.add(hashlib.sha256(line).digest())
    return found


def _require_named_file(declared: wire.Declared) -> None:
    part = volumes.stretch_of(declared.name)
    if part.count == 1 and part.sha256 != declared.sha256:
        raise BadInput(tr("holds a file that is not the one it is named by"))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
