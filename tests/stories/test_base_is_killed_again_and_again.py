"""Base's process dies at any moment, behind a bad network: nothing is lost, doubled or claimed."""

import hashlib
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection

INITIALS = ("JS", "AM", "KT")
LINES = [LineId(f"CC-PO-{number:02}") for number in range(1, 9)]
SIZES = (10, 5_000, 200_000, PART_SIZE + 70_000)
"""The last one goes in two parts."""
FAULTS = 0.02
AT_ONCE_S, IN_A_WHILE_S = 1.2, 5.0
"""After how many seconds at the latest a base that has come up is killed, by turns in a long run:
soon, so that rounds break; later, so that some come to their end and are called synced."""
LEVEL_AFTER = 12
"""Rounds of each, once all is well again; a base that was killed may verify files anew."""


class _RealClock(Clock):
    def __call__(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Laptop:
    """A laptop at work: what it has recorded, and how its rounds went."""

    vault: Unlocked
    base: Base
    notes: list[str] = field(default_factory=list)
    files: set[Sha256] = field(default_factory=set)
    claims: int = 0
    """Rounds after which it was called synced."""
    cut_off: int = 0

    def work(self, inspection: InspectionId, seed: int, until: threading.Event) -> None:
        """Record, attach and sync by turns; hold each claim against what base has on its disk."""
        chance = random.Random(seed)
        while not until.is_set():
            for _ in range(chance.randint(1, 12)):
                self.answer(inspection, chance.choice(LINES))
            if chance.random() < 0.6:
                self.attach(inspection, chance)
            if not self.is_synced(inspection):
                until.wait(chance.uniform(0, 0.2))

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
        self.claims += 1
        require_at_base(self.base, inspection, self.ids(inspection), self.files)
        return True

    def ids(self, inspection: InspectionId) -> set[str]:
        with self.vault._database.read() as work:
            return set(work.journal.ids(inspection))


def require_at_base(
    base: Base, inspection: InspectionId, changes: set[str], files: set[Sha256]
) -> None:
    """Base has these changes in its database, and these files whole in its folder."""
    at_base = Counter(changes_at(base, inspection))
    assert changes <= at_base.keys(), "called synced, and is not"
    assert set(at_base.values()) == {1}
    with base.database.read() as connection:
        wanted = select(file.c.sha256).where(
            file.c.inspection == inspection, file.c.state == "verified"
        )
        assert files <= set(connection.scalars(wanted)), "called synced, and is not"
    for sha256 in files:
        content = hashlib.sha256(b"".join(base.objects.read(inspection, sha256)))
        assert content.hexdigest() == sha256


def changes_at(base: Base, inspection: InspectionId) -> list[str]:
    with base.database.read() as connection:
        return list(
            connection.scalars(select(change.c.id).where(change.c.inspection == inspection))
        )


@dataclass
class Scene:
    """A served base that can be killed, the way to it, and laptops that have joined it."""

    base: Base
    process: KilledBase
    proxy: FaultyProxy
    laptops: list[Laptop]
    inspection: InspectionId

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
                    latest = IN_A_WHILE_S if number % 3 == 2 else AT_ONCE_S
                    time.sleep(chance.uniform(0, latest))
                    self.process.kill()
                    self.process.begin()
            finally:
                enough.set()
                self.proxy.faults = 0
        for each in going:
            each.result()

    def until_level(self) -> None:
        for _ in range(LEVEL_AFTER):
            synced = [laptop.is_synced(self.inspection) for laptop in self.laptops]
            if all(synced) and len({frozenset(self.ids(each)) for each in self.laptops}) == 1:
                return
        raise AssertionError("not level though all was well again")

    def ids(self, laptop: Laptop) -> set[str]:
        return laptop.ids(self.inspection)

    def require_all_of_it_everywhere(self) -> None:
        """Each change exactly once at base and on each laptop, each file bit by bit."""
        notes = Counter(note for laptop in self.laptops for note in laptop.notes)
        files = set[Sha256]().union(*(laptop.files for laptop in self.laptops))
        first = self.laptops[0]
        require_at_base(self.base, self.inspection, self.ids(first), files)
        assert set(changes_at(self.base, self.inspection)) == self.ids(first)
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
            vault = a_vault(folder / each, _RealClock(), each)
            stack.callback(vault.close)
            join(base, vault, f"http://localhost:{proxy.port}")
            laptops.append(Laptop(vault, base))
        lead, *others = laptops
        inspection = an_inspection(lead.vault)
        assert lead.is_synced(inspection)
        for laptop in others:
            with base.database.begin(inspection) as connection:
                device = laptop.vault.team.me().device
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
        print(
            f"{kills} kills; network: {dict(scene.proxy.befell)}; "
            f"{len(scene.ids(scene.laptops[0]))} changes; "
            f"{sum(len(laptop.files) for laptop in scene.laptops)} files; "
            f"{sum(laptop.cut_off for laptop in scene.laptops)} rounds cut off, "
            f"{sum(laptop.claims for laptop in scene.laptops)} called synced"
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
