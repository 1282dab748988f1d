"""The editor of tests and live events."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.checklist import Part
from inspector_app.domain.errors import BadInput
from inspector_app.domain.values import Tested, Value, YesNo
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.segmented_choice import Choice
from inspector_app.ui.widgets.values.details import Details
from inspector_app.ui.widgets.values.value_editor import Surroundings, ValueEditor

_WORDS = ("tester", "place", "scenario")


class TestedEditor(ValueEditor):
    """What the test showed; by whom, when, where and under which scenario behind More."""

    def __init__(self, part: Part, around: Surroundings, name: str, parent: QWidget) -> None:
        super().__init__(part, around, name, parent)
        self._shown: Tested | None = None
        self.result = GrowingText(name, tr("What the test showed"), self)
        self.result.textChanged.connect(self._on_text_changed)
        self.result.settled.connect(self._on_result_settled)
        self._details = Details(name, self)
        self._details.edited.connect(self.edited)
        self._details.settled.connect(self.settled)
        self._details.opened.connect(self._on_details_opened)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.result, 1)
        row.addWidget(self._details.toggle_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self._details)
        self.setFocusProxy(self.result)

    def show_value(self, value: Value | None) -> None:
        """Show the test."""
        self._shown = value if isinstance(value, Tested) else None
        shown = self._shown
        self.result.show_text(shown.result if shown else "")
        if shown and shown != Tested(shown.result):
            self._details.set_open(True)
        if self._details.is_made:
            self._fill()

    def value(self) -> Value | None:
        """Return the test.

        Raises:
            BadInput: the circumstances without a result; a day that the calendar does not have.
        """
        result = self.result.toPlainText().strip()
        details = self._details
        if not details.is_made:
            return Tested(result) if result else None
        words = {key: details.words(key) for key in _WORDS}
        when, announced = details.date("when"), details.words("announced")
        if not result:
            if any(words.values()) or when or announced:
                raise BadInput(tr("Say what the test showed: the rest is not recorded yet."))
            return None
        return Tested(result, when=when, announced=YesNo(announced) if announced else None, **words)

    def flush(self) -> None:
        """Take what is typed as settled."""
        self.result.flush()

    def _fill(self) -> None:
        shown, details = self._shown, self._details
        for key in _WORDS:
            details.show_words(key, getattr(shown, key) if shown else "")
        details.show_date("when", shown.when if shown else None)
        announced = shown.announced.value if shown and shown.announced else ""
        details.show_choice("announced", announced)

    def _on_details_opened(self) -> None:
        details = self._details
        details.add_words("tester", tr("Tested by"), 170, tr("role or unit"))
        details.add_date("when", tr("When"))
        details.add_words("place", tr("Place"), 160)
        details.add_words("scenario", tr("Scenario"), 260)
        details.add_choice(
            "announced",
            tr("Announced"),
            (
                Choice(YesNo.YES.value, tr("yes")),
                Choice(YesNo.PARTLY.value, tr("partly")),
                Choice(YesNo.NO.value, tr("no")),
                Choice("", tr("not said")),
            ),
        )
        self._fill()

    def _on_result_settled(self, _text: str) -> None:
        self.settled.emit()

    def _on_text_changed(self) -> None:
        if self.result.pending is not None:
            self.edited.emit()
