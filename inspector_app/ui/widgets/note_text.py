"""Where a timed note is written: Enter ends it, and what is typed is told as it is typed."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.growing_text import GrowingText

KEEP_MILLISECONDS = 400
"""What is typed is handed to the disk this long after the first key that it has not yet, however
fast the next keys come: a crash loses less than a second."""


class NoteText(GrowingText):
    """A text that grows; Shift+Enter breaks the line, Enter ends the note.

    Signals:
        ended(): Enter, with something written.
        typed(): something differs that was not told for :data:`KEEP_MILLISECONDS`.
    """

    ended = Signal()
    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Note"), tr("What is said or seen; Enter begins the next"), parent)
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(KEEP_MILLISECONDS)
        self._keeping.timeout.connect(self.typed)
        self.textChanged.connect(self._on_changed)

    def rest(self) -> None:
        """Tell nothing of what is typed so far: it has been handed to the disk."""
        self._keeping.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End the note at Enter (Qt)."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.accept()
            self.ended.emit()
            return
        super().keyPressEvent(event)

    def _on_changed(self) -> None:
        if not self._keeping.isActive():
            self._keeping.start()
