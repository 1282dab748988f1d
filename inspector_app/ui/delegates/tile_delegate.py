"""Paints a tile of the board."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import CENTRE, Ink, flag_width
from inspector_app.ui.delegates.row_state import has_focus, is_selected
from inspector_app.ui.models.board_matrix import TileView
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.lines_table import versions_text
from inspector_app.ui.texts import again_text, counted, established_text, tr
from inspector_app.ui.theme import Size

TILE_HEIGHT = 66
TILE_WIDTH = 236
GAP = 6
_RADIUS = 8
_NARROW = 160
"""Below this width a flag keeps icon and number; its words are in the accessible text."""


class TileDelegate(QStyledItemDelegate):
    """Paints a section on the board; right and bottom of its cell stay free as the gap."""

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a tile with its gap (Qt)."""
        px = theme.current().px
        return QSize(px(TILE_WIDTH + GAP), px(TILE_HEIGHT + GAP))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one tile (Qt)."""
        tile = index.data(Role.VIEW)
        if not isinstance(tile, TileView):
            return
        painter.save()
        ink = Ink(painter)
        gap = ink.theme.px(GAP)
        where = QRectF(option.rect).adjusted(0, 0, -gap, -gap)
        if tile.in_scope:
            self._in_scope(ink, where, tile, is_selected(option))
        else:
            chosen = is_selected(option)
            stroke, pen = ("accent", 2) if chosen else ("line", 1)
            ink.box(where, "", stroke, _RADIUS, pen, is_dashed=True)
            room = where.adjusted(ink.theme.px(8), 0, -ink.theme.px(8), 0)
            words = tr("Not in scope for this inspection")
            if ink.theme.width(words, Size.SECONDARY) > room.width():
                words = tr("Not in scope")
            ink.text(room, words, Size.SECONDARY, "dim", align=CENTRE)
        if has_focus(option):
            ink.box(where.adjusted(3, 3, -3, -3), "", "accent", _RADIUS - 3)
        painter.restore()

    def _in_scope(self, ink: Ink, where: QRectF, tile: TileView, is_chosen: bool) -> None:
        px = ink.theme.px
        plain = "" if tile.is_set_back else "base"
        fill, stroke, pen = ("soft", "accent", 2) if is_chosen else (plain, "line", 1)
        ink.box(where, fill, stroke, _RADIUS, pen)
        left, right = where.left() + px(12), where.right() - px(10)
        room = right
        if tile.prompts:
            words = counted(tile.prompts, "prompt", "prompts")
            if where.width() < px(_NARROW):
                words = str(tile.prompts)
            room = right - flag_width(words)
            ink.flag(room, where.top() + px(15), "bell", words)
        top = where.top() + px(6)
        count = established_text(tile.established, tile.total)
        room -= left + px(6)
        if tile.is_set_back:
            count = tr("not mine")
        elif ink.theme.width(count, Size.SECONDARY) > room:
            count = f"{tile.established}/{tile.total}"
        count = _with_tick(ink, count, tile, room)
        ink.text(
            QRectF(left, top, room, px(18)),
            count,
            Size.SECONDARY,
            "text" if is_chosen else "dim",
        )
        ink.text(
            QRectF(left, where.top() + px(23), where.right() - px(12) - left, px(20)),
            tile.headline or tr("no headline"),
            Size.BODY,
            "text" if tile.headline and not tile.is_set_back else "dim",
            bold=bool(tile.headline) and not tile.is_set_back,
        )
        middle = where.top() + px(53)
        room = right
        if tile.versions > 1:
            words = versions_text(tile.versions)
            if where.width() < px(_NARROW):
                words = str(tile.versions)
            room = right - flag_width(words)
            ink.flag(room, middle, "versions", words)
        if tile.again:
            words = again_text(tile.again)
            if where.width() < px(_NARROW) or room < right:
                words = str(tile.again)
            room -= flag_width(words) + (px(4) if room < right else 0)
            ink.flag(room, middle, "book", words)
        if tile.whose:
            wide = min(px(18) + ink.theme.width(tile.whose, Size.META), (room - left) / 2)
            room -= wide
            ink.icon("user", QPointF(room + px(6), middle), 12, "accent" if tile.is_mine else "dim")
            where = QRectF(room + px(14), middle - px(9), wide - px(14), px(18))
            ink.text(where, tile.whose, Size.META, "text" if is_chosen else "dim")
            room -= px(6)
        fit = max(0, int((room - left) // ink.badges_width(1)))
        ink.badges(left, middle, tile.kinds[:fit], "base" if is_chosen else "badge")


def _with_tick(ink: Ink, count: str, tile: TileView, room: float) -> str:
    """Return the count with as what the headline is told, as fully as there is room for it.

    The tick itself always shows; its word is in the accessible text too.
    """
    if not tile.tick:
        return count
    short = f"{tile.established}/{tile.total}"
    told = tile.tick.removeprefix(f"{tr('still')} ")
    for words in (
        f"{count} · ✓ {tile.tick}",
        f"{short} · ✓ {tile.tick}",
        f"{short} · ✓ {told}",
    ):
        if ink.theme.width(words, Size.SECONDARY) <= room:
            return words
    return f"{short} · ✓"
