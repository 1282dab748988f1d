"""A ring around a list, a table or what scrolls, while the keyboard is on it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import Ink

_RINGED = frozenset({"plain", "wrapped", "ringed"})
"""Looks of what does not show by itself that the keyboard is on it."""
_FILLED = "primary"
"""The look of what is filled with the accent: its ring is a light one, within its border."""
_WITHIN = 3


class FocusRings(QObject):
    """Rings what the keyboard comes to and would not show it: the chosen row looks as before.

    The ring lies over its widget and takes no room, so that nothing moves as the focus does.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusChanged.connect(self._on_app_focus_changed)

    def _on_app_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        # What the focus has left hides its ring by itself: it may be gone by now.
        if now is None or not (isinstance(now, QScrollArea) or _look(now) in {_FILLED, *_RINGED}):
            return
        if not now.findChildren(_Ring, options=Qt.FindChildOption.FindDirectChildrenOnly):
            _Ring(now)


class _Ring(QWidget):
    """Shows while its parent has the focus."""

    def __init__(self, around: QWidget) -> None:
        super().__init__(around)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._follow(around)
        around.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come, go and grow with the parent (Qt)."""
        if isinstance(watched, QWidget):
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.Resize):
                self._follow(watched)
            elif event.type() == QEvent.Type.FocusOut:
                self.hide()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring (Qt)."""
        painter = QPainter(self)
        where, wide = self.rect().toRectF(), theme.current().px(2)
        if _look(self.parentWidget()) == _FILLED:
            within = where.adjusted(_WITHIN, _WITHIN, -_WITHIN, -_WITHIN)
            Ink(painter).box(within, "", "on_accent", 4, wide)
        else:
            Ink(painter).box(where, "", "accent", 4, wide)
        painter.end()

    def _follow(self, around: QWidget) -> None:
        self.setGeometry(around.rect())
        self.raise_()
        self.setVisible(around.hasFocus())


def _look(widget: QWidget | None) -> object:
    return widget.property("look") if widget is not None else None
