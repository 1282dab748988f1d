"""The card of the tour, and the ring around what it points at."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import Ink
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label

_WIDTH = 390
_MARGIN = 8
_RING = 4
_BARE = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)


class TourCard(QFrame):
    """Lies over the window beside what it points at, and takes no key that it does not name.

    Its own keys are Enter, Page Up, Page Down and Esc. Any other is meant for the screen.

    Signals:
        moved(int): one stop on, or one back.
        left(): the user wants no more of it now.
        passed_on(QKeyEvent): a key that the screen is to have.
        robbed(): the focus went elsewhere by no act of the user.
    """

    moved = Signal(int)
    left = Signal()
    passed_on = Signal(QKeyEvent)
    robbed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme.set_look(self, "tour")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._count = label("", "accent", self)
        self._title = label("", "title", self)
        self._title.setWordWrap(True)
        self._words = label("", "", self)
        self._words.setWordWrap(True)
        keys = tr("Enter next · Page Up back · Esc leave · Ctrl+F1 to the screen and here again")
        self._keys = label(keys, "dim", self)
        self._keys.setWordWrap(True)
        self.back = button(tr("Back"), parent=self)
        self.back.clicked.connect(self._on_back_clicked)
        self.next = button(tr("Next"), "", "primary", self)
        self.next.clicked.connect(self._on_next_clicked)
        self.leave = button(tr("Leave the tour"), parent=self)
        self.leave.clicked.connect(self.left)
        self._layout = QVBoxLayout(self)
        for part in (self._count, self._title, self._words, self._keys):
            self._layout.addWidget(part)
        self._row = QHBoxLayout()
        self._row.addWidget(self.leave)
        self._row.addStretch(1)
        self._row.addWidget(self.back)
        self._row.addWidget(self.next)
        self._layout.addLayout(self._row)
        for each in (self, *self._buttons()):
            each.installEventFilter(self)
        QWidget.setTabOrder(self, self.next)
        QWidget.setTabOrder(self.next, self.back)
        QWidget.setTabOrder(self.back, self.leave)
        self.hide()

    def show_stop(self, number: int, of: int, title: str, words: str) -> None:
        """Tell a stop, counted from one."""
        count = tr("Tour · {number} of {of}").format(number=number, of=of)
        self._count.setText(count)
        self._title.setText(title)
        self._words.setText(words)
        self.back.setEnabled(number > 1)
        last = tr("Finish") if number == of else tr("Next")
        self.next.setText(last)
        self.next.setAccessibleName(last)
        self.setAccessibleName(f"{count}: {title}")
        self.setAccessibleDescription(f"{words} {self._keys.text()}")

    @property
    def words(self) -> str:
        """What the stop says."""
        return self._words.text()

    def holds(self, widget: QWidget | None) -> bool:
        """Whether this is the card, or one of its buttons."""
        return widget is not None and (widget is self or self.isAncestorOf(widget))

    def place(self, room: QRect, pointed: QRect | None) -> None:
        """Lie in ``room`` beside ``pointed``, over as little of it as can be."""
        px = theme.current().px
        self._layout.setContentsMargins(px(14), px(10), px(14), px(12))
        self._layout.setSpacing(px(6))
        self._row.setSpacing(px(8))
        wide = min(px(_WIDTH), room.width() - 2 * _MARGIN)
        size = QSize(wide, self._layout.totalHeightForWidth(wide))
        where = _beside(room.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN), size, pointed)
        if where != self.geometry():
            self.setGeometry(where)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on, go back, leave, or let the screen have the key (Qt)."""
        key, focus = event.key(), QApplication.focusWidget()
        is_plain = event.modifiers() in (_NONE, Qt.KeyboardModifier.KeypadModifier)
        if is_plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(focus, QPushButton):
                focus.click()
            else:
                self.moved.emit(1)
        elif is_plain and key == Qt.Key.Key_PageDown:
            self.moved.emit(1)
        elif is_plain and key == Qt.Key.Key_PageUp:
            self.moved.emit(-1)
        elif is_plain and key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key not in _BARE:
            self.passed_on.emit(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that a screen, which was still reading, has taken the focus (Qt)."""
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            is_programs = event.reason() == Qt.FocusReason.OtherFocusReason
            if is_programs and self.isVisible() and not self.holds(QApplication.focusWidget()):
                self.robbed.emit()
        return super().eventFilter(watched, event)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.next, self.back, self.leave

    def _on_back_clicked(self) -> None:
        self.moved.emit(-1)

    def _on_next_clicked(self) -> None:
        self.moved.emit(1)


class TourRing(QWidget):
    """A ring around what the card points at; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def place(self, room: QRect, pointed: QRect) -> None:
        """Lie around ``pointed``, as far as it is in ``room``."""
        where = pointed.adjusted(-_RING, -_RING, _RING, _RING).intersected(room)
        if where != self.geometry():
            self.setGeometry(where)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring, dark and light, so that it stands out from any ground (Qt)."""
        painter = QPainter(self)
        ink = Ink(painter)
        where = self.rect().toRectF()
        ink.box(where, stroke="base", radius=8, pen_width=4)
        ink.box(where, stroke="accent", radius=8, pen_width=3)
        painter.end()


def _beside(room: QRect, size: QSize, pointed: QRect | None) -> QRect:
    """Return where a card of ``size`` lies: below, above, right or left; else in a corner."""
    card = QRect(room.topLeft(), size)
    card.moveBottomRight(room.bottomRight())
    if pointed is None:
        return card
    gap = _MARGIN + _RING
    across = max(room.left(), min(pointed.left(), room.right() - size.width()))
    down = max(room.top(), min(pointed.top(), room.bottom() - size.height()))
    for left, top in (
        (across, pointed.bottom() + gap),
        (across, pointed.top() - gap - size.height()),
        (pointed.right() + gap, down),
        (pointed.left() - gap - size.width(), down),
    ):
        card.moveTo(left, top)
        if room.contains(card):
            return card
    corners = []
    for left in (room.right() - size.width() + 1, room.left()):
        for top in (room.bottom() - size.height() + 1, room.top()):
            card.moveTo(left, top)
            corners.append(QRect(card))
    return min(corners, key=lambda each: _area(each.intersected(pointed)))


def _area(rect: QRect) -> int:
    return rect.width() * rect.height() if rect.isValid() else 0


_NONE = Qt.KeyboardModifier.NoModifier
