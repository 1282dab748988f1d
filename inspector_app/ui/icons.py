"""Icons by name, drawn in the colours of the theme."""

from functools import cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from inspector_app.ui import theme

_SIZES = (16, 20, 24, 32, 48, 64)
"""Pixels of the device; a screen of twice the density takes the larger ones."""


@cache
def _drawing(name: str) -> str:
    return (theme.resources() / "icons" / f"{name}.svg").read_text("utf-8")


@cache
def _renderer(name: str, shade: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", shade).encode()))


@cache
def _pixmap(name: str, shade: str, side: int, ratio: float) -> QPixmap:
    renderer = _renderer(name, shade)
    pixels = round(side * ratio)
    made = QPixmap(pixels, pixels)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


@cache
def _icon(name: str, shade: str) -> QIcon:
    made = QIcon()
    for side in _SIZES:
        made.addPixmap(_pixmap(name, shade, side, 1.0))
    return made


def icon(name: str, colour: str = "text") -> QIcon:
    """Return ``resources/icons/<name>.svg`` in the shade of ``colour`` in today's theme.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    return _icon(name, getattr(theme.current().tokens, colour))


def pixmap(name: str, side: int, ratio: float, colour: str = "text") -> QPixmap:
    """Return the icon as a square of ``side`` logical pixels at the device's ``ratio``."""
    return _pixmap(name, getattr(theme.current().tokens, colour), side, ratio)


def paint(painter: QPainter, name: str, where: QRectF, colour: str = "text") -> None:
    """Draw the icon into ``where``."""
    _renderer(name, getattr(theme.current().tokens, colour)).render(painter, where)


class _Dress(QObject):
    """Keeps one button's icon in the theme's colours; a child of the button."""

    def __init__(self, button: QAbstractButton, name: str, colour: str) -> None:
        super().__init__(button)
        self.name = name
        self.colour = colour
        theme.current().changed.connect(self.put_on)
        self.put_on()

    @Slot()
    def put_on(self) -> None:
        """Set the icon in the colours and the size of the moment."""
        # Asked for, not held: a child that holds its parent makes a circle for the collector.
        button = self.parent()
        if isinstance(button, QAbstractButton):
            button.setIcon(icon(self.name, self.colour))
            side = theme.current().px(16)
            button.setIconSize(QSize(side, side))


def dress(button: QAbstractButton, name: str, colour: str = "text") -> None:
    """Give ``button`` an icon that follows the theme as long as the button lives."""
    worn = button.findChild(_Dress, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if worn is None:
        _Dress(button, name, colour)
        return
    worn.name, worn.colour = name, colour
    worn.put_on()
