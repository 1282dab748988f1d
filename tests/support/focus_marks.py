"""Where the focus shows: what changes on a control when the keyboard comes to it."""

from collections import Counter
from functools import cache

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from inspector_app.ui.theme import contrast
from tests.support.accessibility import focus_order

LEAST_CONTRAST = 3.0
"""Between a pixel with and without the focus. Source: WCAG 2.2, 1.4.11 and 2.4.13."""
LEAST_PIXELS = 40
"""More than a caret, which is one pixel wide, or the underline of a key."""
_AROUND = 4
"""Pixels beside a control that its mark may stand on."""


def without_mark(shown: QWidget) -> list[str]:
    """Return the controls of a window that look the same with the keyboard as without.

    The focus is where it was afterwards.
    """
    first = QApplication.focusWidget()
    if first is None:
        return ["nothing has the focus"]
    dull = []
    for control in focus_order(first):
        pixels = mark_of(control)
        if pixels is not None and pixels < LEAST_PIXELS:
            dull.append(f"{type(control).__name__} {control.accessibleName()!r}: {pixels} pixels")
    first.setFocus(Qt.FocusReason.OtherFocusReason)
    return dull


def mark_of(control: QWidget) -> int | None:
    """Return how many pixels tell clearly that ``control`` has the focus; None: it takes none."""
    _bring_into_sight(control)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    if not control.hasFocus():
        return None
    with_focus = _picture(control)
    control.clearFocus()
    return clearly_other(with_focus, _picture(control))


def _bring_into_sight(control: QWidget) -> None:
    """Scroll as Tab does."""
    around = control.parentWidget()
    while around is not None and not around.isWindow():
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(control)
        around = around.parentWidget()


def _picture(control: QWidget) -> QImage:
    window = control.window()
    place = QRect(control.mapTo(window, QPoint()), control.size())
    place = place.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND).intersected(window.rect())
    return window.grab(place).toImage().convertToFormat(QImage.Format.Format_RGB32)


def clearly_other(one: QImage, other: QImage) -> int:
    """Return how many pixels stand out from what stands at their place in the other picture."""
    pairs: Counter[tuple[int, int]] = Counter()
    wide = one.bytesPerLine() // 4
    ours, theirs = memoryview(one.constBits()).cast("I"), memoryview(other.constBits()).cast("I")
    for start in range(0, min(len(ours), len(theirs)), wide):
        row, like = ours[start : start + wide], theirs[start : start + wide]
        if row != like:
            pairs.update(zip(row, like, strict=True))
    return sum(count for pair, count in pairs.items() if _contrast(*pair) >= LEAST_CONTRAST)


@cache
def _contrast(one: int, other: int) -> float:
    return contrast(QColor.fromRgb(one).name(), QColor.fromRgb(other).name())
