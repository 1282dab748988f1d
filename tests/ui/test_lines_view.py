"""The walk: one open line, cheap to move, and rows the keyboard always reaches."""

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.ui.models.lines_table import Column, LinesTable, LineView
from inspector_app.ui.theme import Look
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.lines_view import LinesView
from tests.support.accessibility import focus_order
from tests.support.gallery import LINES, an_open_line

MANY = tuple(LineView(f"m{n}", f"CP-PO-{n:02}", f"Question {n}?") for n in range(40))


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> LinesView:
    view = LinesView()
    qtbot.addWidget(view)
    model = LinesTable(view)
    model.show(LINES)
    view.show_model(model)
    view.set_open_widget(an_open_line())
    view.resize(878, 590)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.setFocus()
    return view


def test_the_columns_are_those_of_the_drawing(view: LinesView) -> None:
    widths = [view.columnWidth(column) for column in Column]
    # The number's 80 come after 8 pixels of margin, which the row's mark uses.
    assert [widths[0], *widths[2:]] == [88, 138, 48, 50, 34, 0, 28]
    assert sum(widths) <= view.viewport().width()
    assert view.rowHeight(0) == 28


def test_fourteen_collapsed_lines_and_the_open_one_fit_a_768_screen(view: LinesView) -> None:
    view.go_to(6, opens=True)
    height = view.rowHeight(6) + 14 * view.rowHeight(0)
    assert view.rowHeight(6) <= 190
    assert height <= 590


