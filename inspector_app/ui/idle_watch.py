"""Notices that nobody has touched the keyboard or mouse for a while."""

from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}
_LOOK_MILLISECONDS = 1000
_LONGER = 3
"""While an encounter goes on people talk more than they type: so many times the limit."""


class IdleWatch(QObject):
    """Watches the application's windows while it runs.

    The windows, not the application: a filter there would hear every event of every object, and
    the first one to be of an unknown kind loads all of Qt's classes.

    Signals:
        idled(): nobody has touched the app for as long as was set; told once until the next touch.
    """

    idled = Signal()

    def __init__(self, app: QApplication, minutes: int) -> None:
        super().__init__(app)
        self._minutes = float(minutes)
        self._is_longer = False
        self._touched_at = monotonic()
        self._has_told = False
        self._windows: set[QWindow] = set()
        app.focusWindowChanged.connect(self._on_app_focus_window_changed)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MILLISECONDS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    def set_minutes(self, minutes: float) -> None:
        """Change how long nobody may touch the app."""
        self._minutes = minutes

    def lengthen(self, is_longer: bool) -> None:
        """Wait longer, or as long as was set: an encounter goes on, or has ended."""
        self._is_longer = is_longer

    @property
    def limit_seconds(self) -> float:
        """How long nobody may touch the app now."""
        return self._minutes * 60.0 * (_LONGER if self._is_longer else 1)

    @property
    def rested_seconds(self) -> float:
        """For how long nobody has touched the app."""
        return monotonic() - self._touched_at

    def touch(self) -> None:
        """Begin to count anew."""
        self._touched_at = monotonic()
        self._has_told = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to count anew at each touch (Qt)."""
        if event.type() in _TOUCHES:
            self.touch()
        return super().eventFilter(watched, event)

    def _on_app_focus_window_changed(self, window: QWindow | None) -> None:
        """Watch every window from when it first has the keyboard."""
        if window is not None and window not in self._windows:
            self._windows.add(window)
            window.installEventFilter(self)
            window.destroyed.connect(self._on_window_destroyed)

    def _on_window_destroyed(self) -> None:
        self._windows = {each for each in self._windows if isValid(each)}

    def _on_timer_timeout(self) -> None:
        if not self._has_told and self.rested_seconds >= self.limit_seconds:
            self._has_told = True
            self.idled.emit()
