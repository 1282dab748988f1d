"""A source tells the same on several lines: chosen by typing, given in one act, undone in one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector_app.domain.ids import LineId, SourceId
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import Supports, accounts_of
from inspector_app.ui.dialogs.ask_lines import AskLines
from inspector_app.ui.pages.sources_page import SourcesPage
from tests.support.desk_window import DeskWindow, with_sample

KEY = Qt.Key
LINES = (LineId("CC-PO-09"), LineId("CP-PO-18"), LineId("CC-PO-03"))


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskWindow]:
    with_sample(tmp_path)
    desk = DeskWindow(tmp_path)
    desk.unlock()
    desk.key(KEY.Key_Return)
    desk.ctrl(KEY.Key_U)
    yield desk
    desk.close()


def standing(desk: DeskWindow) -> Standing:
    inspection = desk.window._inspection
    assert inspection is not None
    return inspection.standing


def page(desk: DeskWindow) -> SourcesPage:
    shown = desk.window.current_page
    assert isinstance(shown, SourcesPage)
    return shown


def begun(desk: DeskWindow) -> SourceId:
    """Record an interview, and go back to the list."""
    desk.key(KEY.Key_N)
    desk.key(KEY.Key_I)
    desk.settle()
    desk.type("Head of operations")
    desk.key(KEY.Key_Escape)
    desk.settle()
    return SourceId(page(desk).place())


def test_lines_are_found_by_typing_and_all_get_the_account_in_one_act(desk: DeskWindow) -> None:
    source = begun(desk)
    desk.key(KEY.Key_L)
    asking = desk.dialog()
    assert isinstance(asking, AskLines)
    assert not asking.accept_button.isEnabled()
    for typed in ("cc-po-09", "carrier equip", "CC-PO-03"):
        desk.type(typed)
        desk.key(KEY.Key_Return)
        assert asking.search.text() == ""
    chosen = asking.model.ticked()
    assert (chosen[0], chosen[2]) == (LINES[0], LINES[2])
    desk.tab()
    desk.type("Two carriers are kept ready.")
    desk.key(KEY.Key_Return)
    desk.settle()

    given = [held.value for _, held in accounts_of(standing(desk), source)]
    assert [(a.line, a.words) for a in given if a] == [
        (line, "Two carriers are kept ready.")
        for line in sorted(chosen, key=[a.line for a in given if a].index)
    ]
    assert {a.line for a in given if a} == set(chosen)
    for line in chosen:
        assert "I" in Supports(standing(desk)).letters(line)

    desk.ctrl(KEY.Key_Z)
    assert accounts_of(standing(desk), source) == ()


def test_a_tick_is_taken_off_and_escape_gives_nothing(desk: DeskWindow) -> None:
    source = begun(desk)
    desk.key(KEY.Key_L)
    asking = desk.dialog()
    assert isinstance(asking, AskLines)
    desk.key(KEY.Key_Return)
    desk.key(KEY.Key_Down)
    desk.key(KEY.Key_Return)
    assert len(asking.model.ticked()) == 2
    desk.key(KEY.Key_Return)
    assert len(asking.model.ticked()) == 1
    desk.key(KEY.Key_Escape)
    desk.settle()
    assert accounts_of(standing(desk), source) == ()


def test_several_ids_typed_with_commas_are_one_act_too(desk: DeskWindow) -> None:
    source = begun(desk)
    desk.key(KEY.Key_A)
    desk.type("cc-po-09, cc-po-03")
    desk.tab()
    desk.type("Asked for in writing.")
    desk.tab()
    desk.key(KEY.Key_Space)
    desk.settle()
    lines = {held.value.line for _, held in accounts_of(standing(desk), source) if held.value}
    assert lines == {LineId("CC-PO-09"), LineId("CC-PO-03")}
    desk.ctrl(KEY.Key_Z)
    assert accounts_of(standing(desk), source) == ()


def test_what_the_source_could_speak_to_comes_first(desk: DeskWindow) -> None:
    desk.key(KEY.Key_L)  # the first of the list has given accounts, and speaks to their lines
    asking = desk.dialog()
    assert isinstance(asking, AskLines)
    first = [asking.model.index(at, 0).data() for at in range(2)]
    item = standing(desk).source(SourceId(page(desk).place())).value
    assert item is not None
    assert set(first) <= set(item.lines)
    assert asking.model.index(0, 2).data() == "1 account"
