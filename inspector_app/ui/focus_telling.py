"""Tells assistive technology where the keyboard is, where Qt leaves it out."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget


class FocusTelling(QObject):
    """Names the row too when the keyboard comes to a list, a table or a tree.

    Qt itself tells of the list alone then, and of a row only when the keyboard moves to another:
    whoever comes back from a note would hear "Lines of this section" and not which one.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        # A moment later: Qt tells of the list itself after it has told the application. Not by a
        # queued connection, which would carry widgets that may be gone when it arrives.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._on_later_timeout)
        app.focusChanged.connect(self._on_app_focus_changed)

    def _on_app_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, QAbstractItemView) and QAccessible.isActive():
            self._later.start()

    def _on_later_timeout(self) -> None:
        if isinstance(QApplication.focusWidget(), QAbstractItemView):
            tell_focus()


def tell_focus() -> None:
    """Tell where the keyboard is now, to the row; nothing where nobody listens."""
    widget = QApplication.focusWidget()
    if isinstance(widget, QAbstractItemView):
        tell_row(widget)
    elif widget is not None and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Focus))


def tell_row(view: QAbstractItemView) -> None:
    """Tell that the keyboard is on the current row of ``view``, or on it where there is none."""
    if not QAccessible.isActive():
        return
    event = QAccessibleEvent(view, QAccessible.Event.Focus)
    told = QAccessible.queryAccessibleInterface(view)
    row = told.focusChild() if view.currentIndex().isValid() else None
    if row is not None:
        event.setChild(told.indexOfChild(row))
    QAccessible.updateAccessibility(event)
