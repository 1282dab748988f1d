"""The entries of the registers, as a Qt table."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.texts import plain_tip, tr


class Column(IntEnum):
    """Columns, left to right."""

    NAME = 0
    REGISTER = 1
    ALIASES = 2
    VALID = 3


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as it is listed."""

    id: str
    name: str
    register: str
    """In words."""
    aliases: str
    valid: str
    """From and until when, and that this was not at the visit; empty: always."""


class RegistersTable(QAbstractTableModel):
    """Shows entries in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[EntryRow, ...] = ()

    def show(self, rows: tuple[EntryRow, ...]) -> None:
        """Show these; where they are the same ones, only what differs is drawn anew."""
        if rows == self._rows:
            return
        if [row.id for row in rows] == [row.id for row in self._rows]:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(Column) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_of(self, wanted: str) -> int:
        """Return the row of an entry, or -1."""
        return next((at for at, row in enumerate(self._rows) if row.id == wanted), -1)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many there are (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns (Qt)."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        text = {
            Column.NAME: row.name,
            Column.REGISTER: row.register,
            Column.ALIASES: row.aliases,
            Column.VALID: row.valid,
        }
        if role == Role.VIEW:
            return row
        if role == Role.ID:
            return row.id
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return text[Column(index.column())]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(text[Column(index.column())])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join(filter(None, text.values()))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column (Qt)."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.NAME: tr("Name"),
            Column.REGISTER: tr("Register"),
            Column.ALIASES: tr("Also called"),
            Column.VALID: tr("Valid"),
        }[Column(section)]
