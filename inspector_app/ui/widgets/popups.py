"""Menus and lists that open over a screen, and say where the keyboard is."""

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QListView, QMenu, QWidget

from inspector_app.ui import theme
from inspector_app.ui.focus_telling import tell_focus, tell_row

Index = QModelIndex | QPersistentModelIndex


class Menu(QMenu):
    """A menu that opens with a row marked, so that whoever cannot see it hears it."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)

    def showEvent(self, event: QShowEvent) -> None:
        """Mark the row that is ticked, else the first (Qt)."""
        super().showEvent(event)
        rows = [each for each in self.actions() if each.isEnabled() and not each.isSeparator()]
        if rows:
            self.setActiveAction(next((each for each in rows if each.isChecked()), rows[0]))

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell where the keyboard is again: for Qt it was never away (Qt)."""
        super().hideEvent(event)
        tell_focus()


class PopupList(QListView):
    """The list under a field of what its text may become.

    Qt tells that the keyboard is on its first row as soon as it opens, and nothing when that row
    is then chosen; what is so is that one types in the field until a row is chosen.
    """

    def __init__(self) -> None:
        super().__init__()
        theme.set_look(self, "popup")

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell where the keyboard is (Qt)."""
        super().currentChanged(current, previous)
        self._tell()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell where the keyboard is (Qt)."""
        super().selectionChanged(selected, deselected)
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that the keyboard is in the field (Qt)."""
        super().hideEvent(event)
        tell_focus()

    def _tell(self) -> None:
        if self.selectedIndexes():
            tell_row(self)
        else:
            tell_focus()
