"""The bar under the marking: whose inspection this is, search, and the ways out."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.delegates.ink import Ink
from inspector_app.ui.theme import Size
from inspector_app.ui.widgets.buttons import button, name
from inspector_app.ui.widgets.labels import ElidedLabel, label

_SEARCH_WIDTH = 292
_LEAST_SEARCH_WIDTH = 120


class TopBar(QWidget):
    """Shield, title, where and when; then the search field if there is one, then buttons.

    When it is narrow, first *where and when* goes, then the buttons keep only their icons.

    Signals:
        searched(str): something was typed into the search field, or Enter pressed in it; the
            field is empty again.
    """

    searched = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fixed = QSizePolicy.Policy.Fixed
        self._icon = label("", "", self)
        self._icon.setSizePolicy(fixed, fixed)
        self._title = ElidedLabel("", "title", self)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._where = ElidedLabel("", "dim", self)
        self.search = QLineEdit(self)
        self.search.hide()
        self.search.returnPressed.connect(self._on_search_asked)
        self.search.textEdited.connect(self._on_search_asked)
        self._lens = QAction(self)
        self.search.addAction(self._lens, QLineEdit.ActionPosition.LeadingPosition)
        self._buttons: list[tuple[QPushButton, str]] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 0, 16, 1)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._icon)
        self._layout.addWidget(self._title)
        self._layout.addSpacing(4)
        self._layout.addWidget(self._where, 1)
        self._layout.addStretch(0)
        self._layout.addWidget(self.search)
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_title(self, title: str, where: str = "") -> None:
        """Show whose inspection this is, and under which pack and when."""
        self._title.show_text(title)
        self._where.show_text(where)
        self._fit()

    def show_search(self, placeholder: str) -> None:
        """Offer a search field."""
        self.search.setPlaceholderText(placeholder)
        self.search.setAccessibleName(placeholder)
        self.search.show()
        self._fit()

    def hide_search(self) -> None:
        """Offer no search field: there is nothing to be searched."""
        self.search.hide()
        self._fit()

    def add_button(self, icon: str, words: str) -> QPushButton:
        """Append a button and return it."""
        made = button(words, icon, parent=self)
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._buttons.append((made, words))
        self._layout.addWidget(made)
        self._fit()
        return made

    def rename(self, made: QPushButton, words: str, icon: str) -> None:
        """Let a button say something else, by words and by its icon."""
        self._buttons = [(each, words if each is made else old) for each, old in self._buttons]
        icons.dress(made, icon)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return the width at which the title still has a few words (Qt)."""
        px = theme.current().px
        shown = sum(not made.isHidden() for made, _ in self._buttons)
        wide = px(110) + shown * px(48)
        if not self.search.isHidden():
            wide += px(_LEAST_SEARCH_WIDTH) + 8
        return QSize(wide, px(40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has no room (Qt)."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the line below (Qt)."""
        painter = QPainter(self)
        ink = Ink(painter)
        where = self.rect().toRectF()
        ink.box(where, "base")
        ink.box(where.adjusted(0, self.height() - 1, 0, 0), "line")
        painter.end()

    def _fit(self) -> None:
        look = theme.current()
        px = look.px
        title = px(60) + look.width(self._title.whole_text, Size.TITLE, bold=True)
        search = 0 if self.search.isHidden() else px(_LEAST_SEARCH_WIDTH)
        words = sum(px(56) + look.width(text, Size.BODY) for _, text in self._buttons)
        shows_words = self.width() >= title + search + words
        for made, text in self._buttons:
            name(made, text, shows_words=shows_words)
        taken = title + (words if shows_words else len(self._buttons) * px(48))
        left = self.width() - taken
        self.search.setFixedWidth(min(px(_SEARCH_WIDTH), max(px(_LEAST_SEARCH_WIDTH), left - 40)))
        self._where.setVisible(left - self.search.width() > px(80) or self.search.isHidden())

    def _on_search_asked(self) -> None:
        text = self.search.text()
        self.search.clear()
        self.searched.emit(text)

    @Slot()
    def _on_theme_changed(self) -> None:
        look = theme.current()
        self.setFixedHeight(look.px(40))
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icons.pixmap("shield", look.px(20), ratio, "accent"))
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lens.setIcon(icons.icon("search", "dim"))
        self._fit()
