"""The quiet line at the foot of the window."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import Ink
from inspector_app.ui.shortcuts import Shortcut, key_text
from inspector_app.ui.texts import tr
from inspector_app.ui.theme import Size
from inspector_app.ui.widgets.announce import announce
from inspector_app.ui.widgets.labels import ElidedLabel
from inspector_app.ui.widgets.tips import set_tip

_GAP = 14


class KeyHints(QWidget):
    """The keys of the screen in one line; as many as there is room for, the last always."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_hints(self, shortcuts: tuple[Shortcut, ...]) -> None:
        """Show the hinted ones of ``shortcuts``; the last should be the key for all keys."""
        self._texts = tuple(
            f"{each.cap or key_text(each.keys)} {each.words}"
            for each in shortcuts
            if each.is_hinted
        )
        self.setAccessibleName(tr("Keys: {keys}").format(keys="; ".join(self._texts)))
        self.update()

    @property
    def shown(self) -> tuple[str, ...]:
        """The hints that have room now."""
        look = theme.current()
        widths = [look.width(text, Size.SECONDARY) + look.px(_GAP) for text in self._texts]
        fit = list(self._texts)
        while len(fit) > 1 and sum(widths) > self.width():
            del fit[-2], widths[-2]
        return tuple(fit)

    def sizeHint(self) -> QSize:
        """Return the height of one line; the width is whatever is left (Qt)."""
        return QSize(120, theme.current().px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hints, flush right (Qt)."""
        painter = QPainter(self)
        ink = Ink(painter)
        right = float(self.width())
        for text in reversed(self.shown):
            wide = ink.theme.width(text, Size.SECONDARY)
            where = self.rect().toRectF()
            where.setLeft(max(0.0, right - wide))
            where.setRight(right)
            ink.text(where, text, Size.SECONDARY, "dim")
            right -= wide + ink.theme.px(_GAP)
        painter.end()


class StatusLine(QWidget):
    """Left what was recorded and the key that takes it back; right the keys of the screen.

    Signals:
        undo_asked(): the user clicked the offer to undo.
        hand_over_asked(): the user clicked the words that say whom acts are recorded as.
    """

    undo_asked = Signal()
    hand_over_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ElidedLabel("", "secondary", self)
        self._text.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._undo = QPushButton(tr("· Ctrl+Z"), self)
        theme.set_look(self._undo, "quiet")
        self._undo.setAccessibleName(tr("Undo"))
        set_tip(self._undo, tr("Undo (Ctrl+Z)"))
        self._undo.setFlat(True)
        self._undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._undo.clicked.connect(self.undo_asked)
        self._undo.hide()
        self.recorded_as = QPushButton(self)
        theme.set_look(self.recorded_as, "quiet")
        self.recorded_as.setFlat(True)
        self.recorded_as.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.recorded_as.clicked.connect(self.hand_over_asked)
        self.recorded_as.hide()
        self.hints = KeyHints(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 1, 12, 0)
        layout.setSpacing(4)
        layout.addWidget(self._text)
        layout.addWidget(self._undo)
        layout.addSpacing(16)
        layout.addWidget(self.recorded_as)
        layout.addWidget(self.hints, 1)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self.clear)
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_recorded(self, words: str, can_undo: bool = True) -> None:
        """Say what was recorded, and offer to take it back; assistive tools hear it politely."""
        self._quiet.stop()
        self._text.show_text(words)
        self._undo.setVisible(can_undo)
        announce(self, words)

    def show_recorded_as(self, words: str) -> None:
        """Say whom acts are recorded as; empty: nothing is recorded here."""
        self.recorded_as.setText(words)
        self.recorded_as.setAccessibleName(words)
        set_tip(self.recorded_as, tr("Hand the laptop over (F6)"))
        self.recorded_as.setVisible(bool(words))

    def show_passing(self, words: str, milliseconds: int = 6000) -> None:
        """Say something that goes away by itself."""
        self.show_recorded(words, can_undo=False)
        self._quiet.start(milliseconds)

    def clear(self) -> None:
        """Say nothing."""
        self._text.show_text("")
        self._undo.hide()

    @property
    def text(self) -> str:
        """What the line says now."""
        return self._text.whole_text

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line above (Qt)."""
        painter = QPainter(self)
        ink = Ink(painter)
        ink.box(self.rect().toRectF(), "base")
        ink.box(self.rect().toRectF().adjusted(0, 0, 0, 1 - self.height()), "line")
        painter.end()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFixedHeight(theme.current().px(24))
