"""How long each screen holds the window's thread in one of the vaults that ``tenfold`` made.

The real window is driven as its keys drive it. A screen counts as shown once nothing short is under
way for it; what goes on behind the window for minutes, such as checking all signatures, is left
going on, as it is for the inspector.
"""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.config import Theme
from inspector_app.ui import theme
from inspector_app.ui.jobs import Lane
from inspector_app.ui.pages.page import Screen
from tests.benchmarks.gui_ticks import Ticks
from tests.support.desk_window import DeskWindow
from tests.support.vaults import PASSPHRASE, RealClock

_SHOWN = (
    Screen.BOARD,
    Screen.SOURCES,
    Screen.PROMPTS,
    Screen.HISTORY,
    Screen.REVIEW,
    Screen.REPORT,
    Screen.PAPERS,
    Screen.CHECKLIST,
    Screen.TRAVEL,
    Screen.ENCOUNTER,
)
_BEHIND = {Lane.CHECKS, Lane.FILES, Lane.NETWORK}


class Screens:
    """The window over one vault, and what its thread has had to do so far."""

    def __init__(self, folder: Path) -> None:
        self._app = QApplication.instance() or QApplication([])
        theme.current().apply(Theme.LIGHT, 100)
        self._desk = DeskWindow(folder, RealClock())
        self.found: dict[str, dict[str, float]] = {}

    def walk(self) -> None:
        """Unlock, open the inspection, and go through its screens."""
        desk, window = self._desk, self._desk.window
        QTest.keyClicks(desk.target, PASSPHRASE)
        self._do("unlocking", self._return, Screen.INSPECTIONS)
        self._do("opening", self._return, Screen.BOARD)
        self._do("a section", partial(window.show_screen, Screen.SECTION, "CC-PO"), Screen.SECTION)
        self._do("another section", partial(window.show_screen, Screen.SECTION, "CS-T"))
        self._do("a search", self._search)
        QTest.keyClick(desk.target, Qt.Key.Key_Escape)
        for screen in _SHOWN:
            self._do(f"the screen {screen.value}", partial(window.show_screen, screen), screen)

    def _search(self) -> None:
        QTest.keyClick(self._desk.target, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(self._desk.target, "mobilisation")

    def _return(self) -> None:
        QTest.keyClick(self._desk.target, Qt.Key.Key_Return)

    def _do(self, name: str, begin: Callable[[], None], to: Screen | None = None) -> None:
        desk, ticks = self._desk, Ticks()
        ticks.run(begin, lambda: (to is None or desk.screen is to) and self._is_quiet())
        bugs = [failure.log for failure in desk.failures if failure.is_bug]
        if bugs:
            raise SystemExit(bugs[0])
        self.found[name] = {"gap_ms": ticks.longest_ms}

    def _is_quiet(self) -> bool:
        """Whether nothing is under way that somebody who looks at the screen waits for."""
        return all(job.lane in _BEHIND for job in self._desk.jobs._under_way.values())
