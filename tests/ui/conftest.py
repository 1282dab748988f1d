"""The window's look, the same at the start of every test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from tests.support.by_chance import nothing_by_chance
from tests.support.desk_window import DeskWindow, OpensDesk, with_sample
from tests.support.vaults import a_vault


def _bury() -> None:
    """Destroy what was told to ``deleteLater()``: no event loop of Qt's runs that would.

    Left to Python's collector, a window would be taken apart while it still hears signals.
    """
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(autouse=True)
def windows_end_with_their_test() -> Iterator[None]:
    yield
    if QCoreApplication.instance() is not None:
        _bury()


@pytest.fixture
def look(qtbot: QtBot) -> Iterator[theme.Look]:
    """The running look: light, 100 %; put back afterwards."""
    look = theme.current()
    _dress_plainly(look)
    yield look
    _bury()
    _dress_plainly(look)


def _dress_plainly(look: theme.Look) -> None:
    """Put the look back; nothing where it is so, for every window there is is dressed anew."""
    if (look._chosen, look._text_percent, look.tokens) != (Theme.LIGHT, 100, theme.LIGHT):
        look.apply(Theme.LIGHT, 100)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()


@pytest.fixture(scope="session")
def vault_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a new vault, to be copied; made once, for deriving its key is slow."""
    folder = tmp_path_factory.mktemp("vault-template")
    a_vault(folder).close()
    return folder


@pytest.fixture(scope="session")
def sample_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a vault that holds the sample inspection, to be copied."""
    folder = tmp_path_factory.mktemp("sample-template")
    with nothing_by_chance("sample"):  # what is seen of it is the same each time
        with_sample(folder)
    return folder


@pytest.fixture
def open_desk(look: theme.Look, tmp_path: Path) -> Iterator[OpensDesk]:
    """Opens the real window over a vault of its own; closed after the test."""
    opened: list[DeskWindow] = []

    def open_one(template: Path | None = None, folder: Path | None = None) -> DeskWindow:
        place = folder or tmp_path / "desk"
        if template is not None:
            shutil.copytree(template, place)
        desk = DeskWindow(place)
        opened.append(desk)
        return desk

    yield open_one
    for desk in opened:
        desk.close()


@pytest.fixture
def empty_desk(open_desk: OpensDesk, vault_template: Path) -> DeskWindow:
    """The window over an unlocked vault without an inspection."""
    desk = open_desk(vault_template)
    desk.unlock()
    return desk


@pytest.fixture
def sample_desk(open_desk: OpensDesk, sample_template: Path) -> DeskWindow:
    """The window over an unlocked vault, the list of inspections showing the sample."""
    desk = open_desk(sample_template)
    desk.unlock()
    return desk


@pytest.fixture
def empty_desk_beside(open_desk: OpensDesk, vault_template: Path, tmp_path: Path) -> DeskWindow:
    """A second window over a vault of its own, as on another laptop."""
    desk = open_desk(vault_template, tmp_path / "beside")
    desk.unlock()
    return desk
