"""A data return's numbers are typed into a table, by keyboard, each cell recorded as it is left."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from inspector_app.domain.dates import read
from inspector_app.domain.ids import SourceId
from inspector_app.domain.source_fields import FORMS, Editor
from inspector_app.domain.source_wording import cells_of, facts_of, read_cells, value_of_fact
from inspector_app.domain.sources import DataReturn, Figure, Number, Source, UnannouncedTest
from inspector_app.domain.values import Basis
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.sources_page import SourcesPage
from inspector_app.ui.widgets.rows_field import RowsField
from inspector_app.ui.widgets.values.titled_cells import TitledCells
from tests.support.desk_window import DeskWindow
from tests.support.sources import PARTICULARS, a_source
from tests.support.standings import a_journal, the_pack

KEY = Qt.Key


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    sample_desk.key(KEY.Key_Return)
    sample_desk.ctrl(KEY.Key_U)
    assert sample_desk.screen is Screen.SOURCES
    return sample_desk


def page(desk: DeskWindow) -> SourcesPage:
    shown = desk.window.current_page
    assert isinstance(shown, SourcesPage)
    return shown


def rows(desk: DeskWindow, name: str) -> RowsField:
    field = page(desk).editor.field(name)
    assert isinstance(field, RowsField)
    return field


def shown(desk: DeskWindow) -> Source:
    inspection = desk.window._inspection
    assert inspection is not None
    found = inspection.standing.source(SourceId(page(desk).place())).value
    assert found is not None
    return found


def numbers(desk: DeskWindow) -> tuple[Number, ...]:
    particulars = shown(desk).particulars
    assert isinstance(particulars, DataReturn)
    return particulars.numbers


def into_cell(desk: DeskWindow, text: str) -> None:
    desk.key(KEY.Key_Return)
    desk.type(text)
    desk.key(KEY.Key_Return)
    desk.settle()


def test_a_return_is_recorded_cell_by_cell_with_its_unit_and_what_it_leaves_out(
    desk: DeskWindow,
) -> None:
    page(desk).begin_source(next(form for form in FORMS if form.kind is DataReturn))
    desk.settle()
    view = rows(desk, "numbers").grid.view
    view.setFocus()
    into_cell(desk, "Received | and sent; both")
    for text in ("16", "PSU", "2012/13"):
        desk.tab()
        into_cell(desk, text)
    desk.tab()
    desk.tab()
    into_cell(desk, "One operation")
    assert numbers(desk) == (
        Number("Received | and sent; both", "16", "PSU", read("2012/13"), Basis.DECLARED,
               "One operation"),
    )  # fmt: skip
    assert shown(desk).exclusions == ("Received | and sent; both: One operation",)

    desk.ctrl(KEY.Key_Return)
    desk.type("Provided")
    desk.key(KEY.Key_Return)
    desk.settle()
    assert [each.measure for each in numbers(desk)][1:] == ["Provided"]
    desk.ctrl(KEY.Key_Delete)
    desk.settle()
    assert len(numbers(desk)) == 1
    desk.ctrl(KEY.Key_Z)
    desk.settle()
    assert len(numbers(desk)) == 2


def test_tab_leaves_the_table_behind_its_last_cell_and_before_its_first(desk: DeskWindow) -> None:
    page(desk).begin_source(next(form for form in FORMS if form.kind is UnannouncedTest))
    desk.settle()
    view = rows(desk, "resources").grid.view
    view.setFocus()
    desk.tab(view.model().columnCount())
    assert not view.hasFocus()
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    desk.key(KEY.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert not view.hasFocus()
    assert QApplication.focusWidget() is not None


def test_a_row_that_lacks_its_measure_stays_as_typed_with_the_reason(desk: DeskWindow) -> None:
    page(desk).begin_source(next(form for form in FORMS if form.kind is DataReturn))
    desk.settle()
    field = rows(desk, "numbers")
    field.grid.view.setFocus()
    desk.tab()
    into_cell(desk, "16")
    assert numbers(desk) == ()
    assert "needs its Measure" in field.accessibleDescription()
    assert field.rows()[0][1] == "16"


@pytest.mark.parametrize("particulars", PARTICULARS, ids=lambda each: each.KIND)
def test_the_cells_of_every_kind_mean_its_rows(particulars: object) -> None:
    source, standing = a_source(particulars), a_journal().standing()  # type: ignore[arg-type]
    for fact in facts_of(type(source.particulars)):
        if fact.editor is Editor.ROWS:
            cells = cells_of(source, fact, standing)
            assert read_cells(cells, fact, standing) == value_of_fact(source, fact)


def test_a_figures_table_names_its_columns_and_grows_both_ways_by_keyboard(
    desk: DeskWindow,
) -> None:
    desk.key(KEY.Key_N)
    desk.key(KEY.Key_U)
    desk.settle()
    grid = rows(desk, "rows").grid
    grid.view.setFocus()
    for text in ("Course", "Share"):
        into_cell(desk, text)
        desk.tab()
    assert grid.cells.columnCount() == 3
    grid.view.setCurrentIndex(grid.cells.index(1, 0))
    for text in ("Awareness; first", "12%"):
        into_cell(desk, text)
        desk.tab()
    desk.settle()
    figure = shown(desk).particulars
    assert isinstance(figure, Figure)
    assert figure.titles == ("Course", "Share")
    assert figure.rows == (("Awareness; first", "12%"),)
    assert grid.cells.rowCount() == 3, "the last row is empty and takes what is added"
    grid.view.setCurrentIndex(grid.cells.index(1, 1))
    desk.key(KEY.Key_Delete)
    desk.settle()
    figure = shown(desk).particulars
    assert isinstance(figure, Figure)
    assert figure.rows == (("Awareness; first", ""),)
    desk.ctrl(KEY.Key_Z)
    assert grid.cells.rows() == (("Course", "Share"), ("Awareness; first", "12%"))


def test_a_table_that_names_its_columns_says_which_cell_is_a_name() -> None:
    cells = TitledCells(the_pack())
    assert cells.rows() == ()
    cells.show((("Course", "Share"), ("Awareness", "12%")))
    assert (cells.rowCount(), cells.columnCount()) == (3, 3)
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert cells.index(0, 1).data(spoken) == "Name of Column 2: Share"
    assert cells.index(1, 1).data(spoken) == "Column 2: 12%"
    assert cells.headerData(0, Qt.Orientation.Vertical) == "Names"
    cells.setData(cells.index(2, 2), "x")
    assert cells.rows()[-1] == ("", "", "x")
    assert all(len(row) == 3 for row in cells.rows())
    assert (cells.rowCount(), cells.columnCount()) == (4, 4)
    cells.remove_row(2)
    cells.remove_row(0)
    assert cells.rows() == (("", ""), ("Awareness", "12%"))
