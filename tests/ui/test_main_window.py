import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from inspector_app.config import Theme
from inspector_app.domain.ids import SectionId
from inspector_app.ui.jobs import CancelCheck, Progress
from inspector_app.ui.pages.board_page import BoardPage
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.theme import Look
from inspector_app.ui.widgets.cover import Cover
from tests.support.desk_window import DeskWindow, OpensDesk
from tests.support.rows_read import rows_read
from tests.support.vaults import PASSPHRASE, vault_service

KEY = Qt.Key


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    sample_desk.key(KEY.Key_Return)
    assert sample_desk.screen is Screen.BOARD
    return sample_desk


def is_closed(desk: DeskWindow) -> bool:
    return desk.window._unlocked is None


def headline_on_disk(desk: DeskWindow, section: str) -> str:
    vault = vault_service(desk.folder).unlock(PASSPHRASE)
    try:
        standing = vault.inspections.standing(vault.inspections.all()[0].id)
        value = standing.headline(SectionId(section)).value
        return value.text if value else ""
    finally:
        vault.close()


def test_locking_records_what_is_typed_and_comes_back_to_it(desk: DeskWindow) -> None:
    desk.key(KEY.Key_H)
    desk.ctrl(KEY.Key_A)
    desk.type("Half a sent")
    desk.ctrl(KEY.Key_L)
    assert desk.screen is Screen.UNLOCK
    assert headline_on_disk(desk, "CC-T") == "Half a sent"
    desk.unlock()
    desk.wait_for(lambda: desk.screen is Screen.BOARD, "the board is back")
    assert desk.window.current_page.place() == "CC-T"


def test_locking_leaves_no_screen_of_the_vault_and_no_clipboard(desk: DeskWindow) -> None:
    desk.key(KEY.Key_H)
    desk.ctrl(KEY.Key_A)
    desk.ctrl(KEY.Key_C)
    assert QGuiApplication.clipboard().text() != ""
    desk.ctrl(KEY.Key_L)
    assert QGuiApplication.clipboard().text() == ""
    assert set(desk.window._pages) == {Screen.UNLOCK}
    assert desk.window._unlocked is None
    assert desk.window._inspection is None
    assert desk.window.findChildren(BoardPage) == []


def test_a_lock_after_idling_covers_at_once_and_waits_for_what_is_under_way(
    desk: DeskWindow,
) -> None:
    hold = {"on": True}

    def slow(_progress: Progress, is_cancelled: CancelCheck) -> str:
        from time import sleep

        while hold["on"]:
            assert not is_cancelled()
            sleep(0.005)
        return "done"

    ended: list[str] = []
    desk.jobs.run_long(desk.window, slow, ended.append)
    desk.window._idle.idled.emit()
    assert desk.window._stack.currentWidget() is desk.window._unlock
    assert not is_closed(desk)
    assert not desk.window._unlock._unlock_button.isEnabled()
    hold["on"] = False
    desk.settle()
    assert ended == ["done"]
    assert is_closed(desk)
    assert desk.window._unlock._unlock_button.isEnabled()


def test_lock_now_stops_what_is_under_way(desk: DeskWindow) -> None:
    from time import sleep

    from inspector_app.domain.errors import Cancelled

    def slow(_progress: Progress, is_cancelled: CancelCheck) -> None:
        while not is_cancelled():
            sleep(0.005)
        raise Cancelled

    stopped: list[bool] = []
    desk.jobs.run_long(desk.window, slow, print, cancelled=lambda: stopped.append(True))
    desk.ctrl(KEY.Key_L)
    assert stopped == [True]
    assert desk.window._unlocked is None


def test_idling_for_as_long_as_is_set_locks(desk: DeskWindow) -> None:
    desk.window._idle.set_minutes(0.0)
    desk.wait_for(lambda: desk.window._unlocked is None, "the lock")
    assert desk.screen is Screen.UNLOCK


def test_a_key_begins_the_count_anew(desk: DeskWindow) -> None:
    idle = desk.window._idle
    idle._touched_at -= 500
    before = idle._touched_at
    handle = desk.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, KEY.Key_Right)
    desk.settle()
    assert idle._touched_at > before + 400


def test_a_locked_screen_hints_at_its_own_keys_alone(desk: DeskWindow) -> None:
    hints = desk.window._status.hints
    before = hints.shown
    desk.ctrl(KEY.Key_L)
    assert hints.shown == ("Enter go on", "F1 keys")
    desk.unlock()
    desk.settle()
    assert hints.shown == before != ("Enter go on", "F1 keys")


