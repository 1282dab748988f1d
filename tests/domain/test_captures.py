"""When photographs were taken, by clocks that nobody set; to which source they belong."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import dates
from inspector_app.domain.captures import (
    Assumed,
    ClockReading,
    camera_time,
    corrected,
    is_twice,
    london,
    read_clock,
    slow_words,
)
from inspector_app.domain.changes.bodies import SourceRecorded, Subject, subject
from inspector_app.domain.errors import BadInput
from inspector_app.domain.grouping import Placed, Shot, cameras_without_clock, placed, spans
from inspector_app.domain.ids import Sha256, SourceId
from inspector_app.domain.sources import (
    DocumentSighted,
    EquipmentInspection,
    Interview,
    Particulars,
    Sitting,
    Source,
    UnannouncedTest,
)
from tests.support.standings import Journal, a_journal

PHOTO = Sha256("c" * 64)
NOW_MS = 1_379_500_000_000
"""18 September 2013, 11:26 in London."""


def clock(shown: str, captured_at: str, camera: str = "") -> ClockReading:
    return read_clock(shown, PHOTO, captured_at, camera)


def at(written: str, reading: ClockReading | None) -> str:
    """When a photograph was taken, as London's clocks showed it."""
    time = camera_time(written)
    assert time is not None
    capture = corrected(time, reading)
    assert capture is not None
    return f"{london(capture.at_ms):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("shown", "camera", "photo", "taken", "words"),
    [
        ("14:20:05", "2013:09:17 14:16:53", "2013:09:17 15:00:00", "2013-09-17 15:03:12",
         "3 min 12 s slow"),
        ("14:20:00", "2013:09:17 15:20:00", "2013:09:17 16:00:00", "2013-09-17 15:00:00",
         "1 h fast"),
        ("2013-09-17 14:20:00", "2008:01:01 00:00:00", "2008:01:01 01:00:00",
         "2013-09-17 15:20:00", "2,086 days 14 h 20 min slow"),
        ("00:01:00", "2013:09:16 23:59:00", "2013:09:16 23:00:00", "2013-09-16 23:02:00",
         "2 min slow"),
        ("23:59", "2013:09:17 00:01:00", "2013:09:17 00:02:00", "2013-09-17 00:00:00",
         "2 min fast"),
        ("9:05", "2013:09:17 09:05:00", "2013:09:17 10:00:00", "2013-09-17 10:00:00",
         "right to the second"),
    ],
)  # fmt: skip
def test_a_photo_of_the_laptops_clock_tells_when_the_others_were_taken(
    shown: str, camera: str, photo: str, taken: str, words: str
) -> None:
    reading = clock(shown, camera)
    assert at(photo, reading) == taken
    assert slow_words(round(reading.slow.total_seconds())) == words


def test_a_camera_runs_on_over_the_change_of_the_clocks() -> None:
    # The clock's photo in summer time; the last Sunday of October lies between.
    reading = clock("2013-10-26 12:00:00", "2013:10:26 12:00:00")
    assert at("2013:10:26 13:00:00", reading) == "2013-10-26 13:00:00"
    assert at("2013:10:27 13:00:00", reading) == "2013-10-27 12:00:00"
    (photo,) = placed([Shot("a", "2013:10:27 13:00:00")], [reading], (), NOW_MS * 2)
    assert "the clocks were changed between" in photo.remark


def test_a_telephone_that_writes_its_offset_is_right_on_both_sides_of_the_change() -> None:
    reading = clock("2013-10-26 12:00:30", "2013:10:26 12:00:00+01:00")
    assert at("2013:10:27 12:00:00+00:00", reading) == "2013-10-27 12:00:30"
    (photo,) = placed([Shot("a", "2013:10:27 12:00:00+00:00")], [reading], (), NOW_MS * 2)
    assert "clocks were changed" not in photo.remark
    assert photo.capture is not None
    assert photo.capture.assumed is Assumed.CAMERA_OFFSET


def test_without_a_photo_of_the_clock_the_camera_is_taken_for_right_and_that_is_said() -> None:
    assert at("2013:09:17 14:00:00", None) == "2013-09-17 14:00:00"
    assert at("2013:09:17 14:00:00+02:00", None) == "2013-09-17 13:00:00"
    time = camera_time("2013:09:17 14:00:00")
    assert time is not None
    capture = corrected(time, None)
    assert capture is not None
    assert (capture.assumed, capture.clock, capture.slow_s) == (Assumed.CAMERA_RIGHT, None, 0)


