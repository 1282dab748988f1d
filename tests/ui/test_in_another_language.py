"""The window in another language says nothing in English but what the checklist and people said."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inspector_app import texts
from inspector_app.ui.models.scope_matrix import Scope, ScopeMatrix, ScopeView
from tests.support.made_up_language import a_language_that_counts
from tests.support.made_up_screens import a_language_of_screens, in_english
from tests.support.spoken import spoken


def left_in_english(folder: Path, screens: int) -> dict[str, list[str]]:
    """Return for each screen what is left, of as many of the walk's first."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.support.made_up_screens", str(screens)],
        env={**os.environ, texts.VARIABLE: str(a_language_of_screens(folder))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    left: dict[str, list[str]] = json.loads(run.stdout.splitlines()[-1])
    return left


def test_what_no_catalogue_was_asked_for_is_seen() -> None:
    assert list(in_english("«Save··» and go on", "")) == ["and go on"]
    assert list(in_english("«3 «lines·» left··»: CC-PO-01", "cc-po-01 how many")) == []


def test_the_first_screens_hold_no_english(tmp_path: Path) -> None:
    left = left_in_english(tmp_path, 4)
    assert left == {screen: [] for screen in ("unlock", "inspections", "new-inspection", "board")}


def test_a_screen_says_how_many_in_the_form_of_the_number(tmp_path: Path, qtbot: QtBot) -> None:
    """The sections of a new inspection, with their lines."""
    del qtbot  # there is an application
    numbers = (0, 1, 2, 5, 21)
    matrix = ScopeMatrix()
    cells = tuple(ScopeView(f"CC-{number}", number, Scope.IN) for number in numbers)
    matrix.show(("Public order",), ("",) * len(numbers), (cells,))
    with spoken(a_language_that_counts(tmp_path, "{number} lines")):
        shown = [matrix.index(0, column).data() for column in range(len(numbers))]
    assert shown == [
        *("«0 lines|other»", "«1 lines|one»", "«2 lines|few»", "«5 lines|other»", "«21 lines|one»")
    ]


@pytest.mark.campaign
def test_the_first_fourteen_screens_hold_no_english(tmp_path: Path) -> None:
    """The walk goes no further: what comes then is found by English words."""
    left = left_in_english(tmp_path, 14)
    assert len(left) == 14
    found = {words for each in left.values() for words in each}
    assert found <= {"Jo Smith", "Ctrl+E"}, "neither a person nor a key"
