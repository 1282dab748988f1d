"""A file that the system hands to the app is brought where one would have brought it oneself."""

from pathlib import Path

import pytest

from inspector_app.ui.pages.board_page import BoardPage
from inspector_app.ui.pages.inspections_page import InspectionsPage
from inspector_app.ui.pages.page import Screen
from inspector_app.ui.pages.together_page import TogetherPage
from tests.support.desk_window import DeskWindow
from tests.support.vaults import a_vault, an_inspection


def opened(desk: DeskWindow, path: Path) -> None:
    """Lock, be given a file, and unlock, as when the app is started by a file."""
    desk.window.lock_now()
    desk.settle()
    desk.window.open_later(path)
    assert desk.screen is Screen.UNLOCK
    desk.unlock()
    desk.settle()


def test_a_summary_is_verified_once_the_vault_is_open(
    empty_desk: DeskWindow, tmp_path: Path
) -> None:
    path = tmp_path / "summary.pdf"
    path.write_bytes(b"no summary")
    opened(empty_desk, path)
    page = empty_desk.window.current_page
    assert isinstance(page, InspectionsPage)
    assert page.verdict.words.startswith("Cannot tell. ")


def test_an_exported_inspection_is_taken_in(empty_desk: DeskWindow, tmp_path: Path) -> None:
    vault = a_vault(tmp_path / "another")
    path = tmp_path / "kent.spr.json"
    vault.exchange.export(an_inspection(vault), path)
    vault.close()
    opened(empty_desk, path)
    assert isinstance(empty_desk.window.current_page, BoardPage)


def test_a_transfer_file_is_offered_and_nothing_done_before_it_is_asked_for(
    empty_desk: DeskWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    path = folder / "JS-1.inspx"
    path.write_bytes(b"spr-transfer/1\0\0")
    opened(empty_desk, path)
    page = empty_desk.window.current_page
    assert isinstance(page, TogetherPage)
    assert page._where.text().endswith("stick")
    assert page.again.isEnabled()
    assert [each.name for each in folder.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["gone.pdf", "gone.spr.json"])
def test_a_file_that_is_gone_is_told(empty_desk: DeskWindow, tmp_path: Path, name: str) -> None:
    opened(empty_desk, tmp_path / name)
    assert empty_desk.screen is Screen.INSPECTIONS
    assert empty_desk.failures or empty_desk.window._message.isVisible()
