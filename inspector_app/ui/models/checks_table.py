"""What was looked at before the team travels, as a Qt table."""

from collections.abc import Iterable
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from inspector_app.domain.readiness import Check, State, item_words, state_words
from inspector_app.ui import icons
from inspector_app.ui.models.index import Index, Role
from inspector_app.ui.models.words_table import WordsRow, WordsTable
from inspector_app.ui.texts import tr

_ICONS = {State.OK: "check", State.LOOK: "warning", State.NOT_CHECKED: "minus"}
_COLOURS = {State.OK: "dim", State.LOOK: "note", State.NOT_CHECKED: "dim"}


class Column(IntEnum):
    """Columns, left to right."""

    ITEM = 0
    STATE = 1
    WORDS = 2


class ChecksTable(WordsTable):
    """Shows checks in the order given, what came of each by an icon and in words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((tr("What"), tr("State"), tr("Found")), parent)
        self._states: dict[str, State] = {}

    def show_checks(self, checks: Iterable[Check]) -> None:
        """Replace what is shown; the rows stay where they are."""
        found = tuple(checks)
        self._states = {each.item.value: each.state for each in found}
        self.show(
            tuple(
                WordsRow(
                    each.item.value,
                    (item_words(each.item), state_words(each.state), each.words),
                )
                for each in found
            )
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if role == Qt.ItemDataRole.DecorationRole and index.isValid():
            if index.column() != Column.STATE:
                return None
            state = self._states[str(super().data(index, Role.ID))]
            return icons.icon(_ICONS[state], _COLOURS[state])
        return super().data(index, role)
