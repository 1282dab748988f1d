"""Keeps a form that is half filled in, so that neither a lock, a crash nor a full disk loses it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.domain.errors import InspectorError
from inspector_app.ui.jobs import Failure, Lane
from inspector_app.ui.open_inspection import OpenInspection

_KEPT_MILLISECONDS = 500
"""After a key, until what is typed is on its way to the disk."""


class KeptForm(QObject):
    """Keeps on the desk what is typed into one form and not recorded.

    Signals:
        found(str): what was kept before a lock or a crash; told once, where there is any.
    """

    found = Signal(str)

    def __init__(
        self, inspection: OpenInspection, name: str, typed: Callable[[], str], parent: QObject
    ) -> None:
        """Make what keeps a form.

        Args:
            inspection: whose form it is.
            name: by which it is kept.
            typed: returns what is typed now, as a text; empty: nothing is.
            parent: owns it.
        """
        super().__init__(parent)
        self._inspection = inspection
        self._name = name
        self._typed = typed
        self._kept: str | None = None
        """What is kept; None: it was not read yet."""
        self._is_refused = False
        """The disk had no room for it, so it is on the screen alone."""
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_KEPT_MILLISECONDS)
        self._waiting.timeout.connect(self.keep)

    def read(self) -> None:
        """Have what is kept told, the first time that this is asked."""
        if self._kept is not None or self._inspection.moment:
            return
        self._kept = ""
        desk, name = self._inspection.services.desk, self._name
        self._inspection.jobs.run(self, lambda: desk.kept(name), self._on_read)

    def touch(self) -> None:
        """Keep soon what is typed: something was."""
        if not self._waiting.isActive():  # else typing without a pause would put it off for ever
            self._waiting.start()

    def flush(self) -> None:
        """Hand to the writes lane what is not on its way there, or was refused."""
        if self._waiting.isActive() or self._is_refused:
            self.keep()

    def keep(self) -> None:
        """Keep what is typed now; nothing typed: keep it no longer."""
        self._waiting.stop()
        text = self._typed()
        if self._kept is None or self._inspection.moment:
            return
        if text == self._kept and not self._is_refused:
            return
        self._kept, self._is_refused = text, False
        desk, name = self._inspection.services.desk, self._name
        self._inspection.jobs.run(
            self,
            lambda: desk.keep(name, text),
            _done,
            lane=Lane.WRITES,
            refused=self._on_refused,
        )

    def _on_read(self, kept: str) -> None:
        if kept:
            self._kept = kept
            self.found.emit(kept)

    def _on_refused(self, error: InspectorError) -> None:
        self._is_refused = True
        self._inspection.jobs.failed.emit(Failure(str(error), False, ""))


def _done(_nothing: None) -> None:
    """Have nothing more to do."""
