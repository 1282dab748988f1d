"""The history by keyboard: told in words, undone, and looked back from without recording."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.domain.ids import LineId
from inspector_app.ui import theme
from inspector_app.ui.models.history_table import Column, EntryView, HistoryTable
from inspector_app.ui.models.index import Role
from inspector_app.ui.pages.history_page import HistoryPage
from inspector_app.ui.pages.page import Screen
from tests.support.accessibility import cut_off, outside, roleless, unnamed
from tests.support.desk_window import DeskWindow
from tests.support.rows_read import rows_read

KEY = Qt.Key
LINE = LineId("CC-T-01")


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    """On the first line of the sample's first section."""
    sample_desk.key(KEY.Key_Return)
    sample_desk.key(KEY.Key_Return)
    assert sample_desk.window.current_page.place() == LINE
    return sample_desk


def page(desk: DeskWindow) -> HistoryPage:
    shown = desk.window.current_page
    assert isinstance(shown, HistoryPage)
    return shown


def write_note(desk: DeskWindow, note: str) -> None:
    desk.key(KEY.Key_Return)
    desk.ctrl(KEY.Key_A)
    desk.type(note)
    desk.key(KEY.Key_Escape)


def note(desk: DeskWindow) -> str:
    inspection = desk.window._inspection
    assert inspection is not None
    value = inspection.standing.answer(LINE).value
    return value.note if value else ""


def test_the_history_of_a_line_is_told_and_left_by_escape(desk: DeskWindow) -> None:
    write_note(desk, "seen at the desk")
    desk.ctrl(KEY.Key_H)
    rows = rows_read(page(desk).list)
    assert len(rows) >= 2
    assert "JS" in rows[0]
    assert f"{LINE}:" in rows[0]
    assert "seen at the desk" in page(desk)._details.text()
    desk.key(KEY.Key_Escape)
    assert desk.screen is Screen.SECTION
    assert desk.window.current_page.place() == LINE


def test_w_widens_it_and_enter_goes_to_the_place(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_H)
    few = len(rows_read(page(desk).list))
    desk.key(KEY.Key_W)
    assert len(rows_read(page(desk).list)) == 200 > few
    desk.key(KEY.Key_O)
    assert len(rows_read(page(desk).list)) > 200
    place = page(desk)._current()
    assert place is not None
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.SECTION
    assert desk.window.current_page.place() == place.place


def test_an_act_is_undone_from_the_history_and_marked(desk: DeskWindow) -> None:
    before = note(desk)
    write_note(desk, "a slip")
    desk.ctrl(KEY.Key_H)
    desk.key(KEY.Key_U)
    desk.tab()
    desk.dialog().accept()
    desk.settle()
    assert note(desk) == before
    rows = rows_read(page(desk).list)
    assert "Undid an act" in rows[0]
    assert "undone since" in rows[1]


def test_the_past_is_looked_at_and_refuses_to_be_written(desk: DeskWindow) -> None:
    before = note(desk)
    desk.ctrl(KEY.Key_H)
    desk.key(KEY.Key_Escape)
    desk.clock.time = desk.clock.time.replace(year=2014)
    write_note(desk, "a year later")
    desk.ctrl(KEY.Key_H)
    desk.key(KEY.Key_Down)
    desk.key(KEY.Key_S)
    strip = desk.window._past
    assert desk.screen is Screen.BOARD
    assert strip.isVisible()
    assert strip._words.whole_text.startswith("As it stood at 16 September 2013")
    assert note(desk) == before

    desk.key(KEY.Key_Return)
    write_note(desk, "no")
    assert note(desk) == before
    assert "Nothing was recorded" in desk.failures[-1].text
    desk.ctrl(KEY.Key_Z)
    desk.ctrl(KEY.Key_P)
    assert desk.window.current_page.place() == LINE

    strip.back.click()
    desk.settle()
    assert not strip.isVisible()
    assert note(desk) == "a year later"


def test_without_a_signed_summary_g_says_so(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_H)
    desk.key(KEY.Key_G)
    assert desk.window._status.text == "No summary has been signed yet."


def test_the_history_is_found_by_its_words(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_K)
    desk.type("histo")
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.HISTORY


@pytest.mark.parametrize(("chosen", "percent"), [(Theme.LIGHT, 100), (Theme.DARK, 200)])
def test_everything_has_a_name_and_nothing_is_cut_off(
    desk: DeskWindow, look: theme.Look, chosen: Theme, percent: int
) -> None:
    look.apply(chosen, percent)
    desk.window.resize(1366, 768)
    desk.ctrl(KEY.Key_H)
    shown = page(desk)
    assert unnamed(shown) == []
    assert roleless(shown) == []
    assert cut_off(shown) == []
    assert outside(shown) == []
    desk.key(KEY.Key_S)
    assert unnamed(desk.window._past) == []
    assert cut_off(desk.window._past) == []
    assert desk.window.width() == 1366


def test_the_table_of_acts_is_a_sound_model(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = HistoryTable()
    one = EntryView("a", "today", "JS", "CC-PO-09: 8", "undone since", "all", "CC-PO-09")
    two = EntryView("b", "yesterday", "JS", "Began", "", "all", "")
    model.show((one,))
    with qtbot.waitSignal(model.rowsInserted):
        model.append((two,))
    model.append(())
    qtmodeltester.check(model)
    assert model.index(0, Column.WHAT).data() == "CC-PO-09: 8"
    assert model.index(1, 0).data(Role.ID) == "b"
    said = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "today. JS. CC-PO-09: 8. undone since."
    headings = [model.headerData(c, Qt.Orientation.Horizontal) for c in Column]
    assert headings == ["When", "Who", "What", "State"]
