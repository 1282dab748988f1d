"""The painter of the drawings: text, badges, flags, key caps and bars in the theme's colours."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen, QTextLayout, QTextOption

from inspector_app.ui import icons, theme
from inspector_app.ui.theme import Size

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter

_SMOOTH = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
_BADGE = 16
_BADGE_STEP = 20


class Ink:
    """Paints with one painter, for the length of one paint call.

    Lengths given by the caller are final pixels; the pieces it knows by name (badges, caps,
    flags) are sized by the theme.
    """

    def __init__(self, painter: QPainter) -> None:
        self.painter = painter
        self.theme = theme.current()
        painter.setRenderHints(_SMOOTH)

    def box(
        self,
        where: QRectF,
        fill: str = "",
        stroke: str = "",
        radius: float = 0,
        pen_width: float = 1,
        is_dashed: bool = False,
    ) -> None:
        """Draw a rectangle; ``fill`` and ``stroke`` are tokens, empty for none."""
        painter = self.painter
        painter.setBrush(self.theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
        if stroke:
            style = Qt.PenStyle.DashLine if is_dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(self.theme.colour(stroke), pen_width, style))
            half = pen_width / 2
            where = where.adjusted(half, half, -half, -half)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        if radius:
            painter.drawRoundedRect(where, radius, radius)
        else:
            painter.drawRect(where)

    def rule(self, start: QPointF, length: float, colour: str = "line") -> None:
        """Draw a horizontal separator one pixel high."""
        # Straight to the pixels: every cell of every row draws one.
        self.painter.fillRect(QRectF(start, QSizeF(length, 1)), self.theme.colour(colour))

    def text(
        self,
        where: QRectF,
        words: str,
        size: Size = Size.BODY,
        colour: str = "text",
        bold: bool = False,
        align: Qt.AlignmentFlag = LEFT,
    ) -> float:
        """Draw one line, elided when there is no room; return the width it takes."""
        wide = self.theme.advance(words, size, bold)
        if wide > where.width():
            words = self.theme.metrics(size, bold).elidedText(
                words, Qt.TextElideMode.ElideRight, where.width()
            )
            wide = where.width()
        self.painter.setFont(self.theme.font(size, bold))
        self.painter.setPen(self.theme.colour(colour))
        self.painter.drawText(where, int(align), words)
        return wide

    def wrapped(
        self, where: QRectF, words: str, size: Size, lines: int, bold: bool = False
    ) -> float:
        """Draw words over at most so many lines, the last one elided; return their height.

        A word that is wider than a line is broken.
        """
        metrics = self.theme.metrics(size, bold)
        layout = QTextLayout(words, self.theme.font(size, bold))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        used = 0.0
        for place in range(lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(where.width())
            said = words[line.textStart() :]
            if place < lines - 1:
                said = said[: line.textLength()]
            row = QRectF(where.left(), where.top() + used, where.width(), metrics.height())
            self.text(row, said.strip(), size, bold=bold)
            used += metrics.height()
        layout.endLayout()
        return used

    def icon(self, name: str, centre: QPointF, side: float, colour: str = "dim") -> None:
        """Draw an icon of ``side`` (at 100 %) around ``centre``."""
        side = self.theme.px(side)
        where = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
        icons.paint(self.painter, name, where, colour)

    def badges(self, left: float, middle: float, letters: tuple[str, ...], fill: str) -> float:
        """Draw the kinds of support as squares; return where the next would begin."""
        side = self.theme.px(_BADGE)
        for letter in letters:
            where = QRectF(left, middle - side / 2, side, side)
            self.box(where, fill, radius=4)
            self.text(where, letter, Size.META, bold=True, align=CENTRE)
            left += self.theme.px(_BADGE_STEP)
        return left

    def badges_width(self, count: int) -> int:
        """Return the width of ``count`` badges with the space after the last."""
        return self.theme.px(_BADGE_STEP) * count

    def key(
        self,
        left: float,
        middle: float,
        cap: str,
        colour: str = "dim",
        border: str = "field",
    ) -> float:
        """Draw a key cap; return its right edge."""
        wide = self.key_width(cap)
        high = self.theme.px(16)
        where = QRectF(left, middle - high / 2, wide, high)
        self.box(where, "", border, 3)
        self.text(where, cap, Size.META, colour, align=CENTRE)
        return left + wide

    def key_width(self, cap: str) -> int:
        """Return the width of a key cap."""
        return key_width(cap)

    def flag(self, left: float, middle: float, icon: str, words: str) -> float:
        """Draw a small neutral notice, always icon and words; return its right edge."""
        wide, high = flag_width(words), self.theme.px(18)
        where = QRectF(left, middle - high / 2, wide, high)
        self.box(where, "note_back", radius=high / 2)
        self.icon(icon, QPointF(left + self.theme.px(12), middle), 12, "note")
        shift = self.theme.px(22)
        self.text(where.adjusted(shift, 0, 0, 0), words, Size.META, "note")
        return left + wide

    def bar(self, where: QRectF, established: int, total: int) -> None:
        """Draw progress; a bar that has begun shows at least its round end."""
        radius = where.height() / 2
        self.box(where, "track", radius=radius)
        if total and established:
            part = max(where.height(), where.width() * established / total)
            self.box(QRectF(where.topLeft(), QSizeF(part, where.height())), "accent", radius=radius)


def key_width(cap: str) -> int:
    """Return the width of a key cap with ``cap`` written on it."""
    look = theme.current()
    return max(look.px(16), look.width(cap, Size.META) + look.px(8))


def flag_width(words: str) -> int:
    """Return the width of a flag with its icon."""
    look = theme.current()
    return look.px(29) + look.width(words, Size.META)
