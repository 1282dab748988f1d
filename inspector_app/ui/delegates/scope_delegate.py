"""Paints and switches a cell of the board of sections to look at."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import Ink
from inspector_app.ui.delegates.row_state import has_focus
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.scope_matrix import Scope, ScopeView
from inspector_app.ui.theme import Size

HEIGHT = 40
_RADIUS = 6


class ScopeDelegate(QStyledItemDelegate):
    """A box with a check mark and words; Space, Enter or a click anywhere in it switches."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a cell (Qt)."""
        px = theme.current().px
        return QSize(px(120), px(HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one cell (Qt)."""
        view = index.data(Role.VIEW)
        if not isinstance(view, ScopeView):
            return
        painter.save()
        ink = Ink(painter)
        px = ink.theme.px
        where = QRectF(option.rect).adjusted(0, 0, -px(5), -px(5))
        is_in = view.scope is Scope.IN
        ink.box(
            where,
            "soft" if is_in else "",
            "accent" if is_in else "line",
            _RADIUS,
            is_dashed=view.scope is Scope.EMPTY,
        )
        left = where.left() + px(8)
        if view.scope is not Scope.EMPTY:
            side = px(14)
            box = QRectF(left, where.center().y() - side / 2, side, side)
            ink.box(box, "accent" if is_in else "alt", "accent" if is_in else "field", 4)
            if is_in:
                ink.icon("check", QPointF(box.center()), 12, "on_accent")
            left += px(20)
        room = QRectF(left, where.top(), where.right() - left - px(4), where.height())
        words = view.words()
        if ink.theme.width(words, Size.SECONDARY) > room.width():
            words = view.short_words()
        ink.text(room, words, Size.SECONDARY, "text" if is_in else "dim")
        if has_focus(option):
            ink.box(where.adjusted(-1, -1, 1, 1), "", "accent", _RADIUS, 2)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        _option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Switch the section (Qt)."""
        if isinstance(event, QMouseEvent):
            is_asked = (
                event.type() == QEvent.Type.MouseButtonRelease
                and event.button() == Qt.MouseButton.LeftButton
            )
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_asked = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select)
        else:
            is_asked = False
        if not is_asked:
            return False
        is_in = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        state = Qt.CheckState.Unchecked if is_in else Qt.CheckState.Checked
        return model.setData(index, state, Qt.ItemDataRole.CheckStateRole)
