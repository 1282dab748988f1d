"""Says that a line asks again: the old question and answer beside the new question."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui.line_viewing import AgainView
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.badges import Flag
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label


class AskedAgain(QWidget):
    """Hidden unless a line asks again; the button is there while the old answer fits.

    Signals:
        confirm_asked(): the old answer holds under the new question.
    """

    confirm_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Flag("book", tr("asked again"), self))
        self.words = label("", "dim", self)
        self.words.setWordWrap(True)
        head.addWidget(self.words, 1)
        self.button = button(tr("Confirm (K)"), "check", parent=self)
        self.button.setAccessibleName(tr("Confirm the old answer under the new question"))
        self.button.clicked.connect(self.confirm_asked)
        head.addWidget(self.button)
        self._before = _Column(self)
        self._now = _Column(self)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self._before, 1)
        columns.addWidget(self._now, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(columns)
        self.hide()

    def show_again(self, view: AgainView | None) -> None:
        """Show both questions; None hides all of it."""
        self.setVisible(view is not None)
        if view is None:
            return
        self.words.setText(
            tr(
                "The checklist has changed since this was answered. Confirm the answer, or "
                "answer anew."
            )
            if view.can_be_confirmed
            else tr(
                "The checklist now asks for another kind of answer. Answer anew; "
                "the old one stays in the history."
            )
        )
        self.button.setVisible(view.can_be_confirmed)
        self._before.show_words(view.before, view.asked_before, view.answered)
        self._now.show_words(view.now, view.asked_now, view.takes)


class _Column(QWidget):
    """Under which version, the question, and what goes with it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = [label("", look, self) for look in ("dim", "body-strong", "secondary")]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for part in self._parts:
            part.setWordWrap(True)
            layout.addWidget(part)
        layout.addStretch(1)

    def show_words(self, *words: str) -> None:
        for part, told in zip(self._parts, words, strict=True):
            part.setText(told)
            part.setVisible(bool(told))
