"""A card full of photographs, a camera that is wrong, two sources: sorted by keys alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from inspector_app.config import Theme
from inspector_app.domain import dates
from inspector_app.domain.captures import london
from inspector_app.domain.sources import EquipmentInspection, Source, UnannouncedTest
from inspector_app.ui import theme
from inspector_app.ui.dialogs.take_in_photos import TakeInPhotos
from inspector_app.ui.pages.page import Screen
from tests.support.by_keyboard import type_path
from tests.support.desk_window import DeskWindow
from tests.support.photos import a_photo
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> DeskWindow:
    theme.current().apply(Theme.LIGHT, 100)
    vault = a_vault(tmp_path)
    inspection = an_inspection(vault)
    day = dates.read("2013-09-16")
    vault.sources.record(inspection, Source(EquipmentInspection(), "Carrier", as_at=day))
    run = UnannouncedTest(started="08:00", ended="08:30")
    vault.sources.record(inspection, Source(run, "Control room", as_at=day))
    vault.close()
    desk = DeskWindow(tmp_path, Clock())
    desk.unlock()
    return desk


def looked_through(desk: DeskWindow, card: Path, count: int) -> TakeInPhotos:
    """Open the inspection, its sources, and a card of photos; the focus is at the clock."""
    desk.key(KEY.Key_Return)
    desk.ctrl(KEY.Key_U)
    assert desk.screen is Screen.SOURCES
    desk.key(KEY.Key_P)
    dialog = desk.dialog()
    assert isinstance(dialog, TakeInPhotos)
    desk.tab()
    desk.key(KEY.Key_Space)
    type_path(desk, card)
    desk.wait_for(lambda: dialog.view.model().rowCount() == count, "the card is looked through")
    dialog.activateWindow()
    dialog.clock_photo.setFocus()
    return dialog


def test_photos_of_a_visit_are_taken_in_by_keyboard(desk: DeskWindow, tmp_path: Path) -> None:
    card = tmp_path / "DCIM"
    # The camera is an hour and a minute slow.
    a_photo(card, "1-clock.jpg", "2013:09:16 06:00:00")
    a_photo(card, "2-room.jpg", "2013:09:16 07:10:00")
    a_photo(card, "3-shields.jpg", "2013:09:16 09:00:00")
    a_photo(card, "4-lockers.jpg", "2013:09:16 09:05:00")
    a_photo(card, "5-no-time.jpg")

    dialog = looked_through(desk, card, 5)
    desk.key(KEY.Key_Down)
    desk.tab()
    assert dialog.shows.hasFocus()
    desk.type("7:01:00")
    desk.tab()
    assert "1 h 1 min slow" in dialog.clock_said.text()
    assert dialog.view.hasFocus()
    # The tray first: the photo without a time, then that of the clock; it is left out.
    desk.ctrl(KEY.Key_Home)
    desk.key(KEY.Key_Down)
    desk.key(KEY.Key_Delete)
    rows = [dialog.view.model().index(row, 1).data() for row in range(5)]
    assert rows[-1] == "1-clock.jpg"
    row = rows.index("3-shields.jpg")
    desk.ctrl(KEY.Key_Home)
    for _ in range(row):
        desk.key(KEY.Key_Down)
    desk.key(KEY.Key_Down, SHIFT)
    desk.type("c")
    desk.type("Equipment as found")
    desk.key(KEY.Key_Return)
    while not dialog.take_button.hasFocus():
        desk.tab()
    desk.key(KEY.Key_Space)
    desk.wait_for(lambda: not isValid(dialog), "the batch is taken in")
    desk.close()

    vault = vault_service(tmp_path).unlock(PASSPHRASE)
    try:
        standing = vault.inspections.standing(vault.inspections.all()[0].id)
        items = {item.id: item for item in standing.evidence()}
        held = {
            item.source.title: [items[each].file.name for each in item.source.evidence]
            for item in standing.sources()
        }
        assert held == {
            "Carrier": ["3-shields.jpg", "4-lockers.jpg"],
            "Control room": ["2-room.jpg"],
        }
        named = {item.file.name: item for item in items.values()}
        assert sorted(named) == ["2-room.jpg", "3-shields.jpg", "4-lockers.jpg", "5-no-time.jpg"]
        assert named["4-lockers.jpg"].caption.text == "Equipment as found"
        room = named["2-room.jpg"]
        assert room.capture is not None
        assert f"{london(room.capture.at_ms):%H:%M}" == "08:11"
        assert room.file.captured_at == "2013:09:16 07:10:00"
    finally:
        vault.close()


def test_photos_of_two_cameras_are_timed_each_by_its_own_clock_and_taken_back_by_one_key(
    desk: DeskWindow, tmp_path: Path
) -> None:
    card = tmp_path / "DCIM"
    # One camera is an hour slow, the other five minutes fast.
    a_photo(card, "1-clock.jpg", "2013:09:16 06:00:00", camera="Sample One")
    a_photo(card, "2-room.jpg", "2013:09:16 07:10:00", camera="Sample One")
    a_photo(card, "3-clock.jpg", "2013:09:16 07:05:00", camera="Other Two")
    a_photo(card, "4-room.jpg", "2013:09:16 08:20:00", camera="Other Two")
    dialog = looked_through(desk, card, 4)
    desk.key(KEY.Key_Down)
    desk.tab()
    desk.type("7:00:00")
    desk.tab()
    said = dialog.clock_said.text()
    assert "1 h slow" in said
    assert "Of Other Two (2 photos) there is no photo of the clock yet" in said
    dialog.clock_photo.setFocus()
    desk.key(KEY.Key_Down)
    desk.key(KEY.Key_Down)
    assert dialog.shows.text() == ""
    desk.tab()
    desk.type("7:00:00")
    desk.tab()
    said = dialog.clock_said.text()
    assert "The clock of Sample One was 1 h slow" in said
    assert "The clock of Other Two was 5 min fast" in said
    dialog.clock_photo.setFocus()
    desk.key(KEY.Key_Up)
    desk.key(KEY.Key_Up)
    assert dialog.shows.text() == "2013-09-16 07:00:00", "what was typed stays with its photo"
    dialog.take_button.setFocus()
    desk.key(KEY.Key_Space)
    desk.wait_for(lambda: not isValid(dialog), "the batch is taken in")
    inspection = desk.window._inspection
    assert inspection is not None
    times = {
        item.file.name: f"{london(item.capture.at_ms):%H:%M}"
        for item in inspection.standing.evidence()
        if item.capture is not None
    }
    assert (times["2-room.jpg"], times["4-room.jpg"]) == ("08:10", "08:15")
    desk.ctrl(KEY.Key_Z)
    assert not inspection.standing.evidence()
    desk.close()
