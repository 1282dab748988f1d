"""Sync in the window: joining, rounds by themselves, what others recorded, and what goes wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.domain.values import Named
from inspector_app.server import devices, teams
from inspector_app.ui import theme
from inspector_app.ui.models.index import Role
from inspector_app.ui.pages.inspections_page import InspectionsPage
from inspector_app.ui.pages.new_inspection_page import NewInspectionPage
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from inspector_app.ui.pages.sync_page import SyncPage
from inspector_app.ui.sync_viewing import SyncStatus
from tests.support.base import BaseLaptop, Shelf, a_shelf
from tests.support.commands import PIN
from tests.support.desk_near_base import a_desk_near, join, syncing
from tests.support.desk_window import DeskWindow
from tests.support.rows_read import rows_read
from tests.support.vaults import PASSPHRASE, a_vault, an_inspection

KEY = Qt.Key
LINE, OTHER = LineId("CC-PO-09"), LineId("CC-PO-10")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    (tmp_path / "shelf").mkdir()
    with a_shelf(tmp_path / "shelf") as found:
        yield found


@pytest.fixture(scope="session")
def begun_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a vault that holds an inspection just begun: base is sent little."""
    folder = tmp_path_factory.mktemp("begun-template")
    vault = a_vault(folder)
    vault.inspections.answer(an_inspection(vault), LineId("CC-PO-01"), Answer(note="Begun."))
    vault.close()
    return folder


@pytest.fixture
def desk(
    shelf: Shelf, look: theme.Look, begun_template: Path, tmp_path: Path
) -> Iterator[DeskWindow]:
    with a_desk_near(shelf, begun_template, tmp_path / "desk") as found:
        yield found


def page(desk: DeskWindow) -> SyncPage:
    shown = desk.window.current_page
    assert isinstance(shown, SyncPage)
    return shown


def test_what_has_joined_no_base_is_neither_paused_nor_synced_by_a_key(desk: DeskWindow) -> None:
    desk.key(KEY.Key_F5)
    assert not any("sync now" in hint for hint in desk.window._status.hints.shown)
    desk.tab()
    assert not page(desk).form.invitation.hasFocus()
    for key in (KEY.Key_P, KEY.Key_G):
        desk.key(key)
        assert desk.window._status.text == "This laptop has not joined a base."
    assert not syncing(desk).state.is_paused


def bob(shelf: Shelf, desk: DeskWindow, tmp_path: Path) -> tuple[BaseLaptop, InspectionId]:
    """Another laptop of the same team, with all that base has."""
    laptop = shelf.laptop(tmp_path, "BW")
    (row,) = syncing(desk).state.rows
    inspection = InspectionId(row.id)
    shelf.add(inspection, laptop)
    assert laptop.synced(inspection).is_synced
    return laptop, inspection


def test_a_laptop_joins_by_keyboard_and_all_of_it_goes_to_base(
    desk: DeskWindow, shelf: Shelf
) -> None:
    assert desk.window._buttons[Screen.SYNC].isHidden()
    join(desk, shelf)
    shown = page(desk)
    assert not shown.form.isVisible()
    assert shown.form.pin.text == shown.form.passphrase.text == ""
    (row,) = rows_read(shown.list)
    assert row.startswith("Cambridgeshire Constabulary. Synced. ")
    assert "Synced" in shown.result.text()
    assert syncing(desk).state.status is SyncStatus.SYNCED
    button = desk.window._buttons[Screen.SYNC]
    assert (button.isVisible(), button.accessibleName()) == (True, "Synced")


def test_what_is_refused_is_said_under_the_fields_and_stays_typed(
    desk: DeskWindow, shelf: Shelf
) -> None:
    desk.key(KEY.Key_F5)
    form = page(desk).form
    desk.key(KEY.Key_Tab)
    form.join.click()
    assert "invitation" in form.refusal
    form.invitation.setText("no invitation at all")
    form.pin.line.setText(PIN)
    form.join.click()
    assert "differ" in form.refusal
    form.pin_again.line.setText(PIN)
    form.passphrase.line.setText(PASSPHRASE)
    form.join.click()
    desk.settle()
    assert form.refusal
    assert form.invitation.text() == "no invitation at all"
    assert form.join.isEnabled()
    assert not syncing(desk).state.is_joined


