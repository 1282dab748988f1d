"""The room that a screen has in the window: what does not fit is scrolled to."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from inspector_app.ui import theme

_LEAST = 200
"""Pixels of height below which the window would rather grow."""


class Room(QScrollArea):
    """Gives a screen all of its size, and scrolls one that needs more height than there is.

    A message or a strip above a screen would otherwise make a window grow beyond a small display
    with large text. Nothing is painted by it, and Tab passes it over.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = content
        self.setWidget(content)
        for ground in (self.viewport(), content):
            ground.setAutoFillBackground(False)
        content.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        """Return the width of what is in it, and some height (Qt)."""
        wide = self._content.minimumSizeHint().width()
        return QSize(wide, theme.current().px(_LEAST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass on that the least width of what is in it has changed (Qt)."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
