"""Evidence items as a grid of thumbnails."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.evidence_delegate import TILE_HEIGHT, TILE_WIDTH, EvidenceDelegate
from inspector_app.ui.models.evidence_grid import EvidenceGrid
from inspector_app.ui.models.index import Index, Role
from inspector_app.ui.texts import tr

_GAP = 8
_LEAST_WIDTH = 92


class EvidenceView(QListView):
    """Shows an :class:`EvidenceGrid`, as many columns as fit.

    Signals:
        item_opened(str): Enter or a double click on an item.
        current_changed(str): the item the keyboard is on; empty when on none.
    """

    item_opened = Signal(str)
    current_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Evidence items"))
        self._delegate = EvidenceDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setDragEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self._on_double_clicked)
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_model(self, model: EvidenceGrid) -> None:
        """Show ``model`` from now on."""
        self.setModel(model)

    @property
    def current_item(self) -> str:
        """The id of the item the keyboard is on, or an empty string."""
        return str(self.currentIndex().data(Role.ID) or "")

    def sizeHint(self) -> QSize:
        """Return room for two columns and two rows (Qt)."""
        px = theme.current().px
        return QSize(2 * px(TILE_WIDTH) + _GAP, 2 * px(TILE_HEIGHT) + _GAP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the item by Enter (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.current_item:
                self.item_opened.emit(self.current_item)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: letters are the page's keys (Qt)."""

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell the item the keyboard is on (Qt)."""
        super().currentChanged(current, previous)
        self.current_changed.emit(str(current.data(Role.ID) or "") if current.isValid() else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns over the width (Qt)."""
        self._spread()
        super().resizeEvent(event)

    def _spread(self) -> None:
        px = theme.current().px
        # Qt lays icons out as if the scroll bar were always there, and breaks the row at an
        # exact fit.
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.maximumViewportSize().width() - bar - 1
        columns = max(1, room // px(_LEAST_WIDTH))
        self._delegate.tile_width = max(px(48), room // columns - _GAP)
        self.setGridSize(QSize(max(px(48), room // columns), px(TILE_HEIGHT) + 6))

    def _on_double_clicked(self, index: Index) -> None:
        self.item_opened.emit(str(index.data(Role.ID)))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._spread()
        self.scheduleDelayedItemsLayout()
