"""A plain table whose rows are as high as their words need."""

from PySide6.QtCore import QAbstractTableModel
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.table import dress_table


def wrapped_table(
    model: QAbstractTableModel, name: str, widest: int, parent: QWidget
) -> QTableView:
    """Return a table of whole rows over ``model``; ``widest`` takes what width is left."""
    view = QTableView(parent)
    view.setModel(model)
    dress_table(view, name, widest=widest)
    theme.set_look(view, "wrapped")
    view.setWordWrap(True)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    view.horizontalHeader().hide()
    return view
