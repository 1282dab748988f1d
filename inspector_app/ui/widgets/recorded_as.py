"""The words at the foot of a dialog that say whose act it will be."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from inspector_app.ui import acting, theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.tips import set_tip

HAND_OVER = "F6"


class RecordedAs(QPushButton):
    """Says whom acts are recorded as; F6 in its window, or a click, hands the laptop over."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme.set_look(self, "quiet")
        self.setFlat(True)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        set_tip(self, tr("Hand the laptop over (F6)"))
        key = QShortcut(QKeySequence(HAND_OVER), parent)
        key.setAutoRepeat(False)
        key.activated.connect(self._on_asked)
        self.clicked.connect(self._on_asked)
        acting.current().changed.connect(self._on_changed)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        words = acting.current().words
        self.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    @Slot()
    def _on_asked(self) -> None:
        if acting.current().words:
            acting.current().asked.emit(self)
