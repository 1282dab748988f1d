"""Sources, as a Qt table."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import Qt

from inspector_app.ui.models.index import Index, Role
from inspector_app.ui.models.shown_rows import ShownRows
from inspector_app.ui.spoken import in_one_breath
from inspector_app.ui.texts import kind_text, plain_tip, tr


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as its row shows it."""

    source_id: str
    letter: str
    number: str
    title: str
    role: str = ""
    when: str = ""
    state: str = ""
    """Of a request or a test: ``overdue since 30 September 2013``."""
    lines: str = ""
    """Where it gave accounts, shortened: ``CC-CY-04 +3``, or ``no account yet``."""
    all_lines: str = ""
    """The same in full."""


class Column(IntEnum):
    """Columns, left to right."""

    KIND = 0
    NUMBER = 1
    TITLE = 2
    ROLE = 3
    WHEN = 4
    STATE = 5
    LINES = 6


class SourcesTable(ShownRows[SourceView]):
    """Shows sources in the order given."""

    COLUMNS = Column

    def show(self, sources: tuple[SourceView, ...]) -> None:
        """Show these sources; where they are the same ones, only what differs is drawn anew."""
        if sources == self._rows:
            return
        is_same = [s.source_id for s in sources] == [s.source_id for s in self._rows]
        if is_same:
            self._rows = sources
            self.dataChanged.emit(self.index(0, 0), self.index(len(sources) - 1, len(Column) - 1))
            return
        super().show(sources)

    def row_of(self, source_id: str) -> int:
        """Return the row of a source, or -1."""
        return next((at for at, s in enumerate(self._rows) if s.source_id == source_id), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        source = self._rows[index.row()]
        text = {
            Column.KIND: source.letter,
            Column.NUMBER: source.number,
            Column.TITLE: source.title,
            Column.ROLE: source.role,
            Column.WHEN: source.when,
            Column.STATE: source.state,
            Column.LINES: source.lines,
        }
        if role == Role.VIEW:
            return source
        if role == Role.ID:
            return source.source_id
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return text[Column(index.column())]
        whole = {**text, Column.KIND: kind_text(source.letter), Column.LINES: source.all_lines}
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(whole[Column(index.column())])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return in_one_breath(whole.values())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column (Qt)."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.KIND: tr("Kind"),
            Column.NUMBER: tr("Number"),
            Column.TITLE: tr("Title"),
            Column.ROLE: tr("Role"),
            Column.WHEN: tr("When"),
            Column.STATE: tr("State"),
            Column.LINES: tr("Accounts on"),
        }[Column(section)]
