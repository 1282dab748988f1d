"""How far work with base has come, and whether it is to stop."""

from collections.abc import Callable
from time import sleep

from inspector_app.domain.errors import Cancelled
from inspector_app.texts import tr

_STEP_S = 0.1
Progress = Callable[[int, int], None]
CancelledOf = Callable[[], bool]
Told = Callable[[int], None]
"""Hears of bytes that travelled."""
Stop = Callable[[], None]
"""Raises once the user has had enough."""


class Watch:
    """Tells how far a round has come, and stops it once the user has had enough."""

    def __init__(self, progress: Progress | None, cancelled: CancelledOf | None) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._done = self._total = 0

    def expect(self, size: int) -> None:
        """Count so many more bytes as to be moved."""
        self._total += size

    def told(self, size: int) -> None:
        """Count so many bytes as moved, and tell of it."""
        self._done += size
        self._total = max(self._total, self._done)
        if self._progress is not None:
            self._progress(self._done, self._total)

    def stop(self) -> None:
        """Return if the user wants it to go on.

        Raises:
            Cancelled: they have had enough.
        """
        if self._cancelled is not None and self._cancelled():
            raise Cancelled(tr("Stopped as you asked; what has travelled by then stays."))

    def wait(self, seconds: float) -> None:
        """Sleep, and look meanwhile whether it is to stop, as :meth:`stop` does."""
        while seconds > 0:
            self.stop()
            sleep(min(seconds, _STEP_S))
            seconds -= _STEP_S
        self.stop()
