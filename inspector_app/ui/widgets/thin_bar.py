"""Progress as a thin bar."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import Ink


class ThinBar(QProgressBar):
    """A bar four pixels high; its numbers are told in words beside it and to assistive tools."""

    def __init__(self, name: str, width: int = 96, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._width = width
        self.setAccessibleName(name)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_progress(0, 0)

    def show_progress(self, done: int, total: int) -> None:
        """Show ``done`` of ``total``, both in one unit, of any size; 0 of 0 is an empty bar."""
        self.setRange(0, 1000)
        self.setValue(done * 1000 // total if total else 0)

    def sizeHint(self) -> QSize:
        """Return the size (Qt)."""
        return QSize(theme.current().px(self._width), 4)

    def minimumSizeHint(self) -> QSize:
        """Return a width that may shrink (Qt)."""
        return QSize(24, 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar (Qt)."""
        painter = QPainter(self)
        Ink(painter).bar(QRectF(self.rect()), self.value(), self.maximum())
        painter.end()
