"""What still has to travel is found from what each side says, and sending it makes both equal."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.ids import ChainId, ChangeId
from inspector_app.sync.plan import Held, Vector, has_news, missing, vector


def change(chain: str, number: int, branch: str = "") -> Held:
    return Held(ChangeId(f"{chain}{number}{branch}"), ChainId(chain), number)


@dataclass(frozen=True, order=True)
class Made:
    """A change as its device made it: of the first line, or of one that left it at ``fork``."""

    chain: str
    number: int
    fork: int

    @property
    def branch(self) -> int:
        return self.fork if 0 < self.fork <= self.number else 0

    @property
    def follows(self) -> ChangeId:
        """The change before it on its own branch."""
        return Made(self.chain, self.number - 1, self.fork).id

    @property
    def id(self) -> ChangeId:
        """It tells the whole line before it, as a real one does by its hash."""
        return ChangeId(f"{self.chain}{self.number}/{self.branch}")


CHAINS = st.sets(
    st.builds(Made, st.sampled_from("abc"), st.integers(1, 5), st.sampled_from([0, 0, 0, 1, 3]))
)
"""Lines, gaps and forks alike."""


def held(made: set[Made], *, latest_first: bool) -> set[Held]:
    """What a laptop makes of them: of two that follow on one change it admits one."""
    admitted: set[ChangeId] = set()
    for each in sorted(
        made, key=lambda m: (m.chain, m.number, -m.fork if latest_first else m.fork)
    ):
        rivals = {Made(each.chain, each.number, fork).id for fork in (0, 1, 3)}
        if not rivals & admitted and (each.number == 1 or each.follows in admitted):
            admitted.add(each.id)
    return {
        Held(m.id, ChainId(m.chain), m.number, None if m.id in admitted else m.follows)
        for m in made
    }


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
    one: set[Made], other: set[Made]
) -> None:
    made = {each.id: each for each in one | other}
    sides = [{made[each.id] for each in side} for side in (one, other)]

    def of(side: int) -> set[Held]:
        return held(sides[side], latest_first=bool(side))

    for giving, taking in ((0, 1), (1, 0), (0, 1)):
        sides[taking] |= {made[each] for each in missing(of(giving), vector(of(taking)))}
    assert sides[0] == sides[1] == set(made.values())
    assert not missing(of(0), vector(of(1)))
    assert not has_news(of(0), vector(of(1)))


def test_nothing_is_held_back_from_a_laptop_that_never_said_anything() -> None:
    here = lines({"a": 3, "b": 1, "c": 0})
    assert set(missing(here, Vector())) == {each.change for each in here}


def test_what_is_kept_apart_is_vouched_for_by_a_number_only_where_it_is_linked() -> None:
    one, two, three = change("a", 1), change("a", 2), change("a", 3)
    refused = replace(two, follows=one.change)
    assert vector([one, refused, three]).lines == {"a": (3, three.change)}
    stray = replace(two, follows=ChangeId("x1"))
    told = vector([one, stray])
    assert told.lines == {}
    assert told.loose == {"a": {"a1", "a2"}}


def test_what_is_refused_here_and_not_there_does_not_travel_again() -> None:
    here = [change("a", 1), replace(change("a", 2), follows=ChangeId("a1"))]
    there = vector([change("a", 1), change("a", 2)])
    assert missing(here, there) == []
    assert not has_news(here, there)
