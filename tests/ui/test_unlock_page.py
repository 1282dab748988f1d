from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.bootstrap import has_vault
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.unlock_page import UnlockPage
from inspector_app.ui.theme import Look
from tests.support.desk_window import DeskWindow, OpensDesk
from tests.support.vaults import PASSPHRASE, vault_service

KEY = Qt.Key


def page(desk: DeskWindow) -> UnlockPage:
    shown = desk.window.current_page
    assert isinstance(shown, UnlockPage)
    return shown


def fill_in(desk: DeskWindow, name: str, initials: str, passphrase: str, again: str) -> None:
    desk.type(name)
    desk.tab()
    desk.type(initials)
    desk.tab()
    desk.type(passphrase)
    desk.tab(2)
    desk.type(again)
    desk.key(KEY.Key_Return)


def test_a_vault_is_made_by_keyboard_alone(open_desk: OpensDesk) -> None:
    desk = open_desk()
    fill_in(desk, "Jo Smith", "js", PASSPHRASE, PASSPHRASE)
    desk.wait_for(lambda: desk.screen is Screen.INSPECTIONS, "the vault is made")
    assert vault_service(desk.folder).exists()


def test_the_strength_is_told_while_the_passphrase_is_typed(open_desk: OpensDesk) -> None:
    desk = open_desk()
    desk.tab(2)
    desk.type("password")
    assert page(desk)._first._words.text().startswith("Too weak.")
    desk.type(" seven grey herons over the fen")
    assert "strong" in page(desk)._first._words.text().lower()


def test_without_a_vault_the_first_painting_offers_to_make_one_and_keeps_what_is_typed(
    jobs: Jobs, look: Look, qtbot: QtBot, tmp_path: Path
) -> None:
    shown = UnlockPage(jobs, has_vault(tmp_path))
    qtbot.addWidget(shown)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    shown.arrive("")
    assert shown._name.isVisible()
    assert not shown._passphrase.isVisible()
    qtbot.keyClicks(shown._name, "Jo Smith")
    shown._first.setFocus()
    qtbot.keyClicks(shown._first.line, "seven grey")
    shown.show_service(vault_service(tmp_path))
    assert shown._first.line.hasFocus(), "the passphrase must not run on into the name"
    assert (shown._name.text(), shown._first.text) == ("Jo Smith", "seven grey")
    qtbot.waitUntil(lambda: bool(shown._first._words.text()))


def test_enter_that_comes_before_the_services_is_done_when_they_arrive(
    jobs: Jobs, look: Look, qtbot: QtBot, tmp_path: Path
) -> None:
    shown = UnlockPage(jobs, has_vault(tmp_path))
    qtbot.addWidget(shown)
    shown.show()
    qtbot.keyClicks(shown._first.line, "seven grey")
    qtbot.keyClicks(shown._again.line, "seven green")
    qtbot.keyClick(shown._again.line, Qt.Key.Key_Return)
    assert not shown._told.text()
    shown.show_service(vault_service(tmp_path))
    assert "differ" in shown._told.text()
    shown._told.setText("")
    shown.show_service(vault_service(tmp_path))
    assert not shown._told.text(), "once is enough"


def test_with_a_vault_the_first_painting_asks_for_its_passphrase(
    jobs: Jobs, look: Look, qtbot: QtBot, vault_template: Path
) -> None:
    shown = UnlockPage(jobs, has_vault(vault_template))
    qtbot.addWidget(shown)
    shown.show()
    assert shown._passphrase.isVisible()


@pytest.mark.parametrize(
    ("name", "initials", "passphrase", "again", "said"),
    [
        ("Jo Smith", "JS", PASSPHRASE, PASSPHRASE[:-1], "The two passphrases differ"),
        ("Jo Smith", "JS", "password", "password", "too easy to guess"),
        ("", "JS", PASSPHRASE, PASSPHRASE, "Give your name"),
        ("Jo Smith", "J", PASSPHRASE, PASSPHRASE, "two to four letters"),
    ],
)
def test_a_vault_that_cannot_be_made_is_refused_in_a_sentence(
    open_desk: OpensDesk,
    name: str,
    initials: str,
    passphrase: str,
    again: str,
    said: str,
) -> None:
    desk = open_desk()
    fill_in(desk, name, initials, passphrase, again)
    assert said in page(desk)._told.text()
    assert not vault_service(desk.folder).exists()


def test_a_wrong_passphrase_is_said_and_the_right_one_opens_then(
    open_desk: OpensDesk, vault_template: Path
) -> None:
    desk = open_desk(vault_template)
    desk.type("not it at all")
    desk.key(KEY.Key_Return)
    assert "passphrase" in page(desk)._told.text().lower()
    assert QApplication.focusWidget() is page(desk)._passphrase.line
    desk.unlock()
    assert desk.screen is Screen.INSPECTIONS


def test_a_vault_that_is_open_elsewhere_says_so(open_desk: OpensDesk, vault_template: Path) -> None:
    first = open_desk(vault_template)
    first.unlock()
    second = open_desk(folder=first.folder)
    second.type(PASSPHRASE)
    second.key(KEY.Key_Return)
    assert "open" in page(second)._told.text()
    assert second.screen is Screen.UNLOCK


def test_a_passphrase_typed_does_not_stay_behind(
    open_desk: OpensDesk, vault_template: Path
) -> None:
    desk = open_desk(vault_template)
    desk.unlock()
    assert desk.window._unlock._passphrase.text == ""
    desk.ctrl(KEY.Key_L)
    assert page(desk)._passphrase.text == ""
