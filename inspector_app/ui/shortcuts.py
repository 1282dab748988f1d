"""Keys: what each screen answers to, and the rule that single keys never act inside text."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.ui.texts import tr

_FREE = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
"""Modifiers that do not make a letter another key: capitals lock and the keypad stay usable."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One key of a screen."""

    action: str
    """What the page hears; one action may have several keys."""
    keys: str
    """One key combination in Qt's portable form: ``Ctrl+Return``, ``Y``, ``F1``."""
    words: str
    """What it does, in the words of the status line: ``next unanswered``."""
    is_hinted: bool = False
    """True for the few that stand in the status line."""
    cap: str = ""
    """How the key is written when that differs from ``keys``: ``↑↓``, ``1–9``."""


def is_text(widget: QWidget | None) -> bool:
    """True when the user types into ``widget``, so that letters belong to it."""
    if widget is None:
        return False
    # Asked by name: loading four classes that the first window may not have would slow it.
    if any(widget.inherits(name) for name in ("QLineEdit", "QPlainTextEdit", "QTextEdit")):
        return not widget.property("readOnly")
    if widget.inherits("QComboBox"):
        return bool(widget.property("editable"))
    return widget.inherits("QAbstractSpinBox")


def key_text(keys: str) -> str:
    """Return how a key is written on its cap: ``Ctrl+Enter`` for ``Ctrl+Return``."""
    names = {"Return": tr("Enter"), "Escape": tr("Esc"), "Up": "↑", "Down": "↓"}
    return "+".join(names.get(part, part) for part in keys.split("+"))


@cache
def _acts_in_text(combination: QKeyCombination) -> bool:
    """True for keys that text never needs: with Ctrl or Alt, the F row, and Esc."""
    if combination.keyboardModifiers() & (
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    ):
        return True
    key = combination.key()
    return key == Qt.Key.Key_Escape or Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35


class Keys(QObject):
    """Listens for the keys of one screen, as long as the screen lives.

    Keys with Ctrl or Alt, function keys and Esc act wherever the focus is inside the screen.
    All others act on the focused row or control, and never while the focus is in text.

    Signals:
        pressed(str): the action of the key.
    """

    pressed = Signal(str)

    def __init__(self, screen: QWidget, shortcuts: tuple[Shortcut, ...]) -> None:
        super().__init__(screen)
        self.shortcuts = shortcuts
        self._single: dict[int, str] = {}
        self._shortcuts: dict[QObject, str] = {}
        for each in shortcuts:
            combination = _combination(each.keys)
            if _acts_in_text(combination):
                shortcut = QShortcut(QKeySequence(combination), screen)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(self._on_shortcut_activated)
                self._shortcuts[shortcut] = each.action
            else:
                self._single[combination.toCombined()] = each.action
        screen.installEventFilter(self)

    def watch(self, view: QWidget) -> None:
        """Take this screen's single keys from ``view`` before it makes its own use of them.

        Needed for item views, which would look for a row beginning with the letter.
        """
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turn a single key into :attr:`pressed` (Qt)."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if is_text(QApplication.focusWidget()):
            return False
        action = self._single.get(
            QKeyCombination(event.modifiers() & ~_FREE, _plain(event.key())).toCombined()
        )
        if action is None:
            return False
        if not event.isAutoRepeat():
            self.pressed.emit(action)
        return True

    def _on_shortcut_activated(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.pressed.emit(self._shortcuts[sender])


@cache
def _combination(keys: str) -> QKeyCombination:
    sequence = QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText)
    first: QKeyCombination = sequence[0]  # type: ignore[index]  # the stub has no __getitem__
    return first


def _plain(key: int) -> Qt.Key:
    return Qt.Key.Key_Return if key == Qt.Key.Key_Enter else Qt.Key(key)
