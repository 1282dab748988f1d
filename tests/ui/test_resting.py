"""At a line one gesture says on which accounts its answer rests; it is recorded and undone."""

import pytest
from PySide6.QtCore import Qt

from inspector_app.domain.ids import LineId
from inspector_app.domain.standing import Standing
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from tests.support.desk_window import DeskWindow

KEY = Qt.Key


@pytest.fixture
def desk(sample_desk: DeskWindow) -> DeskWindow:
    sample_desk.key(KEY.Key_Return)
    return sample_desk


def standing(desk: DeskWindow) -> Standing:
    inspection = desk.window._inspection
    assert inspection is not None
    return inspection.standing


def rests(desk: DeskWindow, line: LineId) -> tuple[str, ...]:
    answer = standing(desk).answer(line).value
    assert answer
    return answer.accounts


def test_space_on_the_tick_of_an_account_takes_it_out_and_ctrl_z_takes_it_back(
    desk: DeskWindow,
) -> None:
    line = next(
        line.id
        for line in standing(desk).pack.lines()
        if len(standing(desk).accounts(line.id)) > 1 and standing(desk).answer(line.id).value
    )
    (first, _), (second, _), *_ = standing(desk).accounts(line)
    others = tuple(id_ for id_, _ in standing(desk).accounts(line) if id_ != first)
    desk.window.show_screen(Screen.SECTION, line)
    desk.settle()
    page = desk.window.current_page
    assert isinstance(page, SectionPage)
    tick = page.form._accounts.tick(first)
    assert tick is not None
    assert tick.isChecked()

    tick.setFocus()
    desk.key(KEY.Key_Space)
    desk.settle()
    assert rests(desk, line) == others
    assert tick.hasFocus()
    desk.key(KEY.Key_Space)
    desk.settle()
    assert rests(desk, line) == ()  # on all of them again
    desk.ctrl(KEY.Key_Z)
    desk.settle()
    assert rests(desk, line) == others
    assert not tick.isChecked()

    last = tick
    for account in others:
        found = page.form._accounts.tick(account)
        assert found is not None
        last = found
        last.setFocus()
        desk.key(KEY.Key_Space)
        desk.settle()
    assert last.isChecked()  # an answer rests on something as long as its line has accounts
    assert second in others
