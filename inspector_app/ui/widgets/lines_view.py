"""The walk: collapsed lines as painted rows, and the one open line as a real widget."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.line_delegate import ROW_HEIGHT, WIDTHS, LineDelegate
from inspector_app.ui.models.index import ROOT, Index, Role
from inspector_app.ui.models.lines_table import Column, LinesTable
from inspector_app.ui.texts import tr

_AROUND = 2
"""Pixels above and below the open line's widget."""


class LinesView(QTableView):
    """Shows a :class:`LinesTable`; one row can be open, with one widget that is never rebuilt.

    The page makes that widget once, hands it over, and fills it with the line at
    :attr:`opened`. Opening another row moves the widget and changes two row heights; nothing
    is created. The widget is a child of the viewport that follows its row; it is not an index
    widget, because Qt deletes those when they are taken off their row.

    Signals:
        current_changed(str): the line the keyboard is on; empty when on none.
        opened(str): the line whose row is open now; empty when none is.
        activated_line(str): Enter or a double click on a row.
    """

    current_changed = Signal(str)
    opened = Signal(str)
    activated_line = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Lines of this section"))
        theme.set_look(self, "ringed")
        self._delegate = LineDelegate(self)
        self.setItemDelegate(self._delegate)
        self._open: QWidget | None = None
        self._open_index = QPersistentModelIndex()
        self._measured = (-1, -1)
        """The width that the open line was last measured at, and its height there."""
        self._shows_whose = False
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(0)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self._on_double_clicked)
        self.verticalScrollBar().valueChanged.connect(self._place)
        self.verticalHeader().sectionResized.connect(self._place)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._fit)
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_model(self, model: LinesTable) -> None:
        """Show ``model`` from now on."""
        self.setModel(model)
        model.modelReset.connect(self._on_model_reset)
        model.dataChanged.connect(self._on_data_changed)
        self._on_theme_changed()

    def set_open_widget(self, widget: QWidget) -> None:
        """Use ``widget`` for the open line; it is owned by this view from now on."""
        self._open = widget
        widget.setParent(self.viewport())
        widget.installEventFilter(self)
        widget.hide()
        # Tab goes from the rows into the open line, not through the rest of the window first.
        QWidget.setTabOrder(self, widget)

    @property
    def open_row(self) -> int:
        """The row that is open, or -1."""
        return self._open_index.row() if self._open_index.isValid() else -1

    @property
    def current_line(self) -> str:
        """The id of the line the keyboard is on, or an empty string."""
        return str(self.currentIndex().data(Role.ID) or "")

    @property
    def chosen_lines(self) -> tuple[str, ...]:
        """The lines that are selected together, in their order; else the one the keyboard is on."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows(Column.NUMBER))
        found = [str(self._index(row).data(Role.ID)) for row in rows if not self.isRowHidden(row)]
        return tuple(found) or tuple(filter(None, (self.current_line,)))

    def go_to(self, row: int, *, opens: bool = False) -> None:
        """Put the keyboard on ``row`` and bring it into view; opens it if wanted."""
        index = self._index(row)
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        if opens:
            self.open(row)
        self._reveal(row)

    def open(self, row: int) -> None:
        """Open ``row`` and shut the one that was open; -1 only shuts."""
        if row == self.open_row:
            return
        before = self.open_row
        index = self._index(row)
        self._open_index = QPersistentModelIndex(index)
        self._delegate.open_row = row if index.isValid() else -1
        line_id = str(index.data(Role.ID) or "") if index.isValid() else ""
        self.setUpdatesEnabled(False)
        if before >= 0:
            self.setRowHeight(before, theme.current().px(ROW_HEIGHT))
        if self._open is not None and not index.isValid():
            had_focus = self._open.isAncestorOf(QApplication.focusWidget() or self)
            self._open.hide()
            if had_focus:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
        # First the page fills the widget: its height depends on the line.
        self.opened.emit(line_id)
        self._measured = (-1, -1)
        self._fit()
        if self._open is not None and index.isValid():
            self._open.show()
        self.setUpdatesEnabled(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the row when the open line wants another height (Qt)."""
        if watched is self._open and event.type() == QEvent.Type.LayoutRequest:
            self._measured = (-1, -1)
            self._later.start()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Activate the row by Enter; leave letters to the page (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.current_line:
                self.activated_line.emit(self.current_line)
            return
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: letters are answers here (Qt)."""

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Tell the line the keyboard is on (Qt)."""
        super().currentChanged(current, previous)
        self.current_changed.emit(str(current.data(Role.ID) or "") if current.isValid() else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the question the width that is left (Qt)."""
        super().resizeEvent(event)
        self._spread()
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit what was opened before anybody saw it (Qt)."""
        super().showEvent(event)
        self._fit()

    def _index(self, row: int) -> QModelIndex:
        model = self.model()
        if not isinstance(model, LinesTable) or not 0 <= row < model.rowCount(ROOT):
            return QModelIndex()
        # The question's cell speaks for its whole row.
        return model.index(row, Column.QUESTION)

    def _spread(self) -> None:
        model = self.model()
        if not isinstance(model, LinesTable):
            return
        px = theme.current().px
        room = self.viewport().width() - px(8)
        fixed = {column: px(width) for column, width in WIDTHS.items()}
        # A narrow window keeps number, question and answer; the rest is in the open line.
        least = px(220)
        self._shows_whose = model.has_assignments()
        if not self._shows_whose:
            fixed[Column.WHOSE] = 0
        narrowest = (Column.FILES, Column.INITIALS, Column.WHOSE, Column.SUPPORT, Column.AS_AT)
        for column in narrowest:
            if room - sum(fixed.values()) >= least:
                break
            fixed[column] = 0
        for column, width in fixed.items():
            self.setColumnWidth(column, width)
            self.setColumnHidden(column, width == 0)
        self.setColumnWidth(Column.QUESTION, max(px(100), room - sum(fixed.values())))

    def _fit(self) -> None:
        row = self.open_row
        if self._open is None or row < 0 or not self.isVisible():
            return
        wide = self.viewport().width() - theme.current().px(8)
        if self._measured[0] != wide:
            height = self._open.heightForWidth(wide)
            self._measured = (wide, height if height >= 0 else self._open.sizeHint().height())
        height = self._measured[1]
        if height + 2 * _AROUND != self.rowHeight(row):
            self.setRowHeight(row, height + 2 * _AROUND)
            if self.currentIndex().row() == row:
                self._reveal(row)
        self._place()

    def _reveal(self, row: int) -> None:
        """Scroll as little as shows the row whole, or its top when it is higher than the view."""
        self.updateGeometries()  # else the scroll bar still ends where the rows ended before
        top = self.rowViewportPosition(row)
        below = top + self.rowHeight(row) - self.viewport().height()
        bar = self.verticalScrollBar()
        if top < 0 or below > 0:
            bar.setValue(bar.value() + min(top, below) if below > 0 else bar.value() + top)

    def _place(self) -> None:
        row = self.open_row
        if self._open is None or row < 0:
            return
        top = self.rowViewportPosition(row) + _AROUND
        wide = self.viewport().width() - theme.current().px(8)
        self._open.setGeometry(QRect(0, top, wide, self.rowHeight(row) - 2 * _AROUND))

    def _on_double_clicked(self, index: Index) -> None:
        self.activated_line.emit(str(index.data(Role.ID)))

    def _on_data_changed(self) -> None:
        model = self.model()
        if isinstance(model, LinesTable) and model.has_assignments() != self._shows_whose:
            self._spread()

    def _on_model_reset(self) -> None:
        self._open_index = QPersistentModelIndex()
        self._delegate.open_row = -1
        if self._open is not None:
            self._open.hide()
        # A header keeps its heights over a reset, and with them that of the row that was open.
        height = theme.current().px(ROW_HEIGHT)
        for row in range(self.verticalHeader().count()):
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)
        self._spread()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.current().px(ROW_HEIGHT))
        self._spread()
        self._measured = (-1, -1)
        self._fit()
