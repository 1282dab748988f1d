"""The cells of a table that names its own columns, as a Qt table."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont

from inspector_app.domain.checklist import AnswerKind, Column, Pack
from inspector_app.ui.models.index import ROOT, Index
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.values.cells import Cells, Rows


class TitledCells(Cells):
    """The first row names the columns; an empty column at the right takes what is added."""

    def __init__(self, pack: Pack, parent: QObject | None = None) -> None:
        super().__init__((_column(0),), (), pack, parent)

    def show(self, rows: Rows) -> None:
        """Replace the cells."""
        wide = max(map(len, rows), default=1)
        self.columns = tuple(map(_column, range(wide + 1 if rows else 2)))
        super().show(rows)

    def rows(self) -> Rows:
        """Return the names of the columns and the rows that hold something, in equal length."""
        first, *rest = self._rows
        kept = [row for row in rest if any(row)]
        used = [at for at in range(len(self.columns)) if any(row[at] for row in (first, *kept))]
        if not used:
            return ()
        wide = used[-1] + 1
        return tuple(tuple(row[:wide]) for row in (first, *kept))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index``; names of columns are bold and say so (Qt)."""
        if index.isValid() and index.row() == 0:
            if role == Qt.ItemDataRole.FontRole:
                font = QFont()
                font.setBold(True)
                return font
            if role == Qt.ItemDataRole.AccessibleTextRole:
                words = self._rows[0][index.column()] or tr("empty")
                return tr("Name of {column}: {words}").format(
                    column=self.columns[index.column()].title, words=words
                )
        return super().data(index, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's place, or what a row is (Qt)."""
        if orientation == Qt.Orientation.Vertical and role == Qt.ItemDataRole.DisplayRole:
            return str(section) if section else tr("Names")
        return super().headerData(section, orientation, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Keep what was typed into a cell; the empty column moves on when it is used (Qt)."""
        if len(self._rows) == 1:  # the row of names is not the one that takes what is added
            self.beginInsertRows(ROOT, 1, 1)
            self._rows.append([""] * len(self.columns))
            self.endInsertRows()
        wide = len(self.columns)
        is_last = index.column() == wide - 1
        if is_last and str(value or "").strip() and role == Qt.ItemDataRole.EditRole:
            self.beginInsertColumns(ROOT, wide, wide)
            self.columns = (*self.columns, _column(wide))
            for row in self._rows:
                row.append("")
            self.endInsertColumns()
        return super().setData(index, value, role)

    def remove_row(self, row: int) -> None:
        """Take a row out; the names of the columns are emptied."""
        if row == 0:
            self._rows[0] = [""] * len(self.columns)
            self.dataChanged.emit(self.index(0, 0), self.index(0, len(self.columns) - 1))
            self.cell_edited.emit()
        else:
            super().remove_row(row)


def _column(at: int) -> Column:
    words = tr("Column {number}").format(number=at + 1)
    return Column(str(at), words, AnswerKind.NARRATIVE)
