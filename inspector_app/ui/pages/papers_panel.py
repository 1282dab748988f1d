"""What every paper of the papers screen is: a panel with what is chosen and what came of it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.watermark import EVERYTHING, Shown
from inspector_app.ui import theme
from inspector_app.ui.documents import suggested
from inspector_app.ui.jobs import CancelCheck, Progress
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.paper_panel import PaperPanel
from inspector_app.ui.pages.written_paper import WrittenPaper
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.announce import announce
from inspector_app.ui.widgets.columns import Columns
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.progress_row import ProgressRow


class PapersPanel(QWidget):
    """One paper: cards in columns, a line for what came of it, and a room for what is under way.

    A paper that was written can be looked at and printed in their place, until the user is done.

    Signals:
        going(Destination): the user wants to be elsewhere.
        told(str): a sentence for the message bar.
        noticed(str): passing words for the quiet line.
    """

    going = Signal(object)
    told = Signal(str)
    noticed = Signal(str)

    def __init__(
        self,
        inspection: OpenInspection,
        shares: tuple[int, ...] = (1, 1),
        parent: QWidget | None = None,
    ) -> None:
        """Args: ``shares`` of the width, one for each column of cards."""
        super().__init__(parent)
        self.inspection = inspection
        self.columns = Columns(shares, self)
        """Room for the cards; call ``columns.finish()`` when all are in."""
        self._said = label("", "", self)
        self._said.setWordWrap(True)
        self._said.hide()
        self._under_way = QVBoxLayout()
        px = theme.current().px
        foot = QVBoxLayout()
        foot.setContentsMargins(px(16), 0, px(16), px(8))
        foot.addLayout(self._under_way)
        foot.addWidget(self._said)
        form = QWidget(self)
        layout = QVBoxLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addWidget(self.columns, 1)
        layout.addLayout(foot)
        self._written: WrittenPaper | None = None
        self._stack = QStackedWidget(self)
        self._stack.addWidget(form)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    # What each paper brings

    def marked(self) -> Shown:
        """Return what is shown of the inspection, for its marking; all of it unless told."""
        return EVERYTHING

    def act(self, action: str) -> None:
        """Do what a key of the screen asks for; nothing where it has no meaning here."""

    def arrive(self, place: str) -> None:
        """Be shown, with ``place`` chosen if it is one of its things; reads what is shown anew."""

    def begin(self) -> QWidget:
        """Return what gets the focus when the user goes from the list into the paper."""
        return self

    def flush(self) -> None:
        """Let what is being typed settle."""

    def show_changed(self, subjects: frozenset[str]) -> None:
        """Bring up to date what shows any of the subjects."""

    # What they share

    def say(self, words: str, *, is_urgent: bool = False) -> None:
        """Say what came of it, below the cards, where it stays; empty: nothing."""
        self._said.setText(words)
        self._said.setVisible(bool(words))
        announce(self._said, words, is_urgent=is_urgent)

    def show_paper(self, path: Path, words: str) -> None:
        """Show the pages of a PDF that was written, under words that say what it is."""
        if self._written is None:
            inspection = self.inspection
            self._written = WrittenPaper(inspection.services.paper_pages, inspection.jobs, self)
            self._written.done.connect(self.leave_paper)
            self._written.told.connect(self.told)
            self._stack.addWidget(self._written)
        self._written.show_paper(path, words)
        self._stack.setCurrentWidget(self._written)
        self._written.greet()

    @property
    def paper(self) -> PaperPanel | None:
        """The pages of what was written, once something was."""
        return self._written.paper if self._written is not None else None

    def on_paper_key(self, action: str) -> bool:
        """Do what a key of the pages asks for; False: none are shown, or it is none of theirs."""
        return self.paper is not None and self.paper.on_key(action)

    def leave_paper(self) -> bool:
        """Go back from the pages to the cards; False: no pages are shown."""
        if self.paper is None or self._stack.currentIndex() == 0:
            return False
        self.paper.clear()
        self._stack.setCurrentIndex(0)
        self.begin().setFocus()
        return True

    def refuse(self, error: InspectorError) -> None:
        """Say why something was not done."""
        self.say(str(error), is_urgent=True)

    def suggested(self, form: str) -> Path:
        """Return where a summary of a form might go: named like a signed one, among documents."""
        return suggested(self.inspection.standing, form)

    def run(
        self,
        words: str,
        work: Callable[[Progress, CancelCheck], object],
        done: Callable[..., None],
        finished: Callable[[], None] | None = None,
        stopped: str = "",
    ) -> None:
        """Carry out what takes a while off the window's thread, with progress and a way to stop it.

        Args:
            words: what is done: ``Making interim.pdf``.
            work: a service's verb; must not touch Qt.
            done: called with what it returned.
            finished: called in any case.
            stopped: what is said when the user stops it; empty: that nothing was written.
        """
        self.say("")
        row = ProgressRow(words, self)
        self._under_way.addWidget(row)

        def ended() -> None:
            row.deleteLater()
            if finished is not None:
                finished()

        handle = self.inspection.jobs.run_long(
            self,
            work,
            done,
            progress=row.show_progress,
            refused=self.refuse,
            cancelled=partial(self._on_cancelled, stopped),
            finished=ended,
        )
        row.cancel_asked.connect(handle.cancel)

    def _on_cancelled(self, stopped: str) -> None:
        self.say(stopped or tr("Stopped; nothing was written."), is_urgent=True)
