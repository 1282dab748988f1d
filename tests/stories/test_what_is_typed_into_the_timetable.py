"""What is typed into the timetable and not recorded yet outlives a screen, a lock and a crash."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.ids import InspectionId, SourceId
from inspector_app.domain.notes import timetable
from inspector_app.domain.timetable import Planned
from inspector_app.services.desk import timetable_draft
from inspector_app.services.vault import Unlocked
from inspector_app.ui.pages.encounter_page import EncounterPage
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.timetable_draft import TimetableDraft, draft_of
from inspector_app.ui.widgets.timetable_view import TimetableView
from tests.support.desk_window import DeskWindow
from tests.support.vaults import a_vault, an_inspection

KEY = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskWindow]:
    vault = a_vault(tmp_path)
    an_inspection(vault)
    vault.close()
    desk = DeskWindow(tmp_path)
    desk.unlock()
    desk.key(KEY.Key_Return)
    desk.ctrl(KEY.Key_I)
    yield desk
    desk.close()


def services(desk: DeskWindow) -> Unlocked:
    assert desk.window._unlocked is not None
    return desk.window._unlocked


def id_of(desk: DeskWindow) -> InspectionId:
    assert desk.window._inspection is not None
    return desk.window._inspection.standing.id


def form(desk: DeskWindow) -> TimetableView:
    page = desk.window.current_page
    assert isinstance(page, EncounterPage)
    return page.timetable


def kept(desk: DeskWindow) -> TimetableDraft | None:
    return draft_of(services(desk).desk.kept(timetable_draft(id_of(desk))))


def planned(desk: DeskWindow) -> list[str]:
    assert desk.window._inspection is not None
    return [entry.planned.title for entry in timetable(desk.window._inspection.standing)]


def plan(desk: DeskWindow, title: str) -> SourceId:
    """Plan an entry beside the window, as if it had come from elsewhere, and show it."""
    id_, _ = services(desk).encounters.plan(id_of(desk), Planned("interview", title))
    assert desk.window._inspection is not None
    desk.window._inspection.read_anew()
    desk.settle()
    return id_


def test_it_is_on_the_disk_within_a_second_of_typing_without_a_pause(desk: DeskWindow) -> None:
    for number in range(60):
        QTest.keyClicks(desk.target, f"{number} ")
        QTest.qWait(20)
    found = kept(desk)
    assert found is not None, "not only when somebody stops typing"
    assert len(found.texts["role"].split()) > 10


def test_it_is_back_after_another_screen_and_after_a_lock(desk: DeskWindow) -> None:
    desk.type("Control room supervisor")
    desk.tab()
    desk.type("Mobilisation")
    form(desk).unannounced.setChecked(True)
    desk.ctrl(KEY.Key_B)
    desk.ctrl(KEY.Key_I)
    assert form(desk).fields["role"].text() == "Control room supervisor"
    desk.ctrl(KEY.Key_L)
    desk.wait_for(lambda: desk.screen is Screen.UNLOCK, "locked")
    desk.unlock()
    assert desk.screen is Screen.ENCOUNTER
    assert form(desk).fields["title"].text() == "Mobilisation"
    assert form(desk).unannounced.isChecked()
    form(desk).fields["day"].setFocus()
    desk.type("2013-09-17")
    desk.key(KEY.Key_Return)
    assert planned(desk) == ["Mobilisation"]
    assert kept(desk) is None, "what is recorded is kept there no longer"
    assert not form(desk).is_typed


def test_a_change_of_an_entry_is_back_as_that_change_and_knows_what_it_saw(
    desk: DeskWindow,
) -> None:
    entry = plan(desk, "Gold")
    desk.ctrl(KEY.Key_B)
    desk.ctrl(KEY.Key_I)
    desk.key(KEY.Key_E)
    form(desk).fields["title"].setFocus()
    desk.key(KEY.Key_End)
    desk.type(" commander")
    desk.ctrl(KEY.Key_L)
    desk.wait_for(lambda: desk.screen is Screen.UNLOCK, "locked")
    desk.unlock()
    services(desk).encounters.plan(id_of(desk), Planned("interview", "Silver"), entry)
    assert form(desk).fields["title"].text() == "Gold commander"
    form(desk).plan_button.click()
    desk.settle()
    state = services(desk).inspections.standing(id_of(desk)).states
    titles = {v.body.planned.title for v in state[subject(Subject.ENCOUNTER, entry)].versions}  # type: ignore[union-attr]
    assert titles == {"Gold commander", "Silver"}, "what came in meanwhile is not overwritten"


def test_nothing_else_is_written_over_it_until_it_is_recorded_or_emptied(
    desk: DeskWindow,
) -> None:
    plan(desk, "Gold")
    form(desk).fields["title"].setFocus()
    desk.type("Half a title")
    form(desk).view.setFocus()
    desk.key(KEY.Key_E)
    assert form(desk).fields["title"].text() == "Half a title"
    assert "not recorded yet" in desk.window._message.text
    form(desk).view.setFocus()
    desk.key(KEY.Key_N)
    assert form(desk).fields["title"].text() == "Half a title", "a new one begins with it"
    form(desk).empty_button.setFocus()
    desk.key(KEY.Key_Space)
    assert form(desk).fields["title"].text() == ""
    form(desk).view.setFocus()
    desk.key(KEY.Key_E)
    assert form(desk).fields["title"].text() == "Gold"


def test_beginning_an_entry_of_the_list_leaves_what_is_typed(desk: DeskWindow) -> None:
    plan(desk, "Gold")
    form(desk).fields["title"].setFocus()
    desk.type("Half a title")
    form(desk).view.setFocus()
    desk.key(KEY.Key_Return)
    desk.ctrl(KEY.Key_D)
    assert form(desk).fields["title"].text() == "Half a title"


def test_a_change_of_an_entry_that_is_purged_is_forgotten(desk: DeskWindow) -> None:
    entry = plan(desk, "Gold")
    desk.ctrl(KEY.Key_B)
    desk.ctrl(KEY.Key_I)
    desk.key(KEY.Key_E)
    desk.type("Superintendent")
    desk.ctrl(KEY.Key_B)
    found = kept(desk)
    assert found is not None
    assert found.entry == entry
    about = subject(Subject.ENCOUNTER, entry)
    journal = services(desk).journal
    journal.purge(journal.plan_purge(id_of(desk), about), "other", "spilled")
    assert kept(desk) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"seen": 1, "texts": 2}', "nothing"])
def test_what_is_no_draft_is_none(text: str) -> None:
    assert draft_of(text) is None
