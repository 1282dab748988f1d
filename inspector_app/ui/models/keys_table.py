"""The keys of all screens, as a Qt table."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.shortcuts import Shortcut, key_text
from inspector_app.ui.texts import tr


@dataclass(frozen=True, slots=True)
class ScreenKeys:
    """The keys of one screen."""

    screen: str
    """The screen's name as the user knows it."""
    shortcuts: tuple[Shortcut, ...]


class Column(IntEnum):
    """Columns, left to right."""

    KEY = 0
    WORDS = 1
    SCREEN = 2


class KeysTable(QAbstractTableModel):
    """Shows keys, screen by screen; keys written alike on one cap stand in one row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, str, str]] = []

    def show(self, screens: tuple[ScreenKeys, ...]) -> None:
        """Replace what is shown by ``screens``."""
        self.beginResetModel()
        rows = (
            (each.cap or key_text(each.keys), each.words, screen.screen)
            for screen in screens
            for each in screen.shortcuts
        )
        self._rows = list(dict.fromkeys(rows))
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of keys (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns (Qt)."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return row[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join(row) + "." if index.column() == Column.KEY else row[index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column (Qt)."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {Column.KEY: tr("Key"), Column.WORDS: tr("Does"), Column.SCREEN: tr("Screen")}[
            Column(section)
        ]
