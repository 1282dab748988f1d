"""The signed summaries of an inspection, as a Qt table."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import Qt

from inspector_app.ui.models.index import Index, Role
from inspector_app.ui.models.shown_rows import ShownRows
from inspector_app.ui.spoken import in_one_breath
from inspector_app.ui.texts import plain_tip, tr


@dataclass(frozen=True, slots=True)
class SummaryView:
    """A signed summary as its row shows it."""

    when: str
    when_ms: int
    who: str
    form: str
    certificate: str
    content: str
    """Whether it prints what would be printed now, in words."""
    sha256: str


class Column(IntEnum):
    """Columns, left to right."""

    WHEN = 0
    FORM = 1
    WHO = 2
    CONTENT = 3
    CERTIFICATE = 4
    SHA256 = 5


class SummariesTable(ShownRows[SummaryView]):
    """Shows signed summaries, latest first."""

    COLUMNS = Column

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == Role.VIEW:
            return row
        if role == Role.SORT and column is Column.WHEN:
            return row.when_ms
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return _cell_text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.sha256 if column is Column.SHA256 else _cell_text(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if column is not Column.WHEN:
                return _cell_text(row, column)
            return in_one_breath(_cell_text(row, each) for each in Column)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column (Qt)."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.WHEN: tr("Signed"),
            Column.FORM: tr("Kind"),
            Column.WHO: tr("By"),
            Column.CONTENT: tr("Content"),
            Column.CERTIFICATE: tr("Certificate"),
            Column.SHA256: tr("SHA-256"),
        }[Column(section)]


def _cell_text(row: SummaryView, column: Column) -> str:
    return {
        Column.WHEN: row.when,
        Column.FORM: row.form,
        Column.WHO: row.who,
        Column.CONTENT: row.content,
        Column.CERTIFICATE: row.certificate,
        Column.SHA256: row.sha256,
    }[column]
