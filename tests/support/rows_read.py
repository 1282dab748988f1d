"""What a screen reader says of each row of a list or table, in the order it is shown."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView


def rows_read(view: QAbstractItemView) -> list[str]:
    """Return what is said of the rows, by the first column."""
    model, spoken = view.model(), Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(row, 0).data(spoken)) for row in range(model.rowCount())]
