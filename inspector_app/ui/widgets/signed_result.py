"""What came of an export: the facts of the file, its pages beside them, and what to do with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import breakable, label
from inspector_app.ui.widgets.verdict_view import VerdictView, VerdictWords


class SignedResult(QWidget):
    """Facts at the left, at the right what shows the pages.

    Signals:
        verify_asked(): the user wants the file verified.
        folder_asked(): the user wants to see the file's folder.
        closed(): the user is done here.
    """

    verify_asked = Signal()
    folder_asked = Signal()
    closed = Signal()

    def __init__(self, pages: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = theme.current().px
        self._facts = QVBoxLayout()
        self._facts.setSpacing(px(2))
        self.verdict = VerdictView(self)
        self.verdict.hide()
        self.verify = button(tr("Verify it"), "shield-check", parent=self)
        self.verify.clicked.connect(self.verify_asked)
        self._folder = button(tr("Open the folder"), "folder", parent=self)
        self._folder.clicked.connect(self.folder_asked)
        self._close = button(tr("Done"), look="primary", parent=self)
        self._close.clicked.connect(self.closed)
        self.setFocusProxy(self.verify)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        for each in (self.verify, self._folder, self._close):
            buttons.addWidget(each)
        buttons.addStretch(1)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, px(8), 0)
        column.setSpacing(px(8))
        column.addLayout(self._facts)
        column.addLayout(buttons)
        column.addWidget(self.verdict)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        title = label(tr("The summary is signed"), "page", self)
        left = QVBoxLayout()
        left.setSpacing(px(8))
        left.addWidget(title)
        left.addWidget(scroll, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(16), px(10), px(16), px(10))
        layout.setSpacing(px(16))
        layout.addLayout(left, 5)
        layout.addWidget(pages, 6)

    def show_export(self, rows: tuple[tuple[str, str], ...], remarks: tuple[str, ...]) -> None:
        """Show the facts as (name, value), and what could not be printed as it is."""
        self.clear()
        for name, value in rows:
            self._facts.addWidget(label(name, "dim", self))
            self._facts.addWidget(_selectable(value, self))
        if remarks:
            self._facts.addWidget(label(tr("Remarks"), "dim", self))
        for remark in remarks:
            self._facts.addWidget(_selectable(f"• {remark}", self))

    def show_verdict(self, verdict: VerdictWords) -> None:
        """Show what verifying the file said."""
        self.verdict.show_verdict(verdict)
        self.verdict.show()
        if self.isVisible():
            self.verdict.setFocus()

    def clear(self) -> None:
        """Show nothing."""
        while (item := self._facts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.verdict.hide()


def _selectable(text: str, parent: QWidget) -> QLabel:
    shown = label(breakable(text), "", parent)
    shown.setAccessibleName(text)
    shown.setWordWrap(True)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return shown
