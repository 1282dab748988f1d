"""Paints an evidence item: thumbnail, number, caption."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import CENTRE, Ink
from inspector_app.ui.delegates.row_state import has_focus, is_selected
from inspector_app.ui.models.evidence_grid import EvidenceView
from inspector_app.ui.models.index import Role
from inspector_app.ui.texts import tr
from inspector_app.ui.theme import Size

TILE_WIDTH = 103
TILE_HEIGHT = 116
_FRAME_HEIGHT = 82
_MARGIN = 6
_BADGE = 20


class EvidenceDelegate(QStyledItemDelegate):
    """Paints one tile of the evidence grid; the view tells how wide its columns are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tile_width = TILE_WIDTH

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a tile (Qt)."""
        px = theme.current().px
        return QSize(self.tile_width, px(TILE_HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one tile (Qt)."""
        item = index.data(Role.VIEW)
        if not isinstance(item, EvidenceView):
            return
        painter.save()
        ink = Ink(painter)
        px = ink.theme.px
        cell = QRectF(option.rect)
        frame = QRectF(cell.left(), cell.top(), cell.width(), px(_FRAME_HEIGHT))
        is_chosen = is_selected(option)
        fill, stroke, pen = ("soft", "accent", 2) if is_chosen else ("alt", "line", 1)
        ink.box(frame, fill, stroke, 6, pen)
        if has_focus(option):
            ink.box(frame.adjusted(3, 3, -3, -3), "", "accent", 4)
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(picture, QImage):
            self._picture(painter, frame.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN), picture)
        else:
            ink.icon("report", frame.center() - QPointF(0, px(8)), 24)
            words = frame.adjusted(4, frame.height() / 2 + px(8), -4, 0)
            ink.text(words, item.kind, Size.META, "dim", align=CENTRE)
        if item.place_icon:
            self._place(ink, frame, item.place_icon)
        below = QRectF(cell.left(), frame.bottom() + px(1), cell.width(), px(16))
        number = item.number
        if item.is_withdrawn:
            number = tr("{number} · withdrawn").format(number=number)
        if item.place:
            number = f"{number} · {item.place}"
        ink.text(below, number, Size.META, "dim")
        ink.text(below.adjusted(0, px(15), 0, px(17)), item.caption, Size.SECONDARY)
        painter.restore()

    def _place(self, ink: Ink, frame: QRectF, icon: str) -> None:
        side = ink.theme.px(_BADGE)
        badge = QRectF(frame.right() - side - 3, frame.top() + 3, side, side)
        ink.box(badge, "base", "field", 5)
        ink.icon(icon, badge.center(), _BADGE - 6, "text")

    def _picture(self, painter: QPainter, room: QRectF, picture: QImage) -> None:
        fitted = picture.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        where = QRectF(0, 0, fitted.width(), fitted.height())
        where.moveCenter(room.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(where, Qt.GlobalColor.white)  # a page is paper in the dark too
        painter.drawImage(where, picture)
