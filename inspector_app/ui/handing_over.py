"""Handing a laptop over: whose acts are recorded from now on."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from inspector_app.domain.ids import PersonId
from inspector_app.domain.wording import role_words
from inspector_app.ui import acting
from inspector_app.ui.jobs import Lane
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.popups import Menu
from inspector_app.ui.widgets.status_line import StatusLine


def recorded_as_words(inspection: OpenInspection) -> str:
    """Return ``Recorded as AM on JS’s laptop · F6``."""
    handing, inspector = inspection.services.handing, inspection.services.inspector
    person = handing.recorded_as(inspection.standing.id)
    if person == inspector.person:
        return tr("Recorded as {initials} · F6").format(initials=inspector.initials)
    return tr("Recorded as {initials} on {owner}’s laptop · F6").format(
        initials=inspection.standing.initials(person), owner=inspector.initials
    )


class HandingMenu(Menu):
    """The members of the team who are present; the initials' first letter chooses.

    Signals:
        chosen(str): the person whose acts are to be recorded from now on.
    """

    chosen = Signal(str)

    def __init__(self, inspection: OpenInspection, parent: QWidget) -> None:
        super().__init__(parent, tr("Record acts as"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        services, standing = inspection.services, inspection.standing
        now = services.handing.recorded_as(standing.id)
        owner = services.inspector
        team = {owner.person: (owner.initials, tr("this laptop’s inspector"))}
        for person, member in standing.members():
            if member.present:
                team[person] = (member.initials, role_words(member.role).lower())
        for person, (initials, role) in team.items():
            name = standing.names.get(person, "")
            words = " · ".join(filter(None, (f"&{initials}", name, role)))
            action = self.addAction(words)
            action.setData(person)
            action.setCheckable(True)
            action.setChecked(person == now)
        self.triggered.connect(self._on_triggered)

    def open_at(self, below: QWidget) -> None:
        """Open above the status line."""
        at = below.mapToGlobal(below.rect().topLeft())
        at.setY(at.y() - self.sizeHint().height())
        self.popup(at)

    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(str(action.data()))


class HandingOver(QObject):
    """Hands the laptop over, and says in every window whose acts are recorded now.

    Signals:
        taken_up(): it is known whose acts are recorded in the inspection that was opened.
    """

    taken_up = Signal()

    def __init__(self, status: StatusLine, window: QWidget) -> None:
        super().__init__(window)
        self._status = status
        self._acting = acting.current()
        self._inspection: OpenInspection | None = None

    def take_up(self, inspection: OpenInspection) -> None:
        """Go on in an inspection as whom acts were recorded there last."""
        self._inspection = inspection
        service, id_ = inspection.services.handing, inspection.standing.id
        inspection.jobs.run(self, lambda: service.take_up(id_), self._on_taken_up, lane=Lane.WRITES)

    def leave(self) -> None:
        """Say nothing: no acts are recorded."""
        self._inspection = None
        self.show()

    def show(self) -> None:
        """Say whose acts are recorded now; by the initials that base has allotted."""
        words = recorded_as_words(self._inspection) if self._inspection is not None else ""
        self._status.show_recorded_as(words)
        self._acting.show(words)

    def ask(self, where: QWidget) -> None:
        """Ask, at ``where``, whose acts are recorded from now on."""
        if self._inspection is None:
            return
        menu = HandingMenu(self._inspection, where.window())
        menu.chosen.connect(self._on_menu_chosen)
        menu.open_at(where)

    def _on_menu_chosen(self, person: str) -> None:
        inspection = self._inspection
        if inspection is None:
            return
        service, id_ = inspection.services.handing, inspection.standing.id
        # In the lane of the acts: what was done before is recorded as whoever did it.
        inspection.jobs.run(
            self,
            lambda: service.hand_over(id_, PersonId(person)),
            self._on_handed_over,
            lane=Lane.WRITES,
        )

    def _on_handed_over(self, _nothing: None) -> None:
        self._show_anew()
        self._status.show_passing(tr("From now on, acts are recorded in that name."))

    def _on_taken_up(self, _person: object) -> None:
        self._show_anew()
        self.taken_up.emit()

    def _show_anew(self) -> None:
        self.show()
        if self._inspection is not None:
            self._inspection.mine.look_again()
