"""F1: every key of the app, by screen, with a search."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector_app.ui import theme
from inspector_app.ui.models.keys_table import Column, KeysTable, ScreenKeys
from inspector_app.ui.models.sorted_rows import SortedRows
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.table import dress_table


class KeysOverlay(QDialog):
    """A searchable list of keys; show it by ``open()``, Esc closes it."""

    def __init__(self, parent: QWidget, screens: tuple[ScreenKeys, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        self.setAccessibleName(tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._model = KeysTable(self)
        self._model.show(screens)
        self._rows = SortedRows(self)
        self._rows.setSourceModel(self._model)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Search the keys"))
        self.search.setAccessibleName(tr("Search the keys"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._rows.look_for)
        self.list = QTableView(self)
        self.list.setModel(self._rows)
        dress_table(self.list, tr("Keys"), row_height=24, widest=Column.WORDS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(label(tr("Keys"), "title", self))
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        hint = label(tr("Single keys act on the chosen row, never while you type."), "dim", self)
        hint.setWordWrap(True)
        layout.addWidget(hint)
        self.resize(theme.current().px(560), theme.current().px(460))
        self.search.setFocus()
