"""Keeps what is pointed out up to date behind the window, some while after each act."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.domain.ids import LineId
from inspector_app.domain.prompts.prompt import Prompt, at_line
from inspector_app.domain.standing import Standing
from inspector_app.services.prompts import PromptService
from inspector_app.ui.jobs import Jobs, Lane

_REST_MILLISECONDS = 250
"""After an act before all is read anew; acts that follow each other are read once."""


class Prompting(QObject):
    """The prompts of the open inspection; reads nothing before a screen begins it.

    While :attr:`is_stale`, what is shown is of a moment ago.

    Signals:
        changed(): other prompts are known, or what is known has become stale.
    """

    changed = Signal()

    def __init__(
        self, service: PromptService, standing: Callable[[], Standing], jobs: Jobs, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._standing = standing
        self._jobs = jobs
        self._is_begun = self._is_under_way = False
        self.prompts: tuple[Prompt, ...] = ()
        """Those put aside are among them."""
        self.is_stale = True
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MILLISECONDS)
        self._rest.timeout.connect(self._read)

    def begin(self) -> None:
        """Read for the first time; later calls do nothing."""
        if not self._is_begun:
            self._is_begun = True
            self._read()

    def of_line(self, line: LineId) -> tuple[Prompt, ...]:
        """Return the open prompts about one line alone or together with a few others."""
        place = at_line(line)
        return tuple(
            p for p in self.prompts if p.aside is None and p.is_of_lines and place in p.places
        )

    def look_again(self) -> None:
        """Read anew in a moment: something else stands."""
        if self._is_begun:
            self._rest.start()
            if not self.is_stale:
                self.is_stale = True
                self.changed.emit()

    def _read(self) -> None:
        if self._is_under_way or self._jobs.is_closed:
            return  # when what is under way ends, it is seen to be stale
        self._is_under_way = True
        service, standing = self._service, self._standing()

        def done(found: tuple[Prompt, ...]) -> None:
            self.prompts = found
            self.is_stale = self._standing() is not standing
            self.changed.emit()

        def finished() -> None:
            self._is_under_way = False
            if self._standing() is not standing and not self._rest.isActive():
                self._rest.start()

        self._jobs.run(
            self,
            lambda: service.among(standing),
            done,
            lane=Lane.READS,
            finished=finished,
        )
