"""What was looked at on a laptop: judged well, or told with what to do."""

import pytest

from inspector_app.domain import health
from inspector_app.domain.health import DAY_MS, Finding, Part
from inspector_app.domain.readiness import State

NOW = 1_800_000_000_000
MINUTE = 60_000


def test_a_disk_that_is_nearly_full_is_told_with_how_much_has_to_be_freed() -> None:
    assert health.of_space(50_000_000_000, 1_000).state is State.OK
    full = health.of_space(900_000_000, 200_000_000)
    assert full.state is State.LOOK
    assert "1.2 GB" in full.advice
    assert health.of_space(None, 1).state is State.NOT_CHECKED


@pytest.mark.parametrize(
    ("built", "last", "ahead", "told"),
    [
        (NOW - DAY_MS, NOW - MINUTE, 0, "plausible."),
        (NOW - DAY_MS, None, None, "what was recorded last was not compared"),
        (NOW + DAY_MS, None, None, "before this version of the app was made"),
        (NOW - DAY_MS, NOW + 20 * MINUTE, None, "put back, or was ahead"),
        (NOW - DAY_MS, NOW, 45 * MINUTE, "45 minutes ahead of base’s"),
        (NOW - DAY_MS, NOW, -45 * MINUTE, "45 minutes behind base’s"),
    ],
)
def test_a_clock_is_compared_with_the_app_the_last_act_and_base(
    built: int, last: int | None, ahead: int | None, told: str
) -> None:
    found = health.of_clock(NOW, built, last, ahead)
    assert told in found.words
    assert (found.state is State.OK) == ("plausible" in told or "compared" in told)


@pytest.mark.parametrize(("days", "state"), [(-1, State.LOOK), (10, State.LOOK), (400, State.OK)])
def test_a_certificate_is_told_before_it_runs_out(days: int, state: State) -> None:
    found = health.of_certificate("It", NOW + days * DAY_MS, NOW)
    assert (found.state, bool(found.advice)) == (state, state is State.LOOK)


@pytest.mark.parametrize(
    ("files", "whole", "begun", "state"),
    [
        (0, None, None, State.OK),
        (3, None, None, State.NOT_CHECKED),
        (3, None, NOW - DAY_MS, State.NOT_CHECKED),
        (3, NOW - 10 * DAY_MS, NOW, State.OK),
        (3, NOW - 50 * DAY_MS, NOW, State.LOOK),
        (3, None, NOW - 50 * DAY_MS, State.LOOK),
    ],
)
def test_files_that_were_long_not_read_are_told(
    files: int, whole: int | None, begun: int | None, state: State
) -> None:
    assert health.of_reading(files, whole, begun, NOW).state is state


@pytest.mark.parametrize(
    ("refused", "contact", "unsent", "state"),
    [
        ("", NOW - DAY_MS, 0, State.OK),
        ("", NOW - 30 * DAY_MS, 0, State.OK),
        ("", NOW - DAY_MS, 9, State.OK),
        ("", NOW - 30 * DAY_MS, 9, State.LOOK),
        ("", None, 0, State.LOOK),
        ("It was revoked.", NOW, 0, State.LOOK),
    ],
)
def test_what_waits_long_for_base_is_told(
    refused: str, contact: int | None, unsent: int, state: State
) -> None:
    found = health.of_base("Eastern region", refused, contact, unsent, NOW)
    assert found.state is state
    assert (refused in found.details) == bool(refused)


def test_the_report_tells_first_what_came_of_it_and_what_needs_somebody() -> None:
    found = (
        health.ok(Part.SPACE, "There is room."),
        health.look(Part.CLOCK, "It is slow.", "Set it.", ["By an hour."]),
        health.unseen(Part.BASE, "Nobody looked."),
    )
    assert health.words(found) == (
        "1 thing needs somebody; 1 thing was not looked at. Nothing was changed.",
        *("", "Needs somebody", "• It is slow.", "    By an hour.", "    → Set it."),
        *("", "Not looked at", "• Nobody looked."),
        *("", "Well", "• There is room."),
    )
    assert not health.is_sound(found)
    assert health.is_sound([found[0], found[2]])
    assert health.summary([found[0]]) == "All that was looked at is well. Nothing was changed."


def test_every_finding_that_needs_somebody_says_what_to_do() -> None:
    for found in (
        health.of_space(1, 1),
        health.of_clock(NOW, NOW + 1, None, None),
        health.of_certificate("It", 0, NOW),
        health.of_reading(1, 0, 0, NOW),
        health.of_base("Base", "No.", None, 0, NOW),
    ):
        assert isinstance(found, Finding)
        assert found.advice.endswith("."), found
