"""Work that is kept apart waits in the list of laptops and is taken in there, by keyboard."""

import pytest
from PySide6.QtCore import Qt

from inspector_app.domain.changes.bodies import BodyPurged
from inspector_app.domain.ids import LineId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.models.laptops_table import Column
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.together_page import TogetherPage
from tests.support.accessibility import cut_off, outside, roleless, unnamed
from tests.support.changes import Laptop
from tests.support.desk_window import DeskWindow
from tests.support.rows_read import rows_read

KEY = Qt.Key
LINE, OTHER = "CC-PO-01", "CC-PO-02"


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    """The board, where a laptop of the team was copied and would also destroy an answer."""
    sample_desk.key(KEY.Key_Return)
    opened, unlocked = sample_desk.window._inspection, sample_desk.window._unlocked
    assert opened is not None
    assert unlocked is not None
    id_ = opened.standing.id
    lead = Member(TeamRole.LEAD, unlocked.inspector.initials)
    unlocked.inspections.name_member(id_, unlocked.inspector.person, "", lead)
    one, copy = Laptop("ann", id_), Laptop("ann", id_)
    begun = one.answer("seen", about=f"answer:{LINE}")
    copy.answer("seen", about=f"answer:{LINE}")
    unlocked.journal.take_in(id_, [begun])
    unlocked.journal.admit(id_, one.device, "of the team")
    went_on = one.answer("on the one", [begun], f"answer:{LINE}")
    otherwise = copy.answer("on the other", about=f"answer:{OTHER}")
    one.begin_chain(2)
    old = unlocked.inspections.history(id_, f"answer:{OTHER}")[0]
    purge = one.record(BodyPurged((old.id,), "other", "because"), f"answer:{OTHER}")
    unlocked.journal.take_in(id_, [went_on, otherwise, purge])
    opened.read_anew()
    sample_desk.settle()
    sample_desk.ctrl(KEY.Key_T)
    assert sample_desk.screen is Screen.TOGETHER
    return sample_desk


def page(desk: DeskWindow) -> TogetherPage:
    shown = desk.window.current_page
    assert isinstance(shown, TogetherPage)
    return shown


def rows(desk: DeskWindow) -> list[str]:
    return [each for each in rows_read(page(desk).list) if "kept apart" in each]


def test_what_is_kept_apart_stands_first_says_why_and_is_taken_in_with_a_reason(
    desk: DeskWindow,
) -> None:
    assert len(rows(desk)) == 3
    assert sum("went on in another way from there" in each for each in rows(desk)) == 2
    assert sum("would destroy 1 earlier record of CC-PO-02" in each for each in rows(desk)) == 1
    view = page(desk).list
    for row in range(3):
        view.selectRow(row)
        if "1 act by" in str(view.model().index(row, Column.STATE).data()):
            break
    desk.key(KEY.Key_Return)
    shown = desk.dialog()
    assert isinstance(shown, AskReason)
    assert not [*unnamed(shown), *roleless(shown), *cut_off(shown), *outside(shown)]
    desk.type("this one counts")
    desk.tab()
    while desk.target is not shown.accept_button:
        desk.tab()
    desk.key(KEY.Key_Space)
    desk.settle()
    assert len(rows(desk)) == 2
    opened = desk.window._inspection
    assert opened is not None
    notes = {
        held.value.note
        for line in (LINE, OTHER)
        for held in opened.standing.answer(LineId(line)).versions
        if held.value
    }
    assert notes & {"on the one", "on the other"}
    assert opened.services.history.all(opened.standing.id)[-1].why == "this one counts"


def test_a_laptop_can_be_forgotten_and_what_is_kept_apart_cannot(desk: DeskWindow) -> None:
    view = page(desk).list
    view.selectRow(0)
    assert page(desk).accept_button.accessibleName() == "Take this work in …"
    assert page(desk).accept_button.isEnabled()
    assert not page(desk).forget_button.isEnabled()
