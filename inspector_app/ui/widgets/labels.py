"""Labels: a line in one of the type scale's looks, elided when there is no room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.tips import set_tip

_LONGEST_WORD = 40
"""Letters."""


def label(text: str, look: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label of plain text in one of the style sheet's looks.

    Plain always: words from an inspection must not be read as markup.
    """
    made = _Label(parent)
    if look:
        made.setProperty("look", look)  # before its first paint: nothing to dress anew
    made.setText(text)
    return made


def in_other_letters(window: QWidget) -> None:
    """Let the labels that are shown in a window suit another size of its letters."""
    for each in window.findChildren(_Label):
        if each.isVisible():
            each.make_room()


def breakable(text: str) -> str:
    """Return ``text`` with places to break in words too long for a line: a path, a digest.

    A label is else never narrower than its longest word, and cut off at the edge of what scrolls.
    """
    return " ".join(
        "\u200b".join(word) if len(word) > _LONGEST_WORD else word for word in text.split(" ")
    )


class _Label(QLabel):
    """Words with room before them for what a first letter such as J has at the left of its place.

    A widget's edge cuts that off. The room is made when the words are shown, in the font they have
    by then: to hear of every change of each label's font would be a third of what a label costs.
    """

    _juts_out = 0
    """Pixels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        """Replace the text (Qt)."""
        super().setText(text)
        if self.isVisible():
            self.make_room()

    def showEvent(self, event: QShowEvent) -> None:
        """Make room for the first letter (Qt)."""
        super().showEvent(event)
        self.make_room()

    def make_room(self) -> None:
        """Have as much room before the words as their first letter takes in the font of now."""
        first = self.text()[:1]
        juts_out = max(0, -self.fontMetrics().leftBearing(first)) if first else 0
        if juts_out != self._juts_out:
            margins = self.contentsMargins()
            margins.setLeft(margins.left() + juts_out - self._juts_out)
            self._juts_out = juts_out
            self.setContentsMargins(margins)


class ElidedLabel(_Label):
    """One line of text that ends in … when there is no room; the tooltip has it whole.

    Assistive technology always gets the whole text.

    Args:
        least: what is to be read of it at least; where there is no room for that, nothing shows.
    """

    def __init__(
        self, text: str = "", look: str = "", parent: QWidget | None = None, least: str = ""
    ) -> None:
        super().__init__(parent)
        self._text = ""
        self._least = least
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        if look:
            theme.set_look(self, look)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Replace the text; line breaks become spaces."""
        self._text = " ".join(text.split())
        self.setAccessibleName(self._text)
        self.updateGeometry()  # what is shown, so far cut, may stay the same
        self._elide()

    @property
    def whole_text(self) -> str:
        """The text before eliding."""
        return self._text

    def minimumSizeHint(self) -> QSize:
        """Return a width that may shrink to a few letters (Qt)."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().horizontalAdvance("MMM…")), hint.height())

    def sizeHint(self) -> QSize:
        """Return the width of the whole text (Qt)."""
        wide = self.fontMetrics().horizontalAdvance(self._text) + 2 + self.contentsMargins().left()
        return QSize(wide, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elide anew (Qt)."""
        super().resizeEvent(event)
        self._elide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Elide anew when the font has changed since (Qt)."""
        self._elide()
        super().paintEvent(event)

    def _elide(self) -> None:
        metrics, room = self.fontMetrics(), self.contentsRect().width()
        shown = metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, room)
        if self._least and metrics.horizontalAdvance(f"{self._least}…") > room:
            shown = ""
        if shown != self.text():
            self.setText(shown)
            set_tip(self, "" if shown == self._text else self._text)
