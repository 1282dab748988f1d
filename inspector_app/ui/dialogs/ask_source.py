"""Giving an account on a line: from a source that is there, or from one that begins with it."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView, QWidget

from inspector_app.domain.source_fields import FORMS
from inspector_app.ui import theme
from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.sources_table import Column, SourcesTable, SourceView
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.table import dress_table
from inspector_app.ui.widgets.values.fields import WordField

_NEW = "new:"


class AskSource(Ask):
    """Asks which source, and what it said or showed; a new one is named by a title or a role.

    Signals:
        given(str, str): the source's id, and the words.
        begun(str, str, str): the tag of a new source's kind, its title, and the words.
    """

    given = Signal(str, str)
    begun = Signal(str, str, str)

    def __init__(self, parent: QWidget, line: str, sources: tuple[SourceView, ...]) -> None:
        super().__init__(
            parent,
            tr("Source of an account on {line}").format(line=line),
            tr("Type to find one; the kinds at the end begin a new one."),
            tr("Give account"),
        )
        px = theme.current().px
        self.setMinimumWidth(px(620))
        self.search = WordField(tr("Find a source"), 240, tr("number, title, kind or role"), self)
        self.search.textEdited.connect(self._on_search_edited)
        self.search.installEventFilter(self)
        new = tuple(
            SourceView(_NEW + form.tag, form.letter, tr("new"), f"{form.name}: {form.help}")
            for form in FORMS
        )
        model = SourcesTable(self)
        model.show((*sources, *new))
        self._rows = QSortFilterProxyModel(self)
        self._rows.setSourceModel(model)
        self._rows.setFilterRole(Qt.ItemDataRole.AccessibleTextRole)
        self._rows.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.view = QTableView(self)
        self.view.setModel(self._rows)
        dress_table(self.view, tr("Sources"), row_height=24, widest=Column.TITLE)
        self.view.horizontalHeader().hide()
        for column in (Column.WHEN, Column.STATE, Column.LINES):
            self.view.setColumnHidden(column, True)
        self.view.setFixedHeight(px(220))
        self.view.selectionModel().currentRowChanged.connect(self._on_view_row_changed)
        self.title = WordField(tr("Title of the new source"), 240, tr("title or role"), self)
        self.words = GrowingText(tr("Account"), tr("What it said or showed on the line"), self)
        self.words.textChanged.connect(self._wake)
        self.words.installEventFilter(self)
        for part in (self.search, self.view, self.title, label(tr("Account"), "dim", self)):
            self.body.addWidget(part)
        self.body.addWidget(self.words)
        self.accepted.connect(self._on_accepted)
        self.view.selectRow(0)
        self.search.setFocus()
        self._wake()

    @property
    def chosen(self) -> str:
        """The id of the source that is chosen, or ``new:`` and the tag of a kind."""
        return str(self.view.currentIndex().data(Role.ID) or "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the list from the search field; Enter goes on, and at the words gives (Qt)."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if watched is self.search and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = self.view.currentIndex().row() + step
            if 0 <= row < self._rows.rowCount():
                self.view.selectRow(row)
            return True
        if watched is self.search and is_enter:
            (self.title if self.title.isVisible() else self.words).setFocus()
            return True
        is_plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if watched is self.words and is_enter and is_plain:
            if self.accept_button.isEnabled():
                self.accept()
            return True
        return super().eventFilter(watched, event)

    def _on_search_edited(self, text: str) -> None:
        self._rows.setFilterFixedString(text.strip())
        self.view.selectRow(0)
        self._wake()

    def _on_view_row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._wake()

    def _wake(self) -> None:
        self.title.setVisible(self.chosen.startswith(_NEW))
        says = bool(self.words.toPlainText().strip())
        self.accept_button.setEnabled(bool(self.chosen) and says)

    def _on_accepted(self) -> None:
        words = self.words.toPlainText().strip()
        if self.chosen.startswith(_NEW):
            self.begun.emit(self.chosen.removeprefix(_NEW), self.title.words, words)
        else:
            self.given.emit(self.chosen, words)
