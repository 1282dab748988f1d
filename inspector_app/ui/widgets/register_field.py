"""A name from a register, found by typing, or a free one."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from inspector_app.ui.models.register_list import RegisterList, RegisterView
from inspector_app.ui.models.sorted_rows import SortedRows
from inspector_app.ui.widgets.popups import PopupList


class RegisterField(QLineEdit):
    """Typing lists the entries in whose name or aliases every word occurs; ↓ and Enter choose.

    Signals:
        changed(): another name, or another entry behind it.
    """

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._entries = RegisterList(self)
        self._found = SortedRows(self)
        self._found.setSourceModel(self._entries)
        popup = PopupList()
        popup.installEventFilter(self)
        self._popup = popup
        self._completer = QCompleter(self._found, self)
        self._completer.setPopup(popup)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setMaxVisibleItems(8)
        self.setCompleter(self._completer)
        # Before Qt opens the list, which it does after telling of the edit.
        self.textEdited.connect(self._on_text_edited)
        self.textChanged.connect(self._on_text_changed)

    def show_entries(self, entries: tuple[RegisterView, ...]) -> None:
        """Offer these entries; at once where somebody has begun to type before they were read."""
        self._entries.show(entries)
        if self.hasFocus() and self.isModified() and self.text():
            self._found.look_for(self.text())
            self._completer.complete()
        self.changed.emit()

    @property
    def entry(self) -> RegisterView | None:
        """The register's entry that was named, or None for a free name."""
        return self._entries.named(self.text())

    def event(self, event: QEvent) -> bool:
        """Keep Esc for the open list, before it takes the user off the screen (Qt)."""
        return self._is_for_list(event) or super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Do so too when the list itself is asked (Qt)."""
        return self._is_for_list(event) or super().eventFilter(watched, event)

    def _is_for_list(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._popup.isVisible()
        ):
            event.accept()
            return True
        return False

    def _on_text_edited(self, text: str) -> None:
        self._found.look_for(text)

    def _on_text_changed(self, _text: str) -> None:
        self.changed.emit()
