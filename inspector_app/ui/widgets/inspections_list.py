"""The table of inspections."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.inspection_delegate import ROW_HEIGHT, InspectionDelegate
from inspector_app.ui.models.index import ROOT, Role
from inspector_app.ui.models.inspections_table import Column, InspectionsTable
from inspector_app.ui.models.sorted_rows import SortedRows
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.table import dress_table

_NARROW = 900
"""Below this width (at a text size of 100 %) pack and last change are left out."""
_SHARES = {
    Column.FORCE: 30,
    Column.PACK: 12,
    Column.FIELDWORK: 18,
    Column.ESTABLISHED: 16,
    Column.STATE: 22,
    Column.LAST_CHANGE: 16,
}


class InspectionsList(QTableView):
    """Shows an :class:`InspectionsTable`; a click on a heading sorts, Enter opens.

    Signals:
        opened(str): the inspection whose row was opened.
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = SortedRows(self)
        self.setItemDelegate(InspectionDelegate(self))
        self.doubleClicked.connect(self._on_double_clicked)
        theme.current().changed.connect(self._on_theme_changed)

    def show_model(self, model: InspectionsTable) -> None:
        """Show ``model`` from now on."""
        self._rows.setSourceModel(model)
        self.setModel(self._rows)
        dress_table(self, tr("Inspections"), row_height=ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(False)
        # As it comes, the one last worked on first, until a heading is clicked.
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self._spread()

    @property
    def current_id(self) -> str:
        """The inspection chosen, or an empty string."""
        return str(self.currentIndex().data(Role.ID) or "")

    def go_to(self, inspection: str) -> None:
        """Choose an inspection; the first when it is not listed."""
        for row in range(self._rows.rowCount()):
            if self._rows.index(row, 0).data(Role.ID) == inspection:
                self.setCurrentIndex(self._rows.index(row, 0))
                return
        self.setCurrentIndex(self._rows.index(0, 0))

    def open_current(self) -> None:
        """Open the inspection chosen."""
        if self.current_id:
            self.opened.emit(self.current_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.open_current()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: letters are the page's keys (Qt)."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width (Qt)."""
        super().resizeEvent(event)
        self._spread()

    def _spread(self) -> None:
        if self._rows.columnCount(ROOT) == 0:
            return
        is_narrow = self.width() < theme.current().px(_NARROW)
        hidden = {Column.PACK, Column.LAST_CHANGE} if is_narrow else set()
        whole = sum(share for column, share in _SHARES.items() if column not in hidden)
        for column, share in _SHARES.items():
            self.setColumnHidden(column, column in hidden)
            self.setColumnWidth(column, self.viewport().width() * share // whole)

    def _on_double_clicked(self, _index: QModelIndex | QPersistentModelIndex) -> None:
        self.open_current()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.current().px(ROW_HEIGHT))
        self._spread()
