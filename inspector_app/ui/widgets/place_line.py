"""Where a file lies, in words beside a shape."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import Ink
from inspector_app.ui.widgets.labels import label

_SIDE = 14


class PlaceLine(QWidget):
    """An icon and words that wrap; hidden without words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = _Shape(self)
        self._words = label("", "meta", self)
        self._words.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.current().px(6))
        layout.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._words, 1)
        self.show_place("", "")

    @property
    def words(self) -> str:
        """What it says now."""
        return self._words.text()

    def show_place(self, icon: str, words: str) -> None:
        """Show these words beside that icon."""
        self._shape.show_icon(icon)
        self._words.setText(words)
        self.setVisible(bool(words))


class _Shape(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self.updateGeometry)

    def show_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.current().px(_SIDE + 2)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._icon:
            return
        painter = QPainter(self)
        Ink(painter).icon(self._icon, QPointF(self.rect().toRectF().center()), _SIDE, "text")
        painter.end()
