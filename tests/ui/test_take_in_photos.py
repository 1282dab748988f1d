"""Taking photographs in through the window: clock, groups, captions, batch, by keys."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.domain import dates
from inspector_app.domain.ids import SourceId
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.sources import EquipmentInspection, Interview, Source
from inspector_app.services.vault import Unlocked
from inspector_app.ui.dialogs.take_in_photos import TakeInPhotos
from inspector_app.ui.jobs import Failure, Jobs
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.photos_table import Column, PhotosTable, PhotoView
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.theme import Look
from tests.support.accessibility import cut_off, outside, roleless, unnamed
from tests.support.photos import a_photo
from tests.support.vaults import Clock, a_vault, an_inspection

KEY = Qt.Key


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unlocked]:
    clock = Clock()
    clock.time = clock.time.replace(day=18)
    vault = a_vault(tmp_path_factory.mktemp("photos"), clock)
    yield vault
    vault.close()


class Desk:
    """The dialog over an inspection with two sources."""

    def __init__(self, qtbot: QtBot, vault: Unlocked, jobs: Jobs) -> None:
        self.qtbot, self.vault, self.jobs = qtbot, vault, jobs
        self.id = an_inspection(vault)
        self.carrier = self._source(Source(EquipmentInspection(), "Carrier"), "2013-09-16")
        self.talk = self._source(Source(Interview(), "Chiefs"), "2013-09-17")
        self.failures: list[Failure] = []
        self.said: list[str] = []
        jobs.failed.connect(self.failures.append)
        self.window = QWidget()
        self.window.resize(1366, 768)
        qtbot.addWidget(self.window)
        self.window.show()
        inspection = OpenInspection(vault, vault.inspections.standing(self.id), jobs, self.window)
        inspection.recorded.connect(lambda words, _undo: self.said.append(words))
        self.dialog = TakeInPhotos(self.window, inspection)
        self.dialog.open()
        qtbot.waitUntil(self.dialog.isVisible)
        self.dialog.activateWindow()
        qtbot.waitUntil(self.dialog.isActiveWindow)

    def _source(self, source: Source, day: str) -> SourceId:
        return self.vault.sources.record(self.id, replace(source, as_at=dates.read(day))).id

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.jobs.is_idle, timeout=20_000)

    def look(self, *paths: Path) -> None:
        self.dialog.look_through(list(paths))
        self.settle()
        self.qtbot.waitUntil(lambda: self.jobs.is_idle)

    def rows(self) -> list[tuple[str, str]]:
        model = self.dialog.view.model()
        return [
            (model.index(row, Column.NAME).data(), model.index(row, Column.GOES_TO).data())
            for row in range(model.rowCount())
        ]

    def choose(self, *names: str) -> None:
        selection = self.dialog.view.selectionModel()
        selection.clearSelection()
        flags = selection.SelectionFlag
        for row, (name, _) in enumerate(self.rows()):
            if name in names:
                index = self.dialog.view.model().index(row, 0)
                selection.setCurrentIndex(index, flags.Select | flags.Rows)
        self.dialog.view.setFocus()

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.dialog.view, key)

    def items(self) -> dict[str, EvidenceItem]:
        standing = self.vault.inspections.standing(self.id)
        return {item.file.name: item for item in standing.evidence()}

    def of(self, source: SourceId) -> list[str]:
        names = {item.id: item.file.name for item in self.items().values()}
        held = self.vault.inspections.standing(self.id).source(source).value
        assert held is not None
        return [names[each] for each in held.evidence]


@pytest.fixture
def desk(qtbot: QtBot, look: Look, vault: Unlocked, jobs: Jobs) -> Iterator[Desk]:
    desk = Desk(qtbot, vault, jobs)
    yield desk
    desk.settle()
    assert desk.failures == []


@pytest.fixture
def card(tmp_path: Path) -> Path:
    card = tmp_path / "DCIM"
    a_photo(card, "1.jpg", "2013:09:16 08:00:00")
    a_photo(card, "2.jpg", "2013:09:16 23:58:00")
    a_photo(card, "3.jpg", "2013:09:16 12:00:00")
    a_photo(card, "4.jpg")
    return card


def test_photos_are_grouped_and_the_clock_moves_them(desk: Desk, card: Path) -> None:
    dialog = desk.dialog
    assert not dialog.take_button.isEnabled()
    desk.look(card, card / "gone.jpg")
    carrier = "JS/1 Carrier"
    assert sorted(desk.rows()) == [
        ("1.jpg", carrier), ("2.jpg", carrier), ("3.jpg", carrier), ("4.jpg", "Tray"),
        ("gone.jpg", "Left out"),
    ]  # fmt: skip
    assert "taken for right" in dialog.clock_said.text()
    dialog.clock_photo.setCurrentIndex(1)
    assert "Type the time" in dialog.clock_said.text()
    dialog.shows.setFocus()
    QTest.keyClicks(dialog.shows, "soon")
    QTest.keyClick(dialog.shows, KEY.Key_Return)
    assert "is not a time" in dialog.clock_said.text()
    dialog.shows.clear()
    QTest.keyClicks(dialog.shows, "08:05:00")
    QTest.keyClick(dialog.shows, KEY.Key_Return)
    desk.settle()
    assert "5 min slow" in dialog.clock_said.text()
    assert dict(desk.rows()) == {
        "1.jpg": "Tray", "2.jpg": "JS/2 Chiefs", "3.jpg": carrier, "4.jpg": "Tray",
        "gone.jpg": "Left out",
    }  # fmt: skip
    assert dialog.groups.whole_text == "Tray 2 · JS/1 Carrier 1 · JS/2 Chiefs 1 · Left out 1"


def test_photos_are_moved_captioned_and_left_out_by_keys(desk: Desk, card: Path) -> None:
    dialog = desk.dialog
    desk.look(card)
    desk.choose("1.jpg", "2.jpg")
    desk.press(KEY.Key_T)
    assert dict(desk.rows())["1.jpg"] == dict(desk.rows())["2.jpg"] == "Tray"
    assert len(dialog._chosen()) == 2, "what was chosen stays chosen where it went"
    desk.press(KEY.Key_C)
    assert dialog.caption.hasFocus()
    QTest.keyClicks(dialog.caption, "The yard")
    QTest.keyClick(dialog.caption, KEY.Key_Return)
    assert dialog.isVisible()
    assert dialog.view.hasFocus()
    assert dialog.findChildren(QFileDialog) == [], "Enter in a field presses no button"
    desk.choose("4.jpg")
    desk.press(KEY.Key_Delete)
    desk.choose("2.jpg")
    desk.press(KEY.Key_G)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()
    dialog.goes_to.setCurrentIndex(dialog.goes_to.findData(desk.talk))
    dialog.goes_to.activated.emit(dialog.goes_to.currentIndex())

    dialog.take_button.click()
    desk.settle()

    found = desk.items()
    assert sorted(found) == ["1.jpg", "2.jpg", "3.jpg"]
    assert found["1.jpg"].caption.text == found["2.jpg"].caption.text == "The yard"
    assert (desk.of(desk.carrier), desk.of(desk.talk)) == (["3.jpg"], ["2.jpg"])
    assert desk.said == ["3 files attached: JS/3 to JS/5"]


def test_a_batch_that_was_here_already_says_so_and_stays_to_be_read(desk: Desk, card: Path) -> None:
    desk.look(card)
    desk.vault.evidence.attach(desk.id, [card / "3.jpg"])
    desk.dialog.take_in()
    desk.settle()
    assert desk.dialog.isVisible()
    assert "3.jpg was here already as JS/3" in desk.dialog.said.text()
    desk.qtbot.waitUntil(lambda: desk.jobs.is_idle)
    remarks = {
        desk.dialog.view.model().index(row, Column.NAME).data(): desk.dialog.view.model()
        .index(row, Column.REMARK)
        .data()
        for row in range(4)
    }
    assert "here already as JS/3" in remarks["3.jpg"]


def test_the_current_photo_is_seen_and_forgotten_on_closing(desk: Desk, card: Path) -> None:
    desk.look(card)
    desk.choose("3.jpg")
    desk.settle()
    desk.qtbot.waitUntil(lambda: desk.dialog.picture.images_held == 1)
    picture = desk.dialog.picture
    QTest.keyClick(desk.dialog, KEY.Key_Escape)
    assert picture.images_held == 0
    assert desk.items() == {}


@pytest.mark.parametrize(("percent", "theme"), [(100, Theme.LIGHT), (200, Theme.DARK)])
def test_every_control_has_a_name_a_role_and_room(
    look: Look, qtbot: QtBot, vault: Unlocked, jobs: Jobs, card: Path, percent: int, theme: Theme
) -> None:
    look.apply(theme, percent)
    desk = Desk(qtbot, vault, jobs)
    for step in (lambda: None, lambda: desk.look(card)):
        step()
        assert desk.dialog.width() <= 1366
        assert desk.dialog.height() <= 768
        assert unnamed(desk.dialog) == []
        assert roleless(desk.dialog) == []
        assert cut_off(desk.dialog) == []
        assert outside(desk.dialog) == []
    desk.settle()


def test_the_table_of_photos_is_a_proper_model(qtbot: QtBot) -> None:
    model = PhotosTable()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    view = PhotoView("/a.jpg", "a.jpg", "Tray", "", "2013:09:16 08:00:00", "The yard", "no source")
    model.show((view,))
    assert model.row_of("/a.jpg") == 0
    assert model.row_of("/b.jpg") == -1
    index = model.index(0, Column.CAPTION)
    assert index.data() == index.data(Role.SORT) == "The yard"
    assert index.data(Role.VIEW) == view
    assert index.data(Role.ID) == "/a.jpg"
    told = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "a.jpg. Tray. The yard. no source."
    heads = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(len(Column))]
    assert heads == ["Goes to", "Photo", "Taken", "Camera’s time", "Caption", "Remark"]
    with qtbot.waitSignal(model.dataChanged):
        model.show((PhotoView("/a.jpg", "a.jpg", "Left out", "", "", "", ""),))
    with qtbot.waitSignal(model.modelReset):
        model.show(())