def test_what_others_recorded_comes_in_and_what_is_being_typed_stays_where_it_is(
    desk: DeskWindow, shelf: Shelf, tmp_path: Path
) -> None:
    join(desk, shelf)
    laptop, inspection = bob(shelf, desk, tmp_path)
    desk.window.show_screen(Screen.INSPECTIONS)
    desk.key(KEY.Key_Return)
    desk.window.show_screen(Screen.SECTION, LINE)
    desk.settle()
    walk = desk.window.current_page
    assert isinstance(walk, SectionPage)
    desk.key(KEY.Key_Return)
    desk.type("half a sente")
    field = desk.target
    assert isinstance(field, QPlainTextEdit)
    caret = field.textCursor().position()
    for line in (LINE, OTHER):
        laptop.answer(inspection, f"Bob on {line}", line)
    assert laptop.synced(inspection).is_synced
    syncing(desk).sync_now()
    desk.wait_for(lambda: not syncing(desk).state.is_running, "the round ends")
    assert desk.window.current_page is walk
    assert desk.target is field
    assert (field.toPlainText(), field.textCursor().position()) == ("half a sente", caret)
    standing = desk.window._inspection
    assert standing is not None
    assert "Bob on" in str(standing.standing.answer(OTHER))
    desk.type("nce")
    desk.key(KEY.Key_Escape)
    answer = desk.window._inspection.standing.answer(LINE)  # type: ignore[union-attr]
    notes = {held.value.note for held in answer.versions if held.value}
    assert "half a sentence" in notes
    assert f"Bob on {LINE}" in notes, "and neither has overwritten the other"


def test_an_inspection_that_base_hands_over_appears_in_the_list_and_moves_nothing_there(
    desk: DeskWindow, shelf: Shelf, tmp_path: Path
) -> None:
    join(desk, shelf)
    laptop, inspection = bob(shelf, desk, tmp_path)
    desk.ctrl(KEY.Key_Home)
    shown = desk.window.current_page
    assert isinstance(shown, InspectionsPage)
    shown._sample.setFocus()
    new = an_inspection(laptop.vault, force=Named("Norfolk Constabulary"))
    laptop.answer(inspection, "Bob on it", LINE)
    assert laptop.synced(new).is_synced
    assert laptop.synced(inspection).is_synced
    assert desk.window._unlocked is not None
    device = desk.window._unlocked.team.device
    with shelf.base.database.begin(new) as connection:
        teams.add(connection, new, device, "inspector", shelf.base.now_ms())
    syncing(desk).sync_now()
    desk.wait_for(lambda: shown.list.model().rowCount() == 2, "the new one is listed")
    rows = [shown.list.model().index(row, 0).data(Role.ID) for row in range(2)]
    assert rows == [inspection, new]
    assert shown.list.current_id == inspection
    assert desk.target is shown._sample
    assert "1 inspection came from base" in desk.window._status.text


def test_an_empty_list_fills_with_what_base_hands_over(
    shelf: Shelf, look: theme.Look, tmp_path: Path
) -> None:
    a_vault(tmp_path / "desk").close()
    desk = DeskWindow(tmp_path / "desk", connect=shelf.connect)
    try:
        desk.unlock()
        join(desk, shelf)
        desk.ctrl(KEY.Key_Home)
        laptop = shelf.laptop(tmp_path, "BW")
        new = an_inspection(laptop.vault)
        assert laptop.synced(new).is_synced
        assert desk.window._unlocked is not None
        device = desk.window._unlocked.team.device
        with shelf.base.database.begin(new) as connection:
            teams.add(connection, new, device, "inspector", shelf.base.now_ms())
        syncing(desk).sync_now()
        shown = desk.window.current_page
        assert isinstance(shown, InspectionsPage)
        desk.wait_for(lambda: shown.list.isVisible(), "the list is shown")
        desk.key(KEY.Key_Return)
        assert desk.screen is Screen.BOARD
    finally:
        desk.close()


