"""The frame of every question: a title, words, content, and two buttons."""

from contextlib import nullcontext

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.answering import answering
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.announce import announce
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.recorded_as import RecordedAs


class Ask(QDialog):
    """A window-modal question, shown by ``open()``, deleted when it is answered or given up.

    Where its answer is recorded, it says as whose act. Whoever records it may wait for what comes
    of that: what was typed is in no other place, so when it is refused the question comes back.
    """

    def __init__(
        self, parent: QWidget, title: str, words: str, accept: str, *, records: bool = True
    ) -> None:
        """Args: ``records`` says whether an act comes of its answer."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self._screen = parent
        self._is_awaited = False
        self._returning: _Returning | None = None
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
        self.refusal = label("", "problem", self)
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        layout.addWidget(self.refusal)
        layout.addSpacing(4)
        layout.addLayout(self.buttons)

    def done(self, result: int) -> None:
        """Close; be gone unless somebody waits for what comes of the answer (Qt)."""
        self._is_awaited = False
        is_answered = result == QDialog.DialogCode.Accepted
        with answering(self) if is_answered else nullcontext():
            super().done(result)
        if not self._is_awaited:
            self.deleteLater()

    def wait(self) -> None:
        """Stay, unseen, until :meth:`settle` or :meth:`come_back`."""
        self._is_awaited, self._returning = True, None

    def settle(self) -> None:
        """Be gone: what came of the answer stands."""
        self.deleteLater()

    def come_back(self, why: str) -> None:
        """Ask again, with what was typed and why it was refused; under another screen, after it."""
        self.refusal.setText(why)
        self.refusal.show()
        if self._screen.isVisible():
            self.open()
            announce(self.refusal, why, is_urgent=True)
        else:
            self._returning = _Returning(self, self._screen)

    @property
    def is_coming_back(self) -> bool:
        """Whether it was refused under another screen, and nobody saw that yet."""
        return self._returning is not None

    def return_now(self) -> None:
        """Ask again: the screen that it stands before is seen."""
        if self._returning is not None:
            self._returning = None
            self.open()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the words need at this width, which a hint for long ones falls short of."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            needed = layout.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), needed))


class _Returning(QObject):
    """Has a question asked again once the screen that it stands before is seen."""

    def __init__(self, asking: Ask, screen: QWidget) -> None:
        super().__init__(asking)
        self._asking = asking
        screen.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Have it asked behind what shows the screen (Qt)."""
        if event.type() == QEvent.Type.Show:
            QTimer.singleShot(0, self._asking, self._asking.return_now)
        return super().eventFilter(watched, event)
