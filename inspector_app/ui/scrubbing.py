"""Reads evidence files through behind the user's back, a little at a time, while nobody types."""

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.domain.errors import InspectorError
from inspector_app.services.scrubbing import Damage, ScrubService, Step
from inspector_app.services.vault import Unlocked
from inspector_app.ui.idle_watch import IdleWatch
from inspector_app.ui.jobs import Jobs, Lane
from inspector_app.ui.texts import tr

REST_SECONDS = 10.0
"""Nobody has touched the app for so long before a step is taken."""
_EVERY_MS = 1000
_STEP_BYTES = 8 * 1024 * 1024
"""Read in a second: about 2 % of one processor, and 50 GB in two hours."""
_BETWEEN_ROUNDS_MS = 10 * 60_000

Known = tuple[Damage, ...]


class Scrubbing(QObject):
    """Lives as long as an open vault; does nothing while other work is under way.

    Signals:
        changed(): other files are known to be damaged than before.
        found(str): damage that was not known, in a sentence.
    """

    changed = Signal()
    found = Signal(str)

    def __init__(
        self, unlocked: Unlocked, jobs: Jobs, idle: IdleWatch, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._scrub = unlocked.scrub
        self._jobs = jobs
        self._idle = idle
        self._is_under_way = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    def stop(self) -> None:
        """Take no more steps: the vault is about to be closed."""
        self._timer.stop()

    def _on_timer_timeout(self) -> None:
        is_busy = self._is_under_way or self._jobs.is_closed or not self._jobs.is_idle
        if is_busy or self._idle.rested_seconds < REST_SECONDS:
            return
        scrub = self._scrub
        self._is_under_way = True
        self._jobs.run(
            self,
            lambda: _step(scrub),
            self._on_stepped,
            lane=Lane.CHECKS,
            refused=self._on_refused,
            finished=self._on_finished,
        )

    def _on_stepped(self, came: tuple[Step, Known]) -> None:
        step, known = came
        # Between two rounds only the time has to be looked at.
        self._timer.setInterval(_BETWEEN_ROUNDS_MS if step.rests else _EVERY_MS)
        if step.found or step.mended:
            self.changed.emit()
        for each in known:
            if (each.inspection, each.sha256) in step.found:
                self.found.emit(f"{each.force}: {each.words()}" if each.force else each.words())
        if step.mended:
            self.found.emit(tr("A file that was damaged is whole again."))

    def _on_refused(self, error: InspectorError) -> None:
        """Say once that nothing could be read, and try again when the vault is next unlocked."""
        self.stop()
        self.found.emit(str(error))

    def _on_finished(self) -> None:
        self._is_under_way = False


def _step(scrub: ScrubService) -> tuple[Step, Known]:
    step = scrub.step(_STEP_BYTES)
    return step, scrub.damages() if step.found else ()
