"""A year later the same force again: last time beside each line, and what became of its asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from inspector_app.domain import dates
from inspector_app.domain.ids import LineId
from inspector_app.domain.recommendations import (
    Recommendation,
    RecommendationKind,
    RestsOn,
    Stage,
)
from inspector_app.domain.standing import Standing
from inspector_app.ui.models.lines_table import Column
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.review_page import ReviewPage
from inspector_app.ui.pages.section_page import SectionPage
from tests.support.desk_window import DeskWindow
from tests.support.vaults import a_vault, an_inspection

KEY = Qt.Key
LINE = LineId("CC-PO-01")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskWindow]:
    vault = a_vault(tmp_path)
    try:
        sample = vault.sample.open_sample()
        asked = Recommendation(
            RecommendationKind.AREA_FOR_IMPROVEMENT,
            "Work out the local need.",
            rests_on=RestsOn(lines=(LineId("CC-PO-07"),)),
        )
        vault.recommendations.make(sample, asked)
        force = vault.inspections.standing(sample).details.force
        an_inspection(vault, force=force, fieldwork=dates.read("Sept 2014"))
    finally:
        vault.close()
    desk = DeskWindow(tmp_path)
    desk.unlock()
    desk.key(KEY.Key_Return)
    yield desk
    desk.close()


def standing(desk: DeskWindow) -> Standing:
    assert desk.window._inspection is not None
    return desk.window._inspection.standing


def test_last_time_stands_beside_each_line_of_the_walk_and_is_no_answer(desk: DeskWindow) -> None:
    assert standing(desk).details.fieldwork == dates.read("Sept 2014")
    desk.window.show_screen(Screen.SECTION, LINE)
    desk.settle()
    page = desk.window.current_page
    assert isinstance(page, SectionPage)
    assert page.form._last_time.isVisible()
    assert page.form._last_time.text().startswith("Met (as at")
    model = page.lines.model()
    row = model.index(0, Column.QUESTION)
    assert "No answer yet. Last time: Met" in str(row.data(Qt.ItemDataRole.AccessibleTextRole))
    assert model.index(0, Column.ANSWER).data() == "—"
    assert "0 of 16" in page.head.count.text()
    desk.key(KEY.Key_3)
    answer = standing(desk).answer(LINE).value
    assert answer is not None
    assert standing(desk).is_established(standing(desk).pack.line(LINE))
    assert page.form._last_time.isVisible()  # still beside what is found now


def test_what_was_asked_last_time_is_followed_to_its_stage_by_keyboard(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_R)
    desk.key(KEY.Key_3)
    page = desk.window.current_page
    assert isinstance(page, ReviewPage)
    panel = page.last_time
    assert "September 2013" in panel._state.text()
    assert QApplication.focusWidget() is panel.view
    assert panel._text.text() == "Work out the local need."
    desk.key(KEY.Key_Return)
    desk.key(KEY.Key_Right)
    desk.key(KEY.Key_Space)
    desk.tab()
    desk.type("A draft was shown.")
    desk.tab()
    desk.type("Sept 2014")
    desk.tab()
    desk.type("CC-PO-07")
    desk.key(KEY.Key_Escape)
    (told,) = standing(desk).advances()
    assert told.advance.stage is Stage.IN_PROGRESS
    assert told.advance.note == "A draft was shown."
    assert told.advance.of.text == "Work out the local need."
    assert told.advance.rests_on.lines == ("CC-PO-07",)
    assert told.made_in != standing(desk).id
    desk.key(KEY.Key_N)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    desk.key(KEY.Key_Down)
    desk.key(KEY.Key_Return)
    assert standing(desk).earlier().value is not None
    assert "This follows up" in panel._state.text()
    desk.ctrl(KEY.Key_Z)
    assert standing(desk).earlier().value is None
