"""The board of one inspection, threats down and requirements across, as a Qt table."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.models.lines_table import versions_text, whose_text
from inspector_app.ui.spoken import in_one_breath
from inspector_app.ui.texts import counted, established_text, kind_text, plain_tip, tr


@dataclass(frozen=True, slots=True)
class TileView:
    """A section as its tile shows it."""

    section_id: str
    established: int = 0
    total: int = 0
    headline: str = ""
    """Empty while nobody has written one."""
    kinds: tuple[str, ...] = ()
    """The letters of the kinds of support, each once."""
    versions: int = 1
    """How many versions stand side by side at most; 1 is the rule."""
    prompts: int = 0
    in_scope: bool = True
    whose: str = ""
    """Initials of who has it, or lines of it, before them; empty: nobody."""
    is_mine: bool = False
    is_set_back: bool = False
    """Only mine is shown, and nothing of it is."""
    tick: str = ""
    """As what its headline is told in the debrief; empty: it is not."""
    again: int = 0
    """Lines that ask again since the checklist was replaced."""


@dataclass(frozen=True, slots=True)
class ThreatRow:
    """A threat and its tiles, one for each requirement."""

    name: str
    established: int
    total: int
    tiles: tuple[TileView, ...]


@dataclass(frozen=True, slots=True)
class BoardView:
    """The whole board."""

    requirements: tuple[str, ...]
    threats: tuple[ThreatRow, ...]


class BoardMatrix(QAbstractTableModel):
    """Shows the board; never changes it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board = BoardView((), ())

    def show(self, board: BoardView) -> None:
        """Replace what is shown by ``board``; cells keep their place while its shape stays."""
        is_same_shape = len(board.threats) == len(self._board.threats) and len(
            board.requirements
        ) == len(self._board.requirements)
        if not (is_same_shape and board.threats and board.requirements):
            self.beginResetModel()
            self._board = board
            self.endResetModel()
            return
        self._board = board
        rows, columns = len(board.threats) - 1, len(board.requirements) - 1
        self.dataChanged.emit(self.index(0, 0), self.index(rows, columns))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, rows)

    def place_of(self, section_id: str) -> tuple[int, int]:
        """Return row and column of a section's tile, or (-1, -1)."""
        for row, threat in enumerate(self._board.threats):
            for column, tile in enumerate(threat.tiles):
                if tile.section_id == section_id:
                    return row, column
        return -1, -1

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of threats (Qt)."""
        return 0 if parent.isValid() else len(self._board.threats)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of requirements (Qt)."""
        return 0 if parent.isValid() else len(self._board.requirements)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        threat = self._board.threats[index.row()]
        tile = threat.tiles[index.column()]
        if role == Role.VIEW:
            return tile
        if role == Role.ID:
            return tile.section_id
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return tile.headline
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _tile_text(threat.name, self._board.requirements[index.column()], tile)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(tile.headline) or None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the name of a requirement, or of a threat and how far it is (Qt)."""
        if orientation == Qt.Orientation.Horizontal:
            name = self._board.requirements[section]
            if role == Qt.ItemDataRole.ToolTipRole:
                return plain_tip(name)
            return name if role == Qt.ItemDataRole.DisplayRole else None
        threat = self._board.threats[section]
        if role == Role.VIEW:
            return threat
        if role == Qt.ItemDataRole.DisplayRole:
            return threat.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(threat.name)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{threat.name}. {established_text(threat.established, threat.total)}."
        return None


def _tile_text(threat: str, requirement: str, tile: TileView) -> str:
    parts = [threat, requirement]
    if not tile.in_scope:
        parts.append(tr("Not in scope for this inspection"))
    else:
        parts.append(established_text(tile.established, tile.total, tile.again))
        parts.append(
            tr("Headline: {headline}").format(headline=tile.headline)
            if tile.headline
            else tr("No headline")
        )
        if tile.tick:
            parts.append(tr("In the debrief: {stance}").format(stance=tile.tick))
        if tile.kinds:
            kinds = ", ".join(kind_text(kind) for kind in tile.kinds)
            parts.append(tr("Support: {kinds}").format(kinds=kinds))
        if tile.whose:
            parts.append(whose_text(tile.whose, is_mine=tile.is_mine))
        if tile.is_set_back:
            parts.append(tr("Not mine"))
        if tile.versions > 1:
            parts.append(versions_text(tile.versions))
        if tile.prompts:
            parts.append(counted(tile.prompts, "prompt", "prompts"))
    return in_one_breath(parts)
