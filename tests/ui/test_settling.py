"""Versions at their lines: side by side, one kept or another written, with one reason."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.modeltest import ModelTester

from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import MemberNamed, Subject, subject
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId, SectionId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.standing import Standing
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from inspector_app.ui.pages.versions_page import VersionsPage
from tests.support.desk_window import DeskWindow

KEY = Qt.Key
LINE, SECTION = LineId("CC-PO-01"), SectionId("CC-PO")


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    """The board, where a line and a headline stand in two versions."""
    sample_desk.key(KEY.Key_Return)
    opened, unlocked = sample_desk.window._inspection, sample_desk.window._unlocked
    assert opened is not None
    assert unlocked is not None
    id_ = opened.standing.id
    unlocked.inspections.answer(id_, LINE, Answer(note="42 officers"), seen=())
    unlocked.inspections.headline(id_, SECTION, Headline("It cannot."), seen=())
    opened.read_anew()
    sample_desk.settle()
    return sample_desk


def page(desk: DeskWindow) -> SectionPage:
    shown = desk.window.current_page
    assert isinstance(shown, SectionPage)
    return shown


def standing(desk: DeskWindow) -> Standing:
    assert desk.window._inspection is not None
    return desk.window._inspection.standing


def can_edit(desk: DeskWindow) -> bool:
    return page(desk).form.can_be_edited


def press(desk: DeskWindow, words: str, within: object) -> None:
    block = within
    assert hasattr(block, "findChildren")
    button = next(
        each
        for each in block.findChildren(QPushButton)
        if each.isVisible() and words in each.accessibleName()
    )
    button.setFocus()
    desk.key(KEY.Key_Space)


def versions(desk: DeskWindow) -> VersionsPage:
    shown = desk.window.current_page
    assert isinstance(shown, VersionsPage)
    return shown


def accept(desk: DeskWindow) -> None:
    while desk._dialogs():
        desk.dialog().accept()
        desk.settle()


def test_one_key_lists_all_of_them_with_what_differs_and_what_each_rests_on(
    desk: DeskWindow, qtmodeltester: ModelTester
) -> None:
    opened, unlocked = desk.window._inspection, desk.window._unlocked
    assert opened is not None
    assert unlocked is not None
    id_, me = opened.standing.id, unlocked.inspector.person
    member = Member(TeamRole.LEAD, "JS")
    unlocked.inspections.name_member(id_, me, "", member)
    with unlocked.inspections._recording.begin() as work:
        other = MemberNamed(Member(TeamRole.OBSERVER, "JS"))
        about = subject(Subject.MEMBER, me)
        heads = work.journal.changes(id_, about)
        before = [change.id for change in heads][:-1]
        unlocked.inspections._recording.write(work, id_, about, other, before)
        work.commit()
    opened.read_anew()
    desk.settle()
    desk.key(KEY.Key_V)
    page_ = versions(desk)
    model = page_.view.model()
    qtmodeltester.check(model)
    rows = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert rows == ["The headline of Public order · Capacity and contribution", "CC-PO-01", "JS"]
    assert model.index(1, 1).data() == "2 versions: JS"
    desk.key(KEY.Key_Down)
    told = "\n".join(each.text() for each in page_.versions.findChildren(QLabel))
    assert "≠ Note: 42 officers" in told
    assert "Rests on" in told
    # What has no place of its own is settled here; so can be anything else.
    desk.key(KEY.Key_Down)
    desk.key(KEY.Key_Return)
    assert isinstance(desk.window.current_page, VersionsPage)
    kept = page_._versions[0]
    assert not page_._go_button.isVisible()
    desk.key(KEY.Key_1)
    desk.type("she told us")
    accept(desk)
    assert standing(desk).conflicts() == (f"answer:{LINE}", f"headline:{SECTION}")
    entry = unlocked.history.all(id_)[-1]
    assert (entry.why, entry.subject) == ("she told us", f"member:{me}")
    assert "Settled 2 versions that stood side by side" in entry.differences
    assert kept.can_be_kept
    desk.key(KEY.Key_9)
    assert not desk._dialogs()
    desk.key(KEY.Key_Up)
    desk.key(KEY.Key_Return)
    assert page(desk).judgement.versions.isVisible()
    desk.ctrl(KEY.Key_B)
    desk.key(KEY.Key_V)
    for reason in ("agreed", "agreed as well"):
        desk.key(KEY.Key_2)
        desk.type(reason)
        accept(desk)
    assert standing(desk).conflicts() == ()
    assert "There is nothing to settle" in "".join(
        each.text() for each in page_._empty.findChildren(QLabel)
    )
    desk.key(KEY.Key_Escape)
    assert desk.screen is Screen.BOARD


def test_one_key_goes_from_one_to_the_next_and_says_in_what_they_differ(desk: DeskWindow) -> None:
    desk.key(KEY.Key_V)
    desk.key(KEY.Key_Return)
    walk = page(desk)
    assert walk.judgement.versions.isVisible()
    desk.key(KEY.Key_V)
    assert walk.place() == LINE
    told = [each.text() for each in walk.form._versions.findChildren(QLabel)]
    assert any(each.startswith("Recorded apart; they differ, marked ≠, in: ") for each in told)
    assert any("Note: 42 officers" in each for each in told)


def test_another_answer_is_written_after_one_reason_and_supersedes_both(desk: DeskWindow) -> None:
    desk.key(KEY.Key_V)
    desk.key(KEY.Key_Return)
    walk = page(desk)
    walk.arrive(LINE)
    desk.settle()
    assert not can_edit(desk)
    press(desk, "Write another", walk.form._versions)
    desk.type("the rota is dated")
    while desk._dialogs():
        desk.dialog().accept()
        desk.settle()
    assert can_edit(desk)
    desk.key(KEY.Key_Return)
    desk.ctrl(KEY.Key_A)
    desk.type("44 officers")
    desk.key(KEY.Key_Escape)
    field = standing(desk).answer(LINE)
    assert not field.in_conflict
    assert [held.value.note for held in field.versions if held.value] == ["44 officers"]
    assert field.value is not None
    assert field.value.reason == "the rota is dated"
    assert not walk.form._versions.isVisible()


def test_another_headline_is_written_after_one_reason(desk: DeskWindow) -> None:
    desk.key(KEY.Key_V)
    desk.key(KEY.Key_Return)
    walk = page(desk)
    press(desk, "Write another", walk.judgement.versions)
    desk.type("agreed in the evening")
    while desk._dialogs():
        desk.dialog().accept()
        desk.settle()
    desk.ctrl(KEY.Key_A)
    desk.type("It can, just.")
    desk.key(KEY.Key_Return)
    field = standing(desk).headline(SECTION)
    assert len(field.versions) == 1
    assert field.value is not None
    assert (field.value.text, field.value.reason) == ("It can, just.", "agreed in the evening")


def test_a_reason_for_another_headline_goes_with_no_headline_of_another_section(
    desk: DeskWindow,
) -> None:
    desk.key(KEY.Key_V)
    desk.key(KEY.Key_Return)
    walk = page(desk)
    press(desk, "Write another", walk.judgement.versions)
    desk.type("agreed in the evening")
    while desk._dialogs():
        desk.dialog().accept()
        desk.settle()
    desk.key(KEY.Key_Escape)
    walk.arrive(LineId("CP-PO-01"))
    desk.settle()
    walk.judgement.begin()
    desk.ctrl(KEY.Key_A)
    desk.type("It can.")
    desk.key(KEY.Key_Return)
    field = standing(desk).headline(SectionId("CP-PO"))
    assert field.value is not None
    assert (field.value.text, field.value.reason) == ("It can.", "")
    walk.arrive(LINE)
    desk.settle()
    assert not walk.judgement.headline.isEnabled()


def test_a_kept_version_stands_with_its_reason(desk: DeskWindow) -> None:
    desk.key(KEY.Key_V)
    desk.key(KEY.Key_Return)
    walk = page(desk)
    press(desk, "Keep this one: It cannot.", walk.judgement.versions)
    desk.type("the rota says so")
    while desk._dialogs():
        desk.dialog().accept()
        desk.settle()
    field = standing(desk).headline(SECTION)
    assert field.value is not None
    assert (field.value.text, field.value.reason) == ("It cannot.", "the rota says so")
    assert not walk.judgement.versions.isVisible()
