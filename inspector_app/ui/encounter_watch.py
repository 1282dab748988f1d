"""Notices whether an encounter goes on at this laptop, and lets the idle limit be longer then."""

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.ids import InspectionId, SourceId
from inspector_app.services.vault import Unlocked
from inspector_app.ui.idle_watch import IdleWatch
from inspector_app.ui.jobs import Jobs


class EncounterWatch(QObject):
    """Knows the encounter that goes on.

    Signals:
        noticed(): one goes on that was not known to.
    """

    noticed = Signal()

    def __init__(self, unlocked: Unlocked, jobs: Jobs, idle: IdleWatch, parent: QObject) -> None:
        super().__init__(parent)
        self._service = unlocked.encounters
        self._jobs = jobs
        self._idle = idle
        self._captured: SourceId | None = None

    def look(self, inspection: InspectionId) -> None:
        """Look whether one goes on in an inspection."""
        self._jobs.run(self, lambda: self._service.captured(inspection), self._on_captured)

    def forget(self) -> None:
        """Know of none: its inspection is shown no longer."""
        self._captured = None
        self._idle.lengthen(False)

    def _on_captured(self, source: SourceId | None) -> None:
        self._idle.lengthen(source is not None)
        is_news = source is not None and source != self._captured
        self._captured = source
        if is_news:
            self.noticed.emit()