def test_opening_puts_the_widget_on_its_row_and_tells_which_line(
    qtbot: QtBot, view: LinesView
) -> None:
    with qtbot.waitSignal(view.opened) as opened:
        view.go_to(6, opens=True)
    assert opened.args == ["l7"]
    assert view.open_row == 6
    widget = view.viewport().findChild(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert widget is not None
    row = view.rowViewportPosition(6)
    assert row < widget.y() < row + 4
    assert widget.height() <= view.rowHeight(6) < widget.height() + 6


def test_opening_forty_lines_in_turn_creates_no_widget_and_touches_two_rows_each(
    qtbot: QtBot, view: LinesView
) -> None:
    model = view.model()
    assert isinstance(model, LinesTable)
    model.show(MANY)
    view.go_to(0, opens=True)
    objects = set(view.findChildren(QObject))
    resized: list[int] = []
    view.verticalHeader().sectionResized.connect(lambda row, _old, _new: resized.append(row))
    for row in range(1, 40):
        resized.clear()
        view.go_to(row, opens=True)
        assert set(resized) == {row - 1, row}
    assert set(view.findChildren(QObject)) == objects
    assert [view.rowHeight(row) == 28 for row in range(40)] == [True] * 39 + [False]


def test_up_and_down_walk_every_row_past_the_open_one(qtbot: QtBot, view: LinesView) -> None:
    view.go_to(0)
    view.open(6)
    walked = [view.current_line]
    for _ in range(15):
        qtbot.keyClick(view, Qt.Key.Key_Down)
        walked.append(view.current_line)
    assert walked == [line.line_id for line in LINES]
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current_line == "l15"
    assert view.currentIndex().column() == Column.QUESTION


def test_walking_tells_the_line_and_enter_activates_it(qtbot: QtBot, view: LinesView) -> None:
    view.go_to(0)
    with qtbot.waitSignal(view.current_changed) as changed:
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert changed.args == ["l2"]
    with qtbot.waitSignal(view.activated_line) as activated:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert activated.args == ["l2"]


def test_letters_do_not_make_the_rows_jump(qtbot: QtBot, view: LinesView) -> None:
    view.go_to(3)
    for key in (Qt.Key.Key_C, Qt.Key.Key_Y, Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(view, key)
    assert view.current_line == "l4"
    assert view.currentIndex().column() == Column.QUESTION


def test_the_open_line_is_scrolled_into_sight(qtbot: QtBot, view: LinesView) -> None:
    view.resize(878, 300)
    view.go_to(12, opens=True)
    top = view.rowViewportPosition(12)
    assert top >= 0
    assert top + view.rowHeight(12) <= view.viewport().height()


def test_the_widget_follows_its_row_when_the_list_scrolls(qtbot: QtBot, view: LinesView) -> None:
    view.resize(878, 300)
    view.go_to(3, opens=True)
    widget = view.viewport().findChild(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert widget is not None
    for value in (0, 40, 97):
        view.verticalScrollBar().setValue(value)
        assert widget.y() - view.rowViewportPosition(3) == 2


def test_the_row_grows_with_the_note(qtbot: QtBot, view: LinesView) -> None:
    view.go_to(6, opens=True)
    before = view.rowHeight(6)
    note = view.findChild(GrowingText)
    assert note is not None
    note.setFocus()
    for _ in range(4):
        qtbot.keyClick(note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.rowHeight(6) > before + 40)


def test_tab_goes_from_the_rows_into_the_open_line(view: LinesView) -> None:
    view.go_to(6, opens=True)
    order = focus_order(view)
    assert len(order) > 5
    assert all(view.isAncestorOf(widget) for widget in order[1:])


def test_shutting_gives_the_row_its_height_back_and_the_focus_to_the_rows(
    qtbot: QtBot, view: LinesView
) -> None:
    view.go_to(6, opens=True)
    note = view.findChild(GrowingText)
    assert note is not None
    note.setFocus()
    with qtbot.waitSignal(view.opened) as opened:
        view.open(-1)
    assert opened.args == [""]
    assert view.rowHeight(6) == 28
    assert view.open_row == -1
    assert view.hasFocus()
    assert not note.isVisible()


def test_other_lines_shut_the_open_one(view: LinesView) -> None:
    view.go_to(6, opens=True)
    model = view.model()
    assert isinstance(model, LinesTable)
    model.show(MANY)
    assert view.open_row == -1
    assert not view.findChildren(QLabel)[0].isVisible()


def test_whose_lines_are_has_room_once_any_is_assigned(view: LinesView) -> None:
    model = view.model()
    assert isinstance(model, LinesTable)
    assert view.isColumnHidden(Column.WHOSE)
    model.line_changed(LineView("l1", "CC-PO-01", "?", whose="AM"))
    assert view.columnWidth(Column.WHOSE) == 50
    model.line_changed(LineView("l1", "CC-PO-01", "?"))
    assert view.isColumnHidden(Column.WHOSE)


def test_shift_and_arrows_choose_several_lines_and_an_arrow_alone_one(
    view: LinesView, qtbot: QtBot
) -> None:
    view.go_to(2, opens=True)
    assert list(view.chosen_lines) == ["l3"]
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert list(view.chosen_lines) == ["l3", "l4", "l5"]
    assert view.current_line == "l5"
    view.setRowHidden(3, True)
    assert list(view.chosen_lines) == ["l3", "l5"], "what is hidden is not chosen"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert list(view.chosen_lines) == ["l6"]


def test_a_narrow_view_keeps_number_question_and_answer(view: LinesView, look: Look) -> None:
    look.apply(Theme.LIGHT, 200)
    view.resize(600, 500)
    hidden = {column for column in Column if view.isColumnHidden(column)} - {Column.WHOSE}
    assert hidden <= {Column.AS_AT, Column.SUPPORT, Column.FILES, Column.INITIALS}
    assert Column.FILES in hidden
    assert view.rowHeight(0) == 56


def test_an_answer_without_its_date_is_painted_through_the_date_column(view: LinesView) -> None:
    model = view.model()
    assert isinstance(model, LinesTable)
    long = "An answer in words, as long as two columns"
    model.line_changed(LineView("l1", "CC-PO-01", "?", long))
    whole = view.grab().toImage()
    # Repainting the date's cell alone must leave the words that run through it.
    view.update(model.index(0, Column.AS_AT))
    assert view.grab().toImage() == whole
    model.line_changed(LineView("l1", "CC-PO-01", "?", long, as_at="2013"))
    assert view.grab().toImage() != whole
