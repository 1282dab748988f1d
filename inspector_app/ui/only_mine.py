"""Whether the screens of an inspection are narrowed to what is mine, on this laptop."""

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.assigning import Mine, mine
from inspector_app.domain.ids import InspectionId, PersonId
from inspector_app.domain.standing import Standing
from inspector_app.services.vault import Unlocked
from inspector_app.ui.jobs import Jobs, Lane


class OnlyMine(QObject):
    """A setting of this laptop, and whose “mine” is: the person whom acts are recorded as.

    Signals:
        changed(): it was switched, or the laptop was handed over.
    """

    changed = Signal()

    def __init__(
        self, services: Unlocked, inspection: InspectionId, jobs: Jobs, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._inspection = inspection
        self._jobs = jobs
        self._is_on = False
        self._told = self.me
        """As whom acts were recorded when the screens were last told."""
        service = services.assignments
        jobs.run(self, lambda: service.shows_only_mine(inspection), self._on_known)

    @property
    def is_on(self) -> bool:
        """Whether somebody has asked for it; nothing is left out while nothing is mine."""
        return self._is_on

    @property
    def me(self) -> PersonId:
        """The person whom acts are recorded as now."""
        return self._services.handing.recorded_as(self._inspection)

    def of(self, standing: Standing) -> Mine:
        """Return what is mine."""
        return mine(standing, self.me)

    def narrows(self, standing: Standing) -> bool:
        """Return whether anything is to be left out: it is on, and something is mine."""
        return self._is_on and bool(self.of(standing))

    def set(self, is_on: bool) -> None:
        """Switch it, and remember that on this laptop."""
        if is_on == self._is_on:
            return
        self._is_on = is_on
        service, id_ = self._services.assignments, self._inspection
        self._jobs.run(
            self, lambda: service.show_only_mine(id_, is_on=is_on), _done, lane=Lane.WRITES
        )
        self.changed.emit()

    def look_again(self) -> None:
        """Tell the screens, if acts are recorded as somebody else now."""
        if self.me != self._told:
            self._told = self.me
            self.changed.emit()

    def _on_known(self, is_on: bool) -> None:
        if is_on != self._is_on:
            self._is_on = is_on
            self.changed.emit()


def _done(_nothing: None) -> None:
    """Nothing to show: it is kept."""
