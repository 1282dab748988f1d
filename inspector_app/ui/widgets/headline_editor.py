"""The headline of a section, as one row to read and, when asked, as a field to write in."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.headline_bar import HeadlineBar


class HeadlineEditor(QWidget):
    """Reads as a row; H, Enter or a click opens it for writing, Enter or Esc shuts it again.

    Signals:
        written(str): the text has settled; empty when it was taken out.
        closed(): the field was shut by key, and the page wants its focus back.
    """

    written = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("headline")
        self.bar = HeadlineBar("H", self)
        self.bar.edit_asked.connect(self.edit)
        self._field: GrowingText | None = None
        self._text = ""
        # Not stacked: the row would be as high as the words in the field need.
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self.bar)

    @property
    def field(self) -> GrowingText:
        """The field; it is made when it is first asked for, as most headlines are only read."""
        if self._field is None:
            self._field = GrowingText(
                tr("Headline"), tr("The judgement of this section, in a sentence or two"), self
            )
            self._field.hide()
            self._field.show_text(self._text)
            self._field.settled.connect(self._on_field_settled)
            self._field.installEventFilter(self)
            self._layout.addWidget(self._field)
        return self._field

    @property
    def is_open(self) -> bool:
        """True while the headline is being written."""
        return self._field is not None and not self._field.isHidden()

    def show_headline(
        self, text: str, stamp: str, title: str = "", typed: str | None = None
    ) -> None:
        """Show what stands; what is being written is not touched.

        Args: ``typed`` is what was written and does not stand yet: that is in the field.
        """
        self.bar.show_headline(text, stamp, title)
        self._text = text if typed is None else typed
        if self._field is not None:
            self._field.show_text(self._text)

    def edit(self) -> None:
        """Open the field, the caret at its end."""
        self.field.show()
        self.bar.hide()
        self.field.setFocus()
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)

    def flush(self) -> None:
        """Let what is being written settle now."""
        if self._field is not None:
            self._field.flush()

    def unsettle(self) -> None:
        """Have what was written settle again at the next chance: it could not be recorded."""
        if self._field is not None:
            self._field.unsettle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Shut the field by Enter or Esc, and when the focus leaves it (Qt)."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            is_plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() == Qt.Key.Key_Escape or (is_enter and is_plain):
                self._shut()
                self.closed.emit()
                return True
        if event.type() == QEvent.Type.FocusOut:
            self._shut()
        return super().eventFilter(watched, event)

    def _shut(self) -> None:
        self.field.flush()
        self.bar.show()
        self.field.hide()

    def _on_field_settled(self, text: str) -> None:
        self.written.emit(text.strip())
