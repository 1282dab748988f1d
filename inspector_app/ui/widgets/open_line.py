"""The frame of the open line: its head, and rows of label and content below."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QWidget,
)

from inspector_app.ui import theme
from inspector_app.ui.widgets.badges import KindBadge
from inspector_app.ui.widgets.labels import ElidedLabel, label


class OpenLine(QFrame):
    """A card with number, full question and who answered last; the page adds the rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_look(self, "open")
        self.setObjectName("open-line")
        self._number = label("", "dim", self)
        self._question = label("", "title", self)
        self._question.setWordWrap(True)
        self._question.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._question.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._question.setSizePolicy(policy)
        self._stamp = label("", "meta", self)
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._number, 0, 0, top)
        self._grid.addWidget(self._question, 0, 1)
        self._grid.addWidget(self._stamp, 0, 2, top)
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_head(self, number: str, question: str, stamp: str) -> None:
        """Show the line's number, its question in full, and by whom and when it was answered."""
        self._number.setText(number)
        self._question.setText(question)
        self._stamp.setText(stamp)
        self.setAccessibleName(f"{number}. {question}")

    def add_row(self, words: str, content: QWidget | QLayout) -> QLabel:
        """Append a row; return its label, whose buddy is the content if that is a widget."""
        row = self._grid.rowCount()
        heading = label(words, "dim", self)
        heading.setContentsMargins(0, 5 if words else 0, 0, 0)
        self._grid.addWidget(heading, row, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(content, QWidget):
            self._grid.addWidget(content, row, 1, 1, 2)
            heading.setBuddy(content)
        else:
            self._grid.addLayout(content, row, 1, 1, 2)
        return heading

    @Slot()
    def _on_theme_changed(self) -> None:
        px = theme.current().px
        self._grid.setColumnMinimumWidth(0, px(64))
        self._grid.setContentsMargins(px(14), px(6), px(14), px(8))


class AccountRow(QWidget):
    """What one source said on the line: kind, role, words, and the source's number."""

    def __init__(
        self, letter: str, role: str, words: str, number: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        if letter:
            layout.addWidget(KindBadge(letter, self))
        if role:
            layout.addWidget(label(f"{role}:", "strong", self))
        layout.addWidget(ElidedLabel(words, "secondary", self), 1)
        layout.addWidget(label(number, "meta", self))
        self.setAccessibleName(f"{role}: {words}" if role else words)
