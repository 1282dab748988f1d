"""Where files are dropped, pasted or chosen."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.ui.delegates.ink import Ink
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import label


class DropZone(QAbstractButton):
    """A dashed field that takes files by drop, by Ctrl+V, or by a click that asks for the dialog.

    A page that wants drops anywhere passes its own events to :meth:`take`.

    Signals:
        files_given(list): ``list[Path]``, at least one; folders among them are the page's choice.
        image_given(bytes): a picture from the clipboard, as PNG.
        choosing_asked(): the user wants the file dialog.
    """

    files_given = Signal(list)
    image_given = Signal(bytes)
    choosing_asked = Signal()

    def __init__(self, words: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_over = False
        self.setAcceptDrops(True)
        self.clicked.connect(self.choosing_asked)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = words or tr("Drop files here")
        hint = hint or tr("or Ctrl+E")
        self.setAccessibleName(f"{words}, {hint}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 7, 8, 7)
        layout.setSpacing(0)
        for text, look in ((words, "secondary"), (hint, "meta")):
            line = label(text, look, self)
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line.setWordWrap(True)
            layout.addWidget(line)

    def take(self, data: QMimeData) -> bool:
        """Signal what ``data`` holds; False when it is neither local files nor a picture."""
        paths = _local_files(data)
        if paths:
            self.files_given.emit(paths)
            return True
        picture = data.imageData() if data.hasImage() else None
        if isinstance(picture, QImage) and not picture.isNull():
            self.image_given.emit(_png(picture))
            return True
        return False

    def paste(self) -> bool:
        """Take what is on the clipboard; False when it is nothing for here."""
        return self.take(QGuiApplication.clipboard().mimeData())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste by Ctrl+V, ask for the dialog by Enter or Space (Qt)."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()  # a button would take the arrows, which are the page's

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the field (Qt)."""
        painter = QPainter(self)
        ink = Ink(painter)
        is_on = self._is_over or self.hasFocus()
        stroke, pen = ("accent", 2) if is_on else ("field", 1)
        where = self.rect().toRectF()
        ink.box(where, "soft" if self._is_over else "alt", stroke, 8, pen, is_dashed=True)
        painter.end()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files and pictures (Qt)."""
        data = event.mimeData()
        if _local_files(data) or data.hasImage():
            self._show_over(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Become quiet again (Qt)."""
        self._show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped (Qt)."""
        self._show_over(False)
        if self.take(event.mimeData()):
            # Copy, whatever was proposed: nobody's original may be moved away. A source that
            # allows nothing but moving is told that nothing happened, and keeps its file.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.setAccepted(event.dropAction() == Qt.DropAction.CopyAction)

    def _show_over(self, is_over: bool) -> None:
        self._is_over = is_over
        self.update()


def _local_files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def _png(picture: QImage) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(held.data())
