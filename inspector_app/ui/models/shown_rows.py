"""A Qt table of rows that are shown in the order given: what all such tables have in common."""

from collections.abc import Sequence
from enum import IntEnum
from typing import ClassVar, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QObject

from inspector_app.ui.models.index import ROOT, Index

R = TypeVar("R")


class ShownRows(QAbstractTableModel, Generic[R]):
    """Holds rows; a table says what of a row stands in its columns."""

    COLUMNS: ClassVar[type[IntEnum]]
    """Its columns, left to right."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[R] = ()

    def show(self, rows: tuple[R, ...]) -> None:
        """Replace what is shown by ``rows``."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns (Qt)."""
        return 0 if parent.isValid() else len(self.COLUMNS)
