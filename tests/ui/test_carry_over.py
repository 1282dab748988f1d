"""What an allied force shares is learned once: carried over and confirmed, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from inspector_app.domain import carrying
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.dates import read
from inspector_app.domain.ids import LineId
from inspector_app.domain.sources import Arrangement, Level, Source
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Named, YesNo, YesNoGiven
from inspector_app.ui.dialogs.carry_over import CarryOver
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from inspector_app.ui.pages.sources_page import SourcesPage
from tests.support.accessibility import cut_off, outside, roleless, unnamed
from tests.support.desk_window import DeskWindow
from tests.support.vaults import an_inspection

KEY = Qt.Key
LINE = LineId("CC-SOC-06")
"""The sample answers every line but for what a test takes back."""


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    """Return the sample on the screen, with an allied force's inspection in the same vault."""
    unlocked = sample_desk.window._unlocked
    assert unlocked is not None
    there = an_inspection(unlocked, force=Named("Hertfordshire"), fieldwork=read("June 2013"))
    source = Source(Arrangement(level=Level.ALLIANCE), "Shared drone team")
    unlocked.sources.record(there, source, [Account(LINE, "It is tasked by both.")])
    unlocked.inspections.answer(there, LINE, Answer({"answer": YesNoGiven(YesNo.YES)}))
    sample_desk.key(KEY.Key_Return)
    sample_desk.settle()
    return sample_desk


def standing(desk: DeskWindow) -> Standing:
    inspection = desk.window._inspection
    assert inspection is not None
    return inspection.standing


def asking(desk: DeskWindow) -> CarryOver:
    desk.settle()
    shown: QDialog = desk.dialog()
    assert isinstance(shown, CarryOver)
    desk.wait_for(lambda: shown.view.model().rowCount() > 0, "the other inspection is read")
    return shown


def test_an_arrangement_is_carried_over_among_the_sources_and_confirmed(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_U)
    desk.key(KEY.Key_W)
    shown = asking(desk)
    assert not [*unnamed(shown), *roleless(shown), *cut_off(shown), *outside(shown)]
    desk.type("drone")
    desk.key(KEY.Key_Return)
    desk.settle()

    [waiting, account] = sorted(carrying.waiting(standing(desk)), reverse=True)
    assert (waiting.partition(":")[0], account.partition(":")[0]) == ("source", "account")
    page = desk.window.current_page
    assert isinstance(page, SourcesPage)
    row = page.view.model().rowCount() - 1
    desk.key(KEY.Key_End)
    while page.place() != waiting.partition(":")[2] and row >= 0:
        page.view.selectRow(row)
        row -= 1
    assert page.origin.isVisible()
    assert page.origin.words.text().startswith("Carried over from the inspection of Hertfordshire")

    desk.key(KEY.Key_K)
    desk.settle()
    assert carrying.waiting(standing(desk)) == ()
    assert not page.origin.button.isVisible()
    desk.ctrl(KEY.Key_Z)
    desk.settle()
    assert len(carrying.waiting(standing(desk))) == 2


def test_an_answer_is_carried_over_on_its_line_and_one_key_makes_it_count(
    desk: DeskWindow,
) -> None:
    inspection = desk.window._inspection
    assert inspection is not None
    service, here = inspection.services.inspections, inspection.standing.id
    inspection.record(desk.window, lambda: service.withdraw_answer(here, LINE, "look again"), "")
    desk.settle()
    desk.window.show_screen(Screen.SECTION, LINE)
    line = standing(desk).pack.line(LINE)

    desk.key(KEY.Key_W)
    shown = asking(desk)
    assert shown.windowTitle() == f"Carry over on {LINE}"
    for row in range(shown.view.model().rowCount()):
        desk.key(KEY.Key_Down) if not row else None
        if shown.view.model().index(row, 0).data() == LINE:
            shown.view.selectRow(row)
    desk.key(KEY.Key_Space)
    desk.key(KEY.Key_Return)
    desk.settle()

    answer = standing(desk).answer(LINE).value
    assert answer
    assert answer.origin
    assert not standing(desk).is_established(line)
    page = desk.window.current_page
    assert isinstance(page, SectionPage)
    assert page.form.origin.isVisible()
    desk.key(KEY.Key_K)
    desk.settle()
    assert standing(desk).is_established(line)
    assert page.form.origin.words.text().endswith("confirmed here")
    desk.ctrl(KEY.Key_Z)
    desk.settle()
    assert not standing(desk).is_established(line)
