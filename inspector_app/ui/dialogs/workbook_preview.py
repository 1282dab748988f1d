"""A workbook that came back, cell by cell, before anything of it is recorded."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from inspector_app.domain.workbooks import CellChange, Fault
from inspector_app.ui import theme
from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.models.cells_table import CellsTable, Column
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.table import dress_table

_WIDTH, _HEIGHT = 980, 300


class WorkbookPreview(Ask):
    """Shows every change and every fault, and asks; it is accepted as a whole or not at all.

    While anything is wrong it can only be closed.

    Signals:
        confirmed(): the user accepted it.
    """

    confirmed = Signal()

    def __init__(
        self,
        parent: QWidget,
        title: str,
        words: str,
        cells: Iterable[CellChange],
        faults: Iterable[Fault],
    ) -> None:
        wrong = tuple(faults)
        if wrong:
            words += " " + tr(
                "Nothing can be recorded while anything in it is wrong: send it back, or have it "
                "mended, and read it again."
            )
        super().__init__(parent, title, words, tr("Record all of it"), records=not wrong)
        px = theme.current().px
        window = parent.window()
        self.setMinimumWidth(min(px(_WIDTH), window.width() - px(24)))
        self.model = CellsTable(self)
        self.model.show_cells(cells, wrong)
        self.view = QTableView(self)
        self.view.setModel(self.model)
        dress_table(self.view, tr("Cells"), widest=Column.AFTER)
        theme.set_look(self.view, "wrapped")
        self.view.setWordWrap(True)
        self.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.view.horizontalHeader().setMaximumSectionSize(px(_WIDTH) // 3)
        self.view.setMinimumHeight(min(px(_HEIGHT), window.height() // 2))
        self.view.setVisible(self.model.rowCount() > 0)
        self.body.addWidget(self.view)
        self.accept_button.setVisible(not wrong)
        self.accept_button.setEnabled(not wrong)
        self.accept_button.setDefault(False)
        self.accept_button.setAutoDefault(False)
        self.cancel_button.setText(tr("Close") if wrong else tr("Refuse"))
        self.cancel_button.setDefault(bool(wrong))
        self.accepted.connect(self.confirmed)
        if self.model.rowCount():
            self.view.selectRow(0)
            self.view.setFocus()
        else:
            self.cancel_button.setFocus()
