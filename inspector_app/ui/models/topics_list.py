"""The topics of the help, as a Qt list that can be searched in full."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import Qt

from inspector_app.ui.models.index import Index, Role
from inspector_app.ui.models.shown_rows import ShownRows


class Column(IntEnum):
    """Left to right."""

    TITLE = 0
    TEXT = 1


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic."""

    name: str
    """What links and screens call it."""
    title: str
    text: str
    """Markdown, our own."""


class TopicsList(ShownRows[Topic]):
    """Shows titles; the second column holds the text, so that a search finds it."""

    COLUMNS = Column

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        topic = self._rows[index.row()]
        if role == Role.VIEW:
            return topic
        if role == Role.ID:
            return topic.name
        if role == Qt.ItemDataRole.DisplayRole:
            return topic.title if index.column() == Column.TITLE else topic.text
        if role == Role.SORT:
            return index.row()
        return None
