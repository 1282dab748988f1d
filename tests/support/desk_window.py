"""The real window over a real vault in a folder of its own, driven by keys, for tests and pictures.

Offscreen unless the environment says otherwise; no mock of anything.
"""

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from inspector_app import bootstrap, config
from inspector_app.sync.client import Connect
from inspector_app.ui.jobs import Failure, Jobs
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.pages.page import Screen
from tests.support.vaults import PASSPHRASE, Clock, a_vault, vault_service

PATIENCE_SECONDS = 30.0


class DeskWindow:
    """The window with its jobs; every step waits until the app is quiet."""

    def __init__(
        self, folder: Path, clock: Clock | None = None, connect: Connect | None = None
    ) -> None:
        """Args: ``connect`` is the way to base; None: over the network."""
        self.folder = folder
        self.clock = clock or Clock()
        self.jobs = Jobs()
        self.failures: list[Failure] = []
        self.jobs.failed.connect(self.failures.append)
        self.window = MainWindow(
            config.places(folder),
            bootstrap.has_vault(folder),
            lambda: vault_service(folder, self.clock, connect),
            self.jobs,
            bootstrap.release_service,
            bootstrap.quick_card_service,
        )
        self.window.show()
        # A display takes its time; a key pressed before would go nowhere.
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window, int(PATIENCE_SECONDS * 1000))
        self.settle()

    def settle(self) -> None:
        """Let events and jobs run until nothing is under way.

        Raises:
            AssertionError: they did not end within :data:`PATIENCE_SECONDS`, or one had a bug.
        """
        until = monotonic() + PATIENCE_SECONDS
        quiet = 0
        while quiet < 3:
            QApplication.processEvents()
            QTest.qWait(5)
            quiet = quiet + 1 if self.jobs.is_idle else 0
            assert monotonic() < until, "the app did not come to rest"
        active = QApplication.activeWindow()
        if (active is None or not active.isVisible()) and self.window.isVisible():
            # Offscreen nobody hands the keyboard back when a list or dialog has closed.
            dialogs = self._dialogs()
            (dialogs[-1] if dialogs else self.window).activateWindow()
            QApplication.processEvents()
        bugs = [failure.log for failure in self.failures if failure.is_bug]
        assert not bugs, bugs[0]

    def wait_for(self, is_so: Callable[[], bool], what: str) -> None:
        """Let the app run until ``is_so``."""
        until = monotonic() + PATIENCE_SECONDS
        while not is_so():
            QApplication.processEvents()
            QTest.qWait(5)
            assert monotonic() < until, f"never came about: {what}"
        self.settle()

    def key(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.target, key, modifiers)
        self.settle()

    def ctrl(self, key: Qt.Key) -> None:
        """Press a key with Ctrl."""
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def type(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(self.target, text)
        self.settle()

    def tab(self, times: int = 1) -> None:
        """Press Tab."""
        for _ in range(times):
            self.key(Qt.Key.Key_Tab)

    @property
    def target(self) -> QWidget:
        """Where a key goes."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup
        focus = QApplication.focusWidget()
        return focus if focus is not None else self.window

    @property
    def screen(self) -> Screen:
        """The screen that is shown."""
        return self.window.current_screen

    def dialog(self) -> QDialog:
        """Return the dialog that is open."""
        found = self._dialogs()
        assert found, "no dialog is open"
        return found[-1]

    def _dialogs(self) -> list[QDialog]:
        """Return the dialogs that are open, the one over all others last."""
        found = [
            each
            for each in QApplication.topLevelWidgets()
            if isinstance(each, QDialog) and each.isVisible()
        ]
        return sorted(found, key=lambda each: each is QApplication.activeModalWidget())

    def unlock(self) -> None:
        """Type the passphrase on the lock's screen."""
        self.type(PASSPHRASE)
        self.key(Qt.Key.Key_Return)
        self.wait_for(lambda: self.screen is not Screen.UNLOCK, "the vault opens")

    def close(self) -> None:
        """Close the window, whatever could not be recorded; nothing when it is closed already."""
        if not isValid(self.window):
            return
        if not self.window.close():
            self.dialog().accept()
        self.window.deleteLater()
        QApplication.processEvents()


class OpensDesk(Protocol):
    """Opens the window over a folder, or over a copy of a template."""

    def __call__(self, template: Path | None = None, folder: Path | None = None) -> DeskWindow:
        """Return the window, locked; closed after the test."""


def with_sample(folder: Path, clock: Clock | None = None) -> None:
    """Make a vault in ``folder`` that holds the sample inspection, and close it."""
    vault = a_vault(folder, clock)
    try:
        vault.sample.open_sample()
    finally:
        vault.close()
