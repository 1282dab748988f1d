"""The board as a table of tiles that the keyboard walks."""

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import Ink
from inspector_app.ui.delegates.tile_delegate import GAP, TILE_HEIGHT, TileDelegate
from inspector_app.ui.models.board_matrix import BoardMatrix, ThreatRow
from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.texts import tr
from inspector_app.ui.theme import Size

_NAMES_WIDTH = 120
_HEADING_HEIGHT = 22


class _ThreatNames(QHeaderView):
    """The threats at the left, each with how far it is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        """Return the width of the names (Qt)."""
        return QSize(theme.current().px(_NAMES_WIDTH), 100)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one threat (Qt)."""
        threat = self.model().headerData(section, Qt.Orientation.Vertical, Role.VIEW)
        if not isinstance(threat, ThreatRow):
            return
        painter.save()
        ink = Ink(painter)
        px = ink.theme.px
        room = QRectF(rect).adjusted(0, px(6), -px(12), -px(GAP))
        below = px(18)
        lines = int((room.height() - below) // ink.theme.metrics(Size.BODY, bold=True).height())
        used = ink.wrapped(room, threat.name, Size.BODY, max(1, lines), bold=True)
        count = tr("{established} of {total}").format(
            established=threat.established, total=threat.total
        )
        where = QRectF(room.left(), room.top() + used, room.width(), below)
        ink.text(where, count, Size.SECONDARY, "dim")
        painter.restore()


class BoardView(QTableView):
    """Shows a :class:`BoardMatrix`; arrows walk the tiles, Enter opens one.

    Signals:
        current_changed(str): the section whose tile is chosen; empty when none is.
        section_opened(str): Enter or a double click on a tile in scope.
    """

    current_changed = Signal(str)
    section_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Board: threats by requirements"))
        self.setItemDelegate(TileDelegate(self))
        self.setVerticalHeader(_ThreatNames(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        header = self.horizontalHeader()
        theme.set_look(header, "board")
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self._on_double_clicked)
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_model(self, model: BoardMatrix) -> None:
        """Show ``model`` from now on."""
        self.setModel(model)
        model.modelReset.connect(self._spread)
        self._spread()

    @property
    def current_section(self) -> str:
        """The section whose tile is chosen, or an empty string."""
        return str(self.currentIndex().data(Role.ID) or "")

    def go_to(self, section_id: str) -> None:
        """Choose a section's tile; nothing when it is not on the board."""
        model = self.model()
        if isinstance(model, BoardMatrix):
            row, column = model.place_of(section_id)
            if row >= 0:
                self.setCurrentIndex(model.index(row, column))

    def full_height(self) -> int:
        """Return the height at which nothing has to scroll."""
        model = self.model()
        rows = model.rowCount(ROOT) if isinstance(model, BoardMatrix) else 0
        px = theme.current().px
        return px(_HEADING_HEIGHT) + rows * px(TILE_HEIGHT + GAP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the tile by Enter; leave letters to the page (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: letters are the page's keys (Qt)."""

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Tell the section that is chosen (Qt)."""
        super().currentChanged(current, previous)
        self.current_changed.emit(str(current.data(Role.ID) or "") if current.isValid() else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the tiles the width there is (Qt)."""
        super().resizeEvent(event)
        self._spread()

    def _spread(self) -> None:
        model = self.model()
        columns = model.columnCount(ROOT) if isinstance(model, BoardMatrix) else 0
        if columns:
            px = theme.current().px
            width = max(px(120), self.viewport().width() // columns)
            for column in range(columns):
                self.setColumnWidth(column, width)

    def _open(self, index: Index) -> None:
        tile = index.data(Role.VIEW) if index.isValid() else None
        if tile is not None and tile.in_scope:
            self.section_opened.emit(tile.section_id)

    def _on_double_clicked(self, index: Index) -> None:
        self._open(index)

    @Slot()
    def _on_theme_changed(self) -> None:
        px = theme.current().px
        self.verticalHeader().setDefaultSectionSize(px(TILE_HEIGHT + GAP))
        self.horizontalHeader().setFixedHeight(px(_HEADING_HEIGHT))
        self._spread()
