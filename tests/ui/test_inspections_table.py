"""The list of inspections, sorted and searched."""

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from inspector_app.ui.models.index import Role
from inspector_app.ui.models.inspections_table import Column, InspectionsTable, InspectionView
from inspector_app.ui.models.sorted_rows import SortedRows

LATE = InspectionView(
    "i1",
    "Cambridgeshire Constabulary",
    "SPR, July 2012",
    "16–20 September 2013",
    "2013-09-16",
    116,
    190,
    "Signed 3 Oct · changed since",
    "today, 14:02",
    1_790_000_000_002,
)
EARLY = InspectionView(
    "i2",
    "norfolk Constabulary",
    "SPR, July 2012",
    "6–10 May 2013",
    "2013-05-06",
    190,
    190,
    "",
    "1 June",
    1_790_000_000_001,
)


def a_table() -> InspectionsTable:
    table = InspectionsTable()
    table.show((LATE, EARLY))
    return table


def test_the_table_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(a_table())
    qtmodeltester.check(InspectionsTable())


def test_what_comes_from_elsewhere_moves_no_row_and_takes_no_state_away(
    qtmodeltester: ModelTester,
) -> None:
    table = a_table()
    qtmodeltester.check(table)
    new = replace(EARLY, inspection_id="i3", force="Suffolk Constabulary")
    table.bring_up_to_date((new, replace(EARLY, established=7), replace(LATE, state="")))
    assert [table.index(row, 0).data(Role.ID) for row in range(3)] == ["i1", "i2", "i3"]
    assert table.index(0, Column.STATE).data() == LATE.state
    assert table.index(1, Column.ESTABLISHED).data() == "7 of 190 established"
    table.bring_up_to_date((new,))
    assert [table.index(row, 0).data(Role.ID) for row in range(table.rowCount())] == ["i3"]


def test_every_role_tells_its_part() -> None:
    table = a_table()
    assert [table.index(0, column).data() for column in Column] == [
        "Cambridgeshire Constabulary",
        "SPR, July 2012",
        "16–20 September 2013",
        "116 of 190 established",
        "Signed 3 Oct · changed since",
        "today, 14:02",
    ]
    assert table.index(0, 0).data(Role.ID) == "i1"
    assert table.index(0, 0).data(Role.VIEW) == LATE
    said = table.index(1, Column.FORCE).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == (
        "norfolk Constabulary. SPR, July 2012. 6–10 May 2013. 190 of 190 established. 1 June."
    )
    assert table.index(1, Column.STATE).data(Qt.ItemDataRole.ToolTipRole) is None
    headings = [table.headerData(each, Qt.Orientation.Horizontal) for each in Column]
    assert headings == [
        "Force",
        "Checklists",
        "Fieldwork",
        "Established",
        "Summary",
        "Last change",
    ]


def sorted_by(column: Column) -> list[str]:
    rows = SortedRows()
    table = a_table()
    rows.setSourceModel(table)
    rows.sort(column)
    return [str(rows.index(row, 0).data(Role.ID)) for row in range(rows.rowCount())]


def test_rows_sort_by_date_share_and_time_and_not_by_their_words() -> None:
    assert sorted_by(Column.FIELDWORK) == ["i2", "i1"]
    assert sorted_by(Column.ESTABLISHED) == ["i1", "i2"]
    assert sorted_by(Column.LAST_CHANGE) == ["i2", "i1"]
    assert sorted_by(Column.FORCE) == ["i1", "i2"]


def test_a_search_keeps_the_rows_with_every_word_in_any_case() -> None:
    rows = SortedRows()
    table = a_table()
    rows.setSourceModel(table)
    rows.look_for("NORFOLK may")
    assert [rows.index(row, 0).data(Role.ID) for row in range(rows.rowCount())] == ["i2"]
    rows.look_for("norfolk september")
    assert rows.rowCount() == 0
    rows.look_for("")
    assert rows.rowCount() == 2
