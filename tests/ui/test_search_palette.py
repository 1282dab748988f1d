"""Ctrl+K by keyboard: things, commands and screens are found while one types."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.domain.searching import Filter, Kind
from inspector_app.services.search import Hit
from inspector_app.ui import theme
from inspector_app.ui.dialogs.search_palette import SearchPalette
from inspector_app.ui.finding import found_view
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.search_results import FoundView, SearchResults
from inspector_app.ui.pages.page import Screen
from tests.support.accessibility import cut_off, outside, roleless, unnamed
from tests.support.desk_window import DeskWindow
from tests.support.rows_read import rows_read

KEY = Qt.Key


@pytest.fixture(scope="module")
def one_window(
    qapp: QApplication, sample_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DeskWindow]:
    """The sample's board, opened once for all that only look."""
    folder = tmp_path_factory.mktemp("search") / "desk"
    shutil.copytree(sample_template, folder)
    theme.current().apply(Theme.LIGHT, 100)
    desk = DeskWindow(folder)
    desk.unlock()
    desk.key(KEY.Key_Return)
    yield desk
    desk.close()


@pytest.fixture
def desk(one_window: DeskWindow) -> Iterator[DeskWindow]:
    """The board in the one window, for a test that records nothing and does not lock.

    Without ``look``: to dress a window that is open anew takes longer than to open one.
    """
    one_window.window.activateWindow()
    one_window.window.show_screen(Screen.BOARD)
    one_window.settle()
    yield one_window
    if any(isinstance(each, SearchPalette) for each in QApplication.topLevelWidgets()):
        palette(one_window).reject()
    one_window.settle()


@pytest.fixture
def own_desk(sample_desk: DeskWindow) -> DeskWindow:
    """The board in a window of the test's own, over a vault of its own."""
    sample_desk.key(KEY.Key_Return)
    return sample_desk


def palette(desk: DeskWindow) -> SearchPalette:
    shown = desk.dialog()
    assert isinstance(shown, SearchPalette)
    return shown


def test_words_are_typed_and_enter_goes_there(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_K)
    desk.type("cc-po-07")
    assert any(row.startswith("Line. CC-PO-07") for row in rows_read(palette(desk).list))
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.SECTION
    assert desk.window.current_page.place() == "CC-PO-07"


def test_arrows_choose_while_the_caret_stays_in_the_field(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_K)
    desk.type("chief constable")
    shown = palette(desk)
    for _ in range(3):
        desk.key(KEY.Key_Down)
    desk.key(KEY.Key_Up)
    assert shown.list.currentIndex().row() == 2
    assert shown.field.hasFocus()
    desk.key(KEY.Key_PageDown)
    desk.key(KEY.Key_PageDown)
    assert shown.list.currentIndex().row() > 10


def test_a_term_says_what_it_means_and_leads_nowhere(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_K)
    desk.type("mutual aid")
    shown = palette(desk)
    assert rows_read(shown.list)[0].startswith("Term. Mutual aid.")
    assert shown._detail.text() == "Mutual aid: Support given by one force to another."
    desk.key(KEY.Key_Return)
    assert shown.isVisible()


def test_words_inside_an_evidence_file_are_found_without_anybody_asking(desk: DeskWindow) -> None:
    desk.settle()
    desk.ctrl(KEY.Key_K)
    desk.type("dale farm")
    assert any(row.startswith("Text in evidence. JS/") for row in rows_read(palette(desk).list))


def test_enter_on_a_source_goes_to_it_in_the_list_of_sources(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_K)
    desk.type("denial service assessment exist")
    shown = palette(desk)
    row = next(at for at, text in enumerate(rows_read(shown.list)) if text.startswith("Source."))
    for _ in range(row):
        desk.key(KEY.Key_Down)
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.SOURCES
    assert desk.window.current_page.place()


def test_a_filter_alone_lists_what_it_holds_for(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_K)
    desk.key(KEY.Key_N, Qt.KeyboardModifier.AltModifier)
    shown = palette(desk)
    desk.wait_for(shown.filters[Filter.NOT_ESTABLISHED].isChecked, "Alt+N narrows")
    assert rows_read(shown.list)
    assert shown.field.hasFocus()
    assert "found" in shown._count.text()


def test_a_kind_of_source_lists_what_rests_on_it(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_K)
    desk.key(KEY.Key_K, Qt.KeyboardModifier.AltModifier)
    shown = palette(desk)
    desk.wait_for(shown.kind.hasFocus, "Alt+K leads to the kinds")
    desk.type("t")
    desk.wait_for(lambda: bool(rows_read(shown.list)), "what rests on the test")
    assert shown.kind.currentText() == "T · test"
    assert any("CP-PO-12" in row for row in rows_read(shown.list))
    assert not any("CC-PO-08" in row for row in rows_read(shown.list))


