"""Three laptops and a base: whatever befalls them, all hold the same in the end, and all of it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from inspector_app.domain.answers import Answer
from inspector_app.domain.errors import InspectorError, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import ChangeId, LineId, SectionId, Sha256
from inspector_app.server.app import create_app
from inspector_app.server.places.folder import Folder
from inspector_app.services import base_sync
from inspector_app.services.base_sync import OfRound
from tests.server.support import Clock as BaseClock
from tests.server.support import a_base
from tests.support.base import START, BaseLaptop
from tests.support.faulty_base import Fault, World
from tests.support.laptops import everything
from tests.support.vaults import an_inspection

LINES = (LineId("CC-PO-01"), LineId("CC-PO-02"))
SECTION = SectionId("CC-PO")
WHO = st.integers(0, 2)
WHAT = st.integers(0, 1)
FAULTS = st.lists(st.none() | st.sampled_from(Fault), max_size=14)
EXAMPLES = 36
_QUICK = Path("/dev/shm")


@contextmanager
def a_world(folder: Path) -> Iterator[World]:
    """Give a base with three laptops that have joined it."""
    clock = BaseClock(START)
    place = folder / "base-0"
    place.mkdir()
    base = a_base(place, f"sqlite:///{place / 'base.db'}", clock, Folder(place / "files"))
    with TestClient(create_app(base), base_url="http://localhost") as http:
        world = World(base, clock, http, folder=folder)
        for initials, fast in (("JS", 0), ("AM", 7), ("KT", -3)):
            world.laptop(folder, initials).clock.time += timedelta(minutes=fast)
        try:
            yield world
        finally:
            for laptop in world.laptops:
                laptop.closed()
            if world.http is not http:
                world.http.__exit__()
            world.opened.close()
            base.database.close()


class Sync(RuleBasedStateMachine):
    """What may happen, in any order; at the end everything is well again for a while."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.recorded: set[ChangeId] = set()
        self.kept_by: dict[int, set[ChangeId]] = {}
        """What was on a laptop's disk when it was photographed."""
        self.count = 0

    @initialize()
    def begin(self) -> None:
        world = self.world
        shutil.rmtree(world.folder / "backups", ignore_errors=True)
        world.photographs.clear()
        self.inspection = an_inspection(self.laptop(0).vault)
        for who, role in ((0, ""), (1, "inspector"), (2, "inspector")):
            if role:
                world.add(self.inspection, self.laptop(who), role)
            self.synced(self.laptop(who))

    def laptop(self, who: int) -> BaseLaptop:
        return self.world.laptops[who]

    # What people do

    @rule(who=WHO, line=WHAT)
    def answer(self, who: int, line: int) -> None:
        act = self.laptop(who).vault.inspections.answer(
            self.inspection, LINES[line], Answer(note=self.words())
        )
        self.recorded |= set(act.changes)

    @rule(who=WHO)
    def write_the_headline(self, who: int) -> None:
        act = self.laptop(who).vault.inspections.headline(
            self.inspection, SECTION, Headline(self.words())
        )
        self.recorded |= set(act.changes)

    @rule(who=WHO)
    def attach(self, who: int) -> None:
        self.laptop(who).vault.evidence.attach_bytes(
            self.inspection, "note.txt", self.words().encode(), [LINES[0]]
        )

    @rule(who=WHO)
    def undo(self, who: int) -> None:
        inspections = self.laptop(who).vault.inspections
        inspections.resume(self.inspection)
        try:
            self.recorded |= set(inspections.undo(self.inspection).changes)
        except RuleViolation:  # nothing to undo, or something newer stands there
            return

    @rule(line=WHAT)
    def purge(self, line: int) -> None:
        journal = self.laptop(0).vault.journal
        try:
            plan = journal.plan_purge(self.inspection, f"answer:{LINES[line]}")
            self.recorded |= set(journal.purge(plan, "retention", "a test").changes)
        except RuleViolation:  # nothing is recorded there
            return

    # What befalls them

    @rule(who=WHO, faults=FAULTS)
    def sync(self, who: int, faults: list[Fault | None]) -> None:
        try:
            self.world.sync(who, self.inspection, faults)
        except InspectorError:  # base could not be reached: told, and nothing is lost by it
            return

    @rule()
    def what_was_late_arrives(self) -> None:
        self.world.network.deliver_late()

    @rule(who=WHO)
    def lock_and_unlock(self, who: int) -> None:
        self.world.restart(who)

    @rule(who=WHO, days=st.integers(-11, 11))
    def a_laptops_clock_jumps(self, who: int, days: int) -> None:
        self.laptop(who).clock.time += timedelta(days=days)

    @rule(who=WHO)
    def photograph_a_laptop(self, who: int) -> None:
        self.world.photograph(who)

    @precondition(lambda self: self.world.photographs)
    @rule(who=WHO, still_running=st.booleans())
    def put_a_laptop_back(self, who: int, still_running: bool) -> None:
        self.world.put_back(who, still_running=still_running)

    @rule()
    def back_base_up(self) -> None:
        self.world.back_up()

    @precondition(lambda self: (self.world.folder / "backups").exists())
    @rule()
    def restore_base(self) -> None:
        self.world.put_base_back()

    # In the end

    def teardown(self) -> None:
        if not hasattr(self, "inspection"):
            return
        self.world.network.deliver_late()
        alive = set().union(*(self.ids(laptop) for laptop in self.world.laptops))
        self.until_level()
        if self.take_in_what_is_apart():
            self.until_level()
        first, *others = (everything(each, self.inspection) for each in self.world.laptops)  # type: ignore[arg-type]
        for other in others:
            assert other == first
        for laptop in self.world.laptops:
            assert alive <= self.ids(laptop), "lost, though it was on a disk that lived"
            assert laptop.vault.checks.check(self.inspection).is_sound
            self.require_files(laptop)

    def until_level(self) -> None:
        """Let all sync in turn until nothing travels any more; three times must do."""
        for _ in range(3):
            came = [self.synced(laptop) for laptop in self.world.laptops]
            if not any(each.sent or each.fresh for each in came):
                break
        assert all(each.is_synced for each in came), [each.words() for each in came]

    def synced(self, laptop: BaseLaptop) -> OfRound:
        (came,) = laptop.vault.base_sync.sync([self.inspection]).inspections
        return came

    def take_in_what_is_apart(self) -> bool:
        """A person decides about forks: all of it counts."""
        lead = self.laptop(0).vault.branches
        found = False
        while apart := lead.apart(self.inspection):
            lead.take_in(self.inspection, apart[0].id, "it counts")
            found = True
        return found

    def ids(self, laptop: BaseLaptop) -> set[ChangeId]:
        with laptop.vault._database.read() as work:
            return set(work.journal.ids(self.inspection))

    def require_files(self, laptop: BaseLaptop) -> None:
        """Every file, as it was attached, at base and wherever it was fetched."""
        standing = laptop.vault.inspections.standing(self.inspection)
        for item in standing.evidence():
            sha256 = Sha256(item.file.sha256)
            assert b"".join(self.world.base.objects.read(self.inspection, sha256))

    def words(self) -> str:
        self.count += 1
        return f"words {self.count} of {self.inspection[:4]}"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    # Nobody waits between two attempts: time is not what is looked at here.
    monkeypatch.setattr(base_sync, "sleep", lambda _seconds: None)
    folder = Path(mkdtemp(prefix="spr-sync-", dir=_QUICK if _QUICK.is_dir() else None))
    try:
        with a_world(folder) as made:
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(world: World, examples: int, steps: int) -> None:
    class Here(Sync):
        pass

    Here.world = world
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("_part", range(3))
def test_whatever_happens_all_hold_the_same_in_the_end(world: World, _part: int) -> None:
    run(world, EXAMPLES // 3, 12)


@pytest.mark.campaign
def test_whatever_happens_thousands_of_times(world: World) -> None:
    run(world, int(os.environ.get("SPR_EXAMPLES", "3000")), 25)
