"""Photographs that wait to be taken in, as a Qt table."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import Qt

from inspector_app.ui.models.index import Index, Role
from inspector_app.ui.models.shown_rows import ShownRows
from inspector_app.ui.spoken import in_one_breath
from inspector_app.ui.texts import plain_tip, tr


@dataclass(frozen=True, slots=True)
class PhotoView:
    """A photograph as its row shows it."""

    key: str
    name: str
    goes_to: str
    """``JS/12 Carrier``, or that it lies in the tray, or is left out."""
    taken: str
    """Corrected, in London; empty: not known."""
    camera_time: str
    """As the camera wrote it."""
    caption: str
    remark: str


class Column(IntEnum):
    """Columns, left to right."""

    GOES_TO = 0
    NAME = 1
    TAKEN = 2
    CAMERA = 3
    CAPTION = 4
    REMARK = 5


class PhotosTable(ShownRows[PhotoView]):
    """Shows photographs, those of one source together; never takes one in."""

    COLUMNS = Column

    def show(self, photos: tuple[PhotoView, ...]) -> None:
        """Replace what is shown; where the rows are the same ones only their cells change."""
        if [each.key for each in photos] == [each.key for each in self._rows]:
            changed = [row for row, view in enumerate(photos) if view != self._rows[row]]
            self._rows = photos
            for row in changed:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))
            return
        super().show(photos)

    def row_of(self, key: str) -> int:
        """Return the row of a photograph, or -1."""
        return next((row for row, each in enumerate(self._rows) if each.key == key), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what ``role`` shows at ``index`` (Qt)."""
        if not index.isValid():
            return None
        view = self._rows[index.row()]
        text = {
            Column.GOES_TO: view.goes_to,
            Column.NAME: view.name,
            Column.TAKEN: view.taken,
            Column.CAMERA: view.camera_time,
            Column.CAPTION: view.caption,
            Column.REMARK: view.remark,
        }[Column(index.column())]
        if role == Role.VIEW:
            return view
        if role == Role.ID:
            return view.key
        if role in (Qt.ItemDataRole.DisplayRole, Role.SORT):
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(text) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (view.name, view.goes_to, view.taken, view.caption, view.remark)
            return in_one_breath(parts)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column (Qt)."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.GOES_TO: tr("Goes to"),
            Column.NAME: tr("Photo"),
            Column.TAKEN: tr("Taken"),
            Column.CAMERA: tr("Camera’s time"),
            Column.CAPTION: tr("Caption"),
            Column.REMARK: tr("Remark"),
        }[Column(section)]
