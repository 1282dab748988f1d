"""Lines that an encounter can speak to, as a Qt table."""

from enum import IntEnum

from PySide6.QtCore import QObject

from inspector_app.ui.encounter_viewing import SpokenLineView
from inspector_app.ui.models.rows_table import RowsTable
from inspector_app.ui.texts import tr


class Column(IntEnum):
    """Columns, left to right."""

    KEY = 0
    LINE = 1
    QUESTION = 2
    ACCOUNTS = 3


class SpokenLinesTable(RowsTable[SpokenLineView]):
    """Shows lines in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((tr("Key"), tr("Line"), tr("Question"), tr("Accounts")), parent)

    def key_of(self, row: SpokenLineView) -> str:
        """Return what tells it from all others."""
        return row.line

    def cells_of(self, row: SpokenLineView) -> tuple[str, ...]:
        """Return its words, one for each title."""
        return (row.cap, row.line, row.words, row.accounts)