def test_a_time_that_london_had_twice_is_the_first_and_one_it_never_had_is_refused() -> None:
    assert is_twice(clock("2013-10-27 01:30", "2013:10:27 01:30:00"))
    assert not is_twice(clock("2013-10-27 03:30", "2013:10:27 03:30:00"))
    with pytest.raises(BadInput, match="There was no 01:30 in London on 2013-03-31"):
        clock("2013-03-31 01:30", "2013:03:31 01:30:00")


@pytest.mark.parametrize(
    "shown", ["", "soon", "25:00", "14:61", "2013-02-31 14:00", "14", "14:00:99"]
)
def test_what_no_clock_shows_is_refused(shown: str) -> None:
    with pytest.raises(BadInput, match="is not a time"):
        clock(shown, "2013:09:17 14:00:00")


def test_a_clocks_photo_without_a_time_of_its_own_is_refused() -> None:
    for written in ("", "2013:02:31 14:00:00", "0000:00:00 00:00:00"):
        with pytest.raises(BadInput, match="does not hold its camera’s time"):
            clock("14:00", written)


def test_two_cameras_go_each_by_its_own_photo_of_the_clock_in_one_pass() -> None:
    one = read_clock("14:00:00", PHOTO, "2013:09:17 13:00:00", "One")
    other = read_clock("14:05:00", Sha256("0" * 64), "2013:09:17 14:35:00", "Other")
    shots = [
        Shot("a", "2013:09:17 13:10:00", "One"),
        Shot("b", "2013:09:17 14:45:00", "Other"),
        Shot("c", "2013:09:17 14:45:00", "Third"),
    ]
    first, second, third = placed(shots, [one, other], (), NOW_MS)
    assert first.capture is not None
    assert second.capture is not None
    assert f"{london(first.capture.at_ms):%H:%M}" == "14:10"
    assert f"{london(second.capture.at_ms):%H:%M}" == "14:15"
    assert third.capture is None
    assert third.remark == "taken by Third, not by a camera with a clock’s photo"
    assert cameras_without_clock(shots, [one, other]) == (("Third", 1),)


def test_of_two_photos_of_the_clock_by_one_camera_the_nearer_in_time_counts() -> None:
    morning = read_clock("09:00:00", PHOTO, "2013:09:17 09:00:00", "One")
    evening = read_clock("18:00:00", Sha256("0" * 64), "2013:09:17 17:00:00", "One")
    shots = [Shot("a", "2013:09:17 10:00:00", "One"), Shot("b", "2013:09:17 16:00:00", "One")]
    early, late = placed(shots, [morning, evening], (), NOW_MS)
    assert early.capture is not None
    assert late.capture is not None
    assert f"{london(early.capture.at_ms):%H:%M}" == "10:00"
    assert f"{london(late.capture.at_ms):%H:%M}" == "17:00"


@given(st.text(max_size=30))
def test_no_text_of_a_camera_breaks_anything(written: str) -> None:
    (photo,) = placed([Shot("a", written)], (), (), NOW_MS)
    assert photo.source is None


@given(st.datetimes(), st.integers(-10_000_000, 10_000_000))
def test_any_time_and_any_wrongness_can_be_told(wall: object, slow_s: int) -> None:
    written = f"{wall:%Y:%m:%d %H:%M:%S}".rjust(19, "0")
    placed([Shot("a", written)], (), (), NOW_MS)
    assert slow_words(slow_s).endswith(("slow", "fast", "second"))


def test_photos_that_cannot_be_timed_say_why_and_lie_in_the_tray() -> None:
    reading = clock("14:20", "2013:09:17 14:20:00", "Maker One")
    shots = [
        Shot("none", "", "Maker One"),
        Shot("unreal", "2013:02:31 12:00:00", "Maker One"),
        Shot("other", "2013:09:17 12:00:00", "Maker Two"),
        Shot("zone", "2013:09:17 12:00:00+01:00", "Maker One"),
        Shot("old", "1980:01:01 12:00:00", "Maker One"),
        Shot("late", "2033:01:01 12:00:00", "Maker One"),
    ]
    found = {each.key: each for each in placed(shots, [reading], (), NOW_MS)}
    assert all(each.source is None for each in found.values())
    assert "no time of capture" in found["none"].remark
    assert "a time that is none" in found["unreal"].remark
    assert "taken by Maker Two" in found["other"].remark
    assert "in one of the two photos only" in found["zone"].remark
    for key in ("old", "late"):
        assert "was not set" in found[key].remark
    assert [each.key for each in placed(shots, [reading], (), NOW_MS)] == [s.key for s in shots]


