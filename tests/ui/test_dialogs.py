"""Dialogs: shown by open(), heard by signals, never in the way of the keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from inspector_app.ui import theme
from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.dialogs.ask_secret import AskSecret
from inspector_app.ui.dialogs.confirm import Confirm
from inspector_app.ui.dialogs.files import ChooseFiles, ChooseFolder, ChooseSave
from inspector_app.ui.dialogs.keys_overlay import KeysOverlay
from inspector_app.ui.dialogs.tell_failure import TellFailure
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.keys_table import Column, KeysTable, ScreenKeys
from inspector_app.ui.shortcuts import Shortcut
from tests.support.accessibility import cut_off, unnamed
from tests.support.gallery import SECTION_KEYS
from tests.support.rows_read import rows_read

pytestmark = pytest.mark.usefixtures("look")

SCREENS = (
    ScreenKeys("Section", SECTION_KEYS),
    ScreenKeys(
        "Board",
        (
            Shortcut("up", "Up", "move", cap="Arrows"),
            Shortcut("down", "Down", "move", cap="Arrows"),
            Shortcut("headline", "H", "headline"),
        ),
    ),
)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 600)
    host.show()
    return host


def opened(qtbot: QtBot, dialog: Ask | KeysOverlay) -> None:
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert unnamed(dialog) == []
    assert cut_off(dialog) == []


def test_confirming_takes_more_than_a_stray_enter(qtbot: QtBot, host: QWidget) -> None:
    dialog = Confirm(host, "Purge?", "It cannot be undone.", "Purge")
    opened(qtbot, dialog)
    with qtbot.assertNotEmitted(dialog.confirmed), qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    dialog = Confirm(host, "Purge?", "It cannot be undone.", "Purge")
    opened(qtbot, dialog)
    with qtbot.waitSignal(dialog.confirmed):
        dialog.accept_button.click()


def test_a_reason_must_be_given(qtbot: QtBot, host: QWidget) -> None:
    dialog = AskReason(host, "Withdraw", "It stays in the schedule.", "Withdraw")
    opened(qtbot, dialog)
    assert dialog.text.hasFocus()
    qtbot.keyClicks(dialog.text, "  ")
    assert not dialog.accept_button.isEnabled()
    qtbot.keyClicks(dialog.text, "wrong file ")
    with qtbot.waitSignal(dialog.given) as given:
        dialog.accept_button.click()
    assert given.args == ["wrong file"]


def test_a_secret_is_given_once_and_forgotten(qtbot: QtBot, host: QWidget) -> None:
    dialog = AskSecret(host, "Sign", "Your signing PIN.", "Sign", "PIN")
    opened(qtbot, dialog)
    assert not dialog.accept_button.isEnabled()
    qtbot.keyClicks(dialog.field.line, "4711")
    left: list[str] = []
    dialog.finished.connect(lambda: left.append(dialog.field.text))
    with qtbot.waitSignal(dialog.given) as given:
        qtbot.keyClick(dialog.field.line, Qt.Key.Key_Return)
    assert given.args == ["4711"]
    assert left == [""]


def test_a_failure_is_owned_up_to_and_its_log_can_be_copied(qtbot: QtBot, host: QWidget) -> None:
    dialog = TellFailure(host, "Traceback: one\ntwo")
    opened(qtbot, dialog)
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == "Traceback: one\ntwo"
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_all_keys_are_listed_by_screen_and_found_by_words(qtbot: QtBot, host: QWidget) -> None:
    dialog = KeysOverlay(host, SCREENS)
    opened(qtbot, dialog)
    assert len(rows_read(dialog.list)) == 9
    assert "Ctrl+Enter. next unanswered. Section." in rows_read(dialog.list)
    assert dialog.search.hasFocus()
    qtbot.keyClicks(dialog.search, "head board")
    assert rows_read(dialog.list) == ["H. headline. Board."]
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog.search, Qt.Key.Key_Escape)


def test_the_table_of_keys_keeps_qts_rules_and_tells_every_role(qtmodeltester: ModelTester) -> None:
    table = KeysTable()
    table.show(SCREENS)
    qtmodeltester.check(table)
    assert table.rowCount() == 9  # two keys on one cap stand in one row
    assert table.index(7, Column.KEY).data() == "Arrows" == table.index(7, 0).data(Role.SORT)
    said = table.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "↑↓. move. Section."
    headings = [table.headerData(each, Qt.Orientation.Horizontal) for each in Column]
    assert headings == ["Key", "Does", "Screen"]


def test_chosen_files_come_as_paths(qtbot: QtBot, host: QWidget, tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        (tmp_path / name).write_bytes(b"%PDF")
    dialog = ChooseFiles(host, "Attach files")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.open()
    dialog.selectFile("one.pdf")
    with qtbot.waitSignal(dialog.files_chosen) as chosen:
        dialog.accept()
    assert chosen.args == [[tmp_path / "one.pdf"]]


def test_a_chosen_folder_comes_as_a_path(qtbot: QtBot, host: QWidget, tmp_path: Path) -> None:
    dialog = ChooseFolder(host, "Choose a folder")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.open()
    with qtbot.waitSignal(dialog.folder_chosen) as chosen:
        dialog.accept()
    assert chosen.args == [tmp_path]


def test_a_place_to_save_gets_the_suffix(qtbot: QtBot, host: QWidget, tmp_path: Path) -> None:
    dialog = ChooseSave(host, "Save", tmp_path / "summary.pdf", "PDF (*.pdf)")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.open()
    dialog.selectFile("other")
    with qtbot.waitSignal(dialog.place_chosen) as chosen:
        dialog.accept()
    assert chosen.args == [tmp_path / "other.pdf"]


def test_nothing_in_the_window_blocks_on_a_dialog() -> None:
    ui = Path(theme.__file__).parent
    offenders = [
        path.name
        for path in ui.rglob("*.py")
        if path.name != "application.py"  # the one event loop
        for line in path.read_text("utf-8").splitlines()
        if ".exec(" in line or "QMessageBox" in line or "processEvents" in line
    ]
    assert offenders == []
