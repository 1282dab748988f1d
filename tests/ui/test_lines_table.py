"""The table of lines: roles, signals, words for the ear."""

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from inspector_app.ui.models.index import Role
from inspector_app.ui.models.lines_table import Column, LinesTable, LineView
from tests.support.gallery import LINES


def a_table() -> LinesTable:
    table = LinesTable()
    table.show(LINES)
    return table


def test_the_table_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(a_table())
    qtmodeltester.check(LinesTable())


def test_every_column_shows_its_part_of_the_line() -> None:
    table = a_table()
    shown = [table.index(4, column).data() for column in Column]
    assert shown == [
        "CC-PO-05",
        LINES[4].question,
        "Yes",
        "2013",
        "document sighted, self-assessment",
        "1",
        "",
        "AM",
    ]
    assert table.index(13, Column.ANSWER).data() == "—"
    assert table.index(13, Column.FILES).data() == ""


def test_every_column_has_a_heading() -> None:
    table = a_table()
    horizontal = Qt.Orientation.Horizontal
    headings = [table.headerData(column, horizontal) for column in Column]
    assert headings == [
        *("Number", "Question", "Answer", "As at", "Support", "Files", "Assigned to", "Initials"),
    ]


def test_the_line_and_its_id_stand_behind_every_cell() -> None:
    table = a_table()
    for column in Column:
        assert table.index(2, column).data(Role.VIEW) is LINES[2]
        assert table.index(2, column).data(Role.ID) == "l3"
    assert table.index(2, Column.NUMBER).data(Role.SORT) == "CC-PO-03"


def test_the_question_cell_speaks_for_the_whole_row() -> None:
    table = a_table()
    said = table.index(10, Column.QUESTION).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == (
        "CC-PO-11. How many PSUs is the force expected to put into a national mobilisation, "
        "and can it? Answer: 5 PSUs; yes. 2 versions. "
        "Support: interview, self-assessment, data return. 1 file. By AM."
    )
    said = table.index(13, Column.QUESTION).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "No answer yet" in str(said)


def test_an_elided_question_is_whole_in_its_tooltip() -> None:
    table = a_table()
    tooltip = table.index(0, Column.QUESTION).data(Qt.ItemDataRole.ToolTipRole)
    assert tooltip == LINES[0].question


def test_a_row_tells_whose_it_is_to_eye_and_ear() -> None:
    table = LinesTable()
    mine = LineView("l1", "CC-PO-01", "How many?", whose="AM, JS", is_mine=True)
    table.show((mine, LineView("l2", "CC-PO-02", "When?", whose="AM")))
    assert table.index(0, Column.WHOSE).data() == "AM, JS"
    question, role = table.index(0, Column.QUESTION), Qt.ItemDataRole.AccessibleTextRole
    assert question.data(role) == ("CC-PO-01. How many? No answer yet. Assigned to AM, JS, mine.")
    tip = table.index(1, Column.WHOSE).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Assigned to AM"
    assert table.has_assignments()
    assert not a_table().has_assignments()


def test_a_changed_line_changes_one_row_only(qtbot: QtBot) -> None:
    table = a_table()
    changed = LineView("l14", "CC-PO-14", LINES[13].question, "12 and 9")
    with (
        qtbot.waitSignal(table.dataChanged) as signal,
        qtbot.assertNotEmitted(table.modelReset),
    ):
        table.line_changed(changed)
    assert signal.args is not None
    first, last, *_ = signal.args
    assert (first.row(), first.column(), last.row(), last.column()) == (13, 0, 13, len(Column) - 1)
    assert table.index(13, Column.ANSWER).data() == "12 and 9"


def test_the_next_unanswered_line_is_found_going_round() -> None:
    table = a_table()
    assert table.next_unanswered(0) == 13
    assert table.next_unanswered(15) == 13
    table.show((LINES[0],))
    assert table.next_unanswered(0) == -1
    assert LinesTable().next_unanswered(0) == -1


def test_a_line_is_found_by_its_id() -> None:
    table = a_table()
    assert table.row_of("l3") == 2
    assert table.row_of("elsewhere") == -1


def test_what_is_cut_off_in_an_answers_row_is_in_its_tip() -> None:
    table = LinesTable()
    told = "8 police support units (left out: Operation Heron)"
    table.show((LineView("l", "CC-PO-09", "How many?", told), LineView("m", "CC-PO-10", "Why?")))
    tips = [table.index(row, Column.ANSWER).data(Qt.ItemDataRole.ToolTipRole) for row in range(2)]
    assert tips == [told, None]
