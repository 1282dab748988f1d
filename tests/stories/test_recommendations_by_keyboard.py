"""What the inspection asks for, from first words to done, by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from inspector_app.domain.recommendations import RecommendationKind, Stage
from inspector_app.domain.standing import Standing
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.recommendations_panel import RecommendationsPanel
from inspector_app.ui.pages.review_page import ReviewPage
from tests.support.desk_window import DeskWindow, with_sample

KEY = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskWindow]:
    with_sample(tmp_path)
    desk = DeskWindow(tmp_path)
    desk.unlock()
    desk.key(KEY.Key_Return)
    desk.ctrl(KEY.Key_R)
    assert desk.screen is Screen.REVIEW
    yield desk
    desk.close()


def panel(desk: DeskWindow) -> RecommendationsPanel:
    page = desk.window.current_page
    assert isinstance(page, ReviewPage)
    return page.recommendations


def standing(desk: DeskWindow) -> Standing:
    assert desk.window._inspection is not None
    return desk.window._inspection.standing


def make(desk: DeskWindow, letter: KEY, text: str) -> None:
    desk.key(KEY.Key_N)
    assert isinstance(QApplication.activePopupWidget(), QMenu)
    desk.key(letter)
    desk.settle()
    desk.type(text)
    desk.dialog().accept()
    desk.settle()


def test_a_recommendation_is_made_and_carried_to_done_by_keyboard(desk: DeskWindow) -> None:
    assert "None yet" in panel(desk)._count.text()
    make(desk, KEY.Key_A, "Work out the local need.")
    desk.type("The chief constable")
    desk.tab()
    desk.type("Sept 2014")
    desk.tab()
    desk.type("cc-po-07, CC-PO")
    desk.tab()
    (item,) = standing(desk).recommendations()
    made = item.recommendation
    assert made.kind is RecommendationKind.AREA_FOR_IMPROVEMENT
    assert (made.text, made.to) == ("Work out the local need.", "The chief constable")
    assert made.by is not None
    assert made.by.words() == "September 2014"
    assert (made.rests_on.sections, made.rests_on.lines) == (("CC-PO",), ("CC-PO-07",))
    advance = panel(desk).advance
    advance.stage.begin()
    desk.key(KEY.Key_Right)
    desk.key(KEY.Key_Right)
    desk.key(KEY.Key_Space)
    assert standing(desk).advances() == ()  # done rests on nothing yet, and that is said
    assert advance._form.is_refused("stage")
    advance.rests_on.setFocus()
    desk.type("CC-PO-07")
    desk.key(KEY.Key_Return)
    (told,) = standing(desk).advances()
    assert told.advance.stage is Stage.DONE
    desk.key(KEY.Key_Escape)
    assert QApplication.focusWidget() is panel(desk).view
    desk.key(KEY.Key_G)
    assert (desk.screen, desk.window.current_page.place()) == (Screen.SECTION, "CC-PO-07")


def test_what_rests_on_nothing_that_is_there_stays_in_its_field_with_the_reason(
    desk: DeskWindow,
) -> None:
    make(desk, KEY.Key_C, "No plan.")
    editor = panel(desk).editor
    editor.rests_on.setFocus()
    desk.type("CC-XX-01")
    desk.key(KEY.Key_Return)
    assert editor._form.is_refused("rests_on")
    assert "CC-XX-01" in editor.rests_on.accessibleDescription()
    assert editor.rests_on.words == "CC-XX-01"
    assert not standing(desk).recommendations()[0].recommendation.rests_on


def test_one_is_withdrawn_with_a_reason_and_undone_and_found_by_its_words(
    desk: DeskWindow,
) -> None:
    make(desk, KEY.Key_R, "A quizzacious wish.")
    desk.key(KEY.Key_Escape)
    desk.key(KEY.Key_Delete)
    desk.type("Heard since")
    desk.dialog().accept()
    desk.settle()
    assert standing(desk).recommendations() == ()
    desk.ctrl(KEY.Key_Z)
    assert len(standing(desk).recommendations()) == 1
    desk.ctrl(KEY.Key_B)
    desk.ctrl(KEY.Key_K)
    desk.type("quizzacious")
    desk.settle()
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.REVIEW
    assert desk.window.current_page.place() == standing(desk).recommendations()[0].id
