"""A titled group of short rows for a side region."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.tips import set_tip

_LINK_EDGE = 4
"""What stands before the words of a link in the style sheet; words that lead nowhere align."""


@dataclass(frozen=True, slots=True)
class SideRow:
    """One row: a short lead, what it is, and at most one more line below."""

    lead: str
    words: str
    more: str = ""
    place: str = ""
    """Where the row leads; empty: nowhere, it only tells."""


class SideGroup(QWidget):
    """Icon, title, count, rows, and a line below.

    Signals:
        asked(str): the place of a row that was chosen.
    """

    asked = Signal(str)

    def __init__(self, icon: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = icon
        self.setAccessibleName(title)
        self._icon = label("", "", self)
        self._count = label("", "dim", self)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(label(title, "body-strong", self), 1)
        head.addWidget(self._count)
        self._body = QWidget(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addLayout(head)
        self._layout.addWidget(self._body)
        rule = QFrame(self)
        theme.set_look(rule, "rule")
        rule.setFixedHeight(1)
        self._layout.addSpacing(4)
        self._layout.addWidget(rule)
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_rows(self, rows: tuple[SideRow, ...], count: str = "") -> None:
        """Replace the rows, and the count beside the title."""
        self._count.setText(count)
        fresh = QWidget(self)
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.setColumnMinimumWidth(0, theme.current().px(38))
        grid.setColumnStretch(1, 1)
        for place, row in enumerate(rows):
            grid.addWidget(label(row.lead, "dim", fresh), 2 * place, 0)
            grid.addWidget(self._words_of(row, fresh), 2 * place, 1)
            if row.more:
                more = ElidedLabel(row.more, "meta", fresh)
                more.setContentsMargins(_LINK_EDGE, 0, 0, 0)
                grid.addWidget(more, 2 * place + 1, 1)
            else:
                grid.setRowMinimumHeight(2 * place + 1, 4)
        self._layout.replaceWidget(self._body, fresh)
        self._body.hide()
        self._body.deleteLater()
        self._body = fresh
        fresh.show()

    def _words_of(self, row: SideRow, parent: QWidget) -> QWidget:
        if not row.place:
            words = ElidedLabel(row.words, "secondary", parent)
            words.setContentsMargins(_LINK_EDGE, 0, 0, 0)
            return words
        link = _Link(row, parent)
        link.clicked.connect(self._on_link_clicked)
        return link

    def _on_link_clicked(self) -> None:
        link = self.sender()
        if isinstance(link, _Link):
            self.asked.emit(link.place)

    @Slot()
    def _on_theme_changed(self) -> None:
        look = theme.current()
        self._icon.setPixmap(icons.pixmap(self._name, look.px(14), self.devicePixelRatioF(), "dim"))


class _Link(QPushButton):
    """The words of a row that leads somewhere, shortened to the room there is."""

    def __init__(self, row: SideRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = row.place
        self._words = row.words
        theme.set_look(self, "row")
        self.setAccessibleName(", ".join(filter(None, (row.lead, row.words, row.more))))
        set_tip(self, row.words)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of a row; the width is what there is (Qt)."""
        return QSize(0, theme.current().px(22))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words anew (Qt)."""
        super().resizeEvent(event)
        room = self.width() - theme.current().px(10)
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
