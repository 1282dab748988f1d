"""A layout that fills rows and begins a new one when there is no room."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Places its items from left to right, at their preferred size, in as many rows as needed.

    It is made with its widget. Of a layout that is handed over with its items PySide notes these as
    its children, by their address; an item of another layout that lay there earlier then takes them
    along when it goes, and the next look at one ends the process.
    """

    def __init__(self, parent: QWidget, *, across: int = 8, down: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._across = across
        self._down = down
        self.setContentsMargins(0, 0, 0, 0)

    def clear(self) -> None:
        """Remove all items and delete their widgets."""
        while (item := self.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def addItem(self, item: QLayoutItem) -> None:
        """Append an item (Qt)."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """Return the number of items (Qt)."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or None past the end (Qt)."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return an item, or None past the end (Qt)."""
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it wants no more than it needs (Qt)."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Return True: rows depend on the width (Qt)."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the rows at ``width`` (Qt)."""
        return self._place(QRect(0, 0, width, 0), is_trial=True)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items (Qt)."""
        super().setGeometry(rect)
        self._place(rect, is_trial=False)

    def sizeHint(self) -> QSize:
        """Return the size in one row (Qt)."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        wide = sum(hint.width() for hint in hints) + self._across * max(0, len(hints) - 1)
        high = max((hint.height() for hint in hints), default=0)
        return self._with_margins(QSize(wide, high))

    def minimumSize(self) -> QSize:
        """Return the size of the widest item (Qt)."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return self._with_margins(size)

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return QSize(
            size.width() + margins.left() + margins.right(),
            size.height() + margins.top() + margins.bottom(),
        )

    def _place(self, rect: QRect, is_trial: bool) -> int:
        margins = self.contentsMargins()
        room = rect.marginsRemoved(margins)
        x, y, row_height = room.x(), room.y(), 0
        row: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if size.width() > room.width():
                size.setWidth(max(room.width(), item.minimumSize().width()))
            if item.hasHeightForWidth():
                size.setHeight(item.heightForWidth(size.width()))
            if row_height and x + size.width() > room.x() + room.width():
                if not is_trial:
                    _settle(row, row_height)
                row = []
                x, y, row_height = room.x(), y + row_height + self._down, 0
            if not is_trial:
                row.append((item, QRect(QPoint(x, y), size)))
            x += size.width() + self._across
            row_height = max(row_height, size.height())
        if not is_trial:
            _settle(row, row_height)
        return y + row_height - rect.y() + margins.bottom()


def _settle(row: list[tuple[QLayoutItem, QRect]], height: int) -> None:
    """Put a row's items on one middle line."""
    for item, where in row:
        where.moveTop(where.top() + (height - where.height()) // 2)
        item.setGeometry(where)
