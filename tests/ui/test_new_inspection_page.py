import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.ui.models.index import Role
from inspector_app.ui.models.scope_matrix import Scope
from inspector_app.ui.new_inspection_draft import NAME, NewInspectionDraft, draft_of
from inspector_app.ui.pages.board_page import BoardPage
from inspector_app.ui.pages.new_inspection_page import NewInspectionPage
from inspector_app.ui.pages.page import Screen
from tests.support.desk_window import DeskWindow

KEY = Qt.Key


@pytest.fixture
def desk(empty_desk: DeskWindow) -> DeskWindow:
    empty_desk.key(KEY.Key_N)
    assert empty_desk.screen is Screen.NEW_INSPECTION
    return empty_desk


def page(desk: DeskWindow) -> NewInspectionPage:
    shown = desk.window.current_page
    assert isinstance(shown, NewInspectionPage)
    return shown


def note(desk: DeskWindow, field: str) -> str:
    shown = page(desk)
    return shown._told[getattr(shown, field)].text()


def board(desk: DeskWindow) -> BoardPage:
    shown = desk.window.current_page
    assert isinstance(shown, BoardPage)
    return shown


def test_the_whole_form_is_filled_in_and_begun_by_keyboard(desk: DeskWindow) -> None:
    desk.type("const cambr")
    desk.key(KEY.Key_Down)
    desk.key(KEY.Key_Return)
    assert note(desk, "force") == "From the register: Cambridgeshire Constabulary"
    desk.tab(2)
    desk.type("16 Sep 2013 to 20 Sep 2013")
    assert note(desk, "fieldwork") == "16 September 2013 to 20 September 2013"
    desk.ctrl(KEY.Key_M)
    desk.type("Ann Marsh")
    desk.tab()
    desk.type("am")
    desk.ctrl(KEY.Key_Return)
    desk.wait_for(lambda: desk.screen is Screen.BOARD, "the inspection begins")
    standing = board(desk)._inspection.standing
    assert standing.details.force.entry == "cambridgeshire"
    assert standing.details.fieldwork.words() == "16 September 2013 to 20 September 2013"
    assert {member.initials for _, member in standing.members()} == {"JS", "AM"}


def test_a_force_that_the_register_does_not_have_is_taken_and_said(desk: DeskWindow) -> None:
    desk.type("Isle of Man Constabulary")
    assert "Not in the register" in note(desk, "force")
    desk.tab(2)
    desk.type("2013")
    desk.ctrl(KEY.Key_Return)
    desk.wait_for(lambda: desk.screen is Screen.BOARD, "the inspection begins")
    force = board(desk)._inspection.standing.details.force
    assert (force.name, force.entry) == ("Isle of Man Constabulary", "")


def test_a_marking_that_is_too_high_is_refused_in_the_words_of_the_rule(desk: DeskWindow) -> None:
    page(desk).descriptor.setFocus()
    desk.type("secret")
    assert "must not be put into this app" in note(desk, "descriptor")
    fill_in(desk)
    desk.ctrl(KEY.Key_Return)
    assert desk.screen is Screen.NEW_INSPECTION
    assert "must not be put into this app" in page(desk)._refusal.text()
    assert QApplication.focusWidget() is page(desk).descriptor


def fill_in(desk: DeskWindow) -> None:
    page(desk).force.setFocus()
    desk.type("kent")
    desk.key(KEY.Key_Escape)
    page(desk).fieldwork.setFocus()
    desk.type("2013-09")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/2/2013", "names a day that does not exist"),
        ("next week", "Kept as words, not as a date"),
        ("Sept 2013", "September 2013"),
    ],
)
def test_what_was_understood_of_a_date_is_shown(desk: DeskWindow, typed: str, said: str) -> None:
    page(desk).fieldwork.setFocus()
    desk.type(typed)
    assert said in note(desk, "fieldwork")


def test_sections_are_switched_by_space_and_those_without_lines_cannot_be(
    desk: DeskWindow,
) -> None:
    scope = page(desk).scope
    scope.setFocus()
    first = scope.currentIndex()
    desk.key(KEY.Key_Space)
    assert first.data(Role.VIEW).scope is Scope.OUT
    fill_in(desk)
    desk.ctrl(KEY.Key_Return)
    desk.wait_for(lambda: desk.screen is Screen.BOARD, "the inspection begins")
    standing = board(desk)._inspection.standing
    sections = {section.id for section in standing.sections()}
    assert "CC-T" not in sections
    assert "CP-T" in sections


