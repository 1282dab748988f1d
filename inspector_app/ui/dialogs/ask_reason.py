"""Asking for a reason, without which the act is not recorded."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from inspector_app.ui import theme
from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label


class AskReason(Ask):
    """Asks for a text; the button wakes when there is one.

    Signals:
        given(str): the reason, without blanks around it.
    """

    given = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        words: str,
        accept: str,
        *,
        name: str = "",
        text: str = "",
    ) -> None:
        super().__init__(parent, title, words, accept)
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.current().px(84))
        self.text.textChanged.connect(self._on_text_changed)
        heading = label(name or tr("Reason"), "dim", self)
        heading.setBuddy(self.text)
        self.text.setAccessibleName(heading.text())
        self.body.addWidget(heading)
        self.body.addWidget(self.text)
        self.text.setPlainText(text)
        self.text.setFocus()
        self.accepted.connect(self._on_accepted)
        self._on_text_changed()

    def _on_text_changed(self) -> None:
        self.accept_button.setEnabled(bool(self.text.toPlainText().strip()))

    def _on_accepted(self) -> None:
        self.given.emit(self.text.toPlainText().strip())
