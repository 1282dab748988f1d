"""The phases follow each other in one order."""

from inspector_app.domain.phases import Phase


def test_a_phase_has_reached_itself_and_those_before_it_and_none_after() -> None:
    order = list(Phase)
    for at, phase in enumerate(order):
        assert [phase.has_reached(other) for other in order] == [i <= at for i in range(len(order))]


def test_the_work_begins_with_planning_and_ends_archived() -> None:
    first, *_, last = Phase
    assert (first, last) == (Phase.PLANNING, Phase.ARCHIVED)
