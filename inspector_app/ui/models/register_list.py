"""Entries of a register, to be found by name or alias."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from inspector_app.ui.models.index import ROOT, Index, Role


@dataclass(frozen=True, slots=True)
class RegisterView:
    """An entry as it is found and shown."""

    entry_id: str
    name: str
    aliases: tuple[str, ...] = ()


class RegisterList(QAbstractTableModel):
    """Shows names; the second column holds the aliases, so that a search finds them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[RegisterView, ...] = ()

    def show(self, entries: tuple[RegisterView, ...]) -> None:
        """Replace what is shown, in this order."""
        self.beginResetModel()
        self._rows = entries
        self.endResetModel()

    def named(self, name: str) -> RegisterView | None:
        """Return the entry called ``name``, in any case; by an alias too when only one has it."""
        wanted = name.strip().casefold()
        exact = [row for row in self._rows if row.name.casefold() == wanted]
        other = [row for row in self._rows if wanted in [a.casefold() for a in row.aliases]]
        found = exact or other
        return found[0] if len(found) == 1 else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of entries (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns (Qt)."""
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Role.VIEW:
            return row
        if role == Role.ID:
            return row.entry_id
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Role.SORT):
            return row.name if index.column() == 0 else ", ".join(row.aliases)
        return None
