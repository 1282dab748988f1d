"""The small fields that editors are made of: words, a date, a closed set, a row of them."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from inspector_app.domain import dates
from inspector_app.domain.dates import PartialDate, Precision
from inspector_app.domain.errors import BadInput
from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.labels import ElidedLabel, label


class WordField(QLineEdit):
    """A line of words of a given width.

    Signals:
        edited(): a key was typed.
        left(): Enter, or the focus is elsewhere.
    """

    edited = Signal()
    left = Signal()

    def __init__(
        self, name: str, width: int, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._width = width
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._on_text_edited)
        self.editingFinished.connect(self.left)

    def sizeHint(self) -> QSize:
        """Return the width the field was made for (Qt)."""
        return QSize(theme.current().px(self._width), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return a width of a few letters (Qt)."""
        return QSize(theme.current().px(min(self._width, 60)), super().minimumSizeHint().height())

    def show_text(self, text: str) -> None:
        """Show ``text``; the caret stays where it is when nothing changes."""
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    @property
    def words(self) -> str:
        """What is typed, without blanks around it."""
        return self.text().strip()

    def _on_text_edited(self, _text: str) -> None:
        self.edited.emit()


class DateField(QWidget):
    """A date typed freely and shown back in words.

    Signals:
        edited(): a key was typed.
        left(): Enter, or the focus is elsewhere.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, name: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = WordField(name, 150, hint or tr("16 Sep 2013, since 2011/12 …"), self)
        self._said = ElidedLabel("", "dim", self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self._said, 1)
        self.setFocusProxy(self.field)
        self._shown: PartialDate | None = None
        self.field.textEdited.connect(self._on_text_edited)
        self.field.left.connect(self.left)

    def show_date(self, date: PartialDate | None) -> None:
        """Show a date in words, or none."""
        self._shown = date
        self.field.show_text(date.words() if date else "")
        self._said.show_text("")
        self._said.hide()

    def date(self) -> PartialDate | None:
        """Return the date that is typed, or None.

        Raises:
            BadInput: a day that the calendar does not have.
        """
        text = self.field.words
        if not text:
            return None
        if self._shown is not None and text == self._shown.words():
            return self._shown
        return dates.read(text)

    def _on_text_edited(self, _text: str) -> None:
        self._said.show_text(self._words())
        self._said.setVisible(bool(self._said.whole_text))
        self.edited.emit()

    def _words(self) -> str:
        try:
            date = self.date()
        except BadInput as error:
            return str(error)
        if date is None:
            return ""
        if date.precision is Precision.RELATIVE:
            return tr("kept in these words, as no calendar date")
        return date.words()


class FieldsRow(QWidget):
    """Fields with their names in front, in as many rows as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = FlowLayout(self, across=14, down=4)

    def add(self, name: str, field: QWidget) -> None:
        """Append a field; its name stands before it and is its label."""
        pair = QWidget(self)
        layout = QHBoxLayout(pair)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        heading = label(name, "dim", pair)
        heading.setBuddy(field)
        layout.addWidget(heading, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(field, 1)
        self._flow.addWidget(pair)
