"""A hurried interview by keyboard: begun on the spot, noted, ended, sorted; and a test run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.ids import LineId, SourceId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.notes import notes_of, timetable
from inspector_app.domain.sources import RunState, UnannouncedTest
from inspector_app.domain.standing import Standing
from inspector_app.services.encounters import Draft
from inspector_app.ui.pages.encounter_page import EncounterPage
from inspector_app.ui.pages.page import Screen
from tests.support.desk_window import DeskWindow, with_sample

KEY, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskWindow]:
    with_sample(tmp_path)
    desk = DeskWindow(tmp_path)
    desk.unlock()
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.BOARD
    yield desk
    desk.close()


def page(desk: DeskWindow) -> EncounterPage:
    shown = desk.window.current_page
    assert isinstance(shown, EncounterPage)
    return shown


def standing(desk: DeskWindow) -> Standing:
    inspection = desk.window._inspection
    assert inspection is not None
    return inspection.standing


def ctrl_i(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_I)
    assert desk.screen is Screen.ENCOUNTER


def go_to(desk: DeskWindow, name: str) -> None:
    if (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    page(desk).timetable.fields[name].setFocus()
    page(desk).timetable.fields[name].selectAll()


def begin(desk: DeskWindow, role: str, speaks: str) -> SourceId:
    ctrl_i(desk)
    desk.type(role)
    go_to(desk, "speaks")
    desk.type(speaks)
    desk.key(KEY.Key_Return)
    assert page(desk).stack.currentWidget() is page(desk).capture
    return SourceId(page(desk).place())


def test_a_hurried_interview_is_noted_ended_and_sorted_to_its_lines(desk: DeskWindow) -> None:
    source = begin(desk, "Duty superintendent", "CC-PO-09 CC-PO-11")
    assert QApplication.focusWidget() is page(desk).capture.text
    desk.type("Eight units, and tried in March.")
    desk.key(KEY.Key_1, ALT)
    desk.type("Would have to ask the region")
    desk.key(KEY.Key_F8)
    desk.key(KEY.Key_Return)
    desk.type("Unsure who signs")
    desk.ctrl(KEY.Key_B)
    assert desk.screen is Screen.BOARD
    ctrl_i(desk)
    assert page(desk).capture.text.toPlainText() == "Unsure who signs"
    desk.type(" for it.")
    desk.ctrl(KEY.Key_Return)
    assert page(desk).stack.currentWidget() is page(desk).tray
    desk.key(KEY.Key_2)
    desk.key(KEY.Key_K)
    assert Screen(desk.screen) is Screen.SOURCES
    first, second, third = notes_of(standing(desk), source)
    assert list(first.accounts) == ["CC-PO-09"]
    assert (second.paragraph.come_back, list(second.accounts)) == (True, ["CC-PO-11"])
    assert (third.paragraph.text, third.paragraph.is_note) == ("Unsure who signs for it.", True)
    found = standing(desk).source(source).value
    assert found is not None
    assert not found.is_going_on
    assert [role.name for role in found.roles] == ["Duty superintendent"]
    desk.key(KEY.Key_G)
    assert Screen(desk.screen) is Screen.SECTION
    words = [
        held.value.words for _, held in standing(desk).accounts(LineId("CC-PO-09")) if held.value
    ]
    assert "Eight units, and tried in March." in words


def test_a_test_run_goes_by_its_clock_and_is_undone_step_by_step(desk: DeskWindow) -> None:
    ctrl_i(desk)
    page(desk).timetable.kind.show_value("test")
    desk.type("Control room supervisor")
    desk.key(KEY.Key_Return)
    source = SourceId(page(desk).place())
    assert not page(desk).capture.strip.isHidden()
    desk.type("Request put")
    desk.key(KEY.Key_Space)
    desk.type("to the desk.")
    assert page(desk).capture.text.toPlainText() == "Request put to the desk."
    desk.key(KEY.Key_Return)
    desk.key(KEY.Key_Escape)
    desk.key(KEY.Key_Space)
    desk.key(KEY.Key_Space)
    run = standing(desk).source(source).value
    assert run is not None
    assert isinstance(run.particulars, UnannouncedTest)
    assert run.particulars.asked
    assert run.particulars.first_offered
    assert run.particulars.enough == ""
    desk.key(KEY.Key_F7)
    desk.ctrl(KEY.Key_Z)
    run = standing(desk).source(source).value
    assert run is not None
    assert isinstance(run.particulars, UnannouncedTest)
    assert run.particulars.enough == ""
    page(desk).capture.strip.abandon.click()
    desk.settle()
    run = standing(desk).source(source).value
    assert run is not None
    assert isinstance(run.particulars, UnannouncedTest)
    assert (run.particulars.state, run.particulars.abandoned) == (
        RunState.ABANDONED,
        "live incident",
    )


def test_locking_keeps_the_note_and_the_caret_and_unlocking_goes_on(desk: DeskWindow) -> None:
    begin(desk, "Duty superintendent", "CC-PO-09")
    limit = desk.window._idle.limit_seconds
    assert limit == 3 * 60 * desk.window.settings.auto_lock_minutes
    desk.type("Half a sentence")
    for _ in range(4):
        desk.key(KEY.Key_Left)
    desk.ctrl(KEY.Key_L)
    assert desk.screen is Screen.UNLOCK
    desk.unlock()
    desk.settle()
    text = page(desk).capture.text
    assert text.toPlainText() == "Half a sentence"
    assert text.textCursor().position() == 11
    assert QApplication.focusWidget() is text
    desk.key(KEY.Key_Return)
    desk.ctrl(KEY.Key_Return)
    assert desk.window._idle.limit_seconds == limit / 3


def test_a_timetable_is_planned_by_keyboard_and_stands_at_the_side_of_the_board(
    desk: DeskWindow,
) -> None:
    ctrl_i(desk)
    desk.type("Chief constable")
    go_to(desk, "day")
    desk.type("17/9/2013")
    desk.key(KEY.Key_Return)
    assert not timetable(standing(desk))
    go_to(desk, "day")
    desk.type("2013-09-17")
    desk.key(KEY.Key_Return)
    (entry,) = timetable(standing(desk))
    assert entry.planned.day == "2013-09-17"
    desk.key(KEY.Key_E)
    go_to(desk, "at")
    desk.type("09:30")
    desk.key(KEY.Key_Return)
    (entry,) = timetable(standing(desk))
    assert entry.planned.at == "09:30"
    desk.key(KEY.Key_Return)
    assert page(desk).place() == entry.id


def test_notes_on_paper_are_typed_up_with_their_times_and_a_photo(
    desk: DeskWindow, tmp_path: Path
) -> None:
    ctrl_i(desk)
    desk.type("Store keeper")
    go_to(desk, "written_at")
    desk.type("2013-09-16 08:10")
    desk.key(KEY.Key_Return)
    source = SourceId(page(desk).place())
    desk.type("Forty shields.")
    desk.key(KEY.Key_Return)
    page(desk).capture.written_at.setText("8:20")
    desk.type("Ten are cracked.")
    desk.key(KEY.Key_Return)
    assert page(desk).capture.text.toPlainText() == "Ten are cracked."
    page(desk).capture.written_at.setText("2013-09-16 08:20")
    page(desk).capture.text.setFocus()
    desk.key(KEY.Key_Return)
    photo = tmp_path / "page.txt"
    photo.write_text("the page", encoding="utf-8")
    page(desk).capturing.attach([photo])
    desk.settle()
    written = [note.paragraph.written_at for note in notes_of(standing(desk), source)]
    assert written == ["2013-09-16 08:10", "2013-09-16 08:20"]
    found = standing(desk).source(source).value
    assert found is not None
    assert len(found.evidence) == 1


def test_a_laptop_is_handed_over_by_one_key_and_the_line_at_the_foot_says_so(
    desk: DeskWindow,
) -> None:
    status = desk.window._status
    assert status.recorded_as.text() == "Recorded as JS · F6"
    inspection = desk.window._inspection
    assert inspection is not None
    services, id_ = inspection.services, inspection.standing.id
    inspection.record(
        inspection,
        lambda: services.inspections.name_member(
            id_, None, "Al Moor", Member(TeamRole.INSPECTOR, "AM")
        ),
        "AM",
    )
    desk.settle()
    desk.key(KEY.Key_F6)
    desk.key(KEY.Key_A)
    assert status.recorded_as.text() == "Recorded as AM on JS’s laptop · F6"
    desk.key(KEY.Key_H)
    desk.type("By AM.")
    desk.key(KEY.Key_Return)
    change = services.inspections.history(id_)[-1]
    assert standing(desk).initials(change.header.author) == "AM"
    desk.ctrl(KEY.Key_L)
    desk.unlock()
    assert status.recorded_as.text() == "Recorded as AM on JS’s laptop · F6"
    desk.key(KEY.Key_F6)
    desk.key(KEY.Key_J)
    assert status.recorded_as.text() == "Recorded as JS · F6"


def test_what_is_typed_before_the_kept_note_is_there_joins_it(desk: DeskWindow) -> None:
    source = begin(desk, "Duty superintendent", "CC-PO-09")
    desk.type("x")
    page(desk).capturing.note.take_up(Draft(source, "Half a sentence", 1))
    assert page(desk).capture.text.toPlainText() == "Half a sentence x"
    page(desk).capturing.note.take_up(Draft(source, "Half a sentence x", 1))
    assert page(desk).capture.text.toPlainText() == "Half a sentence x"
