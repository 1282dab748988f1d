"""Areas to be made black, as a Qt list."""

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from inspector_app.domain.redaction import Area, place_words
from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.texts import plain_tip, tr


class AreasList(QAbstractListModel):
    """Shows areas, numbered in the order in which they were marked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Area, ...] = ()

    def show(self, areas: tuple[Area, ...]) -> None:
        """Replace what is shown; of as many areas as before only the words change."""
        if len(areas) == len(self._rows):
            changed = [row for row, area in enumerate(areas) if area != self._rows[row]]
            self._rows = areas
            for row in changed:
                self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.beginResetModel()
        self._rows = areas
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of areas (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        area = self._rows[index.row()]
        if role == Role.VIEW:
            return area
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{index.row() + 1} · {place_words(area)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(area.words())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            number = index.row() + 1
            return tr("Area {number}: {where}").format(number=number, where=area.words())
        if role == Role.SORT:
            return (area.page, index.row())
        return None
