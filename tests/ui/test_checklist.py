"""A newer checklist by keyboard: looked at, pinned, confirmed, taken back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import Counted, Judged, Selected
from inspector_app.ui.dialogs.files import ChooseFolder
from inspector_app.ui.models.index import Role
from inspector_app.ui.pages.board_page import BoardPage
from inspector_app.ui.pages.checklist_page import ChecklistPage
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from tests.support import small_packs
from tests.support.desk_window import DeskWindow, OpensDesk
from tests.support.rows_read import rows_read
from tests.support.small_packs import BOATS, EDITION, ENOUGH, NEW_TEXT, OLD_TEXT
from tests.support.vaults import a_vault, an_inspection

KEY = Qt.Key


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with one inspection under the older version, every line of it answered."""
    folder = tmp_path_factory.mktemp("answered")
    vault = a_vault(folder)
    inspection = an_inspection(vault, pack=str(small_packs.older(folder)))
    answer = vault.inspections.answer
    answer(inspection, EDITION, Answer({"edition": Selected("2012")}))
    answer(inspection, BOATS, Answer({"boats": Counted(8)}))
    answer(inspection, ENOUGH, Answer({"judgement": Judged("yes")}))
    vault.inspections.give_account(inspection, Account(ENOUGH, words="There are."))
    vault.close()
    return folder


@pytest.fixture
def desk(open_desk: OpensDesk, template: Path) -> DeskWindow:
    """The window at the checklist's screen of that inspection."""
    desk = open_desk(template)
    desk.unlock()
    desk.key(KEY.Key_Return)
    desk.key(KEY.Key_K)
    assert desk.screen is Screen.CHECKLIST
    return desk


def page(desk: DeskWindow) -> ChecklistPage:
    shown = desk.window.current_page
    assert isinstance(shown, ChecklistPage)
    return shown


def section(desk: DeskWindow) -> SectionPage:
    shown = desk.window.current_page
    assert isinstance(shown, SectionPage)
    return shown


def standing(desk: DeskWindow) -> Standing:
    assert desk.window._inspection is not None
    return desk.window._inspection.standing


def look_into(desk: DeskWindow, folder: Path) -> None:
    """Choose a folder in the dialog that O opens."""
    desk.key(KEY.Key_O)
    dialog = desk.dialog()
    assert isinstance(dialog, ChooseFolder)
    dialog.reject()
    dialog.folder_chosen.emit(folder)
    desk.settle()


def upgraded(desk: DeskWindow, folder: Path) -> None:
    look_into(desk, folder)
    desk.key(KEY.Key_U)


def states(desk: DeskWindow) -> list[str]:
    return [text.partition(".")[0] for text in rows_read(page(desk).view)]


def test_the_difference_is_shown_before_and_nothing_is_recorded(
    desk: DeskWindow, tmp_path: Path
) -> None:
    assert rows_read(page(desk).view) == []
    before = standing(desk).states
    look_into(desk, small_packs.newer(tmp_path))
    assert states(desk)[:3] == ["Would ask again", "Would be new", "Would go"]
    assert set(states(desk)[3:]) == {"Would change"}  # what names the line that goes
    assert "1.3.0 is here" in page(desk)._told.text()
    assert OLD_TEXT in page(desk)._before._words.toPlainText()
    assert NEW_TEXT in page(desk)._now._words.toPlainText()
    assert standing(desk).states == before


def test_one_key_pins_it_and_what_asks_again_and_has_no_line_is_listed(
    desk: DeskWindow, tmp_path: Path
) -> None:
    upgraded(desk, small_packs.newer(tmp_path))
    assert standing(desk).pack.version == "1.3.0"
    assert states(desk) == ["Asked again", "No line any more"]
    desk.key(KEY.Key_Down)
    assert page(desk).place() == ENOUGH
    assert "There are." in page(desk)._now._words.toPlainText()
    desk.ctrl(KEY.Key_Z)
    assert standing(desk).pack.version == "1.2.3"
    assert rows_read(page(desk).view) == []


def test_the_board_counts_what_asks_again_apart(desk: DeskWindow, tmp_path: Path) -> None:
    upgraded(desk, small_packs.newer(tmp_path))
    desk.ctrl(KEY.Key_B)
    board = desk.window.current_page
    assert isinstance(board, BoardPage)
    model = board._model
    role = Qt.ItemDataRole.AccessibleTextRole
    told = [
        str(model.index(row, column).data(role))
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    assert any("0 of 1 established · 1 asked again" in each for each in told)


def test_the_line_shows_both_questions_and_one_key_confirms(
    desk: DeskWindow, tmp_path: Path
) -> None:
    upgraded(desk, small_packs.newer(tmp_path))
    desk.key(KEY.Key_Return)
    form = section(desk).form
    assert form.line is not None
    assert form.line.id == BOATS
    again = form.again
    assert not again.isHidden()
    shown = [part.text() for side in (again._before, again._now) for part in side._parts]
    assert {OLD_TEXT, NEW_TEXT, "Answered: 8 boats"} <= set(shown)
    assert "asked again" in str(section(desk)._model.index(0, 2).data(Role.VIEW).answer)
    desk.key(KEY.Key_K)
    assert form.again.isHidden()
    assert standing(desk).is_established(standing(desk).pack.line(BOATS))
    desk.ctrl(KEY.Key_Z)
    assert not section(desk).form.again.isHidden()


def test_a_note_beside_the_old_answer_confirms_nothing(desk: DeskWindow, tmp_path: Path) -> None:
    upgraded(desk, small_packs.newer(tmp_path))
    desk.key(KEY.Key_Return)
    desk.key(KEY.Key_Return)
    desk.type("to be counted again")
    desk.key(KEY.Key_Escape)
    answer = standing(desk).answer(BOATS).value
    assert answer == Answer({"boats": Counted(8)}, note="to be counted again")
    assert standing(desk).asks_again(BOATS)


def test_an_answer_of_another_form_stays_in_words_until_there_is_a_new_one(
    desk: DeskWindow, tmp_path: Path
) -> None:
    upgraded(desk, small_packs.reshaped(tmp_path))
    assert states(desk) == ["Asked again", "Asked again", "No line any more"]
    assert page(desk).place() == EDITION
    assert "Answered: 1.0" in page(desk)._before._words.toPlainText()
    assert page(desk).confirm.isHidden()
    desk.key(KEY.Key_Return)
    form = section(desk).form
    assert not form.again.isHidden()
    assert form.again.button.isHidden()
    desk.key(KEY.Key_Return)
    desk.type("which of them?")
    desk.key(KEY.Key_Escape)
    kept = standing(desk).answer(EDITION).value
    assert kept == Answer({"edition": Selected("2012")}, note="which of them?")
    assert standing(desk).asks_again(EDITION)


def test_a_folder_without_a_newer_version_is_refused_in_a_sentence(
    desk: DeskWindow, tmp_path: Path
) -> None:
    look_into(desk, small_packs.older(tmp_path))
    assert rows_read(page(desk).view) == []
    assert "already" in desk.window._message.text


def test_a_screen_open_while_the_checklist_changes_is_built_anew(
    desk: DeskWindow, tmp_path: Path
) -> None:
    upgraded(desk, small_packs.newer(tmp_path))
    desk.key(KEY.Key_Return)
    assert section(desk)._model.rowCount() == 2
    assert [line.line_id for line in section(desk)._model.lines()] == [BOATS, "CC-F-03"]
    desk.ctrl(KEY.Key_Z)
    assert [line.line_id for line in section(desk)._model.lines()] == [BOATS, ENOUGH]
