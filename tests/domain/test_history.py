"""The history in words, where a service alone does not come."""

import pytest

from inspector_app.domain.changes.earlier import undone
from inspector_app.domain.history.things import place_of
from tests.support.changes import Laptop


@pytest.mark.parametrize(
    ("about", "place"),
    [
        ("answer:CC-PO-07", "CC-PO-07"),
        ("account:CC-PO-07/ab", "CC-PO-07"),
        ("link:ab/CC-PO-07", "CC-PO-07"),
        ("headline:CC-PO", "CC-PO"),
        ("section:CC-PO", "CC-PO"),
        ("evidence:ab", ""),
        ("inspection", ""),
    ],
)
def test_a_subject_concerns_a_place(about: str, place: str) -> None:
    assert place_of(about) == place


def test_undoing_an_undoing_lets_the_act_stand_again_in_any_order_of_arrival() -> None:
    laptop = Laptop()
    first = laptop.answer("one")
    undoing = laptop.record(first.body, undoes=first.id)  # type: ignore[arg-type]
    assert undone([first, undoing]) == {first.id}
    redoing = laptop.record(first.body, undoes=undoing.id)  # type: ignore[arg-type]
    assert undone([redoing, undoing, first]) == {undoing.id}
    again = laptop.record(first.body, undoes=redoing.id)  # type: ignore[arg-type]
    assert undone([undoing, again, first, redoing]) == {redoing.id, first.id}
