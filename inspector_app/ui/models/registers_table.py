"""The entries of the registers, as a Qt table."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject

from inspector_app.ui.models.rows_table import RowsTable
from inspector_app.ui.texts import tr


class Column(IntEnum):
    """Columns, left to right."""

    NAME = 0
    REGISTER = 1
    ALIASES = 2
    VALID = 3


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as it is listed."""

    id: str
    name: str
    register: str
    """In words."""
    aliases: str
    valid: str
    """From and until when, and that this was not at the visit; empty: always."""


class RegistersTable(RowsTable[EntryRow]):
    """Shows entries in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((tr("Name"), tr("Register"), tr("Also called"), tr("Valid")), parent)

    def key_of(self, row: EntryRow) -> str:
        """Return what tells it from all others."""
        return row.id

    def cells_of(self, row: EntryRow) -> tuple[str, ...]:
        """Return its words, one for each title."""
        return (row.name, row.register, row.aliases, row.valid)
