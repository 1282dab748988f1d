"""Facts are corrected after fieldwork: the reason is asked once, what was found stays beside."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector_app.domain.ids import LineId
from inspector_app.domain.phases import Phase
from inspector_app.domain.standing import Standing
from inspector_app.ui.dialogs.ask_correction import AskCorrection
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from tests.support.desk_window import DeskWindow, with_sample

KEY = Qt.Key
LINE = LineId("CC-PO-01")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskWindow]:
    with_sample(tmp_path)
    desk = DeskWindow(tmp_path)
    desk.unlock()
    desk.key(KEY.Key_Return)
    yield desk
    desk.close()


def standing(desk: DeskWindow) -> Standing:
    assert desk.window._inspection is not None
    return desk.window._inspection.standing


def section_page(desk: DeskWindow) -> SectionPage:
    page = desk.window.current_page
    assert isinstance(page, SectionPage)
    return page


def to_writing_up(desk: DeskWindow) -> None:
    desk.key(KEY.Key_F)
    desk.key(KEY.Key_3)
    assert standing(desk).phase is Phase.WRITING_UP


def begin(desk: DeskWindow) -> None:
    desk.key(KEY.Key_F7)
    assert isinstance(desk.dialog(), AskCorrection)
    assert not desk.dialog().accept_button.isEnabled()  # type: ignore[attr-defined]
    desk.type("A later count")
    desk.tab()
    desk.type("Letter of the force")
    desk.key(KEY.Key_Return)


def test_the_session_stays_in_sight_over_screens_a_lock_and_a_restart(
    desk: DeskWindow, tmp_path: Path
) -> None:
    to_writing_up(desk)
    before = standing(desk).answer(LINE).value
    assert before is not None
    begin(desk)
    strip = desk.window._corrections
    assert "JS since" in strip.words
    assert "from Letter of the force: A later count" in strip.words
    desk.window.show_screen(Screen.SECTION, LINE)
    desk.settle()
    assert strip.isVisible()
    desk.key(KEY.Key_4)
    page = section_page(desk)
    assert standing(desk).answer(LINE).value != before
    assert "corrected after fieldwork, from Letter of the force: A later count" in (
        page.form.at_visit.text()
    )
    desk.ctrl(KEY.Key_L)
    desk.wait_for(lambda: desk.screen is Screen.UNLOCK, "the vault is locked")
    assert not strip.isVisible()
    desk.unlock()
    assert "A later count" in desk.window._corrections.words
    desk.close()

    again = DeskWindow(tmp_path)
    again.unlock()
    again.key(KEY.Key_Return)
    assert "A later count" in again.window._corrections.words
    again.window.show_screen(Screen.SECTION, LINE)
    again.settle()
    assert section_page(again).form.at_visit.text()
    again.key(KEY.Key_F7)
    assert again.window._corrections.words == ""
    (session,) = standing(again).corrections().values()
    assert session.correction.has_ended
    field = standing(again).visit_answer(LINE)
    assert field is not None
    assert field.value == before
    again.close()


def test_an_edit_without_a_session_is_kept_and_offered_one_that_takes_it_in(
    desk: DeskWindow,
) -> None:
    to_writing_up(desk)
    desk.window.show_screen(Screen.SECTION, LINE)
    desk.settle()
    desk.key(KEY.Key_4)
    (held,) = standing(desk).answer(LINE).versions
    assert held.session == ""
    strip = desk.window._corrections
    assert "say once why" in strip.words
    begin(desk)
    assert "A later count" in strip.words
    taken = standing(desk).correction_of(held.change, held.session)
    assert taken is not None
    assert taken.correction.reason == "A later count"


def test_an_offer_that_is_put_off_is_gone_until_the_next_edit(desk: DeskWindow) -> None:
    to_writing_up(desk)
    desk.window.show_screen(Screen.SECTION, LINE)
    desk.settle()
    desk.key(KEY.Key_4)
    strip = desk.window._corrections
    strip.later.setFocus()
    desk.key(KEY.Key_Space)
    assert strip.words == ""


def test_during_fieldwork_the_key_says_that_no_reason_is_needed(desk: DeskWindow) -> None:
    desk.key(KEY.Key_F7)
    assert "Fieldwork is not over" in desk.window._message.text
    assert desk.window._corrections.words == ""
