"""Timed notes, as a Qt table."""

from enum import IntEnum

from PySide6.QtCore import QObject

from inspector_app.ui.encounter_viewing import NoteView
from inspector_app.ui.models.rows_table import RowsTable
from inspector_app.ui.texts import tr


class Column(IntEnum):
    """Columns, left to right."""

    TIME = 0
    NOTE = 1
    BECAME = 2


class NotesTable(RowsTable[NoteView]):
    """Shows notes in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((tr("Time"), tr("Note"), tr("Became")), parent)

    def key_of(self, row: NoteView) -> str:
        """Return what tells it from all others."""
        return row.key

    def cells_of(self, row: NoteView) -> tuple[str, ...]:
        """Return its words, one for each title."""
        return (row.time, row.text, row.became)
