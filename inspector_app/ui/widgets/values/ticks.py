"""The editor of boxes of each of which something, or nothing, is known."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from inspector_app.domain.checklist import Option, Part
from inspector_app.domain.values import Tick, Ticked, Value
from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import Ink, key_width
from inspector_app.ui.texts import tr
from inspector_app.ui.theme import Size
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.tips import set_tip
from inspector_app.ui.widgets.values.value_editor import Surroundings, ValueEditor

_NEXT = {Tick.NOT_KNOWN: Tick.YES, Tick.YES: Tick.NO, Tick.NO: Tick.NOT_KNOWN}
_ICONS = {Tick.YES: "check", Tick.NO: "cross", Tick.NOT_KNOWN: "minus"}


class TickBox(QPushButton):
    """One box: a press goes from not known to yes, to no, and round.

    Signals:
        ticked(): another tick stands now.
    """

    ticked = Signal()

    def __init__(self, option: Option, keys: str, parent: QWidget) -> None:
        super().__init__(parent)
        theme.set_look(self, "chip")
        self.option = option
        self.keys = keys
        self.tick = Tick.NOT_KNOWN
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        set_tip(self, option.meaning or tr("Press: yes, no, not known"))
        self.clicked.connect(self._on_clicked)
        self.show_tick(Tick.NOT_KNOWN)

    def show_tick(self, tick: Tick) -> None:
        """Show ``tick``."""
        self.tick = tick
        self.setText(f"{self.option.text}: {tick_words(tick)}".replace("&", "&&"))
        self.setAccessibleName(f"{self.option.text}: {tick_words(tick)}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of icon, words, tick and key (Qt)."""
        look = theme.current()
        wide = look.px(26 + 8 + 10) + look.width(self.option.text, Size.BODY)
        wide += look.width(tick_words(self.tick), Size.BODY, bold=True)
        if self.keys:
            wide += look.px(8) + key_width(self.keys)
        return QSize(wide, look.px(28))

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are never cut (Qt)."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box (Qt)."""
        painter = QPainter(self)
        ink = Ink(painter)
        px = ink.theme.px
        where = QRectF(self.rect())
        is_known = self.tick is not Tick.NOT_KNOWN
        fill = "soft" if is_known or self.underMouse() else "base"
        ink.box(
            where, fill, "accent" if self.hasFocus() else "field", 6, 2 if self.hasFocus() else 1
        )
        token = "accent" if is_known else "dim"
        ink.icon(_ICONS[self.tick], QPointF(px(15), where.center().y()), 14, token)
        room = where.adjusted(px(26), 0, -px(8), 0)
        token = "text" if self.isEnabled() else "dim"
        wide = ink.text(room, self.option.text, Size.BODY, token)
        words = tick_words(self.tick)
        said = "text" if is_known else "dim"
        ink.text(room.adjusted(wide + px(8), 0, 0, 0), words, Size.BODY, said, bold=is_known)
        if self.keys:
            left = where.right() - px(8) - key_width(self.keys)
            ink.key(left, where.center().y(), self.keys)
        painter.end()

    def _on_clicked(self) -> None:
        self.show_tick(_NEXT[self.tick])
        self.ticked.emit()


class TicksEditor(ValueEditor):
    """A box for each option, each with its own key."""

    def __init__(self, part: Part, around: Surroundings, name: str, parent: QWidget) -> None:
        super().__init__(part, around, name, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._shown: dict[str, Tick] = {}
        self._flow = FlowLayout(self, across=6, down=4)
        self.boxes: list[TickBox] = []
        for place, option in enumerate(part.options, 1):
            box = TickBox(option, str(place) if place <= 9 else "", self)
            # Not at once: two presses on the way from yes to no are one answer.
            box.ticked.connect(self.edited)
            self.boxes.append(box)
            self._flow.addWidget(box)
        if self.boxes:
            self.setFocusProxy(self.boxes[0])

    def show_value(self, value: Value | None) -> None:
        """Show what is known of each box."""
        self._shown = dict(value.boxes) if isinstance(value, Ticked) else {}
        for box in self.boxes:
            box.show_tick(self._shown.get(box.option.id, Tick.NOT_KNOWN))

    def value(self) -> Value | None:
        """Return what is known; None while nothing is."""
        boxes = dict(self._shown)
        for box in self.boxes:
            boxes[box.option.id] = box.tick
        for unknown in [each for each, tick in boxes.items() if tick is Tick.NOT_KNOWN]:
            del boxes[unknown]
        return Ticked(boxes) if boxes else None

    def keys(self) -> tuple[str, ...]:
        """Return a digit for each box."""
        return tuple(box.keys for box in self.boxes if box.keys)

    def offer_keys(self, offered: frozenset[str]) -> None:
        """Show only the keys that are this editor's."""
        for box in self.boxes:
            box.keys = box.keys if box.keys in offered else ""
            box.updateGeometry()

    def enter_by_key(self, keys: str) -> bool:
        """Press the box of the key."""
        for box in self.boxes:
            if box.keys == keys:
                box.setFocus(Qt.FocusReason.ShortcutFocusReason)
                box.click()
                return True
        return False


def tick_words(tick: Tick) -> str:
    """Return a tick in a word or two."""
    return {Tick.YES: tr("yes"), Tick.NO: tr("no"), Tick.NOT_KNOWN: tr("not known")}[tick]
