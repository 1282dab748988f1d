"""Sticks to base on the screen where laptops come together, by keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from inspector_app.domain.changes.bodies import StickAuthorised
from inspector_app.ui.dialogs.confirm import Confirm
from inspector_app.ui.dialogs.files import ChooseFolder
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.together_page import TogetherPage
from tests.support.accessibility import cut_off, outside, roleless, unnamed
from tests.support.desk_window import DeskWindow
from tests.support.joined import join

KEY = Qt.Key


def page(desk: DeskWindow) -> TogetherPage:
    shown = desk.window.current_page
    assert isinstance(shown, TogetherPage)
    return shown


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    """The screen of laptops, of one that has joined a base."""
    sample_desk.key(KEY.Key_Return)
    unlocked = sample_desk.window._unlocked
    assert unlocked is not None
    join(unlocked)
    sample_desk.ctrl(KEY.Key_T)
    assert sample_desk.screen is Screen.TOGETHER
    return sample_desk


def chosen(desk: DeskWindow, folder: Path) -> None:
    """Choose a folder in the dialog that is open."""
    dialog = desk.dialog()
    assert isinstance(dialog, ChooseFolder)
    dialog.hide()
    dialog.folder_chosen.emit(folder)
    desk.settle()


def test_an_inspection_is_packed_and_its_stick_is_wiped_by_keyboard(
    desk: DeskWindow, tmp_path: Path
) -> None:
    panel = page(desk).sticks
    assert panel.isVisible()
    assert "Base has given no receipt for this inspection yet" in panel._state.text()
    desk.key(KEY.Key_P)
    assert "Say first who authorised" in panel.result.text()
    assert desk.target is panel.authorised
    desk.type("Lead inspector")
    desk.tab()
    desk.type("SPR-07")
    desk.tab()
    desk.key(KEY.Key_Space)
    chosen(desk, tmp_path)
    assert "On stick SPR-07 lie 1 of 1 transfer file" in panel.result.text()
    assert "Only base and its recovery keys can read them" in panel.result.text()
    assert len(list(tmp_path.rglob("*.inspx"))) == 1
    unlocked = desk.window._unlocked
    opened = desk.window._inspection
    assert unlocked is not None
    assert opened is not None
    last = unlocked.inspections.history(opened.standing.id)[-1]
    assert last.header.kind == StickAuthorised.KIND
    page(desk).list.setFocus()
    desk.key(KEY.Key_W)
    chosen(desk, tmp_path)
    asking = desk.dialog()
    assert isinstance(asking, Confirm)
    asking.accept_button.click()
    desk.settle()
    assert "1 file was overwritten and removed" in panel.result.text()
    assert "may keep copies" in panel.result.text()
    assert not list(tmp_path.rglob("*.inspx"))


def test_where_no_answer_lies_that_is_said(desk: DeskWindow, tmp_path: Path) -> None:
    page(desk).list.setFocus()
    desk.key(KEY.Key_A)
    chosen(desk, tmp_path)
    assert page(desk).sticks.result.text() == "There is no answer from base for this laptop there."


def test_what_is_refused_is_said_in_the_panel(desk: DeskWindow, tmp_path: Path) -> None:
    page(desk).sticks.authorised.setText("Lead inspector")
    page(desk).list.setFocus()
    desk.key(KEY.Key_P)
    chosen(desk, tmp_path / "gone")
    assert "is the stick in its place" in page(desk).sticks.result.text()
    for finding in (unnamed, roleless, cut_off, outside):
        assert not finding(page(desk).sticks)


def test_a_laptop_that_has_joined_no_base_is_told_so(sample_desk: DeskWindow) -> None:
    sample_desk.key(KEY.Key_Return)
    sample_desk.ctrl(KEY.Key_T)
    assert not page(sample_desk).sticks.isVisible()
    told: list[str] = []
    page(sample_desk).noticed.connect(told.append)
    page(sample_desk).list.setFocus()
    for key in (KEY.Key_P, KEY.Key_A, KEY.Key_W):
        sample_desk.key(key)
    assert told == ["This laptop has not joined a base."] * 3
