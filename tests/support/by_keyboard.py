"""Longer pieces of work in the window, by keys alone."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from inspector_app.ui.dialogs.ask_secret import AskSecret
from inspector_app.ui.pages.report_page import ReportPage
from tests.support.desk_window import DeskWindow

KEY = Qt.Key
PIN = "484-271"


def type_path(desk: DeskWindow, path: Path) -> None:
    """Type a path into the file dialog that is open, and accept."""
    dialog = desk.dialog()
    assert isinstance(dialog, QFileDialog)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.clear()
    desk.type(str(path))
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.hide()
    desk.key(KEY.Key_Return)


def sign(desk: DeskWindow, target: Path) -> ReportPage:
    """On the report's screen: make an identity, sign to ``target``, and verify the file."""
    page = desk.window.current_page
    assert isinstance(page, ReportPage)
    page.signer.make.setFocus()
    desk.key(KEY.Key_Space)
    desk.type(PIN)
    desk.tab(2)
    desk.type(PIN)
    desk.key(KEY.Key_Return)
    desk.wait_for(lambda: bool(page.signer.chosen().identity), "the identity is made")
    desk.ctrl(KEY.Key_Return)
    type_path(desk, target)
    asked = desk.dialog()
    assert isinstance(asked, AskSecret)
    desk.type(PIN)
    desk.key(KEY.Key_Return)
    desk.wait_for(page.result.isVisible, "the summary is signed")
    page.result.verify.setFocus()
    desk.key(KEY.Key_Space)
    desk.wait_for(page.result.verdict.isVisible, "the verdict")
    desk.wait_for(lambda: page.paper.view.pages.images_held > 0, "a page is seen")
    return page
