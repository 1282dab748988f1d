"""What is typed into a question comes back with it while the disk is full, and is never lost."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.ids import LineId
from inspector_app.domain.standing import Standing
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from tests.faults.refused_writes import require_clear
from tests.support.desk_window import DeskWindow
from tests.support.mirrored import WHY_NOT, Mirror, may_mirror, mirrored
from tests.support.vaults import a_vault, an_inspection

pytestmark = pytest.mark.skipif(not may_mirror(), reason=f"a disk that refuses {WHY_NOT}")

LINE = LineId("CC-PO-01")
REASON = "Said of another force."


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    with mirrored(tmp_path / "disk") as made:
        yield made


@pytest.fixture
def desk(qtbot: QtBot, mirror: Mirror) -> Iterator[DeskWindow]:
    vault = a_vault(mirror.folder)
    vault.inspections.answer(an_inspection(vault), LINE, Answer(outcome=Outcome.NEVER_AROSE))
    vault.close()
    desk = DeskWindow(mirror.folder)
    desk.unlock()
    desk.key(Qt.Key.Key_Return)
    desk.window.show_screen(Screen.SECTION, LINE)
    desk.settle()
    yield desk
    mirror.control.relent()
    desk.close()


def standing(desk: DeskWindow) -> Standing:
    assert desk.window._unlocked is not None
    (summary,) = desk.window._unlocked.inspections.all()
    return desk.window._unlocked.inspections.standing(summary.id)


def stands(desk: DeskWindow) -> bool:
    return standing(desk).answer(LINE).value is not None


def asked(desk: DeskWindow) -> AskReason:
    """Ask for the answer to be taken out, and type why."""
    page = desk.window.current_page
    assert isinstance(page, SectionPage)
    page.acts.ask_withdrawal()
    desk.settle()
    asking = desk.dialog()
    assert isinstance(asking, AskReason)
    desk.type(REASON)
    return asking


def refuse(mirror: Mirror) -> None:
    mirror.control.refuse(mirror.control.count + 1, errno.ENOSPC)


def test_a_refused_question_is_asked_again_with_what_was_typed(
    desk: DeskWindow, mirror: Mirror
) -> None:
    asking = asked(desk)
    refuse(mirror)
    asking.accept_button.click()
    desk.settle()
    assert desk.dialog() is asking
    assert asking.text.toPlainText() == REASON
    assert asking.refusal.isVisible()
    require_clear(asking.refusal.text())
    assert stands(desk)
    mirror.control.relent()
    asking.accept_button.click()
    desk.settle()
    assert not stands(desk)
    assert not isValid(asking) or not asking.isVisible()


def test_one_that_is_given_up_is_recorded_never(desk: DeskWindow, mirror: Mirror) -> None:
    asking = asked(desk)
    refuse(mirror)
    asking.accept_button.click()
    desk.settle()
    asking.cancel_button.click()
    mirror.control.relent()
    desk.window.flush()
    desk.settle()
    desk.window.flush()
    desk.settle()
    assert stands(desk)


def test_a_lock_waits_for_one_that_was_answered_before_it(desk: DeskWindow, mirror: Mirror) -> None:
    asking = asked(desk)
    refuse(mirror)
    asking.accept_button.click()
    desk.window.cover_and_lock()  # before it is known what came of that
    desk.settle()
    assert "the vault is not locked yet" in desk.window._unlock._told.text()
    assert not asking.isVisible(), "nothing of it is seen over the cover"
    mirror.control.relent()
    desk.window._closing.begin()
    desk.wait_for(lambda: desk.window._unlocked is None, "locked")
    assert "What was typed is kept" in desk.window._unlock._told.text()
    desk.unlock()
    assert not stands(desk)


def test_who_comes_back_under_the_cover_finds_the_question(
    desk: DeskWindow, mirror: Mirror
) -> None:
    asking = asked(desk)
    refuse(mirror)
    asking.accept_button.click()
    desk.window.cover_and_lock()  # before it is known what came of that
    desk.settle()
    assert not asking.isVisible()
    desk.unlock()
    desk.wait_for(asking.isVisible, "it is asked again")
    assert asking.text.toPlainText() == REASON
    assert stands(desk)
