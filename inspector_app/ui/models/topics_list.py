"""The topics of the help, as a Qt list that can be searched in full."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from inspector_app.ui.models.index import ROOT, Index, Role


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic."""

    name: str
    """What links and screens call it."""
    title: str
    text: str
    """Markdown, our own."""


class TopicsList(QAbstractTableModel):
    """Shows titles; the second column holds the text, so that a search finds it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Topic, ...] = ()

    def show(self, topics: tuple[Topic, ...]) -> None:
        """Replace what is shown, in this order."""
        self.beginResetModel()
        self._rows = topics
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of topics (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns (Qt)."""
        return 0 if parent.isValid() else 2

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
            return topic.title if index.column() == 0 else topic.text
        if role == Role.SORT:
            return index.row()
        return None
