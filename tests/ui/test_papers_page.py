"""The papers: a list, a panel for each, and the interim summary made by keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from inspector_app.config import Theme
from inspector_app.domain import debriefing
from inspector_app.domain.debriefs import Stance
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import SectionId
from inspector_app.reports.facts import Options
from inspector_app.services.sheets import sheets_of
from inspector_app.ui.pages.debrief_panel import DebriefPanel
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.papers_page import PAPERS, PapersPage
from inspector_app.ui.pages.report_page import ReportPage
from inspector_app.ui.pages.sheet_panel import SheetPanel
from inspector_app.ui.theme import Look
from tests.support.accessibility import cut_off, outside, roleless, unnamed
from tests.support.desk_window import DeskWindow
from tests.ui.test_report_page import choose_target

KEY = Qt.Key
SIZES = [(960, 540, 100), (1366, 768, 200)]
"""The tightest; the walk through every screen tries the others."""
BRIEF = Options(sections=(SectionId("CC-PO"),), detail=DetailLevel.HEADLINES)


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    sample_desk.key(KEY.Key_Return)
    sample_desk.key(KEY.Key_P)
    return sample_desk


def page(desk: DeskWindow) -> PapersPage:
    shown = desk.window.current_page
    assert isinstance(shown, PapersPage)
    return shown


def test_it_is_reached_from_the_board_the_report_and_everywhere_and_left_by_escape(
    desk: DeskWindow,
) -> None:
    assert page(desk).list.hasFocus()
    desk.key(KEY.Key_Escape)
    assert desk.screen is Screen.BOARD
    desk.ctrl(KEY.Key_P)
    desk.ctrl(KEY.Key_O)
    page(desk).report.click()
    desk.settle()
    report = desk.window.current_page
    assert isinstance(report, ReportPage)
    report.papers.click()
    desk.settle()
    assert isinstance(desk.window.current_page, PapersPage)
    desk.key(KEY.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert desk.window.current_page.place() == "papers"


def test_every_paper_has_a_panel_that_is_named_and_reached_by_keys(desk: DeskWindow) -> None:
    shown = page(desk)
    for paper in PAPERS:
        shown.arrive(paper.id)
        desk.settle()
        assert shown.place() == paper.id
        desk.key(KEY.Key_Return)
        assert not shown.list.hasFocus()
        assert unnamed(desk.window) + roleless(desk.window) == [], paper.id
        desk.ctrl(KEY.Key_Up)
        assert shown.list.hasFocus()


@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_nothing_of_any_paper_is_cut_off_at_any_size(
    desk: DeskWindow, look: Look, width: int, height: int, percent: int
) -> None:
    look.apply(Theme.LIGHT, percent)
    desk.window.resize(width, height)
    desk.settle()
    for paper in PAPERS:
        page(desk).arrive(paper.id)
        desk.settle()
        assert desk.window.width() <= width, paper.id
        assert desk.window.height() <= height, paper.id
        assert cut_off(desk.window) == [], paper.id
        assert outside(desk.window) == [], paper.id


def test_an_interim_summary_of_a_choice_and_never_of_nothing_is_made_by_keyboard_and_listed(
    desk: DeskWindow, tmp_path: Path
) -> None:
    shown = page(desk)
    panel = shown.interim
    desk.key(KEY.Key_Return)
    desk.key(KEY.Key_Right)  # a choice of sections
    desk.key(KEY.Key_Space)
    assert panel.choice.board.isVisible()
    panel.choice.introduction.setChecked(False)
    matrix = panel.choice._matrix
    switched = matrix.chosen()
    matrix.choose(dict.fromkeys(switched, False))
    desk.ctrl(KEY.Key_Return)
    assert "Choose at least one section" in panel._said.text()
    matrix.choose({id_: id_ == "CC-PO" for id_ in switched})
    panel.choice.detail.show_value("headlines")
    target = tmp_path / "evening.pdf"
    desk.ctrl(KEY.Key_Return)
    suggested = choose_target(desk, target)
    named = "OFFICIAL Cambridgeshire Constabulary interim summary 2013-09 made 2013-09-16.pdf"
    assert suggested == named
    desk.wait_for(panel.make.isEnabled, "it is made")
    assert target.read_bytes().startswith(b"%PDF")
    (item,) = panel.inspection.standing.interims()
    assert item.interim.sections == ("CC-PO",)
    assert item.interim.number in panel._said.text()
    paper = panel.paper
    assert paper is not None
    desk.wait_for(lambda: paper.view.pages.images_held > 0, "a page is shown")
    desk.key(KEY.Key_Escape)
    assert isinstance(desk.window.current_page, PapersPage)
    assert panel.list.isVisible()
    cells = [panel.list.model().index(0, column).data() for column in range(4)]
    assert cells[0] == item.interim.number
    assert cells[3] == "1 section: CC-PO; board and headlines only"


def test_what_has_changed_is_told_before_anything_is_made(desk: DeskWindow, tmp_path: Path) -> None:
    panel = page(desk).interim
    services, id_ = panel.inspection.services, panel.inspection.standing.id
    assert not panel.since.isEnabled()
    made = services.interims.make(id_, tmp_path / "first.pdf", BRIEF)
    panel.inspection.take(made.act.states)
    desk.settle()
    assert panel.since.currentData() == made.interim.number
    assert "Nothing that would be printed has changed" in panel._since_told.text()
    act = services.inspections.headline(id_, SectionId("CC-PO"), Headline("Not enough."))
    panel.inspection.take(act.states)
    desk.settle()
    assert "1 thing changed since" in panel._since_told.text()
    cells = [panel.changed.model().index(0, column).data() for column in range(2)]
    assert cells == ["CC-PO headline", "Now “Not enough”."]
    panel.since.setCurrentIndex(0)
    desk.settle()
    assert not panel.changed.isVisible()


def test_the_debrief_note_is_made_and_what_was_said_is_recorded(
    desk: DeskWindow, tmp_path: Path
) -> None:
    inspection = page(desk).interim.inspection
    services, id_ = inspection.services, inspection.standing.id
    for section, words in (("CC-PO", "Enough."), ("CC-T", "Philomena knows.")):
        act = services.inspections.headline(id_, SectionId(section), Headline(words))
        inspection.take(act.states)
        inspection.take(services.debriefs.tick(id_, SectionId(section), Stance.CONCERN).states)
    page(desk).arrive("debrief")
    panel = page(desk).panel("debrief")
    assert isinstance(panel, DebriefPanel)
    desk.settle()
    assert [panel.ticked.model().index(row, 0).data() for row in range(2)] == ["Concern"] * 2
    target = tmp_path / "note.pdf"
    desk.ctrl(KEY.Key_Return)
    assert "debrief note" in choose_target(desk, target)
    desk.wait_for(target.exists, "it is made")
    desk.settle()
    desk.key(KEY.Key_Escape)
    panel.to.setText("Chief constable; Deputy chief constable")
    panel.when.setText("2013-09-20 16:00")
    panel._answers[SectionId("CC-PO")].setText("Accepted.")
    panel.keep.click()
    desk.settle()
    ((debrief_id, field),) = debriefing.debriefs(inspection.standing)
    debrief = field.value
    assert debrief is not None
    assert [role.name for role in debrief.roles] == ["Chief constable", "Deputy chief constable"]
    assert {h.section: h.said for h in debrief.heard} == {"CC-T": "", "CC-PO": "Accepted."}
    assert not debrief.copy_left
    panel.which.setCurrentIndex(panel.which.findData(debrief_id))
    panel.copy.setChecked(True)
    panel.spoke.setText("nobody")
    panel.keep.click()
    desk.settle()
    assert "Nobody of the team" in panel._said.text()
    panel.spoke.setText("JS")
    panel.keep.click()
    desk.settle()
    ((_, field),) = debriefing.debriefs(inspection.standing)
    assert field.value is not None
    assert field.value.copy_left


def test_an_aide_memoire_is_made_typed_up_and_told_gone(desk: DeskWindow, tmp_path: Path) -> None:
    inspection = page(desk).interim.inspection
    page(desk).arrive("aide-memoire")
    panel = page(desk).panel("aide-memoire")
    assert isinstance(panel, SheetPanel)
    assert not panel.make.isEnabled()
    assert not panel.recorded.isChecked()  # nothing recorded so far unless chosen
    panel.picked.setText("cc-po-09, CC-PO-10")
    assert "2 lines are chosen" in panel._count.text()
    panel.picked.setText("CC-PO-09 XX")
    assert "has no line XX" in panel._count.text()
    panel.picked.setText("")
    panel.section.setCurrentIndex(panel.section.findData("CC-PO"))
    target = tmp_path / "sheet.pdf"
    desk.ctrl(KEY.Key_Return)
    choose_target(desk, target)
    desk.wait_for(lambda: bool(sheets_of(inspection.standing)), "it is made")
    desk.settle()
    desk.key(KEY.Key_Escape)
    panel.source.setCurrentIndex(1)
    panel.typed.click()
    desk.settle()
    panel.words.setText("Shredded")
    panel.gone.click()
    desk.settle()
    (item,) = sheets_of(inspection.standing)
    assert item.sheet.gone == "Shredded"
    assert len(item.sheet.typed_up) == 1
    assert panel.list.model().index(0, 3).data().startswith("typed up in ")
