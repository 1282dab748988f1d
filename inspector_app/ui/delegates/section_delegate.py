"""Paints threats and sections in the tree at the left."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import RIGHT, Ink
from inspector_app.ui.delegates.row_state import has_focus, is_selected
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.sections_tree import SectionNode, ThreatNode
from inspector_app.ui.texts import tr
from inspector_app.ui.theme import Size

THREAT_HEIGHT = 34
OPEN_THREAT_HEIGHT = 28
SECTION_HEIGHT = 28
_AFTER_LAST = 6


class SectionDelegate(QStyledItemDelegate):
    """Paints a threat with its bar while closed, and a section with its count."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of a threat or of a section (Qt)."""
        px = theme.current().px
        if not index.parent().isValid():
            tree = option.widget
            is_open = isinstance(tree, QTreeView) and tree.isExpanded(index)
            return QSize(px(100), px(OPEN_THREAT_HEIGHT if is_open else THREAT_HEIGHT))
        is_last = index.row() == index.model().rowCount(index.parent()) - 1
        return QSize(px(100), px(SECTION_HEIGHT + (_AFTER_LAST if is_last else 0)))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row (Qt)."""
        node = index.data(Role.VIEW)
        painter.save()
        ink = Ink(painter)
        row = QRectF(option.rect)
        if isinstance(node, ThreatNode):
            is_open = bool(option.state & QStyle.StateFlag.State_Open)
            self._threat(ink, row, node, is_open)
        elif isinstance(node, SectionNode):
            row.setHeight(ink.theme.px(SECTION_HEIGHT))
            self._section(ink, row, node, is_selected(option))
        if has_focus(option):
            ink.box(row.adjusted(6, 1, -6, -1), "", "accent", 6)
        painter.restore()

    def _threat(self, ink: Ink, row: QRectF, node: ThreatNode, is_open: bool) -> None:
        px = ink.theme.px
        high = px(24)
        line = QRectF(row.left() + px(12), row.top() + px(4), row.width() - px(24), high)
        count = f"{node.established}/{node.total}"
        ink.text(line, count, Size.SECONDARY, "dim", align=RIGHT)
        wide = ink.theme.width(count, Size.SECONDARY)
        ink.text(line.adjusted(0, 0, -wide - px(8), 0), node.name, Size.SECONDARY, bold=True)
        if not is_open:
            bar = QRectF(line.left(), row.top() + px(28), line.width(), px(3))
            ink.bar(bar, node.established, node.total)

    def _section(self, ink: Ink, row: QRectF, node: SectionNode, is_chosen: bool) -> None:
        px = ink.theme.px
        if is_chosen:
            ink.box(row.adjusted(6, 0, -6, 0), "soft", radius=6)
            high = px(16)
            mark = QRectF(row.left() + 6, row.center().y() - high / 2, 3, high)
            ink.box(mark, "accent", radius=1.5)
        if node.is_mine:
            ink.icon("user", QPointF(row.left() + px(20), row.center().y()), 12, "accent")
        right = tr("Not in scope")
        size = Size.META
        colour = "dim"
        if node.in_scope:
            right = f"{node.established}/{node.total}"
            size = Size.SECONDARY
            colour = "text" if is_chosen else "dim"
        room = row.adjusted(px(32), 0, -px(12), 0)
        ink.text(room, right, size, colour, bold=is_chosen and node.in_scope, align=RIGHT)
        wide = ink.theme.width(right, size, bold=is_chosen)
        name = room.adjusted(0, 0, -wide - px(8), 0)
        ink.text(name, node.name, Size.SECONDARY, "text" if node.in_scope else "dim")
