"""What another inspection offers to be carried over, as a Qt table whose rows are ticked."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from inspector_app.ui.models.index import Index, Role
from inspector_app.ui.models.shown_rows import ShownRows
from inspector_app.ui.spoken import in_one_breath
from inspector_app.ui.texts import plain_tip, tr


@dataclass(frozen=True, slots=True)
class OfferView:
    """A source or an answer of another inspection, as its row shows it."""

    subject: str
    name: str
    """``JS/4`` or ``CC-T-05``."""
    kind: str
    words: str
    comes_with: str
    """``2 accounts``."""
    refusal: str
    """Why it cannot be carried over; empty: it can."""


class Column(IntEnum):
    """Columns, left to right."""

    NAME = 0
    KIND = 1
    WORDS = 2
    WITH = 3


_CAN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class OffersTable(ShownRows[OfferView]):
    """Shows what is offered and keeps which rows are ticked."""

    COLUMNS = Column

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[OfferView, ...] = ()
        self._ticked: dict[str, None] = {}

    def show(self, offers: tuple[OfferView, ...]) -> None:
        """Show these offers, none of them ticked."""
        self.beginResetModel()
        self._rows, self._ticked = offers, {}
        self.endResetModel()

    def ticked(self) -> tuple[str, ...]:
        """Return the subjects that are ticked, in the order of the rows."""
        return tuple(row.subject for row in self._rows if row.subject in self._ticked)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let what can be carried over be ticked; the rest can be read (Qt)."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        can = index.column() == Column.NAME and not self._rows[index.row()].refusal
        return _CAN | Qt.ItemFlag.ItemIsUserCheckable if can else _CAN

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a row, or take its tick off (Qt)."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        row = self._rows[index.row()]
        if row.refusal:
            return False
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._ticked[row.subject] = None
        else:
            self._ticked.pop(row.subject, None)
        self.dataChanged.emit(index, index)
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        text = {
            Column.NAME: row.name,
            Column.KIND: row.kind,
            Column.WORDS: row.words,
            Column.WITH: row.refusal or row.comes_with,
        }
        if role == Role.VIEW:
            return row
        if role == Role.ID:
            return row.subject
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return text[Column(index.column())]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(text[Column(index.column())])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return in_one_breath(text.values())
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == Column.NAME:
            if row.refusal:
                return None
            is_ticked = row.subject in self._ticked
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column (Qt)."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.NAME: tr("Number"),
            Column.KIND: tr("Kind"),
            Column.WORDS: tr("What it is or says"),
            Column.WITH: tr("Comes with"),
        }[Column(section)]
