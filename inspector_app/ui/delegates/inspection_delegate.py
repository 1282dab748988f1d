"""Paints a row of the list of inspections."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import Ink
from inspector_app.ui.delegates.row_state import has_focus, is_selected
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.inspections_table import Column, InspectionView
from inspector_app.ui.theme import Size

ROW_HEIGHT = 44


class InspectionDelegate(QStyledItemDelegate):
    """Paints the cells of the list of inspections."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the row's height and the width the words want (Qt)."""
        look = theme.current()
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        wide = look.width(words, Size.BODY, index.column() == Column.FORCE)
        return QSize(wide + look.px(24), look.px(ROW_HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one cell (Qt)."""
        view = index.data(Role.VIEW)
        if not isinstance(view, InspectionView):
            return
        painter.save()
        ink = Ink(painter)
        px = ink.theme.px
        cell = QRectF(option.rect)
        if is_selected(option):
            ink.box(cell.adjusted(0, 0, 0, -1), "soft")
        ink.rule(QPointF(cell.left(), cell.bottom() - 1), cell.width())
        if has_focus(option):
            ink.box(cell.adjusted(2, 2, -2, -3), "", "accent", 4)
        room = cell.adjusted(px(12), 0, -px(12), 0)
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        if index.column() == Column.FORCE:
            ink.text(room, words, Size.BODY, bold=True)
        elif index.column() == Column.ESTABLISHED:
            ink.text(room.adjusted(0, 0, 0, -px(8)), words, Size.SECONDARY, "dim")
            bar = QRectF(room.left(), cell.center().y() + px(9), min(room.width(), px(96)), px(4))
            ink.bar(bar, view.established, view.total)
        else:
            ink.text(room, words, Size.SECONDARY, "dim")
        painter.restore()
