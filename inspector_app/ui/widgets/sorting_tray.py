"""The sorting tray: each note that is no account yet is put to a line, or kept as a note."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.encounter_viewing import NoteView, SpokenLineView
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.spoken_lines_table import Column, SpokenLinesTable
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.values.fields import WordField
from inspector_app.ui.widgets.wrapped_table import wrapped_table


class SortingTray(QWidget):
    """One note at a time above; the lines it can be put to below.

    Signals:
        link_asked(str): the line.
        keep_asked(): it stays a note.
        found(str): words that lines are looked for by.
        done_asked(): the rest is sorted later.
    """

    link_asked = Signal(str)
    keep_asked = Signal()
    found = Signal(str)
    done_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = SpokenLinesTable(self)
        self._name = ElidedLabel("", "page", self)
        self._left = label("", "dim", self)
        self._card = QFrame(self)
        theme.set_look(self._card, "card")
        self._card.setAccessibleName(tr("This note"))
        self._time = label("", "dim", self._card)
        self._text = label("", "", self._card)
        self._text.setWordWrap(True)
        said = QHBoxLayout(self._card)
        said.addWidget(self._time, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._text, 1)
        self.keep = button(tr("Keep as a note"), "note", parent=self)
        self.keep.clicked.connect(self.keep_asked)
        self.done = button(tr("Sort the rest later"), parent=self)
        self.done.clicked.connect(self.done_asked)
        self.line_search = WordField(tr("Find a line"), 260, tr("find another line"), self)
        self.line_search.textEdited.connect(self.found)
        self.lines = wrapped_table(self._lines, tr("Lines"), Column.QUESTION, self)
        px = theme.current().px
        self.lines.setMinimumHeight(px(28))
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.keep)
        buttons.addWidget(self.done)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(16), px(8), px(16), px(8))
        whole.setSpacing(px(8))
        whole.addWidget(self._name)
        whole.addWidget(self._left)
        whole.addWidget(self._card)
        whole.addLayout(buttons)
        whole.addWidget(label(tr("It is an account on"), "title", self))
        whole.addWidget(self.line_search)
        whole.addWidget(self.lines, 1)

    def show_note(self, name: str, note: NoteView, left: int) -> None:
        """Show the note that is sorted next, and how many there are with it."""
        self._name.show_text(tr("Sort the notes of {name}").format(name=name))
        self._left.setText(counted(left, "note to sort", "notes to sort"))
        self._time.setText(note.time)
        self._text.setText(note.text)
        self._card.setAccessibleDescription(note.text)

    def show_lines(self, lines: tuple[SpokenLineView, ...]) -> None:
        """Show the lines on offer."""
        self._lines.show(lines)
        if lines and not self.lines.currentIndex().isValid():
            self.lines.selectRow(0)

    def line_at(self, place: int) -> str:
        """Return the line at a place from 1, or an empty text."""
        return str(self._lines.index(place - 1, 0).data(Role.ID) or "")

    @property
    def chosen_line(self) -> str:
        """The line that is chosen, or an empty text."""
        return str(self.lines.currentIndex().data(Role.ID) or "")
