"""The one way to do slow work without freezing the window."""

import gc
import logging
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from inspector_app.domain.errors import Cancelled, DeviceFull, InspectorError

log = logging.getLogger(__name__)

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Tells (done, total), both in the work's own unit; cheap enough to be called at every step."""

CancelCheck = Callable[[], bool]
"""True once the user wants the work to stop; long work asks often and raises ``Cancelled``."""

_PROGRESS_GAP_SECONDS = 0.05
"""At most twenty tellings a second: more than the eye reads, and each wakes the GUI thread."""

_SWEEP_MILLISECONDS = 1000
_GROWTH = 1.25
"""By how much what lives must have grown, in blocks of memory, before all of it is looked through.

Much as Python's own rule, which counts objects: to count them here would take hold of them all, and
a tuple that another thread is building cannot grow while somebody holds it (SystemError).

Looking through them held the window for 80 to 180 ms with an inspection of 100,000 changes open
(measured by ``gc.collect(2)``), which must not happen every other minute.
"""


class Lane(StrEnum):
    """Work in one lane does not wait for the others."""

    WRITES = "writes"
    """Short commits, one at a time."""
    READS = "reads"
    FILES = "files"
    NETWORK = "network"
    CHECKS = "checks"
    """Looking through what is kept; nothing waits for it."""
    PRINTING = "printing"
    """Minutes for a long paper; nothing else waits for it."""


_THREADS = dict.fromkeys(Lane, 1) | {Lane.READS: 2}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job gave no result."""

    text: str
    """A refusal: the sentence to show. A bug: what Python said, for the log only."""
    is_bug: bool
    log: str
    """The traceback of a bug; empty for a refusal."""


def stoppable(progress: Progress, is_cancelled: CancelCheck) -> Progress:
    """Return ``progress`` for work that knows no cancelling: it stops where it next tells.

    Only for work that keeps what it did and can be begun again.

    Raises:
        Cancelled: from the returned callable.
    """

    def tell(done: int, total: int) -> None:
        if is_cancelled():
            raise Cancelled
        progress(done, total)

    return tell


class Handle:
    """The page's end of one job."""

    # Weakly held by PySide where its methods are connected to a signal: not every time, but where
    # it is and cannot be, connecting fails (measured with 6.11.3 and a screen reader about).
    __slots__ = ("__weakref__", "_forgotten", "_stop")

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._forgotten = False

    def cancel(self) -> None:
        """Ask the work to stop; work that has not begun never begins.

        What it completes all the same is still told: what was done, was done.
        """
        self._stop.set()

    def forget(self) -> None:
        """Cancel, and hear nothing of it any more; for a question that has been overtaken."""
        self._forgotten = True
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        """True once :meth:`cancel` or :meth:`forget` was called."""
        return self._stop.is_set()

    @property
    def is_forgotten(self) -> bool:
        """True once :meth:`forget` was called."""
        return self._forgotten


@dataclass(frozen=True, slots=True)
class _Job:
    owner: QObject
    work: Callable[[Progress, CancelCheck], Any]
    done: Callable[[Any], None]
    lane: Lane
    is_long: bool
    handle: Handle
    progress: Progress | None
    refused: Callable[[InspectorError], None] | None
    cancelled: Callable[[], None] | None
    finished: Callable[[], None] | None

    @property
    def line(self) -> "_Line":
        """Whose answers come home in order; the owner lives as long as the job."""
        return id(self.owner), self.lane


_Line = tuple[int, Lane]


