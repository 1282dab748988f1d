"""A job under way: what it does, how far it is, and the button that stops it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.thin_bar import ThinBar


class ProgressRow(QWidget):
    """One row for one job; :meth:`show_progress` is what ``run_long`` wants for ``progress``.

    Signals:
        cancel_asked(): the user wants it stopped; the button is spent then.
    """

    cancel_asked = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ElidedLabel(words, "secondary", self)
        self._far = label("", "meta", self)
        self._bar = ThinBar(words, 200, self)
        self._cancel = QPushButton(tr("Cancel"), self)
        self._cancel.setAccessibleName(tr("Cancel: {what}").format(what=words))
        self._cancel.clicked.connect(self._on_cancel_clicked)
        top = QHBoxLayout()
        top.addWidget(self._words, 1)
        top.addWidget(self._far)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self._bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(12)
        layout.addLayout(column, 1)
        layout.addWidget(self._cancel)

    def show_words(self, words: str) -> None:
        """Say what is being done now."""
        self._words.show_text(words)
        self._bar.setAccessibleName(words)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far it is; both numbers in the same unit."""
        self._bar.show_progress(done, total)
        if total:
            self._far.setText(f"{done * 100 // total} %")

    def _on_cancel_clicked(self) -> None:
        self._cancel.setEnabled(False)
        self._cancel.setText(tr("Stopping …"))
        self.cancel_asked.emit()