def test_a_section_without_lines_says_so_and_is_not_reached(desk: DeskWindow) -> None:
    model = page(desk).scope.model()
    empty = model.index(0, 2)
    assert empty.data() == "no lines in this checklist"
    assert not model.flags(empty) & Qt.ItemFlag.ItemIsEnabled
    assert not model.setData(empty, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("force", "", "Say which force is inspected."),
        ("fieldwork", "", "Say when the fieldwork is; a month will do."),
    ],
)
def test_what_is_missing_is_said_and_its_field_has_the_focus(
    desk: DeskWindow, field: str, text: str, said: str
) -> None:
    fill_in(desk)
    getattr(page(desk), field).setText(text)
    desk.ctrl(KEY.Key_Return)
    assert page(desk)._refusal.text() == said
    assert QApplication.focusWidget() is getattr(page(desk), field)


def test_two_members_with_the_same_initials_are_refused(desk: DeskWindow) -> None:
    fill_in(desk)
    desk.ctrl(KEY.Key_M)
    desk.type("Jan Stone")
    desk.tab()
    desk.type("JS")
    desk.ctrl(KEY.Key_Return)
    assert "Two members have the initials JS" in page(desk)._refusal.text()


def test_a_member_is_taken_out_again_by_keyboard(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_M)
    desk.type("Ann Marsh")
    page(desk).team.others[0].remove.setFocus()
    desk.key(KEY.Key_Space)
    assert page(desk).team.others == []


def test_locking_in_the_midst_of_the_form_loses_nothing(desk: DeskWindow) -> None:
    desk.type("kent")
    desk.key(KEY.Key_Escape)
    page(desk).fieldwork.setFocus()
    desk.type("September 20")
    page(desk).scope.setFocus()
    desk.key(KEY.Key_Space)
    desk.ctrl(KEY.Key_M)
    desk.type("Ann Marsh")
    page(desk).fieldwork.setFocus()
    page(desk).fieldwork.setCursorPosition(4)
    desk.ctrl(KEY.Key_L)
    desk.unlock()
    shown = page(desk)
    assert (shown.force.text(), shown.fieldwork.text()) == ("kent", "September 20")
    assert shown.team.others[0].name.text() == "Ann Marsh"
    assert not shown._matrix.chosen()["CC-T"]
    assert QApplication.focusWidget() is shown.fieldwork
    assert shown.fieldwork.cursorPosition() == 4


def test_an_inspection_begun_leaves_an_empty_form_behind(desk: DeskWindow) -> None:
    fill_in(desk)
    shown = page(desk)
    shown._on_begin()
    shown.flush()  # as the timer does when the last key was pressed a second ago
    desk.wait_for(lambda: desk.screen is Screen.BOARD, "the inspection begins")
    desk.window.show_screen(Screen.NEW_INSPECTION)
    desk.settle()
    assert page(desk).force.text() == ""


def test_what_is_typed_before_the_form_is_whole_is_kept_and_answered(
    empty_desk: DeskWindow,
) -> None:
    unlocked = empty_desk.window._unlocked
    assert unlocked is not None
    kept = NewInspectionDraft("Kent Police", "spr-2012", "2013")
    unlocked.desk.keep(NAME, kept.as_text())
    QTest.keyClick(empty_desk.target, KEY.Key_N)
    force = page(empty_desk).force
    assert force.text() == "", "the draft has not been read yet"
    QTest.keyClicks(force, "cambr")
    empty_desk.settle()
    assert force.text() == "cambr"
    assert page(empty_desk).fieldwork.text() == "2013"
    assert force._popup.isVisible(), "the register came after the letters"


def test_esc_goes_back_to_the_list(desk: DeskWindow) -> None:
    desk.key(KEY.Key_Escape)
    assert desk.screen is Screen.INSPECTIONS


def test_a_draft_survives_being_kept_and_anything_else_is_none() -> None:
    draft = NewInspectionDraft("Kent", "spr-2012", "2013", switched={"CC-T": False},
                               others=(("Ann", "AM", "inspector"),))  # fmt: skip
    assert draft_of(draft.as_text()) == draft
    for other in ("", "[]", "{}", '{"others": [1]}', '{"others": [], "nobody": 1}'):
        assert draft_of(other) is None
