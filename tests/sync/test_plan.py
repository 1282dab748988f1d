"""What still has to travel is found from what each side says, and sending it makes both equal."""

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.ids import ChainId, ChangeId
from inspector_app.sync.plan import Held, Vector, has_news, missing, vector


def change(chain: str, number: int, branch: str = "") -> Held:
    return Held(ChangeId(f"{chain}{number}{branch}"), ChainId(chain), number)


CHAINS = st.sets(
    st.builds(change, st.sampled_from("abc"), st.integers(1, 5), st.sampled_from(["", "", "", "x"]))
)
"""Lines, gaps and forks alike."""
PREFIXES = st.fixed_dictionaries({chain: st.integers(0, 6) for chain in "abc"})


def lines(lengths: dict[str, int]) -> set[Held]:
    return {change(c, n) for c, length in lengths.items() for n in range(1, length + 1)}


@given(PREFIXES, PREFIXES)
def test_of_chains_without_fault_exactly_what_lacks_is_sent(
    mine: dict[str, int], theirs: dict[str, int]
) -> None:
    here, there = lines(mine), lines(theirs)
    lacking = {each.change for each in here - there}
    assert set(missing(here, vector(there))) == lacking
    assert has_news(here, vector(there)) == bool(there - here)


@given(CHAINS, CHAINS)
def test_both_hold_the_same_after_each_has_sent_twice_whatever_was_forked(
    one: set[Held], other: set[Held]
) -> None:
    held = {each.change: each for each in one | other}
    sides = [set(one), set(other)]
    for giving, taking in ((0, 1), (1, 0), (0, 1)):
        sent = missing(sides[giving], vector(sides[taking]))
        sides[taking] |= {held[each] for each in sent}
    assert sides[0] == sides[1] == one | other
    assert not missing(sides[0], vector(sides[1]))
    assert not has_news(sides[0], vector(sides[1]))


def test_nothing_is_held_back_from_a_laptop_that_never_said_anything() -> None:
    here = lines({"a": 3, "b": 1, "c": 0})
    assert set(missing(here, Vector())) == {each.change for each in here}


def test_what_is_kept_apart_is_never_vouched_for_by_a_number() -> None:
    apart = Held(ChangeId("a2"), ChainId("a"), 2, is_admitted=False)
    told = vector([change("a", 1), apart])
    assert told.lines == {}
    assert told.loose == {"a": {"a1", "a2"}}
