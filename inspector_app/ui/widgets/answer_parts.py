"""The value editors of the open line, one for each part of it, beside its outcome."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inspector_app.domain.checklist import Line
from inspector_app.domain.errors import BadInput, InspectorError
from inspector_app.domain.values import Value
from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.outcome_button import OutcomeButton
from inspector_app.ui.widgets.values.making import editor_for
from inspector_app.ui.widgets.values.value_editor import Surroundings, ValueEditor

_LABEL_WIDTH = 124
_LABEL_MOST = 168
"""Pixels: with large text the name gives way to the values, which cannot wrap within one."""


class AnswerParts(QWidget):
    """Edits the values of one line at a time; a part that was not touched keeps its value.

    Signals:
        edited(bool): a part was touched; whether a value, or what should be one, is in it now.
        settled(bool): the same, and its editor was left or chosen in.
    """

    edited = Signal(bool)
    settled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._touched: set[ValueEditor] = set()
        self._kept: dict[str, Value] = {}
        """Values of the parts that were not touched."""
        self._editors: list[ValueEditor] = []
        self._rows: list[QWidget] = []
        self.outcome = OutcomeButton(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._first = QWidget(self)
        self._layout_of_first = QHBoxLayout(self._first)
        self._layout_of_first.setContentsMargins(0, 0, 0, 0)
        self._layout_of_first.setSpacing(12)
        self._layout_of_first.addWidget(self.outcome, 0, Qt.AlignmentFlag.AlignTop)
        self._hint = ElidedLabel(
            tr("not supplied · does not exist · never arose · not asked …"), "dim", self._first
        )
        self._layout_of_first.addWidget(self._hint, 1)
        self._layout.addWidget(self._first)

    def show_line(self, line: Line, around: Surroundings) -> None:
        """Edit the parts of another line from now on; its values are shown next."""
        self._touched.clear()
        for gone in self._rows:
            gone.hide()
            gone.deleteLater()
        self._rows = []
        self._editors = []
        used: set[str] = set()
        for place, part in enumerate(line.parts):
            row = self._first if place == 0 else QWidget(self)
            editor = editor_for(part, around, row)
            editor.edited.connect(self._on_editor_edited)
            editor.settled.connect(self._on_editor_settled)
            keys = frozenset(editor.keys())
            editor.offer_keys(keys if not keys & used else frozenset())
            used |= keys
            self._editors.append(editor)
            self._put(part.label, editor, row, is_first=place == 0)

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show what stands; words stay as they were typed where they say the same."""
        self._kept = dict(values)
        for editor in self._editors:
            value = values.get(editor.part.id)
            if editor in self._touched and _is_same(editor, value):
                continue  # the caret stays, and the words as they were typed
            editor.show_value(value)
        self._touched.clear()

    def clear_values(self) -> None:
        """Let no part have a value."""
        self._kept = {}
        self._touched.clear()
        for editor in self._editors:
            editor.show_value(None)

    def values(self) -> tuple[dict[str, Value], str]:
        """Return the values as they are edited, and what cannot be one; that stays as it was."""
        problem = ""
        values = dict(self._kept)
        for editor in self._editors:
            if editor not in self._touched:
                continue
            try:
                value = editor.value()
            except InspectorError as error:
                problem = str(error)
                continue
            if value is None:
                values.pop(editor.part.id, None)
            else:
                values[editor.part.id] = value
        return values, problem

    def enter_by_key(self, keys: str) -> bool:
        """Enter the value of a single key; False when it says nothing on this line."""
        return any(editor.enter_by_key(keys) for editor in self._editors)

    def flush(self) -> None:
        """Let everything typed settle now."""
        for editor in self._editors:
            editor.flush()

    def rows(self) -> tuple[QWidget, ...]:
        """Return the rows from top to bottom, as Tab should walk them."""
        further = (row for row in self._rows if row.parentWidget() is self)
        return (self._first, *further)

    def _put(self, words: str, editor: ValueEditor, row: QWidget, *, is_first: bool) -> None:
        top = Qt.AlignmentFlag.AlignTop
        heading: QLabel | None = None
        if words:
            heading = label(words, "dim", row)
            heading.setWordWrap(True)
            heading.setBuddy(editor)
            heading.setFixedWidth(min(theme.current().px(_LABEL_WIDTH), _LABEL_MOST))
            heading.setContentsMargins(0, 5, 0, 0)
        if is_first:
            layout = self._layout_of_first
            self._rows += [each for each in (heading, editor) if each is not None]
            layout.insertWidget(0, editor, 1 if editor.is_wide else 0, top)
            if heading is not None:
                layout.insertWidget(0, heading, 0, top)
            self._hint.setVisible(not editor.is_wide)
        else:
            layout = QHBoxLayout(row)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(8)
            if heading is not None:
                layout.addWidget(heading, 0, top)
            layout.addWidget(editor, 1 if editor.is_wide else 0, top)
            if not editor.is_wide:
                layout.addStretch(1)
            self._rows.append(row)
            self._layout.addWidget(row)
            row.show()
        editor.show()
        if heading is not None:
            heading.show()

    def _on_editor_edited(self) -> None:
        editor = self.sender()
        if isinstance(editor, ValueEditor) and editor in self._editors:
            self._touched.add(editor)
            self.edited.emit(_has_value(editor))

    def _on_editor_settled(self) -> None:
        editor = self.sender()
        if isinstance(editor, ValueEditor) and editor in self._editors:
            self._touched.add(editor)
            self.settled.emit(_has_value(editor))


def _has_value(editor: ValueEditor) -> bool:
    try:
        return editor.value() is not None
    except InspectorError:
        return True


def _is_same(editor: ValueEditor, value: Value | None) -> bool:
    try:
        return editor.value() == value
    except BadInput:
        return False
