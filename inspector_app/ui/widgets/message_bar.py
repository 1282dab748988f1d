"""Refusals, told in place and without a modal box."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from inspector_app.ui import icons, theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.announce import announce
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.tips import set_tip


class MessageBar(QFrame):
    """A bar across the page with one message; hidden while there is none.

    Signals:
        dismissed(): the user closed the message.
        action_asked(): the user took the offer beside the message.
    """

    dismissed = Signal()
    action_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_look(self, "message")
        self._icon = label("", "", self)
        self._text = label("", "", self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = QPushButton(self)
        self._action.clicked.connect(self.action_asked)
        self._close = QToolButton(self)
        self._close.setAccessibleName(tr("Close this message"))
        set_tip(self._close, tr("Close this message"))
        icons.dress(self._close, "cross", "note")
        self._close.clicked.connect(self._on_close_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.setSpacing(10)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._action)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    def show_message(self, text: str, action: str = "") -> None:
        """Show ``text``, with a button for ``action`` if given; spoken at once."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.show()
        announce(self, text, is_urgent=True)

    def clear(self) -> None:
        """Take the message away."""
        self._text.clear()
        self.hide()

    @property
    def text(self) -> str:
        """The message, or an empty string."""
        return self._text.text()

    def _on_close_clicked(self) -> None:
        self.clear()
        self.dismissed.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        look = theme.current()
        self._icon.setPixmap(icons.pixmap("info", look.px(16), self.devicePixelRatioF(), "note"))
