"""Keeps the vault open until what was typed last has been recorded."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.ui.jobs import Handle, Jobs, Lane

_AGAIN_MILLISECONDS = 30_000


class Closing(QObject):
    """Has what is typed recorded before the vault closes, and tells whether it was.

    A full disk refuses the last words as it refuses any others; but when the vault is closed, the
    field they stand in goes with it. What is refused as it is, and not for want of room, keeps no
    vault open: nobody need come back to it.

    Signals:
        ready(str): the vault may be closed: everything is recorded, or why something never will be.
        held(str): something was not recorded, and why; it is tried again every half minute.
    """

    ready = Signal(str)
    held = Signal(str)

    def __init__(self, jobs: Jobs, flush: Callable[[], None], parent: QObject) -> None:
        """Args: ``flush`` hands what is being typed to the writes lane, anew if it was refused."""
        super().__init__(parent)
        self._jobs = jobs
        self._flush = flush
        self._why = ""
        self._can_later = False
        self._waiting: Handle | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MILLISECONDS)
        self._again.timeout.connect(self.begin)
        jobs.not_written.connect(self._on_not_written)

    def begin(self) -> None:
        """Have what is typed recorded; :attr:`ready` or :attr:`held` tells how that ended."""
        self.rest()
        self._flush()
        self._wait()

    def finish(self) -> str:
        """Have what is typed recorded now; return why something was not, empty if all was."""
        self._why = ""
        self._flush()
        self._jobs.finish_writes()
        return self._why

    def rest(self) -> None:
        """Try no more: the user is back at the field."""
        self._why, self._can_later = "", False
        self._again.stop()
        if self._waiting is not None:
            self._waiting.forget()
            self._waiting = None

    def _wait(self) -> None:
        # It comes home behind all that the lane was given before.
        self._waiting = self._jobs.run(self, _nothing, self._on_written, lane=Lane.WRITES)

    def _on_written(self, _nothing: None) -> None:
        self._waiting = None
        if self._jobs.is_writing:  # by what one of them led to
            self._wait()
        elif self._can_later:
            self._again.start()
            self.held.emit(self._why)
        else:
            self.ready.emit(self._why)

    def _on_not_written(self, why: str, can_later: bool) -> None:
        if can_later or not self._can_later:
            self._why, self._can_later = why, can_later


def _nothing() -> None:
    """Take the turn of something written."""
