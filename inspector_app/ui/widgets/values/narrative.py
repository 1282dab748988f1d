"""The editor of words."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.domain.checklist import Part
from inspector_app.domain.values import Told, Value
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.growing_text import GrowingText
from inspector_app.ui.widgets.values.value_editor import Surroundings, ValueEditor


class NarrativeEditor(ValueEditor):
    """A field that grows with its text."""

    def __init__(self, part: Part, around: Surroundings, name: str, parent: QWidget) -> None:
        super().__init__(part, around, name, parent)
        self.text = GrowingText(name, tr("In words"), self)
        self.text.textChanged.connect(self._on_text_changed)
        self.text.settled.connect(self._on_text_settled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        self.setFocusProxy(self.text)

    def show_value(self, value: Value | None) -> None:
        """Show the words; what is being typed is not moved."""
        self.text.show_text(value.text if isinstance(value, Told) else "")

    def value(self) -> Value | None:
        """Return the words."""
        text = self.text.toPlainText()
        return Told(text) if text.strip() else None

    def flush(self) -> None:
        """Take what is typed as settled."""
        self.text.flush()

    def _on_text_settled(self, _text: str) -> None:
        self.settled.emit()

    def _on_text_changed(self) -> None:
        if self.text.pending is not None:
            self.edited.emit()
