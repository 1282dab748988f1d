"""The window's look, the same at the start of every test."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs


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
    look.apply(Theme.LIGHT, 100)
    yield look
    _bury()
    look.apply(Theme.LIGHT, 100)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()
