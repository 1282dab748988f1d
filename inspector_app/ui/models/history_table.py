"""What was recorded, act by act, as a Qt table."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import Qt

from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.models.shown_rows import ShownRows
from inspector_app.ui.spoken import in_one_breath
from inspector_app.ui.texts import plain_tip, tr


@dataclass(frozen=True, slots=True)
class EntryView:
    """One act, as the history lists it."""

    change: str
    when: str
    """London time."""
    who: str
    what: str
    state: str
    """``undone``, ``purged`` …; empty: nothing to say."""
    details: str
    """Differences and reason, line by line."""
    place: str
    """Where it leads; empty: nowhere."""


class Column(IntEnum):
    """Columns, left to right."""

    WHEN = 0
    WHO = 1
    WHAT = 2
    STATE = 3


class HistoryTable(ShownRows[EntryView]):
    """Shows acts, the latest first; more are appended page by page."""

    COLUMNS = Column

    def append(self, entries: tuple[EntryView, ...]) -> None:
        """Show older ones below."""
        if not entries:
            return
        first = len(self._rows)
        self.beginInsertRows(ROOT, first, first + len(entries) - 1)
        self._rows = (*self._rows, *entries)
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        entry = self._rows[index.row()]
        if role == Role.VIEW:
            return entry
        if role == Role.ID:
            return entry.change
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return {
                Column.WHEN: entry.when,
                Column.WHO: entry.who,
                Column.WHAT: entry.what,
                Column.STATE: entry.state,
            }[Column(index.column())]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(entry.what)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = (entry.when, entry.who, entry.what, entry.state)
            return in_one_breath(said)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column (Qt)."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.WHEN: tr("When"),
            Column.WHO: tr("Who"),
            Column.WHAT: tr("What"),
            Column.STATE: tr("State"),
        }[Column(section)]
