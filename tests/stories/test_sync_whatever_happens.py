"""Three laptops and a base: whatever befalls them, all hold the same in the end, and all of it."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, suppress
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
    rule,
    run_state_machine_as_test,
)

from inspector_app.domain.answers import Answer
from inspector_app.domain.errors import InspectorError, LaptopRefused, NotFound, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import ChangeId, LineId, SectionId, Sha256
from inspector_app.server import held, holding
from inspector_app.server.problems import Refused
from inspector_app.services import base_watch
from inspector_app.services.base_rounds import OfRound
from inspector_app.services.vault import Unlocked
from tests.support.base import BaseLaptop
from tests.support.faulty_base import Fault, Stand, World, stands
from tests.support.inside import Inside
from tests.support.laptops import everything

LINES = (LineId("CC-PO-01"), LineId("CC-PO-02"))
SECTION = SectionId("CC-PO")
WHO = st.integers(0, 2)
ROLES = ("lead", "inspector", "inspector")
WORK = st.sampled_from(
    (
        "answer_one",
        "answer_another",
        "write_the_headline",
        "attach",
        "undo",
        "settle",
        "purge_an_answer",
        "purge_a_file",
    )
)
MISHAPS = st.sampled_from(
    (
        "it is photographed",
        "it is put back",
        "it is put back, still running",
        "its copy goes on",
        "its copy goes on, still running",
        "its clock jumps",
        "it is locked and unlocked",
    )
)
AT_BASE = st.sampled_from(
    (
        "it is backed up",
        "it is restored",
        "what was late arrives",
        "a laptop is taken off the team",
        "a laptop is put into the team",
        "the last laptop is stolen",
        "it takes its time with files",
        "it is quick with files",
    )
)
ROOM = st.sampled_from(("all files", "files as asked", "a file off", "the inspection off", "back"))
FAULTS = st.lists(st.none() | st.sampled_from(Fault), min_size=3, max_size=10)
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
        self.twins: set[int] = set()
        """Laptops of which a copy was at work too."""
        self.is_stolen = False
        """Whether the last laptop was, and base was told."""
        self.contents: dict[Sha256, bytes] = {}
        self.count = 0

    @initialize(
        is_new=st.integers(0, 7).map(lambda drawn: drawn == 7),
        acts=st.lists(st.tuples(WHO, WORK), min_size=2, max_size=5),
    )
    def begin(self, is_new: bool, acts: list[tuple[int, str]]) -> None:
        stand = self.begun if is_new else self.level
        self.world = self.opened.enter_context(stand.again(self.folder / "world", self.inside))
        self.inspection = stand.inspection
        self.stick = self.world.folder / "stick"
        self.stick.mkdir()
        for who, act in acts:
            self.work(who, [act])

    # Rules are few, as each is left out of many runs; what they let happen is drawn by its name.

    @rule(who=WHO, acts=st.lists(WORK, min_size=1, max_size=3))
    def work(self, who: int, acts: list[str]) -> None:
        for act in acts:
            if self.is_open(who):
                getattr(self, act)(who, self.laptop(who).vault)

    @rule(who=WHO, faults=st.just([]) | FAULTS)
    def sync(self, who: int, faults: list[Fault | None]) -> None:
        with suppress(*((InspectorError,) if faults else (LaptopRefused,))):
            # Base could not be reached, or takes nothing of a stolen laptop: nothing is lost by it.
            if faults:
                self.world.sync(who, self.inspection, faults)
            else:
                self.come(self.laptop(who))

    @rule(one=WHO, other=WHO)
    def bring_together_by_a_stick(self, one: int, other: int) -> None:
        for who in (one, other):
            self.laptop(who).vault.merging.bring_together(self.stick)

    @rule(who=WHO, what=MISHAPS, days=st.integers(-11, 11))
    def befall_a_laptop(self, who: int, what: str, days: int) -> None:
        if what == "its clock jumps":
            self.laptop(who).clock.time += timedelta(days=days)
        elif what == "it is locked and unlocked":
            self.world.restart(who)
        elif what == "it is photographed":
            self.world.photograph(who)
            self.twins.discard(who)
        elif who in self.world.photographs:
            is_running = what.endswith("running")
            self.here[who] = set()  # what the copy does not hold is gone, as from a lost disk
            if what.startswith("it is put back"):
                self.world.put_back(who, still_running=is_running)
                self.twins.discard(who)
            else:
                self.world.swap(who, still_running=is_running)
                self.twins.add(who)

    @rule(what=AT_BASE, who=WHO)
    def befall_base(self, what: str, who: int) -> None:
        if what == "it is backed up":
            self.world.back_up()
        elif what == "it is restored":
            self.world.put_base_back()
            if self.is_stolen:
                self.world.revoke(self.laptop(2))
        elif what == "the last laptop is stolen":
            self.is_stolen = True
            self.world.revoke(self.laptop(2))
        elif what == "what was late arrives":
            self.world.network.deliver_late()
        elif what == "a laptop is taken off the team":
            self.world.remove(self.inspection, self.laptop(who))
        elif what == "a laptop is put into the team":
            with suppress(Refused):  # base does not know the inspection
                self.world.add(self.inspection, self.laptop(who), ROLES[who])
        else:
            self.inside.is_dawdling = what == "it takes its time with files"

    @rule(who=WHO, what=ROOM)
    def make_room(self, who: int, what: str) -> None:
        vault = self.laptop(who).vault
        if what == "back":
            self.want_it_back(who)
        elif what in ("all files", "files as asked"):
            vault.base_sync.bring_all(self.inspection, what == "all files")
        elif self.is_open(who):
            with suppress(InspectorError):  # no backup holds it
                if what == "a file off":
                    items = vault.inspections.standing(self.inspection).evidence()
                    vault.forgetting.forget(self.inspection, [each.id for each in items[:1]])
                else:
                    vault.forgetting.forget_inspection(self.inspection)

    # What people do

    def answer_one(self, _who: int, vault: Unlocked) -> None:
        vault.inspections.answer(self.inspection, LINES[0], Answer(note=self.words()))

    def answer_another(self, _who: int, vault: Unlocked) -> None:
        vault.inspections.answer(self.inspection, LINES[1], Answer(note=self.words()))

    def write_the_headline(self, _who: int, vault: Unlocked) -> None:
        vault.inspections.headline(self.inspection, SECTION, Headline(self.words()))

    def attach(self, _who: int, vault: Unlocked) -> None:
        content = self.words().encode()
        self.contents[Sha256(hashlib.sha256(content).hexdigest())] = content
        vault.evidence.attach_bytes(self.inspection, "note.txt", content, [LINES[0]])

    def undo(self, _who: int, vault: Unlocked) -> None:
        vault.inspections.resume(self.inspection)
        with suppress(RuleViolation):  # nothing to undo, or something newer stands there
            vault.inspections.undo(self.inspection)

    def settle(self, _who: int, vault: Unlocked) -> None:
        for each in vault.settling.contested(self.inspection)[:1]:
            vault.settling.keep(self.inspection, each.subject, each.sides[0].change, "seen both")

    def purge_an_answer(self, who: int, vault: Unlocked) -> None:
        self.purge(who, vault, f"answer:{LINES[0]}")

    def purge_a_file(self, who: int, vault: Unlocked) -> None:
        for item in vault.inspections.standing(self.inspection).evidence()[:1]:
            self.purge(who, vault, f"evidence:{item.id}")

    def purge(self, who: int, vault: Unlocked, about: str) -> None:
        if who == 0:  # whether somebody else may is told elsewhere
            with suppress(RuleViolation):  # nothing is recorded there
                plan = vault.journal.plan_purge(self.inspection, about)
                vault.journal.purge(plan, "retention", "a test")

    def laptop(self, who: int) -> BaseLaptop:
        return self.world.laptops[who]

    def is_open(self, who: int) -> bool:
        """Tell whether the inspection is open to a laptop's inspector."""
        with self.laptop(who).vault._database.read() as work:
            return self.inspection in work.journal.inspections()

    def want_it_back(self, who: int) -> None:
        with suppress(NotFound):  # it was not given up
            self.laptop(who).vault.forgetting.bring_back(self.inspection)

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
        self.inside.is_dawdling = False
        self.inside.wake()
        self.world.network.deliver_late()
        for who in self.living():
            self.want_it_back(who)
        self.have_all_in_the_team()
        alive = set().union(*(self.ids(self.laptop(who)) for who in self.living()))
        for who in sorted(self.twins & set(self.living())):
            self.synced(self.laptop(who))
            self.world.swap(who, still_running=False)
            self.want_it_back(who)
            alive |= self.ids(self.laptop(who))
        if self.is_stolen:
            self.let_in_what_is_held()
        self.until_level()
        if self.take_in_what_is_apart():
            self.until_level()
        laptops = [self.laptop(who) for who in self.living()]
        first, *others = (everything(each, self.inspection) for each in laptops)  # type: ignore[arg-type]
        for other in others:
            assert other == first
        for laptop in laptops:
            assert alive <= self.ids(laptop), "lost, though it was on a disk that lived"
            assert laptop.vault.checks.check(self.inspection).is_sound
            self.require_files(laptop)

    def living(self) -> range:
        return range(2 if self.is_stolen else 3)

    def have_all_in_the_team(self) -> None:
        """Let base know the inspection, from any laptop that holds it, and all work on it."""
        for who in self.living():
            with suppress(Refused):
                self.world.add(self.inspection, self.laptop(0), ROLES[0])
                break
            self.come(self.laptop(who))
        for who in self.living():
            self.world.add(self.inspection, self.laptop(who), ROLES[who])

    def let_in_what_is_held(self) -> None:
        """Let the stolen laptop's work count that came to others by a stick: a person decides."""
        for who in self.living():
            self.synced(self.laptop(who))
        with self.world.base.database.begin(self.inspection) as connection:
            waiting = {each.change.id for each in held.waiting(connection, self.inspection)}
            if waiting:
                now_ms = self.world.base.now_ms()
                holding.let_in(connection, self.inspection, waiting, "it counts", now_ms, "a test")

    def until_level(self) -> None:
        """Let all sync in turn until nothing is left to travel; three times must do."""
        came = {who: self.synced(self.laptop(who)) for who in self.living()}
        for _ in range(2):
            for who in self.living():
                if not (came[who].is_synced and self.is_level(self.laptop(who))):
                    came[who] = self.synced(self.laptop(who))
        assert all(each.is_synced for each in came.values()), [w.words() for w in came.values()]
        assert all(self.is_level(self.laptop(who)) for who in self.living())

    def is_level(self, laptop: BaseLaptop) -> bool:
        """Tell whether base holds exactly what a laptop holds, without asking either of them."""
        return self.ids(laptop) == self.world.changes(self.inspection)

    def synced(self, laptop: BaseLaptop) -> OfRound:
        """Let a laptop sync that is to; what it calls synced has to be."""
        (came,) = self.come(laptop)
        return came

    def come(self, laptop: BaseLaptop) -> tuple[OfRound, ...]:
        found = laptop.vault.base_sync.sync([self.inspection]).inspections
        for came in found:
            assert self.is_level(laptop) or not came.is_synced, "called synced, and is not"
        return found

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
        """Every file is at base as it was attached, and wherever a laptop says that it is."""
        vault, base = laptop.vault, self.world.base.objects
        for item in vault.inspections.standing(self.inspection).evidence():
            sha256 = Sha256(item.file.sha256)
            assert b"".join(base.read(self.inspection, sha256)) == self.contents[sha256]
            if vault.evidence.is_here(self.inspection, sha256):
                with vault.evidence.opened(self.inspection, sha256) as stream:
                    assert stream.read() == self.contents[sha256]

    def words(self) -> str:
        self.count += 1
        return f"words {self.count}"


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
    monkeypatch.setattr(base_watch, "sleep", lambda _seconds: None)
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
    run(machine, EXAMPLES // PARTS, 8)


@pytest.mark.campaign
def test_whatever_happens_thousands_of_times(machine: type[Sync]) -> None:
    run(machine, int(os.environ.get("SPR_EXAMPLES", "3000")), 25)
