"""The frame of every question: a title, words, content, and two buttons."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.recorded_as import RecordedAs


class Ask(QDialog):
    """A window-modal question, shown by ``open()``, deleted when it closes.

    Where its answer is recorded, it says as whose act.
    """

    def __init__(
        self, parent: QWidget, title: str, words: str, accept: str, *, records: bool = True
    ) -> None:
        """Args: ``records`` says whether an act comes of its answer."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.current().px(400))
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.accept_button = QPushButton(accept, self)
        theme.set_look(self.accept_button, "primary")
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button = QPushButton(tr("Cancel"), self)
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        if records:
            self.buttons.addWidget(RecordedAs(self))
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel_button)
        self.buttons.addWidget(self.accept_button)
        text = label(words, "", self)
        text.setWordWrap(True)
        text.setVisible(bool(words))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label(title, "title", self))
        layout.addWidget(text)
        layout.addLayout(self.body)
        layout.addSpacing(4)
        layout.addLayout(self.buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the words need at this width, which a hint for long ones falls short of."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            needed = layout.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), needed))
