"""The lines of one section, as a Qt table."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from inspector_app.ui.models.index import Index, Role
from inspector_app.ui.models.shown_rows import ShownRows
from inspector_app.ui.spoken import in_one_breath
from inspector_app.ui.texts import counted, kind_text, plain_tip, tr, tr_counted


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as its row shows it."""

    line_id: str
    number: str
    question: str
    answer: str = ""
    """In words; empty while there is none."""
    is_gap: bool = False
    """True for the outcomes that are no finding: not asked; asked, no reply."""
    as_at: str = ""
    """Only where it differs from the visit's."""
    kinds: tuple[str, ...] = ()
    """One letter for each source the answer rests on."""
    files: int = 0
    initials: str = ""
    versions: int = 1
    """How many versions of the answer stand side by side; 1 is the rule."""
    last_time: str = ""
    """What an earlier inspection found; no answer of this one."""
    whose: str = ""
    """Initials of whom it is assigned to; empty: nobody."""
    is_mine: bool = False
    is_whose_disputed: bool = False
    """Laptops have assigned it differently."""


class Column(IntEnum):
    """Columns, left to right."""

    NUMBER = 0
    QUESTION = 1
    ANSWER = 2
    AS_AT = 3
    SUPPORT = 4
    FILES = 5
    WHOSE = 6
    INITIALS = 7


class LinesTable(ShownRows[LineView]):
    """Shows the lines of a section; never changes one."""

    COLUMNS = Column

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[LineView] = []
        self._row_of: dict[str, int] = {}

    def show(self, lines: tuple[LineView, ...]) -> None:
        """Replace what is shown by ``lines``, in their order."""
        self.beginResetModel()
        self._rows = list(lines)
        self._row_of = {line.line_id: row for row, line in enumerate(lines)}
        self.endResetModel()

    def line_changed(self, line: LineView) -> None:
        """Show ``line`` in place of the row with its id.

        Raises:
            KeyError: no such line is shown.
        """
        row = self._row_of[line.line_id]
        self._rows[row] = line
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def lines(self) -> tuple[LineView, ...]:
        """Return what is shown, in order."""
        return tuple(self._rows)

    def row_of(self, line_id: str) -> int:
        """Return the row of a line, or -1."""
        return self._row_of.get(line_id, -1)

    def has_assignments(self) -> bool:
        """Return whether any line is assigned to anybody."""
        return any(line.whose for line in self._rows)

    def next_unanswered(self, row: int) -> int:
        """Return the first row after ``row``, going round, without an answer; -1 if none."""
        rows = len(self._rows)
        for step in range(1, rows + 1):
            candidate = (row + step) % rows
            if not self._rows[candidate].answer:
                return candidate
        return -1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        line = self._rows[index.row()]
        if role == Role.VIEW:
            return line
        if role == Role.ID:
            return line.line_id
        column = Column(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return _cell_text(line, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _row_text(line) if column is Column.QUESTION else _cell_text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.QUESTION:
            return plain_tip(line.question)
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.WHOSE and line.whose:
            return plain_tip(whose_text(line.whose, is_mine=line.is_mine))
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.ANSWER:
            # In full: what a number leaves out may be cut off in the row.
            last = last_time_text(line.last_time) if line.last_time else ""
            return plain_tip("\n".join(filter(None, (line.answer, last)))) or None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column (Qt)."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.NUMBER: tr("Number"),
            Column.QUESTION: tr("Question"),
            Column.ANSWER: tr("Answer"),
            Column.AS_AT: tr("As at"),
            Column.SUPPORT: tr("Support"),
            Column.FILES: tr("Files"),
            Column.WHOSE: tr("Assigned to"),
            Column.INITIALS: tr("Initials"),
        }[Column(section)]


def versions_text(versions: int) -> str:
    """Return the flag of an answer that stands in several versions."""
    return tr_counted(versions, "{number} versions").format(number=versions)


def last_time_text(words: str) -> str:
    """Return what was found last time, so called that it is not taken for an answer."""
    return tr("Last time: {answer}").format(answer=words)


def whose_text(people: str, *, is_mine: bool) -> str:
    """Return to whom something is assigned, and whether that is whoever looks at it."""
    words = tr("Assigned to {people}").format(people=people)
    return f"{words}, {tr('mine')}" if is_mine else words


def _cell_text(line: LineView, column: Column) -> str:
    return {
        Column.NUMBER: line.number,
        Column.QUESTION: line.question,
        Column.ANSWER: line.answer or "—",
        Column.AS_AT: line.as_at,
        Column.SUPPORT: ", ".join(kind_text(kind) for kind in line.kinds),
        Column.FILES: str(line.files) if line.files else "",
        Column.WHOSE: line.whose,
        Column.INITIALS: line.initials,
    }[column]


def _row_text(line: LineView) -> str:
    """One row in a breath: a screen reader reads only the cell the user stands on."""
    parts = [line.number, line.question]
    parts.append(
        tr("Answer: {answer}").format(answer=line.answer) if line.answer else tr("No answer yet")
    )
    if line.last_time:
        parts.append(last_time_text(line.last_time))
    if line.versions > 1:
        parts.append(versions_text(line.versions))
    if line.as_at:
        parts.append(tr("As at {date}").format(date=line.as_at))
    if line.kinds:
        parts.append(
            tr("Support: {kinds}").format(kinds=", ".join(kind_text(kind) for kind in line.kinds))
        )
    if line.files:
        parts.append(counted(line.files, "file", "files"))
    if line.whose:
        parts.append(whose_text(line.whose, is_mine=line.is_mine))
    if line.initials:
        parts.append(tr("By {initials}").format(initials=line.initials))
    return in_one_breath(parts)
