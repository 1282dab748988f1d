"""State is a fold: whatever the order of arrival, equal changes make equal state."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import (
    AnswerRecorded,
    BodyPurged,
    Purged,
    Subject,
    Unknown,
    Withdrawn,
    subject,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.clock import Stamp, believed_until, next_stamp
from inspector_app.domain.changes.codec import read_change
from inspector_app.domain.changes.fold import SubjectState, applied, folded
from inspector_app.domain.ids import ChangeId
from tests.support.changes import LINE, Laptop

SUBJECTS = [subject(Subject.ANSWER, f"CC-PO-0{number}") for number in range(1, 4)]


@dataclass
class Team:
    """Laptops that record on their own and now and then see what the others have."""

    laptops: list[Laptop] = field(default_factory=lambda: [Laptop(name) for name in "abc"])
    seen: list[set[ChangeId]] = field(default_factory=lambda: [set(), set(), set()])
    changes: list[Change] = field(default_factory=list)

    def state(self, who: int, about: str) -> SubjectState:
        known = [c for c in self.changes if c.id in self.seen[who]]
        return folded(known).get(about, SubjectState(about))

    def record(self, who: int, about: str, what: int) -> None:
        laptop, state = self.laptops[who], self.state(who, about)
        if what == 0:
            change = laptop.record(Withdrawn("mistaken"), about, state.heads)
        elif what == 1 and (ids := self._purgeable(who, about)):
            change = laptop.record(BodyPurged(ids, "other", "spilled"), about)
        else:
            change = laptop.answer(f"note {what}", state.heads, about)
        self.changes.append(change)
        self.seen[who].add(change.id)

    def meet(self, one: int, other: int) -> None:
        self.seen[one] |= self.seen[other]
        self.seen[other] |= self.seen[one]

    def _purgeable(self, who: int, about: str) -> tuple[ChangeId, ...]:
        return tuple(
            c.id
            for c in self.changes
            if c.id in self.seen[who]
            and c.header.subject == about
            and not isinstance(c.body, BodyPurged)
        )


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    team = Team()
    for _ in range(draw(st.integers(1, 14))):
        who, other = draw(st.integers(0, 2)), draw(st.integers(0, 2))
        if draw(st.booleans()):
            team.meet(who, other)
        team.record(who, draw(st.sampled_from(SUBJECTS)), draw(st.integers(0, 6)))
    return team.changes


def without_gone_bodies(changes: list[Change]) -> list[Change]:
    """As a laptop holds them once every purge has been carried out."""
    gone = {
        (c.header.subject, id_)
        for c in changes
        if isinstance(c.body, BodyPurged)
        for id_ in c.body.changes
    }
    return [
        read_change(c.header_bytes, c.signature, None, None)
        if (c.header.subject, c.id) in gone
        else c
        for c in changes
    ]


@given(histories(), st.data())
def test_any_order_of_arrival_folds_to_the_same_state(
    changes: list[Change], data: st.DataObject
) -> None:
    assert folded(data.draw(st.permutations(changes))) == folded(changes)


@given(histories(), st.data())
def test_any_split_among_devices_folds_to_the_same_state(
    changes: list[Change], data: st.DataObject
) -> None:
    """Each laptop begins with its own part, and all end with everything, some of it twice."""
    parts = [data.draw(st.sets(st.sampled_from(range(len(changes))))) for _ in range(3)]
    for own in parts:
        first = [changes[n] for n in sorted(own)]
        rest = data.draw(st.permutations(changes))
        assert folded([*first, *rest]) == folded(changes)


@given(histories())
def test_nothing_is_changed_by_what_was_folded_already(changes: list[Change]) -> None:
    states = folded(changes)

    for change in changes:
        state = states[change.header.subject]
        assert applied(state, change) == state


@given(histories(), st.data())
def test_a_body_destroyed_before_or_after_it_arrives_makes_no_difference(
    changes: list[Change], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(without_gone_bodies(changes)))

    assert folded(shuffled) == folded(changes)


@given(histories())
def test_a_version_stands_until_a_change_that_has_seen_it_supersedes_it(
    changes: list[Change],
) -> None:
    superseded = {(c.header.subject, id_) for c in changes for id_ in c.header.supersedes}
    stands = {
        (about, version.change)
        for about, state in folded(changes).items()
        for version in state.versions
    }

    assert stands == {
        (c.header.subject, c.id)
        for c in changes
        if not isinstance(c.body, BodyPurged) and (c.header.subject, c.id) not in superseded
    }


@given(histories())
def test_the_order_of_the_versions_is_one_for_all(changes: list[Change]) -> None:
    for state in folded(changes).values():
        keys = [(v.stamp, v.change) for v in state.versions]
        assert [stamp for stamp, _ in keys] == sorted((stamp for stamp, _ in keys), reverse=True)
        assert list(state.heads) == sorted(state.heads)
        assert state.first == (state.versions[0] if state.versions else None)


def states(*changes: Change) -> Iterator[SubjectState]:
    """The state in both orders of arrival."""
    yield folded(changes)[LINE]
    yield folded(reversed(changes))[LINE]


def test_two_who_did_not_know_of_each_other_are_in_conflict() -> None:
    ours, theirs = Laptop("a").answer("45"), Laptop("b").answer("42")

    for state in states(ours, theirs):
        assert state.in_conflict
        assert state.heads == tuple(sorted((ours.id, theirs.id)))


def test_two_who_wrote_the_same_agree_and_both_are_kept() -> None:
    for state in states(Laptop("a").answer("45"), Laptop("b").answer("45")):
        assert not state.in_conflict
        assert len(state.versions) == 2


def test_two_who_withdrew_for_different_reasons_agree() -> None:
    first = Laptop("c").answer("45")
    one = Laptop("a").record(Withdrawn("mistaken"), supersedes=[first])
    two = Laptop("b").record(Withdrawn("said of another force"), supersedes=[first])

    for state in states(first, one, two):
        assert state.is_withdrawn
        assert not state.in_conflict
        assert len(state.versions) == 2


def test_a_withdrawal_and_an_answer_that_did_not_know_of_it_are_in_conflict() -> None:
    first = Laptop("c").answer("45")
    gone = Laptop("a").record(Withdrawn("mistaken"), supersedes=[first])
    better = Laptop("b").answer("46", [first])

    for state in states(first, gone, better):
        assert state.in_conflict
        assert not state.is_withdrawn


def test_one_who_has_seen_both_settles_the_conflict() -> None:
    ours, theirs = Laptop("a").answer("45"), Laptop("b").answer("42")
    settled = Laptop("c").answer("44, both miscounted", [ours, theirs])

    for state in states(ours, theirs, settled):
        assert not state.in_conflict
        assert state.heads == (settled.id,)


def test_a_late_third_version_opens_a_settled_conflict_again() -> None:
    ours, theirs = Laptop("a").answer("45"), Laptop("b").answer("42")
    settled = Laptop("c").answer("44", [ours, theirs])
    late = Laptop("d").answer("40", [ours])

    for state in states(ours, theirs, settled, late):
        assert state.in_conflict
        assert set(state.heads) == {settled.id, late.id}


def test_two_who_settle_differently_are_in_conflict_again() -> None:
    ours, theirs = Laptop("a").answer("45"), Laptop("b").answer("42")
    one, two = Laptop("c").answer("45", [ours, theirs]), Laptop("d").answer("42", [ours, theirs])

    for state in states(ours, theirs, one, two):
        assert state.in_conflict
        assert set(state.heads) == {one.id, two.id}


def test_a_kind_made_by_a_newer_version_is_kept_and_stands() -> None:
    laptop = Laptop()
    known = laptop.answer("45")
    raw = known.header_bytes.replace(b"answer-recorded", b"answer-weighed")
    newer = read_change(raw, known.signature, known.salt, known.body_bytes)

    state = folded([newer])[LINE]

    assert isinstance(state.versions[0].body, Unknown)
    assert state.versions[0].body.form == {"answer": {"note": "45"}}


def test_purges_in_any_order_destroy_the_same() -> None:
    laptop, other = Laptop("a"), Laptop("b")
    first = laptop.answer("SECRET")
    one = laptop.record(BodyPurged((first.id,), "spilled", "marked SECRET"))
    two = other.record(BodyPurged((first.id,), "spilled", "noticed it too"))

    for order in ([first, one, two], [two, one, first], [one, first, two], [two, first, one]):
        state = folded(order)[LINE]
        assert [v.body for v in state.versions] == [Purged()]
        assert state.purged == {first.id}


def test_a_purge_reaches_its_own_subject_only() -> None:
    laptop = Laptop()
    kept = laptop.answer("kept", about=SUBJECTS[1])
    laptop.record(BodyPurged((kept.id,), "other", "aimed wrongly"), SUBJECTS[2])

    state = folded(laptop.recorded)[SUBJECTS[1]]

    assert state.versions[0].body == AnswerRecorded(Answer(note="kept"))


def test_what_is_written_after_a_purge_stands_alone() -> None:
    laptop = Laptop()
    first = laptop.answer("SECRET")
    laptop.record(BodyPurged((first.id,), "spilled", "marked SECRET"))
    new = laptop.answer("held at force headquarters", [first])

    state = folded(laptop.recorded)[LINE]

    assert state.heads == (new.id,)
    assert not state.in_conflict


def test_a_subject_nobody_spoke_of_is_not_withdrawn_and_in_no_conflict() -> None:
    state = SubjectState(LINE)

    assert (state.first, state.heads) == (None, ())
    assert not state.is_withdrawn
    assert not state.in_conflict


@given(st.lists(st.integers(0, 2**50), min_size=1))
def test_stamps_rise_even_where_the_wall_clock_falls(times: list[int]) -> None:
    last = Stamp(0)
    for wall_ms in times:
        now = next_stamp(last, wall_ms)
        assert now > last
        assert now.wall_ms >= wall_ms
        last = now


def test_a_clock_a_day_ahead_is_the_last_that_is_followed() -> None:
    assert believed_until(1000) == 1000 + 24 * 60 * 60 * 1000
