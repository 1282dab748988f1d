"""Keys: single ones act on rows and never inside text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.models.lines_table import LinesTable
from inspector_app.ui.shortcuts import Keys, Shortcut, is_text, key_text
from inspector_app.ui.theme import Look
from inspector_app.ui.widgets.lines_view import LinesView
from tests.support.gallery import LINES

KEYS = (
    Shortcut("yes", "Y", "yes"),
    Shortcut("one", "1", "first value"),
    Shortcut("note", "Return", "note"),
    Shortcut("next", "Ctrl+Return", "next unanswered"),
    Shortcut("account", "Alt+1", "account"),
    Shortcut("back", "Escape", "back to the row"),
    Shortcut("come-back", "F8", "come back"),
)


class Screen(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.model = LinesTable(self)
        self.model.show(LINES)
        self.view = LinesView(self)
        self.view.show_model(self.model)
        self.line = QLineEdit(self)
        self.text = QPlainTextEdit(self)
        self.button = QPushButton("Press", self)
        layout = QVBoxLayout(self)
        for part in (self.view, self.line, self.text, self.button):
            layout.addWidget(part)
        self.keys = Keys(self, KEYS)
        self.keys.watch(self.view)
        self.heard: list[str] = []
        self.keys.pressed.connect(self.heard.append)


@pytest.fixture
def screen(qtbot: QtBot, look: Look) -> Screen:
    screen = Screen()
    qtbot.addWidget(screen)
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    screen.view.go_to(0)
    return screen


def test_single_keys_act_on_the_focused_row(qtbot: QtBot, screen: Screen) -> None:
    screen.view.setFocus()
    for key in (Qt.Key.Key_Y, Qt.Key.Key_1, Qt.Key.Key_Return):
        qtbot.keyClick(screen.view, key)
    qtbot.keyClick(screen.view, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    qtbot.keyClick(screen.view, Qt.Key.Key_Y, Qt.KeyboardModifier.ShiftModifier)
    assert screen.heard == ["yes", "one", "note", "note", "yes"]
    assert screen.view.currentIndex().row() == 0


def test_single_keys_act_on_a_focused_button_too(qtbot: QtBot, screen: Screen) -> None:
    screen.button.setFocus()
    qtbot.keyClick(screen.button, Qt.Key.Key_Y)
    assert screen.heard == ["yes"]


def test_single_keys_are_letters_inside_text(qtbot: QtBot, screen: Screen) -> None:
    for field in (screen.line, screen.text):
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Y)
        qtbot.keyClick(field, Qt.Key.Key_1)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert screen.heard == []
    assert screen.line.text() == "y1"
    assert screen.text.toPlainText() == "y1\n"


def test_keys_with_ctrl_or_alt_and_esc_act_inside_text(qtbot: QtBot, screen: Screen) -> None:
    screen.text.setFocus()
    qtbot.keyClick(screen.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(screen.text, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(screen.text, Qt.Key.Key_Escape)
    qtbot.keyClick(screen.text, Qt.Key.Key_F8)
    assert screen.heard == ["next", "account", "back", "come-back"]
    assert screen.text.toPlainText() == ""


def test_a_key_with_ctrl_is_not_the_single_key(qtbot: QtBot, screen: Screen) -> None:
    screen.view.setFocus()
    qtbot.keyClick(screen.view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert screen.heard == []


def test_text_that_is_only_shown_leaves_the_keys_alone(qtbot: QtBot, screen: Screen) -> None:
    screen.text.setReadOnly(True)
    assert not is_text(screen.text)
    screen.text.setFocus()
    qtbot.keyClick(screen.text, Qt.Key.Key_Y)
    assert screen.heard == ["yes"]


def test_keys_are_written_as_they_stand_on_the_keyboard() -> None:
    assert key_text("Ctrl+Return") == "Ctrl+Enter"
    assert key_text("Up") == "↑"
    assert key_text("F1") == "F1"
