"""The laptops of the team, as a Qt table."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject

from inspector_app.ui.models.rows_table import RowsTable
from inspector_app.ui.spoken import in_one_breath
from inspector_app.ui.texts import tr


@dataclass(frozen=True, slots=True)
class LaptopView:
    """A laptop as its row shows it, or a laptop's work that waits for a decision."""

    device: str
    initials: str
    sharing: str
    """Whether the inspection is shared with it, in words."""
    until: str
    """When the last of its work that is here was recorded."""
    state: str
    is_stranger: bool = False
    """It introduces itself and is not of the team yet."""
    is_in: bool = False
    words: str = ""
    """Of a stranger: what its person has to read aloud."""
    is_apart: bool = False
    """Work that is kept apart, known by ``device``."""


class Column(IntEnum):
    """Columns, left to right."""

    LAPTOP = 0
    SHARING = 1
    UNTIL = 2
    STATE = 3


class LaptopsTable(RowsTable[LaptopView]):
    """Shows laptops in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        titles = (tr("Laptop"), tr("This inspection"), tr("Its work is here until"), tr("State"))
        super().__init__(titles, parent)

    def key_of(self, row: LaptopView) -> str:
        """Return its device."""
        return row.device

    def cells_of(self, row: LaptopView) -> tuple[str, ...]:
        """Return its words, one for each title."""
        return (row.initials, row.sharing, row.until, row.state)

    def spoken(self, row: LaptopView, column: int) -> str:
        """Return the whole row at the laptop's initials, else the cell."""
        if column != Column.LAPTOP:
            return self.cells_of(row)[column]
        return in_one_breath(self.cells_of(row))
