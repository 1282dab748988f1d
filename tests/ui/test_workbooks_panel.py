"""Workbooks for the force in the window: sent, looked at by cell, accepted or refused."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from inspector_app.domain import dates
from inspector_app.domain.sources import DataReturn, DocumentRequest, Number, RequestOutcome, Source
from inspector_app.ui.dialogs.workbook_preview import WorkbookPreview
from inspector_app.ui.models.cells_table import Column
from inspector_app.ui.pages.papers_page import PapersPage
from inspector_app.ui.pages.workbooks_panel import WorkbooksPanel
from tests.support.accessibility import cut_off, roleless, unnamed
from tests.support.by_keyboard import type_path
from tests.support.desk_window import DeskWindow

KEY = Qt.Key
PLAN = Source(DocumentRequest(due=dates.read("16 Sep 2013")), "The public order plan")
UNITS = Source(DataReturn(numbers=(Number("Declared", unit="PSU"),)), "Support units")


@pytest.fixture
def panel(sample_desk: DeskWindow) -> WorkbooksPanel:
    sample_desk.key(KEY.Key_Return)
    sample_desk.ctrl(KEY.Key_O)
    page = sample_desk.window.current_page
    assert isinstance(page, PapersPage)
    for source in (PLAN, UNITS):
        services, id_ = page._inspection.services, page._inspection.standing.id
        page._inspection.take(services.sources.record(id_, source).act.states)
    page.arrive("workbooks")
    sample_desk.settle()
    shown = page.panel("workbooks")
    assert isinstance(shown, WorkbooksPanel)
    return shown


def send(desk: DeskWindow) -> Path:
    out = desk.folder / "requests.xlsx"
    desk.ctrl(KEY.Key_Return)
    desk.type("The chief constable")
    desk.tab()
    desk.type("16 Oct 2014")
    desk.key(KEY.Key_Return)
    type_path(desk, out)
    desk.wait_for(out.exists, "the workbook is written")
    desk.settle()
    return out


def row_of(book_sheet: object, title: str, column: int) -> int:
    rows = range(5, book_sheet.max_row + 1)  # type: ignore[attr-defined]
    return next(r for r in rows if book_sheet.cell(r, column).value == title)  # type: ignore[attr-defined]


def read(desk: DeskWindow, panel: WorkbooksPanel, path: Path) -> WorkbookPreview:
    panel.read.click()
    desk.settle()
    type_path(desk, path)
    desk.wait_for(
        lambda: any(isinstance(each, WorkbookPreview) for each in desk._dialogs()),
        "it is shown by cell",
    )
    asked = desk.dialog()
    assert isinstance(asked, WorkbookPreview)
    assert unnamed(asked) + roleless(asked) + cut_off(asked) == []
    return asked


def test_a_workbook_goes_out_comes_back_and_is_accepted_by_keyboard(
    sample_desk: DeskWindow, panel: WorkbooksPanel
) -> None:
    out = send(sample_desk)
    (item,) = panel.inspection.standing.workbooks()
    assert item.workbook.to == "The chief constable"
    assert item.workbook.number in panel._said.text()
    assert panel.list.model().index(0, 3).data() == "not yet"
    book = load_workbook(out)
    sheet = book["Requests"]
    sheet.cell(row_of(sheet, PLAN.title, 2), 6).value = "Refused"
    sheet.cell(row_of(sheet, PLAN.title, 2), 9).value = "It is being rewritten"
    book.save(out)
    asked = read(sample_desk, panel, out)
    told = {asked.model.index(row, Column.AFTER).data() for row in range(asked.model.rowCount())}
    assert told == {"refused", "It is being rewritten"}
    assert panel.inspection.standing.readings() == ()
    asked.reject()  # refused: nothing is recorded
    sample_desk.settle()
    assert panel.inspection.standing.readings() == ()
    asked = read(sample_desk, panel, out)
    asked.accept_button.click()
    sample_desk.wait_for(lambda: panel.inspection.standing.readings() != (), "it is recorded")
    sample_desk.settle()
    outcomes = [
        each.source.particulars.outcome
        for each in panel.inspection.standing.sources()
        if each.source.title == PLAN.title and isinstance(each.source.particulars, DocumentRequest)
    ]
    assert outcomes == [RequestOutcome.REFUSED]
    assert "2 cells" in str(panel.list.model().index(0, 3).data())
    assert "kept as evidence" in panel._said.text()


def test_a_fault_is_shown_with_its_cell_and_cannot_be_accepted(
    sample_desk: DeskWindow, panel: WorkbooksPanel
) -> None:
    out = send(sample_desk)
    book = load_workbook(out)
    sheet = book["Data returns"]
    row = row_of(sheet, UNITS.title, 3)
    sheet.cell(row, 9).value = "eight"
    book.save(out)
    asked = read(sample_desk, panel, out)
    assert asked.model.index(0, Column.WHERE).data() == f"Data returns!I{row}"
    assert asked.model.index(0, Column.STATE).data() == "Wrong"
    assert not asked.accept_button.isVisible()
    sample_desk.key(KEY.Key_Escape)
    assert panel.inspection.standing.readings() == ()
