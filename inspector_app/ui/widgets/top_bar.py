"""The bar under the marking: whose inspection this is, search, and the ways out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.delegates.ink import Ink
from inspector_app.ui.widgets.labels import ElidedLabel, label


class TopBar(QWidget):
    """Shield, title, where and when; then the search field if there is one, then buttons.

    Signals:
        searched(str): Enter in the search field.
    """

    searched = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel(self)
        self._title = label("", "title", self)
        self._where = ElidedLabel("", "dim", self)
        self.search = QLineEdit(self)
        self.search.hide()
        self.search.returnPressed.connect(self._on_search_return_pressed)
        self._lens = QAction(self)
        self.search.addAction(self._lens, QLineEdit.ActionPosition.LeadingPosition)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 0, 16, 1)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._icon)
        self._layout.addWidget(self._title)
        self._layout.addSpacing(4)
        self._layout.addWidget(self._where, 1)
        self._layout.addWidget(self.search)
        self._layout.addSpacing(8)
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_title(self, title: str, where: str = "") -> None:
        """Show whose inspection this is, and under which pack and when."""
        self._title.setText(title)
        self._where.show_text(where)

    def show_search(self, placeholder: str) -> None:
        """Offer a search field."""
        self.search.setPlaceholderText(placeholder)
        self.search.setAccessibleName(placeholder)
        self.search.show()

    def add_button(self, icon: str, words: str, tip: str = "") -> QPushButton:
        """Append a button and return it."""
        button = QPushButton(words, self)
        button.setToolTip(tip or words)
        button.setAccessibleName(words)
        icons.dress(button, icon)
        self._layout.addWidget(button)
        return button

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the line below (Qt)."""
        painter = QPainter(self)
        ink = Ink(painter)
        where = self.rect().toRectF()
        ink.box(where, "base")
        ink.box(where.adjusted(0, self.height() - 1, 0, 0), "line")
        painter.end()

    def _on_search_return_pressed(self) -> None:
        self.searched.emit(self.search.text())

    def _on_theme_changed(self) -> None:
        look = theme.current()
        self.setFixedHeight(look.px(40))
        self.search.setFixedWidth(look.px(292))
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icons.pixmap("shield", look.px(20), ratio, "accent"))
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lens.setIcon(icons.icon("search", "dim"))
