"""What is kept apart is told as runs of one laptop's work, each with what it goes on from."""

from inspector_app.domain.changes.bodies import BodyPurged
from inspector_app.domain.changes.branches import Apart, branches, destroyed_by
from inspector_app.domain.changes.chain import place_of
from inspector_app.domain.changes.change import Change
from tests.support.changes import Laptop


def chain(*notes: str) -> list[Change]:
    laptop = Laptop("a")
    return [laptop.answer(note) for note in notes]


def notes(changes: tuple[Change, ...]) -> list[str]:
    return [change.body.answer.note for change in changes]  # type: ignore[union-attr]


def test_two_that_went_on_from_the_same_are_a_branch_each() -> None:
    one = chain("a", "b", "c", "d")
    other = chain("a", "b", "x", "y")
    found = branches([*one[2:], *other[2:]], ())
    assert sorted(notes(each.changes) for each in found) == [["c", "d"], ["x", "y"]]
    assert {each.why for each in found} == {Apart.FORK}
    assert all(each.rests_on == tuple(c.id for c in each.changes) for each in found)
    # One of them was taken in: the other still is one that stands beside it.
    taken = [(one[2].header.chain, place_of(one[2]))]
    (left,) = branches(other[2:], taken)
    assert (left.why, left.id, notes(left.changes)) == (Apart.FORK, other[2].id, ["x", "y"])


def test_a_branch_that_parts_again_comes_with_what_it_goes_on_from() -> None:
    one = chain("a", "x", "y", "z")
    other = chain("a", "x", "v")
    taken = [(one[0].header.chain, (2, one[0].id))]
    found = {each.id: each for each in branches([*one[1:], other[2]], taken)}
    trunk, left, right = found[one[1].id], found[one[2].id], found[other[2].id]
    assert notes(trunk.changes) == ["x"]
    assert left.rests_on == (one[1].id, one[2].id, one[3].id)
    assert right.rests_on == (one[1].id, other[2].id)


def test_what_lies_behind_a_gap_is_one_run_and_told_as_that() -> None:
    changes = chain("a", "b", "c", "d")
    (found,) = branches(changes[2:], ())
    assert (found.why, notes(found.changes)) == (Apart.GAP, ["c", "d"])


def test_a_refused_purge_stands_by_itself() -> None:
    laptop = Laptop("a")
    laptop.answer("a")
    purge = laptop.record(BodyPurged((laptop.recorded[0].id,) * 2, "other", "why"))
    (found,) = branches([purge], (), [purge.id])
    assert (found.why, destroyed_by(found), found.rests_on) == (Apart.PURGE, 2, (purge.id,))
