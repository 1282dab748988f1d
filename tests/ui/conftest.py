"""The window's look, the same at the start of every test."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from inspector_app.config import Theme
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs


@pytest.fixture
def look(qtbot: QtBot) -> Iterator[theme.Look]:
    """The running look: light, 100 %; put back afterwards."""
    look = theme.current()
    look.apply(Theme.LIGHT, 100)
    yield look
    look.apply(Theme.LIGHT, 100)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()
