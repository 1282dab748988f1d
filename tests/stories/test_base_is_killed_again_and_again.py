"""Base's process dies at any moment, behind a bad network: nothing is lost, doubled or claimed.

What a laptop calls synced is held against base's own store at that moment, and again after every
death that follows. A claim that was never followed by a death proves little, so most deaths wait
for one.
"""

import hashlib
import random
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import AnswerRecorded
from inspector_app.domain.errors import BaseAway
from inspector_app.domain.ids import InspectionId, LineId, Sha256
from inspector_app.server import enrolling, teams
from inspector_app.server.base import Base
from inspector_app.server.enrolling import Inviting
from inspector_app.server.places.folder import Folder
from inspector_app.server.tables import change, file
from inspector_app.services.vault import Unlocked
from inspector_app.sync.wire import PART_SIZE
from tests.server.support import Clock as BaseClock
from tests.server.support import a_base
from tests.support.commands import PIN
from tests.support.faulty_proxy import FaultyProxy
from tests.support.killed_base import KilledBase
from tests.support.laptops import everything
from tests.support.postgres import Cluster
from tests.support.vaults import PASSPHRASE, RealClock, a_vault, an_inspection

INITIALS = ("JS", "AM", "KT")
LINES = [LineId(f"CC-PO-{number:02}") for number in range(1, 9)]
SIZES = (10, 5_000, 200_000, PART_SIZE + 70_000)
"""The last one goes in two parts."""
FAULTS = 0.02
AT_ONCE_S = 1.2
"""After how many seconds at the latest a base is killed: once a laptop was called synced since it
came up, and every third time whether or not, so that rounds break too."""
CLAIM_WITHIN_S = 120.0
"""A base that is up and reached now and then must let some laptop come to the end of a round."""
LEVEL_AFTER = 12
"""Rounds of each, once all is well again; a base that was killed may verify files anew."""


Row = tuple[bytes, bytes, bytes | None, bytes | None]
"""A change as its laptop signed it: header, signature, salt, body."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a laptop was called synced over: what it held then."""

    changes: Mapping[str, Row]
    files: frozenset[Sha256]


@dataclass
class Laptop:
    """A laptop at work: what it has recorded, and how its rounds went."""

    vault: Unlocked
    base: Base
    notes: list[str] = field(default_factory=list)
    files: set[Sha256] = field(default_factory=set)
    claims: int = 0
    """Rounds after which it was called synced."""
    last: Claim | None = None
    """The last of these; a laptop only ever holds more, so that it stands for those before."""
    cut_off: int = 0

    def work(self, inspection: InspectionId, seed: int, until: threading.Event) -> None:
        """Record, attach and sync by turns; hold each claim against what base has on its disk."""
        chance = random.Random(seed)
        while not until.is_set():
            for _ in range(chance.randint(1, 12)):
                self.answer(inspection, chance.choice(LINES))
            if chance.random() < 0.6:
                self.attach(inspection, chance)
            while not self.is_synced(inspection) and chance.random() < 0.7:
                if until.wait(chance.uniform(0, 0.2)):
                    return

    def answer(self, inspection: InspectionId, line: LineId) -> None:
        note = f"{self.vault.inspector.initials} {len(self.notes)}"
        self.vault.inspections.answer(inspection, line, Answer(note=note))
        self.notes.append(note)

    def attach(self, inspection: InspectionId, chance: random.Random) -> None:
        size = chance.choices(SIZES, (4, 4, 4, 1))[0]
        content = chance.randbytes(size)
        name = f"{len(self.files)}.bin"
        self.vault.evidence.attach_bytes(inspection, name, content, [chance.choice(LINES)])
        self.files.add(Sha256(hashlib.sha256(content).hexdigest()))

    def is_synced(self, inspection: InspectionId) -> bool:
        """Sync; what is called synced is at base, every file verified there."""
        try:
            came = self.vault.base_sync.sync([inspection])
        except BaseAway:
            self.cut_off += 1
            return False
        self.cut_off += not came.is_whole
        if not (came.inspections and came.inspections[0].is_synced):
            return False
        self.last = Claim(self.changes(inspection), frozenset(self.files))
        require_at_base(self.base, inspection, self.last.changes, self.last.files)
        self.claims += 1
        return True

    def changes(self, inspection: InspectionId) -> dict[str, Row]:
        """Return all that is here, as it was signed."""
        with self.vault._database.read() as work:
            return {
                each.id: (each.header_bytes, each.signature, each.salt, each.body_bytes)
                for each in work.journal.changes(inspection)
            }


