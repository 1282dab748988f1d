"""A terminal to type commands into."""

from pathlib import Path

import pytest

from tests.support.commands import Terminal


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(tmp_path, monkeypatch)
