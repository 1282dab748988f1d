"""Reads evidence files for the search behind the user's back, until all are read."""

from PySide6.QtCore import QObject

from inspector_app.domain.changes.bodies import Subject
from inspector_app.ui.jobs import CancelCheck, Handle, Progress
from inspector_app.ui.open_inspection import OpenInspection

_EVIDENCE = f"{Subject.EVIDENCE.value}:"


class FileReading(QObject):
    """Begins when the inspection is opened and again whenever evidence arrives."""

    def __init__(self, inspection: OpenInspection) -> None:
        super().__init__(inspection)
        self._inspection = inspection
        self._under_way: Handle | None = None
        self._again = False
        inspection.changed.connect(self._on_inspection_changed)
        self._read()

    def stop(self) -> None:
        """Read no further; what is not read yet is read another time."""
        self._again = False
        if self._under_way is not None:
            self._under_way.cancel()

    def _read(self) -> None:
        if self._under_way is not None:
            self._again = True
            return
        search, inspection = self._inspection.services.search, self._inspection.standing.id

        def work(progress: Progress, is_cancelled: CancelCheck) -> int:
            return search.read_files(inspection, progress, is_cancelled)

        self._under_way = self._inspection.jobs.run_long(
            self, work, self._on_read, finished=self._on_finished
        )

    def _on_read(self, _count: int) -> None:
        """The words can be found; there is nothing to show."""

    def _on_finished(self) -> None:
        self._under_way = None
        if self._again:
            self._again = False
            self._read()

    def _on_inspection_changed(self, subjects: frozenset[str]) -> None:
        if any(each.startswith(_EVIDENCE) for each in subjects):
            self._read()
