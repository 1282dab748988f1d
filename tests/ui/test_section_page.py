"""The walk by keyboard, as an inspector in a hurry walks it; everything is read back from disk."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain import dates
from inspector_app.domain.answers import Answer, CapabilitySource, Outcome
from inspector_app.domain.checklist import Line
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import (
    Counted,
    DocumentKnown,
    DocumentStanding,
    Judged,
    Progressed,
    ProgressState,
    Told,
    Value,
    YesNo,
    YesNoGiven,
)
from inspector_app.services.vault import Unlocked
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.jobs import Failure, Jobs
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.lines_table import LineView
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Destination, Screen
from inspector_app.ui.pages.section_page import SectionPage
from inspector_app.ui.theme import Look
from tests.support.accessibility import cut_off, focus_order, outside, roleless, unnamed
from tests.support.told_by_base import ALIKE, BASE, DECLARED, told
from tests.support.vaults import a_vault, an_inspection

YES_NO = LineId("CC-PO-04")
JUDGEMENT = LineId("CC-PO-01")


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unlocked]:
    vault = a_vault(tmp_path_factory.mktemp("walk"))
    yield vault
    vault.close()


class Walk:
    """A page in a window of its own, and what an inspector does there."""

    def __init__(self, qtbot: QtBot, vault: Unlocked, id_: InspectionId, jobs: Jobs) -> None:
        self.qtbot, self.vault, self.id, self.jobs = qtbot, vault, id_, jobs
        self.said: list[str] = []
        self.told: list[str] = []
        self.failures: list[Failure] = []
        self.inspection = OpenInspection(vault, vault.inspections.standing(id_), jobs)
        self.inspection.recorded.connect(lambda words, _undo: self.said.append(words))
        jobs.failed.connect(self.failures.append)
        self.page = SectionPage(self.inspection)
        qtbot.addWidget(self.page)
        self.page.told.connect(self.told.append)
        self.page.noticed.connect(self.told.append)
        self.page.resize(1366, 684)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)

    def go(self, place: str) -> None:
        self.page.arrive(place)
        self.qtbot.waitUntil(self.page.lines.hasFocus)

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        self.qtbot.keyClick(self.focus, key, modifier or Qt.KeyboardModifier.NoModifier)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.focus, text)

    def settle(self) -> None:
        """Wait until everything that was handed over is on the disk and on the screen."""
        self.qtbot.waitUntil(lambda: self.jobs.is_idle)

    def kept(self, line: str) -> Answer:
        """Return the answer as a fresh reading of the vault has it."""
        self.settle()
        answer = self.vault.inspections.standing(self.id).answer(LineId(line)).value
        assert answer is not None
        return answer

    def row(self, line: str) -> LineView:
        model = self.page.lines.model()
        for row in range(model.rowCount()):
            view = model.index(row, 0).data(Role.VIEW)
            assert isinstance(view, LineView)
            if view.line_id == line:
                return view
        raise AssertionError(line)

    def give_reason(self, text: str) -> None:
        asking = self.page.window().findChild(AskReason)
        assert asking is not None
        self.qtbot.waitUntil(asking.isVisible)
        self.qtbot.keyClicks(asking.text, text)
        asking.accept_button.click()
        self.settle()
        self.page.activateWindow()  # as a window manager would
        self.qtbot.waitUntil(self.page.isActiveWindow)


@pytest.fixture
def walk(qtbot: QtBot, look: Look, vault: Unlocked, jobs: Jobs) -> Iterator[Walk]:
    walk = Walk(qtbot, vault, an_inspection(vault), jobs)
    yield walk
    walk.settle()
    assert walk.failures == []


def test_a_key_on_the_row_answers_and_the_quiet_line_says_so(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_N)
    assert walk.kept(YES_NO) == Answer({"answer": YesNoGiven(YesNo.NO)})
    assert walk.said == ["No recorded"]
    assert walk.row(YES_NO).answer == "No"
    assert walk.page.lines.hasFocus()


def test_enter_writes_the_note_and_esc_comes_back_to_the_row(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_Return)
    walk.type("No date; yes or no is not known. PXMN")
    walk.press(Qt.Key.Key_Escape)
    assert walk.page.lines.hasFocus()
    assert walk.kept(YES_NO) == Answer(note="No date; yes or no is not known. PXMN")
    assert walk.said == ["Note recorded"]


def test_what_is_typed_is_durable_one_second_after_the_last_key(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_Return)
    walk.type("Still in the field")
    walk.qtbot.waitUntil(lambda: walk.said == ["Note recorded"], timeout=3000)
    assert walk.kept(YES_NO).note == "Still in the field"
    assert walk.page.form.note.hasFocus()


def test_moving_to_another_row_records_what_was_being_typed(walk: Walk) -> None:
    walk.go("CC-PO-08")
    walk.press(Qt.Key.Key_1)
    walk.type("2")
    walk.page.lines.setFocus()
    walk.press(Qt.Key.Key_Down)
    assert walk.kept("CC-PO-08").values == {_leading(walk, "CC-PO-08"): Counted(12)}
    assert walk.page.place() == "CC-PO-09"


def _leading(walk: Walk, line: str) -> str:
    return walk.inspection.standing.pack.line(line).parts[0].id


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("CC-PO-01", Qt.Key.Key_6, Judged("not-met")),
        ("CC-PO-03", Qt.Key.Key_2, DocumentKnown(DocumentStanding.SUPPLIED)),
        ("CC-PO-04", Qt.Key.Key_P, YesNoGiven(YesNo.PARTLY)),
        ("CC-PO-06", Qt.Key.Key_3, Progressed(ProgressState.IN_PROGRESS)),
    ],
)
def test_one_key_answers_each_kind_of_choice(
    walk: Walk, line: str, key: Qt.Key, value: Value
) -> None:
    walk.go(line)
    walk.press(key)
    assert walk.kept(line).values == {_leading(walk, line): value}


@pytest.mark.parametrize(("number", "outcome"), list(enumerate(Outcome, 1)))
def test_x_and_a_number_record_an_outcome(walk: Walk, number: int, outcome: Outcome) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_Y)
    walk.press(Qt.Key.Key_X)
    menu = walk.page.form.outcome.menu_of_outcomes
    assert menu is not None
    walk.qtbot.waitUntil(menu.isVisible)
    walk.qtbot.keyClick(menu, Qt.Key(Qt.Key.Key_0 + number))
    assert walk.kept(YES_NO) == Answer(outcome=outcome)
    assert walk.row(YES_NO).is_gap is not outcome.is_finding()


def test_a_value_given_after_an_outcome_takes_its_place(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.page.form.outcome.outcome_chosen.emit(Outcome.NOT_ASKED.value)
    walk.press(Qt.Key.Key_Y)
    assert walk.kept(YES_NO) == Answer({"answer": YesNoGiven(YesNo.YES)})


def test_what_is_not_touched_stays_as_it_was_recorded(walk: Walk) -> None:
    walk.settle()
    before = Answer(
        {"answer": YesNoGiven(YesNo.YES)},
        as_at=dates.read("since 2011/12"),
        note="Two\nlines",
        capability=(CapabilitySource.ALLIANCE,),
        share="most",
        marking=Marking(Tier.OFFICIAL_SENSITIVE, "PERSONAL"),
        do_not_export=True,
    )
    walk.inspection.take(walk.vault.inspections.answer(walk.id, YES_NO, before).states)
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_N)
    after = walk.kept(YES_NO)
    assert after.values == {"answer": YesNoGiven(YesNo.NO)}
    assert (after.as_at, after.note, after.share) == (before.as_at, before.note, before.share)
    assert after.capability == before.capability
    assert (after.marking, after.do_not_export) == (before.marking, True)


def test_an_answer_on_its_way_to_the_disk_never_touches_the_line_gone_to(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_Y)
    walk.press(Qt.Key.Key_Down)  # before the answer is durable
    walk.press(Qt.Key.Key_Return)
    assert walk.page.form.note.toPlainText() == ""
    walk.press(Qt.Key.Key_Escape)
    walk.press(Qt.Key.Key_Down)
    walk.settle()
    assert walk.said == ["Yes recorded"]
    assert walk.told == []
    standing = walk.vault.inspections.standing(walk.id)
    assert standing.answer(LineId("CC-PO-05")).versions == ()


def test_another_section_begins_with_rows_of_one_height(walk: Walk) -> None:
    walk.go("CC-PO-09")
    walk.go("IN-01")
    walk.qtbot.waitUntil(lambda: walk.page.lines.rowHeight(0) > 100)
    assert {walk.page.lines.rowHeight(row) for row in range(1, 10)} == {28}


def look_of(standing: Standing, line: Line) -> object:
    """Return what tells the forms of two lines apart: their parts, and what stands in them."""
    answer = standing.answer(line.id).value
    return (
        tuple((part.kind, bool(part.label)) for part in line.parts),
        bool(standing.accounts(line.id)),
        answer
        and (
            frozenset(map(type, answer.values.values())),
            answer.outcome is None,
            bool(answer.note),
            answer.as_at and answer.as_at.precision,
            bool(answer.capability),
            answer.marking is None,
            answer.do_not_export,
        ),
    )


@pytest.mark.parametrize(
    "of_each_look", [True, pytest.param(False, marks=pytest.mark.campaign)], ids=["alike", "every"]
)
def test_looking_at_the_lines_of_a_finished_inspection_records_nothing(
    qtbot: QtBot, look: Look, vault: Unlocked, jobs: Jobs, of_each_look: bool
) -> None:
    """One line of each look in every run; by command every line there is."""
    walk = Walk(qtbot, vault, vault.sample.open_sample(), jobs)
    before = walk.inspection.standing
    lines = [line for section in before.sections() for line in section.lines]
    if of_each_look:
        seen = {look_of(before, line): line for line in reversed(lines)}
        lines = [line for line in lines if line in seen.values()]
        assert len(lines) > 40
    for line in lines:
        walk.go(line.id)
    walk.page.flush()
    walk.settle()
    assert walk.said == []
    assert walk.failures == []
    assert vault.inspections.standing(walk.id).states == before.states


def test_undo_and_redo_refresh_the_open_line(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_Y)
    walk.settle()
    walk.press(Qt.Key.Key_N)
    walk.settle()
    walk.inspection.undo(walk.page)
    assert walk.kept(YES_NO).values == {"answer": YesNoGiven(YesNo.YES)}
    assert walk.page.form.findChildren(QWidget)
    assert walk.row(YES_NO).answer == "Yes"
    walk.page.flush()
    walk.inspection.redo(walk.page)
    assert walk.kept(YES_NO).values == {"answer": YesNoGiven(YesNo.NO)}
    walk.page.flush()
    walk.settle()
    assert walk.said == ["Yes recorded", "No recorded", "Undone", "Redone"]


def test_two_answers_given_at_once_do_not_contradict_each_other(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_Y)
    walk.press(Qt.Key.Key_N)
    walk.press(Qt.Key.Key_P)
    assert walk.kept(YES_NO).values == {"answer": YesNoGiven(YesNo.PARTLY)}
    assert not walk.inspection.standing.answer(YES_NO).in_conflict


def test_changes_arriving_never_move_what_is_typed_and_both_are_kept(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_Return)
    walk.type("Mine, unfin")
    other = Answer({"answer": YesNoGiven(YesNo.YES)}, note="Theirs")
    walk.inspection.take(walk.vault.inspections.answer(walk.id, YES_NO, other).states)
    assert walk.page.form.note.toPlainText() == "Mine, unfin"
    walk.type("ished")
    walk.press(Qt.Key.Key_Escape)
    walk.settle()
    field = walk.vault.inspections.standing(walk.id).answer(YES_NO)
    assert field.in_conflict
    notes = {held.value.note for held in field.versions if held.value}
    assert notes == {"Theirs", "Mine, unfinished"}
    assert walk.row(YES_NO).versions == 2


def test_keeping_a_version_asks_why_and_settles_all_of_them(walk: Walk) -> None:
    walk.go(YES_NO)
    for answer in (YesNo.YES, YesNo.NO):
        act = walk.vault.inspections.answer(
            walk.id, YES_NO, Answer({"answer": YesNoGiven(answer)}), seen=()
        )
        walk.inspection.take(act.states)
    assert not walk.page.form.can_be_edited
    walk.press(Qt.Key.Key_P)  # nothing is edited while two versions stand
    walk.settle()
    assert walk.said == []
    field = walk.inspection.standing.answer(YES_NO)
    older = field.versions[1]
    walk.page.form.keep_asked.emit(older.change)
    walk.give_reason("The officer in charge says so")
    kept = walk.kept(YES_NO)
    assert kept.values == older.value.values if older.value else False
    assert kept.reason == "The officer in charge says so"
    assert not walk.vault.inspections.standing(walk.id).answer(YES_NO).in_conflict
    assert walk.page.form.can_be_edited


def test_what_cannot_be_recorded_stays_where_it_was_typed(walk: Walk) -> None:
    walk.go("CC-PO-08")
    walk.press(Qt.Key.Key_1)
    walk.type("2 or so")
    field = walk.focus
    assert isinstance(field, QLineEdit)
    walk.press(Qt.Key.Key_Escape)
    assert "is not a whole number" in walk.page.form.problem
    walk.press(Qt.Key.Key_Down)
    walk.press(Qt.Key.Key_Down)
    assert any("CC-PO-08" in words for words in walk.told)
    walk.go("CC-PO-08")
    assert field.text() == "12 or so"
    assert field.isVisible()
    field.setFocus()
    field.selectAll()
    walk.type("12")
    walk.press(Qt.Key.Key_Escape)
    assert walk.kept("CC-PO-08").values == {_leading(walk, "CC-PO-08"): Counted(12)}
    assert walk.page.form.problem == ""


@pytest.mark.parametrize(
    ("typed", "problem"), [("12 or so", "is not a whole number"), ("-4", "cannot be below zero")]
)
def test_what_cannot_be_recorded_outlives_the_screen(
    qtbot: QtBot, walk: Walk, typed: str, problem: str
) -> None:
    walk.go("CC-PO-08")
    walk.press(Qt.Key.Key_1)
    walk.focus.selectAll()  # type: ignore[attr-defined]  # a field of words has it
    walk.type(typed)
    walk.press(Qt.Key.Key_Escape)
    walk.settle()

    again = Walk(qtbot, walk.vault, walk.id, walk.jobs)
    again.go("CC-PO-08")
    again.settle()
    qtbot.waitUntil(lambda: problem in again.page.form.problem)
    field = next(each for each in again.page.form.findChildren(QLineEdit) if each.text() == typed)

    field.setFocus()
    field.selectAll()
    again.type("4")
    again.press(Qt.Key.Key_Escape)
    assert again.kept("CC-PO-08").values == {_leading(again, "CC-PO-08"): Counted(4)}
    again.settle()
    assert not any(again.vault.desk.typed(again.id).values())


def test_what_the_rules_refuse_stays_too(walk: Walk) -> None:
    walk.go("CC-PO-08")
    walk.press(Qt.Key.Key_4)
    field = walk.focus
    assert isinstance(field, QLineEdit)
    field.clear()
    walk.type("-4")
    walk.press(Qt.Key.Key_Escape)
    walk.settle()
    assert "cannot be below zero" in walk.page.form.problem
    assert walk.said == []
    walk.press(Qt.Key.Key_Down)
    walk.go("CC-PO-08")
    assert field.text() == "-4"
    field.setFocus()
    walk.press(Qt.Key.Key_Home)
    walk.press(Qt.Key.Key_Delete)
    walk.press(Qt.Key.Key_Escape)
    assert walk.kept("CC-PO-08").values == {_leading(walk, "CC-PO-08"): Counted(4)}


def test_d_gives_the_date_by_free_typing(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_Y)
    walk.press(Qt.Key.Key_D)
    walk.type("since 3 Sept 2012")
    walk.press(Qt.Key.Key_Return)
    assert walk.kept(YES_NO).as_at == dates.read("since 3 Sept 2012")
    assert walk.page.lines.hasFocus()
    assert walk.row(YES_NO).as_at == "since 3 September 2012"


def test_m_marks_and_what_is_too_high_is_refused_in_words(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_M)
    walk.press(Qt.Key.Key_Right)
    walk.press(Qt.Key.Key_Right)
    walk.press(Qt.Key.Key_Space)
    assert walk.kept(YES_NO).marking == Marking(Tier.OFFICIAL_SENSITIVE)
    walk.press(Qt.Key.Key_Tab)
    walk.type("secret")
    walk.press(Qt.Key.Key_Return)
    walk.settle()
    assert walk.kept(YES_NO).marking == Marking(Tier.OFFICIAL_SENSITIVE)


def test_c_says_whose_capability_it_is(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_C)
    walk.press(Qt.Key.Key_Space)
    walk.press(Qt.Key.Key_Escape)
    assert walk.kept(YES_NO).capability == (CapabilitySource.OWN,)
    assert walk.said == ["Source of capability recorded"]


def test_e_takes_an_answer_out_of_exports_and_puts_it_back(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_Y)
    walk.press(Qt.Key.Key_E)
    assert walk.kept(YES_NO).do_not_export
    walk.press(Qt.Key.Key_E)
    assert not walk.kept(YES_NO).do_not_export


def test_a_adds_an_account_and_the_button_beside_it_withdraws_it(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_A)
    walk.type("Assistant chief constable")
    walk.press(Qt.Key.Key_Tab)
    walk.type("We judge it from past events.")
    walk.press(Qt.Key.Key_Return)
    walk.settle()
    accounts = walk.inspection.standing.accounts(YES_NO)
    assert [(held.value.role, held.value.words) for _, held in accounts if held.value] == [
        ("Assistant chief constable", "We judge it from past events.")
    ]
    assert walk.page.lines.hasFocus()
    walk.page.form.account_withdrawal_asked.emit(accounts[0][0])
    walk.give_reason("Said of another force")
    assert walk.inspection.standing.accounts(YES_NO) == ()


def test_leaving_the_line_keeps_an_account_that_was_being_typed(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_A)
    walk.press(Qt.Key.Key_Tab)
    walk.type("Half said")
    walk.page.flush()
    walk.settle()
    accounts = walk.vault.inspections.standing(walk.id).accounts(YES_NO)
    assert [held.value.words for _, held in accounts if held.value] == ["Half said"]


def test_delete_withdraws_with_a_reason_and_the_line_says_who_did(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_Y)
    walk.settle()
    walk.press(Qt.Key.Key_Delete)
    walk.give_reason("Asked of the wrong person")
    field = walk.vault.inspections.standing(walk.id).answer(YES_NO)
    assert field.value is None
    assert "Asked of the wrong person" in walk.page.form.absence
    walk.press(Qt.Key.Key_N)
    assert walk.kept(YES_NO).values == {"answer": YesNoGiven(YesNo.NO)}


def test_ctrl_enter_goes_to_the_next_line_without_an_answer_also_from_within_text(
    walk: Walk,
) -> None:
    walk.go(JUDGEMENT)
    walk.press(Qt.Key.Key_2)
    walk.press(Qt.Key.Key_Return)
    walk.type("Seen")
    walk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert walk.page.place() == "CC-PO-02"
    assert walk.page.lines.hasFocus()
    assert walk.kept(JUDGEMENT) == Answer({"judgement": Judged("met")}, note="Seen")


def test_the_last_line_of_a_section_leads_to_the_next_section(walk: Walk) -> None:
    lines = walk.inspection.standing.pack.section("CN-CY").lines
    walk.go(lines[-1].id)
    walk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert walk.page.place() == "IN-01"


def test_h_writes_the_headline(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_H)
    walk.type("The force can contribute")
    walk.press(Qt.Key.Key_Return)
    walk.settle()
    headline = walk.vault.inspections.standing(walk.id).headline(SectionId("CC-PO")).value
    assert headline is not None
    assert headline.text == "The force can contribute"
    assert walk.page.lines.hasFocus()


def test_letters_typed_into_text_are_text(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_Return)
    walk.type("ynpxhdmcae 123?")
    walk.press(Qt.Key.Key_Up)
    walk.press(Qt.Key.Key_Down)
    assert walk.page.place() == YES_NO
    walk.press(Qt.Key.Key_Escape)
    assert walk.kept(YES_NO) == Answer(note="ynpxhdmcae 123?")


def test_the_place_is_remembered_and_found_again(walk: Walk) -> None:
    walk.go("CC-PO-07")
    walk.page.flush()
    walk.settle()
    assert walk.vault.inspections.place(walk.id) == "section:CC-PO-07"
    again = Walk(walk.qtbot, walk.vault, walk.id, walk.jobs)
    again.go(walk.page.place())
    assert again.page.place() == "CC-PO-07"
    assert again.page.lines.open_row == 6
    again.go("CC-PO")
    assert again.page.place() == "CC-PO-07"
    again.go("CN-T")
    assert again.page.place() == "CN-T-01"
    again.go("nowhere")
    assert again.page.place() == "IN-01"


def test_a_section_goes_out_of_scope_with_a_reason_and_says_so(walk: Walk) -> None:
    walk.go(YES_NO)
    walk.press(Qt.Key.Key_F3)
    walk.qtbot.waitUntil(walk.page.sections.view.hasFocus)
    walk.press(Qt.Key.Key_O)
    walk.give_reason("Looked at last year")
    standing = walk.vault.inspections.standing(walk.id)
    assert not standing.in_scope(standing.pack.section("CC-PO"))
    assert not walk.page.lines.isVisible()
    assert walk.page.out_of_scope is not None
    walk.page.out_of_scope.action_asked.emit()
    walk.give_reason("After all")
    assert walk.page.lines.isVisible()
    assert walk.page.lines.open_row == 0


def test_the_breadcrumb_leads_to_the_board(walk: Walk) -> None:
    walk.go(YES_NO)
    gone: list[Destination] = []
    walk.page.going.connect(gone.append)
    walk.page.head.crumb.step_asked.emit(0)
    assert gone == [Destination(Screen.BOARD, "CC-PO")]


def test_help_opens_by_key_and_tells_the_words_of_the_glossary(walk: Walk) -> None:
    walk.go("CC-PO-07")
    walk.press(Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    line = walk.inspection.standing.pack.line("CC-PO-07")
    shown = " ".join(_texts(walk.page.form))
    assert line.help in shown
    assert line.good_evidence in shown
    term = walk.inspection.standing.pack.term("police-support-unit")
    assert term is not None
    assert term.meaning in shown
    walk.page.form.words.line_asked.emit("CC-PO-03")
    assert walk.page.place() == "CC-PO-03"


def _texts(root: QWidget) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [each.text() for each in root.findChildren(QLabel) if each.isVisible()]


def test_nothing_is_left_unnamed_or_cut_off_whatever_a_line_asks_for(walk: Walk) -> None:
    lines = {
        tuple((part.kind, bool(part.label)) for part in line.parts): line.id
        for section in walk.inspection.standing.sections()
        for line in section.lines
    }
    assert len(lines) > 20
    for line in lines.values():
        walk.go(line)
        QApplication.processEvents()
        assert unnamed(walk.page) == []
        assert roleless(walk.page) == []
        assert cut_off(walk.page) == []
        assert outside(walk.page) == []


def test_tab_walks_from_the_row_into_the_open_line(walk: Walk) -> None:
    walk.go(YES_NO)
    order = focus_order(walk.page.lines)
    inside = [walk.page.form.isAncestorOf(widget) for widget in order]
    assert inside[1]
    note = order.index(walk.page.form.note)
    assert note < len(order) - 1
    assert all(inside[1:note])


def test_a_text_of_any_length_grows_and_is_kept(walk: Walk) -> None:
    walk.go("CC-PO-16")
    walk.qtbot.waitUntil(lambda: walk.page.form.line is not None)
    text = "Long words of an inspector.\n" * 400
    field = next(
        each
        for each in walk.page.form.findChildren(QPlainTextEdit)
        if each.isVisible() and each is not walk.page.form.note
    )
    field.setFocus()
    field.setPlainText(text)
    walk.press(Qt.Key.Key_Escape)
    assert walk.kept("CC-PO-16").values == {_leading(walk, "CC-PO-16"): Told(text)}


def test_what_base_tells_stands_at_its_line_and_one_key_makes_it_an_account(walk: Walk) -> None:
    walk.go("CC-PO-09")
    assert not walk.page.form.told.isVisible()
    walk.vault.comparisons.keep(walk.id, BASE, told(walk.id, DECLARED, ALIKE))
    walk.inspection.read_anew()
    walk.settle()
    assert "So says base Eastern region of 12 forces" in walk.page.form.told.words.text()
    assert walk.page.form.told.button.isVisible()
    shown = walk.page.shown()
    assert shown is not None
    assert Marking(Tier.OFFICIAL_SENSITIVE) in shown.marked

    walk.press(Qt.Key.Key_U)
    walk.settle()

    assert walk.said == ["Taken over as an account, not as the answer"]
    standing = walk.vault.inspections.standing(walk.id)
    assert standing.answer(LineId("CC-PO-09")).value is None
    assert len(standing.accounts(LineId("CC-PO-09"))) == 1
    assert "Taken over as JS/1" in walk.page.form.told.words.text()
    assert not walk.page.form.told.button.isVisible()
    walk.press(Qt.Key.Key_U)
    assert walk.told[-1] == "Base tells nothing new of other forces on this line."


def test_a_line_that_waits_for_base_says_so(walk: Walk) -> None:
    walk.go("CC-PO-15")
    assert walk.page.form.told.words.text().startswith("Base has told nothing yet: Forces in")
    assert not walk.page.form.told.button.isVisible()
