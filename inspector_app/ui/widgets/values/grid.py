"""A small table whose cells are typed in place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.checklist import Column, Pack
from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.values.cells import CellDelegate, Cells, Rows

_ROW_HEIGHT = 28
_MOST_ROWS = 8


class _View(QTableView):
    """Typing begins a cell; Delete empties it; Enter goes on to the next.

    Ctrl+Enter begins a row, Ctrl+Delete asks for the current one to be taken out.

    Signals:
        removal_asked(): of the current row.
    """

    removal_asked = Signal()

    def __init__(self, parent: QWidget, *, walks: bool) -> None:
        """Args: ``walks`` lets Tab go from cell to cell, and on behind the last."""
        super().__init__(parent)
        self._walks = walks

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Go to the next cell, or out of the table behind the last one (Qt)."""
        index, model = self.currentIndex(), self.model()
        if self._walks and index.isValid():
            wide = model.columnCount()
            at = index.row() * wide + index.column() + (1 if is_next else -1)
            if 0 <= at < wide * model.rowCount():
                self.setCurrentIndex(model.index(at // wide, at % wide))
                return True
        return super().focusNextPrevChild(is_next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand on the first cell when nothing is chosen yet (Qt)."""
        super().focusInEvent(event)
        if self._walks and not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty a cell, or open it; begin a row, or take one out (Qt)."""
        index = self.currentIndex()
        has_ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Delete and has_ctrl:
            self.removal_asked.emit()
        elif is_enter and has_ctrl and self._walks:
            self.setCurrentIndex(self.model().index(self.model().rowCount() - 1, 0))
            self.edit(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid():
            self.model().setData(index, "")
        elif is_enter and not event.modifiers():
            # The editor of a cell lets the key through that settles it.
            if self.state() is not QAbstractItemView.State.EditingState:
                self.edit(index)
        else:
            super().keyPressEvent(event)


class Grid(QWidget):
    """Shows and edits :class:`Cells`.

    Signals:
        changed(): the user changed a cell.
    """

    changed = Signal()

    def __init__(
        self,
        name: str,
        columns: tuple[Column, ...],
        titles: tuple[str, ...],
        pack: Pack,
        parent: QWidget,
        *,
        walks: bool = False,
        cells: Cells | None = None,
    ) -> None:
        """Build it empty.

        Args:
            name: what assistive technology calls it.
            columns: left to right.
            titles: of fixed rows; without any, rows are added by hand.
            pack: has the words of choices.
            parent: has it.
            walks: Tab goes from cell to cell; else it leaves the table at once.
            cells: what it shows instead, when its columns are not fixed.
        """
        super().__init__(parent)
        self.cells = cells or Cells(columns, titles, pack, self)
        self.cells.setParent(self)
        self.cells.cell_edited.connect(self._on_cell_edited)
        self.view = _View(self, walks=walks)
        self.view.removal_asked.connect(self._on_remove_clicked)
        self.view.setAccessibleName(name)
        theme.set_look(self.view, "cells")
        self.view.setModel(self.cells)
        self.view.setItemDelegate(CellDelegate(self.view))
        triggers = QAbstractItemView.EditTrigger
        self.view.setEditTriggers(
            triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed
        )
        self.view.setTabKeyNavigation(False)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        side = self.view.verticalHeader()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setVisible(bool(titles))
        self._remove = button(tr("Remove row"), "minus", "link", self)
        self._remove.clicked.connect(self._on_remove_clicked)
        self.below = QHBoxLayout()
        """The row under the cells, for what else is said of them."""
        self.below.setSpacing(12)
        self.below.addWidget(self._remove)
        self.below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.view)
        layout.addLayout(self.below)
        self._remove.setVisible(not titles)
        self.setFocusProxy(self.view)
        self.cells.rowsInserted.connect(self._fit)
        self.cells.rowsRemoved.connect(self._fit)
        self.cells.modelReset.connect(self._fit)
        theme.current().changed.connect(self._fit)
        self._fit()

    def show_rows(self, rows: Rows) -> None:
        """Show these rows."""
        if rows != self.cells.rows():
            self.cells.show(rows)

    def rows(self) -> Rows:
        """Return the rows."""
        return self.cells.rows()

    def _fit(self) -> None:
        row = theme.current().px(_ROW_HEIGHT)
        self.view.verticalHeader().setDefaultSectionSize(row)
        rows = min(self.cells.rowCount(), _MOST_ROWS)
        head = self.view.horizontalHeader().sizeHint().height()
        self.view.setFixedHeight(rows * row + head + 4)

    def _on_cell_edited(self) -> None:
        self.changed.emit()

    def _on_remove_clicked(self) -> None:
        self.cells.remove_row(self.view.currentIndex().row())
