"""The further fields of a value, folded away until they are wanted or hold something."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.dates import PartialDate
from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice
from inspector_app.ui.widgets.values.fields import DateField, FieldsRow, WordField


class Details(QWidget):
    """A button, and the fields behind it.

    Fields are added by the owner when :attr:`opened` asks for them: most lines never need them.

    Signals:
        edited(): a key was typed in one of the fields.
        settled(): a field was left, or a value chosen.
        opened(): the fields are about to be seen for the first time: add them.
    """

    edited = Signal()
    settled = Signal()
    opened = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._row: FieldsRow | None = None
        self._is_open = False
        self._fields: dict[str, QWidget] = {}
        self.toggle_button = QPushButton(parent)
        theme.set_look(self.toggle_button, "quiet")
        self.toggle_button.clicked.connect(self._on_toggle_button_clicked)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._show_state()

    @property
    def is_made(self) -> bool:
        """True once the fields exist; before that their values are those last shown."""
        return self._row is not None

    def set_open(self, is_open: bool) -> None:
        """Open or fold away."""
        self._is_open = is_open
        if is_open and self._row is None:
            self._row = FieldsRow(self)
            self._layout.addWidget(self._row)
            self.opened.emit()
        self._show_state()

    def add_words(self, key: str, name: str, width: int, hint: str = "") -> None:
        """Add a line of words."""
        field = WordField(self._full(name), width, hint, self)
        field.edited.connect(self.edited)
        field.left.connect(self.settled)
        self._add(key, name, field)

    def add_date(self, key: str, name: str) -> None:
        """Add a date."""
        field = DateField(self._full(name), "", self)
        field.edited.connect(self.edited)
        field.left.connect(self.settled)
        self._add(key, name, field)

    def add_choice(self, key: str, name: str, choices: tuple[Choice, ...]) -> None:
        """Add a closed set."""
        field = SegmentedChoice(self._full(name), self)
        field.show_choices(choices)
        field.chosen.connect(self._on_chosen)
        self._add(key, name, field)

    def show_words(self, key: str, text: str) -> None:
        """Show words."""
        field = self._fields[key]
        if isinstance(field, WordField):
            field.show_text(text)

    def show_date(self, key: str, date: PartialDate | None) -> None:
        """Show a date."""
        field = self._fields[key]
        if isinstance(field, DateField):
            field.show_date(date)

    def show_choice(self, key: str, value: str) -> None:
        """Mark a value."""
        field = self._fields[key]
        if isinstance(field, SegmentedChoice):
            field.show_value(value)

    def words(self, key: str) -> str:
        """Return the words of a field, or the value marked in a set."""
        field = self._fields[key]
        if isinstance(field, WordField):
            return field.words
        return field.value if isinstance(field, SegmentedChoice) else ""

    def date(self, key: str) -> PartialDate | None:
        """Return the date of a field.

        Raises:
            BadInput: a day that the calendar does not have.
        """
        field = self._fields[key]
        return field.date() if isinstance(field, DateField) else None

    def add_field(self, key: str, name: str, field: QWidget) -> None:
        """Add a field of another kind; its owner connects, fills and reads it."""
        self._add(key, name, field)

    def add_below(self, widget: QWidget) -> None:
        """Add something that takes a row of its own; its owner connects, fills and reads it."""
        self._layout.addWidget(widget)

    def _add(self, key: str, name: str, field: QWidget) -> None:
        assert self._row is not None  # noqa: S101 - fields are added when the row was made
        self._fields[key] = field
        self._row.add(name, field)

    def _full(self, name: str) -> str:
        return f"{self._name}: {name}"

    def _show_state(self) -> None:
        self.setVisible(self._is_open)
        words = tr("Less") if self._is_open else tr("More …")
        self.toggle_button.setText(words)
        self.toggle_button.setAccessibleName(self._full(words))

    def _on_toggle_button_clicked(self) -> None:
        self.set_open(not self._is_open)

    def _on_chosen(self, _value: str) -> None:
        self.settled.emit()
