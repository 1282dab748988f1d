"""The lead gives sections and lines to the team, and everybody looks at their own, by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.assigning import (
    about_place,
    member_called,
    people_words,
    whose_line,
    whose_section,
)
from inspector_app.domain.assignments import Assignment
from inspector_app.domain.changes.bodies import Assigned
from inspector_app.domain.ids import SectionId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.searching import Filter
from inspector_app.domain.standing import Standing
from inspector_app.services.vault import Unlocked
from inspector_app.ui.dialogs.ask_assignment import AskAssignment
from inspector_app.ui.dialogs.ask_member import AskMember
from inspector_app.ui.dialogs.search_palette import SearchPalette
from inspector_app.ui.models.board_matrix import TileView
from inspector_app.ui.models.index import Role
from inspector_app.ui.pages.board_page import BoardPage
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from tests.support.accessibility import cut_off, unnamed
from tests.support.desk_window import DeskWindow, with_sample
from tests.support.rows_read import rows_read

KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskWindow]:
    with_sample(tmp_path)
    desk = DeskWindow(tmp_path)
    desk.unlock()
    vault = services(desk)
    (inspection,) = (each.id for each in vault.inspections.all())
    vault.inspections.name_member(inspection, None, "Ann Moss", Member(TeamRole.INSPECTOR, "AM"))
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.BOARD
    yield desk
    desk.close()


def services(desk: DeskWindow) -> Unlocked:
    assert desk.window._unlocked is not None
    return desk.window._unlocked


def standing(desk: DeskWindow) -> Standing:
    assert desk.window._inspection is not None
    return desk.window._inspection.standing


def board(desk: DeskWindow) -> BoardPage:
    page = desk.window.current_page
    assert isinstance(page, BoardPage)
    return page


def section(desk: DeskWindow) -> SectionPage:
    page = desk.window.current_page
    assert isinstance(page, SectionPage)
    return page


def asked(desk: DeskWindow) -> AskAssignment:
    dialog = desk.dialog()
    assert isinstance(dialog, AskAssignment)
    return dialog


def number_of(desk: DeskWindow, initials: str) -> Qt.Key:
    """The key of somebody in the open question."""
    model = asked(desk).list.model()
    words = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    row = next(row for row, each in enumerate(words) if f" {initials} " in each)
    return KEY(KEY.Key_1.value + row)


def assign(desk: DeskWindow, *initials: str) -> None:
    """Press B, tick, and Enter."""
    desk.key(KEY.Key_B)
    for each in initials:
        desk.key(number_of(desk, each))
    desk.key(KEY.Key_Return)


def tile(desk: DeskWindow) -> TileView:
    view = board(desk).board.currentIndex().data(Role.VIEW)
    assert isinstance(view, TileView)
    return view


def has(desk: DeskWindow, line: str) -> list[str]:
    now = standing(desk)
    return sorted(people_words(now, whose_line(now, now.pack.line(line)).people))


def shown_lines(desk: DeskWindow) -> list[str]:
    view = section(desk).lines
    model = section(desk)._model
    return [each.line_id for row, each in enumerate(model.lines()) if not view.isRowHidden(row)]


def test_the_lead_plans_and_an_inspector_walks_only_what_is_theirs(desk: DeskWindow) -> None:
    first = SectionId(board(desk).place())
    assign(desk, "AM")
    assert people_words(standing(desk), whose_section(standing(desk), first).people) == ("AM",)
    assert (tile(desk).whose, tile(desk).is_mine) == ("AM", False)
    assert board(desk)._whose.accessibleName() == "Assigned to AM"
    assert desk.window._status.text.startswith(f"{first} assigned to AM")

    desk.key(KEY.Key_Return)  # into the section; two lines are the lead's own
    lines = [each.line_id for each in section(desk)._model.lines()]
    desk.key(KEY.Key_Down)
    desk.key(KEY.Key_Down, SHIFT)
    assign(desk, "JS")
    assert [has(desk, each) for each in lines[:4]] == [["AM"], ["JS"], ["JS"], ["AM"]]
    row = section(desk)._model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Assigned to JS, mine" in row

    desk.key(KEY.Key_L)
    assert shown_lines(desk) == lines[1:3]
    assert section(desk).sections.mine.isChecked()
    assert section(desk).sections.model.rowCount() == 1, "the list at the left shows what is mine"
    desk.ctrl(KEY.Key_Z)
    assert has(desk, lines[1]) == has(desk, lines[2]) == ["AM"]


def test_the_board_shows_mine_for_whoever_has_the_laptop(desk: DeskWindow) -> None:
    desk.key(KEY.Key_L)
    assert desk.window._status.text == "Nothing is assigned to JS: B assigns."
    assign(desk, "JS")
    desk.key(KEY.Key_Right)
    assign(desk, "AM")
    desk.key(KEY.Key_L)
    assert tile(desk).is_set_back
    assert "Not mine" in board(desk).board.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert board(desk)._progress.whole_text.startswith("Mine: ")
    desk.key(KEY.Key_F6)
    desk.key(KEY.Key_A)
    assert (tile(desk).is_mine, tile(desk).is_set_back) == (True, False)
    desk.key(KEY.Key_Left)
    assert tile(desk).is_set_back


def test_only_mine_is_still_on_after_the_vault_was_locked(desk: DeskWindow) -> None:
    assign(desk, "JS")
    desk.key(KEY.Key_L)
    desk.ctrl(KEY.Key_L)
    desk.wait_for(lambda: desk.screen is Screen.UNLOCK, "locked")
    desk.unlock()
    assert board(desk)._mine.isChecked()
    desk.key(KEY.Key_Right)
    assert tile(desk).is_set_back


def test_nobody_ticked_takes_the_assignment_back(desk: DeskWindow) -> None:
    desk.key(KEY.Key_B)
    assert not asked(desk).accept_button.isEnabled(), "there is nothing to take back"
    desk.key(KEY.Key_Escape)
    assign(desk, "JS", "AM")
    assert tile(desk).whose == "AM, JS"
    desk.key(KEY.Key_B)
    for initials in ("JS", "AM"):
        desk.key(number_of(desk, initials))
    assert asked(desk).accept_button.text() == "Take back"
    desk.key(KEY.Key_Return)
    assert tile(desk).whose == ""


def test_somebody_is_put_into_the_team_on_the_way_and_then_assigned(desk: DeskWindow) -> None:
    desk.key(KEY.Key_B)
    desk.key(KEY.Key_N)
    dialog = desk.dialog()
    assert isinstance(dialog, AskMember)
    assert (unnamed(dialog), cut_off(dialog)) == ([], [])
    for refused, words in (("a", "Two to four"), ("am", "AM is in the team already")):
        desk.type(refused)
        assert not dialog.accept_button.isEnabled()
        assert words in dialog._trouble.text()
        dialog.initials.clear()
    desk.type("bk")
    desk.tab()
    desk.type("Bea Kent")
    desk.key(KEY.Key_Return)
    desk.key(number_of(desk, "BK"))
    desk.key(KEY.Key_Return)
    assert tile(desk).whose == "BK"
    member = dict(standing(desk).members())[member_called(standing(desk), "BK")]
    assert member == Member(TeamRole.INSPECTOR, "BK")
    names = services(desk).inspections.standing(standing(desk).id).names
    assert "Bea Kent" in names.values()
    desk.ctrl(KEY.Key_Z)
    assert tile(desk).whose == ""


def test_a_section_is_assigned_from_the_list_at_the_left_and_found_as_mine(
    desk: DeskWindow,
) -> None:
    desk.key(KEY.Key_Return)
    desk.key(KEY.Key_F3)
    chosen = section(desk).sections.view.current_section
    assign(desk, "JS")
    now = standing(desk)
    assert people_words(now, whose_section(now, SectionId(chosen)).people) == ("JS",)
    desk.ctrl(KEY.Key_K)
    desk.key(KEY.Key_M, Qt.KeyboardModifier.AltModifier)
    palette = desk.dialog()
    assert isinstance(palette, SearchPalette)
    desk.wait_for(palette.filters[Filter.MINE].isChecked, "Alt+M narrows")
    rows = rows_read(palette.list)
    assert rows
    assert all(chosen in row for row in rows if row.startswith("Line"))


def test_what_laptops_assigned_apart_is_settled_where_it_stands(desk: DeskWindow) -> None:
    vault = services(desk)
    id_ = standing(desk).id
    line = standing(desk).pack.section(board(desk).place()).lines[0].id
    js, am = (member_called(standing(desk), each) for each in ("JS", "AM"))
    vault.assignments.assign(id_, [line], [js])
    with vault._database.begin() as work:  # as another laptop did, not knowing of it
        apart = Assigned(Assignment((am,)))
        vault.phases._recording.write(work, id_, about_place(line), apart, ())
        work.commit()
    assert desk.window._inspection is not None
    desk.window._inspection.read_anew()
    desk.settle()
    desk.key(KEY.Key_Return)
    row = section(desk)._model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert " or " in row
    desk.key(KEY.Key_V)
    dialog = asked(desk)
    desk.key(number_of(desk, "AM"))
    assert not dialog.accept_button.isEnabled(), "no reason yet"
    dialog.reason.setFocus()
    desk.type("Ann knows the room.")
    assert QApplication.focusWidget() is dialog.reason
    dialog.accept_button.setFocus()
    desk.key(KEY.Key_Space)
    assert has(desk, line) == ["AM"]
    assert standing(desk).conflicts() == ()
