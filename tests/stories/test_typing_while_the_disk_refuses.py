"""What is typed while the disk refuses stays where it was typed, and is recorded once it can be."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.domain.ids import LineId, SectionId
from inspector_app.domain.standing import Standing
from inspector_app.domain.timetable import Planned
from inspector_app.ui.new_inspection_draft import NAME
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from tests.faults.refused_writes import WAYS, require_clear
from tests.support.desk_window import DeskWindow
from tests.support.mirrored import WHY_NOT, Mirror, may_mirror, mirrored
from tests.support.vaults import a_vault, an_inspection

pytestmark = pytest.mark.skipif(not may_mirror(), reason=f"a disk that refuses {WHY_NOT}")

KEY = Qt.Key
SECTION = SectionId("CC-PO")
LINES = [LineId(f"CC-PO-{number:02}") for number in range(1, 1 + len(WAYS))]
NOTE = "Told while the disk refused."


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    with mirrored(tmp_path / "disk") as mirror:
        yield mirror


@pytest.fixture
def desk(qtbot: QtBot, mirror: Mirror) -> Iterator[DeskWindow]:
    vault = a_vault(mirror.folder)
    vault.encounters.begin(an_inspection(vault), Planned("interview", "Chief"))
    vault.close()
    desk = DeskWindow(mirror.folder)
    desk.unlock()
    desk.key(KEY.Key_Return)
    yield desk
    mirror.control.relent()
    desk.close()


def page_of(desk: DeskWindow) -> SectionPage:
    page = desk.window.current_page
    assert isinstance(page, SectionPage)
    return page


def standing(desk: DeskWindow) -> Standing:
    assert desk.window._unlocked is not None
    (summary,) = desk.window._unlocked.inspections.all()
    return desk.window._unlocked.inspections.standing(summary.id)


def told(desk: DeskWindow) -> str:
    """Return what the window says, which must be in sight."""
    message = desk.window._message
    assert message.isVisible()
    return message.accessibleName()


def test_a_note_and_a_headline_stay_where_they_were_typed_and_go_in_later(
    desk: DeskWindow, mirror: Mirror
) -> None:
    desk.window.show_screen(Screen.SECTION, SECTION)
    desk.settle()
    page, written = page_of(desk), ""
    for line, error in zip(LINES, WAYS.values(), strict=True):
        page.arrive(line)
        desk.settle()
        desk.key(KEY.Key_Return)
        mirror.control.refuse(mirror.control.count + 1, error)
        desk.type(NOTE)
        desk.key(KEY.Key_Escape)
        require_clear(told(desk))
        assert page.form.note.toPlainText() == NOTE
        assert standing(desk).answer(line).value is None

        desk.key(KEY.Key_H)
        desk.type("They can.")
        desk.key(KEY.Key_Escape)
        require_clear(told(desk))
        assert page.form.note.toPlainText() == NOTE
        headline = standing(desk).headline(SECTION).value
        assert written == ("" if headline is None else headline.text)

        mirror.control.relent()
        desk.key(KEY.Key_H)
        desk.type(" Still.")
        desk.key(KEY.Key_Escape)
        written += "They can. Still."
        page.arrive(line)
        desk.settle()
        desk.key(KEY.Key_Return)
        desk.type(" And after.")
        desk.key(KEY.Key_Escape)
        answer, headline = standing(desk).answer(line).value, standing(desk).headline(SECTION).value
        assert answer is not None
        assert answer.note == f"{NOTE} And after."
        assert headline is not None
        assert headline.text == written


def test_notes_of_an_encounter_stay_and_are_kept_once_there_is_room(
    desk: DeskWindow, mirror: Mirror
) -> None:
    desk.ctrl(KEY.Key_I)
    assert desk.screen is Screen.ENCOUNTER
    field = desk.target
    assert isinstance(field, QPlainTextEdit)
    desk.type("Before. ")
    desk.wait_for(lambda: "Before." in draft(desk), "the draft is kept")
    mirror.control.refuse(mirror.control.count + 1, errno.ENOSPC)
    desk.type("While it was full. ")
    desk.wait_for(desk.window._message.isVisible, "it is told")
    require_clear(told(desk))
    assert field.toPlainText() == "Before. While it was full. "
    mirror.control.relent()
    desk.type("After.")
    desk.wait_for(lambda: "After." in draft(desk), "the draft is kept")
    assert draft(desk) == "Before. While it was full. After."


def begun_note(desk: DeskWindow, mirror: Mirror) -> SectionPage:
    """Type a note that cannot be recorded from now on, and stay in its field."""
    desk.window.show_screen(Screen.SECTION, SECTION)
    desk.settle()
    page = page_of(desk)
    page.arrive(LINES[0])
    desk.settle()
    desk.key(KEY.Key_Return)
    mirror.control.refuse(mirror.control.count + 1, errno.ENOSPC)
    desk.type(NOTE)
    return page


def note_kept(desk: DeskWindow) -> str:
    answer = standing(desk).answer(LINES[0]).value
    return "" if answer is None else answer.note


def test_the_window_stays_open_while_what_was_typed_last_cannot_be_recorded(
    desk: DeskWindow, mirror: Mirror
) -> None:
    page = begun_note(desk, mirror)
    desk.key(KEY.Key_Escape)
    desk.key(KEY.Key_H)
    desk.type("They can.")
    desk.key(KEY.Key_Escape)  # both were refused by now, and that was told
    desk.window.close()
    desk.settle()
    assert desk.window.isVisible()
    asking = desk.dialog()
    assert asking.accessibleDescription().startswith("The disk is full.")
    assert asking.accessibleDescription().endswith("and may be lost when the window closes.")
    desk.key(KEY.Key_Escape)
    assert page.form.note.toPlainText() == NOTE
    mirror.control.relent()
    desk.window.close()
    assert not desk.window.isVisible()
    again = DeskWindow(mirror.folder)
    again.unlock()
    assert note_kept(again) == NOTE
    headline = standing(again).headline(SECTION).value
    assert headline is not None
    assert headline.text == "They can."
    again.close()


@pytest.mark.parametrize("is_told_first", [False, True])
def test_a_line_that_is_left_has_its_words_again_when_one_comes_back(
    desk: DeskWindow, mirror: Mirror, is_told_first: bool
) -> None:
    page = begun_note(desk, mirror)
    if is_told_first:
        desk.key(KEY.Key_Escape)
        require_clear(told(desk))
    page.arrive(LINES[1])
    desk.settle()
    assert page.form.note.toPlainText() == ""
    assert told(desk)
    page.arrive(LINES[0])
    desk.settle()
    assert page.form.note.toPlainText() == NOTE

    page.arrive(LINES[1])
    desk.settle()
    desk.window.close()
    desk.settle()
    assert desk.window.isVisible()
    desk.dialog().reject()
    mirror.control.relent()
    desk.window.close()
    assert not desk.window.isVisible()
    again = DeskWindow(mirror.folder)
    again.unlock()
    again.key(KEY.Key_Return)
    again.window.show_screen(Screen.SECTION, LINES[0])
    again.settle()
    kept = page_of(again).form.note.toPlainText()
    again.close()
    assert kept == NOTE


def test_the_title_of_a_source_keeps_the_window_open_too(desk: DeskWindow, mirror: Mirror) -> None:
    desk.ctrl(KEY.Key_U)
    desk.key(KEY.Key_Return)
    mirror.control.refuse(mirror.control.count + 1, errno.ENOSPC)
    desk.type("Chief Constable, seen alone")
    desk.key(KEY.Key_Tab)
    require_clear(told(desk))
    desk.window.close()
    desk.settle()
    assert desk.window.isVisible()
    desk.dialog().reject()
    mirror.control.relent()
    desk.window.close()
    again = DeskWindow(mirror.folder)
    again.unlock()
    (item,) = standing(again).sources()
    again.close()
    assert item.source.title == "Chief Constable, seen alone"


def test_who_would_rather_lose_it_can_close_the_window(desk: DeskWindow, mirror: Mirror) -> None:
    begun_note(desk, mirror)
    desk.window.close()
    desk.settle()
    desk.tab()
    desk.key(KEY.Key_Space)
    assert not desk.window.isVisible()
    assert desk.jobs.is_closed


def test_a_lock_covers_what_cannot_be_recorded_and_closes_the_vault_only_when_it_is(
    desk: DeskWindow, mirror: Mirror
) -> None:
    page = begun_note(desk, mirror)
    desk.ctrl(KEY.Key_L)
    assert desk.screen is Screen.UNLOCK
    assert not page.isVisible()
    assert desk.window._unlocked is not None
    held = desk.window._unlock._told.text()
    assert "the vault is not locked yet" in held
    assert "The disk is full" in held
    assert not [each for each in desk.window._bar.findChildren(QPushButton) if each.isVisible()]

    desk.type("not the passphrase")
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.UNLOCK
    desk.unlock()
    assert page.isVisible()
    assert page.form.note.toPlainText() == NOTE
    assert "The disk is full" in told(desk)
    assert desk.window._buttons[Screen.SETTINGS].isVisible()
    assert note_kept(desk) == ""

    desk.ctrl(KEY.Key_L)
    mirror.control.relent()
    desk.window._closing._again.timeout.emit()
    desk.wait_for(lambda: desk.window._unlocked is None, "the vault locks by itself")
    assert desk.window._unlock._told.text() == "Locked. What was typed is kept."
    desk.unlock()
    desk.settle()
    assert note_kept(desk) == NOTE


def draft(desk: DeskWindow) -> str:
    """Return the notes as the vault keeps them."""
    assert desk.window._unlocked is not None
    (summary,) = desk.window._unlocked.inspections.all()
    kept = desk.window._unlocked.encounters.draft(summary.id)
    return "" if kept is None else kept.text


def test_the_form_of_a_new_inspection_holds_the_vault_open_until_it_is_kept(
    desk: DeskWindow, mirror: Mirror
) -> None:
    desk.window.show_screen(Screen.NEW_INSPECTION)
    desk.settle()
    mirror.control.refuse(mirror.control.count + 1, errno.ENOSPC)
    desk.type("Cambridgeshire")
    for _ in range(2):  # it is not forgotten by having been refused once
        assert desk.window._closing.finish()
        desk.settle()
    mirror.control.relent()
    assert desk.window._closing.finish() == ""
    assert desk.window._unlocked is not None
    assert "Cambridgeshire" in desk.window._unlocked.desk.kept(NAME)
