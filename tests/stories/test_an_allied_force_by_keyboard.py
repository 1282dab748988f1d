"""What an allied force's inspection holds is carried over, told as what it is, and confirmed."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.domain import carrying
from inspector_app.domain.accounts import Account
from inspector_app.domain.answer_wording import origin_words
from inspector_app.domain.answers import Answer
from inspector_app.domain.dates import read
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.domain.sources import Arrangement, Level, Source
from inspector_app.domain.values import Named, YesNo, YesNoGiven
from inspector_app.ui import theme
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from tests.support.desk_window import DeskWindow
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

KEY = Qt.Key
LINE = LineId("CC-T-06")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> DeskWindow:
    """The list of inspections, in a vault that holds an allied force's as well."""
    folder = tmp_path_factory.mktemp("allied")
    theme.current().apply(Theme.LIGHT, 100)
    clock = Clock()
    vault = a_vault(folder, clock)
    there = an_inspection(vault, force=Named("Hertfordshire"), fieldwork=read("June 2013"))
    shared = Source(Arrangement(level=Level.ALLIANCE), "Joint protective services")
    vault.sources.record(there, shared, [Account(LINE, "One unit for all three.")])
    vault.inspections.answer(there, LINE, Answer({"answer": YesNoGiven(YesNo.YES)}))
    an_inspection(vault)
    vault.close()
    made = DeskWindow(folder, clock)
    made.window.resize(1366, 768)
    made.unlock()
    return made


def test_an_answer_of_an_allied_force_comes_with_its_accounts_and_counts_once_confirmed(
    desk: DeskWindow,
) -> None:
    desk.key(KEY.Key_Return)  # the inspection last worked on is ours
    desk.window.show_screen(Screen.SECTION, LINE)
    desk.settle()
    desk.key(KEY.Key_W)
    dialog = desk.dialog()
    desk.wait_for(lambda: dialog.view.model().rowCount() > 0, "the other one is read")  # type: ignore[attr-defined]
    desk.type(LINE)
    desk.key(KEY.Key_Return)
    desk.settle()
    page = desk.window.current_page
    assert isinstance(page, SectionPage)
    assert page.form.origin.isVisible()
    opened = desk.window._inspection
    assert opened is not None
    line = opened.standing.pack.line(LINE)
    assert not opened.standing.is_established(line)
    desk.key(KEY.Key_K)
    assert opened.standing.is_established(line)
    assert carrying.waiting(opened.standing) == ()
    here = InspectionId(opened.standing.id)
    desk.close()

    vault = vault_service(desk.folder, desk.clock).unlock(PASSPHRASE)
    try:
        standing = vault.inspections.standing(here)
        answer = standing.answer(LINE).value
        assert answer is not None
        words = origin_words(answer.origin)
        assert words.startswith("Carried over from the inspection of Hertfordshire")
        assert words.endswith("confirmed here")
        assert answer.as_at == read("June 2013")
        told = [entry.what for entry in vault.history.all(here)]
        assert any(each.startswith("Confirmed an account on CC-T-06") for each in told)
    finally:
        vault.close()
