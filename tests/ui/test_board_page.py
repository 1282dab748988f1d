import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from inspector_app.domain.dates import read
from inspector_app.domain.ids import SectionId
from inspector_app.domain.sources import DocumentRequest, Source
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.models.index import Role
from inspector_app.ui.pages.board_page import BoardPage
from inspector_app.ui.pages.page import Screen
from tests.support.desk_window import DeskWindow

KEY = Qt.Key


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    sample_desk.key(KEY.Key_Return)
    return sample_desk


def page(desk: DeskWindow) -> BoardPage:
    shown = desk.window.current_page
    assert isinstance(shown, BoardPage)
    return shown


def go_to_cyber(desk: DeskWindow) -> None:
    """To capability against a large-scale cyber incident, which has gaps in the sample."""
    for _ in range(4):
        desk.key(KEY.Key_Down)
    desk.key(KEY.Key_Right)
    assert page(desk).place() == "CP-CY"


def test_arrows_walk_the_tiles_and_the_panel_follows(desk: DeskWindow) -> None:
    go_to_cyber(desk)
    assert page(desk)._name.whole_text == "Large-scale cyber incident · Capability"
    assert page(desk)._count.text() == "12 of 17 established"
    assert page(desk).gaps.isVisible()


def test_enter_opens_the_section(desk: DeskWindow) -> None:
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.SECTION
    assert desk.window.current_page.place().startswith("CC-T")


def test_g_goes_to_the_first_gap(desk: DeskWindow) -> None:
    go_to_cyber(desk)
    first = page(desk).gaps.first_line
    desk.key(KEY.Key_G)
    assert desk.screen is Screen.SECTION
    assert desk.window.current_page.place() == first


def test_g_says_when_there_is_no_gap(desk: DeskWindow) -> None:
    desk.key(KEY.Key_G)
    assert desk.screen is Screen.BOARD
    assert desk.window._status.text == "No gap in this section."


def test_i_opens_the_lines_about_the_inspection_itself(desk: DeskWindow) -> None:
    desk.key(KEY.Key_I)
    assert desk.screen is Screen.SECTION
    assert desk.window.current_page.place().startswith("IN")


def test_a_headline_is_written_and_taken_out_by_keyboard(desk: DeskWindow) -> None:
    standing = lambda: page(desk)._inspection.standing  # noqa: E731
    desk.key(KEY.Key_H)
    desk.ctrl(KEY.Key_A)
    desk.type("It can.")
    desk.key(KEY.Key_Return)
    value = standing().headline(SectionId("CC-T")).value
    assert value is not None
    assert value.text == "It can."
    assert QApplication.focusWidget() is page(desk).board
    assert desk.window._status.text == "Headline recorded"
    desk.key(KEY.Key_H)
    desk.ctrl(KEY.Key_A)
    desk.key(KEY.Key_Delete)
    desk.key(KEY.Key_Return)
    assert standing().headline(SectionId("CC-T")).value is None
    assert page(desk).board.currentIndex().data() == ""


def test_a_section_out_of_scope_says_so_and_does_not_open(desk: DeskWindow) -> None:
    desk.key(KEY.Key_Right)
    desk.key(KEY.Key_Right)
    assert page(desk)._count.text() == "Not in scope for this inspection"
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.BOARD


def test_all_tiles_are_seen_on_a_small_laptop(desk: DeskWindow) -> None:
    desk.window.resize(1366, 768)
    desk.settle()
    board = page(desk).board
    assert board.height() >= board.full_height()
    assert page(desk).gaps.height() >= 0


def links(desk: DeskWindow) -> list[QPushButton]:
    return [each for each in page(desk).side.overdue.findChildren(QPushButton) if each.isVisible()]


def test_the_side_tells_what_is_overdue_and_leads_there(desk: DeskWindow) -> None:
    assert links(desk) == []
    inspection = page(desk)._inspection
    sources, id_ = inspection.services.sources, inspection.standing.id
    late, later = (
        sources.record(id_, Source(DocumentRequest(due=read(due)), title=title))
        for title, due in (("A threat assessment", "10 Sep 2013"), ("A rota", "9 Sep 2013"))
    )
    sources.record(id_, Source(DocumentRequest(due=read("20 Sep 2013")), title="Not due yet"))
    inspection.take((*late.act.states, *later.act.states))
    desk.settle()

    assert [each.accessibleName().split(", ", 1)[1] for each in links(desk)] == [
        "A rota, due 9 September 2013",
        "A threat assessment, due 10 September 2013",
    ]
    links(desk)[1].click()
    desk.settle()

    assert desk.screen is Screen.SOURCES
    assert desk.window.current_page.place() == late.id


def test_f_records_the_phase_and_going_back_asks_for_a_reason(desk: DeskWindow) -> None:
    board = page(desk)
    assert board._phase.accessibleName() == "Phase: fieldwork"
    desk.key(KEY.Key_F)
    desk.key(KEY.Key_3)
    assert board._phase.accessibleName() == "Phase: writing up"
    assert desk.window._status.text == "Writing up recorded"
    desk.key(KEY.Key_F)
    desk.key(KEY.Key_2)
    desk.type("The carrier is to be seen again")
    desk.key(KEY.Key_Tab)
    asking = desk.dialog()
    assert isinstance(asking, AskReason)
    asking.accept_button.click()
    desk.settle()
    assert board._phase.accessibleName() == "Phase: fieldwork"
    entered = board._inspection.standing.phase_entered.value
    assert entered is not None
    assert entered.reason == "The carrier is to be seen again"


def test_an_archived_inspection_refuses_in_one_sentence_and_undo_brings_it_back(
    desk: DeskWindow,
) -> None:
    board = page(desk)
    desk.key(KEY.Key_F)
    desk.key(KEY.Key_8)
    assert board._phase.accessibleName() == "Phase: archived"
    before = board._inspection.standing.headline(SectionId("CC-T")).value
    desk.key(KEY.Key_H)
    desk.ctrl(KEY.Key_A)
    desk.type("Changed after all.")
    desk.key(KEY.Key_Return)
    assert board._inspection.standing.headline(SectionId("CC-T")).value == before
    assert desk.screen is Screen.BOARD, "what was typed acts on nothing behind the field"
    assert "Archived: it is only read" in desk.window._message.text
    desk.ctrl(KEY.Key_Z)
    asking = desk.dialog()
    assert isinstance(asking, AskReason)
    desk.type("An appeal")
    asking.accept()
    desk.settle()
    assert board._phase.accessibleName() == "Phase: fieldwork"


def test_t_ticks_the_headline_for_the_debrief_round_and_off_again(desk: DeskWindow) -> None:
    shown = page(desk)
    desk.key(KEY.Key_H)
    desk.type("Well led.")
    desk.key(KEY.Key_Return)
    desk.settle()
    told = []
    for _ in range(4):
        desk.key(KEY.Key_T)
        desk.settle()
        view = shown.board.currentIndex().data(Role.VIEW)
        told.append(view.tick)
    assert told == ["strength", "concern", "still to establish", ""]
    desk.key(KEY.Key_T)
    desk.settle()
    spoken = shown.board.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert "In the debrief: strength" in spoken
    desk.ctrl(KEY.Key_Z)
    assert shown.board.currentIndex().data(Role.VIEW).tick == ""
