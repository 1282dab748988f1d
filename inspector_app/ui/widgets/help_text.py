"""A text to read, in which nothing is fetched and no link leaves the app."""

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QTextBrowser, QWidget

from inspector_app.ui import theme
from inspector_app.ui.texts import tr
from inspector_app.ui.theme import Size

TOPIC = "topic"


class HelpText(QTextBrowser):
    """Shows Markdown that came with the app; ``[words](topic:name)`` leads to another topic.

    Signals:
        topic_asked(str): the name behind a link that was followed.
    """

    topic_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._markdown = ""
        for name in ("NotoSans-Bold.ttf", "NotoSans-Italic.ttf"):
            # Only here are whole words bold or slanted; else Qt would bend the upright letters.
            QFontDatabase.addApplicationFont(str(theme.resources() / "fonts" / name))
        self.setAccessibleName(tr("Help"))
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(theme.current().px(12))
        self.anchorClicked.connect(self._on_anchor_clicked)
        theme.current().changed.connect(self._on_theme_changed)

    def show_markdown(self, markdown: str) -> None:
        """Show a text from its beginning."""
        self._markdown = markdown
        # Qt reckons the space between paragraphs from points, which a font in pixels has not.
        font = QFont(theme.current().font(Size.BODY))
        font.setPointSizeF(font.pixelSize() * 72 / self.logicalDpiY())
        self.document().setDefaultFont(font)
        # Links take the palette's colour at the moment they are read.
        self.setMarkdown(markdown)
        self.verticalScrollBar().setValue(0)

    def loadResource(self, _type: int, _name: QUrl | str) -> object:
        """Fetch nothing, from disk or net (Qt)."""
        return None

    def _on_anchor_clicked(self, link: QUrl) -> None:
        if link.scheme() == TOPIC:
            self.topic_asked.emit(link.path())

    @Slot()
    def _on_theme_changed(self) -> None:
        self.show_markdown(self._markdown)
