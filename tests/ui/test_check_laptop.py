"""Checking the laptop in the window: read, copied, written for whoever helps, open or locked."""

import zipfile

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from inspector_app.ui.dialogs.check_laptop import CheckLaptop
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.settings_page import SettingsPage
from tests.support.accessibility import cut_off, unnamed
from tests.support.desk_window import DeskWindow

KEY = Qt.Key


def opened(desk: DeskWindow) -> CheckLaptop:
    """Open it by keyboard."""
    desk.ctrl(KEY.Key_Comma)
    page = desk.window.current_page
    assert isinstance(page, SettingsPage)
    page.check_laptop.setFocus()
    desk.key(KEY.Key_Space)
    dialog = desk.dialog()
    assert isinstance(dialog, CheckLaptop)
    return dialog


def test_what_was_found_is_told_copied_and_bundled_without_names(empty_desk: DeskWindow) -> None:
    dialog = opened(empty_desk)
    said = dialog.text.toPlainText()
    assert "Nothing was changed." in dialog.told.text()
    assert "Every page of the database is what was written." in said
    assert str(empty_desk.folder) in said
    assert said.index("Needs somebody") < said.index("Well"), "the clock of this test is slow"
    assert unnamed(dialog) == []
    assert cut_off(dialog) == []
    dialog.copy.setFocus()
    empty_desk.key(KEY.Key_Space)
    assert "Every page of the database" in QGuiApplication.clipboard().text()
    target = empty_desk.folder / "bundle.zip"
    dialog.write(target)
    empty_desk.settle()
    assert dialog.told.text() == "bundle.zip is written. Nothing that was recorded is in it."
    with zipfile.ZipFile(target) as bundle:
        report = bundle.read("report.txt").decode()
    assert "Every page of the database is what was written." in report
    assert str(empty_desk.folder) not in report
    dialog.read.setFocus()
    empty_desk.key(KEY.Key_Space)
    assert "Nothing was changed." in dialog.told.text()
    empty_desk.key(KEY.Key_Escape)
    assert empty_desk.screen is Screen.SETTINGS


def test_a_locked_vault_is_looked_at_from_outside(empty_desk: DeskWindow) -> None:
    empty_desk.ctrl(KEY.Key_L)
    empty_desk.wait_for(lambda: empty_desk.window._unlocked is None, "the vault closes")
    dialog = opened(empty_desk)
    assert "The vault was not looked into." in dialog.text.toPlainText()
    assert "Unlock the vault and check again." in dialog.text.toPlainText()
    assert not dialog.read.isVisible()
