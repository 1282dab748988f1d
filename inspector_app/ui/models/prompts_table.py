"""What is pointed out, section by section, as a Qt table."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import Qt

from inspector_app.ui.models.index import Index, Role
from inspector_app.ui.models.shown_rows import ShownRows
from inspector_app.ui.spoken import in_one_breath
from inspector_app.ui.texts import plain_tip, tr


@dataclass(frozen=True, slots=True)
class PromptView:
    """A prompt as its row shows it."""

    prompt_id: str
    section: str
    """Under which it is told; shown once for all that follow each other."""
    words: str
    place: str
    """Where Enter goes: ``CC-PO-07``, with the number of others: ``CC-PO-07 +6``."""
    aside: str = ""
    """Why and by whom it was put aside; empty while it is told."""


class Column(IntEnum):
    """Columns, left to right."""

    SECTION = 0
    WORDS = 1
    PLACE = 2
    ASIDE = 3


class PromptsTable(ShownRows[PromptView]):
    """Shows prompts in the order given; never puts one aside."""

    COLUMNS = Column

    def show(self, prompts: tuple[PromptView, ...]) -> None:
        """Show these prompts; where they are the same ones, only what differs is drawn anew."""
        if prompts == self._rows:
            return
        if [p.prompt_id for p in prompts] == [p.prompt_id for p in self._rows]:
            self._rows = prompts
            self.dataChanged.emit(self.index(0, 0), self.index(len(prompts) - 1, len(Column) - 1))
            return
        super().show(prompts)

    def row_of(self, prompt_id: str) -> int:
        """Return the row of a prompt, or -1."""
        return next((at for at, p in enumerate(self._rows) if p.prompt_id == prompt_id), -1)

    def first_of(self, section: str) -> int:
        """Return the first row told under a section, or -1."""
        return next((at for at, p in enumerate(self._rows) if p.section == section), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        row = index.row()
        prompt = self._rows[row]
        text = {
            Column.SECTION: prompt.section,
            Column.WORDS: prompt.words,
            Column.PLACE: prompt.place,
            Column.ASIDE: prompt.aside,
        }
        column = Column(index.column())
        if role == Role.VIEW:
            return prompt
        if role == Role.ID:
            return prompt.prompt_id
        if role == Qt.ItemDataRole.DisplayRole and column is Column.SECTION:
            is_first = row == 0 or self._rows[row - 1].section != prompt.section
            return prompt.section if is_first else ""
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return text[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(text[column])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = (prompt.section, prompt.words, prompt.place, prompt.aside)
            return in_one_breath(said)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column (Qt)."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.SECTION: tr("Section"),
            Column.WORDS: tr("Prompt"),
            Column.PLACE: tr("Where"),
            Column.ASIDE: tr("Put aside"),
        }[Column(section)]
