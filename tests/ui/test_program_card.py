"""The screen of settings says what the program is and checks what is to follow it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from inspector_app.ui.pages.help_page import HelpPage
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.program_card import ProgramCard
from inspector_app.ui.pages.settings_page import SettingsPage
from inspector_app.version import VERSION
from tests.support.desk_window import DeskWindow
from tests.support.releases import NEWER, Publisher, a_publisher

KEY = Qt.Key


@pytest.fixture(name="publisher")
def _publisher(tmp_path: Path) -> Publisher:
    return a_publisher(tmp_path)


def card_of(desk: DeskWindow) -> ProgramCard:
    desk.ctrl(KEY.Key_Comma)
    desk.settle()
    page = desk.window.current_page
    assert isinstance(page, SettingsPage)
    return page.program


def test_version_packs_and_licences_are_shown(empty_desk: DeskWindow) -> None:
    card = card_of(empty_desk)
    assert card.told.text().startswith(f"SPR Inspector {VERSION}\nChecklist Strategic Policing")
    assert "built without a signing key" in card.told.text()
    card.licences.setFocus()
    empty_desk.key(KEY.Key_Space)
    assert empty_desk.screen is Screen.HELP
    help_page = empty_desk.window.current_page
    assert isinstance(help_page, HelpPage)
    assert help_page.place() == "about"
    assert "LGPL-3.0" in help_page.text.toPlainText()


def test_a_release_is_checked_where_it_lies(empty_desk: DeskWindow, publisher: Publisher) -> None:
    empty_desk.window._making.make_release_service = publisher.service
    card = card_of(empty_desk)
    path = publisher.publish(NEWER)
    card.check_release(path)
    empty_desk.settle()
    assert card.verdict.words.startswith(f"Genuine. {NEWER} is genuine")
    path.write_bytes(b"altered")
    card.check_release(path)
    empty_desk.settle()
    assert card.verdict.words.startswith("Not genuine. ")
    card.check_release(publisher.folder / "nothing")
    empty_desk.settle()
    assert card.verdict.words.startswith("Cannot tell. There is no file")
    assert card.check.isEnabled()