def test_commands_and_screens_are_found_by_their_words(own_desk: DeskWindow) -> None:
    own_desk.ctrl(KEY.Key_K)
    own_desk.type("sett")
    assert rows_read(palette(own_desk).list)[0] == "Screen. Settings."
    own_desk.key(KEY.Key_Return)
    assert own_desk.screen is Screen.SETTINGS
    own_desk.key(KEY.Key_Escape)
    own_desk.ctrl(KEY.Key_B)
    own_desk.ctrl(KEY.Key_K)
    own_desk.type("next gap")
    assert rows_read(palette(own_desk).list)[0] == "Command. next gap. key G."
    own_desk.key(KEY.Key_Escape)
    own_desk.ctrl(KEY.Key_K)
    own_desk.type("lock now")
    own_desk.key(KEY.Key_Return)
    own_desk.wait_for(lambda: own_desk.screen is Screen.UNLOCK, "it locks")


def test_a_command_of_the_screen_is_carried_out_there(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_K)
    desk.type("own lines")
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.SECTION
    assert desk.window.current_page.place().startswith("IN")


def test_nothing_found_is_said(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_K)
    desk.type("quizzaciously")
    shown = palette(desk)
    assert rows_read(shown.list) == []
    assert shown._detail.text() == "Nothing holds all these words."
    assert shown._count.text() == "0 things found"


def test_what_was_typed_a_moment_ago_is_found(own_desk: DeskWindow) -> None:
    own_desk.key(KEY.Key_Return)
    own_desk.key(KEY.Key_Return)
    own_desk.type("quizzaciously")
    own_desk.ctrl(KEY.Key_K)
    own_desk.type("quizzaci")
    assert rows_read(palette(own_desk).list)[0].startswith("Answer. CC-T-01")


def test_the_field_in_the_bar_opens_the_palette_with_what_is_typed(desk: DeskWindow) -> None:
    bar = desk.window._bar
    bar.search.setFocus()
    desk.type("p")
    shown = palette(desk)
    assert shown.field.text() == "p"
    assert bar.search.text() == ""
    desk.type("su")
    assert shown.field.text() == "psu"


def test_without_an_inspection_there_is_nothing_to_search(empty_desk: DeskWindow) -> None:
    assert empty_desk.window._bar.search.isHidden()
    empty_desk.ctrl(KEY.Key_K)
    assert not any(isinstance(each, SearchPalette) for each in QApplication.topLevelWidgets())


def test_locking_closes_the_palette(own_desk: DeskWindow) -> None:
    own_desk.ctrl(KEY.Key_K)
    own_desk.type("psu")
    shown = palette(own_desk)
    own_desk.window.lock_now()
    own_desk.wait_for(lambda: own_desk.screen is Screen.UNLOCK, "it locks")
    assert not any(isinstance(each, SearchPalette) for each in QApplication.topLevelWidgets())
    del shown


@pytest.mark.parametrize(("chosen", "percent"), [(Theme.LIGHT, 100), (Theme.DARK, 200)])
def test_everything_in_the_palette_has_a_name_and_nothing_is_cut_off(
    own_desk: DeskWindow, look: theme.Look, chosen: Theme, percent: int
) -> None:
    look.apply(chosen, percent)
    own_desk.window.resize(1366, 768)
    own_desk.ctrl(KEY.Key_K)
    own_desk.type("chief constable")
    shown = palette(own_desk)
    assert unnamed(shown) == []
    assert roleless(shown) == []
    assert cut_off(shown) == []
    assert outside(shown) == []
    assert shown.width() <= 1366
    assert shown.height() <= 768


def test_the_list_of_results_is_a_sound_model(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = SearchResults()
    pieces = (("Has a ", False), ("plan", True), (".", False))
    found = FoundView("answer a", "check", "Answer", "CC-PO-01", pieces, "Y")
    with qtbot.waitSignal(model.modelReset):
        model.show((found,))
    with qtbot.assertNotEmitted(model.modelReset):
        model.show((found,))
    qtmodeltester.check(model)
    index = model.index(0)
    assert index.data() == "CC-PO-01 Has a plan."
    assert index.data(Role.ID) == "answer a"
    assert index.data(Role.VIEW) is found
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Answer. CC-PO-01. Has a plan. key Y."
    assert index.data(Qt.ItemDataRole.DecorationRole) is None


def test_a_hit_that_is_gone_meanwhile_shows_its_excerpt(desk: DeskWindow) -> None:
    inspection = desk.window._inspection
    assert inspection is not None
    hit = Hit(Kind.LINE, "line:XX-01", "XX-01", "XX-01", (("gone", True),))
    assert found_view(inspection.standing, hit).detail == "gone"
