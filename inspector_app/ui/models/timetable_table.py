"""The timetable, as a Qt table."""

from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from inspector_app.ui.encounter_viewing import EntryView
from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.texts import plain_tip, tr


class Column(IntEnum):
    """Columns, left to right."""

    WHEN = 0
    KIND = 1
    WHO = 2
    PLACE = 3
    LEAD = 4
    STATE = 5


class TimetableTable(QAbstractTableModel):
    """Shows entries in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[EntryView, ...] = ()

    def show(self, rows: tuple[EntryView, ...]) -> None:
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
        """Return the row of one, or -1."""
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
            Column.WHEN: row.when,
            Column.KIND: row.kind,
            Column.WHO: row.who,
            Column.PLACE: row.place,
            Column.LEAD: row.lead,
            Column.STATE: row.state,
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
            Column.WHEN: tr("When"),
            Column.KIND: tr("Kind"),
            Column.WHO: tr("With"),
            Column.PLACE: tr("Place"),
            Column.LEAD: tr("Led by"),
            Column.STATE: tr("State"),
        }[Column(section)]
