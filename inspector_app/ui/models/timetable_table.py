"""The timetable, as a Qt table."""

from enum import IntEnum

from PySide6.QtCore import QObject

from inspector_app.ui.encounter_viewing import EntryView
from inspector_app.ui.models.rows_table import RowsTable
from inspector_app.ui.texts import tr


class Column(IntEnum):
    """Columns, left to right."""

    WHEN = 0
    KIND = 1
    WHO = 2
    PLACE = 3
    LEAD = 4
    STATE = 5


class TimetableTable(RowsTable[EntryView]):
    """Shows entries in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            (tr("When"), tr("Kind"), tr("With"), tr("Place"), tr("Led by"), tr("State")), parent
        )

    def key_of(self, row: EntryView) -> str:
        """Return what tells it from all others."""
        return row.id

    def cells_of(self, row: EntryView) -> tuple[str, ...]:
        """Return its words, one for each title."""
        return (row.when, row.kind, row.who, row.place, row.lead, row.state)
