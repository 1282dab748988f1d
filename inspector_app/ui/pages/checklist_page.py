"""Checklist: the version an inspection is under, what that left to do, and a newer one."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain import upgrade_words, upgrading
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.ids import LineId
from inspector_app.domain.pack_difference_words import summary_words
from inspector_app.domain.watermark import Shown, of_lines
from inspector_app.services.recording import Act
from inspector_app.services.upgrading import Upgrade
from inspector_app.ui import theme
from inspector_app.ui.checklist_viewing import ChecklistRow, rows
from inspector_app.ui.dialogs.files import ChooseFolder
from inspector_app.ui.models.checklist_table import ChecklistTable, Column
from inspector_app.ui.models.index import Role
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.confirming import confirm_again
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.table import dress_table

KEYS = (
    Shortcut("move", "Up", tr("move"), is_hinted=True, cap="↑↓"),
    Shortcut("go", "Return", tr("go to the line"), is_hinted=True),
    Shortcut("confirm", "K", tr("confirm the old answer"), is_hinted=True),
    Shortcut("upgrade", "U", tr("put the inspection under the newer version"), is_hinted=True),
    Shortcut("folder", "O", tr("look at a newer version in a folder")),
    Shortcut("history", "Y", tr("history of the line")),
    Shortcut("back", "Escape", tr("back"), is_hinted=True),
)


class ChecklistPage(Page):
    """The newer version above, the rows in the middle, the chosen one's two columns below."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._inspection = inspection
        self._newer: Upgrade | None = None
        self._folder: Path | None = None
        """Where a newer version was looked for by hand."""
        self._version = ElidedLabel("", "dim", self)
        self._offer = QFrame(self)
        theme.set_look(self._offer, "opened")
        self._told = label("", "body", self._offer)
        self._told.setWordWrap(True)
        self.upgrade = button("", look="primary", parent=self._offer)
        self.upgrade.clicked.connect(self._upgrade)
        self.folder = button(tr("Look in a folder …"), "folder", parent=self)
        self.folder.clicked.connect(self._ask_folder)
        self._model = ChecklistTable(self)
        self.view = QTableView(self)
        self.view.setModel(self._model)
        dress_table(self.view, tr("Checklist"), widest=Column.WORDS)
        self.view.selectionModel().currentRowChanged.connect(self._on_view_row_changed)
        self.view.doubleClicked.connect(self._go)
        self.keys.watch(self.view)
        self._panel = QFrame(self)
        theme.set_look(self._panel, "opened")
        self._name = ElidedLabel("", "title", self._panel)
        self.confirm = button(tr("Confirm (K)"), "check", parent=self._panel)
        self.confirm.clicked.connect(self._confirm)
        self.go = button(tr("Go there"), parent=self._panel)
        self.go.clicked.connect(self._go)
        self._before = _Side(self._panel)
        self._now = _Side(self._panel)
        self._empty = EmptyState(
            "check",
            tr("Nothing is to be done"),
            tr("No line asks again, every answer has its line, and no newer version is here."),
            parent=self,
        )
        self._lay_out()
        inspection.changed.connect(self._on_inspection_changed)
        self._show()

    # What the window asks

    def arrive(self, place: str) -> None:
        """Look for a newer version, and choose the row of a line or section, if it is named."""
        self._show(place)
        self._look_anew()
        self._focus()

    def place(self) -> str:
        """Return the line or section of the chosen row."""
        row = self._row()
        return row.name if row else ""

    def shown(self) -> Shown | None:
        """Return the lines whose answers are told."""
        standing = self._inspection.standing
        left = (each.line.id for each in upgrading.left(standing) if each.line is not None)
        return of_lines(standing, (*upgrading.asking_again(standing), *left))

    def on_key(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        {
            "move": self._move_up,
            "go": self._go,
            "confirm": self._confirm,
            "upgrade": self._upgrade,
            "folder": self._ask_folder,
            "history": self._go_to_history,
            "back": self.leaving.emit,
        }[action]()

    # Building

    def _lay_out(self) -> None:
        px = theme.current().px
        self.setAccessibleName(tr("Checklist"))
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(label(tr("Checklist"), "page", self))
        head.addWidget(self._version, 1)
        head.addWidget(self.folder)
        offer = QHBoxLayout(self._offer)
        offer.setContentsMargins(px(14), px(8), px(14), px(8))
        offer.setSpacing(px(12))
        offer.addWidget(self._told, 1)
        offer.addWidget(self.upgrade)
        acts = QHBoxLayout()
        acts.setSpacing(px(8))
        acts.addWidget(self._name, 1)
        acts.addWidget(self.confirm)
        acts.addWidget(self.go)
        columns = QHBoxLayout()
        columns.setSpacing(px(16))
        columns.addWidget(self._before, 1)
        columns.addWidget(self._now, 1)
        panel = QVBoxLayout(self._panel)
        panel.setContentsMargins(px(14), px(10), px(14), px(10))
        panel.setSpacing(px(6))
        panel.addLayout(acts)
        panel.addLayout(columns, 1)
        self.view.setMinimumHeight(px(84))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(16), px(8))
        layout.setSpacing(px(8))
        layout.addLayout(head)
        layout.addWidget(self._offer)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self.view, 3)
        layout.addWidget(self._panel, 2)

    # Showing

    def _show(self, wanted: str = "") -> None:
        standing = self._inspection.standing
        kept, at = self._row(), self.view.currentIndex().row()
        self._version.show_text("; ".join(upgrade_words.history_words(standing)))
        self._offer.setVisible(self._newer is not None)
        if (newer := self._newer) is not None:
            self.upgrade.setText(
                tr("Put it under {version} (U)").format(version=newer.pack.version)
            )
            told = (summary_words(newer.difference), upgrade_words.effects_words(newer.effects))
            self._told.setText(
                tr("Version {version} is here.").format(version=newer.pack.version)
                + f" {' '.join(told)}"
            )
        found = rows(standing, self._newer)
        self._model.show(found)
        for part in (self.view, self._panel):
            part.setVisible(bool(found))
        self._empty.setVisible(not found and self._newer is None)
        names = [each.id for each in found]
        if wanted:
            chosen = next((n for n, each in enumerate(found) if each.name == wanted), 0)
        elif kept is not None and kept.id in names:
            chosen = names.index(kept.id)
        else:  # once one is confirmed the next takes its row
            chosen = min(max(at, 0), len(found) - 1)
        if found:
            self.view.selectRow(chosen)
            self.view.setCurrentIndex(self._model.index(chosen, 0))
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self._row()
        if row is None:
            return
        self._name.show_text(f"{row.name} · {row.state}")
        self.confirm.setVisible(row.can_be_confirmed)
        self.go.setVisible(bool(row.line))
        self._before.show_words(*row.before)
        self._now.show_words(*row.now)

    def _row(self) -> ChecklistRow | None:
        row = self.view.currentIndex().data(Role.VIEW)
        return row if isinstance(row, ChecklistRow) else None

    # What happens

    def _look_anew(self) -> None:
        """Read what the version in a folder, else the newest that lies here, would do."""
        if self._inspection.moment:
            return
        service, id_ = self._inspection.services.upgrading, self._inspection.standing.id
        folder = self._folder

        def work() -> Upgrade | None:
            return service.look(id_, str(folder)) if folder else service.newest(id_)

        self._inspection.jobs.run(self, work, self._on_looked, refused=self._on_look_refused)

    def _on_looked(self, found: Upgrade | None) -> None:
        self._newer = found
        self._show()
        if self.isVisible():
            self._focus()

    def _on_look_refused(self, error: InspectorError) -> None:
        if self._folder is not None:
            self.told.emit(str(error))
        self._folder = self._newer = None
        self._show()

    def _on_view_row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_chosen()

    def _on_inspection_changed(self, _subjects: object) -> None:
        self._show()
        if self.isVisible():
            self._focus()
            if self._newer is not None:
                self._look_anew()

    def _focus(self) -> None:
        (self.view if self._model.rowCount() else self.folder).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _move_up(self) -> None:
        if (row := self.view.currentIndex().row()) > 0:
            self.view.selectRow(row - 1)

    def _go(self) -> None:
        row = self._row()
        if row is None:
            return
        if row.line:
            self.going.emit(Destination(Screen.SECTION, row.line))
        else:
            self.noticed.emit(tr("It has no line in this version; all of it is told below."))

    def _go_to_history(self) -> None:
        if (row := self._row()) is not None:
            self.going.emit(Destination(Screen.HISTORY, row.name))

    def _confirm(self) -> None:
        row = self._row()
        if row is None or not row.line or not row.id.startswith("again:"):
            self.noticed.emit(tr("Nothing there waits to be confirmed."))
        else:
            confirm_again(self, self._inspection, (LineId(row.line),))

    def _upgrade(self) -> None:
        newer = self._newer
        if newer is None:
            self.noticed.emit(tr("No newer version is here: O looks in a folder."))
            return
        service, id_ = self._inspection.services.upgrading, self._inspection.standing.id
        folder = str(newer.folder)

        def done(_act: Act) -> None:
            self._folder = self._newer = None
            self._show()

        said = tr("Put under version {version}").format(version=newer.pack.version)
        self._inspection.record(self, lambda: service.upgrade(id_, folder), said, done)

    def _ask_folder(self) -> None:
        choosing = ChooseFolder(self, tr("A newer version of the checklist"))
        choosing.folder_chosen.connect(self._look)
        choosing.open()

    def _look(self, folder: Path) -> None:
        self._folder = folder
        self._look_anew()


class _Side(QWidget):
    """One column: a heading, and words that can be scrolled."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading = label("", "dim", self)
        self._heading.setWordWrap(True)
        self._words = QPlainTextEdit(self)
        self._words.setReadOnly(True)
        self._words.setTabChangesFocus(True)
        self._words.setMinimumHeight(theme.current().px(48))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._heading)
        layout.addWidget(self._words, 1)

    def show_words(self, heading: str, words: str) -> None:
        """Show them; no heading hides all of it."""
        self.setVisible(bool(heading))
        self._heading.setText(heading)
        self._words.setAccessibleName(heading)
        self._words.setPlainText(words)
