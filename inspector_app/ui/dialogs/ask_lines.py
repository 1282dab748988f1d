"""Giving one account on several lines at once: each is found by typing, then ticked."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from inspector_app.ui import theme
from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.line_choices import Column, LineChoice, LineChoices
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.table import dress_table
from inspector_app.ui.widgets.values.fields import WordField

_LINE_WIDTH = 132
"""Pixels of the tick and the longest id; what is found later may be longer than what is first."""


class AskLines(Ask):
    """Asks which lines, and what the source said or showed on each of them.

    Enter in the field ticks the current line and looks for the next; Enter at the words gives.

    Signals:
        given(tuple, str): the lines' ids in the order in which they were ticked, and the words.
    """

    given = Signal(object, str)

    def __init__(self, parent: QWidget, source: str, choices: tuple[LineChoice, ...]) -> None:
        super().__init__(
            parent,
            tr("One account of {source} on several lines").format(source=source),
            tr("Type to find a line; Enter ticks it. Tab goes on to the words."),
            tr("Give accounts"),
        )
        px = theme.current().px
        self.setMinimumWidth(min(px(760), parent.window().width() - px(24)))
        self.search = WordField(tr("Find a line"), 240, tr("its id, or words of it"), self)
        self.search.textEdited.connect(self._on_search_edited)
        self.search.installEventFilter(self)
        self.model = LineChoices(choices, self)
        self.model.dataChanged.connect(self._wake)
        self.view = QTableView(self)
        self.view.setModel(self.model)
        dress_table(self.view, tr("Lines"), row_height=24, widest=Column.QUESTION)
        self.view.horizontalHeader().hide()
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(Column.LINE, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(Column.LINE, px(_LINE_WIDTH))
        self.view.setMinimumHeight(min(px(200), parent.window().height() // 3))
        self.view.installEventFilter(self)
        self.chosen = label("", "body-strong", self)
        self.chosen.setWordWrap(True)
        self.words = GrowingText(tr("Account"), tr("What it said or showed on each of them"), self)
        self.words.textChanged.connect(self._wake)
        self.words.installEventFilter(self)
        for part in (self.search, self.view, self.chosen, label(tr("Account"), "dim", self)):
            self.body.addWidget(part)
        self.body.addWidget(self.words)
        self.setTabOrder(self.search, self.words)
        self.accepted.connect(self._on_accepted)
        self._stand(0)
        self.search.setFocus()
        self._wake()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk and tick the list from the search field; Enter at the words gives (Qt)."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        row = self.view.currentIndex().row()
        if watched is self.search and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._stand(row + (1 if event.key() == Qt.Key.Key_Down else -1))
            return True
        if watched is self.search and is_enter:
            self._tick(row)
            return True
        if watched is self.view and (is_enter or event.key() == Qt.Key.Key_Space):
            self.model.toggle(row)
            return True
        is_plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if watched is self.words and is_enter and is_plain:
            if self.accept_button.isEnabled():
                self.accept()
            return True
        return super().eventFilter(watched, event)

    def _tick(self, row: int) -> None:
        line = self.model.index(row, Column.LINE).data(Role.ID)
        self.model.toggle(row)
        if self.search.words:
            self.search.show_text("")
            self.model.look_for("")
            rows = range(self.model.rowCount())
            at = [self.model.index(each, Column.LINE).data(Role.ID) for each in rows]
            self._stand(at.index(line) if line in at else 0)

    def _stand(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            self.view.selectRow(row)
            self.view.setCurrentIndex(self.model.index(row, Column.LINE))

    def _on_search_edited(self, text: str) -> None:
        self.model.look_for(text)
        self._stand(0)

    def _wake(self, _first: QModelIndex | None = None, _last: QModelIndex | None = None) -> None:
        ticked = self.model.ticked()
        self.chosen.setText(", ".join(ticked) or tr("No line is chosen yet."))
        self.accept_button.setEnabled(bool(ticked and self.words.toPlainText().strip()))

    def _on_accepted(self) -> None:
        self.given.emit(self.model.ticked(), self.words.toPlainText().strip())
