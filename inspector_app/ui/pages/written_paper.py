"""A paper that was just written: what it is, its pages, and the way to its folder."""

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.services.paper_pages import PaperPages
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.pages.paper_panel import PaperPanel
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.announce import announce
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label


class WrittenPaper(QWidget):
    """Shows one file until the user is done with it; it can be printed from there.

    Signals:
        done(): the user has seen enough.
        told(str): a sentence for the message bar.
    """

    done = Signal()
    told = Signal(str)

    def __init__(self, drawing: PaperPages, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._what = label("", "body-strong", self)
        self._what.setWordWrap(True)
        folder = button(tr("Open the folder"), "folder", parent=self)
        folder.clicked.connect(self._on_folder_clicked)
        self._done = button(tr("Done"), look="primary", parent=self)
        self._done.clicked.connect(self.done)
        self.paper = PaperPanel(drawing, jobs, tr("Pages of the paper"), self)
        """Its pages."""
        self.paper.told.connect(self.told)
        px = theme.current().px
        buttons = QHBoxLayout()
        buttons.addWidget(folder)
        buttons.addWidget(self._done)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(16), px(8))
        layout.setSpacing(px(6))
        layout.addWidget(self._what)
        layout.addLayout(buttons)
        layout.addWidget(self.paper, 1)

    def show_paper(self, path: Path, words: str) -> None:
        """Show the pages of a PDF that was written, under words that say what it is."""
        self._path = path
        self._what.setText(words)
        self.paper.show_paper(path)

    def greet(self) -> None:
        """Take the focus and say what is shown."""
        self._done.setFocus()
        announce(self._what, self._what.text())

    def _on_folder_clicked(self) -> None:
        if self._path is not None:
            open_folder_of(self._path)


def open_folder_of(written: Path) -> None:
    """Show where a file lies, in the system's own window of files."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(written.parent)))
