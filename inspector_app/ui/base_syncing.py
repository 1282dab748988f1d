"""Sync in the background: when a round is begun, and what is known between rounds."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.domain.errors import InspectorError
from inspector_app.services.base import BaseStanding
from inspector_app.services.base_rounds import OfRound, Round
from inspector_app.services.desk import DeskService
from inspector_app.services.vault import Unlocked
from inspector_app.ui.jobs import CancelCheck, Handle, Jobs, Lane, Progress
from inspector_app.ui.sync_viewing import InspectionAtBase, SyncState, row_of, with_round

SOON_MS = 60_000
"""After something was recorded, or the vault unlocked."""
OFTEN_MS = 10 * 60_000
"""While nothing is recorded here: others may have."""
LATEST_MS = 60 * 60_000
"""However long base was away."""
_PAUSED, _LIMIT = "sync-paused", "sync-limit"

Known = tuple[BaseStanding, tuple[InspectionAtBase, ...], bool, int]


class BaseSyncing(QObject):
    """Begins rounds by itself while a vault is open and a base is joined; lives as long as it.

    Signals:
        changed(): what is known of sync is otherwise.
        came(Round): a round has ended, whole or not.
        moved(int, int): bytes that have travelled, and in all.
    """

    changed = Signal()
    came = Signal(object)
    moved = Signal(int, int)

    def __init__(self, unlocked: Unlocked, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unlocked = unlocked
        self._jobs = jobs
        self.state = SyncState()
        self._running: Handle | None = None
        self._fruitless = 0
        self._is_asked_again = False
        self._is_stopped = False
        self._has_choices = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timer_timeout)

    # What the window and its screen ask

    def look(self) -> None:
        """Read how things stand, without asking base; a round follows soon."""
        if self._is_stopped or self._jobs.is_closed:
            return
        self._jobs.run(self, lambda: _known(self._unlocked, self.state.last), self._on_known)

    def recorded(self) -> None:
        """Hear that something was recorded here: it is sent within a minute."""
        if self.state.is_joined and not self.state.is_paused and not self._fruitless:
            self._again_in(SOON_MS, sooner=True)

    def joined(self) -> None:
        """Hear that this laptop has joined base just now: what is here goes there at once."""
        self._is_asked_again = True
        self.look()

    def sync_now(self) -> None:
        """Begin a round at once, paused or not; another one if one is under way."""
        if not self.state.is_joined or self._is_stopped or self._jobs.is_closed:
            return
        if self._running is not None:
            self._is_asked_again = True
            return
        self._timer.stop()
        limit = self.state.limit_kb * 1000 or None
        service = self._unlocked.base_sync

        def work(progress: Progress, is_cancelled: CancelCheck) -> Round:
            return service.sync(bytes_per_s=limit, progress=progress, cancelled=is_cancelled)

        self._running = self._jobs.run_long(
            self,
            work,
            self._on_came,
            lane=Lane.NETWORK,
            progress=self.moved.emit,
            refused=self._on_refused,
            cancelled=self._on_cancelled,
            finished=self._on_finished,
        )
        self._become(replace(self.state, is_running=True))

    def cancel(self) -> None:
        """Stop the round that is under way; what has travelled stays."""
        if self._running is not None:
            self._running.cancel()

    def pause(self, is_paused: bool) -> None:
        """Begin no round unasked until told otherwise; kept in the vault."""
        self._has_choices = True
        self._become(replace(self.state, is_paused=is_paused))
        self._keep(_PAUSED, "yes" if is_paused else "")
        if is_paused:
            self._timer.stop()
            self.cancel()
        else:
            self._again_in(0)

    def limit(self, kb_per_s: int) -> None:
        """Let no more than this travel in a second, from the next round on; 0: no limit."""
        self._has_choices = True
        self._become(replace(self.state, limit_kb=kb_per_s))
        self._keep(_LIMIT, str(kb_per_s) if kb_per_s else "")

    def stop(self) -> None:
        """Begin no more rounds: the vault is about to be closed."""
        self._is_stopped = True
        self._timer.stop()
        self.cancel()

    # What becomes of a round

    def _on_known(self, known: Known) -> None:
        base, rows, is_paused, limit_kb = known
        was_joined = self.state.is_joined
        if not self._has_choices:  # later on what was chosen here counts, and not what was kept
            self._has_choices = True
            self._become(replace(self.state, is_paused=is_paused, limit_kb=limit_kb))
        state = replace(self.state, base=base, rows=rows)
        self._become(state)
        if self._is_asked_again:
            self._is_asked_again = False
            self.sync_now()
        elif state.is_joined and not was_joined and not state.is_paused:
            self._again_in(SOON_MS, sooner=True)

    def _on_came(self, ended: Round) -> None:
        self._fruitless = 0 if ended.is_whole else self._fruitless + 1
        self._become(with_round(self.state, ended))
        self.came.emit(ended)

    def _on_refused(self, error: InspectorError) -> None:
        self._fruitless += 1
        self._become(replace(self.state, away=str(error)))

    def _on_cancelled(self) -> None:
        """Stopped as it was asked to; the next round goes on."""

    def _on_finished(self) -> None:
        self._running = None
        self._become(replace(self.state, is_running=False))
        self.look()
        if not self.state.is_paused and not self._is_stopped:
            self._again_in(min(OFTEN_MS * 2**self._fruitless, LATEST_MS))

    # Helpers

    def _on_timer_timeout(self) -> None:
        if not self.state.is_paused:
            self.sync_now()

    def _again_in(self, wait_ms: int, *, sooner: bool = False) -> None:
        if sooner and self._timer.isActive() and self._timer.remainingTime() <= wait_ms:
            return
        self._timer.start(wait_ms)

    def _become(self, state: SyncState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit()

    def _keep(self, name: str, text: str) -> None:
        desk = self._unlocked.desk
        self._jobs.run(self, lambda: desk.keep(name, text), _kept, lane=Lane.WRITES)


def limit_kept(desk: DeskService) -> int:
    """Return the thousand bytes that may travel in a second; 0: no limit."""
    return int(desk.kept(_LIMIT) or 0)


def _known(unlocked: Unlocked, last: Round | None) -> Known:
    base = unlocked.base.standing()
    is_paused = bool(unlocked.desk.kept(_PAUSED))
    limit_kb = limit_kept(unlocked.desk)
    if base.pinned is None:
        return base, (), is_paused, limit_kb
    came: dict[str, OfRound] = {each.inspection: each for each in last.inspections} if last else {}
    rows = tuple(
        row_of(
            each.id,
            each.details.force.name,
            unlocked.whereabouts.of(each.id),
            unlocked.base_sync.unsent(each.id),
            came.get(each.id),
        )
        for each in unlocked.inspections.all()
    )
    return base, rows, is_paused, limit_kb


def _kept(_nothing: None) -> None:
    """Nothing to show: it is kept."""
