import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from inspector_app import config, texts
from inspector_app.config import Theme
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.ui import motion, theme
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.settings_page import SettingsPage
from inspector_app.ui.widgets.message_bar import MessageBar
from tests.support.desk_window import DeskWindow, OpensDesk
from tests.support.full_disk import without_room
from tests.support.spoken import spoken
from tests.support.vaults import PASSPHRASE, an_inspection

KEY = Qt.Key
NEW = "eleven copper kettles sing at dawn"


@pytest.fixture
def desk(empty_desk: DeskWindow) -> DeskWindow:
    empty_desk.ctrl(KEY.Key_Comma)
    assert empty_desk.screen is Screen.SETTINGS
    return empty_desk


def page(desk: DeskWindow) -> SettingsPage:
    shown = desk.window.current_page
    assert isinstance(shown, SettingsPage)
    return shown


def kept(desk: DeskWindow) -> config.Settings:
    return config.load(desk.folder / "config")


def test_the_theme_acts_at_once_and_is_kept(desk: DeskWindow) -> None:
    page(desk).theme._segments[2].setFocus()
    desk.key(KEY.Key_Return)
    assert theme.current().is_dark
    assert kept(desk).theme is Theme.DARK


def test_a_language_that_is_there_can_be_chosen_for_the_next_start(
    empty_desk: DeskWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cy.json").write_text('{"language": "Cymraeg"}')
    monkeypatch.setattr(texts, "_FOLDER", tmp_path)
    empty_desk.ctrl(KEY.Key_Comma)
    language = page(empty_desk).language
    assert [language.itemText(at) for at in range(language.count())] == ["English", "Cymraeg"]
    assert language.currentText() == "English"
    language.setFocus()
    empty_desk.key(KEY.Key_Down)
    assert kept(empty_desk).language == "cy"


def test_what_is_wrong_with_a_language_is_told_at_the_start_and_where_it_is_chosen(
    open_desk: OpensDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {"Yes": "{Ie}", **{f"{number} dogs": number for number in range(1, 7)}}
    file = tmp_path / "cy.json"
    file.write_text(
        json.dumps({"language": "Cymraeg", "texts": wrong, "locale": {"comma": 3}}),
        encoding="utf-8",
    )
    monkeypatch.setattr(texts, "_FOLDER", tmp_path)
    with spoken(file):
        desk = open_desk()
        bar = desk.window.findChild(MessageBar)
        assert isinstance(bar, MessageBar)
        assert bar.isVisible()
        assert bar.text.startswith("Not all of the language “Cymraeg” can be used: 8 entries")
        desk.ctrl(KEY.Key_Comma)
        told = page(desk).language_told
        first, *_, last = told.text().splitlines()
        assert told.isVisible()
        assert first.startswith("“Yes” is said in English: its translation has other placeholders")
        assert last == "3 more are told by any command of spr-inspector."
        assert not bar.isVisible(), "it is told once"
        page(desk).language.setFocus()
        desk.key(KEY.Key_Down)
        assert told.text().startswith(first)
        desk.key(KEY.Key_Up)
        assert not told.isVisible(), "English has no fault"


def test_a_language_that_is_not_there_is_told_though_there_is_no_other_to_choose(
    open_desk: OpensDesk, tmp_path: Path
) -> None:
    with spoken(tmp_path / "gone.json"):
        desk = open_desk()
        bar = desk.window.findChild(MessageBar)
        assert isinstance(bar, MessageBar)
        assert bar.text.endswith("this is English.")
        desk.ctrl(KEY.Key_Comma)
        assert page(desk).language_told.text().endswith("this is English.")


def test_larger_text_leaves_room_for_the_lock_minutes_at_once(desk: DeskWindow) -> None:
    shown = page(desk)
    shown.minutes.setValue(240)
    shown.percent.setValue(200)
    desk.settle()
    for box in (shown.minutes, shown.percent):
        line = box.lineEdit()
        margins = line.textMargins()
        room = line.contentsRect().width() - margins.left() - margins.right()
        assert line.fontMetrics().horizontalAdvance(line.text()) < room, box.text()
        assert margins.left() == 12


def test_english_alone_is_no_choice(desk: DeskWindow) -> None:
    assert not hasattr(page(desk), "language")


def test_with_reduced_motion_nothing_blinks_or_unrolls_until_it_is_taken_back(
    desk: DeskWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    blinking, effects = app.cursorFlashTime(), Qt.UIEffect.UI_General
    fading = app.isEffectEnabled(effects)
    app.setCursorFlashTime(1000)
    app.setEffectEnabled(effects, True)
    monkeypatch.setattr(motion._STILLNESS, "_one", None)
    page(desk).motion.begin()
    desk.key(KEY.Key_Right)
    desk.key(KEY.Key_Space)
    assert app.cursorFlashTime() == 0
    assert not app.isEffectEnabled(effects)
    assert kept(desk).motion is config.Motion.REDUCED
    desk.key(KEY.Key_Left)
    desk.key(KEY.Key_Space)
    assert app.cursorFlashTime() == 1000
    assert app.isEffectEnabled(effects)
    app.setCursorFlashTime(blinking)
    app.setEffectEnabled(effects, fading)


def test_text_grows_and_shrinks_by_keys_and_is_kept(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_Plus)
    assert theme.current().scale == 1.1
    desk.ctrl(KEY.Key_Minus)
    desk.ctrl(KEY.Key_Minus)
    assert theme.current().scale == 0.9
    assert kept(desk).text_percent == 90


def test_a_number_typed_acts_when_it_is_whole(desk: DeskWindow) -> None:
    page(desk).percent.setFocus()
    page(desk).percent.selectAll()
    desk.type("150")
    assert theme.current().scale == 1.0
    desk.key(KEY.Key_Return)
    assert theme.current().scale == 1.5


def test_the_lock_waits_as_long_as_is_set(desk: DeskWindow) -> None:
    page(desk).minutes.setFocus()
    page(desk).minutes.selectAll()
    desk.type("3")
    desk.key(KEY.Key_Return)
    assert kept(desk).auto_lock_minutes == 3
    assert desk.window._idle.limit_seconds == 180


def test_the_passphrase_is_changed_and_the_vault_opens_with_the_new_one(
    desk: DeskWindow,
) -> None:
    change(desk, PASSPHRASE, NEW, NEW)
    desk.wait_for(lambda: "Changed." in page(desk).passphrase.told.text(), "the change")
    assert page(desk).passphrase.new.text == ""
    desk.ctrl(KEY.Key_L)
    desk.type(NEW)
    desk.key(KEY.Key_Return)
    desk.wait_for(lambda: desk.screen is not Screen.UNLOCK, "the vault opens")


def change(desk: DeskWindow, old: str, new: str, again: str) -> None:
    card = page(desk).passphrase
    for field, text in ((card.old, old), (card.new, new), (card.again, again)):
        field.line.setFocus()
        desk.type(text)
    desk.key(KEY.Key_Return)


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        (PASSPHRASE, NEW, NEW + "x", "differ"),
        (PASSPHRASE, "password", "password", "too easy to guess"),
        ("not it at all, never was", NEW, NEW, "passphrase"),
        (PASSPHRASE, "", "", "the new one twice"),
    ],
)
def test_what_cannot_be_changed_is_said_in_place(
    desk: DeskWindow, old: str, new: str, again: str, said: str
) -> None:
    change(desk, old, new, again)
    desk.settle()
    assert said in page(desk).passphrase.told.text()
    assert "Changed." not in page(desk).passphrase.told.text()


def test_an_identity_is_removed_after_a_question(desk: DeskWindow) -> None:
    unlocked = page(desk)._unlocked
    assert unlocked is not None
    unlocked.reports.make_identity("Jo Smith", "484-271")
    page(desk).arrive("")
    desk.settle()
    removing = [
        each
        for each in page(desk).findChildren(QPushButton)
        if each.accessibleName().startswith("Remove Jo Smith")
    ]
    removing[0].click()
    desk.settle()
    asked = desk.dialog()
    assert "cannot be brought back" in asked.accessibleDescription()
    desk.tab()
    desk.key(KEY.Key_Space)
    assert unlocked.reports.identities() == ()
    assert page(desk).identities._none.isVisible()


def test_the_vaults_place_is_told(desk: DeskWindow) -> None:
    texts = [each.text() for each in page(desk).findChildren(QLabel)]
    assert str(desk.folder / "vault") in texts


def test_a_locked_vault_leaves_the_devices_settings_in_reach(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_L)
    desk.ctrl(KEY.Key_Comma)
    assert not hasattr(page(desk), "change")
    desk.key(KEY.Key_Escape)
    assert desk.screen is Screen.UNLOCK


def test_esc_goes_back_to_where_one_was(desk: DeskWindow) -> None:
    desk.key(KEY.Key_Escape)
    assert desk.screen is Screen.INSPECTIONS


def test_a_name_is_erased_in_two_steps_though_the_disk_has_no_room_to_wipe_it(
    desk: DeskWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlocked = page(desk)._unlocked
    assert unlocked is not None
    journal = unlocked.journal
    monkeypatch.setattr(journal, "_wipe_free_pages", without_room(journal._wipe_free_pages))
    assert not page(desk).names.erase.isEnabled()
    inspection = an_inspection(unlocked)
    member = Member(TeamRole.OBSERVER, "CQ")
    unlocked.inspections.name_member(inspection, None, "Christabel Quill", member)
    page(desk).arrive("")
    desk.settle()
    assert page(desk).names.names.currentText() == "Christabel Quill (CQ)"
    page(desk).names.erase.setFocus()
    desk.key(KEY.Key_Space)
    desk.type("asked for it")
    desk.tab()
    desk.key(KEY.Key_Space)
    asked = desk.dialog()
    assert "cannot be brought back" in asked.accessibleDescription()
    desk.tab()
    desk.key(KEY.Key_Space)
    assert not page(desk).names.names.isEnabled()
    desk.settle()
    assert "traces remain" in desk.window._message.text
    assert "Christabel Quill" not in {each.name for each in unlocked.names.all()}
