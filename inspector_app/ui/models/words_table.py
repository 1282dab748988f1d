"""Rows of words under titles, as a Qt table."""

from dataclasses import dataclass

from inspector_app.ui.models.rows_table import RowsTable
from inspector_app.ui.spoken import in_one_breath


@dataclass(frozen=True, slots=True)
class WordsRow:
    """One row: what it stands for, and a cell for each title."""

    id: str
    cells: tuple[str, ...]
    tip: str = ""
    """In full; empty: the cell says all."""


class WordsTable(RowsTable[WordsRow]):
    """Shows rows in the order given."""

    def key_of(self, row: WordsRow) -> str:
        """Return what tells it from all others."""
        return row.id

    def cells_of(self, row: WordsRow) -> tuple[str, ...]:
        """Return its words, one for each title."""
        return row.cells

    def tip_of(self, row: WordsRow, column: int) -> str:
        """Return its own tip, or the cell in full."""
        return row.tip or row.cells[column]

    def spoken(self, row: WordsRow, _column: int) -> str:
        """Return the whole row with its tip."""
        return in_one_breath((*row.cells, row.tip))
