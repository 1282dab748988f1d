"""What is typed of a debrief and not recorded outlives changes beside it, a lock and no room."""

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from inspector_app.domain import debriefing
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.debriefs import Stance
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, SectionId
from inspector_app.services.desk import debrief_drafts
from inspector_app.services.vault import Unlocked
from inspector_app.ui.debrief_draft import DebriefDraft, as_text, drafts_of
from inspector_app.ui.pages.debrief_panel import DebriefPanel
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.papers_page import PapersPage
from tests.support.desk_window import DeskWindow
from tests.support.mirrored import WHY_NOT, Mirror, may_mirror, mirrored
from tests.support.vaults import a_vault, an_inspection

HERE, THERE = SectionId("CC-PO"), SectionId("CC-T")
SAID = "Accepted; more will be trained."


@dataclass(frozen=True)
class AtTheDesk:
    at: DeskWindow
    mirror: Mirror
    id: InspectionId

    @property
    def services(self) -> Unlocked:
        assert self.at.window._unlocked is not None
        return self.at.window._unlocked

    @property
    def panel(self) -> DebriefPanel:
        page = self.at.window.current_page
        assert isinstance(page, PapersPage)
        panel = page.panel("debrief")
        assert isinstance(panel, DebriefPanel)
        return panel

    def go(self) -> None:
        self.at.window.show_screen(Screen.PAPERS, "debrief")
        self.at.settle()

    def kept(self) -> dict[str, DebriefDraft]:
        return drafts_of(self.services.desk.kept(debrief_drafts(self.id)))

    def record_one(self) -> None:
        type_in(self.panel.to, "Chief constable")
        type_in(self.panel._answers[HERE], SAID)
        self.panel.keep.click()
        self.at.settle()

    def recorded(self) -> list[str]:
        standing = self.services.inspections.standing(self.id)
        debriefs = [field.value for _, field in debriefing.debriefs(standing)]
        return [heard.said for each in debriefs if each for heard in each.heard]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[AtTheDesk]:
    if not may_mirror():
        pytest.skip(f"a disk that refuses {WHY_NOT}")
    with mirrored(tmp_path / "disk") as mirror:
        vault = a_vault(mirror.folder)
        id_ = an_inspection(vault)
        vault.inspections.headline(id_, HERE, Headline("Not enough."))
        vault.debriefs.tick(id_, HERE, Stance.CONCERN)
        vault.close()
        at = DeskWindow(mirror.folder)
        at.unlock()
        at.key(Qt.Key.Key_Return)
        desk = AtTheDesk(at, mirror, id_)
        desk.go()
        try:
            yield desk
        finally:
            mirror.control.relent()
            at.close()


def type_in(field: QLineEdit, words: str) -> None:
    field.setFocus()
    field.selectAll()
    field.insert(words)
    field.textEdited.emit(field.text())


def test_it_stays_beside_what_changes_and_is_back_after_a_lock(desk: AtTheDesk) -> None:
    type_in(desk.panel.to, "Chief constable")
    type_in(desk.panel._answers[HERE], SAID)
    field = desk.panel._answers[HERE]
    desk.panel.inspection.take(
        desk.services.inspections.headline(desk.id, THERE, Headline("Enough.")).states
    )
    desk.at.settle()
    assert (desk.panel._answers[HERE], field.text()) == (field, SAID), "the field is still there"
    desk.at.ctrl(Qt.Key.Key_L)
    desk.at.wait_for(lambda: desk.at.screen is Screen.UNLOCK, "locked")
    desk.at.unlock()
    desk.go()
    assert desk.panel._answers[HERE].text() == SAID
    assert desk.panel.to.text() == "Chief constable"
    assert "is back" in desk.panel._said.text()
    desk.panel.keep.click()
    desk.at.settle()
    assert desk.recorded() == [SAID]
    assert desk.kept() == {}, "what is recorded is kept there no longer"
    assert desk.panel._answers[HERE].text() == ""


def test_each_debrief_keeps_what_is_typed_of_it(desk: AtTheDesk) -> None:
    desk.record_one()
    type_in(desk.panel._answers[HERE], "Said at another time.")
    desk.panel.which.setCurrentIndex(1)
    assert desk.panel._answers[HERE].text() == SAID
    type_in(desk.panel._answers[HERE], f"{SAID} By March.")
    desk.panel.which.setCurrentIndex(0)
    assert desk.panel._answers[HERE].text() == "Said at another time."
    desk.panel.which.setCurrentIndex(1)
    desk.panel.keep.click()
    desk.at.settle()
    assert desk.recorded() == [f"{SAID} By March."]
    type_in(desk.panel._answers[HERE], SAID)
    type_in(desk.panel._answers[HERE], f"{SAID} By March.")
    desk.at.window.flush()
    desk.at.settle()
    assert list(desk.kept()) == [""], "as it was before, it is nothing typed"


def test_a_disk_without_room_for_it_holds_the_vault_open(desk: AtTheDesk) -> None:
    desk.mirror.control.refuse(desk.mirror.control.count + 1, errno.ENOSPC)
    type_in(desk.panel._answers[HERE], SAID)
    assert desk.at.window._closing.finish(), "the vault would be closed, and it would be lost"
    desk.at.settle()
    assert desk.at.window._closing.finish(), "it is not forgotten by having been refused once"
    desk.at.settle()
    desk.mirror.control.relent()
    assert desk.at.window._closing.finish() == ""
    desk.at.settle()
    assert desk.kept()[""].said == {HERE: SAID}


def test_what_is_typed_of_a_debrief_that_is_purged_is_forgotten(desk: AtTheDesk) -> None:
    desk.record_one()
    desk.panel.which.setCurrentIndex(1)
    type_in(desk.panel._answers[HERE], "Spilled material")
    desk.at.window.flush()
    desk.at.settle()
    (debrief,) = desk.kept()
    journal = desk.services.journal
    plan = journal.plan_purge(desk.id, subject(Subject.DEBRIEF, debrief))
    journal.purge(plan, "other", "spilled")
    assert desk.kept() == {}


@pytest.mark.parametrize("text", ["", "[]", '{"": {"said": 1}}', '{"": 3}', "nothing"])
def test_what_is_no_draft_is_none(text: str) -> None:
    assert drafts_of(text) == {}


def test_a_draft_is_read_as_it_was_written() -> None:
    drafts = {"": DebriefDraft("2013-09-20", "JS", "Gold", "Ann", True, {HERE: SAID})}
    assert drafts_of(as_text(drafts)) == drafts
