"""The room that a screen has in the window: what does not fit is scrolled to."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.scrolled import Scrolled

_LEAST = 200
"""Pixels of height below which the window would rather grow."""


class Room(Scrolled):
    """Gives a screen all of its size, and scrolls one that needs more height than there is.

    A message or a strip above a screen would otherwise make a window grow beyond a small display
    with large text.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(content, parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = content
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
