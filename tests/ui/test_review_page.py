"""The review screen with things in it: every control named, nothing cut off at any size."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inspector_app.config import Theme
from inspector_app.domain import dates
from inspector_app.domain.accuracy import Decision
from inspector_app.domain.ids import LineId
from inspector_app.domain.recommendations import Recommendation, RecommendationKind, RestsOn
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.words_table import WordsRow, WordsTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.review_page import ReviewPage
from inspector_app.ui.theme import Look
from tests.support.accessibility import cut_off, outside, roleless, unnamed
from tests.support.desk_window import DeskWindow

KEY = Qt.Key
SIZES = [(1366, 768, 100), (960, 540, 100), (1366, 768, 200), (1366, 768, 80)]


def opened(desk: DeskWindow) -> OpenInspection:
    assert desk.window._inspection is not None
    return desk.window._inspection


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    sample_desk.key(KEY.Key_Return)
    inspection = opened(sample_desk)
    service, id_ = inspection.services.recommendations, inspection.standing.id
    for kind, words in zip(
        RecommendationKind, ("No plan. " * 9, "Agree.", "Show how."), strict=True
    ):
        made = Recommendation(
            kind,
            words,
            to="The chief constable and the commissioner",
            by=dates.read("Sept 2014"),
            rests_on=RestsOn(lines=(LineId("CC-PO-07"),)),
        )
        inspection.take(service.make(id_, made)[1].states)
    a_reply(inspection, sample_desk.folder)
    return sample_desk


def a_reply(inspection: OpenInspection, folder: Path) -> None:
    """Send a draft, and take a reply with points in, one of them answered."""
    service, id_ = inspection.services.accuracy, inspection.standing.id
    path = folder / "points.xlsx"
    day = dates.read("2 Nov 2014")
    inspection.take(service.send(id_, path, "The chief constable", day, day).act.states)
    book = load_workbook(path)
    for row in (7, 8, 9):
        book["Points"].cell(row, 4).value = "That is of another year, and another unit. " * row
        book["Points"].cell(row, 5).value = "The return of May"
    book.save(path)
    ids, act = service.take(service.preview(id_, path), day)
    inspection.take(act.states)
    why = "The return of May says otherwise, and was seen. " * 4
    inspection.take(service.answer(id_, ids[0], Decision.PARTLY, why).states)


def shown(desk: DeskWindow) -> Iterator[tuple[str, QWidget]]:
    desk.ctrl(KEY.Key_R)
    page = desk.window.current_page
    assert isinstance(page, ReviewPage)
    yield "recommendations", desk.window
    desk.key(KEY.Key_Escape)
    desk.key(KEY.Key_2)
    assert page.accuracy.view.hasFocus()
    yield "accuracy", desk.window
    desk.key(KEY.Key_3)
    yield "last time", desk.window


def test_every_control_has_a_name_and_a_role(desk: DeskWindow) -> None:
    for name, where in shown(desk):
        assert unnamed(where) + roleless(where) == [], name


@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_nothing_is_cut_off_at_any_size(
    desk: DeskWindow, look: Look, width: int, height: int, percent: int
) -> None:
    look.apply(Theme.LIGHT, percent)
    desk.window.resize(width, height)
    desk.settle()
    for name, where in shown(desk):
        assert desk.window.width() <= width, name
        assert desk.window.height() <= height, name
        assert cut_off(where) == [], name
        assert outside(where) == [], name


def test_the_screen_is_reached_by_key_and_by_search_and_has_its_help(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_K)
    desk.type("accuracy check")
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.REVIEW
    desk.key(KEY.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert desk.window.current_page.place() == "review"


def test_a_table_of_words_shows_them_and_changes_only_what_differs(
    look: Look, qtmodeltester: object
) -> None:
    table = WordsTable(("Kind", "Text"))
    table.show((WordsRow("a", ("One", "First"), "In full"), WordsRow("b", ("Two", "Second"))))
    qtmodeltester.check(table)  # type: ignore[attr-defined]
    index = table.index(0, 1)
    assert index.data() == "First"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "In full"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "One. First. In full."
    assert table.index(1, 0).data(Role.ID) == "b"
    assert table.headerData(1, Qt.Orientation.Horizontal) == "Text"
    assert table.headerData(1, Qt.Orientation.Vertical) is None
    resets: list[int] = []
    table.modelReset.connect(lambda: resets.append(1))
    table.show((WordsRow("a", ("One", "Other")), WordsRow("b", ("Two", "Second"))))
    assert (resets, table.index(0, 1).data()) == ([], "Other")
    assert (table.row_of("b"), table.row_of("c")) == (1, -1)
