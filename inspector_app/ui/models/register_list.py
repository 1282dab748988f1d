"""Entries of a register, to be found by name or alias."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import Qt

from inspector_app.ui.models.index import Index, Role
from inspector_app.ui.models.shown_rows import ShownRows


class Column(IntEnum):
    """Left to right."""

    NAME = 0
    ALIASES = 1


@dataclass(frozen=True, slots=True)
class RegisterView:
    """An entry as it is found and shown."""

    entry_id: str
    name: str
    aliases: tuple[str, ...] = ()


class RegisterList(ShownRows[RegisterView]):
    """Shows names; the second column holds the aliases, so that a search finds them."""

    COLUMNS = Column

    def named(self, name: str) -> RegisterView | None:
        """Return the entry called ``name``, in any case; by an alias too when only one has it."""
        wanted = name.strip().casefold()
        exact = [row for row in self._rows if row.name.casefold() == wanted]
        other = [row for row in self._rows if wanted in [a.casefold() for a in row.aliases]]
        found = exact or other
        return found[0] if len(found) == 1 else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Role.VIEW:
            return row
        if role == Role.ID:
            return row.entry_id
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Role.SORT):
            return row.name if index.column() == Column.NAME else ", ".join(row.aliases)
        return None
