"""What a workbook that came back would record, and what is wrong in it, as a Qt table."""

from collections.abc import Iterable
from enum import IntEnum, StrEnum

from PySide6.QtCore import QObject, Qt

from inspector_app.domain.wording import one_line
from inspector_app.domain.workbooks import CellChange, Fault
from inspector_app.ui import icons
from inspector_app.ui.models.index import Index, Role
from inspector_app.ui.models.words_table import WordsRow, WordsTable
from inspector_app.ui.texts import tr


class Column(IntEnum):
    """Columns, left to right."""

    WHERE = 0
    STATE = 1
    ABOUT = 2
    BEFORE = 3
    AFTER = 4


class State(StrEnum):
    """What a row says of its cell."""

    WRONG = "wrong"
    CONFLICT = "conflict"
    NEW = "new"


_ICONS = {State.WRONG: "warning", State.CONFLICT: "versions", State.NEW: "plus"}
_WORDS = {State.WRONG: tr("Wrong"), State.CONFLICT: tr("Conflict"), State.NEW: tr("New")}


class CellsTable(WordsTable):
    """Shows what is wrong first, then what differs from what is here, then what is simply new."""

    def __init__(self, parent: QObject | None = None) -> None:
        titles = (tr("Cell"), tr("State"), tr("Of"), tr("Before"), tr("It tells"))
        super().__init__(titles, parent)
        self._states: dict[str, State] = {}

    def show_cells(self, cells: Iterable[CellChange], faults: Iterable[Fault]) -> None:
        """Replace what is shown."""
        changes = sorted(cells, key=lambda each: not each.is_conflict)  # else as they stand
        rows: list[WordsRow] = []
        self._states = {}
        for fault in faults:
            self._add(rows, State.WRONG, fault.where, "", "", fault.words)
        for each in changes:
            state = State.CONFLICT if each.is_conflict else State.NEW
            about = f"{each.about.partition(' · ')[0]}: {each.what}"
            before = (
                tr("here meanwhile: {words}").format(words=each.here) if each.here else each.before
            )
            after = each.after or tr("nothing")
            self._add(rows, state, each.where, about, before, after, each.about)
        self.show(tuple(rows))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if role == Qt.ItemDataRole.DecorationRole and index.isValid():
            if index.column() != Column.STATE:
                return None
            state = self._states[str(super().data(index, Role.ID))]
            return icons.icon(_ICONS[state], "dim" if state is State.NEW else "note")
        return super().data(index, role)

    def _add(
        self,
        rows: list[WordsRow],
        state: State,
        where: str,
        about: str,
        before: str,
        after: str,
        tip: str = "",
    ) -> None:
        key = f"{len(rows)}/{where}"
        self._states[key] = state
        cells = (where, _WORDS[state], about, before, after)
        rows.append(WordsRow(key, tuple(map(one_line, cells)), tip))
