"""What is left to do under a version of the checklist, and what a newer one changes, as a table."""

from enum import IntEnum

from PySide6.QtCore import QObject

from inspector_app.ui.checklist_viewing import ChecklistRow
from inspector_app.ui.models.rows_table import RowsTable
from inspector_app.ui.texts import tr


class Column(IntEnum):
    """Columns, left to right."""

    STATE = 0
    NAME = 1
    WORDS = 2


class ChecklistTable(RowsTable[ChecklistRow]):
    """Shows the rows in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((tr("What"), tr("Where"), tr("In short")), parent)

    def key_of(self, row: ChecklistRow) -> str:
        """Return its id."""
        return row.id

    def cells_of(self, row: ChecklistRow) -> tuple[str, ...]:
        """Return its words, one for each title."""
        return (row.state, row.name, row.words)

    def spoken(self, row: ChecklistRow, column: int) -> str:
        """Return the whole row at its state, else the cell."""
        if column != Column.STATE:
            return self.cells_of(row)[column]
        return f"{row.state}. {row.name}. {row.words}."