def test_initials_that_base_allots_are_shown_at_once(
    desk: DeskWindow, shelf: Shelf, tmp_path: Path
) -> None:
    for screen in (Screen.NEW_INSPECTION, Screen.INSPECTIONS):
        desk.window.show_screen(screen)
        desk.settle()
    desk.key(KEY.Key_Return)
    desk.wait_for(lambda: desk.screen is Screen.BOARD, "the board of the inspection")
    assert desk.window._status.recorded_as.text() == "Recorded as JS · F6"
    join(desk, shelf, initials="JSX")
    assert desk.window._status.recorded_as.text() == "Recorded as JSX · F6"
    desk.window.show_screen(Screen.NEW_INSPECTION)
    new = desk.window.current_page
    assert isinstance(new, NewInspectionPage)
    assert new.team.initials == "JSX"


def test_while_base_is_away_it_is_said_and_nothing_else_changes(
    desk: DeskWindow, shelf: Shelf
) -> None:
    join(desk, shelf)
    shelf.is_away = True
    page(desk).now.click()
    desk.wait_for(lambda: bool(syncing(desk).state.away), "base is away")
    assert syncing(desk).state.status is SyncStatus.AWAY
    assert desk.window._buttons[Screen.SYNC].accessibleName() == "Base away"
    assert "Base" in page(desk).result.text()
    shelf.is_away = False
    desk.key(KEY.Key_Escape)
    desk.key(KEY.Key_F5)
    page(desk).now.click()
    desk.wait_for(lambda: not syncing(desk).state.away, "base is back")
    assert syncing(desk).state.status is SyncStatus.SYNCED


def test_a_pause_holds_after_locking_and_no_round_begins_by_itself(
    desk: DeskWindow, shelf: Shelf
) -> None:
    join(desk, shelf)
    page(desk).paused.click()
    desk.settle()
    assert not syncing(desk)._timer.isActive()
    assert syncing(desk).state.status is SyncStatus.PAUSED
    desk.ctrl(KEY.Key_L)
    desk.wait_for(lambda: desk.window._unlocked is None, "locked")
    desk.unlock()
    assert syncing(desk).state.is_paused
    assert not syncing(desk)._timer.isActive()
    desk.key(KEY.Key_F5)
    page(desk).paused.click()
    desk.wait_for(lambda: syncing(desk).state.last is not None, "it goes on")


def test_a_pause_is_not_taken_back_by_what_was_read_before_it(
    desk: DeskWindow, shelf: Shelf
) -> None:
    join(desk, shelf)
    syncing(desk).look()  # still under way when the pause is asked for
    page(desk).paused.click()
    desk.settle()
    assert syncing(desk).state.is_paused
    assert page(desk).paused.isChecked()
    assert not syncing(desk)._timer.isActive()


def test_a_stolen_laptop_is_refused_in_one_sentence_and_keeps_what_it_has(
    desk: DeskWindow, shelf: Shelf
) -> None:
    join(desk, shelf)
    assert desk.window._unlocked is not None
    device = desk.window._unlocked.team.device
    with shelf.base.database.begin() as connection:
        devices.revoke(connection, device, shelf.base.now_ms(), "the test")
    page(desk).now.click()
    desk.wait_for(lambda: syncing(desk).state.status is SyncStatus.REFUSED, "refused")
    assert "revoked" in page(desk).result.text()
    assert desk.window._buttons[Screen.SYNC].accessibleName() == "Refused"
    assert len(syncing(desk).state.rows) == 1


def test_leaving_base_is_asked_about_and_what_is_here_stays(desk: DeskWindow, shelf: Shelf) -> None:
    join(desk, shelf)
    page(desk).leave.click()
    desk.dialog().accept()
    desk.settle()
    assert page(desk).form.isVisible()
    assert desk.window._buttons[Screen.SYNC].isHidden()
    desk.window.show_screen(Screen.INSPECTIONS)
    desk.key(KEY.Key_Return)
    desk.settle()
    assert desk.screen is Screen.BOARD
