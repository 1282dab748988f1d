"""Evidence items with their thumbnails, as a Qt list."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QObject, Qt, Signal
from PySide6.QtGui import QImage

from inspector_app.ui.images import image_of
from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.spoken import in_one_breath
from inspector_app.ui.texts import plain_tip, tr

_KEPT = 200
"""Thumbnails held at once: at 320 × 240 pixels some 60 MB at the very most."""


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """An evidence item as its tile shows it."""

    item_id: str
    number: str
    caption: str
    kind: str = ""
    """What the file is, in a word: photo, PDF, spreadsheet."""
    has_thumbnail: bool = False
    is_withdrawn: bool = False
    place: str = ""
    """Where the file lies, in two words; empty: nobody says."""
    place_icon: str = ""


class EvidenceGrid(QAbstractListModel):
    """Shows evidence items; asks for a thumbnail when a view first wants to draw it.

    Signals:
        thumbnail_wanted(str): the item's id; answer with :meth:`thumbnail_arrived`.
    """

    thumbnail_wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[EvidenceView] = []
        self._thumbnails: OrderedDict[str, QImage] = OrderedDict()
        self._asked: set[str] = set()

    def show(self, items: tuple[EvidenceView, ...]) -> None:
        """Replace what is shown by ``items``; thumbnails of those that stay are kept."""
        self.beginResetModel()
        self._rows = list(items)
        shown = {item.item_id for item in items}
        for gone in [item_id for item_id in self._thumbnails if item_id not in shown]:
            del self._thumbnails[gone]
        self._asked &= shown
        self.endResetModel()

    def items_changed(self, items: Sequence[EvidenceView]) -> None:
        """Show the same items in the same order, of which something else is said."""
        for row, (before, item) in enumerate(zip(self._rows, items, strict=True)):
            if item != before:
                self._rows[row] = item
                self.dataChanged.emit(self.index(row), self.index(row))

    def thumbnail_arrived(self, item_id: str, picture: bytes) -> None:
        """Show ``picture`` (PNG or JPEG) as the item's thumbnail.

        Bytes that are no picture leave the item without one.
        """
        image = image_of(picture)
        row = self.row_of(item_id)
        if image.isNull() or row < 0:
            return
        self._thumbnails[item_id] = image
        self._thumbnails.move_to_end(item_id)
        while len(self._thumbnails) > _KEPT:
            dropped, _ = self._thumbnails.popitem(last=False)
            self._asked.discard(dropped)
        self.dataChanged.emit(
            self.index(row), self.index(row), [int(Qt.ItemDataRole.DecorationRole)]
        )

    def clear(self) -> None:
        """Show nothing and hold no picture; for locking."""
        self.show(())

    def row_of(self, item_id: str) -> int:
        """Return the row of an item, or -1."""
        return next((row for row, item in enumerate(self._rows) if item.item_id == item_id), -1)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of items (Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        item = self._rows[index.row()]
        if role == Role.VIEW:
            return item
        if role == Role.ID:
            return item.item_id
        if role == Qt.ItemDataRole.DisplayRole:
            return item.caption
        if role == Role.SORT:
            tag, _, number = item.number.partition("/")
            return (tag, int(number) if number.isdigit() else 0)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnail(item)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [item.number, item.caption, item.kind]
            if item.is_withdrawn:
                parts.append(tr("Withdrawn"))
            parts.append(item.place)
            return in_one_breath(parts)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(" · ".join(filter(None, (item.number, item.place, item.caption))))
        return None

    def _thumbnail(self, item: EvidenceView) -> QImage | None:
        held = self._thumbnails.get(item.item_id)
        if held is None and item.has_thumbnail and item.item_id not in self._asked:
            self._asked.add(item.item_id)
            self.thumbnail_wanted.emit(item.item_id)
        return held
