"""Small painted marks: kinds of support, flags, and the legend."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from inspector_app.ui import theme
from inspector_app.ui.delegates.ink import Ink, flag_width
from inspector_app.ui.texts import kind_text
from inspector_app.ui.widgets.flow_layout import FlowLayout
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.tips import set_tip


class KindBadge(QWidget):
    """The letter of a kind of support, in a square."""

    def __init__(self, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letter = letter
        self.setAccessibleName(kind_text(letter))
        set_tip(self, kind_text(letter))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the size of the square (Qt)."""
        side = theme.current().px(16)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the letter in its square (Qt)."""
        painter = QPainter(self)
        Ink(painter).badges(0, self.height() / 2, (self._letter,), "badge")
        painter.end()


class Flag(QWidget):
    """A small neutral notice, icon and words: versions, prompts, come back."""

    def __init__(self, icon: str, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self.updateGeometry)
        self.show_words(words)

    def show_words(self, words: str) -> None:
        """Replace the words; without any the flag is hidden."""
        self._words = words
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the flag (Qt)."""
        return QSize(flag_width(self._words), theme.current().px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the flag (Qt)."""
        painter = QPainter(self)
        Ink(painter).flag(0, self.height() / 2, self._icon, self._words)
        painter.end()


class Legend(QWidget):
    """What the letters of support mean; takes a second row rather than be cut off."""

    def __init__(self, letters: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = FlowLayout(self, across=14, down=4)
        self._letters: tuple[str, ...] = ()
        self.show_letters(letters)

    def show_letters(self, letters: tuple[str, ...]) -> None:
        """Explain these letters, in this order."""
        if letters == self._letters:
            return
        self._letters = letters
        self._flow.clear()
        for letter in letters:
            entry = QWidget(self)
            layout = QHBoxLayout(entry)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(6)
            layout.addWidget(KindBadge(letter, entry))
            layout.addWidget(label(kind_text(letter), "meta", entry))
            self._flow.addWidget(entry)
