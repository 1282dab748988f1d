"""Versions to settle: all that was recorded apart in the inspection, and the way to each."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from inspector_app.domain.history.things import place_of
from inspector_app.domain.ids import ChangeId
from inspector_app.domain.watermark import Shown
from inspector_app.ui import theme
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.versions_table import Column, VersionsTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.pages.settling import ask_to_keep
from inspector_app.ui.settling_viewing import (
    VersionView,
    contested_views,
    place_to_settle,
    version_views,
)
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.scrolled import Scrolled
from inspector_app.ui.widgets.table import dress_table
from inspector_app.ui.widgets.versions_block import VersionsBlock

KEYS = (
    Shortcut("move", "Up", tr("move"), is_hinted=True, cap="↑↓"),
    Shortcut("go", "Return", tr("go there"), is_hinted=True),
    *(
        Shortcut(
            f"keep-{number}",
            str(number),
            tr("keep that version, first to ninth"),
            is_hinted=number == 1,
            cap="1–9",
        )
        for number in range(1, 10)
    ),
    Shortcut("history", "Y", tr("its history")),
    Shortcut("back", "Escape", tr("back"), is_hinted=True),
)
_WIDEST = 230
"""Pixels of a column that does not take what is left; what has no room there is in the tip."""


class VersionsPage(Page):
    """The list above; the versions of the chosen row side by side below."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._inspection = inspection
        self._shown = ""
        self._versions: tuple[VersionView, ...] = ()
        self._model = VersionsTable(self)
        self._count = ElidedLabel("", "dim", self)
        self.view = QTableView(self)
        self.view.setModel(self._model)
        dress_table(self.view, tr("Versions to settle"), widest=Column.DIFFERS)
        self.view.horizontalHeader().setMaximumSectionSize(theme.current().px(_WIDEST))
        self.view.selectionModel().currentRowChanged.connect(self._on_view_row_changed)
        self.view.doubleClicked.connect(self._go)
        self.keys.watch(self.view)
        self._panel = QFrame(self)
        theme.set_look(self._panel, "opened")
        self._name = ElidedLabel("", "title", self._panel)
        self._go_button = button(tr("Go there"), look="primary", parent=self._panel)
        self._go_button.clicked.connect(self._go)
        self.versions = VersionsBlock(self._panel)
        self.versions.keep_asked.connect(self._keep)
        self._room = Scrolled(self.versions, self._panel)
        self._empty = EmptyState(
            "check",
            tr("There is nothing to settle"),
            tr("Where two laptops recorded apart, both versions stand here until one is kept."),
            parent=self,
        )
        self._lay_out()
        inspection.changed.connect(self._on_inspection_changed)
        self._show()

    # What the window asks

    def arrive(self, place: str) -> None:
        """Choose what is to be settled about a subject, or the row chosen before."""
        self._show(place or self._shown)
        (self.view if self._model.rowCount() else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def shown(self) -> Shown:
        """Return whatever stands in several versions."""
        return Shown(subjects=frozenset(self._inspection.standing.conflicts()))

    def place(self) -> str:
        """Return the chosen subject."""
        return self._shown

    def on_key(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        if action == "back":
            self.leaving.emit()
        elif action == "go":
            self._go()
        elif action == "history":
            self.going.emit(Destination(Screen.HISTORY, place_of(self._shown)))
        elif action == "move":
            row = self.view.currentIndex().row()
            if row > 0:
                self.view.selectRow(row - 1)
        else:
            self._keep_numbered(int(action.removeprefix("keep-")))

    # Building

    def _lay_out(self) -> None:
        px = theme.current().px
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.set_look(self, "ringed")
        self.setAccessibleName(tr("Versions to settle"))
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(label(tr("Versions to settle"), "page", self))
        head.addWidget(self._count, 1)
        acts = QHBoxLayout()
        acts.setSpacing(px(8))
        acts.addWidget(self._name, 1)
        acts.addWidget(self._go_button)
        panel = QVBoxLayout(self._panel)
        panel.setContentsMargins(px(14), px(10), px(14), px(10))
        panel.setSpacing(px(6))
        panel.addLayout(acts)
        panel.addWidget(self._room, 1)
        self.view.setMinimumHeight(px(84))
        self._room.setMinimumHeight(px(90))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(16), px(8))
        layout.setSpacing(px(8))
        layout.addLayout(head)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self.view, 2)
        layout.addWidget(self._panel, 3)

    # Showing

    def _show(self, wanted: str = "") -> None:
        kept, row = wanted or self._shown, self.view.currentIndex().row()
        views = contested_views(self._inspection.standing)
        self._model.show(views)
        self._count.show_text(counted(len(views), "place", "places") if views else "")
        self._empty.setVisible(not views)
        self.view.setVisible(bool(views))
        self._panel.setVisible(bool(views))
        at = self._model.row_of(kept)
        # Once one is settled the next takes its row.
        chosen = at if at >= 0 else min(max(row, 0), len(views) - 1)
        if chosen >= 0:
            self.view.selectRow(chosen)
            self.view.setCurrentIndex(self._model.index(chosen, 0))
        self._show_chosen()

    def _show_chosen(self) -> None:
        index = self.view.currentIndex()
        self._shown = str(index.data(Role.ID) or "") if index.isValid() else ""
        standing = self._inspection.standing
        self._versions = version_views(standing, self._shown) if self._shown else ()
        self.versions.show_versions(self._versions)
        if not self._shown:
            return
        self._name.show_text(str(index.data(Qt.ItemDataRole.DisplayRole)))
        screen, _ = place_to_settle(self._shown, standing.pack)
        self._go_button.setVisible(screen != Screen.VERSIONS.value)

    # What happens

    def _on_view_row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_chosen()

    def _on_inspection_changed(self, _subjects: object) -> None:
        self._show()
        if self.isVisible():
            (self.view if self._model.rowCount() else self).setFocus(
                Qt.FocusReason.OtherFocusReason
            )

    def _go(self) -> None:
        if not self._shown:
            return
        screen, place = place_to_settle(self._shown, self._inspection.standing.pack)
        if screen == Screen.VERSIONS.value:
            self.noticed.emit(tr("It is settled here: 1–9 keeps a version."))
        else:
            self.going.emit(Destination(Screen(screen), place))

    def _keep_numbered(self, number: int) -> None:
        if number > len(self._versions):
            self.noticed.emit(tr("There is no such version."))
        elif self._versions[number - 1].can_be_kept:
            self._keep(self._versions[number - 1].change)
        else:
            self.noticed.emit(
                tr("That version was destroyed, or was made by a newer version of the app.")
            )

    def _keep(self, change: str) -> None:
        ask_to_keep(self, self._inspection, self._shown, ChangeId(change))
