"""The inspections on this laptop, as a Qt table."""

from dataclasses import dataclass, replace
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.models.shown_rows import ShownRows
from inspector_app.ui.spoken import in_one_breath
from inspector_app.ui.texts import established_text, plain_tip, tr


@dataclass(frozen=True, slots=True)
class InspectionView:
    """An inspection as its row shows it."""

    inspection_id: str
    force: str
    pack: str
    fieldwork: str
    """Its dates, for reading."""
    fieldwork_order: str = ""
    """The first day as ISO 8601, for sorting; empty when there is none yet."""
    established: int = 0
    total: int = 0
    state: str = ""
    """In words: signed summary of …, changed since …"""
    last_change: str = ""
    """For reading."""
    last_change_ms: int = 0
    """Milliseconds since 1970 UTC, for sorting."""


class Column(IntEnum):
    """Columns, left to right."""

    FORCE = 0
    PACK = 1
    FIELDWORK = 2
    ESTABLISHED = 3
    STATE = 4
    LAST_CHANGE = 5


class InspectionsTable(ShownRows[InspectionView]):
    """Shows inspections; never changes one."""

    COLUMNS = Column

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[InspectionView] = []

    def show(self, inspections: tuple[InspectionView, ...]) -> None:
        """Replace what is shown by ``inspections``, in their order."""
        self.beginResetModel()
        self._rows = list(inspections)
        self.endResetModel()

    def bring_up_to_date(self, inspections: tuple[InspectionView, ...]) -> None:
        """Show ``inspections`` with as little moved as can be.

        Rows that are shown stay where they are, each with its state until another is known; those
        that are gone go, and new ones come at the end.
        """
        now = {each.inspection_id: each for each in inspections}
        for row in range(len(self._rows) - 1, -1, -1):
            if self._rows[row].inspection_id not in now:
                self.beginRemoveRows(ROOT, row, row)
                del self._rows[row]
                self.endRemoveRows()
        for shown in self._rows:
            fresh = now.pop(shown.inspection_id)
            self.inspection_changed(replace(fresh, state=fresh.state or shown.state))
        if now:
            first = len(self._rows)
            self.beginInsertRows(ROOT, first, first + len(now) - 1)
            self._rows += now.values()
            self.endInsertRows()

    def inspection_changed(self, inspection: InspectionView) -> None:
        """Show one inspection anew; nothing when it is not in the list."""
        for row, shown in enumerate(self._rows):
            if shown.inspection_id == inspection.inspection_id:
                self._rows[row] = inspection
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        column = Column(index.column())
        if role == Role.VIEW:
            return row
        if role == Role.ID:
            return row.inspection_id
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell_text(row, column)
        if role == Role.SORT:
            return {
                Column.FIELDWORK: row.fieldwork_order,
                Column.ESTABLISHED: row.established / row.total if row.total else 0.0,
                Column.LAST_CHANGE: row.last_change_ms,
            }.get(column, _cell_text(row, column).casefold())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if column is not Column.FORCE:
                return _cell_text(row, column)
            texts = (_cell_text(row, each) for each in Column)
            return in_one_breath(texts)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_cell_text(row, column)) or None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column (Qt)."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.FORCE: tr("Force"),
            Column.PACK: tr("Checklists"),
            Column.FIELDWORK: tr("Fieldwork"),
            Column.ESTABLISHED: tr("Established"),
            Column.STATE: tr("Summary"),
            Column.LAST_CHANGE: tr("Last change"),
        }[Column(section)]


def _cell_text(row: InspectionView, column: Column) -> str:
    return {
        Column.FORCE: row.force,
        Column.PACK: row.pack,
        Column.FIELDWORK: row.fieldwork,
        Column.ESTABLISHED: established_text(row.established, row.total),
        Column.STATE: row.state,
        Column.LAST_CHANGE: row.last_change,
    }[column]
