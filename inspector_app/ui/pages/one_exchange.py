"""The one exchange that a screen carries out at a time, with its progress."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.errors import InspectorError
from inspector_app.ui.jobs import CancelCheck, Jobs, Progress
from inspector_app.ui.pages.page import Page
from inspector_app.ui.widgets.progress_row import ProgressRow

T = TypeVar("T")


class OneExchange(QObject):
    """Runs one at a time; whoever begins another looks first whether one is under way.

    Signals:
        begun(): one is under way.
        ended(): it is over, in whichever way.
    """

    begun = Signal()
    ended = Signal()

    def __init__(self, page: Page, jobs: Jobs) -> None:
        super().__init__(page)
        self._page, self._jobs = page, jobs
        self._row: ProgressRow | None = None

    @property
    def is_under_way(self) -> bool:
        """True until the one that was begun has ended."""
        return self._row is not None

    def run(
        self,
        row: ProgressRow,
        work: Callable[[Progress, CancelCheck], T],
        done: Callable[[T], None],
        *,
        refused: Callable[[InspectorError], None],
        cancelled: Callable[[], None],
        finished: Callable[[], None],
    ) -> None:
        """Carry one out; ``row`` is shown already, and goes when it ends."""
        self._row = row
        self.begun.emit()

        def over() -> None:
            self._row = None
            row.deleteLater()
            finished()
            self.ended.emit()

        handle = self._jobs.run_long(
            self._page,
            work,
            done,
            progress=row.show_progress,
            refused=refused,
            cancelled=cancelled,
            finished=over,
        )
        row.cancel_asked.connect(handle.cancel)
