"""Rows of words under titles, one row for each thing: what such tables have in common."""

from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.spoken import in_one_breath
from inspector_app.ui.texts import plain_tip

R = TypeVar("R")


class RowsTable(QAbstractTableModel, Generic[R]):
    """Shows rows in the order given; a table says what of a row stands in its cells."""

    def __init__(self, titles: tuple[str, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = titles
        self._rows: tuple[R, ...] = ()

    def key_of(self, row: R) -> str:
        """Return what tells a row from all others."""
        raise NotImplementedError

    def cells_of(self, row: R) -> tuple[str, ...]:
        """Return the words of a row, one for each title."""
        raise NotImplementedError

    def tip_of(self, row: R, column: int) -> str:
        """Return what a cell says when one points at it."""
        return self.cells_of(row)[column]

    def spoken(self, row: R, _column: int) -> str:
        """Return what is read out at a cell."""
        return in_one_breath(self.cells_of(row))

    def show(self, rows: tuple[R, ...]) -> None:
        """Show these; where they are the same things, only what differs is drawn anew."""
        if rows == self._rows:
            return
        if list(map(self.key_of, rows)) == list(map(self.key_of, self._rows)):
            self._rows = rows
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(rows) - 1, len(self._titles) - 1)
            )
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """Return the row of a thing, or -1."""
        return next((at for at, row in enumerate(self._rows) if self.key_of(row) == key), -1)

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
        row, column = self._rows[index.row()], index.column()
        if role == Role.VIEW:
            return row
        if role == Role.ID:
            return self.key_of(row)
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return self.cells_of(row)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.tip_of(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(row, column)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the title of a column (Qt)."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._titles[section]
