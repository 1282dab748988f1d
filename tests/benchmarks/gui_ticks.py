"""The longest gap on the window's thread while something is under way, for benchmarks."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer

_TICK_MS = 2
_SCHEDULED = Path("/proc/thread-self/schedstat")


class Ticks:
    """Runs the event loop of this thread and remembers the longest gap in it."""

    def __init__(self) -> None:
        self.longest_ms = 0.0
        self.before_kib = 0
        """What the process held when the work began."""
        self._loop = QEventLoop()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_timeout)

    def run(self, begin: Callable[[], None], is_over: Callable[[], bool]) -> None:
        """Call ``begin`` and let events happen until ``is_over``; both count."""
        self._is_over = is_over
        self.before_kib = self.before_kib or peak_from_now_kib()
        self._last = _own_ms()
        self._timer.start()
        begin()
        self._loop.exec()
        self._timer.stop()

    def _on_timeout(self) -> None:
        now = _own_ms()
        self.longest_ms = max(self.longest_ms, now - self._last)
        self._last = now
        if self._is_over():
            self._loop.quit()


def _own_ms() -> float:
    """Return the time by a clock that stands still while other programs keep this thread waiting.

    It goes on while the thread waits for Python's lock, which is what is looked for.

    Source: Linux, Documentation/scheduler/sched-stats: the second number is the time in
    nanoseconds that a thread was ready to run and did not.
    """
    waited_ns = int(_SCHEDULED.read_bytes().split()[1])
    return time.perf_counter() * 1000 - waited_ns / 1e6


def peak_from_now_kib() -> int:
    """Forget the peak so far, and return what the process holds now."""
    Path("/proc/self/clear_refs").write_text("5")
    return memory_kib("VmRSS")


def memory_kib(figure: str) -> int:
    """Return a figure of ``/proc/self/status``, such as ``VmHWM``."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(figure))
