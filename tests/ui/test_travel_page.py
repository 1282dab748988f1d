"""Ready to travel in the window: looked at behind it, tried for real, nothing typed is kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from inspector_app.domain.readiness import Check, Item, State
from inspector_app.ui.models.checks_table import ChecksTable, Column
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.travel_page import TravelPage
from tests.support.desk_window import DeskWindow
from tests.support.rows_read import rows_read
from tests.support.vaults import PASSPHRASE

KEY = Qt.Key


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    sample_desk.key(KEY.Key_Return)
    sample_desk.key(KEY.Key_R)
    assert sample_desk.screen is Screen.TRAVEL
    return sample_desk


def page(desk: DeskWindow) -> TravelPage:
    shown = desk.window.current_page
    assert isinstance(shown, TravelPage)
    return shown


def test_six_things_are_looked_at_and_told_with_what_to_do(desk: DeskWindow) -> None:
    rows = rows_read(page(desk).view)
    assert len(rows) == len(Item)
    assert rows[0].startswith("Passphrase. not checked. The passphrase was not tried")
    assert any(row.startswith("Checklist. in order.") for row in rows)
    assert "not checked" in page(desk)._sum.whole_text
    assert page(desk)._advice.text().startswith("Type it now")
    for _ in range(2):
        desk.key(KEY.Key_Down)
    assert page(desk)._details.toPlainText().startswith("SHA-256")


def test_the_passphrase_is_tried_and_forgotten_at_once(desk: DeskWindow) -> None:
    desk.key(KEY.Key_P)
    desk.type("another one altogether")
    desk.key(KEY.Key_Return)
    assert rows_read(page(desk).view)[0].startswith("Passphrase. look at this.")
    assert page(desk).passphrase.text == ""
    assert page(desk).passphrase.line.hasFocus(), "to be typed again"
    desk.type(PASSPHRASE)
    desk.key(KEY.Key_Return)
    assert rows_read(page(desk).view)[0].startswith("Passphrase. in order.")
    assert page(desk).passphrase.text == ""
    assert page(desk).view.hasFocus()


def test_what_is_half_typed_is_gone_when_the_screen_is_left(desk: DeskWindow) -> None:
    desk.key(KEY.Key_P)
    desk.type("seven grey")
    desk.ctrl(KEY.Key_G)
    desk.ctrl(KEY.Key_B)
    desk.key(KEY.Key_R)
    assert page(desk).passphrase.text == ""
    assert rows_read(page(desk).view)[0].startswith("Passphrase. not checked.")


def test_it_counts_as_tried_only_until_it_is_looked_at_another_time(desk: DeskWindow) -> None:
    desk.key(KEY.Key_P)
    desk.type(PASSPHRASE)
    desk.key(KEY.Key_Return)
    desk.key(KEY.Key_G)
    assert rows_read(page(desk).view)[0].startswith("Passphrase. in order."), "still this check"
    desk.key(KEY.Key_Escape)
    assert desk.screen is Screen.BOARD
    desk.key(KEY.Key_R)
    assert "it was last tried on" in rows_read(page(desk).view)[0]


def test_enter_goes_where_a_thing_is_mended(desk: DeskWindow) -> None:
    desk.key(KEY.Key_Return)
    assert QApplication.focusWidget() is page(desk).passphrase.line
    desk.key(KEY.Key_Escape)
    assert page(desk).view.hasFocus()
    desk.key(KEY.Key_Down)
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.TOGETHER
    desk.key(KEY.Key_Escape)


def test_the_table_of_checks_is_a_sound_model(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    table = ChecksTable()
    states = (State.OK, State.LOOK, State.NOT_CHECKED)
    table.show_checks(Check(item, state, "?") for item, state in zip(Item, states, strict=False))
    qtmodeltester.check(table)
    for row in range(3):
        decoration = Qt.ItemDataRole.DecorationRole
        assert table.index(row, Column.STATE).data(decoration) is not None
        assert table.index(row, Column.WORDS).data(decoration) is None
