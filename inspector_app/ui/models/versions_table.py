"""What is to be settled in the whole inspection, as a Qt table."""

from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.settling_viewing import ContestedView
from inspector_app.ui.texts import plain_tip, tr


class Column(IntEnum):
    """Columns, left to right."""

    NAME = 0
    VERSIONS = 1
    DIFFERS = 2
    LATEST = 3


class VersionsTable(QAbstractTableModel):
    """Shows what stands in several versions, in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ContestedView, ...] = ()

    def show(self, rows: tuple[ContestedView, ...]) -> None:
        """Replace what is shown."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_of(self, about: str) -> int:
        """Return the row of a subject; -1 when it is not among them."""
        return next((row for row, each in enumerate(self._rows) if each.subject == about), -1)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of subjects (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns (Qt)."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == Role.VIEW:
            return row
        if role == Role.ID:
            return row.subject
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell_text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_cell_text(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if column is not Column.NAME:
                return _cell_text(row, column)
            differs = tr("they differ in {labels}").format(labels=row.differs_in)
            return f"{row.name}. {row.versions}. {differs}. {row.latest}."
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column (Qt)."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.NAME: tr("Where"),
            Column.VERSIONS: tr("Versions"),
            Column.DIFFERS: tr("They differ in"),
            Column.LATEST: tr("Latest"),
        }[Column(section)]


def _cell_text(row: ContestedView, column: Column) -> str:
    return {
        Column.NAME: row.name,
        Column.VERSIONS: row.versions,
        Column.DIFFERS: row.differs_in,
        Column.LATEST: row.latest,
    }[column]