def awaits_claim(kill: int) -> bool:
    """Return whether base is killed only once something was called synced since it came up."""
    return kill % 3 != 2


def require_at_base(
    base: Base, inspection: InspectionId, changes: Mapping[str, Row], files: Iterable[Sha256]
) -> None:
    """Base has each of these changes once and byte for byte, and these files whole."""
    rows = changes_at(base, inspection)
    at_base = dict(rows)
    assert len(at_base) == len(rows), "a change is there twice"
    assert changes.keys() <= at_base.keys(), "called synced, and is not"
    assert all(at_base[each] == row for each, row in changes.items())
    files = frozenset(files)
    with base.database.read() as connection:
        wanted = select(file.c.sha256).where(
            file.c.inspection == inspection, file.c.state == "verified"
        )
        assert files <= set(connection.scalars(wanted)), "called synced, and is not"
    for sha256 in files:
        content = hashlib.sha256(b"".join(base.objects.read(inspection, sha256)))
        assert content.hexdigest() == sha256


def changes_at(base: Base, inspection: InspectionId) -> list[tuple[str, Row]]:
    columns = (change.c.id, change.c.header, change.c.signature, change.c.salt, change.c.body)
    with base.database.read() as connection:
        found = connection.execute(select(*columns).where(change.c.inspection == inspection))
        return [(id_, tuple(row)) for id_, *row in found]


@dataclass
class Scene:
    """A served base that can be killed, the way to it, and laptops that have joined it."""

    base: Base
    process: KilledBase
    proxy: FaultyProxy
    laptops: list[Laptop]
    inspection: InspectionId
    survived: int = 0
    """Claims made after one death of base and before another."""

    def go_on(self, kills: int, seed: int) -> None:
        """Let all work while base is killed so many times, then let everything be well."""
        chance = random.Random(seed)
        enough = threading.Event()
        self.proxy.faults = FAULTS
        with ThreadPoolExecutor(len(self.laptops)) as pool:
            going = [
                pool.submit(laptop.work, self.inspection, seed + number, enough)
                for number, laptop in enumerate(self.laptops)
            ]
            try:
                for number in range(kills):
                    before = self.claims
                    if awaits_claim(number):
                        self._await_claim(going)
                    time.sleep(chance.uniform(0, AT_ONCE_S))
                    self.process.kill()
                    self.survived += self.claims - before if number else 0
                    self.process.begin()
                    self.require_what_was_claimed()
            finally:
                enough.set()
                self.proxy.faults = 0
        for each in going:
            each.result()

    @property
    def claims(self) -> int:
        return sum(laptop.claims for laptop in self.laptops)

    def _await_claim(self, going: Sequence[Future[None]]) -> None:
        """Return once a laptop was called synced since this was asked, or one has failed."""
        before, until = self.claims, time.monotonic() + CLAIM_WITHIN_S
        while self.claims == before and not any(each.done() for each in going):
            assert time.monotonic() < until, "base is up, and no round comes to its end"
            time.sleep(0.01)

    def require_what_was_claimed(self) -> None:
        """All over which any laptop was ever called synced is at base still."""
        for laptop in self.laptops:
            if (claim := laptop.last) is not None:
                require_at_base(self.base, self.inspection, claim.changes, claim.files)

    def until_level(self) -> None:
        for _ in range(LEVEL_AFTER):
            synced = [laptop.is_synced(self.inspection) for laptop in self.laptops]
            held = [laptop.changes(self.inspection) for laptop in self.laptops]
            if all(synced) and all(each == held[0] for each in held):
                return
        raise AssertionError("not level though all was well again")

    def require_all_of_it_everywhere(self) -> None:
        """Each change exactly once at base and on each laptop, each file bit by bit."""
        notes = Counter(note for laptop in self.laptops for note in laptop.notes)
        files = set[Sha256]().union(*(laptop.files for laptop in self.laptops))
        first = self.laptops[0]
        held = first.changes(self.inspection)
        require_at_base(self.base, self.inspection, held, files)
        assert dict(changes_at(self.base, self.inspection)).keys() == held.keys()
        same = everything(first, self.inspection)  # type: ignore[arg-type]
        for laptop in self.laptops:
            assert everything(laptop, self.inspection) == same  # type: ignore[arg-type]
            assert laptop.vault.checks.check(self.inspection).is_sound
            history = laptop.vault.inspections.history(self.inspection)
            said = [c.body.answer.note for c in history if isinstance(c.body, AnswerRecorded)]
            assert Counter(said) == notes
            for sha256 in files:
                laptop.vault.evidence.check(self.inspection, sha256)


