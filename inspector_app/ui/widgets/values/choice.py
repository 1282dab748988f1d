"""Editors of kinds with a closed set of values: one strip, one key for each."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.checklist import Option, Part
from inspector_app.domain.values import (
    Judged,
    Progressed,
    ProgressState,
    Value,
    YesNo,
    YesNoGiven,
)
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.segmented_choice import Choice
from inspector_app.ui.widgets.values.keyed_strip import KeyedStrip
from inspector_app.ui.widgets.values.value_editor import Surroundings


class ChoiceEditor(KeyedStrip):
    """A strip of values; choosing one settles at once."""

    def __init__(
        self,
        part: Part,
        around: Surroundings,
        name: str,
        parent: QWidget,
        choices: tuple[Choice, ...],
    ) -> None:
        super().__init__(part, around, name, parent, choices)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.strip)


class YesNoEditor(ChoiceEditor):
    """Yes, partly or no."""

    is_wide = False

    def __init__(self, part: Part, around: Surroundings, name: str, parent: QWidget) -> None:
        choices = (
            Choice(YesNo.YES.value, tr("Yes"), "Y"),
            Choice(YesNo.PARTLY.value, tr("Partly"), "P"),
            Choice(YesNo.NO.value, tr("No"), "N"),
        )
        super().__init__(part, around, name, parent, choices)

    def show_value(self, value: Value | None) -> None:
        """Show the answer."""
        self.strip.show_value(value.value.value if isinstance(value, YesNoGiven) else "")

    def value(self) -> Value | None:
        """Return the answer."""
        return YesNoGiven(YesNo(self.strip.value)) if self.strip.value else None


class JudgementEditor(ChoiceEditor):
    """A word of the part's scale."""

    def __init__(self, part: Part, around: Surroundings, name: str, parent: QWidget) -> None:
        scale = around.pack.scale(part.scale)
        super().__init__(part, around, name, parent, numbered(scale.values))

    def show_value(self, value: Value | None) -> None:
        """Show the judgement."""
        self.strip.show_value(value.value if isinstance(value, Judged) else "")

    def value(self) -> Value | None:
        """Return the judgement."""
        return Judged(self.strip.value) if self.strip.value else None


class ProgressEditor(ChoiceEditor):
    """How far along something is."""

    is_wide = False

    def __init__(self, part: Part, around: Surroundings, name: str, parent: QWidget) -> None:
        states = tuple(Option(state.value, words) for state, words in state_words())
        super().__init__(part, around, name, parent, numbered(states))

    def show_value(self, value: Value | None) -> None:
        """Show the state."""
        self.strip.show_value(value.state.value if isinstance(value, Progressed) else "")

    def value(self) -> Value | None:
        """Return the state."""
        return Progressed(ProgressState(self.strip.value)) if self.strip.value else None


def numbered(options: Sequence[Option]) -> tuple[Choice, ...]:
    """Return options as choices with the keys 1 to 9; further ones have none."""
    return tuple(
        Choice(option.id, option.text, str(place) if place <= 9 else "")
        for place, option in enumerate(options, 1)
    )


def state_words() -> tuple[tuple[ProgressState, str], ...]:
    """Return the states of progress with their words, in order."""
    return (
        (ProgressState.NOT_BEGUN, tr("Not begun")),
        (ProgressState.PLANNED, tr("Planned")),
        (ProgressState.IN_PROGRESS, tr("In progress")),
        (ProgressState.DONE, tr("Done")),
        (ProgressState.ABANDONED, tr("Abandoned")),
    )