def a_source(
    journal: Journal, number: str, particulars: Particulars, when: str = "2013-09-17"
) -> SourceId:
    id_ = SourceId(number.replace("/", "-").lower())
    source = Source(particulars, f"Source {number}", number, dates.read(when) if when else None)
    journal.record(subject(Subject.SOURCE, id_), SourceRecorded(source))
    return id_


def group(journal: Journal, *captured: str) -> list[Placed]:
    shots = [Shot(str(n), each) for n, each in enumerate(captured)]
    return list(placed(shots, (), spans(journal.standing().sources()), NOW_MS))


def test_a_photo_goes_to_the_one_source_of_its_day() -> None:
    journal = a_journal()
    carrier = a_source(journal, "JS/1", EquipmentInspection())
    a_source(journal, "JS/2", DocumentSighted())
    a_source(journal, "JS/3", Interview(), "2013-09")
    a_source(journal, "JS/4", Interview(), "since 2013-09-17")
    a_source(journal, "JS/5", Interview(), "")
    days = (
        "2013:09:16 23:59:59",
        "2013:09:17 00:00:00",
        "2013:09:17 23:59:59",
        "2013:09:18 00:00:00",
    )
    assert [each.source for each in group(journal, *days)] == [None, carrier, carrier, None]
    assert group(journal, days[0])[0].remark == "no source at that time"


def test_of_two_sources_on_one_day_the_app_does_not_guess() -> None:
    journal = a_journal()
    a_source(journal, "JS/1", EquipmentInspection())
    a_source(journal, "JS/2", Interview())
    (photo,) = group(journal, "2013:09:17 12:00:00")
    assert photo.source is None
    assert photo.remark == "2 sources have that day and no hours"


def test_hours_go_before_days_and_the_innermost_before_the_others() -> None:
    journal = a_journal()
    day = a_source(journal, "JS/1", EquipmentInspection())
    test = UnannouncedTest(started="10:00", ended="12:00")
    outer = a_source(journal, "JS/2", test)
    inner = a_source(journal, "JS/3", replace(test, started="10:30", ended="11:00"))
    found = group(
        journal,
        "2013:09:17 09:49:00",
        "2013:09:17 09:55:00",
        "2013:09:17 10:15:00",
        "2013:09:17 10:45:00",
        "2013:09:17 12:09:00",
        "2013:09:17 12:11:00",
    )
    assert [each.source for each in found] == [day, outer, outer, inner, outer, day]
    assert [each.remark for each in found] == [
        "", "5 min before it began", "", "", "9 min after it ended", "",
    ]  # fmt: skip


def test_an_encounter_that_was_captured_takes_the_photos_of_its_hours() -> None:
    journal = a_journal()
    began_ms = 1_379_415_600_000  # 17 September 2013, 12:00 in London
    for number, ended_ms in (("JS/1", began_ms + 3_600_000), ("JS/2", None)):
        source = Source(
            Interview(),
            "Chiefs",
            number,
            dates.read("2013-09-17"),
            sitting=Sitting(began_ms, ended_ms),
        )
        about = subject(Subject.SOURCE, number.replace("/", "-").lower())
        journal.record(about, SourceRecorded(source))
    found = group(journal, "2013:09:17 12:30:00", "2013:09:17 15:00:00")
    assert [each.source for each in found] == ["js-1", "js-2"], "the second has its day alone"


def test_a_test_at_night_goes_on_after_midnight() -> None:
    journal = a_journal()
    night = a_source(journal, "JS/1", UnannouncedTest(started="23:30", ended="00:40"))
    found = group(journal, "2013:09:17 23:45:00", "2013:09:18 00:30:00", "2013:09:17 00:30:00")
    assert [each.source for each in found] == [night, night, None]
