"""A cover over the whole window, for when somebody walks past."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector_app.ui.delegates.ink import Ink
from inspector_app.ui.texts import tr


class Cover(QWidget):
    """Hides its parent until a key or the mouse is pressed; that press reaches nothing else."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("The screen is covered. Press any key to go on."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._focus_was = parent.window().focusWidget()
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())
        self.raise_()
        self.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window (Qt)."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Take keys before the window's shortcuts do (Qt)."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Uncover (Qt)."""
        event.accept()
        self._uncover()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Uncover (Qt)."""
        event.accept()
        self._uncover()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw nothing but the ground (Qt)."""
        painter = QPainter(self)
        Ink(painter).box(self.rect().toRectF(), "strip")
        painter.end()

    def _uncover(self) -> None:
        if self._focus_was is not None:
            self._focus_was.setFocus()
        self.close()