def test_locking_closes_dialogs_and_says_so(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_L)
    assert desk.window._unlock._told.text() == "Locked. What was typed is kept."
    desk.unlock()
    desk.key(KEY.Key_F1)
    assert desk.dialog().isVisible()
    desk.window.lock_now()
    desk.settle()
    assert not [
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, QDialog) and each.isVisible()
    ]
    assert desk.window._unlock._told.text().endswith("the dialog that was open: begin that again.")


def test_the_cover_hides_all_and_the_press_that_lifts_it_does_nothing_else(
    desk: DeskWindow,
) -> None:
    desk.key(KEY.Key_F9)
    covers = desk.window.findChildren(Cover)
    assert len(covers) == 1
    assert covers[0].geometry() == desk.window.rect()
    desk.ctrl(KEY.Key_L)
    assert desk.window.findChildren(Cover) == []
    assert desk.window._unlocked is not None
    assert desk.screen is Screen.BOARD


def test_closing_the_window_records_what_is_typed(desk: DeskWindow) -> None:
    desk.key(KEY.Key_H)
    desk.ctrl(KEY.Key_A)
    desk.type("Typed just before the window closed")
    desk.window.close()
    assert headline_on_disk(desk, "CC-T") == "Typed just before the window closed"


def test_the_place_survives_a_restart(desk: DeskWindow, open_desk: OpensDesk) -> None:
    desk.key(KEY.Key_Right)
    desk.key(KEY.Key_Return)
    desk.key(KEY.Key_Down)
    desk.key(KEY.Key_Down)
    place = desk.window.current_page.place()
    assert place == "CP-T-03"
    desk.close()
    again = open_desk(folder=desk.folder)
    again.unlock()
    again.key(KEY.Key_Return)
    assert again.screen is Screen.SECTION
    assert again.window.current_page.place() == place


def test_undo_and_redo_work_from_the_board(desk: DeskWindow) -> None:
    shown = desk.window.current_page
    assert isinstance(shown, BoardPage)
    before = shown._inspection.standing.headline(SectionId("CC-T")).value
    assert before is not None
    desk.key(KEY.Key_H)
    desk.ctrl(KEY.Key_A)
    desk.type("Another")
    desk.key(KEY.Key_Return)

    def text() -> str:
        value = shown._inspection.standing.headline(SectionId("CC-T")).value
        return value.text if value else ""

    assert text() == "Another"
    desk.ctrl(KEY.Key_Z)
    assert text() == before.text
    desk.key(
        KEY.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert text() == "Another"


def test_f1_lists_the_keys_of_the_screen_and_of_the_window(desk: DeskWindow) -> None:
    from inspector_app.ui.dialogs.keys_overlay import KeysOverlay

    desk.key(KEY.Key_F1)
    shown = desk.dialog()
    assert isinstance(shown, KeysOverlay)
    rows = rows_read(shown.list)
    assert "H. headline. Board." in rows
    assert "Ctrl+L. lock now. Everywhere." in rows


def test_the_marking_stands_above_an_inspection_and_nowhere_else(desk: DeskWindow) -> None:
    assert desk.window._strip.isVisible()
    assert desk.window._strip.text() == "OFFICIAL"
    desk.key(KEY.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert not desk.window._strip.isVisible()


def test_a_change_of_text_size_keeps_the_way_back(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_Comma)
    desk.ctrl(KEY.Key_Plus)
    desk.key(KEY.Key_Escape)
    assert desk.screen is Screen.BOARD
    assert desk.window.current_page.place() == "CC-T"


@pytest.mark.parametrize("why", ["the past", "a message"])
def test_a_strip_above_a_screen_makes_no_window_grow_with_large_text(
    sample_desk: DeskWindow, look: Look, why: str
) -> None:
    look.apply(Theme.LIGHT, 200)
    sample_desk.window.resize(1366, 768)
    sample_desk.key(KEY.Key_Return)
    if why == "the past":
        sample_desk.ctrl(KEY.Key_H)
        sample_desk.key(KEY.Key_S)
        opened = sample_desk.window._inspection
        assert opened is not None
        sample_desk.wait_for(lambda: bool(opened.moment), "the past is shown")
    else:
        sample_desk.window._message.show_message("The disk is full. Nothing was lost.")
    for shown in (KEY.Key_B, KEY.Key_U, KEY.Key_G):
        sample_desk.ctrl(shown)
        assert sample_desk.window.size().toTuple() == (1366, 768)
