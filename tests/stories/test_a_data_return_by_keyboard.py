"""A data return is typed in, says something on a line, and the line's answer rests on it alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.domain.accounts import Account
from inspector_app.domain.ids import LineId
from inspector_app.domain.sources import DataReturn, Interview, Source
from inspector_app.domain.strength import Supports
from inspector_app.ui import theme
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from inspector_app.ui.pages.sources_page import SourcesPage
from inspector_app.ui.widgets.rows_field import RowsField
from tests.support.desk_window import DeskWindow
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

KEY = Qt.Key
LINE = LineId("CC-PO-09")
LEFT_OUT = "Units lent to another force"


@pytest.fixture
def desk(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> DeskWindow:
    """The board of an inspection in which somebody has said a number already."""
    folder = tmp_path_factory.mktemp("return")
    theme.current().apply(Theme.LIGHT, 100)
    clock = Clock()
    vault = a_vault(folder, clock)
    inspection = an_inspection(vault)
    told = Source(Interview(), "Head of operations")
    vault.sources.record(inspection, told, [Account(LINE, "Ten, I think.")])
    vault.close()
    made = DeskWindow(folder, clock)
    made.window.resize(1366, 768)
    made.unlock()
    made.key(KEY.Key_Return)
    return made


def test_a_number_is_typed_with_what_it_leaves_out_and_an_answer_rests_on_it(
    desk: DeskWindow,
) -> None:
    desk.ctrl(KEY.Key_U)
    desk.key(KEY.Key_N)
    assert isinstance(QApplication.activePopupWidget(), QMenu)
    desk.key(KEY.Key_R)
    desk.type("Police support units, 2012/13")
    desk.key(KEY.Key_Return)
    sources = desk.window.current_page
    assert isinstance(sources, SourcesPage)
    rows = sources.editor.field("numbers")
    assert isinstance(rows, RowsField)
    rows.grid.view.setFocus()
    for text in ("Declared", "8", "PSU", "2012/13", "", LEFT_OUT):
        if text:
            desk.key(KEY.Key_Return)
            desk.type(text)
            desk.key(KEY.Key_Return)
        desk.tab()
    while QApplication.focusWidget() is not sources.view:
        desk.key(KEY.Key_Escape)
    desk.key(KEY.Key_A)
    desk.type(LINE.lower())
    desk.tab()
    desk.type("It can put out eight.")
    desk.tab()
    desk.key(KEY.Key_Space)

    # The line is answered, and its answer rests on the return, not on what somebody thought.
    desk.window.show_screen(Screen.SECTION, LINE)
    desk.settle()
    page = desk.window.current_page
    assert isinstance(page, SectionPage)
    desk.key(KEY.Key_Return)
    desk.type("As the force returned it.")
    desk.key(KEY.Key_Escape)
    opened = desk.window._inspection
    assert opened is not None
    thought = next(
        id_
        for id_, held in opened.standing.accounts(LINE)
        if held.value and held.value.words == "Ten, I think."
    )
    tick = page.form._accounts.tick(thought)
    assert tick is not None
    tick.setFocus()
    desk.key(KEY.Key_Space)
    here = opened.standing.id
    desk.close()

    vault = vault_service(desk.folder, desk.clock).unlock(PASSPHRASE)
    try:
        standing = vault.inspections.standing(here)
        ((_, account),) = Supports(standing).grounds(LINE)
        source = Supports(standing).source(account)
        assert account.words == "It can put out eight."
        assert source is not None
        assert isinstance(source.particulars, DataReturn)
        (number,) = source.particulars.numbers
        assert (number.value, number.exclusions) == ("8", LEFT_OUT)
        assert any(LEFT_OUT in words for words in Supports(standing).exclusions(LINE))
    finally:
        vault.close()
