"""An encounter as it happens: who and where above, timed notes at the left, lines at the right."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.encounters import next_step, steps_of
from inspector_app.domain.source_fields import ROLES
from inspector_app.domain.sources import RunState, Source, UnannouncedTest
from inspector_app.ui import theme
from inspector_app.ui.encounter_viewing import NoteView, SpokenLineView
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.notes_table import Column as NoteColumn
from inspector_app.ui.models.notes_table import NotesTable
from inspector_app.ui.models.spoken_lines_table import Column as LineColumn
from inspector_app.ui.models.spoken_lines_table import SpokenLinesTable
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.badges import Flag
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.key_hint import KeyCap
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.note_text import NoteText
from inspector_app.ui.widgets.run_strip import RunStrip
from inspector_app.ui.widgets.values.fields import FieldsRow, WordField
from inspector_app.ui.widgets.values.registers import RegisterCompleter, Registers
from inspector_app.ui.widgets.wrapped_table import wrapped_table

_NARROW = 1000
"""Below this width, at a text size of 100 %, a question would have a word on each of its lines."""


class CaptureView(QWidget):
    """Shows; the page decides.

    Signals:
        described(str, str): a fact of the encounter's (``roles``, ``place``, ``inspectors``) and
            what was typed for it.
        cover_asked(): the screen's words are to be covered.
        end_asked(): the encounter is over.
        found(str): words that lines are looked for by.
        photo_asked(): a photo of the page is to be attached.
    """

    described = Signal(str, str)
    cover_asked = Signal()
    end_asked = Signal()
    found = Signal(str)
    photo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.began_ms = 0
        self._ended_ms: int | None = None
        self._notes = NotesTable(self)
        self._lines = SpokenLinesTable(self)
        self._kind = ElidedLabel("", "title", self)
        head = FieldsRow(self)
        self.fields: dict[str, WordField] = {}
        for key, name, width in (
            ("roles", tr("Role"), 200),
            ("place", tr("Place"), 170),
            ("inspectors", tr("Others present"), 110),
        ):
            field = WordField(name, width, "", self)
            field.left.connect(self._on_field_left)
            self.fields[key] = field
            head.add(name, field)
        self.registers = Registers(parent=self)
        roles = self.fields["roles"]
        roles.setCompleter(RegisterCompleter(self.registers, ROLES, roles, several=True))
        self.written_at = WordField(tr("Written at"), 150, "2013-09-17 14:20", self)
        self._written = QWidget(self)
        paper = QHBoxLayout(self._written)
        paper.setContentsMargins(0, 0, 0, 0)
        self.photo = button(tr("Attach a photo of the page"), "paperclip", parent=self._written)
        self.photo.clicked.connect(self.photo_asked)
        paper.addWidget(label(tr("Written at"), "dim", self._written))
        paper.addWidget(self.written_at)
        paper.addWidget(self.photo)
        paper.addStretch(1)
        self._clock = label("", "clock", self)
        self._clock.setAccessibleName(tr("Clock"))
        self.cover = button(tr("Cover"), "cover", parent=self)
        self.cover.clicked.connect(self.cover_asked)
        self.end = button(tr("End"), look="primary", parent=self)
        self.end.clicked.connect(self.end_asked)
        self._end_key = KeyCap("Ctrl+Return", self)
        self.strip = RunStrip(self)
        self.notes = wrapped_table(self._notes, tr("Timed notes"), NoteColumn.NOTE, self)
        self.text = NoteText(self)
        self.come_back = Flag("flag", "", self)
        self.line_search = WordField(tr("Find a line"), 200, tr("find another line"), self)
        self.line_search.textEdited.connect(self.found)
        self.lines = wrapped_table(
            self._lines, tr("Lines for this role and place"), LineColumn.QUESTION, self
        )
        self._lay_out(head)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self.show_clock)
        self.now_ms: Callable[[], int] = int
        for view in (self.notes, self.lines):
            view.setMinimumHeight(theme.current().px(28))
            view.installEventFilter(self)

    def show_source(self, source: Source, kind: str, texts: dict[str, str]) -> None:
        """Show who and where, and the steps of a test run."""
        self._kind.show_text(kind)
        self.began_ms = source.sitting.began_ms if source.sitting else 0
        self._ended_ms = source.sitting.ended_ms if source.sitting else 0
        for part in (self.end, self._end_key):
            part.setVisible(source.is_going_on)
        for key, field in self.fields.items():
            if not field.hasFocus():
                field.show_text(texts[key])
        test = source.particulars
        is_abandoned = isinstance(test, UnannouncedTest) and test.state is RunState.ABANDONED
        self.strip.show_steps(steps_of(source), next_step(source), is_abandoned=is_abandoned)
        self._written.setVisible(bool(source.written_at))
        if source.written_at and not self.written_at.words:
            self.written_at.show_text(source.written_at)
        self.show_clock()

    def show_notes(self, notes: tuple[NoteView, ...]) -> None:
        """Show the notes; the last one is in sight."""
        before, chosen = self._notes.rowCount(), self.chosen_note
        self._notes.show(notes)
        row = self._notes.row_of(chosen) if len(notes) == before else len(notes) - 1
        if notes:
            self.notes.selectRow(max(row, 0))
            self.notes.scrollTo(self._notes.index(max(row, 0), 0))

    def show_lines(self, lines: tuple[SpokenLineView, ...]) -> None:
        """Show the lines that a note can become an account on."""
        self._lines.show(lines)

    def line_at(self, place: int) -> str:
        """Return the line at a place from 1, or an empty text."""
        return str(self._lines.index(place - 1, 0).data(Role.ID) or "")

    @property
    def chosen_note(self) -> str:
        """The key of the chosen note, or an empty text."""
        return str(self.notes.currentIndex().data(Role.ID) or "")

    def show_clock(self) -> None:
        """Show how long it has gone on."""
        seconds = max(0, ((self._ended_ms or self.now_ms()) - self.began_ms) // 1000)
        hours, rest = divmod(seconds, 3600)
        self._clock.setText(f"{hours:02}:{rest // 60:02}:{rest % 60:02}")

    def set_running(self, is_running: bool) -> None:
        """Let the clock go, or stop it."""
        if is_running:
            self._tick.start()
        else:
            self._tick.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the questions room: where it is narrow, what was given stands in the notes (Qt)."""
        super().resizeEvent(event)
        is_narrow = self.width() < theme.current().px(_NARROW)
        self.lines.setColumnHidden(LineColumn.ACCOUNTS, is_narrow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go back to the note from the lists when a letter is typed (Qt)."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_letter = bool(event.text()) and event.text().isalnum()
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            if is_letter and modifiers == Qt.KeyboardModifier.NoModifier:
                self.text.setFocus(Qt.FocusReason.OtherFocusReason)
                self.text.insertPlainText(event.text())
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self, head: FieldsRow) -> None:
        px = theme.current().px
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._kind, 1)
        for part in (self._clock, self.cover, KeyCap("F9", self), self.end, self._end_key):
            top.addWidget(part)
        left = QVBoxLayout()
        left.setSpacing(px(6))
        left.addWidget(label(tr("Timed notes"), "title", self))
        left.addWidget(self.notes, 1)
        left.addWidget(self.come_back)
        left.addWidget(self.text)
        right = QVBoxLayout()
        right.setSpacing(px(6))
        right.addWidget(label(tr("Lines for this role and place"), "title", self))
        right.addWidget(self.line_search)
        right.addWidget(self.lines, 1)
        sides = QHBoxLayout()
        sides.setSpacing(px(16))
        sides.addLayout(left, 3)
        sides.addLayout(right, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(16), px(8), px(16), px(8))
        whole.setSpacing(px(6))
        whole.addLayout(top)
        whole.addWidget(head)
        whole.addWidget(self._written)
        whole.addWidget(self.strip)
        whole.addLayout(sides, 1)

    def _on_field_left(self) -> None:
        for key, field in self.fields.items():
            if field is self.sender():
                self.described.emit(key, field.words)
