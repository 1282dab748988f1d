"""Rows of a source's fact, typed into the cells of a small table."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.checklist import AnswerKind, Column, Option, Pack
from inspector_app.domain.source_fields import Editor, Fact
from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.values.cells import Rows
from inspector_app.ui.widgets.values.grid import Grid
from inspector_app.ui.widgets.values.titled_cells import TitledCells

_NARROWEST = 64
"""Pixels of a column; with large text the table scrolls sideways."""
_KINDS = {
    Editor.DATE: AnswerKind.DATE,
    Editor.COUNT: AnswerKind.COUNT,
    Editor.CHOICE: AnswerKind.SELECT,
    Editor.FLAG: AnswerKind.SELECT,
}


class RowsField(QWidget):
    """A column for each fact of a row; the last row is empty and takes what is added.

    A table names its columns itself, in its first row, and the last column takes what is added.

    Tab walks the cells and leaves behind the last; Ctrl+Enter begins a row, Ctrl+Delete takes the
    current one out.

    Signals:
        edited(): the user changed a cell or took a row out.
    """

    edited = Signal()

    def __init__(self, fact: Fact, pack: Pack, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(fact.label)
        columns = tuple(map(_column, fact.columns))
        cells = TitledCells(pack) if fact.editor is Editor.TABLE else None
        self.grid = Grid(fact.label, columns, (), pack, self, walks=True, cells=cells)
        self.grid.view.verticalHeader().setVisible(cells is not None)
        self.grid.view.horizontalHeader().setMinimumSectionSize(theme.current().px(_NARROWEST))
        self.grid.changed.connect(self.edited)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.grid)
        self.setFocusProxy(self.grid)

    def show_rows(self, rows: Rows) -> None:
        """Show these rows."""
        self.grid.show_rows(rows)

    def rows(self) -> Rows:
        """Return the rows that hold something, as they are typed."""
        return self.grid.rows()


def _column(fact: Fact) -> Column:
    options = fact.choices
    if fact.editor is Editor.FLAG:
        options = (Option("yes", tr("Yes")),)
    kind = _KINDS.get(fact.editor, AnswerKind.NARRATIVE)
    return Column(fact.name, fact.label, kind, options=options)
