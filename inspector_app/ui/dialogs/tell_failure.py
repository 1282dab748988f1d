"""Owning up to a bug, with a log that can be copied."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from inspector_app.ui import icons
from inspector_app.ui.dialogs.ask import Ask
from inspector_app.ui.texts import tr


class TellFailure(Ask):
    """Apologises, says what is safe, and shows the log; the app goes on."""

    def __init__(self, parent: QWidget, log: str, words: str = "") -> None:
        super().__init__(
            parent,
            tr("Something went wrong in this app"),
            words
            or tr(
                "We are sorry: this is a fault of the app, not of yours. What was recorded before "
                "is kept. The log below helps whoever mends it; it may name files, so read it "
                "before you pass it on."
            ),
            tr("Close"),
            records=False,
        )
        self.cancel_button.hide()
        self.log = QPlainTextEdit(self)
        self.log.setReadOnly(True)
        self.log.setTabChangesFocus(True)
        self.log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.log.setAccessibleName(tr("Log"))
        self.log.setPlainText(log)
        self.body.addWidget(self.log)
        self.copy_button = QPushButton(tr("Copy the log"), self)
        self.copy_button.setAutoDefault(False)
        icons.dress(self.copy_button, "file")
        self.copy_button.clicked.connect(self._on_copy_button_clicked)
        self.buttons.insertWidget(0, self.copy_button)
        self.resize(640, 420)

    def _on_copy_button_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.log.toPlainText())
