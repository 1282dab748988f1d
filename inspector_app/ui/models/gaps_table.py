"""Lines that are not established, as a Qt table."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import Qt

from inspector_app.ui.models.index import Index, Role
from inspector_app.ui.models.shown_rows import ShownRows
from inspector_app.ui.texts import plain_tip, tr


@dataclass(frozen=True, slots=True)
class GapView:
    """A line that is not established, as the board lists it."""

    line_id: str
    question: str
    why: str
    """``no answer yet``, ``not asked``, ``2 versions`` …"""
    versions: int


class Column(IntEnum):
    """Columns, left to right."""

    NUMBER = 0
    QUESTION = 1
    WHY = 2


class GapsTable(ShownRows[GapView]):
    """Shows gaps; never fills one."""

    COLUMNS = Column

    def show(self, gaps: tuple[GapView, ...]) -> None:
        """Replace what is shown by ``gaps``, in their order."""
        if gaps != self._rows:
            super().show(gaps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        gap = self._rows[index.row()]
        text = {Column.NUMBER: gap.line_id, Column.QUESTION: gap.question, Column.WHY: gap.why}
        if role == Role.VIEW:
            return gap
        if role == Role.ID:
            return gap.line_id
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return text[Column(index.column())]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(gap.question)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{gap.line_id}. {gap.question} {gap.why}."
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column (Qt)."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.NUMBER: tr("Line"),
            Column.QUESTION: tr("Question"),
            Column.WHY: tr("Why"),
        }[Column(section)]
