"""Evidence items: model and view; thumbnails come when wanted and are not kept for ever."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from inspector_app.ui.models import evidence_grid
from inspector_app.ui.models.evidence_grid import EvidenceGrid, EvidenceView
from inspector_app.ui.models.index import Role
from inspector_app.ui.theme import Look
from inspector_app.ui.widgets.evidence_view import EvidenceView as Grid
from tests.support.gallery import a_page_picture

ITEMS = tuple(
    EvidenceView(f"e{n}", f"JS/{n}", f"Caption {n}", "PDF", n != 2, is_withdrawn=n == 3)
    for n in range(1, 13)
)


def a_grid() -> EvidenceGrid:
    grid = EvidenceGrid()
    grid.show(ITEMS)
    return grid


def test_the_grid_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(a_grid())
    qtmodeltester.check(EvidenceGrid())


def test_an_item_is_told_by_every_role() -> None:
    grid = a_grid()
    index = grid.index(2)
    assert index.data() == "Caption 3"
    assert index.data(Role.ID) == "e3"
    assert index.data(Role.VIEW) == ITEMS[2]
    assert index.data(Role.SORT) == ("JS", 3)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "JS/3 · Caption 3"
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "JS/3. Caption 3. PDF. Withdrawn."


def test_a_thumbnail_is_asked_for_once_and_only_where_there_is_one(qtbot: QtBot) -> None:
    grid = a_grid()
    wanted: list[str] = []
    grid.thumbnail_wanted.connect(wanted.append)
    for _ in range(3):
        assert grid.index(0).data(Qt.ItemDataRole.DecorationRole) is None
        assert grid.index(1).data(Qt.ItemDataRole.DecorationRole) is None
    assert wanted == ["e1"]
    with qtbot.waitSignal(grid.dataChanged):
        grid.thumbnail_arrived("e1", a_page_picture())
    picture = grid.index(0).data(Qt.ItemDataRole.DecorationRole)
    assert isinstance(picture, QImage)
    assert picture.width() == 96


def test_bytes_that_are_no_picture_and_items_that_have_gone_are_left_alone() -> None:
    grid = a_grid()
    grid.thumbnail_arrived("e1", b"not a picture")
    grid.thumbnail_arrived("elsewhere", a_page_picture())
    assert grid.index(0).data(Qt.ItemDataRole.DecorationRole) is None


def test_no_more_thumbnails_are_held_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_grid, "_KEPT", 3)
    grid = a_grid()
    for item in ITEMS[:5]:
        grid.thumbnail_arrived(item.item_id, a_page_picture())
    held = [
        row for row in range(5) if grid.index(row).data(Qt.ItemDataRole.DecorationRole) is not None
    ]
    assert held == [2, 3, 4]


def test_clearing_lets_go_of_every_picture() -> None:
    grid = a_grid()
    grid.thumbnail_arrived("e1", a_page_picture())
    grid.clear()
    assert grid.rowCount() == 0
    grid.show(ITEMS)
    assert grid.index(0).data(Qt.ItemDataRole.DecorationRole) is None


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> Grid:
    view = Grid()
    qtbot.addWidget(view)
    grid = a_grid()
    grid.setParent(view)
    view.show_model(grid)
    view.resize(226, 600)
    view.show()
    return view


def test_two_columns_fit_the_right_region(view: Grid) -> None:
    view.doItemsLayout()
    first, second, third = (view.visualRect(view.model().index(row, 0)) for row in range(3))
    assert first.top() == second.top() < third.top()
    assert second.right() <= view.viewport().width()


def test_the_keyboard_walks_the_items_and_opens_one(qtbot: QtBot, view: Grid) -> None:
    view.setCurrentIndex(view.model().index(0, 0))
    with qtbot.waitSignal(view.current_changed) as current:
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert current.args == ["e2"]
    with qtbot.waitSignal(view.item_opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == ["e2"] == [view.current_item]
