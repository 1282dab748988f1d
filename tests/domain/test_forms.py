"""Values as plain JSON and back, strictly: nothing is guessed, equal values have equal forms."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import forms
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, CapabilitySource, Outcome
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.codec import canonical
from inspector_app.domain.dates import PartialDate, Precision
from inspector_app.domain.errors import BadInput
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.values import (
    CLASS_OF,
    Value,
)
from tests.support.values import VALUES

DAY = PartialDate("2013-09-16", Precision.DAY)
EVERY_VALUE = [value for each in VALUES.values() for value in each]


def test_every_kind_of_value_is_tried_here() -> None:
    assert {type(value) for value in EVERY_VALUE} == set(CLASS_OF.values())


@pytest.mark.parametrize("value", EVERY_VALUE, ids=lambda value: type(value).__name__)
def test_every_kind_of_value_is_read_back_equal(value: Value) -> None:
    answer = Answer({"part": value})

    form = forms.as_json(answer)

    assert forms.from_json(Answer, form) == answer
    assert canonical(form)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_is_read_back_equal(outcome: Outcome) -> None:
    account = Account(LineId("CC-PO-01"), outcome=outcome, role="Inspector", as_at=DAY)

    assert forms.from_json(Account, forms.as_json(account)) == account


def test_what_is_left_at_its_default_is_left_out() -> None:
    assert forms.as_json(Answer()) == {}
    assert forms.as_json(Headline("Good.")) == {"text": "Good."}
    assert forms.as_json(Member(TeamRole.LEAD, "JS", present=True)) == {
        "role": "lead",
        "initials": "JS",
    }


def test_choices_are_written_as_the_words_that_are_stored() -> None:
    answer = Answer(
        capability=(CapabilitySource.OWN,), marking=Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL")
    )

    assert forms.as_json(answer) == {
        "capability": ["own"],
        "marking": {"tier": "OFFICIAL-SENSITIVE", "descriptor": "PERSONAL"},
    }


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (Answer, {"note": 1}),
        (Answer, {"note": None}),
        (Answer, {"note": ["a"]}),
        (Answer, {"not a field": 1}),
        (Answer, {"do_not_export": "yes"}),
        (Answer, {"do_not_export": 0}),
        (Answer, {"outcome": "yes"}),
        (Answer, {"outcome": 1}),
        (Answer, {"values": []}),
        (Answer, {"values": {"a": {"kind": "no such kind"}}}),
        (Answer, {"values": {"a": {"value": "met"}}}),
        (Answer, {"values": {"a": {"kind": "judgement"}}}),
        (Answer, {"values": {"a": {"kind": "count", "number": True}}}),
        (Answer, {"values": {"a": {"kind": "count", "number": "3"}}}),
        (Answer, {"values": {"a": {"kind": "count", "number": 1.0}}}),
        (Answer, {"as_at": {"value": "2013-02-30", "precision": "day"}}),
        (Answer, {"as_at": "2013-02-03"}),
        (Answer, {"marking": {"tier": "SECRET"}}),
        (Answer, []),
        (Answer, None),
        (Answer, "answer"),
        (Answer, 1.5),
        (Headline, {}),
        (Member, {"role": "boss", "initials": "JS"}),
        (bodies.EvidenceLinked, {"evidence": 3, "line": "CC-PO-01"}),
    ],
)
def test_what_is_not_exactly_of_its_kind_is_refused_in_words(kind: type[Any], form: object) -> None:
    with pytest.raises(BadInput, match=f"{kind.__name__} cannot be read"):
        forms.from_json(kind, form)


def test_a_refusal_says_where_it_lies() -> None:
    with pytest.raises(BadInput, match="note"):
        forms.from_json(Answer, {"note": 5})


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["values", "note", "kind", "as_at", "x"]), inner)
        ),
        max_leaves=8,
    )
)
def test_whatever_comes_from_outside_is_read_or_refused_and_never_a_fault(form: object) -> None:
    try:
        answer = forms.from_json(Answer, form)
    except BadInput:
        return
    assert forms.from_json(Answer, forms.as_json(answer)) == answer


@pytest.mark.parametrize(
    "form",
    [
        {"note": ["x" * 9_000]},
        {"note": [["x"] * 9_000]},
        {"x" * 9_000: "y"},
        {"values": {"a": {"kind": "x" * 9_000}}},
        {"outcome": "x" * 9_000},
        "x" * 9_000,
    ],
)
def test_a_refusal_does_not_quote_all_that_somebody_wrote(form: Any) -> None:
    """Found by fuzzing: a change of 9,000 characters was refused in as many."""
    with pytest.raises(BadInput) as refused:
        forms.from_json(Answer, form)
    assert len(str(refused.value)) < 700
