"""Editors that begin with a strip of values and hold more behind it."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.checklist import Part
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice
from inspector_app.ui.widgets.values.details import Details
from inspector_app.ui.widgets.values.value_editor import Surroundings, ValueEditor


class StripEditor(ValueEditor):
    """A strip whose choice settles at once, the More button, and the details below."""

    def __init__(
        self,
        part: Part,
        around: Surroundings,
        name: str,
        parent: QWidget,
        choices: tuple[Choice, ...],
    ) -> None:
        super().__init__(part, around, name, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._choices = choices
        self.strip = SegmentedChoice(name, self)
        self.strip.show_choices(choices)
        self.strip.chosen.connect(self._on_strip_chosen)
        self.details = Details(name, self)
        self.details.edited.connect(self.edited)
        self.details.settled.connect(self.settled)
        self.details.opened.connect(self._on_details_opened)
        head = QWidget(self)
        head.setSizePolicy(policy)
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

    def keys(self) -> tuple[str, ...]:
        """Return the keys of the strip."""
        return tuple(choice.keys for choice in self._choices if choice.keys)

    def offer_keys(self, offered: frozenset[str]) -> None:
        """Show only the keys that are this editor's."""
        value = self.strip.value
        self.strip.show_choices(
            tuple(
                choice if choice.keys in offered else Choice(choice.value, choice.words)
                for choice in self._choices
            )
        )
        self.strip.show_value(value)

    def enter_by_key(self, keys: str) -> bool:
        """Choose the value of the key."""
        return self.strip.choose_by_key(keys)

    def _on_strip_chosen(self, _value: str) -> None:
        self.settled.emit()

    def _on_details_opened(self) -> None:
        self.make_details(self.details)
        self.fill_details(self.details)