@contextmanager
def a_scene(
    folder: Path, database_url: str, initials: tuple[str, ...], seed: int
) -> Iterator[Scene]:
    place = folder / "base"
    place.mkdir()
    clock = BaseClock(datetime.now(UTC))
    with ExitStack() as stack:
        base = a_base(place, database_url, clock, Folder(place / "files"))
        stack.callback(base.database.close)
        process = stack.enter_context(KilledBase(place, database_url))
        proxy = stack.enter_context(FaultyProxy(process.port, seed))
        laptops = []
        for each in initials:
            vault = a_vault(folder / each, RealClock(), each)
            stack.callback(vault.close)
            join(base, vault, f"http://localhost:{proxy.port}")
            laptops.append(Laptop(vault, base))
        lead, *others = laptops
        inspection = an_inspection(lead.vault)
        assert lead.is_synced(inspection)
        for laptop in others:
            with base.database.begin(inspection) as connection:
                device = laptop.vault.team.device
                teams.add(connection, inspection, device, "inspector", base.now_ms())
            laptop.vault.base_sync.sync([inspection])
        for laptop in laptops:
            laptop.vault.base_sync.bring_all(inspection)
        yield Scene(base, process, proxy, laptops, inspection)


def join(base: Base, vault: Unlocked, address: str) -> None:
    label = f"laptop {vault.inspector.initials}"
    with base.database.begin() as connection:
        inviting = Inviting(label, address=address)
        given = enrolling.invite(base.keys, connection, inviting, base.now_ms(), "the test")
    invitation = vault.base.read_invitation(given.model_dump_json())
    vault.base.join(invitation, f"Inspector {label}", PIN, PASSPHRASE)


def survive(folder: Path, database_url: str, initials: tuple[str, ...], kills: int) -> None:
    seed = random.randrange(10**9)
    print(f"seed {seed}")
    with a_scene(folder, database_url, initials, seed) as scene:
        scene.go_on(kills, seed)
        scene.until_level()
        scene.require_all_of_it_everywhere()
        assert scene.process.kills == kills
        assert all(laptop.notes for laptop in scene.laptops)
        assert scene.survived >= sum(map(awaits_claim, range(1, kills)))
        print(
            f"{kills} kills; network: {dict(scene.proxy.befell)}; "
            f"{len(changes_at(scene.base, scene.inspection))} changes; "
            f"{sum(len(laptop.files) for laptop in scene.laptops)} files; "
            f"{sum(laptop.cut_off for laptop in scene.laptops)} rounds cut off, "
            f"{scene.claims} called synced, {scene.survived} of them between two deaths"
        )


def test_base_is_killed_at_work_and_all_hold_the_same_in_the_end(tmp_path: Path) -> None:
    survive(tmp_path, f"sqlite:///{tmp_path / 'base' / 'base.db'}", INITIALS[:2], 2)


@pytest.mark.campaign
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_base_is_killed_many_times_on_either_engine(tmp_path: Path, engine: str) -> None:
    if engine == "sqlite":
        survive(tmp_path, f"sqlite:///{tmp_path / 'base' / 'base.db'}", INITIALS, 25)
        return
    with Cluster.started() as cluster:
        survive(tmp_path, cluster.new_database(), INITIALS, 25)
