"""What a search has found, as a Qt list."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.spoken import in_one_breath
from inspector_app.ui.texts import tr


@dataclass(frozen=True, slots=True)
class FoundView:
    """One thing that was found, as the palette lists it."""

    id: str
    """What the palette hands back when it is chosen; unique in the list."""
    icon: str
    kind: str
    """``Line``, ``Answer``, ``Command`` …"""
    number: str
    pieces: tuple[tuple[str, bool], ...]
    """Words, and whether they are what was looked for."""
    cap: str = ""
    """The key that does the same, for a command."""
    detail: str = ""
    """The whole of what the excerpt is cut from, where it is short enough to be read."""

    @property
    def words(self) -> str:
        """The excerpt without its marks."""
        return "".join(words for words, _ in self.pieces)


class SearchResults(QAbstractListModel):
    """Shows what was found; never searches."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[FoundView, ...] = ()

    def show(self, found: tuple[FoundView, ...]) -> None:
        """Replace what is shown by ``found``, in its order."""
        if found == self._rows:
            return
        self.beginResetModel()
        self._rows = found
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how much was found (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        found = self._rows[index.row()]
        if role == Role.VIEW:
            return found
        if role == Role.ID:
            return found.id
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{found.number} {found.words}".strip()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = [found.kind, found.number, found.words]
            if found.cap:
                said.append(tr("key {cap}").format(cap=found.cap))
            return in_one_breath(said)
        return None
