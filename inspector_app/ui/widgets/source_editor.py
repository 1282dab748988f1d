"""One source, each of its facts edited where it stands; made from the description of its kind."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.registers import entry_named, outdated_words
from inspector_app.domain.source_fields import Editor, Fact
from inspector_app.domain.source_wording import (
    cells_of,
    fact_text,
    facts_of,
    read_cells,
    read_fact,
    value_of_fact,
    with_fact,
)
from inspector_app.domain.sources import Source
from inspector_app.domain.standing import Standing
from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.rows_field import RowsField
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice
from inspector_app.ui.widgets.tips import set_tip
from inspector_app.ui.widgets.values.fields import WordField
from inspector_app.ui.widgets.values.registers import RegisterCompleter, Registers

_CELLS = frozenset({Editor.ROWS, Editor.TABLE})
_NAMES = frozenset({Editor.NAME, Editor.NAMES})
_FIELD_WIDTH = 260
_LARGE_TEXT = 150
"""Per cent from which on names stand above their fields: beside them there is no room."""

Field = WordField | RowsField | GrowingText | SegmentedChoice | QCheckBox


class SourceEditor(QScrollArea):
    """The facts of one source, from its title to its marking.

    What somebody types is pending until the field is left or has settled; what cannot be meant
    stays as it was typed, with the reason under it.

    Signals:
        edited(Source, tuple): the whole source with one fact anew, and names that were typed.
    """

    edited = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAccessibleName(tr("The source"))
        self._standing: Standing | None = None
        self._source: Source | None = None
        self._facts: tuple[Fact, ...] = ()
        self._fields: dict[str, Field] = {}
        self._reasons: dict[str, QLabel] = {}
        self._known: dict[str, str] = {}
        self.registers = Registers(parent=self)
        self._notes: dict[str, QLabel] = {}
        self._adding: dict[str, str] = {}
        """Facts from whose field a name is on its way into a register."""

    @property
    def source(self) -> Source | None:
        """What is edited, as far as it was understood."""
        return self._source

    def show_source(self, source: Source | None, standing: Standing) -> None:
        """Show a source; of the same kind, fields that are being typed in keep their text."""
        self._standing = standing
        before, self._source = self._source, source
        if source is None:
            self.takeWidget()
            self._fields = {}
            return
        self.registers.show(standing)
        if before is None or before.number != source.number or not self._fields:
            self._build(source)
        self._take_up_added()
        for fact in self._facts:
            self._show(fact, self._source or source)

    def field(self, name: str) -> Field:
        """Return the field of a fact."""
        return self._fields[name]

    def begin(self) -> None:
        """Put the focus on the title, chosen as a whole."""
        first = self._fields.get("title")
        if isinstance(first, WordField):
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
            first.selectAll()

    def flush(self) -> None:
        """Let what is being typed settle."""
        for fact in self._facts:
            field = self._fields.get(fact.name)
            if isinstance(field, GrowingText):
                field.flush()
            elif isinstance(field, WordField):
                self._on_left(fact)

    def unsettle(self, source: Source) -> None:
        """Have what was edited settle again at the next chance: it could not be recorded.

        Args: ``source`` is what stands, of which the fields are.
        """
        if self._standing is None or self._source is None or self._source.number != source.number:
            return
        self._source = source
        for fact in self._facts:
            self._known[fact.name] = fact_text(source, fact, self._standing)
            if isinstance(field := self._fields.get(fact.name), GrowingText):
                field.unsettle()

    def _build(self, source: Source) -> None:
        room = QWidget()
        whole = QVBoxLayout(room)
        whole.setContentsMargins(12, 8, 12, 8)
        form = QFormLayout()
        wraps = QFormLayout.RowWrapPolicy
        is_large = theme.current().px(100) >= _LARGE_TEXT
        form.setRowWrapPolicy(wraps.WrapAllRows if is_large else wraps.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(6)
        whole.addLayout(form)
        whole.addStretch(1)
        self._facts = facts_of(type(source.particulars))
        self._fields, self._reasons, self._known = {}, {}, {}
        self._adding, self._notes = {}, {}
        for fact in self._facts:
            field = self._made(fact, room)
            heading = label(fact.label, "dim", room)
            heading.setBuddy(field)
            reason = label("", "warning", room)
            reason.setWordWrap(True)
            reason.hide()
            cell = QWidget(room)
            rows = QVBoxLayout(cell)
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(2)
            rows.addWidget(field)
            if fact.editor in _NAMES:
                note = self._notes[fact.name] = label("", "dim", room)
                note.setWordWrap(True)
                note.hide()
                rows.addWidget(note)
            rows.addWidget(reason)
            if fact.editor in _CELLS:  # beside its name a table would have too little room
                form.addRow(heading)
                form.addRow(cell)
            else:
                form.addRow(heading, cell)
            self._fields[fact.name], self._reasons[fact.name] = field, reason
        self.setWidget(room)

    def _made(self, fact: Fact, parent: QWidget) -> Field:
        hint = fact.help
        if fact.editor in _CELLS and self._standing is not None:
            rows = RowsField(fact, self._standing.pack, parent)
            rows.edited.connect(partial(self._on_rows_edited, fact))
            return rows
        if fact.editor is Editor.TEXT:
            text = GrowingText(fact.label, hint, parent)
            text.settled.connect(partial(self._on_settled, fact))
            return text
        if fact.editor is Editor.CHOICE:
            strip = SegmentedChoice(fact.label, parent)
            strip.show_choices(tuple(Choice(o.id, o.text) for o in fact.choices))
            strip.chosen.connect(partial(self._on_settled, fact))
            return strip
        if fact.editor is Editor.FLAG:
            box = QCheckBox(fact.help, parent)
            box.setAccessibleName(fact.label)
            box.clicked.connect(partial(self._on_flag_clicked, fact))
            return box
        words = WordField(fact.label, _FIELD_WIDTH, hint, parent)
        set_tip(words, hint)
        if fact.editor in _NAMES:
            several = fact.editor is Editor.NAMES
            completer = RegisterCompleter(self.registers, fact.register, words, several=several)
            completer.adding.connect(partial(self._on_adding, fact))
            words.setCompleter(completer)
        words.left.connect(partial(self._on_left, fact))
        return words

    def _show(self, fact: Fact, source: Source) -> None:
        if self._standing is None:
            return
        text = fact_text(source, fact, self._standing)
        field = self._fields[fact.name]
        if isinstance(field, SegmentedChoice):
            value = value_of_fact(source, fact)
            field.show_value(value.value if value else "")
        elif isinstance(field, RowsField):
            self._show_rows(fact, field, source)
        elif isinstance(field, QCheckBox):
            field.setChecked(bool(value_of_fact(source, fact)))
        elif isinstance(field, GrowingText) or (
            field.words == self._known.get(fact.name, "").strip()
            and not self._reasons[fact.name].text()
        ):
            field.show_text(text)
        self._known[fact.name] = text
        if fact.editor in _NAMES:
            self._show_outdated(fact, source, self._standing)

    def _show_outdated(self, fact: Fact, source: Source, standing: Standing) -> None:
        """Say under names of the register that they were not there at the time."""
        value = value_of_fact(source, fact)
        named = {each.entry for each in (value if fact.editor is Editor.NAMES else (value,))}
        when = source.as_at or standing.details.fieldwork
        told = [
            f"{entry.name}: {words}"
            for entry in self.registers.entries
            if entry.id in named and (words := outdated_words(entry, when))
        ]
        self._notes[fact.name].setText("\n".join(told))
        self._notes[fact.name].setVisible(bool(told))

    def _show_rows(self, fact: Fact, field: RowsField, source: Source) -> None:
        """Show a fact's rows, unless the cells mean them already or wait to be understood."""
        if self._standing is None or self._reasons[fact.name].text():
            return
        try:
            typed = read_cells(field.rows(), fact, self._standing)
        except InspectorError:
            typed = None
        if typed != value_of_fact(source, fact):
            field.show_rows(cells_of(source, fact, self._standing))

    def _on_rows_edited(self, fact: Fact) -> None:
        field = self._fields.get(fact.name)
        if self._source is None or self._standing is None or not isinstance(field, RowsField):
            return
        try:
            changed = with_fact(self._source, fact, read_cells(field.rows(), fact, self._standing))
        except InspectorError as error:
            self.show_refusal(fact.name, str(error))
            return
        self.show_refusal(fact.name, "")
        if changed != self._source:
            self._source = changed
            self.edited.emit(changed, ())

    def _on_flag_clicked(self, fact: Fact, is_on: bool) -> None:
        self._on_settled(fact, "yes" if is_on else "no")

    def _on_left(self, fact: Fact) -> None:
        field = self._fields.get(fact.name)
        if isinstance(field, WordField) and field.words != self._known.get(fact.name, "").strip():
            self._on_settled(fact, field.words)

    def _on_adding(self, fact: Fact, name: str) -> None:
        self._adding[fact.name] = name

    def _take_up_added(self) -> None:
        """Let what was put into a register from a field be that entry in the field's fact."""
        for fact in self._facts:
            field, name = self._fields[fact.name], self._adding.get(fact.name, "")
            is_there = name and entry_named(name, self.registers.of(fact.register))
            if is_there and isinstance(field, WordField):
                del self._adding[fact.name]
                self._on_settled(fact, field.words)

    def _on_settled(self, fact: Fact, text: str) -> None:
        if self._source is None or self._standing is None:
            return
        try:
            value = read_fact(text, fact, self._standing)
            is_people = fact.editor is Editor.PEOPLE
            changed = self._source if is_people else with_fact(self._source, fact, value)
        except InspectorError as error:
            self.show_refusal(fact.name, str(error))
            return
        self.show_refusal(fact.name, "")
        if is_people:
            self._known[fact.name] = text
            self.edited.emit(changed, value)
        elif changed != self._source:
            self._source = changed
            self._known[fact.name] = text
            self.edited.emit(changed, ())

    def show_refusal(self, name: str, reason: str) -> None:
        """Say under a fact why what is typed there was not recorded; empty: it was."""
        if (shown := self._reasons.get(name)) is not None:
            shown.setText(reason)
            shown.setVisible(bool(reason))
            self._fields[name].setAccessibleDescription(reason)
