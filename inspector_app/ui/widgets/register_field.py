"""A name from a register, found by typing, or a free one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from inspector_app.ui import theme
from inspector_app.ui.models.register_list import RegisterList, RegisterView
from inspector_app.ui.models.sorted_rows import SortedRows


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
        popup = QListView()
        theme.set_look(popup, "popup")
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
        """Offer these entries."""
        self._entries.show(entries)
        self.changed.emit()

    @property
    def entry(self) -> RegisterView | None:
        """The register's entry that was named, or None for a free name."""
        return self._entries.named(self.text())

    def _on_text_edited(self, text: str) -> None:
        self._found.look_for(text)

    def _on_text_changed(self, _text: str) -> None:
        self.changed.emit()
