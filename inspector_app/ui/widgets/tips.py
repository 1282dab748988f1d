"""Tips: the only place that gives a widget one, so that none is ever read as markup, or twice."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from inspector_app.ui.texts import plain_tip


class _Unheard(QObject):
    """A tip for the eye only, shown over the widget that it is the child of.

    Qt tells a widget's tip to a screen reader as its description; where the tip is the name again,
    that would be heard twice.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.words = ""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the tip as Qt shows its own (Qt)."""
        if event.type() != QEvent.Type.ToolTip or not self.words:
            return False
        if isinstance(event, QHelpEvent) and isinstance(watched, QWidget):
            QToolTip.showText(event.globalPos(), self.words, watched)
        return True


def set_tip(widget: QWidget | QAction, words: str) -> None:
    """Give ``widget`` a tip that shows ``words`` as they are written; empty: none.

    A widget has its accessible name before; a tip in the same words is no description of it.
    """
    tip = plain_tip(words)
    if isinstance(widget, QAction):
        widget.setToolTip(tip)
        return
    is_name = bool(words) and words == widget.accessibleName()
    widget.setToolTip("" if is_name else tip)
    unheard = _unheard(widget)
    if unheard is None and is_name:
        unheard = _Unheard(widget)
    if unheard is not None:
        unheard.words = tip if is_name else ""


def tip_of(widget: QWidget) -> str:
    """Return the tip that :func:`set_tip` gave; empty: none."""
    unheard = _unheard(widget)
    return widget.toolTip() or (unheard.words if unheard is not None else "")


def _unheard(widget: QWidget) -> _Unheard | None:
    found = widget.findChild(_Unheard, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, _Unheard) else None
