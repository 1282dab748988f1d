"""Paints a collapsed line."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import RIGHT, Ink, flag_width
from inspector_app.ui.delegates.row_state import is_selected
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.lines_table import Column, LineView, last_time_text, versions_text
from inspector_app.ui.theme import Size

ROW_HEIGHT = 28
WIDTHS = {
    Column.NUMBER: 88,
    Column.ANSWER: 138,
    Column.AS_AT: 48,
    Column.SUPPORT: 50,
    Column.FILES: 34,
    Column.WHOSE: 50,
    Column.INITIALS: 28,
}
"""At a text size of 100 %; the question takes the rest."""

_BADGES_THAT_FIT = 2


class LineDelegate(QStyledItemDelegate):
    """Paints the cells of a collapsed line; the open line's row it leaves to its widget."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.open_row = -1

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the fixed height of a collapsed line (Qt)."""
        look = theme.current()
        return QSize(look.px(WIDTHS.get(Column(index.column()), 200)), look.px(ROW_HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one cell (Qt)."""
        line = index.data(Role.VIEW)
        if not isinstance(line, LineView) or index.row() == self.open_row:
            return
        cell = QRectF(option.rect)
        column = Column(index.column())
        if _is_bare(line, column) and not is_selected(option):
            # Most cells of a walk hold nothing yet.
            rule = QRectF(cell.left(), cell.bottom() - 1, cell.width(), 1)
            painter.fillRect(rule, theme.current().colour("line"))
            return
        painter.save()
        ink = Ink(painter)
        if column in (Column.ANSWER, Column.AS_AT):
            painter.setClipRect(cell)  # each paints its part of words that run through both
        if is_selected(option):
            self._mark(ink, cell, column)
        ink.rule(QPointF(cell.left(), cell.bottom() - 1), cell.width())
        self._content(ink, cell, column, line)
        painter.restore()

    def _mark(self, ink: Ink, cell: QRectF, column: Column) -> None:
        ink.box(cell.adjusted(0, 0, 0, -1), "soft")
        if column is Column.NUMBER:
            high = ink.theme.px(16)
            where = QRectF(cell.left(), cell.center().y() - high / 2, 3, high)
            ink.box(where, "accent", radius=1.5)

    def _content(self, ink: Ink, cell: QRectF, column: Column, line: LineView) -> None:
        px = ink.theme.px
        if column is Column.NUMBER:
            ink.text(cell.adjusted(px(8), 0, 0, 0), line.number, Size.SECONDARY, "dim")
        elif column is Column.QUESTION:
            room = cell.adjusted(0, 0, -px(12), 0)
            if line.versions > 1:
                words = versions_text(line.versions)
                left = room.right() - flag_width(words)
                ink.flag(left, cell.center().y(), "versions", words)
                room.setRight(left - px(8))
            ink.text(room, line.question)
        elif column is Column.ANSWER:
            self._answer(ink, cell, line)
        elif column is Column.AS_AT:
            if line.as_at:
                ink.text(cell, line.as_at, Size.SECONDARY, "dim")
            else:
                # An answer without its own date runs on through this column. Each of the two
                # cells paints its part, so that repainting one alone does not cut the words.
                answer = px(WIDTHS[Column.ANSWER])
                self._answer(ink, cell.adjusted(-answer, 0, 0, 0), line)
        elif column is Column.SUPPORT:
            self._support(ink, cell, line.kinds)
        elif column is Column.FILES and line.files:
            ink.icon("paperclip", QPointF(cell.left() + px(7), cell.center().y()), 14)
            ink.text(cell.adjusted(px(18), 0, 0, 0), str(line.files), Size.SECONDARY, "dim")
        elif column is Column.WHOSE and line.whose:
            colour = "accent" if line.is_mine else "dim"
            icon = "versions" if line.is_whose_disputed else "user"
            ink.icon(icon, QPointF(cell.left() + px(7), cell.center().y()), 12, colour)
            room = cell.adjusted(px(16), 0, -px(4), 0)
            ink.text(room, line.whose, Size.SECONDARY, "dim", bold=line.is_mine)
        elif column is Column.INITIALS:
            ink.text(cell, line.initials, Size.SECONDARY, "dim", align=RIGHT)

    def _answer(self, ink: Ink, cell: QRectF, line: LineView) -> None:
        px = ink.theme.px
        if not line.answer and line.last_time:
            wide = px(WIDTHS[Column.ANSWER]) + px(WIDTHS[Column.AS_AT]) - px(8)
            room = QRectF(cell.left(), cell.top(), wide, cell.height())
            ink.text(room, last_time_text(line.last_time), Size.SECONDARY, "dim")
            return
        if not line.answer:
            ink.rule(QPointF(cell.left(), cell.center().y()), px(12), "field")
            return
        width = px(WIDTHS[Column.ANSWER])
        if not line.as_at:
            width += px(WIDTHS[Column.AS_AT])
        room = QRectF(cell.left(), cell.top(), width - px(8), cell.height())
        colour = "dim" if line.is_gap else "text"
        ink.text(room, line.answer, Size.BODY, colour, bold=not line.is_gap)

    def _support(self, ink: Ink, cell: QRectF, kinds: tuple[str, ...]) -> None:
        """Two badges fit; a third source shows as how many more there are."""
        middle = cell.center().y()
        if len(kinds) <= _BADGES_THAT_FIT:
            ink.badges(cell.left(), middle, kinds, "badge")
            return
        left = ink.badges(cell.left(), middle, kinds[:1], "badge")
        room = QRectF(left, cell.top(), cell.right() - left, cell.height())
        ink.text(room, f"+{len(kinds) - 1}", Size.META, "dim")


def _is_bare(line: LineView, column: Column) -> bool:
    """True for a cell that shows nothing but the rule below it."""
    return {
        Column.AS_AT: not (line.as_at or line.answer or line.last_time),
        Column.SUPPORT: not line.kinds,
        Column.FILES: not line.files,
        Column.WHOSE: not line.whose,
        Column.INITIALS: not line.initials,
    }.get(column, False)
