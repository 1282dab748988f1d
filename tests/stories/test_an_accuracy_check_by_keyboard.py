"""A draft goes out, the force's points come back, one is accepted and corrected: by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.accuracy import Decision
from inspector_app.domain.answers import Outcome
from inspector_app.domain.ids import LineId
from inspector_app.domain.paragraphs import numbers
from inspector_app.domain.standing import Standing
from inspector_app.ui.dialogs.workbook_preview import WorkbookPreview
from inspector_app.ui.models.cells_table import Column
from inspector_app.ui.pages.accuracy_panel import AccuracyPanel
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.review_page import ReviewPage
from tests.support.by_keyboard import type_path
from tests.support.desk_window import DeskWindow, with_sample

KEY = Qt.Key
LINE = LineId("CC-PO-03")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskWindow]:
    with_sample(tmp_path)
    desk = DeskWindow(tmp_path)
    desk.unlock()
    desk.key(KEY.Key_Return)
    desk.ctrl(KEY.Key_R)
    desk.key(KEY.Key_2)
    yield desk
    desk.close()


def panel(desk: DeskWindow) -> AccuracyPanel:
    page = desk.window.current_page
    assert isinstance(page, ReviewPage)
    return page.accuracy


def standing(desk: DeskWindow) -> Standing:
    assert desk.window._inspection is not None
    return desk.window._inspection.standing


def send(desk: DeskWindow) -> Path:
    out = desk.folder / "points.xlsx"
    desk.key(KEY.Key_N)
    desk.type("The chief constable")
    desk.tab()
    desk.type("16 Oct 2014")
    desk.key(KEY.Key_Return)
    type_path(desk, out)
    desk.wait_for(out.exists, "the workbook is written")
    return out


def returned(desk: DeskWindow, out: Path, said: dict[str, str]) -> Path:
    book = load_workbook(out)
    sheet = book["Points"]
    for row in range(6, sheet.max_row + 1):
        if words := said.get(str(sheet.cell(row, 1).value)):
            sheet.cell(row, 4).value = words
    back = desk.folder / "back.xlsx"
    book.save(back)
    return back


def test_a_point_is_taken_in_accepted_corrected_and_linked_by_keyboard(desk: DeskWindow) -> None:
    assert "No accuracy draft" in panel(desk)._state.text()
    out = send(desk)
    (draft,) = standing(desk).drafts()
    assert draft.draft.to == "The chief constable"
    assert len(draft.draft.paragraphs) > 190
    number = numbers(standing(desk).pack)[LINE]
    back = returned(desk, out, {number: "It was sent on 12 September."})
    panel(desk).view.setFocus()
    desk.key(KEY.Key_I)
    type_path(desk, back)
    asked = desk.dialog()
    assert isinstance(asked, WorkbookPreview)
    cell = asked.model.index(0, Column.AFTER)
    assert cell.data() == "It was sent on 12 September."
    assert str(asked.model.index(0, Column.WHERE).data()).startswith("Points!D")
    assert standing(desk).points() == ()
    asked.accept()
    desk.settle()
    (item,) = standing(desk).points()
    assert (item.point.paragraph, item.point.place) == (number, LINE)
    desk.ctrl(KEY.Key_B)
    desk.ctrl(KEY.Key_R)
    assert QApplication.focusWidget() is panel(desk).view
    assert "Not supplied" in panel(desk)._says.text()
    desk.key(KEY.Key_A)
    desk.type("The covering letter shows it.")
    desk.dialog().accept()
    desk.settle()
    response = standing(desk).response(item.id).value
    assert response is not None
    assert (response.decision, response.changes) == (Decision.ACCEPTED, ())
    desk.key(KEY.Key_G)
    assert (desk.screen, desk.window.current_page.place()) == (Screen.SECTION, LINE)
    desk.key(KEY.Key_X)
    desk.key(KEY.Key_2)
    answer = standing(desk).answer(LINE).value
    assert answer is not None
    assert answer.outcome is Outcome.DOES_NOT_EXIST
    desk.ctrl(KEY.Key_R)
    desk.key(KEY.Key_L)
    response = standing(desk).response(item.id).value
    assert response is not None
    assert len(response.changes) == 1
    assert "1 change linked" in panel(desk)._changes.text()


def test_a_workbook_with_faults_records_nothing_and_tells_them_by_cell(desk: DeskWindow) -> None:
    out = send(desk)
    book = load_workbook(out)
    book["Points"]["A7"] = "99.1.1"
    book["Points"]["D6"] = "=1+1"
    book.save(out)
    panel(desk).view.setFocus()
    before = len(standing(desk).states)
    desk.key(KEY.Key_I)
    type_path(desk, out)
    desk.settle()
    asked = desk.dialog()
    assert isinstance(asked, WorkbookPreview)
    rows = range(asked.model.rowCount())
    told = {asked.model.index(row, Column.WHERE).data() for row in rows}
    assert told == {"Points!D6", "Points!A7"}
    assert not asked.accept_button.isVisible()
    desk.key(KEY.Key_Escape)
    assert len(standing(desk).states) == before


def test_a_draft_that_went_out_is_not_what_undo_takes_back(desk: DeskWindow) -> None:
    send(desk)
    desk.ctrl(KEY.Key_Z)
    assert len(standing(desk).drafts()) == 1
