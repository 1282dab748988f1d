"""The places that one prompt names, as a Qt table."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import Qt

from inspector_app.ui.models.index import Index, Role
from inspector_app.ui.models.shown_rows import ShownRows
from inspector_app.ui.texts import plain_tip


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place as its row shows it."""

    place_id: str
    name: str
    words: str
    """A line’s question, a source’s title, a file’s caption."""


class Column(IntEnum):
    """Columns, left to right."""

    NAME = 0
    WORDS = 1


class PlacesTable(ShownRows[PlaceView]):
    """Shows places in the order given."""

    COLUMNS = Column

    def show(self, places: tuple[PlaceView, ...]) -> None:
        """Replace what is shown."""
        if places != self._rows:
            super().show(places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        place = self._rows[index.row()]
        if role == Role.VIEW:
            return place
        if role == Role.ID:
            return place.place_id
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return place.name if index.column() == Column.NAME else place.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(place.words)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{place.name}. {place.words}".strip()
        return None
