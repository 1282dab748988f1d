"""The answer strip: a closed set of values, each with its key."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import Ink, key_width
from inspector_app.ui.shortcuts import key_text
from inspector_app.ui.texts import tr
from inspector_app.ui.theme import Size
from inspector_app.ui.widgets.tips import set_tip

_HEIGHT = 30
_ROW_GAP = 4
_RADIUS = 6
_STEPS: Final = {
    int(Qt.Key.Key_Left): -1,
    int(Qt.Key.Key_Up): -1,
    int(Qt.Key.Key_Right): 1,
    int(Qt.Key.Key_Down): 1,
}
"""How far each arrow key moves the focus."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of the strip."""

    value: str
    """What :attr:`SegmentedChoice.chosen` carries."""
    words: str
    keys: str = ""
    """The key that chooses it; the page listens for it."""


class _Segment(QRadioButton):
    """One value; a radio button to assistive technology and to the keyboard."""

    def __init__(self, choice: Choice, strip: "SegmentedChoice") -> None:
        super().__init__(choice.words.replace("&", "&&"), strip)
        self._strip = strip
        theme.set_look(self, "segment")
        self.choice = choice
        self._hint = QSize()
        self.has_line_before = False
        self.setAccessibleName(choice.words)
        if choice.keys:
            self.setAccessibleDescription(tr("Key {key}").format(key=key_text(choice.keys)))
        set_tip(self, choice.words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size that the words need in bold (Qt)."""
        if self._hint.isValid():
            return self._hint
        look = theme.current()
        wide = look.px(28) + look.width(self.choice.words, Size.BODY, bold=True)
        if self.choice.keys:
            wide += look.px(8) + key_width(key_text(self.choice.keys))
        self._hint = QSize(wide, look.px(_HEIGHT))
        return self._hint

    def measure_again(self) -> None:
        """Forget the size: the look is another one."""
        self._hint = QSize()

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click anywhere in the segment (Qt)."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave arrows and Enter to the strip: of itself an arrow would choose (Qt)."""
        if event.key() in _STEPS or _is_enter(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let Tab come back to the chosen value (Qt)."""
        super().focusOutEvent(event)
        self._strip.set_stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the segment (Qt)."""
        painter = QPainter(self)
        ink = Ink(painter)
        px = ink.theme.px
        where = QRectF(self.rect())
        is_on = self.isChecked()
        if is_on:
            ink.box(where, "accent", radius=_RADIUS)
        elif self.underMouse() and self.isEnabled():
            ink.box(where.adjusted(2, 2, -2, -2), "soft", radius=_RADIUS - 2)
        if self.has_line_before and not is_on:
            ink.box(QRectF(0, 6, 1, where.height() - 12), "line")
        token = "on_accent" if is_on else "text" if self.isEnabled() else "dim"
        room = where.adjusted(px(14), 0, -px(6), 0)
        if self.choice.keys:
            cap = key_text(self.choice.keys)
            left = where.right() - px(12) - key_width(cap)
            border = "on_accent" if is_on else "field"
            ink.key(left, where.center().y(), cap, "on_accent" if is_on else "dim", border)
            room.setRight(left - px(4))
        ink.text(room, self.choice.words, Size.BODY, token, bold=is_on)
        if self.hasFocus():
            ring = "on_accent" if is_on else "accent"
            ink.box(where.adjusted(3, 3, -3, -3), "", ring, _RADIUS - 2, 2)
        painter.end()


class SegmentedChoice(QFrame):
    """A strip of values of which at most one is chosen; wraps to more rows when narrow.

    Tab comes to the chosen value, else to the first. Arrow keys move the focus alone, as choosing
    may be a signed act; Space and Enter choose. :meth:`show_value` never signals.

    Signals:
        chosen(str): the value the user chose, also when it was chosen already.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        # A fixed height would be that of one row, and rows depend on the width.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._on_group_button_clicked)
        self._segments: list[_Segment] = []
        self._rows: list[QRect] = []
        self._broken_at = -1
        self._broken_rows: list[list[_Segment]] = []
        theme.current().changed.connect(self._on_theme_changed)

    def show_choices(self, choices: tuple[Choice, ...]) -> None:
        """Replace the values on offer; none is chosen then."""
        if choices == tuple(segment.choice for segment in self._segments):
            self.show_value("")
            return
        for segment in self._segments:
            self._group.removeButton(segment)
            segment.hide()
            segment.deleteLater()
        self._segments = [_Segment(choice, self) for choice in choices]
        for segment in self._segments:
            self._group.addButton(segment)
            segment.show()
        self.set_stop()
        self._broken_at = -1
        self._place(self.width())
        self.updateGeometry()

    def show_value(self, value: str) -> None:
        """Mark ``value`` as chosen; an empty or unknown one marks nothing."""
        self._group.setExclusive(False)
        for segment in self._segments:
            segment.setChecked(segment.choice.value == value)
        self._group.setExclusive(True)
        self.set_stop()
        self.update()

    def set_stop(self) -> None:
        """Make one value the stop of Tab: where the focus is, else the chosen one, else the first.

        Qt stops at each of them, or, once the focus was here, at the one that had it last.
        """
        stop = next((each for each in self._segments if each.hasFocus()), None) or self._marked()
        for place, segment in enumerate(self._segments):
            is_stop = segment is stop or (stop is None and place == 0)
            policy = Qt.FocusPolicy
            segment.setFocusPolicy(policy.StrongFocus if is_stop else policy.ClickFocus)

    @property
    def value(self) -> str:
        """The value that is marked, or an empty string."""
        marked = self._marked()
        return marked.choice.value if marked is not None else ""

    def begin(self) -> None:
        """Put the focus on the value that is marked, else on the first."""
        marked = self._marked()
        for segment in self._segments:
            if marked in (None, segment):
                segment.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def choose_by_key(self, keys: str) -> bool:
        """Choose the value whose key is ``keys`` as if clicked; False when there is none."""
        for segment in self._segments:
            if segment.choice.keys == keys and segment.isEnabled():
                segment.click()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus by arrows and choose by Enter (Qt)."""
        focused = next((each for each in self._segments if each.hasFocus()), None)
        if focused is None:
            super().keyPressEvent(event)
            return
        step = _STEPS.get(event.key())
        if step is not None:
            place = (self._segments.index(focused) + step) % len(self._segments)
            self._segments[place].setFocus(Qt.FocusReason.TabFocusReason)
        elif _is_enter(event):
            focused.click()
        else:
            super().keyPressEvent(event)

    def hasHeightForWidth(self) -> bool:
        """Return True: rows depend on the width (Qt)."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the rows at ``width`` (Qt)."""
        rows = len(self._broken(width))
        px = theme.current().px
        return rows * px(_HEIGHT) + max(0, rows - 1) * _ROW_GAP

    def sizeHint(self) -> QSize:
        """Return the size in one row (Qt)."""
        wide = sum(segment.sizeHint().width() for segment in self._segments)
        return QSize(wide, theme.current().px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest value (Qt)."""
        wide = max((each.sizeHint().width() for each in self._segments), default=0)
        return QSize(wide, theme.current().px(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the rows anew (Qt)."""
        super().resizeEvent(event)
        self._place(event.size().width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame around each row (Qt)."""
        painter = QPainter(self)
        ink = Ink(painter)
        for row in self._rows:
            ink.box(QRectF(row), "base", "field", _RADIUS)
        painter.end()

    def _marked(self) -> _Segment | None:
        return next((each for each in self._segments if each.isChecked()), None)

    def _broken(self, width: int) -> list[list[_Segment]]:
        if self._broken_at == width:
            return self._broken_rows
        rows: list[list[_Segment]] = []
        left = 0
        for segment in self._segments:
            wide = segment.sizeHint().width()
            if not rows or left + wide > width:
                rows.append([])
                left = 0
            rows[-1].append(segment)
            left += wide
        self._broken_at, self._broken_rows = width, rows
        return rows

    def _place(self, width: int) -> None:
        high = theme.current().px(_HEIGHT)
        self._rows = []
        top = 0
        for row in self._broken(width):
            left = 0
            for place, segment in enumerate(row):
                wide = min(segment.sizeHint().width(), max(width, 1))
                segment.setGeometry(left, top, wide, high)
                segment.has_line_before = place > 0
                left += wide
            self._rows.append(QRect(0, top, left, high))
            top += high + _ROW_GAP
        self.update()

    def _on_group_button_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, _Segment):
            self.chosen.emit(button.choice.value)

    @Slot()
    def _on_theme_changed(self) -> None:
        for segment in self._segments:
            segment.measure_again()
        self._broken_at = -1
        self._place(self.width())
        self.updateGeometry()


def _is_enter(event: QKeyEvent) -> bool:
    is_it = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_it and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
