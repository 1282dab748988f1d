"""A text field that grows with its text and tells when the text has settled."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from inspector_app.ui import theme

SETTLE_MILLISECONDS = 1000
"""An answer is durable when its field is left or one second after the last key."""

_MOST_LINES = 10
_LEAST_HEIGHT = 28
_FRAME = 10


class GrowingText(QPlainTextEdit):
    """Plain text of any length; one line high when empty, scrolling past ten lines.

    Tab leaves it. What the user has typed is *pending* until it has settled: one second after
    the last key, when the field is left or hidden, or at :meth:`flush`.

    Signals:
        settled(str): the whole text, once it differs from what was shown or last settled.
    """

    settled = Signal(str)

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(3)
        self._known = self._shown = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MILLISECONDS)
        self._timer.timeout.connect(self.flush)
        self.textChanged.connect(self._on_text_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        theme.current().changed.connect(self._grow)
        self._grow()

    @property
    def pending(self) -> str | None:
        """What has been typed and not yet settled; None when there is nothing."""
        text = self.toPlainText()
        return text if text != self._known else None

    def show_text(self, text: str) -> bool:
        """Show ``text`` as settled; unless something is pending, then keep that: False."""
        if self.pending is not None:
            return False
        self._shown = text
        if text != self._known:
            self._known = text
            self.setPlainText(text)
        return True

    def unsettle(self) -> None:
        """Have what settled since it was shown pending again: it could not be recorded."""
        self._known = self._shown

    def restore(self, pending: str, caret: int) -> None:
        """Put back what was being typed before a lock, with the caret where it was."""
        self.setPlainText(pending)
        cursor = self.textCursor()
        cursor.setPosition(min(caret, len(pending)))
        self.setTextCursor(cursor)

    def flush(self) -> None:
        """Let what is pending settle now."""
        self._timer.stop()
        text = self.pending
        if text is not None:
            self._known = text
            self.settled.emit(text)

    def sizeHint(self) -> QSize:
        """Return the height that the text needs (Qt)."""
        return QSize(200, self._needed_height())

    def minimumSizeHint(self) -> QSize:
        """Return one line of a few words (Qt)."""
        return QSize(120, theme.current().px(_LEAST_HEIGHT))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Settle when the field is left, though not for a menu over it (Qt)."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        """Settle when the field is taken away (Qt)."""
        self.flush()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow when the lines break otherwise (Qt)."""
        super().resizeEvent(event)
        self._grow()

    def _needed_height(self) -> int:
        lines = max(1, round(self.document().size().height()))
        shown = min(lines, _MOST_LINES)
        text = round(shown * self.fontMetrics().lineSpacing())
        return max(theme.current().px(_LEAST_HEIGHT), text + _FRAME)

    def _grow(self) -> None:
        lines = self.document().size().height()
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if lines > _MOST_LINES else policy.ScrollBarAlwaysOff
        )
        height = self._needed_height()
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def _on_text_changed(self) -> None:
        if self.pending is None:
            self._timer.stop()
        else:
            self._timer.start()
