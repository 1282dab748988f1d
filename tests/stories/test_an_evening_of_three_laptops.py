"""Three laptops, an evening: one of them by keyboard, a stick between them, one board on all."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId, SectionId
from inspector_app.domain.standing import Standing
from inspector_app.services.merging import FOLDER
from inspector_app.ui import theme
from inspector_app.ui.pages.board_page import BoardPage
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from inspector_app.ui.pages.together_page import TogetherPage
from inspector_app.ui.pages.versions_page import VersionsPage
from tests.support.by_keyboard import KEY, type_path
from tests.support.desk_window import DeskWindow
from tests.support.laptops import OTHER, TeamLaptop, a_laptop, everything, introduced
from tests.support.rows_read import rows_read
from tests.support.vaults import PASSPHRASE, an_inspection, vault_service

SECTION = SectionId("CC-PO")


@pytest.fixture
def team(tmp_path: Path) -> Iterator[tuple[TeamLaptop, TeamLaptop]]:
    ann, kit = a_laptop(tmp_path, "AM", 7), a_laptop(tmp_path, "KT", -3)
    introduced(ann, kit)
    yield ann, kit
    ann.vault.close()
    kit.vault.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[DeskWindow]:
    """Jo's window, over a vault with an inspection that has begun."""
    theme.current().apply(Theme.LIGHT, 100)
    jo = a_laptop(tmp_path, "JS")
    an_inspection(jo.vault)
    jo.vault.close()
    window = DeskWindow(jo.folder, jo.clock)
    window.window.resize(1366, 768)
    window.unlock()
    window.key(KEY.Key_Return)
    yield window
    window.close()


def page(desk: DeskWindow) -> TogetherPage:
    shown = desk.window.current_page
    assert isinstance(shown, TogetherPage)
    return shown


def is_shared(desk: DeskWindow, initials: str) -> bool:
    return any(row.startswith(f"{initials}. shared") for row in rows_read(page(desk).list))


def bring_together(desk: DeskWindow) -> str:
    desk.ctrl(KEY.Key_T)
    desk.key(KEY.Key_G)
    desk.wait_for(lambda: bool(page(desk).result.text()), "the run ends")
    said = page(desk).result.text()
    desk.key(KEY.Key_Escape)
    return said


def standing_now(desk: DeskWindow) -> Standing:
    assert desk.window._inspection is not None
    return desk.window._inspection.standing


def test_three_laptops_hold_one_inspection_by_the_end_of_the_evening(
    desk: DeskWindow, team: tuple[TeamLaptop, TeamLaptop], stick: Path
) -> None:
    ann, kit = team
    for laptop in team:
        laptop.together(stick)  # they leave their introductions

    # Jo finds both, has the words read aloud, and shares the inspection with each.
    desk.ctrl(KEY.Key_T)
    assert desk.screen is Screen.TOGETHER
    desk.key(KEY.Key_F)
    type_path(desk, stick)
    desk.wait_for(lambda: len(rows_read(page(desk).list)) == 2, "both introduce themselves")
    assert all("introduces itself" in row for row in rows_read(page(desk).list))
    for laptop in team:
        me = laptop.vault.team.me()
        page(desk).arrive(me.device)
        desk.settle()
        desk.key(KEY.Key_Return)
        assert any(me.words in each.text() for each in desk.dialog().findChildren(QLabel))
        desk.tab()
        desk.key(KEY.Key_Space)
        desk.wait_for(partial(is_shared, desk, me.initials), "the inspection is shared")
    desk.key(KEY.Key_Escape)
    opened, unlocked = desk.window._inspection, desk.window._unlocked
    assert opened is not None
    assert unlocked is not None
    inspection, jo = opened.standing.id, unlocked.team.me()
    for laptop in team:
        (found,) = [
            each
            for each in map(laptop.vault.team.read, (stick / FOLDER).glob("*.spr-laptop"))
            if each.device == jo.device
        ]
        laptop.vault.team.accept(found, jo.words)
    bring_together(desk)
    for laptop in team:
        laptop.together(stick)
    bring_together(desk)

    # The day: each works apart, two of them on the same line and the same headline.
    desk.ctrl(KEY.Key_B)
    desk.key(KEY.Key_Return)
    walk = desk.window.current_page
    assert isinstance(walk, SectionPage)
    line = LineId(walk.place())
    desk.key(KEY.Key_Return)
    desk.type("45 officers")
    desk.key(KEY.Key_Escape)
    ann.answer(inspection, "42 officers", line)
    ann.answer(inspection, "the plan was seen", OTHER)
    kit.vault.inspections.headline(inspection, SECTION, Headline("It can."))
    ann.vault.inspections.headline(inspection, SECTION, Headline("It cannot."))

    # The evening.
    for laptop in team:
        laptop.together(stick)
    said = bring_together(desk)
    assert "came in" in said
    for laptop in team:
        laptop.together(stick)

    standing = opened.standing
    assert set(standing.conflicts()) == {f"answer:{line}", f"headline:{SECTION}"}
    desk.ctrl(KEY.Key_B)
    board = desk.window.current_page
    assert isinstance(board, BoardPage)
    desk.key(KEY.Key_V)
    listed = desk.window.current_page
    assert isinstance(listed, VersionsPage)
    assert listed.view.model().rowCount() == 2
    desk.key(KEY.Key_Return)
    walked = desk.window.current_page
    assert isinstance(walked, SectionPage)

    # Both are settled from the list, a reason each, and all laptops hold it so.
    desk.ctrl(KEY.Key_B)
    desk.key(KEY.Key_V)
    for reason in ("the rota is dated", "agreed in the evening"):
        desk.key(KEY.Key_1)
        desk.type(reason)
        desk.tab()
        desk.key(KEY.Key_Space)
    assert standing_now(desk).conflicts() == ()
    desk.key(KEY.Key_Escape)
    bring_together(desk)
    for laptop in team:
        laptop.together(stick)
        settled = laptop.vault.inspections.standing(inspection)
        assert settled.conflicts() == ()
        answer, headline = settled.answer(line).value, settled.headline(SECTION).value
        assert answer is not None
        assert headline is not None
        assert {answer.reason, headline.reason} == {"the rota is dated", "agreed in the evening"}
    desk.window.close()

    jo_again = vault_service(desk.folder, desk.clock).unlock(PASSPHRASE)
    of_jo = TeamLaptop(jo_again, desk.folder, desk.clock)
    assert everything(ann, inspection) == everything(kit, inspection)
    assert everything(of_jo, inspection) == everything(ann, inspection)
    assert jo_again.history.together(inspection)[0].words.startswith("the coming together on")
    assert jo_again.history.since_yesterday(inspection).by_person
    jo_again.close()
