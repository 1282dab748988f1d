"""Handing a laptop over: the menu of the team, and the words that say whose acts are recorded."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from inspector_app.domain.wording import role_words
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.texts import tr


def recorded_as_words(inspection: OpenInspection) -> str:
    """Return ``Recorded as AM on JS’s laptop · F6``."""
    handing, inspector = inspection.services.handing, inspection.services.inspector
    person = handing.recorded_as(inspection.standing.id)
    if person == inspector.person:
        return tr("Recorded as {initials} · F6").format(initials=inspector.initials)
    return tr("Recorded as {initials} on {owner}’s laptop · F6").format(
        initials=inspection.standing.initials(person), owner=inspector.initials
    )


class HandingMenu(QMenu):
    """The members of the team who are present; the initials' first letter chooses.

    Signals:
        chosen(str): the person whose acts are to be recorded from now on.
    """

    chosen = Signal(str)

    def __init__(self, inspection: OpenInspection, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Record acts as"))
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
