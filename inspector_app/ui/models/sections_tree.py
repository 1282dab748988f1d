"""Threats and their sections with progress, as a Qt tree."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.spoken import in_one_breath
from inspector_app.ui.texts import established_text, plain_tip, tr


@dataclass(frozen=True, slots=True)
class SectionNode:
    """A section as the tree shows it."""

    section_id: str
    name: str
    established: int = 0
    total: int = 0
    is_mine: bool = False
    in_scope: bool = True


@dataclass(frozen=True, slots=True)
class ThreatNode:
    """A threat with its sections; its own progress is their sum."""

    name: str
    sections: tuple[SectionNode, ...]

    @property
    def established(self) -> int:
        """Lines established in the sections in scope."""
        return sum(section.established for section in self.sections if section.in_scope)

    @property
    def total(self) -> int:
        """Lines in the sections in scope."""
        return sum(section.total for section in self.sections if section.in_scope)


class SectionsTree(QAbstractItemModel):
    """Shows the sections of an inspection; never changes one.

    An index's internal id is 0 for a threat, else the threat's row plus one.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threats: tuple[ThreatNode, ...] = ()

    def show(self, threats: tuple[ThreatNode, ...]) -> None:
        """Replace what is shown; rows keep their place while the sections stay the same."""
        if threats and _shape(threats) == _shape(self._threats):
            self._threats = threats
            self.dataChanged.emit(self.index(0, 0), self.index(len(threats) - 1, 0))
            for row, threat in enumerate(threats):
                if threat.sections:
                    parent = self.index(row, 0)
                    last = len(threat.sections) - 1
                    self.dataChanged.emit(self.index(0, 0, parent), self.index(last, 0, parent))
            return
        self.beginResetModel()
        self._threats = threats
        self.endResetModel()

    def index_of(self, section_id: str) -> QModelIndex:
        """Return where a section is; invalid when it is not shown."""
        for row, threat in enumerate(self._threats):
            for place, section in enumerate(threat.sections):
                if section.section_id == section_id:
                    return self.index(place, 0, self.index(row, 0))
        return QModelIndex()

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        """Return the index of a threat, or of a section under one (Qt)."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override]
        """Return the threat of a section (Qt); the other overload of Qt's is QObject's."""
        above = int(index.internalId()) if index.isValid() else 0
        return self.createIndex(above - 1, 0, 0) if above else QModelIndex()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of threats, or of sections under one (Qt)."""
        if not parent.isValid():
            return len(self._threats)
        if parent.internalId():
            return 0
        return len(self._threats[parent.row()].sections)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return 1 (Qt)."""
        return 0 if parent.isValid() and parent.internalId() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        above = int(index.internalId())
        node = (
            self._threats[above - 1].sections[index.row()] if above else self._threats[index.row()]
        )
        if role == Role.VIEW:
            return node
        if role == Role.ID:
            return node.section_id if isinstance(node, SectionNode) else None
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return node.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _node_text(node)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(node.name)
        return None


def _shape(threats: tuple[ThreatNode, ...]) -> list[list[str]]:
    return [[section.section_id for section in threat.sections] for threat in threats]


def _node_text(node: ThreatNode | SectionNode) -> str:
    parts = [node.name]
    if isinstance(node, SectionNode) and not node.in_scope:
        parts.append(tr("Not in scope"))
    else:
        parts.append(established_text(node.established, node.total))
    if isinstance(node, SectionNode) and node.is_mine:
        parts.append(tr("Mine"))
    return in_one_breath(parts)