class Jobs(QObject):
    """Runs work in lanes of background threads and brings results back to the GUI thread.

    One QObject, as old as the application, carries every result home. What one owner asked for
    in one lane comes home in the order it was asked: of two readings the newer is shown last,
    though the older one took longer.

    A job is held here, on the GUI thread, from start to end, and the worker has let go of
    it before the result leaves: whoever drops the last reference to a widget destroys it,
    and a widget destroyed on a worker thread takes the process with it. For the same reason
    reference cycles are collected here, by a timer, and never wherever a thread happens to
    allocate: Python's own collector would run on the worker and find the widgets in them.

    Signals:
        failed(Failure): a bug, or a refusal that the caller did not take itself.
        not_written(str, bool): why something in the lane of writes was not done, and whether it
            may be done later as it is: the disk was full. Told whoever takes that.
        idle(): the last job under way has ended.
    """

    failed = Signal(object)
    not_written = Signal(str, bool)
    idle = Signal()
    _succeeded = Signal(int, object)
    _refused = Signal(int, object)
    _crashed = Signal(int, object)
    _progressed = Signal(int, int, int)
    _due = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {
            lane: ThreadPoolExecutor(threads, thread_name_prefix=f"jobs-{lane}")
            for lane, threads in _THREADS.items()
        }
        self._numbers = count()
        self._under_way: dict[int, _Job] = {}
        self._lines: dict[_Line, deque[int]] = {}
        self._arrived: dict[int, Callable[[_Job], None]] = {}
        """How each job ended that has one before it in its line."""
        queued = Qt.ConnectionType.QueuedConnection
        self._succeeded.connect(self._on_succeeded, queued)
        self._refused.connect(self._on_refused, queued)
        self._crashed.connect(self._on_crashed, queued)
        self._progressed.connect(self._on_progressed, queued)
        self._due.connect(self._on_due, queued)
        self.is_closed = False
        """True once the application ends: no more work is taken."""
        self._collected_here = gc.isenabled()
        gc.disable()
        self._survivors = self._passed_over = 0
        self._sweep = QTimer(self)
        self._sweep.setInterval(_SWEEP_MILLISECONDS)
        self._sweep.timeout.connect(self._on_sweep_timeout)
        self._sweep.start()

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None],
        *,
        lane: Lane = Lane.READS,
        refused: Callable[[InspectorError], None] | None = None,
        finished: Callable[[], None] | None = None,
    ) -> Handle:
        """Call ``work()`` in the background, then ``done(result)`` on the GUI thread.

        ``work`` must not touch Qt. All the callables are dropped when ``owner`` is gone by
        then. A refusal goes to ``refused``, or to :attr:`failed` when there is none; a bug
        always goes to :attr:`failed`. ``finished`` comes last, whatever the end was.
        """

        def plain(_progress: Progress, _is_cancelled: CancelCheck) -> T:
            return work()

        return self._begin(
            _Job(owner, plain, done, lane, False, Handle(), None, refused, None, finished)
        )

    def run_long(
        self,
        owner: QObject,
        work: Callable[[Progress, CancelCheck], T],
        done: Callable[[T], None],
        *,
        lane: Lane = Lane.FILES,
        progress: Progress | None = None,
        refused: Callable[[InspectorError], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        finished: Callable[[], None] | None = None,
    ) -> Handle:
        """Call ``work(progress, is_cancelled)`` in the background; else as :meth:`run`.

        ``progress`` hears (done, total) on the GUI thread, at most twenty times a second,
        the last always; ``cancelled`` hears that the work stopped because it was asked to.
        """
        return self._begin(
            _Job(owner, work, done, lane, True, Handle(), progress, refused, cancelled, finished)
        )

    @property
    def is_idle(self) -> bool:
        """True when nothing is under way."""
        return not self._under_way

    @property
    def is_writing(self) -> bool:
        """True while something in the lane of writes is under way."""
        return any(job.lane is Lane.WRITES for job in self._under_way.values())

    def finish_writes(self) -> None:
        """Wait for the lane of writes, and tell how each write has ended, with what it led to."""
        while self.is_writing:
            self._lanes[Lane.WRITES].submit(int).result()
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def cancel_long(self) -> None:
        """Ask all long work to stop; short work is left to finish."""
        for job in self._under_way.values():
            if job.is_long:
                job.handle.cancel()

    def close(self) -> None:
        """Cancel long work, finish short work, wait for both; begin nothing more.

        Short work is what the inspector has just done, so none of it is dropped.
        """
        self.is_closed = True
        self.cancel_long()
        for executor in self._lanes.values():
            executor.shutdown(wait=True)
        self._sweep.stop()
        if self._collected_here:
            gc.enable()

    def _begin(self, job: _Job) -> Handle:
        if self.is_closed:
            # What was under way at the end still comes home, and may ask for what it needs next.
            job.handle.forget()
            return job.handle
        number = next(self._numbers)
        self._under_way[number] = job
        self._lanes[job.lane].submit(self._carry_out, number)
        self._lines.setdefault(job.line, deque()).append(number)
        return job.handle

    def _carry_out(self, number: int) -> None:
        """Runs on the worker thread; see the class for what it must not hold."""
        refusal: InspectorError | None = None
        bug: Failure | None = None
        result: object = None
        stop = self._under_way[number].handle._stop
        if stop.is_set():
            refusal = Cancelled()
        else:
            try:
                result = self._under_way[number].work(self._teller(number), stop.is_set)
            except InspectorError as error:
                # Its traceback holds the frames, and they hold the page.
                refusal = error.with_traceback(None)
                refusal.__cause__ = refusal.__context__ = None
            except Exception as error:
                log.exception("A job failed")
                bug = Failure(str(error) or type(error).__name__, True, traceback.format_exc())
        if refusal is not None:
            self._refused.emit(number, refusal)
        elif bug is not None:
            self._crashed.emit(number, bug)
        else:
            self._succeeded.emit(number, result)

    def _teller(self, number: int) -> Progress:
        told_at = 0.0

        def tell(done: int, total: int) -> None:
            nonlocal told_at
            now = monotonic()
            if done >= total or now - told_at >= _PROGRESS_GAP_SECONDS:
                told_at = now
                # Counts of bytes pass the 32 bits of a Qt int: per mille is all a bar shows.
                if total > 0x7FFF_FFFF:
                    done, total = done * 1000 // total, 1000
                self._progressed.emit(number, done, total)

        return tell

    @Slot(int, object)
    def _on_succeeded(self, number: int, result: object) -> None:
        def tell(job: _Job) -> None:
            if self._is_awaited(job):
                job.done(result)

        self._arrive(number, tell)

    @Slot(int, object)
    def _on_refused(self, number: int, error: InspectorError) -> None:
        def tell(job: _Job) -> None:
            if self._is_awaited(job):
                if isinstance(error, Cancelled):
                    if job.cancelled is not None:
                        job.cancelled()
                elif job.refused is not None:
                    job.refused(error)
                else:
                    self.failed.emit(Failure(str(error), False, ""))
            elif not job.handle.is_forgotten and not isinstance(error, Cancelled):
                # The page has gone, the user has not: a write that was refused must be heard of.
                self.failed.emit(Failure(str(error), False, ""))

        if not isinstance(error, Cancelled):
            self._tell_of_write(number, str(error), can_later=isinstance(error, DeviceFull))
        self._arrive(number, tell)

    @Slot(int, object)
    def _on_crashed(self, number: int, failure: Failure) -> None:
        self._tell_of_write(number, failure.text, can_later=False)
        self._arrive(number, lambda _job: self.failed.emit(failure))

    def _tell_of_write(self, number: int, why: str, *, can_later: bool) -> None:
        if self._under_way[number].lane is Lane.WRITES:
            self.not_written.emit(why, can_later)

    def _arrive(self, number: int, tell: Callable[[_Job], None]) -> None:
        self._arrived[number] = tell
        self._on_due(self._under_way[number].line)

    @Slot(object)
    def _on_due(self, place: "_Line") -> None:
        """Tell how the first of a line has ended; a forgotten one keeps nobody waiting."""
        line = self._lines.get(place, deque())
        waited_for = (
            number
            for number in line
            if number in self._arrived or not self._under_way[number].handle.is_forgotten
        )
        first = next(waited_for, None)
        if first is None or first not in self._arrived:
            return
        line.remove(first)
        if not line:
            del self._lines[place]
        elif any(number in self._arrived for number in line):
            # Not told here at once: what hears of this one may open a dialog and stay in it.
            self._due.emit(place)
        job = self._under_way.pop(first)
        self._arrived.pop(first)(job)
        self._end(job)

    @Slot(int, int, int)
    def _on_progressed(self, number: int, done: int, total: int) -> None:
        job = self._under_way.get(number)
        if job is not None and job.progress is not None and self._is_awaited(job):
            job.progress(done, total)

    @Slot()
    def _on_sweep_timeout(self) -> None:
        """Collect the oldest generation that is due, as Python would have."""
        counts, limits = gc.get_count(), gc.get_threshold()
        self._passed_over = min(self._passed_over, counts[2])
        if counts[2] - self._passed_over > limits[2]:
            if sys.getallocatedblocks() > _GROWTH * self._survivors:
                gc.collect(2)
                self._survivors = sys.getallocatedblocks()
                return
            self._passed_over = counts[2]
        for generation in (1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return

    def _is_awaited(self, job: _Job) -> bool:
        return isValid(job.owner) and not job.handle.is_forgotten

    def _end(self, job: _Job) -> None:
        if job.finished is not None and self._is_awaited(job):
            job.finished()
        if not self._under_way:
            self.idle.emit()
