"""A role that no register has is met, put there from the field, and known from then on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from inspector_app.domain.ids import LineId, SourceId
from inspector_app.domain.standing import Standing
from inspector_app.ui.pages.encounter_page import EncounterPage
from inspector_app.ui.pages.sources_page import SourcesPage
from tests.support.desk_window import DeskWindow, with_sample

KEY = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskWindow]:
    with_sample(tmp_path)
    desk = DeskWindow(tmp_path)
    desk.unlock()
    desk.key(KEY.Key_Return)
    desk.ctrl(KEY.Key_U)
    yield desk
    desk.close()


def standing(desk: DeskWindow) -> Standing:
    inspection = desk.window._inspection
    assert inspection is not None
    return inspection.standing


def page(desk: DeskWindow) -> SourcesPage:
    shown = desk.window.current_page
    assert isinstance(shown, SourcesPage)
    return shown


def in_roles(desk: DeskWindow, text: str) -> QLineEdit:
    """Begin an interview and type into its field of roles, reached by Tab."""
    desk.key(KEY.Key_N)
    desk.key(KEY.Key_I)
    desk.settle()
    field = page(desk).editor.field("roles")
    assert isinstance(field, QLineEdit)
    for _ in range(12):
        if field.hasFocus():
            break
        desk.tab()
    assert field.hasFocus()
    QTest.keyClicks(field, text)
    return field


def take_last(field: QLineEdit) -> None:
    """Go up from the field to the last line of the open list, and take it."""
    popup = field.completer().popup()
    assert popup is not None
    assert popup.isVisible()
    QTest.keyClick(popup, KEY.Key_Up)
    QTest.keyClick(popup, KEY.Key_Return)


def test_a_role_is_added_from_the_field_and_found_by_the_next_source(desk: DeskWindow) -> None:
    before = len(standing(desk).register())
    field = in_roles(desk, "Harbour liaison")
    take_last(field)
    desk.settle()
    assert field.hasFocus(), "one goes on typing where one was"
    source = standing(desk).source(SourceId(page(desk).place())).value
    assert source is not None
    added = next(e for e in standing(desk).register() if e.name == "Harbour liaison")
    assert added.register == "roles"
    assert [role.entry for role in source.roles] == [added.id]
    assert len(standing(desk).register()) == before + 1

    desk.key(KEY.Key_Escape)
    again = in_roles(desk, "harb")
    first = again.completer().model().index(0, 0).data()
    assert first == "Harbour liaison"


def test_a_test_says_beside_its_accounts_on_which_lines_it_has_no_result(desk: DeskWindow) -> None:
    desk.key(KEY.Key_N)
    desk.key(KEY.Key_T)
    desk.settle()
    desk.key(KEY.Key_Escape)
    lines = page(desk).editor.field("lines")
    lines.setFocus()
    desk.type("CP-PO-11, CP-PO-12")
    desk.key(KEY.Key_Return)
    assert page(desk).results.whole_text == "no result yet on CP-PO-11, CP-PO-12"
    page(desk).view.setFocus()
    desk.key(KEY.Key_A)
    desk.type("CP-PO-11")
    desk.tab()
    desk.type("Eleven minutes.")
    desk.tab()
    desk.key(KEY.Key_Space)
    desk.settle()
    assert page(desk).results.whole_text == "no result yet on CP-PO-12"
    assert LineId("CP-PO-12") in standing(desk).sources()[-1].source.lines


def test_whoever_speaks_in_an_encounter_is_put_into_the_register_while_it_goes_on(
    desk: DeskWindow,
) -> None:
    desk.ctrl(KEY.Key_I)
    desk.type("Somebody")
    desk.tab(7)
    desk.type("CC-PO")
    desk.key(KEY.Key_Return)
    desk.settle()
    shown = desk.window.current_page
    assert isinstance(shown, EncounterPage)
    field = shown.capture.fields["roles"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Harbour liaison")
    take_last(field)
    desk.settle()
    source = standing(desk).source(SourceId(shown.place())).value
    assert source is not None
    added = next(e for e in standing(desk).register() if e.name == "Harbour liaison")
    assert [(role.name, role.entry) for role in source.roles] == [("Harbour liaison", added.id)]
    assert field.text() == "Harbour liaison"
