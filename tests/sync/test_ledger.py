"""A ledger that is kept in step says what one that is made anew would say."""

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.ids import ChainId, ChangeId
from inspector_app.sync.plan import Held, Ledger, vector
from inspector_app.sync.vectors import form_of, vector_of

CHAINS = [ChainId(each * 32) for each in "ab"]
HELD = [
    Held(ChangeId(f"{chain[0]}{number}{twin}".ljust(64, "0")), chain, number, follows)
    for chain in CHAINS
    for number in range(1, 6)
    for twin, follows in (
        ("0", None),
        ("1", ChangeId(f"{chain[0]}{number - 1}1".ljust(64, "0"))),
        ("2", ChangeId("f" * 64)),
    )
]


@given(st.lists(st.lists(st.sampled_from(HELD), max_size=6), max_size=5))
def test_it_is_in_step_after_every_arrival(arrivals: list[list[Held]]) -> None:
    ledger = Ledger([])
    everything: dict[ChangeId, Held] = {}
    for some in arrivals:
        fresh = {each.change: each for each in some if each.change not in everything}
        everything |= fresh
        assert ledger.add(fresh.values()) == len(fresh)
        assert ledger.vector() == vector(everything.values())
        assert all(each in ledger for each in everything)
    assert vector_of(form_of(ledger.vector())) == ledger.vector()
    assert Ledger(everything.values()).vector() == ledger.vector()
