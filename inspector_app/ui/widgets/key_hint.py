"""Keys drawn as caps."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import Ink, key_width
from inspector_app.ui.shortcuts import key_text
from inspector_app.ui.texts import tr


class KeyCap(QWidget):
    """One key as a small box; beside a control it tells the key that does the same."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cap = key_text(keys)
        self.setAccessibleName(tr("Key {key}").format(key=self.cap))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the size of the cap (Qt)."""
        return QSize(key_width(self.cap), theme.current().px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the cap (Qt)."""
        painter = QPainter(self)
        Ink(painter).key(0, self.height() / 2, self.cap)
        painter.end()
