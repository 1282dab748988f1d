"""An unlocked vault in the window: the inspection that is shown, and what works behind it."""

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.changes.chain import Finding
from inspector_app.domain.standing import Standing
from inspector_app.services.vault import Unlocked
from inspector_app.ui.base_syncing import BaseSyncing
from inspector_app.ui.encounter_watch import EncounterWatch
from inspector_app.ui.file_reading import FileReading
from inspector_app.ui.idle_watch import IdleWatch
from inspector_app.ui.jobs import Handle, Jobs, Lane
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.scrubbing import Scrubbing


class Session(QObject):
    """Lives from unlocking until the vault is closed.

    Closing takes two steps: :meth:`stop` when it is asked for, :meth:`close` when running imports
    and exports are done.

    Signals:
        faults_found(tuple): findings of the checks: the journal does not fit together.
    """

    faults_found = Signal(tuple)

    def __init__(self, unlocked: Unlocked, jobs: Jobs, idle: IdleWatch, parent: QObject) -> None:
        super().__init__(parent)
        self.unlocked = unlocked
        self.inspection: OpenInspection | None = None
        """The inspection that is shown, or was shown last."""
        self.is_closing = False
        """Whether the screen is covered already, and nothing may be begun."""
        self.is_stopped = False
        """Whether the vault is closed as soon as nothing is under way."""
        self._jobs = jobs
        self.syncing = BaseSyncing(unlocked, jobs, self)
        self.scrubbing = Scrubbing(unlocked, jobs, idle, self)
        self.encounters = EncounterWatch(unlocked, jobs, idle, self)
        self._reading: FileReading | None = None
        self._looking: Handle | None = None

    def begin(self) -> None:
        """Ask how sync stands, and check the journal: its ends at once, then all of it."""
        checks = self.unlocked.checks
        self.syncing.look()
        self._jobs.run(self, checks.glance, self._on_checked)
        self._looking = self._jobs.run_long(
            self,
            lambda progress, cancelled: checks.look_through(progress, cancelled),
            self._on_checked,
            lane=Lane.CHECKS,
        )

    def open(self, standing: Standing, moment: str) -> OpenInspection:
        """Show an inspection in place of the one that was shown; its files are read behind it.

        Args: ``moment`` is the moment at which it is looked at, in words; empty: now.
        """
        if self.inspection is not None:
            self.inspection.deleteLater()
        self.inspection = OpenInspection(self.unlocked, standing, self._jobs, self, moment)
        if not moment:
            self._reading = FileReading(self.inspection)
        return self.inspection

    def leave(self) -> None:
        """Show no inspection: it is no longer there."""
        self._stop_reading()
        inspection, self.inspection = self.inspection, None
        if inspection is not None:
            inspection.deleteLater()
        self.encounters.forget()

    def stop(self) -> None:
        """Begin nothing more: the vault is about to be closed."""
        self.is_closing = self.is_stopped = True
        if self._looking is not None:
            self._looking.cancel()
        self.syncing.stop()
        self.scrubbing.stop()
        self._stop_reading()

    def close(self) -> None:
        """Close the vault; with this goes the inspection and whatever works behind it."""
        self.encounters.forget()
        self.unlocked.close()
        self.deleteLater()

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.stop()
            self._reading = None

    def _on_checked(self, findings: tuple[Finding, ...]) -> None:
        if findings:
            self.faults_found.emit(findings)
