"""What comes of work takes no keyboard from the screen that one has gone to meanwhile."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from inspector_app.ui.caret import Caret, put_back
from inspector_app.ui.pages.inspections_page import InspectionsPage
from inspector_app.ui.pages.new_inspection_page import NewInspectionPage
from inspector_app.ui.pages.page import Screen
from tests.support.desk_window import DeskWindow, OpensDesk


@pytest.fixture
def desk(open_desk: OpensDesk, vault_template: Path) -> DeskWindow:
    desk = open_desk(vault_template)
    desk.unlock()
    return desk


def test_a_verdict_that_comes_late_leaves_the_keyboard_where_one_types(
    desk: DeskWindow, tmp_path: Path
) -> None:
    strange = tmp_path / "strange.pdf"
    strange.write_bytes(b"%PDF-1.7\n")
    inspections = desk.window.current_page
    assert isinstance(inspections, InspectionsPage)
    inspections.verify(strange)
    desk.window.show_screen(Screen.HELP)
    typing = QApplication.focusWidget()
    desk.wait_for(lambda: not inspections.verdict.isHidden(), "the verdict")
    assert QApplication.focusWidget() is typing
    desk.window.show_screen(Screen.INSPECTIONS)
    assert inspections.verdict.isVisible()


def test_a_draft_that_is_read_late_leaves_the_keyboard_where_one_types(desk: DeskWindow) -> None:
    desk.window.show_screen(Screen.NEW_INSPECTION)
    new = desk.window.current_page
    assert isinstance(new, NewInspectionPage)
    desk.settle()
    desk.window.show_screen(Screen.HELP)
    desk.settle()
    typing = QApplication.focusWidget()
    field = new.findChildren(QLineEdit)[0]
    put_back(new, Caret(field.accessibleName(), 0))
    assert QApplication.focusWidget() is typing
    desk.window.show_screen(Screen.NEW_INSPECTION)
    put_back(new, Caret(field.accessibleName(), 0))
    assert QApplication.focusWidget() is field
