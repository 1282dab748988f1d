"""Ready to travel: each check says what was looked at, and claims no more."""

from dataclasses import replace

import pytest

from inspector_app.domain.readiness import (
    SPACE_FOR_FILES,
    Check,
    Item,
    Laptop,
    Printers,
    State,
    Team,
    item_words,
    laptop_words,
    of_clock,
    of_pack,
    of_passphrase,
    of_printer,
    of_space,
    of_team,
    of_team_unread,
    state_words,
    summed,
)

NOON = 1_379_329_200_000
"""16 September 2013, 12:00 in London."""
HOUR = 3_600_000
LEVEL = Laptop("AM", True, NOON, NOON, True, 0)
WHOLE = Team((LEVEL,), (), 0, 0, "")


def test_a_passphrase_that_was_not_tried_is_not_called_tried() -> None:
    never = of_passphrase(None, 0)
    assert (never.state, "never" in never.words) == (State.NOT_CHECKED, True)
    long_ago = of_passphrase(None, NOON)
    assert long_ago.state is State.NOT_CHECKED
    assert "last tried on 16 September 2013, 12:00" in long_ago.words
    assert of_passphrase(False, NOON).state is State.LOOK
    assert of_passphrase(True, NOON).state is State.OK


def test_laptops_that_hold_the_same_are_in_order_and_each_says_until_when() -> None:
    check = of_team(WHOLE)
    assert check.state is State.OK
    assert check.details == (
        "AM: work up to 16 September 2013, 12:00 is here; it held the same when it last said so, "
        "on 16 September 2013, 12:00.",
    )


@pytest.mark.parametrize(
    ("team", "says"),
    [
        (replace(WHOLE, laptops=(replace(LEVEL, is_level=False),)), "not hold the same"),
        (replace(WHOLE, laptops=(replace(LEVEL, lacks=2),)), "not hold the same"),
        (replace(WHOLE, without=("BK",)), "1 person has no laptop here"),
        (replace(WHOLE, versions=3), "3 places stand in differing versions"),
        (replace(WHOLE, waiting=1), "1 change waits to be taken in"),
        (replace(WHOLE, fault="A link is broken."), "does not fit together"),
    ],
)
def test_whatever_keeps_the_team_apart_is_to_be_looked_at(team: Team, says: str) -> None:
    check = of_team(team)
    assert check.state is State.LOOK
    assert says in check.words
    assert check.advice


def test_several_faults_of_the_team_stand_in_one_sentence() -> None:
    check = of_team(replace(WHOLE, without=("BK", "CL"), versions=1, waiting=2))
    assert check.words == (
        "2 changes wait to be taken in, 2 people have no laptop here and 1 place stands in "
        "differing versions."
    )
    assert "BK: no laptop of theirs has come together with this one." in check.details


def test_a_laptop_alone_is_in_order_and_one_that_is_not_shared_with_is_told() -> None:
    alone = of_team(Team((), (), 0, 0, ""))
    assert (alone.state, "only one" in alone.words) == (State.OK, True)
    stranger = replace(LEVEL, is_in=False)
    assert of_team(replace(WHOLE, laptops=(stranger,))).state is State.OK
    assert laptop_words(stranger) == "AM: the inspection is not shared with this laptop."
    silent = replace(LEVEL, until_ms=0, heard_ms=0, is_level=False)
    assert laptop_words(silent) == "AM: no work is here; it has not said what it holds."
    assert of_team_unread("The checklist is damaged.").state is State.NOT_CHECKED


def test_only_the_very_pack_that_was_pinned_is_in_order() -> None:
    assert of_pack("spr-2012 1.0.0", "a" * 64, "a" * 64).state is State.OK
    assert of_pack("spr-2012 1.0.0", "a" * 64, "b" * 64).state is State.LOOK
    gone = of_pack("spr-2012 1.0.0", "a" * 64, None, "It is not on this laptop.")
    assert gone.state is State.LOOK
    assert gone.words.endswith("pinned: It is not on this laptop.")


def test_room_is_measured_against_what_a_visit_needs() -> None:
    need = SPACE_FOR_FILES + 2 * 50_000_000
    assert of_space(need, 50_000_000).state is State.OK
    short = of_space(need - 1, 50_000_000)
    assert (short.state, short.words[:5]) == (State.LOOK, "Only ")
    assert of_space(None, 0).state is State.NOT_CHECKED


def test_a_printer_that_is_set_up_is_not_called_working() -> None:
    assert of_printer(None).state is State.NOT_CHECKED
    assert of_printer(Printers((), "")).state is State.LOOK
    one = of_printer(Printers(("Back room", "Front desk"), "Front desk"))
    assert (one.state, one.details) == (State.OK, ("Back room",))
    assert "Nothing was printed to try it" in one.words
    assert of_printer(Printers(("Back room",), "", is_in_error=True)).state is State.LOOK


@pytest.mark.parametrize(
    ("own", "others", "offset", "state", "says"),
    [
        (NOON - HOUR, NOON - HOUR, 60, State.OK, "not gone back"),
        (0, 0, 60, State.OK, "not gone back"),
        (NOON + 1, 0, 60, State.LOOK, "set back"),
        (NOON, NOON + 9 * 60_000, 60, State.OK, "not gone back"),
        (NOON, NOON + HOUR, 60, State.LOOK, "behind another laptop"),
        (NOON, NOON, 0, State.LOOK, "UTC+0:00, and London’s is UTC+1:00"),
        (NOON, NOON, -210, State.LOOK, "UTC−3:30"),
    ],
)
def test_a_clock_is_held_against_the_acts_that_are_here(
    own: int, others: int, offset: int, state: State, says: str
) -> None:
    check = of_clock(NOON, own, others, offset, 60)
    assert check.state is state
    assert says in check.words


def test_every_item_and_state_has_its_words() -> None:
    assert len({item_words(each) for each in Item}) == len(Item)
    assert len({state_words(each) for each in State}) == len(State)
    checks = [Check(Item.TEAM, each, "") for each in (State.OK, State.LOOK, State.OK)]
    assert summed(checks) == "2 in order, 1 to look at, 0 not checked"
