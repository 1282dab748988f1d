"""Damage in the window: found while nobody types, told at the foot, on board and item."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.ids import LineId, Sha256
from inspector_app.services.vault import Unlocked
from inspector_app.ui import scrubbing, theme
from inspector_app.ui.pages.board_page import BoardPage
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.section_page import SectionPage
from inspector_app.ui.widgets.item_details import ItemDetails
from tests.support.accessibility import cut_off, unnamed
from tests.support.base import Shelf, a_shelf
from tests.support.desk_near_base import a_desk_near, join
from tests.support.desk_window import DeskWindow
from tests.support.vaults import a_vault, an_inspection

KEY = Qt.Key


@pytest.fixture
def near(look: theme.Look, tmp_path: Path) -> Iterator[DeskWindow]:
    (tmp_path / "shelf").mkdir()
    vault = a_vault(tmp_path / "template")
    _record_one_file(vault)
    vault.close()
    with (
        a_shelf(tmp_path / "shelf") as shelf,
        a_desk_near(shelf, tmp_path / "template", tmp_path / "desk") as desk,
    ):
        desk.shelf = shelf  # type: ignore[attr-defined]
        yield desk


def test_damage_is_found_while_nobody_types_told_in_three_places_and_mended_by_one_button(
    near: DeskWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf: Shelf = near.shelf  # type: ignore[attr-defined]
    join(near, shelf)
    near.window.show_screen(Screen.INSPECTIONS)
    near.key(KEY.Key_Return)
    inspection, vault = near.window._inspection, near.window._unlocked
    assert inspection is not None
    assert vault is not None
    item = inspection.standing.evidence()[0]
    spoilt = _spoil(near, item.file.sha256)
    bad = spoilt.read_bytes()
    with vault._database.begin() as work:  # the round is about to come to it
        came = {"after": spoilt.name[:-1], "begun_ms": near.clock().timestamp() * 1000}
        work.settings.set("scrub", {**came, "is_under_way": True})
        work.commit()
    monkeypatch.setattr(scrubbing, "REST_SECONDS", 1e9)
    near.window._session.scrubbing._timer.timeout.emit()  # type: ignore[union-attr]
    near.settle()
    assert vault.scrub.damages() == (), "somebody has just typed"

    number = item.file.number
    force = inspection.standing.details.force.name
    told = f"{force}: What this laptop keeps of {number} is not what was put in."
    monkeypatch.setattr(scrubbing, "REST_SECONDS", 0.0)
    near.window._session.scrubbing._timer.start(20)  # type: ignore[union-attr]
    near.wait_for(lambda: near.window._status.text == told, "the damage is told")
    near.window._session.scrubbing.stop()  # type: ignore[union-attr]
    board = near.window.current_page
    assert isinstance(board, BoardPage)
    assert not board.side.damaged.isHidden()
    assert unnamed(board) == []
    assert cut_off(board) == []
    (row,) = board.side.damaged.findChildren(QPushButton)
    assert "Base has it" in row.accessibleName()
    row.click()
    near.settle()

    page = near.window.current_page
    assert isinstance(page, SectionPage)
    near.key(KEY.Key_F4)
    while page.evidence.view.current_item != item.id:
        near.key(KEY.Key_Right)
    heard = str(page.evidence.view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
    assert "damaged" in heard
    details = page.evidence.findChild(ItemDetails)
    assert details is not None
    assert "is not what was put in. On it rest" in details.place.words
    assert details.place.words.endswith("Base has it: fetch it again.")
    assert cut_off(page.evidence) == []
    assert spoilt.read_bytes() == bad, "what is there was not touched"
    details.fetch.setFocus()
    near.key(KEY.Key_Space)
    vault.evidence.check(inspection.standing.id, item.file.sha256)
    assert "At base" in details.place.words
    assert not details.fetch.isVisible()
    near.window.show_screen(Screen.BOARD)
    near.settle()
    board = near.window.current_page
    assert isinstance(board, BoardPage)
    assert board.side.damaged.isHidden()


def _record_one_file(vault: Unlocked) -> None:
    inspection, line = an_inspection(vault), LineId("CC-PO-09")
    vault.evidence.attach_bytes(inspection, "return.csv", b"units,8", [line])
    vault.inspections.answer(inspection, line, Answer(outcome=Outcome.NOT_SUPPLIED))


def _spoil(desk: DeskWindow, sha256: Sha256) -> Path:
    vault, inspection = desk.window._unlocked, desk.window._inspection
    assert vault is not None
    assert inspection is not None
    with vault._database.read() as work:
        name = work.blobs.get(inspection.standing.id, sha256).name
    path = desk.folder / "vault" / "evidence" / name[:2] / name[2:4] / name
    content = path.read_bytes()
    path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    return path
