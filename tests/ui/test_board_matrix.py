"""The board's model: roles, signals, words for the ear."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from inspector_app.ui.models.board_matrix import BoardMatrix, BoardView
from inspector_app.ui.models.index import Role
from inspector_app.ui.theme import Look
from inspector_app.ui.widgets.board_view import BoardView as BoardTable
from tests.support.gallery import REQUIREMENTS, a_board


def a_matrix() -> BoardMatrix:
    matrix = BoardMatrix()
    matrix.show(a_board())
    return matrix


def test_the_matrix_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(a_matrix())
    qtmodeltester.check(BoardMatrix())


def test_threats_go_down_and_requirements_across() -> None:
    matrix = a_matrix()
    assert (matrix.rowCount(), matrix.columnCount()) == (6, 4)
    across = [matrix.headerData(n, Qt.Orientation.Horizontal) for n in range(4)]
    assert tuple(across) == REQUIREMENTS
    assert matrix.headerData(3, Qt.Orientation.Vertical) == "Public order"
    spoken = Qt.ItemDataRole.AccessibleTextRole
    said = matrix.headerData(3, Qt.Orientation.Vertical, spoken)
    assert said == "Public order. 33 of 51 established."
    threat = matrix.headerData(3, Qt.Orientation.Vertical, Role.VIEW)
    assert threat == a_board().threats[3]


def test_a_name_too_long_for_its_place_leaves_room_for_how_far_the_threat_is(
    qtbot: QtBot, look: Look
) -> None:
    def foot_of(name: str) -> QImage:
        board = a_board()
        threats = (replace(board.threats[0], name=name), *board.threats[1:])
        matrix.show(replace(board, threats=threats))
        shot = view.verticalHeader().grab().toImage()
        return shot.copy(0, 44, shot.width(), 28)

    matrix, view = BoardMatrix(), BoardTable()
    qtbot.addWidget(view)
    view.show_model(matrix)
    view.resize(900, 600)
    fits = foot_of("Serious organised crime")
    for name in ("Serious organised crime, across every border, " * 3 + "and more", "S" * 90):
        assert foot_of(name) == fits
        tip = matrix.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
        assert tip == name


def test_a_cell_shows_its_headline_and_holds_its_tile() -> None:
    matrix = a_matrix()
    index = matrix.index(3, 0)
    assert index.data() == "The force can contribute to the national requirement"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == index.data() == index.data(Role.SORT)
    assert index.data(Role.ID) == "s30"
    assert index.data(Role.VIEW) == a_board().threats[3].tiles[0]


def test_a_tile_is_told_in_words() -> None:
    matrix = a_matrix()
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert matrix.index(3, 0).data(spoken) == (
        "Public order. Capacity and contribution. 11 of 16 established. "
        "Headline: The force can contribute to the national requirement. "
        "Support: interview, document sighted, document request, data return, self-assessment. "
        "2 versions. 3 prompts."
    )
    assert "No headline" in str(matrix.index(1, 0).data(spoken))
    assert "Not in scope for this inspection" in str(matrix.index(0, 2).data(spoken))


def test_new_values_on_the_same_board_keep_the_place(qtbot: QtBot) -> None:
    matrix = a_matrix()
    board = a_board()
    with (
        qtbot.waitSignals([matrix.dataChanged, matrix.headerDataChanged]),
        qtbot.assertNotEmitted(matrix.modelReset),
    ):
        matrix.show(replace(board, requirements=("A", "B", "C", "D")))
    with qtbot.waitSignal(matrix.modelReset):
        matrix.show(BoardView(board.requirements, board.threats[:2]))


def test_a_section_is_found_on_the_board() -> None:
    matrix = a_matrix()
    assert matrix.place_of("s41") == (4, 1)
    assert matrix.place_of("elsewhere") == (-1, -1)
