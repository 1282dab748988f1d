"""People of the team, to be ticked."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QObject, Qt, Signal

from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.texts import counted, tr


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody of the team as a row."""

    person: str
    initials: str
    name: str = ""
    """Empty where this laptop knows none."""
    role: str = ""
    lines: int = 0
    """Lines in scope that are theirs so far."""


class PeopleList(QAbstractListModel):
    """Shows people with a tick each; the page decides what ticks mean.

    Signals:
        ticked(): somebody was ticked, or is no longer.
    """

    ticked = Signal()

    def __init__(
        self, people: tuple[PersonView, ...], chosen: Iterable[str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._people = people
        self._chosen = set(chosen) & {each.person for each in people}

    def chosen(self) -> tuple[str, ...]:
        """Return who is ticked, in the order shown."""
        return tuple(each.person for each in self._people if each.person in self._chosen)

    def toggle(self, row: int) -> bool:
        """Tick a row, or no longer; False where there is no such row."""
        if not 0 <= row < len(self._people):
            return False
        self._chosen ^= {self._people[row].person}
        here = self.index(row, 0)
        self.dataChanged.emit(here, here)
        self.ticked.emit()
        return True

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of people (Qt)."""
        return 0 if parent.isValid() else len(self._people)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let every row be ticked (Qt)."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        view = self._people[index.row()]
        if role == Role.VIEW:
            return view
        if role == Role.ID:
            return view.person
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return f"{index.row() + 1}   {_words(view)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _words(view)
        if role == Qt.ItemDataRole.CheckStateRole:
            is_ticked = view.person in self._chosen
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a row by Space or the mouse (Qt)."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        is_ticked = self._people[index.row()].person in self._chosen
        if is_ticked == (Qt.CheckState(value) == Qt.CheckState.Checked):
            return False
        return self.toggle(index.row())


def _words(view: PersonView) -> str:
    lines = counted(view.lines, "line", "lines") if view.lines else tr("no line yet")
    return " · ".join(filter(None, (view.initials, view.name, view.role, lines)))
