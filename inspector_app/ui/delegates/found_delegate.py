"""Paints what a search has found."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import RIGHT, Ink
from inspector_app.ui.delegates.row_state import is_selected
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.search_results import FoundView
from inspector_app.ui.theme import Size

ROW_HEIGHT = 30
_KIND_WIDTH = 112
_NUMBER_WIDTH = 92


class FoundDelegate(QStyledItemDelegate):
    """Paints kind, number and excerpt of one thing found, the words looked for underlaid."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of a row (Qt)."""
        px = theme.current().px
        return QSize(px(200), px(ROW_HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row (Qt)."""
        view = index.data(Role.VIEW)
        if not isinstance(view, FoundView):
            return
        painter.save()
        ink = Ink(painter)
        px = ink.theme.px
        row = QRectF(option.rect)
        middle = row.center().y()
        if is_selected(option):
            ink.box(row, "soft", radius=6)
            mark = QRectF(row.left(), middle - px(8), 3, px(16))
            ink.box(mark, "accent", radius=1.5)
        left = row.left() + px(18)
        ink.icon(view.icon, QPointF(left, middle), 14)
        left += px(14)
        kind = QRectF(left, row.top(), px(_KIND_WIDTH), row.height())
        ink.text(kind, view.kind, Size.SECONDARY, "dim")
        left = kind.right() + px(4)
        right = row.right() - px(8)
        if view.cap:
            wide = ink.theme.width(view.cap, Size.META)
            cap = QRectF(right - wide, row.top(), wide, row.height())
            ink.text(cap, view.cap, Size.META, "dim", align=RIGHT)
            right -= wide + px(12)
        if view.number:
            wide = max(px(_NUMBER_WIDTH), ink.theme.width(view.number, Size.SECONDARY, bold=True))
            wide = min(wide, int((right - left) * 0.5))
            number = QRectF(left, row.top(), wide, row.height())
            ink.text(number, view.number, Size.SECONDARY, bold=True)
            left = number.right() + px(8)
        self._excerpt(ink, QRectF(left, row.top(), right - left, row.height()), view)
        painter.restore()

    def _excerpt(self, ink: Ink, room: QRectF, view: FoundView) -> None:
        left = room.left()
        for words, is_found in view.pieces:
            wide = ink.theme.advance(words, Size.BODY, is_found)
            there = QRectF(left, room.top(), room.right() - left, room.height())
            if is_found:
                high = ink.theme.px(18)
                under = QRectF(left, room.center().y() - high / 2, min(wide, there.width()), high)
                ink.box(under, "note_back", radius=3)
            ink.text(there, words, Size.BODY, "note" if is_found else "text", bold=is_found)
            left += wide
            if room.right() - left < ink.theme.px(16):
                return
