"""Columns of cards that stand side by side where there is room, and below each other where not."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.ui import theme

_NARROW = 940
"""Below this width (at a text size of 100 %) two columns would cut their fields short."""
_WIDEST = 1240


class Columns(QScrollArea):
    """One or more columns in a scroll area; the keyboard's focus is always scrolled into sight."""

    def __init__(self, shares: tuple[int, ...] = (1,), parent: QWidget | None = None) -> None:
        """Args: ``shares`` of the width, one for each column."""
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        px = theme.current().px
        self.board = QWidget(self)
        self.board.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.board)
        self._row.setContentsMargins(px(16), px(8), px(16), px(12))
        self._row.setSpacing(px(12))
        self.columns: list[QVBoxLayout] = []
        for share in shares:
            column = QVBoxLayout()
            column.setSpacing(px(12))
            self._row.addLayout(column, share)
            self.columns.append(column)
        self.setWidget(self.board)

    def finish(self) -> None:
        """Let the cards keep their height; call when all are in."""
        for column in self.columns:
            column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns side by side, or below each other (Qt)."""
        super().resizeEvent(event)
        is_narrow = self.width() < theme.current().px(_NARROW)
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)
