"""What holds for every screen: names, focus order, and no words cut off."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractAnimation, Qt, QTimeLine
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QProgressBar,
    QScrollBar,
    QWidget,
)


def unnamed(root: QWidget) -> list[str]:
    """Return the controls under ``root`` that a screen reader could not call by a name."""
    return list(_unnamed(root))


def _unnamed(root: QWidget) -> Iterator[str]:
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or isinstance(widget, QScrollBar):
            continue
        if not (widget is root or widget.isVisibleTo(root)):
            continue
        if widget.objectName().startswith("qt_"):  # inner parts of Qt's own controls
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if isinstance(widget, QComboBox):
            # Its name is its value on Linux; what counts is the label it is related to.
            labels = QAccessible.RelationFlag.Label
            is_named = any(flag & labels for _, flag in interface.relations())
        else:
            is_named = bool(interface.text(QAccessible.Text.Name).strip())
        if not is_named:
            yield f"{type(widget).__name__} {widget.objectName()!r}"


def roleless(root: QWidget) -> list[str]:
    """Return the controls that would be announced as nothing in particular."""
    vague = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane}
    return [
        f"{type(widget).__name__} {widget.accessibleName()!r}"
        for widget in root.findChildren(QAbstractButton)
        if QAccessible.queryAccessibleInterface(widget).role() in vague
    ]


def moving(root: QWidget) -> list[str]:
    """Return what moves by itself: animations under way, and bars that run to and fro."""
    animations = root.findChildren(QAbstractAnimation)
    lines = root.findChildren(QTimeLine)
    return [
        *(repr(each) for each in animations if each.state() == QAbstractAnimation.State.Running),
        *(repr(each) for each in lines if each.state() == QTimeLine.State.Running),
        *(
            f"runs to and fro: {bar.accessibleName()!r}"
            for bar in root.findChildren(QProgressBar)
            if bar.minimum() == bar.maximum()
        ),
    ]


def focus_order(first: QWidget) -> list[QWidget]:
    """Return what Tab reaches in turn, beginning with ``first``, in the window's focus chain."""
    order = [first]
    widget = first.nextInFocusChain()
    while widget is not None and widget is not first:
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and widget.isVisible() and widget.isEnabled() and not widget.focusProxy():
            order.append(widget)
        widget = widget.nextInFocusChain()
    return order


def cut_off(root: QWidget) -> list[str]:
    """Return the words that are wider than the label or button they stand on.

    Labels that elide keep their whole text as accessible name and are left out; so are those
    scrolled out of sight.
    """
    cut = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or not isinstance(widget, (QLabel, QAbstractButton)):
            continue
        if isinstance(widget, QLabel) and (
            widget.wordWrap() or widget.accessibleName().startswith(widget.text().rstrip("…"))
        ):
            continue
        if widget.text() and widget.sizeHint().width() > widget.width() + 1:
            cut.append(f"{widget.text()!r} {widget.sizeHint().width()} > {widget.width()}")
    return cut


def outside(root: QWidget) -> list[str]:
    """Return the controls that stick out of the widget they stand in."""
    out = []
    for widget in root.findChildren(QWidget):
        parent = widget.parentWidget()
        if parent is None or not widget.isVisibleTo(root) or widget.isWindow():
            continue
        if isinstance(parent.parent(), QAbstractScrollArea):  # scrolling brings it into sight
            continue
        if widget.width() and not parent.rect().contains(widget.geometry()):
            out.append(f"{type(widget).__name__} {widget.geometry().getRect()} in "
                       f"{type(parent).__name__} {parent.rect().getRect()}")  # fmt: skip
    return out
