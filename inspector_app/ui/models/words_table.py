"""Rows of words under titles, as a Qt table."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.texts import plain_tip


@dataclass(frozen=True, slots=True)
class WordsRow:
    """One row: what it stands for, and a cell for each title."""

    id: str
    cells: tuple[str, ...]
    tip: str = ""
    """In full; empty: the cell says all."""


class WordsTable(QAbstractTableModel):
    """Shows rows in the order given."""

    def __init__(self, titles: tuple[str, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = titles
        self._rows: tuple[WordsRow, ...] = ()

    def show(self, rows: tuple[WordsRow, ...]) -> None:
        """Show these rows; where they are the same things, only what differs is drawn anew."""
        if rows == self._rows:
            return
        if [row.id for row in rows] == [row.id for row in self._rows]:
            self._rows = rows
            last = self.index(len(rows) - 1, len(self._titles) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_of(self, id_: str) -> int:
        """Return the row of a thing, or -1."""
        return next((at for at, row in enumerate(self._rows) if row.id == id_), -1)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of titles (Qt)."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Role.VIEW:
            return row
        if role == Role.ID:
            return row.id
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.tip or row.cells[index.column()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join(filter(None, (*row.cells, row.tip)))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column (Qt)."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._titles[section]
