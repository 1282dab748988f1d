"""An inspection is archived, held, its destruction refused, the hold lifted, then destroyed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from inspector_app.domain.errors import DeviceFull
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.phases import Phase
from inspector_app.domain.retaining import hold_of, retention_of
from inspector_app.domain.standing import Standing
from inspector_app.services import destruction_records
from inspector_app.ui.dialogs.archive import Archive
from inspector_app.ui.dialogs.ask_destruction import AskDestruction
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.dialogs.destruction_records import DestructionRecords
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from tests.support.desk_window import DeskWindow, with_sample

KEY = Qt.Key
FORCE = "Cambridgeshire Constabulary"
LINE = LineId("CC-PO-01")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskWindow]:
    with_sample(tmp_path)
    desk = DeskWindow(tmp_path)
    desk.unlock()
    desk.key(KEY.Key_Return)
    yield desk
    desk.close()


def standing(desk: DeskWindow) -> Standing:
    assert desk.window._inspection is not None
    return desk.window._inspection.standing


def archive_it(desk: DeskWindow) -> None:
    desk.key(KEY.Key_F)
    desk.key(KEY.Key_8)
    assert standing(desk).phase is Phase.ARCHIVED


def archive(desk: DeskWindow) -> Archive:
    """Open what can be done with the archive, or return it where it is open."""
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, Archive)]
    if not any(each.isVisible() for each in found):
        desk.key(KEY.Key_F)
        desk.key(KEY.Key_A)
    dialog = desk.dialog()
    assert isinstance(dialog, Archive)
    return dialog


def press(desk: DeskWindow, name: str) -> None:
    button = getattr(archive(desk), name)
    assert button.isEnabled()
    button.setFocus()
    desk.key(KEY.Key_Space)


def accept(desk: DeskWindow) -> None:
    dialog = desk.dialog()
    assert isinstance(dialog, AskReason)
    dialog.accept_button.setFocus()
    desk.key(KEY.Key_Space)


def told(desk: DeskWindow) -> str:
    return archive(desk)._rows["hindrance"].text()


def make_me_lead(desk: DeskWindow) -> None:
    unlocked, inspection = desk.window._unlocked, desk.window._inspection
    assert unlocked is not None
    assert inspection is not None
    lead = Member(TeamRole.LEAD, unlocked.inspector.initials)
    me = unlocked.inspector.person
    act = unlocked.inspections.name_member(inspection.standing.id, me, "", lead)
    inspection.take(act.states)


def test_from_the_archive_to_a_record_that_proves_itself(desk: DeskWindow, tmp_path: Path) -> None:
    make_me_lead(desk)
    archive_it(desk)
    strip = desk.window._archive
    assert "kept until: not recorded" in strip.words
    assert "has not been recorded" in told(desk)

    press(desk, "keep")
    desk.type("31 Dec 2013")
    desk.tab()
    desk.type("Schedule of retention, class 4")
    desk.key(KEY.Key_Return)
    kept = retention_of(standing(desk))
    assert kept is not None
    assert kept.value is not None
    assert kept.value.until == "2013-12-31"
    assert "kept until 31 December 2013" in strip.words

    press(desk, "hold")
    desk.type("Inquest")
    accept(desk)
    assert hold_of(standing(desk)) is not None
    assert "under legal hold: Inquest" in strip.words
    desk.clock.time += timedelta(days=200)
    assert "under legal hold (because: Inquest)" in told(desk)
    assert not archive(desk).destroy_button.isEnabled()

    press(desk, "hold")
    desk.type("The inquest is over")
    accept(desk)
    assert hold_of(standing(desk)) is None
    assert "Possible" in told(desk)

    press(desk, "destroy_button")
    asked = desk.dialog()
    assert isinstance(asked, AskDestruction)
    desk.type("Cambridgeshire")
    assert not asked.accept_button.isEnabled()
    desk.type(" Constabulary")
    desk.key(KEY.Key_Return)
    desk.wait_for(lambda: desk.screen is Screen.INSPECTIONS, "it is destroyed")
    assert f"The inspection of {FORCE}" in desk.window._message.text
    assert strip.words == ""

    desk.key(KEY.Key_D)
    records = desk.dialog()
    assert isinstance(records, DestructionRecords)
    assert "Schedule of retention, class 4" in records.text.toPlainText()
    records.write(tmp_path)
    desk.settle()
    (path,) = tmp_path.glob("destruction-*.json")
    record = destruction_records.read(path)
    unlocked = desk.window._unlocked
    assert unlocked is not None
    assert unlocked.retention.remains(record) == ()
    assert unlocked.inspections.all() == ()


def test_what_is_destroyed_is_left_though_the_disk_has_no_room_to_wipe_it(
    desk: DeskWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_me_lead(desk)
    archive_it(desk)
    unlocked, inspection = desk.window._unlocked, desk.window._inspection
    assert unlocked is not None
    assert inspection is not None
    unlocked.retention.keep_until(inspection.standing.id, "2013-09-30", "Schedule of retention")
    desk.clock.time += timedelta(days=200)
    destroy = unlocked.retention.destroy

    def without_room(id_: InspectionId, confirmation: str) -> None:
        destroy(id_, confirmation)
        raise DeviceFull("The disk is full, so traces remain.")

    monkeypatch.setattr(unlocked.retention, "destroy", without_room)
    inspection.destroy(FORCE)
    desk.wait_for(lambda: desk.screen is Screen.INSPECTIONS, "it is destroyed")
    assert desk.window._message.text == "The disk is full, so traces remain."
    assert desk.window._inspection is None


def test_an_archive_takes_no_typing_and_says_why(desk: DeskWindow) -> None:
    archive_it(desk)
    before = standing(desk).answer(LINE)
    desk.window.show_screen(Screen.SECTION, LINE)
    desk.settle()
    desk.key(KEY.Key_4)
    assert "Archived: it is only read" in desk.window._message.text
    page = desk.window.current_page
    assert isinstance(page, SectionPage)
    page.form.note.setFocus()
    desk.type("Late, and a and b.")
    assert "Late" not in page.form.note.toPlainText()
    assert QApplication.focusWidget() is page.form.note, "letters act on nothing behind the field"
    desk.key(KEY.Key_Escape)
    desk.key(KEY.Key_H)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPlainTextEdit)
    desk.type("Late.")
    assert "Late." not in focus.toPlainText()
    desk.key(KEY.Key_Escape)
    assert standing(desk).answer(LINE) == before

    # Ctrl+Z asks why it is brought back; then everything can be written again.
    desk.ctrl(KEY.Key_Z)
    assert isinstance(desk.dialog(), AskReason)
    desk.type("An appeal was made.")
    accept(desk)
    assert standing(desk).phase is not Phase.ARCHIVED
    assert desk.window._archive.words == ""
    page.form.note.setFocus()
    desk.type("Later. ")
    assert "Later." in page.form.note.toPlainText()
    page.lines.setFocus()
    desk.key(KEY.Key_4)
    assert standing(desk).answer(LINE) != before


def test_an_archive_is_still_printed_and_searched(desk: DeskWindow) -> None:
    archive_it(desk)
    desk.ctrl(KEY.Key_P)
    assert desk.screen is Screen.REPORT
    desk.ctrl(KEY.Key_K)
    desk.type("police support")
    assert desk.dialog()
