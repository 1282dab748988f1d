"""The editor of things that were inspected."""

from PySide6.QtWidgets import QWidget

from inspector_app.domain.checklist import AnswerKind, Column, Option, Part
from inspector_app.domain.errors import BadInput
from inspector_app.domain.values import Condition, Examined, ItemChecked, Value
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.values.choice import numbered
from inspector_app.ui.widgets.values.details import Details
from inspector_app.ui.widgets.values.grid import Grid
from inspector_app.ui.widgets.values.strip import StripEditor
from inspector_app.ui.widgets.values.value_editor import Surroundings

_WORDS = ("item", "identifier", "standard")


def conditions() -> tuple[Option, ...]:
    """Return what an inspection can show."""
    return (
        Option(Condition.PASS.value, tr("Passed")),
        Option(Condition.PART.value, tr("Passed in part")),
        Option(Condition.FAIL.value, tr("Failed")),
    )


class ExaminedEditor(StripEditor):
    """Whether it passed; what it was, its list of items and its defects behind More."""

    def __init__(self, part: Part, around: Surroundings, name: str, parent: QWidget) -> None:
        super().__init__(part, around, name, parent, numbered(conditions()))
        self._items: Grid | None = None
        self._defects: GrowingText | None = None
        self._shown: Examined | None = None

    def show_value(self, value: Value | None) -> None:
        """Show what was inspected."""
        shown = value if isinstance(value, Examined) else None
        self._shown = shown
        self.strip.show_value(shown.condition.value if shown else "")
        self.show_details(bool(shown and shown != Examined(shown.condition)))

    def value(self) -> Value | None:
        """Return what was inspected.

        Raises:
            BadInput: something is said of it, but not whether it passed; an item without either.
        """
        chosen = self.strip.value
        if self._items is None or self._defects is None:
            return Examined(Condition(chosen)) if chosen else None
        words = {key: self.details.words(key) for key in _WORDS}
        rows = self._items.rows()
        defects = self._defects.toPlainText().strip()
        if not chosen:
            if any(words.values()) or rows or defects:
                raise BadInput(
                    tr(
                        "Say whether it passed, passed in part or failed: the rest is not "
                        "recorded yet."
                    )
                )
            return None
        for name, condition in rows:
            if not name or not condition:
                raise BadInput(
                    tr("Each item of the list has a name and a result: it is not recorded yet.")
                )
        items = tuple(ItemChecked(name, Condition(condition)) for name, condition in rows)
        return Examined(Condition(chosen), items=items, defects=defects, **words)

    def flush(self) -> None:
        """Take what is typed as settled."""
        if self._defects is not None:
            self._defects.flush()

    def make_details(self, details: Details) -> None:
        """Add the fields, the list and the defects."""
        details.add_words("item", tr("Thing"), 200)
        details.add_words("identifier", tr("Identifier"), 130)
        details.add_words("standard", tr("Standard"), 200)
        columns = (
            Column("name", tr("Item of its list"), AnswerKind.NARRATIVE),
            Column("result", tr("Result"), AnswerKind.SELECT, options=conditions()),
        )
        self._items = Grid(
            tr("{name}: items").format(name=self.name), columns, (), self.around.pack, details
        )
        self._items.changed.connect(self.settled)
        self._defects = GrowingText(
            tr("{name}: defects").format(name=self.name), tr("Defects"), details
        )
        self._defects.textChanged.connect(self._on_text_changed)
        self._defects.settled.connect(self._on_defects_settled)
        details.add_below(self._items)
        details.add_below(self._defects)

    def fill_details(self, details: Details) -> None:
        """Show what was inspected in the fields."""
        shown = self._shown
        for key in _WORDS:
            details.show_words(key, getattr(shown, key) if shown else "")
        if self._items is not None and self._defects is not None:
            items = shown.items if shown else ()
            self._items.show_rows(tuple((each.name, each.condition.value) for each in items))
            self._defects.show_text(shown.defects if shown else "")

    def _on_defects_settled(self, _text: str) -> None:
        self.settled.emit()

    def _on_text_changed(self) -> None:
        if self._defects is not None and self._defects.pending is not None:
            self.edited.emit()
