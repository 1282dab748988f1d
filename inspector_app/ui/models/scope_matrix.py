"""Which sections a new inspection looks at, threats down and requirements across."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal

from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.texts import counted, plain_tip, tr


class Scope(IntEnum):
    """What a cell can be."""

    IN = 0
    OUT = 1
    EMPTY = 2
    """The checklist has no lines there, or no such section."""


@dataclass(frozen=True, slots=True)
class ScopeView:
    """One section as its cell shows it."""

    section_id: str
    lines: int
    scope: Scope

    def words(self) -> str:
        """Return what the cell says."""
        if self.scope is Scope.EMPTY:
            return tr("no lines in this checklist")
        lines = counted(self.lines, "line", "lines")
        return lines if self.scope is Scope.IN else tr("left out · {lines}").format(lines=lines)

    def short_words(self) -> str:
        """Return what a narrow cell says; the whole is its tooltip."""
        if self.scope is Scope.EMPTY:
            return tr("no lines")
        return str(self.lines) if self.scope is Scope.IN else tr("left out")


class ScopeMatrix(QAbstractTableModel):
    """Sections to be switched on and off by their check mark.

    Signals:
        switched(str, bool): the user switched a section.
    """

    switched = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threats: tuple[str, ...] = ()
        self._requirements: tuple[str, ...] = ()
        self._cells: list[list[ScopeView]] = []

    def show(
        self,
        threats: tuple[str, ...],
        requirements: tuple[str, ...],
        cells: tuple[tuple[ScopeView, ...], ...],
    ) -> None:
        """Replace what is shown; one row of cells for each threat."""
        self.beginResetModel()
        self._threats, self._requirements = threats, requirements
        self._cells = [list(row) for row in cells]
        self.endResetModel()

    def choose(self, switched: dict[str, bool]) -> None:
        """Switch the sections named, silently; those without lines stay as they are."""
        self.beginResetModel()
        for row in self._cells:
            for column, cell in enumerate(row):
                if cell.scope is not Scope.EMPTY and cell.section_id in switched:
                    scope = Scope.IN if switched[cell.section_id] else Scope.OUT
                    row[column] = ScopeView(cell.section_id, cell.lines, scope)
        self.endResetModel()

    def chosen(self) -> dict[str, bool]:
        """Return for every section with lines whether it is in scope."""
        return {
            cell.section_id: cell.scope is Scope.IN
            for row in self._cells
            for cell in row
            if cell.scope is not Scope.EMPTY
        }

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of threats (Qt)."""
        return 0 if parent.isValid() else len(self._threats)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of requirements (Qt)."""
        return 0 if parent.isValid() else len(self._requirements)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a section with lines can be switched (Qt)."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._cells[index.row()][index.column()].scope is Scope.EMPTY:
            return Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        cell = self._cells[index.row()][index.column()]
        if role == Role.VIEW:
            return cell
        if role == Role.ID:
            return cell.section_id
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.words()
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(cell.words())
        if role == Qt.ItemDataRole.CheckStateRole and cell.scope is not Scope.EMPTY:
            is_in = cell.scope is Scope.IN
            return Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            threat = self._threats[index.row()]
            requirement = self._requirements[index.column()]
            return f"{threat}. {requirement}. {cell.words()}."
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Switch a section by its check mark (Qt)."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        cell = self._cells[index.row()][index.column()]
        if cell.scope is Scope.EMPTY:
            return False
        is_in = Qt.CheckState(value) == Qt.CheckState.Checked
        scope = Scope.IN if is_in else Scope.OUT
        self._cells[index.row()][index.column()] = ScopeView(cell.section_id, cell.lines, scope)
        self.dataChanged.emit(index, index)
        self.switched.emit(cell.section_id, is_in)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the name of a requirement or a threat (Qt)."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        is_across = orientation == Qt.Orientation.Horizontal
        return self._requirements[section] if is_across else self._threats[section]
