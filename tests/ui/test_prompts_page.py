"""Prompts by keyboard, on the real window over a real vault with the sample."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.modeltest import ModelTester

from inspector_app.cli.main import main
from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import LineId
from inspector_app.domain.narrowing import Narrowing
from inspector_app.domain.searching import Filter
from inspector_app.domain.values import Counted
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.places_table import PlacesTable, PlaceView
from inspector_app.ui.models.prompts_table import Column, PromptsTable, PromptView
from inspector_app.ui.pages.board_page import BoardPage
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.prompts_page import PromptsPage
from inspector_app.ui.pages.section_page import SectionPage
from tests.support.desk_window import DeskWindow
from tests.support.vaults import PASSPHRASE, vault_service

KEY = Qt.Key
CHECK = "cross-check/both-at-once"


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    sample_desk.key(KEY.Key_Return)
    sample_desk.ctrl(KEY.Key_G)
    assert sample_desk.screen is Screen.PROMPTS
    settled(sample_desk)
    return sample_desk


def settled(desk: DeskWindow) -> None:
    inspection = desk.window._inspection
    assert inspection is not None
    desk.settle()
    desk.wait_for(lambda: not inspection.prompting.is_stale, "prompts read anew")
    desk.settle()


def page(desk: DeskWindow) -> PromptsPage:
    shown = desk.window.current_page
    assert isinstance(shown, PromptsPage)
    return shown


def ids(desk: DeskWindow) -> list[str]:
    model = page(desk).view.model()
    return [model.index(row, 0).data(Role.ID) for row in range(model.rowCount())]


def record(desk: DeskWindow, line: str, part: str, number: int) -> None:
    inspection = desk.window._inspection
    assert inspection is not None
    service, id_ = inspection.services.inspections, inspection.standing.id
    answer = Answer({part: Counted(number)})
    inspection.record(inspection, lambda: service.answer(id_, LineId(line), answer), "Recorded")
    desk.settle()


def test_the_samples_prompts_stand_section_by_section_and_are_counted(desk: DeskWindow) -> None:
    model = page(desk).view.model()
    assert page(desk)._count.whole_text == f"{model.rowCount()} prompts"
    sections = [model.index(row, Column.SECTION).data() for row in range(model.rowCount())]
    named = [each for each in sections if each]
    assert len(named) == len(set(named)), "a section is named once"
    assert CHECK in ids(desk)
    assert sum(each.startswith("answers-on-nothing") for each in ids(desk)) <= 17


def test_enter_goes_to_the_place_and_every_place_of_a_prompt_can_be_gone_to(
    desk: DeskWindow,
) -> None:
    page(desk).arrive(CHECK)
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.SECTION
    assert desk.window.current_page.place() == "CC-PO-08"
    desk.ctrl(KEY.Key_G)
    assert page(desk).place() == CHECK, "the list is where it was left"
    desk.key(KEY.Key_W)
    assert page(desk).places.hasFocus()
    desk.key(KEY.Key_Down)
    desk.key(KEY.Key_Return)
    assert desk.window.current_page.place() == "CC-PO-11"


def test_a_prompt_about_a_source_leads_to_the_source(desk: DeskWindow) -> None:
    [wanted] = [each for each in ids(desk) if each.startswith("figure-without-table")]
    page(desk).arrive(wanted)
    desk.key(KEY.Key_Return)
    assert desk.screen is Screen.SOURCES
    assert desk.window.current_page.place()


def test_put_aside_by_key_it_goes_to_the_end_and_says_why_until_it_is_brought_back(
    desk: DeskWindow,
) -> None:
    page(desk).arrive(CHECK)
    desk.key(KEY.Key_A)
    desk.type("The force knows")
    desk.dialog().accept()
    settled(desk)
    assert ids(desk)[-1] == CHECK
    assert page(desk)._count.whole_text.endswith("1 put aside")
    page(desk).arrive(CHECK)
    model = page(desk).view.model()
    assert model.index(len(ids(desk)) - 1, Column.ASIDE).data() == "The force knows · JS"
    assert "The force knows" in page(desk)._aside.text()
    desk.key(KEY.Key_A)
    settled(desk)
    assert ids(desk)[-1] != CHECK
    desk.ctrl(KEY.Key_Z)
    settled(desk)
    assert ids(desk)[-1] == CHECK
    desk.ctrl(KEY.Key_Z)
    settled(desk)
    assert ids(desk)[-1] != CHECK


def test_a_number_recorded_anew_brings_back_what_was_put_aside(desk: DeskWindow) -> None:
    page(desk).arrive(CHECK)
    desk.key(KEY.Key_A)
    desk.type("The force knows")
    desk.dialog().accept()
    settled(desk)
    record(desk, "CC-PO-08", "needed", 6)
    settled(desk)
    assert ids(desk)[-1] != CHECK
    assert CHECK in ids(desk)


def test_after_an_act_the_prompts_say_that_they_are_being_looked_through(desk: DeskWindow) -> None:
    inspection = desk.window._inspection
    assert inspection is not None
    record(desk, "CC-PO-08", "needed", 1)
    if inspection.prompting.is_stale:  # a slow machine may have read them already
        assert page(desk)._state.text() == "Being looked through …"
    settled(desk)
    assert page(desk)._state.text() == ""
    assert CHECK not in ids(desk)


def test_a_cross_check_stands_beside_the_answer_as_soon_as_it_does_not_hold(
    desk: DeskWindow,
) -> None:
    desk.ctrl(KEY.Key_B)
    shown = desk.window
    shown.show_screen(Screen.SECTION, "CC-PO-09")
    settled(desk)
    section = shown.current_page
    assert isinstance(section, SectionPage)
    assert "5 + 5 ≤ 8 does not hold" in section.form.prompts
    record(desk, "CC-PO-09", "declared", 10)
    settled(desk)
    assert "5 + 5" not in section.form.prompts
    assert section.form.rests_on.startswith("data (1)")


def test_board_and_section_count_the_prompts_of_a_section_and_lead_to_them(
    desk: DeskWindow,
) -> None:
    desk.ctrl(KEY.Key_B)
    board = desk.window.current_page
    assert isinstance(board, BoardPage)
    board.arrive("CC-PO")
    row, column = board._model.place_of("CC-PO")
    tile = board._model.index(row, column).data(Role.VIEW)
    assert tile.prompts > 1
    assert board._prompts.accessibleName() == f"{tile.prompts} prompts"
    desk.key(KEY.Key_C)
    assert desk.screen is Screen.PROMPTS
    assert page(desk).place().endswith(("/CC-PO", "/both-at-once"))
    desk.window.show_screen(Screen.SECTION, "CC-PO-01")
    section = desk.window.current_page
    assert isinstance(section, SectionPage)
    assert section.head.prompts.accessibleName() == f"{tile.prompts} prompts"
    section.head.prompts.click()
    assert desk.screen is Screen.PROMPTS


def test_the_lines_of_a_section_are_filtered_by_key_and_shown_again_when_one_is_gone_to(
    desk: DeskWindow,
) -> None:
    desk.window.show_screen(Screen.SECTION, "CC-PO-01")
    desk.settle()
    section = desk.window.current_page
    assert isinstance(section, SectionPage)

    def seen() -> list[str]:
        model = section._model
        rows = range(model.rowCount())
        return [model.index(r, 0).data(Role.ID) for r in rows if not section.lines.isRowHidden(r)]

    desk.key(KEY.Key_F)
    assert isinstance(QApplication.activePopupWidget(), QMenu)
    desk.key(KEY.Key_2)
    desk.settle()
    assert seen() == ["CC-PO-14"]
    assert section.place() == "CC-PO-14"
    assert section.head.count.text().endswith("only not established")
    desk.key(KEY.Key_Up)
    assert section.place() == "CC-PO-14", "nothing above it is shown"
    section.narrowing.narrow(Narrowing(Filter.VERSIONS))
    assert seen() == ["CC-PO-14"], "no line has several versions, so nothing is changed"
    section.narrowing.narrow(Narrowing(letter="R"))
    assert "CC-PO-09" in seen()
    assert "CC-PO-01" not in seen()
    section.arrive("CC-PO-01")
    assert len(seen()) == section._model.rowCount()
    assert "only" not in section.head.count.text()


def test_in_the_past_nothing_can_be_put_aside(desk: DeskWindow) -> None:
    inspection = desk.window._inspection
    assert inspection is not None
    inspection.moment = "yesterday"
    page(desk).arrive(CHECK)
    desk.key(KEY.Key_A)
    assert QApplication.activeModalWidget() is None
    assert desk.failures[-1].text.startswith("This is the inspection as it stood")
    inspection.moment = ""


def test_the_models_of_prompts_and_places_are_sound(qtmodeltester: ModelTester) -> None:
    prompts = PromptsTable()
    first = PromptView("a/b", "Public order · Capability", "Look again.", "CP-PO-01 +2")
    prompts.show((first, PromptView("a/c", "Public order · Capability", "And again.", "CP-PO")))
    qtmodeltester.check(prompts)
    assert prompts.index(1, Column.SECTION).data() == ""
    spoken = prompts.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Public order · Capability. And again. CP-PO."
    places = PlacesTable()
    places.show((PlaceView("0", "CP-PO-01", "Is it so?"),))
    qtmodeltester.check(places)
    assert [places.index(0, column).data() for column in (0, 1)] == ["CP-PO-01", "Is it so?"]


def test_the_command_line_tells_the_same_as_the_window(
    desk: DeskWindow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.key(KEY.Key_A)
    desk.type("Known")
    desk.dialog().accept()
    settled(desk)
    inspection = desk.window._inspection
    assert inspection is not None
    shown = {
        prompt.id: (prompt.kind, prompt.words, prompt.section, prompt.aside is not None)
        for prompt in inspection.prompting.prompts
    }
    assert sorted(shown) == sorted(ids(desk))
    assert any(is_aside for *_, is_aside in shown.values())
    secret = desk.folder / "passphrase.txt"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv("SPR_INSPECTOR_PASSPHRASE_FILE", str(secret))
    desk.close()
    code = main(
        ["check", "Cambr", "--json"], lambda _folder: vault_service(desk.folder, desk.clock)
    )
    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert shown == {
        each["id"]: (each["kind"], each["words"], each["section"], each["put_aside"] is not None)
        for each in told
    }
