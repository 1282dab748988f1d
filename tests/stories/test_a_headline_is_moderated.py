"""A headline is challenged and moderated by keyboard: both stand together, neither is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import SectionId
from inspector_app.domain.moderation import Moderation
from inspector_app.domain.standing import Standing
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from tests.support.desk_window import DeskWindow, with_sample

KEY = Qt.Key
SECTION = SectionId("CC-PO")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskWindow]:
    with_sample(tmp_path)
    desk = DeskWindow(tmp_path)
    desk.unlock()
    desk.key(KEY.Key_Return)
    yield desk
    desk.close()


def standing(desk: DeskWindow) -> Standing:
    assert desk.window._inspection is not None
    return desk.window._inspection.standing


def section_page(desk: DeskWindow) -> SectionPage:
    page = desk.window.current_page
    assert isinstance(page, SectionPage)
    return page


def test_a_headline_is_moderated_by_keyboard_and_the_proposed_one_stays(desk: DeskWindow) -> None:
    desk.window.show_screen(Screen.SECTION, SECTION)
    desk.settle()
    proposed = standing(desk).headline(SECTION).value
    assert proposed is not None
    desk.ctrl(KEY.Key_M)
    desk.type("Does one return carry this?")
    desk.tab()
    desk.type("The force says it can meet its share.")
    desk.tab()
    desk.type("Nothing but its own return.")
    desk.key(KEY.Key_Escape)
    editor = section_page(desk).judgement.moderation
    assert standing(desk).moderation(SECTION).value == Moderation(
        proposed.text,
        "Does one return carry this?",
        "The force says it can meet its share.",
        "Nothing but its own return.",
    )
    assert standing(desk).headline(SECTION).value == proposed
    assert editor.bar.isVisible()
    assert editor.bar.accessibleName() == "Moderated: The force says it can meet its share."
    bar = section_page(desk).judgement.headline.bar
    assert bar.accessibleName() == f"Proposed: {proposed.text}"
    desk.ctrl(KEY.Key_B)
    tile = desk.window.current_page.board.model()  # type: ignore[attr-defined]
    texts = [
        str(tile.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))
        for row in range(tile.rowCount())
        for column in range(tile.columnCount())
    ]
    assert any("The force says it can meet its share." in text for text in texts)
    desk.ctrl(KEY.Key_Z)
    value = standing(desk).moderation(SECTION).value
    assert value is None or not value.is_decided


def test_without_a_headline_there_is_nothing_to_moderate_and_that_is_said(
    desk: DeskWindow,
) -> None:
    bare = next(s for s in standing(desk).sections() if standing(desk).headline(s.id).value is None)
    desk.window.show_screen(Screen.SECTION, bare.id)
    desk.settle()
    desk.ctrl(KEY.Key_M)
    assert not section_page(desk).judgement.moderation.isVisible()
    assert "no headline to moderate" in desk.window._status.text


def test_a_moderation_being_typed_is_kept_when_the_vault_is_locked(desk: DeskWindow) -> None:
    desk.window.show_screen(Screen.SECTION, SECTION)
    desk.settle()
    desk.ctrl(KEY.Key_M)
    desk.type("Half a thou")
    desk.ctrl(KEY.Key_L)
    desk.wait_for(lambda: desk.screen is Screen.UNLOCK, "the vault is locked")
    desk.unlock()
    value = standing(desk).moderation(SECTION).value
    assert value is not None
    assert value.challenge == "Half a thou"


def test_a_headline_written_anew_says_that_its_moderation_is_of_the_one_before(
    desk: DeskWindow,
) -> None:
    desk.window.show_screen(Screen.SECTION, SECTION)
    desk.settle()
    desk.ctrl(KEY.Key_M)
    desk.type("Why?")
    desk.key(KEY.Key_Escape)
    desk.key(KEY.Key_H)
    desk.type(" And more.")
    desk.key(KEY.Key_Return)
    assert isinstance(standing(desk).headline(SECTION).value, Headline)
    desk.ctrl(KEY.Key_M)
    assert section_page(desk).judgement.moderation._outrun.isVisible()
