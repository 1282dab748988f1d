"""The registers: who and what an inspection refers to, by what names, and from when to when."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTableView, QVBoxLayout, QWidget

from inspector_app.domain import registers
from inspector_app.domain.changes.bodies import Subject, subject, subject_kind
from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.ids import ChangeId
from inspector_app.domain.standing import Standing
from inspector_app.services.recording import Act
from inspector_app.ui import theme
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.registers_table import Column, EntryRow, RegistersTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Page
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.entry_editor import EntryEditor
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.popups import Menu
from inspector_app.ui.widgets.table import dress_table
from inspector_app.ui.widgets.values.fields import WordField

KEYS = (
    Shortcut("move", "Up", tr("move"), is_hinted=True, cap="↑↓"),
    Shortcut("edit", "Return", tr("edit"), is_hinted=True),
    Shortcut("new", "N", tr("new entry"), is_hinted=True),
    Shortcut("find", "F", tr("find an entry"), is_hinted=True),
    Shortcut("back", "Escape", tr("back"), is_hinted=True),
)
_WIDEST = 220
"""Pixels of a column other than the name's, at any size of text; the whole is in the tip."""
_OF_THE_LIST = frozenset({"move", "edit", "new", "find"})


class RegistersPage(Page):
    """The list at the left, with a field that finds in it; the chosen entry at the right."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._inspection = inspection
        self._shown = ""
        """The chosen entry's id; empty: none, or one that is being begun."""
        self._is_new = False
        self._begun = 0
        """New entries so far, each of which is another thing until it stands."""
        self._wanted = ""
        """An entry that was added and is to be chosen when it stands."""
        self._model = RegistersTable(self)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setChildrenCollapsible(False)
        left, right = QWidget(parts), QWidget(parts)
        self._count = label("", "dim", left)
        self.new_button = button(tr("New entry"), "plus", parent=left)
        self.new_button.clicked.connect(self._ask_register)
        self.search = WordField(tr("Find an entry"), 240, tr("name, other name or register"), left)
        self.search.textEdited.connect(self._on_search_edited)
        self.view = QTableView(left)
        self.view.setModel(self._model)
        dress_table(self.view, tr("Registers"), widest=Column.NAME)
        self.view.horizontalHeader().setMaximumSectionSize(min(theme.current().px(200), _WIDEST))
        self.view.selectionModel().currentRowChanged.connect(self._on_view_row_changed)
        self.view.doubleClicked.connect(self._on_view_double_clicked)
        self.keys.watch(self.view)
        self._title = label("", "strong", right)
        self._title.setWordWrap(True)
        self.editor = EntryEditor(right)
        self.editor.edited.connect(self._on_editor_edited)
        self._valid = label("", "dim", right)
        self._valid.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(label(tr("Registers"), "title", left))
        head.addWidget(self._count, 1)
        head.addWidget(self.new_button)
        px = theme.current().px
        at_left, at_right = QVBoxLayout(left), QVBoxLayout(right)
        at_left.setContentsMargins(px(12), px(8), px(8), px(8))
        at_left.addLayout(head)
        at_left.addWidget(self.search)
        at_left.addWidget(self.view, 1)
        at_right.setContentsMargins(px(8), px(8), px(12), px(8))
        at_right.addWidget(self._title)
        at_right.addWidget(self._valid)
        at_right.addWidget(self.editor, 1)
        self._right = right
        parts.setSizes([px(820), px(546)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)
        inspection.changed.connect(self._on_inspection_changed)
        self._show()

    # What the window asks

    def arrive(self, place: str) -> None:
        """Show the entry with this id, or the one that was shown before."""
        if place and self.search.words:
            self.search.show_text("")
        self._show()
        self._choose(place or self._shown)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> str:
        """Return the id of the entry that is shown."""
        return self._shown

    def flush(self) -> None:
        """Let what is being typed settle."""
        self.editor.flush()

    def on_key(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        is_at_list = self.view.hasFocus() or self.new_button.hasFocus()
        if action == "back":
            if is_at_list:
                self.leaving.emit()
            else:
                self.flush()
                self.view.setFocus()
            return
        if action in _OF_THE_LIST and not is_at_list:
            return
        {
            "edit": self.editor.begin,
            "new": self._ask_register,
            "find": self.search.setFocus,
            "move": self._move_up,
        }[action]()

    # Showing

    def _show(self) -> None:
        standing = self._inspection.standing
        wanted = self.search.words.casefold()
        entries = sorted(standing.register(), key=lambda e: (e.register, e.name.casefold()))
        rows = tuple(
            row
            for entry in entries
            for row in (_row(entry, _told(entry, standing)),)
            if all(
                each in f"{row.name} {row.aliases} {row.register}".casefold()
                for each in wanted.split()
            )
        )
        self._model.show(rows)
        self._count.setText(counted(len(rows), "entry", "entries"))
        self._show_entry()

    def _entry(self) -> RegisterEntry | None:
        entries = self._inspection.standing.register()
        return next((each for each in entries if each.id == self._shown), None)

    def _show_entry(self) -> None:
        if self._is_new:
            return
        entry = self._entry()
        self._right.setVisible(entry is not None)
        typed = self._inspection.typed_of(subject(Subject.REGISTER, self._shown))
        if entry is not None and isinstance(typed, RegisterEntry):
            entry = typed
        self.editor.show_entry(entry)
        if entry is None:
            return
        self._title.setText(
            tr("{name} · register of {register}").format(
                name=entry.name, register=registers.register_words(entry.register)
            )
        )
        self._valid.setText(_told(entry, self._inspection.standing))
        self._valid.setVisible(bool(self._valid.text()))

    def _choose(self, entry: str) -> None:
        if self._model.rowCount():
            row = max(self._model.row_of(entry), 0)
            self.view.selectRow(row)
            self.view.setCurrentIndex(self._model.index(row, 0))
            self.view.scrollTo(self._model.index(row, 0))

    # What happens

    def _on_inspection_changed(self, subjects: frozenset[str]) -> None:
        if Subject.REGISTER.value not in {subject_kind(each) for each in subjects}:
            return
        self._show()
        if self._wanted and self._model.row_of(self._wanted) >= 0:
            wanted, self._wanted = self._wanted, ""
            self._is_new = False
            self._choose(wanted)
            self._show_entry()

    def _on_search_edited(self, _text: str) -> None:
        self.flush()
        self._show()
        self._choose(self._shown)

    def _on_view_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        chosen = str(current.data(Role.ID) or "") if current.isValid() else ""
        if chosen != self._shown or self._is_new:
            self.flush()
            self._is_new = False
            self._shown = chosen
            self._show_entry()

    def _on_view_double_clicked(self, _index: QModelIndex) -> None:
        self.editor.begin()

    def _move_up(self) -> None:
        row = self.view.currentIndex().row()
        if row > 0:
            self.view.selectRow(row - 1)

    def _ask_register(self) -> None:
        menu = Menu(self, tr("Register of the new entry"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for register in registers.extensible("", self._inspection.standing.register()):
            words = registers.register_words(register)
            made = menu.addAction(f"&{words[0].upper()}{words[1:]}")
            made.setData(register)
        menu.triggered.connect(self._on_menu_triggered)
        below = self.new_button.mapToGlobal(self.new_button.rect().bottomLeft())
        menu.popup(below if self.new_button.isVisible() else QCursor.pos())

    def _on_menu_triggered(self, action: object) -> None:
        self.begin_entry(str(action.data()))  # type: ignore[attr-defined]

    def begin_entry(self, register: str) -> None:
        """Begin an entry of a register: it stands once its name is typed."""
        self.flush()
        self._is_new = True
        self._begun += 1
        self._right.setVisible(True)
        words = registers.register_words(register)
        self._title.setText(tr("New entry in the register of {register}").format(register=words))
        self._valid.hide()
        self.editor.show_entry(RegisterEntry("", register, ""))
        self.editor.begin()

    def _on_editor_edited(self, entry: RegisterEntry) -> None:
        service, standing = self._inspection.services.sources, self._inspection.standing
        before = self._entry()
        about = subject(Subject.REGISTER, entry.id or f"new-{self._begun}")

        def verb(seen: tuple[ChangeId, ...]) -> Act:
            if entry.id:
                return service.revise_entry(standing.id, entry, seen)
            self._wanted, act = service.add_entry(standing.id, entry)
            return act

        def refused(error: InspectorError) -> None:
            # Somebody may be elsewhere by now: then the reason is told at the top.
            if self.editor.entry is not entry:
                self.told.emit(str(error))
            elif self._inspection.typed_of(about) is not None:
                self.editor.refuse(str(error), entry)
            else:
                self.editor.refuse(str(error), before or RegisterEntry("", entry.register, ""))

        said = tr("{name} recorded") if entry.id else tr("{name} added")
        self._inspection.write(
            self,
            about,
            entry,
            standing.entry(entry.id).heads,
            verb,
            said.format(name=entry.name),
            refused=refused,
        )


def _told(entry: RegisterEntry, standing: Standing) -> str:
    """Return what is to be looked at: differing versions, or that it is of another time."""
    versions = tr("in differing versions") if standing.entry(entry.id).in_conflict else ""
    outdated = registers.outdated_words(entry, standing.details.fieldwork)
    return ", ".join(filter(None, (versions, outdated)))


def _row(entry: RegisterEntry, told: str) -> EntryRow:
    return EntryRow(
        entry.id,
        entry.name,
        registers.register_words(entry.register),
        "; ".join(entry.aliases),
        told or registers.validity_words(entry),
    )
