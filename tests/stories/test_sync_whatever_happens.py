"""Three laptops and a base: whatever befalls them, all hold the same in the end, and all of it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from inspector_app.domain.answers import Answer
from inspector_app.domain.errors import InspectorError, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import ChangeId, LineId, SectionId, Sha256
from inspector_app.services import base_sync
from inspector_app.services.base_sync import OfRound
from tests.support.base import BaseLaptop
from tests.support.faulty_base import Fault, Stand, World, stands
from tests.support.inside import Inside
from tests.support.laptops import everything

LINES = (LineId("CC-PO-01"), LineId("CC-PO-02"))
SECTION = SectionId("CC-PO")
WHO = st.integers(0, 2)
WHAT = st.integers(0, 1)
FAULTS = st.lists(st.none() | st.sampled_from(Fault), max_size=14)
EXAMPLES, PARTS = 300, 6
_QUICK = Path("/dev/shm")


class Sync(RuleBasedStateMachine):
    """What may happen, in any order; at the end everything is well again for a while."""

    inside: Inside
    begun: Stand
    level: Stand
    folder: Path
    world: World

    def __init__(self) -> None:
        super().__init__()
        self.opened = ExitStack()
        self.here: list[set[ChangeId]] = [set(), set(), set()]
        """What was on each laptop's disk after the last step."""
        self.count = 0

    @initialize()
    def begin(self) -> None:
        self.world = self.opened.enter_context(self.level.again(self.folder / "world", self.inside))
        self.inspection = self.level.inspection

    def laptop(self, who: int) -> BaseLaptop:
        return self.world.laptops[who]

    # What people do

    @rule(who=WHO, line=WHAT)
    def answer(self, who: int, line: int) -> None:
        self.laptop(who).vault.inspections.answer(
            self.inspection, LINES[line], Answer(note=self.words())
        )

    @rule(who=WHO)
    def write_the_headline(self, who: int) -> None:
        self.laptop(who).vault.inspections.headline(
            self.inspection, SECTION, Headline(self.words())
        )

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
            inspections.undo(self.inspection)
        except RuleViolation:  # nothing to undo, or something newer stands there
            return

    @rule(line=WHAT)
    def purge(self, line: int) -> None:
        journal = self.laptop(0).vault.journal
        try:
            plan = journal.plan_purge(self.inspection, f"answer:{LINES[line]}")
            journal.purge(plan, "retention", "a test")
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
        self.here[who] = set()  # what the copy does not hold is gone, as a disk is that is lost

    @rule()
    def back_base_up(self) -> None:
        self.world.back_up()

    @precondition(lambda self: (self.world.folder / "backups").exists())
    @rule()
    def restore_base(self) -> None:
        self.world.put_base_back()

    @invariant()
    def nothing_leaves_a_disk(self) -> None:
        for who, laptop in enumerate(self.world.laptops):
            now = self.ids(laptop)
            assert self.here[who] <= now, "sync took something off a laptop"
            self.here[who] = now

    # In the end

    def teardown(self) -> None:
        with self.opened:
            if hasattr(self, "inspection"):
                self.all_ends_well()
        shutil.rmtree(self.folder / "world", ignore_errors=True)

    def all_ends_well(self) -> None:
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
        """Let all sync in turn until nothing is left to travel; three times must do."""
        came = list(map(self.synced, self.world.laptops))
        for _ in range(2):
            for who, laptop in enumerate(self.world.laptops):
                if not (came[who].is_synced and self.is_level(laptop)):
                    came[who] = self.synced(laptop)
        assert all(each.is_synced for each in came), [each.words() for each in came]
        assert all(map(self.is_level, self.world.laptops))

    def is_level(self, laptop: BaseLaptop) -> bool:
        """Tell whether base holds exactly what a laptop holds, without asking either of them."""
        return self.ids(laptop) == self.world.changes(self.inspection)

    def synced(self, laptop: BaseLaptop) -> OfRound:
        """Let a laptop sync; what it calls synced has to be."""
        (came,) = laptop.vault.base_sync.sync([self.inspection]).inspections
        assert self.is_level(laptop) or not came.is_synced, "called synced, and is not"
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


@pytest.fixture(scope="module")
def places() -> Iterator[dict[str, object]]:
    folder = Path(mkdtemp(prefix="spr-sync-", dir=_QUICK if _QUICK.is_dir() else None))
    try:
        with stands(folder) as (inside, begun, level):
            yield {"inside": inside, "begun": begun, "level": level, "folder": folder}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def machine(places: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> type[Sync]:
    # Nobody waits between two attempts: time is not what is looked at here.
    monkeypatch.setattr(base_sync, "sleep", lambda _seconds: None)
    return type("Here", (Sync,), places)


def run(machine: type[Sync], examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("_part", range(PARTS))
def test_whatever_happens_all_hold_the_same_in_the_end(machine: type[Sync], _part: int) -> None:
    run(machine, EXAMPLES // PARTS, 12)


@pytest.mark.campaign
def test_whatever_happens_thousands_of_times(machine: type[Sync]) -> None:
    run(machine, int(os.environ.get("SPR_EXAMPLES", "3000")), 25)
