"""Every kind of answer can be entered, and what is shown comes back as it was."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.checklist import AnswerKind
from inspector_app.domain.values import Counted, Value
from inspector_app.ui.theme import Look
from inspector_app.ui.widgets.values.making import editor_for
from inspector_app.ui.widgets.values.registers import Registers
from inspector_app.ui.widgets.values.value_editor import Surroundings, ValueEditor
from tests.support.accessibility import cut_off, roleless, unnamed
from tests.support.values import PARTS, VALUES, the_pack

EACH = [(kind, value) for kind in AnswerKind for value in VALUES[kind]]


@pytest.fixture
def home(qtbot: QtBot, look: Look) -> QWidget:
    home = QWidget()
    qtbot.addWidget(home)
    home.resize(860, 400)
    return home


def an_editor(home: QWidget, kind: AnswerKind) -> ValueEditor:
    editor = editor_for(
        PARTS[kind], Surroundings(the_pack(), Registers(the_pack().registers)), home
    )
    editor.resize(860, 400)
    home.show()
    return editor


@pytest.mark.parametrize(("kind", "value"), EACH)
def test_what_is_shown_comes_back_as_it_was(
    qtbot: QtBot, home: QWidget, kind: AnswerKind, value: Value
) -> None:
    editor = an_editor(home, kind)
    editor.show_value(value)
    assert editor.value() == value


@pytest.mark.parametrize("kind", AnswerKind)
def test_an_empty_editor_holds_no_value_again_after_one_was_shown(
    qtbot: QtBot, home: QWidget, kind: AnswerKind
) -> None:
    editor = an_editor(home, kind)
    assert editor.value() is None
    editor.show_value(VALUES[kind][-1])
    editor.show_value(None)
    assert editor.value() is None


@pytest.mark.parametrize(("kind", "value"), EACH)
def test_showing_tells_nothing(qtbot: QtBot, home: QWidget, kind: AnswerKind, value: Value) -> None:
    editor = an_editor(home, kind)
    with qtbot.assertNotEmitted(editor.settled), qtbot.assertNotEmitted(editor.edited):
        editor.show_value(value)
        editor.show_value(None)


@pytest.mark.parametrize("kind", AnswerKind)
def test_every_control_has_a_name_and_a_role_and_room_for_its_words(
    qtbot: QtBot, home: QWidget, kind: AnswerKind
) -> None:
    editor = an_editor(home, kind)
    editor.show_value(VALUES[kind][-1])
    qtbot.waitExposed(editor.window())
    qtbot.wait(1)
    assert unnamed(editor) == []
    assert roleless(editor) == []
    assert cut_off(editor) == []


def test_digits_choose_a_judgement(qtbot: QtBot, home: QWidget) -> None:
    editor = an_editor(home, AnswerKind.JUDGEMENT)
    with qtbot.waitSignal(editor.settled):
        assert editor.enter_by_key("3")
    assert editor.value() == VALUES[AnswerKind.JUDGEMENT][0]
    assert not editor.enter_by_key("9")


def test_a_digit_begins_a_count(qtbot: QtBot, home: QWidget) -> None:
    editor = an_editor(home, AnswerKind.COUNT)
    editor.offer_keys(frozenset("123456789"))
    editor.window().activateWindow()
    qtbot.waitUntil(editor.window().isActiveWindow)
    assert editor.enter_by_key("4")
    field = editor.focusProxy()
    assert isinstance(field, QWidget)
    qtbot.keyClicks(field, "2")
    assert field.hasFocus()
    assert editor.value() == Counted(42)
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert editor.value() == Counted(4)
