"""A pill that shows one setting of a line and opens it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import RIGHT, Ink
from inspector_app.ui.shortcuts import key_text
from inspector_app.ui.theme import Size
from inspector_app.ui.widgets.tips import set_tip


class Chip(QPushButton):
    """A button that says what is set: date, capability, marking, export; ``clicked`` opens it.

    ``name`` is what is set (``Marking``), the shown text how (``OFFICIAL-SENSITIVE``).
    """

    def __init__(self, icon: str, name: str, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_look(self, "chip")
        self._icon = icon
        self._name = name
        self._cap = key_text(keys) if keys else ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.current().changed.connect(self.updateGeometry)
        self.show_text("")

    def show_text(self, text: str) -> None:
        """Replace what is set."""
        self.setText(text.replace("&", "&&"))
        self._shown = text
        self.setAccessibleName(f"{self._name}: {text}" if text else self._name)
        set_tip(self, f"{self._name} ({self._cap})" if self._cap else self._name)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size of the pill (Qt)."""
        look = theme.current()
        wide = look.px(38) + look.width(self._shown, Size.SECONDARY)
        if self._cap:
            wide += look.px(12) + look.width(self._cap, Size.META)
        return QSize(wide, look.px(24))

    def minimumSizeHint(self) -> QSize:
        """Return the size of the pill (Qt)."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill (Qt)."""
        painter = QPainter(self)
        ink = Ink(painter)
        px = ink.theme.px
        where = QRectF(self.rect())
        is_on = self.isDown() or self.isChecked()
        fill = "soft" if is_on or self.underMouse() else "alt"
        stroke, pen = ("accent", 2) if self.hasFocus() else ("field", 1)
        ink.box(where, fill, stroke, where.height() / 2, pen)
        token = "text" if self.isEnabled() else "dim"
        ink.icon(self._icon, QPointF(px(15), where.center().y()), 14)
        ink.text(where.adjusted(px(28), 0, -px(8), 0), self._shown, Size.SECONDARY, token)
        if self._cap:
            ink.text(where.adjusted(0, 0, -px(9), 0), self._cap, Size.META, "dim", align=RIGHT)
        painter.end()
