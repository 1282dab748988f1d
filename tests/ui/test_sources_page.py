"""Sources by keyboard, on the real window over a real vault."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from inspector_app.config import Theme
from inspector_app.domain.ids import LineId, SourceId
from inspector_app.domain.source_fields import FORMS, Editor
from inspector_app.domain.source_wording import facts_of
from inspector_app.domain.sources import DocumentRequest, Interview, Source, UnannouncedTest
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import accounts_of
from inspector_app.ui.dialogs.ask_source import AskSource
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.sources_table import Column, SourcesTable, SourceView
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.sources_page import SourcesPage
from inspector_app.ui.theme import Look, Size
from inspector_app.ui.widgets.source_editor import SourceEditor
from inspector_app.ui.widgets.tips import tip_of
from inspector_app.ui.widgets.values.fields import WordField
from tests.support.desk_window import DeskWindow
from tests.support.sources import PARTICULARS, a_source
from tests.support.standings import a_journal

KEY = Qt.Key


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    sample_desk.key(KEY.Key_Return)
    sample_desk.ctrl(KEY.Key_U)
    assert sample_desk.screen is Screen.SOURCES
    return sample_desk


def page(desk: DeskWindow) -> SourcesPage:
    shown = desk.window.current_page
    assert isinstance(shown, SourcesPage)
    return shown


def standing(desk: DeskWindow) -> Standing:
    inspection = desk.window._inspection
    assert inspection is not None
    return inspection.standing


def begin(desk: DeskWindow, letter: KEY) -> None:
    desk.key(KEY.Key_N)
    assert isinstance(QApplication.activePopupWidget(), QMenu)
    desk.key(letter)
    desk.settle()


def test_the_samples_sources_are_listed_with_letter_number_and_lines(desk: DeskWindow) -> None:
    model = page(desk).view.model()
    many = len(standing(desk).sources())
    assert model.rowCount() == many
    first = [model.index(0, column).data() for column in Column]
    assert first[:3] == [
        "I",
        "JS/1",
        "Senior leaders, on large-scale cyber incidents",
    ]
    assert first[Column.LINES] == "CC-CY-04 +3"
    tip = model.index(0, Column.LINES).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "CC-CY-04, CC-CY-06, CC-CY-07, CC-CY-08"
    assert page(desk)._count.text() == f"{many} sources"


def test_an_interview_is_recorded_told_and_withdrawn_by_keyboard(desk: DeskWindow) -> None:
    begin(desk, KEY.Key_I)
    desk.type("Chief officers")
    desk.key(KEY.Key_Return)
    source_id = SourceId(page(desk).place())
    source = standing(desk).source(source_id).value
    assert source is not None
    assert isinstance(source.particulars, Interview)
    assert source.title == "Chief officers"
    desk.key(KEY.Key_Escape)
    assert QApplication.focusWidget() is page(desk).view
    desk.key(KEY.Key_A)
    desk.type("cc-po-01")
    desk.tab()
    desk.type("Grasps the duty.")
    desk.tab()
    desk.key(KEY.Key_Space)
    ((_, held),) = accounts_of(standing(desk), source_id)
    assert held.value is not None
    assert (held.value.line, held.value.words) == ("CC-PO-01", "Grasps the duty.")
    desk.key(KEY.Key_Escape)
    desk.key(KEY.Key_Delete)
    desk.type("Recorded twice")
    desk.dialog().accept()
    desk.settle()
    assert standing(desk).source(source_id).value is None
    desk.ctrl(KEY.Key_Z)
    assert standing(desk).source(source_id).value == source


def test_at_200_per_cent_the_words_of_an_account_have_room(
    sample_desk: DeskWindow, look: Look
) -> None:
    look.apply(Theme.LIGHT, 200)
    sample_desk.window.resize(1366, 768)
    sample_desk.key(KEY.Key_Return)
    sample_desk.ctrl(KEY.Key_U)
    shown = page(sample_desk)
    assert shown.words.width() > look.width("What it said or", Size.BODY)
    assert shown.add_button.accessibleName() == "Add account"
    assert tip_of(shown.add_button) == "Add account"


def test_a_request_that_is_overdue_says_so_first_and_no_more_once_it_is_refused(
    desk: DeskWindow,
) -> None:
    begin(desk, KEY.Key_Q)
    many = len(standing(desk).sources())
    due = page(desk).editor.field("due")
    due.setFocus()
    desk.type("2 Sep 2013")
    desk.key(KEY.Key_Return)
    model = page(desk).view.model()
    assert model.index(0, Column.STATE).data() == "overdue since 2 September 2013"
    assert page(desk)._count.text() == f"{many} sources · 1 overdue"
    source_id = SourceId(page(desk).place())
    outcome = page(desk).editor.field("outcome")
    outcome.chosen.emit("refused")  # type: ignore[union-attr]
    desk.settle()
    source = standing(desk).source(source_id).value
    assert source is not None
    assert isinstance(source.particulars, DocumentRequest)
    assert source.particulars.outcome == "refused"
    assert page(desk)._count.text() == f"{many} sources"


def test_what_cannot_be_meant_is_told_under_its_field_and_stays_as_it_was_typed(
    desk: DeskWindow,
) -> None:
    begin(desk, KEY.Key_T)
    source_id = SourceId(page(desk).place())
    field = page(desk).editor.field("as_at")
    assert isinstance(field, WordField)
    field.setFocus()
    desk.type("31/9/2013")
    desk.key(KEY.Key_Return)
    assert "names a day that does not exist" in page(desk).editor._reasons["as_at"].text()
    assert field.text() == "31/9/2013"
    held = standing(desk).source(source_id).value
    assert held is not None
    assert isinstance(held.particulars, UnannouncedTest)
    assert held.as_at is None


def test_what_is_typed_when_the_screen_is_left_is_recorded(desk: DeskWindow) -> None:
    begin(desk, KEY.Key_I)
    source_id = SourceId(page(desk).place())
    desk.type("Left in haste")
    desk.ctrl(KEY.Key_B)
    assert desk.screen is Screen.BOARD
    held = standing(desk).source(source_id).value
    assert held is not None
    assert held.title == "Left in haste"


def test_an_edit_replaces_no_version_that_was_not_on_the_screen(desk: DeskWindow) -> None:
    begin(desk, KEY.Key_I)
    source_id = SourceId(page(desk).place())
    inspection = page(desk)._inspection
    shown = inspection.standing.source(source_id)
    assert shown.value is not None
    elsewhere = replace(shown.value, title="As another laptop has it")
    inspection.services.sources.revise(inspection.standing.id, source_id, elsewhere, shown.heads)

    desk.type("As it is typed here")
    desk.ctrl(KEY.Key_B)

    stands = inspection.services.inspections.standing(inspection.standing.id).source(source_id)
    titles = {held.value.title for held in stands.versions if held.value is not None}
    assert titles == {"As another laptop has it", "As it is typed here"}


def test_edits_one_after_another_are_one_version(desk: DeskWindow) -> None:
    begin(desk, KEY.Key_I)
    source_id = SourceId(page(desk).place())
    for title in ("First", "Second"):
        field = page(desk).editor.field("title")
        assert isinstance(field, WordField)
        field.setFocus()
        field.selectAll()
        desk.type(title)
        page(desk).flush()
    desk.settle()
    stands = standing(desk).source(source_id)
    assert [held.value.title for held in stands.versions if held.value] == ["Second"]


def test_s_on_a_line_gives_the_account_of_a_source_that_is_there(sample_desk: DeskWindow) -> None:
    desk = sample_desk
    desk.key(KEY.Key_Return)
    desk.key(KEY.Key_Return)
    line = desk.window.current_page.place()
    desk.key(KEY.Key_S)
    asking = desk.dialog()
    assert isinstance(asking, AskSource)
    desk.type("senior leaders")
    desk.key(KEY.Key_Return)
    desk.type("They said so.")
    desk.key(KEY.Key_Return)
    said = [held.value for _, held in standing(desk).accounts(LineId(line)) if held.value]
    assert said[-1].words == "They said so."
    source = standing(desk).source(SourceId(said[-1].source)).value
    assert source is not None
    assert source.letter == "I"
    model = desk.window.current_page._model  # type: ignore[attr-defined]
    view = model.index(model.row_of(line), 0).data(Role.VIEW)
    assert "I" in view.kinds


def test_s_on_a_line_begins_a_source_with_its_account_as_one_act(sample_desk: DeskWindow) -> None:
    desk = sample_desk
    desk.key(KEY.Key_Return)
    desk.key(KEY.Key_Return)
    line = LineId(desk.window.current_page.place())
    before = len(standing(desk).sources()), len(standing(desk).accounts(line))
    desk.key(KEY.Key_S)
    desk.type("people were asked together")
    desk.key(KEY.Key_Return)
    desk.type("Analysts")
    desk.tab()
    desk.type("All of them.")
    desk.key(KEY.Key_Return)
    assert (before[0] + 1, before[1] + 1) == (
        len(standing(desk).sources()),
        len(standing(desk).accounts(line)),
    )
    assert standing(desk).sources()[-1].source.title == "Analysts"
    desk.ctrl(KEY.Key_Z)
    assert before == (len(standing(desk).sources()), len(standing(desk).accounts(line)))


@pytest.mark.parametrize("particulars", PARTICULARS, ids=lambda each: each.KIND)
def test_the_form_of_every_kind_has_a_field_for_every_fact_and_shows_what_stands(
    qtbot: object, particulars: object
) -> None:
    source = a_source(particulars, evidence=(), people=())  # type: ignore[arg-type]
    editor = SourceEditor()
    qtbot.addWidget(editor)  # type: ignore[attr-defined]
    told: list[Source] = []
    editor.edited.connect(lambda changed, _names: told.append(changed))
    editor.show_source(source, a_journal().standing())
    for fact in facts_of(type(source.particulars)):
        field = editor.field(fact.name)
        assert field.accessibleName() == fact.label
        if isinstance(field, WordField) and fact.editor is not Editor.PEOPLE:
            assert field.isEnabled()
    editor.flush()
    assert told == [], "showing is not editing"
    title = editor.field("title")
    assert isinstance(title, WordField)
    assert title.text() == source.title


def test_the_table_keeps_to_the_rules_of_models(qtmodeltester: object) -> None:
    model = SourcesTable()
    rows = (SourceView("a", "I", "JS/1", "One", "Chief"), SourceView("b", "Q", "JS/2", "Two"))
    model.show(rows)
    qtmodeltester.check(model)  # type: ignore[attr-defined]
    assert model.index(0, 0).data() == "I"
    assert model.index(1, Column.TITLE).data(Role.ID) == "b"
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "interview. JS/1. One. Chief."
    resets: list[Callable[[], None]] = []
    model.modelReset.connect(lambda: resets.append(lambda: None))
    model.show((rows[0], SourceView("b", "Q", "JS/2", "Other")))
    assert not resets
    assert model.index(1, Column.TITLE).data() == "Other"
    assert model.row_of("b") == 1
    assert model.row_of("z") == -1


def test_every_kind_is_on_the_menu_under_its_letter(desk: DeskWindow) -> None:
    desk.key(KEY.Key_N)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text()[:2] for action in menu.actions()] == [f"&{f.letter}" for f in FORMS]
    desk.key(KEY.Key_Escape)
