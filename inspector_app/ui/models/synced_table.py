"""Inspections and how they stand at base, as a Qt table."""

from enum import IntEnum

from PySide6.QtCore import QObject

from inspector_app.ui.models.rows_table import RowsTable
from inspector_app.ui.sync_viewing import InspectionAtBase
from inspector_app.ui.texts import tr


class Column(IntEnum):
    """Columns, left to right."""

    FORCE = 0
    STATE = 1
    BACKED_UP = 2
    CONFIRMED = 3


class SyncedTable(RowsTable[InspectionAtBase]):
    """Shows inspections in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            (tr("Inspection"), tr("State"), tr("Backed up"), tr("As base said at")), parent
        )

    def key_of(self, row: InspectionAtBase) -> str:
        """Return the inspection's id."""
        return row.id

    def cells_of(self, row: InspectionAtBase) -> tuple[str, ...]:
        """Return the words of a row."""
        return (row.force, row.state, row.backed_up, row.confirmed)
