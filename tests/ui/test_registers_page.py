"""The registers by keyboard: found, mended, begun, and extended from a field on the spot."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit, QMenu

from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.ids import LineId, SourceId
from inspector_app.domain.sources import DocumentSighted
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Named, Names
from inspector_app.ui.dialogs.search_palette import SearchPalette
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.registers_table import Column, EntryRow, RegistersTable
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.registers_page import RegistersPage
from inspector_app.ui.pages.section_page import SectionPage
from inspector_app.ui.pages.sources_page import SourcesPage
from inspector_app.ui.widgets.values.names import NameField
from inspector_app.ui.widgets.values.registers import RegisterNames, Registers
from tests.support.desk_window import DeskWindow
from tests.support.standings import the_pack

KEY = Qt.Key


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    sample_desk.key(KEY.Key_Return)
    sample_desk.ctrl(KEY.Key_U)
    return sample_desk


@pytest.fixture
def registers(desk: DeskWindow) -> RegistersPage:
    desk.key(KEY.Key_R)
    shown = desk.window.current_page
    assert isinstance(shown, RegistersPage)
    return shown


def standing(desk: DeskWindow) -> Standing:
    inspection = desk.window._inspection
    assert inspection is not None
    return inspection.standing


def entry(desk: DeskWindow, id_: str) -> RegisterEntry:
    return next(each for each in standing(desk).register() if each.id == id_)


def offered(field: QLineEdit) -> list[str]:
    completer = field.completer()
    assert isinstance(completer, QCompleter)
    model = completer.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def choose_last(field: QLineEdit) -> None:
    """Go down the open list to its last line and take it."""
    popup = field.completer().popup()
    assert popup is not None
    assert popup.isVisible()
    QTest.keyClick(popup, KEY.Key_End)
    for _ in range(len(offered(field))):
        if popup.currentIndex().row() == len(offered(field)) - 1:
            break
        QTest.keyClick(popup, KEY.Key_Down)
    QTest.keyClick(popup, KEY.Key_Return)


def whole(desk: DeskWindow) -> None:
    field = desk.target
    assert isinstance(field, QLineEdit)
    field.selectAll()


def find(desk: DeskWindow, page: RegistersPage, words: str) -> None:
    desk.key(KEY.Key_F)
    desk.type(words)
    desk.key(KEY.Key_Escape)
    assert page.view.hasFocus()


def test_an_entry_is_found_and_its_names_and_bounds_are_mended_and_undone(
    desk: DeskWindow, registers: RegistersPage
) -> None:
    find(desk, registers, "acpo")
    assert [
        registers.view.model().index(0, column).data() for column in (Column.NAME, Column.VALID)
    ] == ["Association of Chief Police Officers", "until 31 March 2015"]
    desk.key(KEY.Key_Return)
    desk.tab()
    desk.key(KEY.Key_End)
    desk.type("; chiefs of police")
    desk.tab(2)
    whole(desk)
    desk.type("2012-06")
    desk.key(KEY.Key_Escape)
    desk.settle()
    id_ = registers.place()
    found = entry(desk, id_)
    assert (found.aliases, found.valid_to) == (("ACPO", "chiefs of police"), "2012-06")
    shown = registers.view.model().index(0, Column.VALID).data()
    assert shown.startswith("not at ")
    assert registers._valid.isVisible()
    assert standing(desk).pack.entry(id_) != found, "the checklist itself stays as it is"
    desk.ctrl(KEY.Key_Z)
    desk.ctrl(KEY.Key_Z)
    assert entry(desk, id_) == standing(desk).pack.entry(id_)
    assert registers.editor.fields["aliases"].text() == "ACPO"


def test_bounds_that_are_no_dates_are_refused_and_stay_as_typed(
    desk: DeskWindow, registers: RegistersPage
) -> None:
    before = standing(desk).register()
    find(desk, registers, "acpo")
    desk.key(KEY.Key_Return)
    desk.tab(3)
    whole(desk)
    desk.type("last spring")
    desk.tab()
    desk.settle()
    assert "does not say from or until when" in registers.editor._reason.text()
    assert registers.editor.fields["valid_to"].text() == "last spring"
    assert standing(desk).register() == before


def test_a_new_entry_is_begun_in_a_register_and_stands_once_it_is_named(
    desk: DeskWindow, registers: RegistersPage
) -> None:
    desk.key(KEY.Key_N)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    desk.key(KEY.Key_R)
    if QApplication.activePopupWidget() is menu:  # two registers begin with the letter
        desk.key(KEY.Key_R)
        desk.key(KEY.Key_Return)
    desk.type("Night superintendent")
    desk.key(KEY.Key_Return)
    desk.settle()
    found = entry(desk, registers.place())
    assert found.name == "Night superintendent"
    assert found.register in ("roles", "regional")


def test_the_search_leads_to_an_entry_and_escape_back_to_where_one_was(desk: DeskWindow) -> None:
    desk.ctrl(KEY.Key_K)
    desk.type("e-crime unit")
    desk.settle()
    palette = desk.dialog()
    assert isinstance(palette, SearchPalette)
    found = palette.list.model()
    kinds = [found.index(at, 0).data(Role.VIEW).kind for at in range(found.rowCount())]
    row = kinds.index("Register")
    palette.list.setCurrentIndex(found.index(row, 0))
    desk.key(KEY.Key_Return)
    desk.settle()
    assert desk.screen is Screen.REGISTERS
    page = desk.window.current_page
    assert page.place() == "police-central-e-crime-unit"
    desk.key(KEY.Key_Escape)
    assert isinstance(desk.window.current_page, SourcesPage)


def test_a_source_field_puts_an_unknown_name_into_its_register_without_being_left(
    desk: DeskWindow,
) -> None:
    page = desk.window.current_page
    assert isinstance(page, SourcesPage)
    desk.key(KEY.Key_N)
    desk.key(KEY.Key_D)
    desk.settle()
    field = page.editor.field("owner")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "Harbour trust")
    assert offered(field)[-1] == "Add “Harbour trust” to the register of forces"
    assert "Add “Harbour trust” to the register of partners" in offered(field)
    choose_last(field)
    desk.settle()
    assert field.hasFocus()
    source = standing(desk).source(SourceId(page.place())).value
    assert source is not None
    assert isinstance(source.particulars, DocumentSighted)
    added = next(e for e in standing(desk).register() if e.name == "Harbour trust")
    assert added.register == "forces"
    assert source.particulars.owner == Named("Harbour trust", added.id)
    field.selectAll()
    QTest.keyClicks(field, "harbour")
    assert offered(field)[0] == "Harbour trust"


def test_roles_of_a_source_are_searched_one_by_one(desk: DeskWindow) -> None:
    page = desk.window.current_page
    assert isinstance(page, SourcesPage)
    desk.key(KEY.Key_N)
    desk.key(KEY.Key_I)
    desk.settle()
    field = page.editor.field("roles")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "Chief constable; Night mar")
    assert offered(field) == ["Add “Night mar” to the register of roles"]
    QTest.keyClicks(field, "shal")
    choose_last(field)
    desk.settle()
    source = standing(desk).source(SourceId(page.place())).value
    assert source is not None
    assert [each.name for each in source.roles] == ["Chief constable", "Night marshal"]
    assert all(each.entry for each in source.roles)


def test_an_answer_names_what_was_put_into_the_register_in_one_act_more(desk: DeskWindow) -> None:
    line = LineId("CC-CY-08")
    desk.window.show_screen(Screen.SECTION, line)
    desk.settle()
    page = desk.window.current_page
    assert isinstance(page, SectionPage)
    field = page.form.findChild(NameField)
    assert field is not None
    field.setFocus()
    QTest.keyClicks(field, "Estuary board")
    choose_last(field)
    desk.settle()
    desk.wait_for(
        lambda: any(e.name == "Estuary board" for e in standing(desk).register()), "the entry"
    )
    desk.wait_for(lambda: _bodies(desk, line)[-1:] != (), "the answer")
    added = next(e for e in standing(desk).register() if e.name == "Estuary board")
    assert Named("Estuary board", added.id) in _bodies(desk, line)


def _bodies(desk: DeskWindow, line: LineId) -> tuple[Named, ...]:
    answer = standing(desk).answer(line).value
    value = answer.values.get("bodies") if answer else None
    return value.entries if isinstance(value, Names) else ()


def test_an_entry_of_another_time_says_so_in_the_list_and_under_the_field(
    desk: DeskWindow,
) -> None:
    page = desk.window.current_page
    assert isinstance(page, SourcesPage)
    desk.key(KEY.Key_N)
    desk.key(KEY.Key_D)
    desk.settle()
    field = page.editor.field("owner")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "National Crime Ag")
    assert offered(field)[0].startswith("National Crime Agency · not at ")
    QTest.keyClicks(field, "ency")
    field.completer().popup().hide()  # type: ignore[union-attr]
    QTest.keyClick(field, KEY.Key_Return)
    desk.settle()
    note = page.editor._notes["owner"]
    assert note.isVisible()
    assert note.text().startswith("National Crime Agency: not at ")


def test_names_fit_by_alias_and_only_what_is_lacking_is_offered_to_be_added() -> None:
    names = RegisterNames(Registers(the_pack().registers), "forces", several=True)
    names.look_for("Essex Police; cambridgeshire const")
    assert [names.index(at, 0).data() for at in range(names.rowCount())] == [
        "Cambridgeshire Constabulary",
        "Cambridgeshire → Cambridgeshire Constabulary",
        "Add “cambridgeshire const” to the register of forces",
    ]
    into = names.index(0, 0).data(Qt.ItemDataRole.EditRole)
    assert into == "Essex Police; Cambridgeshire Constabulary"
    names.look_for("cambridgeshire")
    assert not [at for at in range(names.rowCount()) if names.index(at, 0).data(Role.ID)], (
        "an alias is known"
    )


def test_the_table_shows_each_entry_and_says_it_aloud() -> None:
    model = RegistersTable()
    row = EntryRow("x", "Fire service", "partners", "fire and rescue", "until 2012")
    model.show((row,))
    assert [model.index(0, each).data() for each in Column] == [
        "Fire service",
        "partners",
        "fire and rescue",
        "until 2012",
    ]
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Fire service. partners. fire and rescue. until 2012."
    assert model.index(0, 0).data(Role.ID) == "x"
    assert (model.row_of("x"), model.row_of("y")) == (0, -1)
