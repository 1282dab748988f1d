"""Walks through every screen on a real display, and waits at each for whoever looks from outside.

Usage: python -m tests.support.screens_aloud FOLDER, where FOLDER holds a vault with the sample;
writes a screen's name on a line of its own, and goes on after a line that it reads.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEvent, QEventLoop, QObject, QSocketNotifier, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.desk_window import PATIENCE_SECONDS, DeskWindow
from tests.support.screens import screens


class _Passage(QObject):
    """Whether a key that was pressed has come through to where it goes.

    With a screen reader about, Qt asks it about each key, and lets the key on when it has answered.
    """

    def __init__(self, app: QApplication, target: QWidget) -> None:
        super().__init__()
        self._target = target
        self.is_under_way = False
        app.installEventFilter(self)  # the latest sees every event first
        target.installEventFilter(self)  # only what was let on

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the key (Qt)."""
        if event.type() == QEvent.Type.KeyPress and watched is self._target:
            self.is_under_way = not self.is_under_way if event.spontaneous() else False
        return False


class _HeardDesk(DeskWindow):
    """A window whose every key is waited for."""

    def key(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press a key where the focus is, and wait until it has come through."""
        self._press(lambda target: QTest.keyClick(target, key, modifiers))

    def type(self, text: str) -> None:
        """Type where the focus is, letter by letter."""
        for letter in text:
            self._press(partial(_typed, letter))

    def _press(self, pressed: Callable[[QWidget], None]) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        target = self.target
        passage = _Passage(app, target)
        pressed(target)
        until = monotonic() + PATIENCE_SECONDS
        while passage.is_under_way:
            QApplication.processEvents()
            QTest.qWait(2)
            assert monotonic() < until, "a key never came through"
        app.removeEventFilter(passage)
        self.settle()


def _typed(letter: str, target: QWidget) -> None:
    QTest.keyClicks(target, letter)


def main() -> None:
    app = QApplication(sys.argv[:1])
    app.setCursorFlashTime(0)
    going_on = QEventLoop()
    heard = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    heard.activated.connect(going_on.quit)
    desk = _HeardDesk(Path(sys.argv[1]))
    desk.window.resize(1366, 768)
    desk.settle()
    for name in screens(desk):
        desk.settle()
        print(name, flush=True)
        going_on.exec()
        sys.stdin.readline()
    desk.close()


if __name__ == "__main__":
    main()
