"""Coming under a newer checklist is a fold like all else: the same for all, in whatever order."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import upgrading
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import AnswerRecorded, Body, PackPinned, Subject, subject
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.fold import folded
from inspector_app.domain.checklist import Pack
from inspector_app.domain.ids import LineId, PersonId
from inspector_app.domain.inspection import PackPin
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Counted, Judged
from inspector_app.packs.reader import read_pack
from tests.support import small_packs
from tests.support.small_packs import BOATS, CREWS, EDITION, ENOUGH
from tests.support.standings import AM, INSPECTION, JS, Journal

LINES = (EDITION, BOATS, ENOUGH, CREWS)
Versions = tuple[Pack, Pack, Pack]
Step = tuple[PersonId, str, LineId, int, bool]


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Versions:
    folder = tmp_path_factory.mktemp("packs")
    made = (small_packs.older, small_packs.newer, small_packs.reshaped)
    one, two, three = (read_pack(make(folder)) for make in made)
    return one, two, three


def pin(pack: Pack) -> PackPin:
    return PackPin(pack.id, pack.version, pack.sha256)


def standing(changes: list[Change], versions: Versions) -> Standing:
    """Return what stands, under whichever version the changes pinned."""
    states = folded(changes)
    state = states.get(subject(Subject.PACK))
    first = state.first if state else None
    wanted = first.body.pin if first and isinstance(first.body, PackPinned) else pin(versions[0])
    pack = next(each for each in versions if each.sha256 == wanted.sha256)
    return Standing(INSPECTION, pack.beside(versions), states, {})


STEPS = st.lists(
    st.tuples(
        st.sampled_from((JS, AM)),
        st.sampled_from(("answer", "confirm", "pin")),
        st.sampled_from(LINES),
        st.integers(0, 2),
        st.booleans(),
    ),
    max_size=14,
)


def journal_of(steps: list[Step], versions: Versions) -> Journal:
    """Make the changes of two laptops, each under any version and knowing of the others or not."""
    journal = Journal(pack=versions[0])
    for who, what, line, number, knows in steps:
        about = subject(Subject.PACK) if what == "pin" else subject(Subject.ANSWER, line)
        state, under = folded(journal.changes).get(about), versions[number]
        body: Body = AnswerRecorded(Answer({"boats": Counted(number)}))
        if what == "pin":
            body = PackPinned(pin(under), pin(versions[0]))
        elif what == "confirm" and state is not None and state.first is not None:
            assert isinstance(state.first.body, AnswerRecorded)
            body = state.first.body
        journal.record(about, body, by=who, seen=None if knows else (), under=under)
    return journal


@given(steps=STEPS, seed=st.integers(0, 2**16))
def test_what_asks_again_and_what_has_no_line_is_the_same_in_any_order(
    versions: Versions, steps: list[Step], seed: int
) -> None:
    journal = journal_of(steps, versions)
    one = standing(journal.changes, versions)
    shuffled = list(journal.changes)
    random.Random(seed).shuffle(shuffled)
    other = standing(shuffled, versions)
    assert other.states == one.states
    assert other.pack == one.pack
    assert [line for line in LINES if other.asks_again(line)] == [
        line for line in LINES if one.asks_again(line)
    ]
    assert upgrading.left(other) == upgrading.left(one)


@given(steps=STEPS)
def test_every_answer_that_stands_is_at_a_line_or_listed_and_none_twice(
    versions: Versions, steps: list[Step]
) -> None:
    now = standing(journal_of(steps, versions).changes, versions)
    listed = {each.place for each in upgrading.left(now)}
    for line in LINES:
        if now.answer(line).value is not None:
            assert now.pack.asks(line) is (line not in listed)


@given(steps=STEPS)
def test_an_answer_given_under_the_version_in_use_never_asks_again(
    versions: Versions, steps: list[Step]
) -> None:
    now = standing(journal_of(steps, versions).changes, versions)
    for line in LINES:
        packs = {held.pack for held in now.answer(line).versions if held.value is not None}
        if now.asks_again(line):
            assert now.pack.sha256 not in packs
            assert not now.is_established(now.pack.line(line))


def test_an_identical_answer_under_the_new_question_confirms_the_old_one(
    versions: Versions,
) -> None:
    old, new, _ = versions
    journal = Journal(pack=old)
    journal.record(subject(Subject.PACK), PackPinned(pin(new), pin(old)), under=new)
    journal.answer(BOATS, Answer({"boats": Counted(8)}), by=JS, seen=())
    assert standing(journal.changes, versions).asks_again(BOATS)
    journal.answer(BOATS, Answer({"boats": Counted(8)}), by=AM, seen=(), under=new)
    now = standing(journal.changes, versions)
    assert len(now.answer(BOATS).versions) == 2
    assert not now.asks_again(BOATS)
    assert now.is_established(now.pack.line(BOATS))


def test_a_line_that_only_another_version_has_is_read_as_that_has_it(versions: Versions) -> None:
    old, new, _ = versions
    journal = Journal(pack=old)
    journal.answer(ENOUGH, Answer({"judgement": Judged("yes")}))
    journal.record(subject(Subject.PACK), PackPinned(pin(new), pin(old)), under=new)
    now = standing(journal.changes, versions)
    held = now.answer(ENOUGH).versions[0]
    line, pack = now.asked(LineId(ENOUGH), held.pack)
    assert (line.text, pack.version) == (old.line(ENOUGH).text, old.version)
    assert not now.asks_again(ENOUGH), "nobody asks it"
