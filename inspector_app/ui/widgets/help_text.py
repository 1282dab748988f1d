"""A text to read, in which nothing is fetched and no link leaves the app."""

import re
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QImage,
    QPainter,
    QResizeEvent,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.theme import Size

TOPIC = "topic"
PICTURE = "picture"
_PICTURES = re.compile(r"^!\[([^\]\n]+)\]\(picture:([a-z-]+)\)$", re.MULTILINE)
"""A paragraph of its own: what is to be seen, in words, and the name of the picture."""
_MARGIN = 12


class HelpText(QTextBrowser):
    """Shows Markdown that came with the app; ``[words](topic:name)`` leads to another topic.

    ``![words](picture:name)`` alone on a line shows ``name-light.png`` or ``name-dark.png`` of the
    folder of pictures, as wide as there is room, and the words below it, which also say it to whom
    the text is read aloud. Nothing else is ever taken for a picture.

    Signals:
        topic_asked(str): the name behind a link that was followed.
    """

    topic_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None, pictures: Path | None = None) -> None:
        """Args: ``pictures`` is their folder; None: none are shown, only their words."""
        super().__init__(parent)
        self._markdown = ""
        self._folder = pictures
        self._shown: dict[str, QImage] = {}
        """The pictures of this text by name, as they are on the disk."""
        for name in ("NotoSans-Bold.ttf", "NotoSans-Italic.ttf"):
            # Only here are whole words bold or slanted; else Qt would bend the upright letters.
            QFontDatabase.addApplicationFont(str(theme.resources() / "fonts" / name))
        self.setAccessibleName(tr("Help"))
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(theme.current().px(_MARGIN))
        self.anchorClicked.connect(self._on_anchor_clicked)
        theme.current().changed.connect(self._on_theme_changed)

    def show_markdown(self, markdown: str) -> None:
        """Show a text from its beginning."""
        self._markdown = markdown
        # Qt reckons the space between paragraphs from points, which a font in pixels has not.
        font = QFont(theme.current().font(Size.BODY))
        font.setPointSizeF(font.pixelSize() * 72 / self.logicalDpiY())
        self.document().setDefaultFont(font)
        self._shown = self._read(name for _, name in _PICTURES.findall(markdown))
        # Links take the palette's colour at the moment they are read.
        self.setMarkdown(_PICTURES.sub(self._with_words, markdown))
        self._fit_pictures()
        self.verticalScrollBar().setValue(0)

    def loadResource(self, _type: int, _name: QUrl | str) -> object:
        """Fetch nothing, from disk or net (Qt): pictures are handed over when they are fitted."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures to the width there is now (Qt)."""
        super().resizeEvent(event)
        self._fit_pictures()

    # Pictures

    def _read(self, names: Iterable[str]) -> dict[str, QImage]:
        if self._folder is None:
            return {}
        scheme = "dark" if theme.current().is_dark else "light"
        read = {name: QImage(str(self._folder / f"{name}-{scheme}.png")) for name in names}
        return {name: image for name, image in read.items() if not image.isNull()}

    def _with_words(self, found: re.Match[str]) -> str:
        words = f"*{found[1]}*"
        return f"{found[0]}\n\n{words}" if found[2] in self._shown else words

    def _fitted(self, image: QImage) -> QSize:
        """Return the size of a picture: that of its text is the user's, if the width allows."""
        look = theme.current()
        room = self.viewport().width() - 2 * look.px(_MARGIN)
        width = max(min(look.px(image.width()), room), 1)
        return QSize(width, max(round(image.height() * width / image.width()), 1))

    def _fit_pictures(self) -> None:
        if not self._shown:
            return
        ratio = self.devicePixelRatioF()
        for name, image in self._shown.items():
            made = image.scaled(
                self._fitted(image) * ratio,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            ).convertToFormat(QImage.Format.Format_RGB32)
            painter = QPainter(made)
            painter.setPen(theme.current().colour("field"))
            painter.drawRect(made.rect().adjusted(0, 0, -1, -1))
            painter.end()
            made.setDevicePixelRatio(ratio)
            self.document().addResource(
                QTextDocument.ResourceType.ImageResource.value, QUrl(f"{PICTURE}:{name}"), made
            )
        self.document().markContentsDirty(0, self.document().characterCount())

    def _on_anchor_clicked(self, link: QUrl) -> None:
        if link.scheme() == TOPIC:
            self.topic_asked.emit(link.path())

    @Slot()
    def _on_theme_changed(self) -> None:
        self.show_markdown(self._markdown)
