"""How every plain table behaves and looks."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableView

from inspector_app.ui import theme

_MEASURED = 32
"""Rows that decide how wide a column is."""


def dress_table(view: QTableView, name: str, *, row_height: int = 28, widest: int = -1) -> None:
    """Make ``view`` a list of whole rows that Tab leaves.

    Args:
        view: has its model already, so that its columns can be set.
        name: what assistive technology calls it.
        row_height: in pixels at a text size of 100 %.
        widest: the column that takes what width is left; -1 for the last.
    """
    if type(view.itemDelegate()) is QStyledItemDelegate:
        # Rows that Qt paints need the sheet to show which one is chosen.
        theme.set_look(view, "plain")
    view.setAccessibleName(name)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTabKeyNavigation(False)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setCornerButtonEnabled(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(theme.current().px(row_height))
    header = view.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    # Qt would measure a thousand rows, and ask our models for each of their cells.
    header.setResizeContentsPrecision(_MEASURED)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    if widest >= 0:
        header.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
    else:
        header.setStretchLastSection(True)
