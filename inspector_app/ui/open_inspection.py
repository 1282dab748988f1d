"""The inspection on the screen: what stands, kept in step with every act recorded here."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from inspector_app.domain.changes.fold import SubjectState
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.standing import Standing
from inspector_app.services.recording import Act
from inspector_app.services.vault import Unlocked
from inspector_app.ui.jobs import Failure, Handle, Jobs, Lane
from inspector_app.ui.prompting import Prompting
from inspector_app.ui.texts import tr


class OpenInspection(QObject):
    """One inspection while its screens are open; the pages' only way to record.

    Signals:
        changed(frozenset): the subjects about which something else stands now.
        recorded(str, bool): what was recorded, in words, and whether Ctrl+Z takes it back.
    """

    changed = Signal(object)
    recorded = Signal(str, bool)

    def __init__(
        self,
        services: Unlocked,
        standing: Standing,
        jobs: Jobs,
        parent: QObject | None = None,
        moment: str = "",
    ) -> None:
        super().__init__(parent)
        self.moment = moment
        """The moment at which it is looked at, in words; empty: now."""
        self.services = services
        self.standing = standing
        self.jobs = jobs
        self.prompting = Prompting(services.prompts, lambda: self.standing, jobs, self)
        """What is pointed out in it; read once a screen begins that."""

    def refuses(self) -> bool:
        """Return whether nothing can be recorded, having said so: the past is only looked at."""
        if self.moment:
            words = tr(
                "This is the inspection as it stood at {moment}. Nothing was recorded: "
                "go back to now first."
            )
            self.jobs.failed.emit(Failure(words.format(moment=self.moment), False, ""))
        return bool(self.moment)

    def record(
        self,
        owner: QObject,
        verb: Callable[[], Act],
        said: str,
        done: Callable[[Act], None] | None = None,
        refused: Callable[[InspectorError], None] | None = None,
    ) -> Handle:
        """Carry a verb out in the writes lane; when it is durable, show it and say so.

        In the past nothing is carried out, and that is said.

        Args:
            owner: the page; ``done`` and ``refused`` are dropped when it is gone, the act is not.
            verb: a service's verb with its arguments bound; must not touch Qt.
            said: for the quiet line: ``No recorded``.
            done: called after what stands was brought up to date.
            refused: instead of the message bar.
        """

        def shown(act: Act) -> None:
            self.take(act.states)
            self.recorded.emit(said, True)
            if done is not None and isValid(owner):
                done(act)

        def told(error: InspectorError) -> None:
            if refused is not None and isValid(owner):
                refused(error)
            else:
                self.jobs.failed.emit(Failure(str(error), False, ""))

        if self.refuses():
            forgotten = Handle()
            forgotten.forget()
            return forgotten
        # The act is shown whatever became of the page, so this object owns the job.
        return self.jobs.run(self, verb, shown, lane=Lane.WRITES, refused=told)

    def undo(self, owner: QObject) -> Handle:
        """Take the last act back by recording what stood before it."""
        inspection = self.standing.id
        return self.record(owner, lambda: self.services.inspections.undo(inspection), tr("Undone"))

    def redo(self, owner: QObject) -> Handle:
        """Record again what the last undo took back."""
        inspection = self.standing.id
        return self.record(owner, lambda: self.services.inspections.redo(inspection), tr("Redone"))

    def take(self, states: Iterable[SubjectState]) -> None:
        """Bring what stands up to date with states that were recorded, here or by a long job."""
        arrived = tuple(states)
        self.standing = self.standing.with_states(arrived)
        self.changed.emit(frozenset(state.subject for state in arrived))
        self.prompting.look_again()
