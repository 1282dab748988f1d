"""The lines of a section that are not established, each a way to its place."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView, QWidget

from inspector_app.ui.models.gaps_table import Column, GapsTable, GapView
from inspector_app.ui.models.index import Role
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.table import dress_table


class GapsList(QTableView):
    """Number, question and why it is not established; Enter goes there.

    Signals:
        line_asked(str): the line whose row was opened.
    """

    line_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = GapsTable(self)
        self.setModel(self._model)
        dress_table(self, tr("Lines not established"), row_height=24, widest=Column.QUESTION)
        self.horizontalHeader().hide()
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.doubleClicked.connect(self._on_double_clicked)

    def show_gaps(self, gaps: tuple[GapView, ...]) -> None:
        """Replace what is listed."""
        self._model.show(gaps)

    @property
    def first_line(self) -> str:
        """The first line listed, or an empty string."""
        return str(self._model.index(0, 0).data(Role.ID) or "") if self._model.rowCount() else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a row by Enter (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_double_clicked(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _on_double_clicked(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if index.isValid():
            self.line_asked.emit(str(index.data(Role.ID)))
