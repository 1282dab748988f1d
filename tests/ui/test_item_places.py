"""Where each file lies, in the window: told, fetched, taken off and back, by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from inspector_app.domain.ids import Sha256
from inspector_app.server.backups import back_up
from inspector_app.ui import theme
from inspector_app.ui.models.index import Role
from inspector_app.ui.pages.evidence_panel import EvidencePanel
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from inspector_app.ui.widgets.item_details import ItemDetails
from tests.support.accessibility import cut_off, focus_order, outside, roleless, unnamed
from tests.support.base import Shelf, a_shelf
from tests.support.desk_near_base import a_desk_near, join, syncing
from tests.support.desk_window import DeskWindow
from tests.support.full_disk import without_room

KEY = Qt.Key


class Walk:
    """The section page of the sample, with the evidence of all of it beside the lines."""

    def __init__(self, desk: DeskWindow, shelf: Shelf, backups: Path) -> None:
        self.desk, self.shelf, self.backups = desk, shelf, backups
        self.told: list[str] = []

    def go(self) -> None:
        """Open the first item's particulars by keyboard."""
        self.desk.window.show_screen(Screen.INSPECTIONS)
        self.desk.key(KEY.Key_Return)
        assert self.desk.window._inspection is not None
        item = self.desk.window._inspection.standing.evidence()[0]
        self.desk.window.show_screen(Screen.SECTION, item.lines[0])
        self.desk.settle()
        self.panel.told.connect(self.told.append)
        if not self.panel.view.hasFocus():
            self.desk.key(KEY.Key_F4)
        self.desk.key(KEY.Key_Home)

    @property
    def panel(self) -> EvidencePanel:
        page = self.desk.window.current_page
        assert isinstance(page, SectionPage)
        return page.evidence

    @property
    def details(self) -> ItemDetails:
        found = self.panel.findChild(ItemDetails)
        assert found is not None
        return found

    @property
    def tile(self) -> str:
        """What a screen reader hears of the item the keyboard is on."""
        return str(self.panel.view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))

    @property
    def shape(self) -> str:
        return str(self.panel.view.currentIndex().data(Role.VIEW).place_icon)

    def synced(self) -> None:
        syncing(self.desk).sync_now()
        self.desk.wait_for(lambda: not syncing(self.desk).state.is_running, "the round ends")

    def backed_up(self) -> None:
        back_up(self.shelf.base, self.backups)

    def menu(self) -> list[str]:
        """What can be done with the item, read from its menu and left again."""
        menu = self.panel._menu()
        words = [action.text().replace("&", "") for action in menu.actions()]
        menu.close()
        return words

    def take_off(self) -> None:
        """Choose it in the menu, by its letter."""
        self.details._more.setFocus()
        self.desk.key(KEY.Key_Space)
        assert isinstance(self.desk.target, QMenu)
        self.desk.key(KEY.Key_T)

    def require_accessible(self) -> None:
        """The whole screen has names and roles, and nothing is cut off at either size.

        The walk through all screens comes by none on which a file's place is told.
        """
        window = self.desk.window
        for width, height in ((960, 540), (1366, 768)):
            window.resize(width, height)
            self.desk.settle()
            assert window.size().toTuple() == (width, height)
            assert unnamed(window) + roleless(window) == []
            assert cut_off(window) + outside(window) == []
        assert self.details.fetch in focus_order(self.panel.view)

    def is_here(self) -> bool:
        vault, inspection = self.desk.window._unlocked, self.desk.window._inspection
        assert vault is not None
        assert inspection is not None
        sha256: Sha256 = inspection.standing.evidence()[0].file.sha256
        return vault.evidence.is_here(inspection.standing.id, sha256)


@pytest.fixture
def walk(look: theme.Look, sample_template: Path, tmp_path: Path) -> Iterator[Walk]:
    (tmp_path / "shelf").mkdir()
    with (
        a_shelf(tmp_path / "shelf") as shelf,
        a_desk_near(shelf, sample_template, tmp_path / "desk") as desk,
    ):
        yield Walk(desk, shelf, tmp_path / "backups")


def test_a_file_is_told_of_taken_off_and_fetched_again_by_keyboard(walk: Walk) -> None:
    walk.go()
    assert (walk.details.place.words, walk.shape) == ("", "")
    assert not walk.details.fetch.isVisible()
    assert "Take off this laptop" not in walk.menu()
    join(walk.desk, walk.shelf)
    walk.go()
    assert walk.details.place.words == "At base, in no backup yet; on this laptop."
    assert (walk.shape, "at base" in walk.tile) == ("check", True)
    assert "Take off this laptop" not in walk.menu(), "no backup holds it"
    walk.backed_up()
    walk.synced()
    assert walk.details.place.words == "At base and backed up; on this laptop."
    assert (walk.shape, "backed up" in walk.tile) == ("shield-check", True)
    assert not walk.details.fetch.isVisible()
    walk.take_off()
    assert not walk.is_here()
    assert "on no laptop" in walk.details.place.words
    assert (walk.shape, "not here" in walk.tile) == ("import", True)
    assert "Take off this laptop" not in walk.menu()
    assert walk.details.fetch.isVisible()
    walk.require_accessible()
    walk.details.fetch.setFocus()
    walk.desk.key(KEY.Key_Space)
    assert walk.is_here()
    assert walk.told[-1].endswith("is on this laptop now.")
    assert walk.details.place.words == "At base and backed up; on this laptop."
    assert walk.panel.isAncestorOf(walk.desk.target), "the keyboard stays in the panel"


def test_what_base_refuses_is_told_in_its_sentence_and_nothing_goes(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(walk.desk, walk.shelf)
    before = walk.shelf.backup()
    walk.backed_up()
    walk.synced()
    walk.go()
    walk.shelf.is_away = True
    walk.take_off()
    assert walk.is_here()
    assert "Base" in walk.told.pop()
    assert "Take off this laptop" in walk.menu(), "it can be asked again"
    walk.shelf.is_away = False
    unlocked = walk.desk.window._unlocked
    assert unlocked is not None
    journal = unlocked.journal
    monkeypatch.setattr(journal, "_wipe_free_pages", without_room(journal._wipe_free_pages))
    walk.take_off()
    assert not walk.is_here()
    assert "wiped when the vault is next opened" in walk.told.pop()
    walk.shelf.is_away = True
    walk.details.fetch.click()
    walk.desk.settle()
    assert not walk.is_here()
    assert "Base" in walk.told.pop()
    assert walk.details.fetch.isVisible(), "it can be asked again"
    walk.shelf.is_away = False
    walk.details.fetch.click()
    walk.desk.settle()
    assert walk.is_here()
    walk.shelf.restore(before)
    walk.take_off()
    assert walk.is_here()
    assert "off this laptop" in walk.told.pop()
