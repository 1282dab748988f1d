"""A headline of a section, pinned above its lines: as proposed, or as moderated."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.delegates.ink import Ink
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.key_hint import KeyCap
from inspector_app.ui.widgets.labels import ElidedLabel, label


class HeadlineBar(QAbstractButton):
    """One row with the headline; a click, Enter or the page's key opens it for writing.

    Signals:
        edit_asked(): the user wants to write the headline.
    """

    edit_asked = Signal()

    def __init__(self, keys: str = "H", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clicked.connect(self.edit_asked)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._icon = label("", "", self)
        self._text = ElidedLabel("", "body-strong", self)
        self._stamp = label("", "dim", self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 2)
        layout.setSpacing(8)
        layout.addWidget(self._icon)
        self._title = label(tr("Headline"), "accent", self)
        layout.addWidget(self._title)
        layout.addSpacing(6)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._stamp)
        if keys:
            layout.addSpacing(6)
            layout.addWidget(KeyCap(keys, self))
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.show_headline("", "")

    def show_headline(self, headline: str, stamp: str, title: str = "") -> None:
        """Show the headline with by whom and when; without one, say so."""
        title = title or tr("Headline")
        self._title.setText(title)
        theme.set_look(self._text, "body-strong" if headline else "dim")
        self._text.show_text(headline or tr("no headline yet"))
        self._stamp.setText(stamp)
        self.setAccessibleName(
            tr("{title}: {headline}").format(title=title, headline=headline)
            if headline
            else tr("No headline yet")
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for writing by Enter or Space (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()  # a button would take the arrows, which are the page's

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row's ground, and that the keyboard is on it (Qt)."""
        painter = QPainter(self)
        stroke = "accent" if self.hasFocus() else "soft"
        Ink(painter).box(self.rect().toRectF(), "soft", stroke, 6, 2)
        painter.end()

    @Slot()
    def _on_theme_changed(self) -> None:
        look = theme.current()
        self.setFixedHeight(look.px(34))
        self._icon.setPixmap(icons.pixmap("pin", look.px(16), self.devicePixelRatioF(), "accent"))
