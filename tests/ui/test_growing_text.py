"""An answer is durable when its field is left or one second after the last key."""

import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.theme import Look
from inspector_app.ui.widgets.growing_text import SETTLE_MILLISECONDS, GrowingText


class Form(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.text = GrowingText("Note", "Write a note", self)
        self.next = QLineEdit(self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addWidget(self.next)
        layout.addStretch(1)
        self.heard: list[str] = []
        self.text.settled.connect(self.heard.append)


@pytest.fixture
def form(qtbot: QtBot, look: Look) -> Form:
    form = Form()
    qtbot.addWidget(form)
    form.resize(300, 400)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.text.setFocus()
    return form


def test_text_settles_when_the_field_is_left(qtbot: QtBot, form: Form) -> None:
    qtbot.keyClicks(form.text, "No method")
    assert form.text.pending == "No method"
    assert form.heard == []
    qtbot.keyClick(form.text, Qt.Key.Key_Tab)
    assert form.next.hasFocus()
    assert form.heard == ["No method"]
    assert form.text.pending is None


def test_text_settles_one_second_after_the_last_key(qtbot: QtBot, form: Form) -> None:
    clock = QElapsedTimer()
    with qtbot.waitSignal(form.text.settled, timeout=5000):
        qtbot.keyClick(form.text, Qt.Key.Key_A)
        qtbot.wait(SETTLE_MILLISECONDS // 2)
        clock.start()
        qtbot.keyClick(form.text, Qt.Key.Key_B)
    # Qt may let it end a twentieth too early, and both ends are cut to whole milliseconds.
    assert clock.elapsed() >= SETTLE_MILLISECONDS * 9 // 10
    assert form.heard == ["ab"]
    assert form.text.hasFocus()


def test_the_same_text_does_not_settle_twice(qtbot: QtBot, form: Form) -> None:
    form.text.show_text("ab")
    qtbot.keyClick(form.text, Qt.Key.Key_X)
    qtbot.keyClick(form.text, Qt.Key.Key_Backspace)
    assert form.text.pending is None
    form.text.flush()
    form.next.setFocus()
    assert form.heard == []


def test_flush_settles_at_once_and_hiding_does_too(qtbot: QtBot, form: Form) -> None:
    qtbot.keyClicks(form.text, "one")
    form.text.flush()
    assert form.heard == ["one"]
    qtbot.keyClicks(form.text, " two")
    form.text.hide()
    assert form.heard == ["one", "one two"]


def test_what_others_recorded_does_not_overwrite_what_is_being_typed(
    qtbot: QtBot, form: Form
) -> None:
    assert form.text.show_text("first")
    qtbot.keyClick(form.text, Qt.Key.Key_End)
    qtbot.keyClicks(form.text, " mine")
    assert not form.text.show_text("theirs")
    assert form.text.toPlainText() == "first mine"
    form.text.flush()
    assert form.text.show_text("theirs")
    assert form.heard == ["first mine"]


def test_pending_text_and_caret_come_back_after_a_lock(form: Form) -> None:
    form.text.show_text("settled")
    form.text.restore("settled and more", 7)
    assert form.text.pending == "settled and more"
    assert form.text.textCursor().position() == 7


def test_the_field_grows_with_its_text_and_scrolls_beyond_ten_lines(
    qtbot: QtBot, form: Form
) -> None:
    assert form.text.height() == 28
    form.text.setPlainText("one\ntwo\nthree")
    three = form.text.height()
    assert three > 50
    form.text.setPlainText("\n".join(str(n) for n in range(30)))
    assert three < form.text.height() < 250
    bar = form.text.verticalScrollBarPolicy()
    assert bar is Qt.ScrollBarPolicy.ScrollBarAsNeeded
    form.text.setPlainText("")
    assert form.text.height() == 28


def test_a_long_paragraph_grows_by_its_wrapped_lines(form: Form) -> None:
    form.text.setPlainText("many words " * 20)
    assert form.text.height() > 80
