"""The one proxy that sorts and filters, in Python."""

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt

from inspector_app.ui.models.index import Index, Role


class SortedRows(QSortFilterProxyModel):
    """Sorts by ``Role.SORT`` and keeps the rows in which every typed word occurs.

    In Python, because Qt compares integers as 32 bits and knows no tuples.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()

    def look_for(self, text: str) -> None:
        """Keep the rows in which each word of ``text`` occurs, in any case; all when empty."""
        self.beginFilterChange()
        self._words = tuple(text.casefold().split())
        self.endFilterChange()

    def lessThan(self, left: Index, right: Index) -> bool:
        """Compare two cells (Qt)."""
        one, other = left.data(Role.SORT), right.data(Role.SORT)
        return bool(one < other)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """True when every word occurs somewhere in the row (Qt)."""
        if not self._words:
            return True
        source = self.sourceModel()
        text = " ".join(
            str(source.index(row, column, parent).data(Qt.ItemDataRole.DisplayRole) or "")
            for column in range(source.columnCount(parent))
        ).casefold()
        return all(word in text for word in self._words)
