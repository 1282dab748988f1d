"""Versions at their lines: side by side, one kept or another written, with one reason."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from inspector_app.domain.answers import Answer
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId, SectionId
from inspector_app.domain.standing import Standing
from inspector_app.ui.pages.section_page import SectionPage
from tests.support.desk_window import DeskWindow

KEY = Qt.Key
LINE, SECTION = LineId("CC-PO-01"), SectionId("CC-PO")


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    """The board, where a line and a headline stand in two versions."""
    sample_desk.key(KEY.Key_Return)
    opened, unlocked = sample_desk.window._inspection, sample_desk.window._unlocked
    assert opened is not None
    assert unlocked is not None
    id_ = opened.standing.id
    unlocked.inspections.answer(id_, LINE, Answer(note="42 officers"), seen=())
    unlocked.inspections.headline(id_, SECTION, Headline("It cannot."), seen=())
    opened.read_anew()
    sample_desk.settle()
    return sample_desk


def page(desk: DeskWindow) -> SectionPage:
    shown = desk.window.current_page
    assert isinstance(shown, SectionPage)
    return shown


def standing(desk: DeskWindow) -> Standing:
    assert desk.window._inspection is not None
    return desk.window._inspection.standing


def can_edit(desk: DeskWindow) -> bool:
    return page(desk).form.can_be_edited


def press(desk: DeskWindow, words: str, within: object) -> None:
    block = within
    assert hasattr(block, "findChildren")
    button = next(
        each
        for each in block.findChildren(QPushButton)
        if each.isVisible() and words in each.accessibleName()
    )
    button.setFocus()
    desk.key(KEY.Key_Space)


def test_one_key_goes_from_one_to_the_next_and_says_in_what_they_differ(desk: DeskWindow) -> None:
    desk.key(KEY.Key_V)
    walk = page(desk)
    assert walk._headline_versions.isVisible()
    desk.key(KEY.Key_V)
    assert walk.place() == LINE
    told = [each.text() for each in walk.form._versions.findChildren(QLabel)]
    assert any(each.startswith("Recorded apart; they differ in: ") for each in told)
    assert any("Note: 42 officers" in each for each in told)


def test_another_answer_is_written_after_one_reason_and_supersedes_both(desk: DeskWindow) -> None:
    desk.key(KEY.Key_V)
    walk = page(desk)
    walk.arrive(LINE)
    desk.settle()
    assert not can_edit(desk)
    press(desk, "Write another", walk.form._versions)
    desk.type("the rota is dated")
    while desk._dialogs():
        desk.dialog().accept()
        desk.settle()
    assert can_edit(desk)
    desk.key(KEY.Key_Return)
    desk.ctrl(KEY.Key_A)
    desk.type("44 officers")
    desk.key(KEY.Key_Escape)
    field = standing(desk).answer(LINE)
    assert not field.in_conflict
    assert [held.value.note for held in field.versions if held.value] == ["44 officers"]
    assert field.value is not None
    assert field.value.reason == "the rota is dated"
    assert not walk.form._versions.isVisible()


def test_another_headline_is_written_after_one_reason(desk: DeskWindow) -> None:
    desk.key(KEY.Key_V)
    walk = page(desk)
    press(desk, "Write another", walk._headline_versions)
    desk.type("agreed in the evening")
    while desk._dialogs():
        desk.dialog().accept()
        desk.settle()
    desk.ctrl(KEY.Key_A)
    desk.type("It can, just.")
    desk.key(KEY.Key_Return)
    field = standing(desk).headline(SECTION)
    assert len(field.versions) == 1
    assert field.value is not None
    assert (field.value.text, field.value.reason) == ("It can, just.", "agreed in the evening")


def test_a_kept_version_stands_with_its_reason(desk: DeskWindow) -> None:
    desk.key(KEY.Key_V)
    walk = page(desk)
    press(desk, "Keep this one: It cannot.", walk._headline_versions)
    desk.type("the rota says so")
    while desk._dialogs():
        desk.dialog().accept()
        desk.settle()
    field = standing(desk).headline(SECTION)
    assert field.value is not None
    assert (field.value.text, field.value.reason) == ("It cannot.", "the rota says so")
    assert not walk._headline_versions.isVisible()
