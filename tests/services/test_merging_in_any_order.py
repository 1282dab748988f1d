"""Whatever three laptops do and however they meet, all hold the same and nothing is lost."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.errors import Cancelled, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import ChangeId, InspectionId, LineId, SectionId
from inspector_app.services.merging import FOLDER
from tests.support.laptops import TeamLaptop, a_laptop, everything, introduced
from tests.support.vaults import an_inspection

LINES = [LineId("CC-PO-01"), LineId("CC-PO-02")]
WHO = st.integers(0, 2)
STICK = st.integers(0, 1)
STEPS = st.one_of(
    st.tuples(st.just("answer"), WHO, st.integers(0, 1)),
    st.tuples(st.just("headline"), WHO, st.just(0)),
    st.tuples(st.just("account"), WHO, st.integers(0, 1)),
    st.tuples(st.just("assign"), WHO, st.integers(0, 1)),
    st.tuples(st.just("undo"), WHO, st.just(0)),
    st.tuples(st.just("purge"), st.just(0), st.integers(0, 1)),
    st.tuples(st.just("together"), WHO, STICK),
    st.tuples(st.just("together"), WHO, STICK),
    st.tuples(st.just("stopped"), WHO, st.integers(1, 40)),
    st.tuples(st.just("pulled-out"), st.integers(0, 1_000_000), STICK),
    st.tuples(st.just("damaged"), st.integers(0, 1_000_000), STICK),
    st.tuples(st.just("put-back"), STICK, st.just(0)),
)


class Team:
    """Three laptops with two sticks, and all that was ever recorded."""

    def __init__(self, folder: Path) -> None:
        self.laptops = [
            a_laptop(folder, initials, fast)
            for initials, fast in (("JS", 0), ("AM", 7), ("KT", -3))
        ]
        jo, ann, kit = self.laptops
        for one, other in ((jo, ann), (jo, kit), (ann, kit)):
            introduced(one, other)
        self.folder = folder
        self.inspection = InspectionId("")
        self.recorded: set[ChangeId] = set()
        self.count = 0

    def begin(self) -> None:
        """Begin another inspection, shared by all, on empty sticks."""
        jo, ann, kit = self.laptops
        self.inspection = an_inspection(jo.vault)
        for other in (ann, kit):
            jo.vault.team.let_in(self.inspection, other.vault.team.device)
        self.sticks = [self.folder / name for name in ("one", "two")]
        for stick in (*self.sticks, *(self.kept(each) for each in (0, 1))):
            shutil.rmtree(stick, ignore_errors=True)
        for stick in self.sticks:
            stick.mkdir()
        self.recorded = set()
        for laptop in self.laptops:
            laptop.together(self.sticks[0])

    def kept(self, number: int) -> Path:
        return self.folder / f"kept-{number}"

    def step(self, kind: str, who: int, what: int) -> None:
        self.count += 1
        if kind in ("pulled-out", "damaged"):
            self._spoil(random.Random(who), self.sticks[what], is_cut=kind == "pulled-out")
        elif kind == "put-back":
            self._put_back(who)
        elif kind == "stopped":
            asked = iter(range(what))
            try:
                self.laptops[who].vault.merging.bring_together(
                    self.sticks[0], cancelled=lambda: next(asked, None) is None
                )
            except Cancelled:
                return
        elif kind == "together":
            assert not [
                each
                for each in self.laptops[who].together(self.sticks[what]).sentences
                if "is damaged" not in each
            ]
        else:
            self._act(kind, self.laptops[who], what)

    def _act(self, kind: str, laptop: TeamLaptop, what: int) -> None:
        vault, id_, words = laptop.vault, self.inspection, f"words {self.count}"
        if kind == "answer":
            act = vault.inspections.answer(id_, LINES[what], Answer(note=words))
        elif kind == "headline":
            act = vault.inspections.headline(id_, SectionId("CC-PO"), Headline(words))
        elif kind == "account":
            act = vault.inspections.give_account(id_, Account(LINES[what], words))
        elif kind == "assign":
            me = vault.inspector.person
            try:
                act = vault.assignments.assign(id_, [LINES[what]], [me], words)
            except RuleViolation:  # that is how it is assigned already
                return
        elif kind == "undo":
            vault.inspections.resume(id_)
            try:
                act = vault.inspections.undo(id_)
            except RuleViolation:  # nothing to undo, or something newer stands there
                return
        else:
            try:
                plan = vault.journal.plan_purge(id_, f"answer:{LINES[what]}")
            except RuleViolation:  # nothing is recorded there
                return
            act = vault.journal.purge(plan, "retention", "a test")
        self.recorded |= set(act.changes)

    def _spoil(self, rng: random.Random, stick: Path, *, is_cut: bool) -> None:
        files = sorted((stick / FOLDER).glob("*.inspx")) if (stick / FOLDER).is_dir() else []
        if not files:
            return
        path = rng.choice(files)
        content = path.read_bytes()
        if is_cut:
            path.write_bytes(content[: rng.randrange(80, len(content))])
        else:
            at = rng.randrange(80, len(content))
            path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])

    def _put_back(self, number: int) -> None:
        """Put a stick back to what was once on it, as when two sticks are mixed up."""
        stick, kept = self.sticks[number % 2], self.kept(number % 2)
        if kept.exists():
            shutil.rmtree(stick)
            kept.rename(stick)
        else:
            shutil.copytree(stick, kept)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = Team(tmp_path_factory.mktemp("team"))
    yield made
    for laptop in made.laptops:
        laptop.vault.close()


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(steps=st.lists(STEPS, max_size=14))
def test_whatever_was_done_and_cut_off_all_hold_the_same_in_the_end(
    team: Team, steps: list[tuple[str, int, int]]
) -> None:
    team.begin()
    for step in steps:
        team.step(*step)
    # An evening without mishap: round twice, since the first may find what was spoilt.
    for _ in range(3):
        for laptop in team.laptops:
            laptop.together(team.sticks[0])
    shown = [everything(laptop, team.inspection) for laptop in team.laptops]
    assert shown[0] == shown[1] == shown[2]
    for laptop in team.laptops:
        history = {change.id for change in laptop.vault.inspections.history(team.inspection)}
        assert team.recorded <= history
        assert laptop.vault.checks.check(team.inspection).is_sound
        assert all(mate.is_level for mate in laptop.vault.merging.mates(team.inspection))
