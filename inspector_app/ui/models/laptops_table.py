"""The laptops of the team, as a Qt table."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.texts import plain_tip, tr


@dataclass(frozen=True, slots=True)
class LaptopView:
    """A laptop as its row shows it, or a laptop's work that waits for a decision."""

    device: str
    initials: str
    sharing: str
    """Whether the inspection is shared with it, in words."""
    until: str
    """When the last of its work that is here was recorded."""
    state: str
    is_stranger: bool = False
    """It introduces itself and is not of the team yet."""
    is_in: bool = False
    words: str = ""
    """Of a stranger: what its person has to read aloud."""
    is_apart: bool = False
    """Work that is kept apart, known by ``device``."""


class Column(IntEnum):
    """Columns, left to right."""

    LAPTOP = 0
    SHARING = 1
    UNTIL = 2
    STATE = 3


class LaptopsTable(QAbstractTableModel):
    """Shows laptops in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[LaptopView, ...] = ()

    def show(self, laptops: tuple[LaptopView, ...]) -> None:
        """Replace what is shown."""
        self.beginResetModel()
        self._rows = laptops
        self.endResetModel()

    def row_of(self, device: str) -> int:
        """Return the row of a laptop; -1 when it is not among them."""
        return next((row for row, each in enumerate(self._rows) if each.device == device), -1)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of laptops (Qt)."""
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
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell_text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_cell_text(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if column is not Column.LAPTOP:
                return _cell_text(row, column)
            said = (_cell_text(row, each).rstrip(".") for each in Column)
            return ". ".join(filter(None, said)) + "."
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column (Qt)."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.LAPTOP: tr("Laptop"),
            Column.SHARING: tr("This inspection"),
            Column.UNTIL: tr("Its work is here until"),
            Column.STATE: tr("State"),
        }[Column(section)]


def _cell_text(row: LaptopView, column: Column) -> str:
    return {
        Column.LAPTOP: row.initials,
        Column.SHARING: row.sharing,
        Column.UNTIL: row.until,
        Column.STATE: row.state,
    }[column]
