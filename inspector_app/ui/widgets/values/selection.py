"""The editor of one option, or words where none fits."""

from PySide6.QtWidgets import QWidget

from inspector_app.domain.checklist import Part
from inspector_app.domain.values import Selected, Value
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.values.choice import numbered
from inspector_app.ui.widgets.values.fields import WordField
from inspector_app.ui.widgets.values.keyed_strip import KeyedStrip
from inspector_app.ui.widgets.values.value_editor import Surroundings


class SelectEditor(KeyedStrip):
    """A strip of the options, and a field for anything else."""

    def __init__(self, part: Part, around: Surroundings, name: str, parent: QWidget) -> None:
        super().__init__(part, around, name, parent, numbered(part.options))
        self.other = WordField(
            tr("{name}: in other words").format(name=name), 200, tr("or in other words"), self
        )
        self.other.edited.connect(self.edited)
        self.other.left.connect(self.settled)
        flow = FlowLayout(self, across=8, down=4)
        flow.addWidget(self.strip)
        flow.addWidget(self.other)

    def show_value(self, value: Value | None) -> None:
        """Show the option and the words."""
        shown = value if isinstance(value, Selected) else Selected()
        self.strip.show_value(shown.option)
        self.other.show_text(shown.other)

    def value(self) -> Value | None:
        """Return the option and the words."""
        made = Selected(self.strip.value, self.other.words)
        return made if made.option or made.other else None
