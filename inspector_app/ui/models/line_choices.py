"""Lines of the checklist of which several are chosen, as a Qt table whose rows are ticked."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from inspector_app.domain.ids import LineId
from inspector_app.ui.models.index import Index, Role
from inspector_app.ui.models.shown_rows import ShownRows
from inspector_app.ui.spoken import in_one_breath
from inspector_app.ui.texts import plain_tip, tr


@dataclass(frozen=True, slots=True)
class LineChoice:
    """A line as it can be chosen."""

    line: LineId
    question: str
    told: str
    """What the source has to do with it: ``could speak to it``, ``1 account``; empty: nothing."""


class Column(IntEnum):
    """Columns, left to right."""

    LINE = 0
    QUESTION = 1
    TOLD = 2


_ROW = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class LineChoices(ShownRows[LineChoice]):
    """Shows the lines that fit what is looked for, and keeps the ticks of those that do not."""

    COLUMNS = Column

    def __init__(self, choices: tuple[LineChoice, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._rows = choices
        self._ticked: dict[LineId, None] = {}

    def look_for(self, text: str) -> None:
        """Show the lines in whose id or question each word of ``text`` begins a word."""
        wanted = text.casefold().split()
        self.beginResetModel()
        self._rows = tuple(each for each in self._choices if _fits(each, wanted))
        self.endResetModel()

    def ticked(self) -> tuple[LineId, ...]:
        """Return the lines that are ticked, in the order in which they were."""
        return tuple(self._ticked)

    def toggle(self, row: int) -> None:
        """Tick a row, or take its tick off."""
        if not 0 <= row < len(self._rows):
            return
        line = self._rows[row].line
        if line in self._ticked:
            del self._ticked[line]
        else:
            self._ticked[line] = None
        index = self.index(row, Column.LINE)
        self.dataChanged.emit(index, index)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let each line be ticked (Qt)."""
        is_tick = index.isValid() and index.column() == Column.LINE
        return _ROW | Qt.ItemFlag.ItemIsUserCheckable if is_tick else _ROW

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a row, or take its tick off (Qt)."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        is_on = self._rows[index.row()].line in self._ticked
        if (Qt.CheckState(value) is Qt.CheckState.Checked) != is_on:
            self.toggle(index.row())
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        text = {
            Column.LINE: str(row.line),
            Column.QUESTION: row.question,
            Column.TOLD: row.told,
        }
        if role == Role.VIEW:
            return row
        if role == Role.ID:
            return row.line
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return text[Column(index.column())]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(text[Column(index.column())])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = [tr("chosen")] if row.line in self._ticked else []
            return in_one_breath((*said, *text.values()))
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == Column.LINE:
            is_ticked = row.line in self._ticked
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        return None


def _fits(choice: LineChoice, wanted: list[str]) -> bool:
    words = f"{choice.line} {choice.question}".casefold().replace("(", " ").split()
    return all(any(word.startswith(each) for word in words) for each in wanted)
