"""A written PDF to look at: its pages are drawn as they come into sight, one at a time."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.services.paper_pages import PaperPages, Sheets
from inspector_app.ui.jobs import CancelCheck, Handle, Jobs, Lane, Progress
from inspector_app.ui.picture import Pixels
from inspector_app.ui.printers import printers
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.widgets.announce import announce
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.paper_view import PaperView
from inspector_app.ui.widgets.progress_row import ProgressRow

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PAPER_KEYS = (
    Shortcut("paper-page", "G", tr("go to a page of the preview")),
    Shortcut("paper-larger", "Ctrl++", tr("larger pages")),
    Shortcut("paper-larger", "Ctrl+=", tr("larger pages")),
    Shortcut("paper-smaller", "Ctrl+-", tr("smaller pages")),
    Shortcut("paper-fit", "Ctrl+0", tr("pages as wide as the view")),
    Shortcut("paper-print", "Ctrl+Shift+P", tr("print the pages shown")),
)
"""For the screen that a panel stands on; it hands their actions to :meth:`PaperPanel.on_key`."""
_HIGHEST = 10
"""Times as high as wide, as the pages are drawn at most."""


class PaperPanel(QWidget):
    """Shows one file at a time; holds a few pages' images and no file open.

    One page is asked for at a time, and always the one that is in sight by then: however fast the
    user scrolls, nothing waits for pages that have gone by.

    Signals:
        told(str): what came of printing, when the user has gone on and the panel is not seen.
    """

    told = Signal(str)

    def __init__(
        self, drawing: PaperPages, jobs: Jobs, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._drawing, self._jobs = drawing, jobs
        self._paper: Path | None = None
        self._sheets: Sheets = ()
        self._asking: Handle | None = None
        self.view = PaperView(name, self)
        self.view.pages.looked.connect(self._on_pages_looked)
        self.print = button(tr("Print …"), "printer", parent=self)
        self.print.setEnabled(False)
        self.print.clicked.connect(self.ask_printer)
        self.view.add_control(self.print)
        self.setFocusProxy(self.view)
        self._progress_place = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._progress_place)
        layout.addWidget(self.view, 1)

    def show_paper(self, paper: Path) -> None:
        """Show the pages of a PDF, from the first."""
        self.clear()
        self._paper = paper
        drawing = self._drawing
        self.view.say(tr("Opening …"))
        self._jobs.run(
            self,
            lambda: drawing.sheets(paper),
            partial(self._on_sheets_known, paper),
            refused=partial(self._on_refused, paper),
        )

    def clear(self) -> None:
        """Show nothing and hold no page."""
        self._paper, self._sheets = None, ()
        self.print.setEnabled(False)
        if self._asking is not None:
            self._asking.forget()
            self._asking = None
        self.view.say("")
        self.view.show_sheets(())

    def on_key(self, action: str) -> bool:
        """Do what one of :data:`PAPER_KEYS` asks for; False: it was not for this panel."""
        if not action.startswith("paper-") or not self.isVisible() or self._paper is None:
            return False
        if action == "paper-page":
            self.view.ask_page()
        elif action == "paper-larger":
            self.view.pages.zoom(1)
        elif action == "paper-smaller":
            self.view.pages.zoom(-1)
        elif action == "paper-fit":
            self.view.pages.show_at(None)
        elif action == "paper-print":
            self.ask_printer()
        return True

    def ask_printer(self) -> None:
        """Let the user choose a printer, pages, copies and sides, and print."""
        # Loaded when it is asked for: no other screen prints.
        from inspector_app.ui.dialogs.choose_printer import ChoosePrinter

        if not self.print.isEnabled():
            return
        if not printers().names:
            self._say(
                tr(
                    "No printer is set up on this laptop, so nothing was printed. Set one up in "
                    "the system’s settings, or take the file to a laptop that has one."
                )
            )
            return
        dialog = ChoosePrinter(self, len(self._sheets))
        dialog.printer_chosen.connect(self.print_on)
        dialog.begin()

    def print_on(self, printer: "QPrinter") -> None:
        """Print the paper that is shown as ``printer`` is set."""
        from inspector_app.ui.paper_printing import Paper, print_paper

        if self._paper is None:
            return
        drawing, paper = self._drawing, Paper(self._paper, self._sheets)
        name = printer.printerName() or tr("the printer")
        row = ProgressRow(tr("Printing on {printer}").format(printer=name), self)
        self._progress_place.addWidget(row)
        self.print.setEnabled(False)
        self.view.say("")

        def work(progress: Progress, is_cancelled: CancelCheck) -> int:
            return print_paper(printer, drawing, paper, progress, is_cancelled)

        handle = self._jobs.run_long(
            self,
            work,
            partial(self._on_printed, name),
            lane=Lane.PRINTING,
            progress=row.show_progress,
            refused=self._on_printing_refused,
            cancelled=partial(self._say, tr("Stopped; what had been sent may still be printed.")),
            finished=partial(self._on_printing_finished, row),
        )
        row.cancel_asked.connect(handle.cancel)

    def _on_printed(self, printer: str, pages: int) -> None:
        self._say(
            tr(
                "{pages} sent to {printer}. A printed copy is not the signed record: the file is."
            ).format(pages=counted(pages, "page", "pages"), printer=printer)
        )

    def _on_printing_refused(self, error: InspectorError) -> None:
        self._say(str(error))

    def _on_printing_finished(self, row: ProgressRow) -> None:
        row.deleteLater()
        self.print.setEnabled(self._paper is not None)

    def _say(self, words: str) -> None:
        if not self.isVisible():
            self.told.emit(words)
            return
        self.view.say(words)
        announce(self.view.note, words, is_urgent=True)

    def _on_sheets_known(self, paper: Path, sheets: Sheets) -> None:
        if paper == self._paper:
            self._sheets = sheets
            self.print.setEnabled(bool(sheets))
            self.view.say("")
            self.view.show_sheets(sheets)

    def _on_refused(self, paper: Path, error: InspectorError) -> None:
        if paper == self._paper:
            self.view.say(str(error))

    def _on_pages_looked(self) -> None:
        paper, wanted = self._paper, self.view.pages.missing()
        if paper is None or wanted is None or self._asking is not None:
            return
        drawing, (page, width) = self._drawing, wanted
        self._asking = self._jobs.run(
            self,
            lambda: drawing.strip(paper, page, width, 0, width * _HIGHEST),
            partial(self._on_page_drawn, page),
            refused=partial(self._on_page_refused, page),
            finished=self._on_page_finished,
        )

    def _on_page_drawn(self, page: int, drawn: Pixels) -> None:
        self.view.pages.show_rgb(page, drawn.width, drawn.height, drawn.pixels)

    def _on_page_refused(self, page: int, error: InspectorError) -> None:
        self.view.pages.show_refusal(page, str(error))

    def _on_page_finished(self) -> None:
        self._asking = None
        self._on_pages_looked()
