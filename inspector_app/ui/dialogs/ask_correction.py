"""Asking once why facts are corrected after fieldwork, and where the corrections come from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.values.fields import WordField


class AskCorrection(AskReason):
    """Asks for a reason and an origin; the button wakes when both are there.

    Signals:
        told(str, str): reason and origin.
    """

    told = Signal(str, str)

    def __init__(self, parent: QWidget, words: str) -> None:
        self.origin: WordField | None = None
        super().__init__(parent, tr("Correction session"), words, tr("Begin"))
        origin = WordField(
            tr("From"), 300, tr("such as a letter of the force, or a later document"), self
        )
        origin.edited.connect(self._on_text_changed)
        self.origin = origin
        heading = label(tr("Where the corrections come from"), "dim", self)
        heading.setBuddy(origin)
        self.body.addWidget(heading)
        self.body.addWidget(origin)
        self.given.connect(self._on_given)
        self._on_text_changed()

    def _on_text_changed(self) -> None:
        has_origin = self.origin is not None and bool(self.origin.words.strip())
        self.accept_button.setEnabled(has_origin and bool(self.text.toPlainText().strip()))

    def _on_given(self, reason: str) -> None:
        assert self.origin is not None  # noqa: S101 - made with the dialog
        self.told.emit(reason, self.origin.words.strip())
