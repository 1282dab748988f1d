"""The board on which a new inspection's sections are switched on and off."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.scope_delegate import HEIGHT, ScopeDelegate
from inspector_app.ui.models.index import ROOT
from inspector_app.ui.models.scope_matrix import ScopeMatrix
from inspector_app.ui.texts import tr
from inspector_app.ui.theme import Size

_NAMES = 136
_HEADING = 38


class ScopeBoard(QTableView):
    """Shows a :class:`ScopeMatrix` whole; arrows walk it, Space switches."""

    def __init__(self, model: ScopeMatrix, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(ScopeDelegate(self))
        self.setAccessibleName(tr("Sections to look at: threats by requirements"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        across, down = self.horizontalHeader(), self.verticalHeader()
        theme.set_look(across, "board")
        for header in (across, down):
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setDefaultAlignment(
                Qt.AlignmentFlag.AlignLeft
                | Qt.AlignmentFlag.AlignVCenter
                | Qt.AlignmentFlag(Qt.TextFlag.TextWordWrap)
            )
        theme.set_look(down, "board")
        model.modelReset.connect(self._arrange)
        theme.current().changed.connect(self._arrange)
        self._arrange()

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: cells begin with numbers, not with what one would look for (Qt)."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the cells the width there is (Qt)."""
        super().resizeEvent(event)
        self._spread()

    def _arrange(self) -> None:
        px = theme.current().px
        self.verticalHeader().setDefaultSectionSize(px(HEIGHT))
        self.verticalHeader().setFixedWidth(px(_NAMES))
        self.horizontalHeader().setFixedHeight(px(_HEADING))
        self.setFixedHeight(px(_HEADING) + self._model.rowCount(ROOT) * px(HEIGHT) + 4)
        self._spread()

    def _spread(self) -> None:
        columns = self._model.columnCount(ROOT)
        width = self.viewport().width() // max(columns, 1)
        for column in range(columns):
            self.setColumnWidth(column, width)
        self._make_room_for_headings(width)

    def _make_room_for_headings(self, width: int) -> None:
        """Give the headings as many lines as the longest needs in its column."""
        px = theme.current().px
        header = self.horizontalHeader()
        metrics = QFontMetrics(theme.current().font(Size.BODY, bold=True))
        room = QRect(0, 0, max(width - px(6), 1), 10_000)
        words = (
            str(self._model.headerData(column, Qt.Orientation.Horizontal))
            for column in range(self._model.columnCount(ROOT))
        )
        needed = [
            metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), each).height()
            for each in words
        ]
        height = max([px(_HEADING), *(each + px(6) for each in needed)])
        if height != header.height():
            header.setFixedHeight(height)
            self.setFixedHeight(height + self._model.rowCount(ROOT) * px(HEIGHT) + 4)
