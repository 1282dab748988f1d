"""Markings: what the app may hold, how it is printed, and which is highest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.markings import Marking, Tier, highest, read

MARKINGS = st.builds(
    Marking, st.sampled_from(Tier), st.sampled_from(["", "PERSONAL", "COMMERCIAL", "LOCSEN"])
)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("official", "OFFICIAL"),
        ("Official-Sensitive", "OFFICIAL-SENSITIVE"),
        ("OFFICIAL SENSITIVE", "OFFICIAL-SENSITIVE"),
        ("official–sensitive [personal]", "OFFICIAL-SENSITIVE [PERSONAL]"),
        ("OFFICIAL-SENSITIVE  COMMERCIAL", "OFFICIAL-SENSITIVE [COMMERCIAL]"),
    ],
)
def test_what_is_typed_is_printed_in_capitals(typed: str, printed: str) -> None:
    assert read(typed).words() == printed


@pytest.mark.parametrize("typed", ["SECRET", "top secret", "UK Secret"])
def test_material_above_official_sensitive_is_kept_out_and_it_is_said_what_to_do(
    typed: str,
) -> None:
    with pytest.raises(RuleViolation, match="only its title, its owner and where it is held"):
        read(typed)


@pytest.mark.parametrize(
    "typed", ["", "RESTRICTED", "Confidential", "NOT PROTECTIVELY MARKED", "OFFICIALLY"]
)
def test_a_marking_of_another_scheme_is_refused(typed: str) -> None:
    with pytest.raises(RuleViolation, match="present scheme"):
        read(typed)


@given(MARKINGS)
def test_a_printed_marking_is_read_back_equal(marking: Marking) -> None:
    assert read(marking.words()) == marking


@given(st.lists(MARKINGS), st.data())
def test_the_highest_marking_is_one_whatever_the_order(
    markings: list[Marking], data: st.DataObject
) -> None:
    found = highest(markings)

    assert highest(data.draw(st.permutations(markings))) == found
    tiers = list(Tier)
    assert all(tiers.index(m.tier) <= tiers.index(found.tier) for m in markings)
    assert highest([*markings, found]) == found


def test_the_descriptors_of_the_highest_tier_are_all_kept() -> None:
    sensitive = Tier.OFFICIAL_SENSITIVE
    found = highest(
        [
            Marking(sensitive, "PERSONAL"),
            Marking(Tier.OFFICIAL, "LOCSEN"),
            Marking(sensitive, "COMMERCIAL"),
        ]
    )

    assert found.words() == "OFFICIAL-SENSITIVE [COMMERCIAL, PERSONAL]"
    assert highest([]) == Marking()
