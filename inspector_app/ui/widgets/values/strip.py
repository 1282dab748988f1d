"""Editors that begin with a strip of values and hold more behind it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.checklist import Part
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.segmented_choice import Choice
from inspector_app.ui.widgets.values.details import Details
from inspector_app.ui.widgets.values.keyed_strip import KeyedStrip
from inspector_app.ui.widgets.values.value_editor import Surroundings


class StripEditor(KeyedStrip):
    """A strip whose choice settles at once, the More button, and the details below."""

    def __init__(
        self,
        part: Part,
        around: Surroundings,
        name: str,
        parent: QWidget,
        choices: tuple[Choice, ...],
    ) -> None:
        super().__init__(part, around, name, parent, choices)
        self.details = Details(name, self)
        self.details.edited.connect(self.edited)
        self.details.settled.connect(self.settled)
        self.details.opened.connect(self._on_details_opened)
        head = QWidget(self)
        head.setSizePolicy(self.sizePolicy())
        flow = FlowLayout(head, across=8, down=4)
        flow.addWidget(self.strip)
        flow.addWidget(self.details.toggle_button)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(4)
        self.body.addWidget(head)
        self.body.addWidget(self.details)

    def make_details(self, details: Details) -> None:
        """Add the fields to ``details``; they are filled right after."""

    def fill_details(self, details: Details) -> None:
        """Show the value last shown in the fields of ``details``."""

    def show_details(self, holds_something: bool) -> None:
        """Open the details when they hold something, and fill those that were opened."""
        if holds_something:
            self.details.set_open(True)
        if self.details.is_made:
            self.fill_details(self.details)

    def _on_details_opened(self) -> None:
        self.make_details(self.details)
        self.fill_details(self.details)
