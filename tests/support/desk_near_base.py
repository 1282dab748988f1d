"""The real window over the sample inspection, near a base that it can join by keyboard."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt

from inspector_app.ui.base_syncing import BaseSyncing
from tests.support.base import Shelf
from tests.support.commands import PIN
from tests.support.desk_window import DeskWindow
from tests.support.vaults import PASSPHRASE

KEY = Qt.Key


@contextmanager
def a_desk_near(shelf: Shelf, template: Path, folder: Path) -> Iterator[DeskWindow]:
    """Give the window over a copy of ``template``, with a way to base, not joined."""
    shutil.copytree(template, folder)
    made = DeskWindow(folder, connect=shelf.connect)
    try:
        made.unlock()
        yield made
    finally:
        made.close()


def syncing(desk: DeskWindow) -> BaseSyncing:
    session = desk.window._session
    assert session is not None
    return session.syncing


def join(desk: DeskWindow, shelf: Shelf, **given: object) -> None:
    """Join by keyboard, by an invitation with what is ``given``; a round follows by itself."""
    desk.key(KEY.Key_F5)
    desk.type(shelf.invitation("the laptop", **given).model_dump_json())
    desk.tab(3)
    for secret in (PIN, PIN, PASSPHRASE):
        desk.type(secret)
        desk.tab(2 if secret != PASSPHRASE else 0)
    desk.key(KEY.Key_Return)
    desk.wait_for(lambda: syncing(desk).state.last is not None, "the first round")
