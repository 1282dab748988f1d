"""What is to be settled in the whole inspection, as a Qt table."""

from enum import IntEnum

from PySide6.QtCore import QObject

from inspector_app.ui.models.rows_table import RowsTable
from inspector_app.ui.settling_viewing import ContestedView
from inspector_app.ui.texts import tr


class Column(IntEnum):
    """Columns, left to right."""

    NAME = 0
    VERSIONS = 1
    DIFFERS = 2
    LATEST = 3


class VersionsTable(RowsTable[ContestedView]):
    """Shows what stands in several versions, in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        titles = (tr("Where"), tr("Versions"), tr("They differ in"), tr("Latest"))
        super().__init__(titles, parent)

    def key_of(self, row: ContestedView) -> str:
        """Return its subject."""
        return row.subject

    def cells_of(self, row: ContestedView) -> tuple[str, ...]:
        """Return its words, one for each title."""
        return (row.name, row.versions, row.differs_in, row.latest)

    def spoken(self, row: ContestedView, column: int) -> str:
        """Return the whole row at its name, else the cell."""
        if column != Column.NAME:
            return self.cells_of(row)[column]
        differs = tr("they differ in {labels}").format(labels=row.differs_in)
        return f"{row.name}. {row.versions}. {differs}. {row.latest}."
