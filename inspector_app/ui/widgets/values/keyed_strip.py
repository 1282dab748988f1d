"""What all editors have that begin with a strip of values: one key for each."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.domain.checklist import Part
from inspector_app.ui.widgets.segmented_choice import Choice, SegmentedChoice
from inspector_app.ui.widgets.values.value_editor import Surroundings, ValueEditor


class KeyedStrip(ValueEditor):
    """Makes the strip; choosing a value settles at once. An editor lays out what else it holds."""

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

    def keys(self) -> tuple[str, ...]:
        """Return the keys of the values."""
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
