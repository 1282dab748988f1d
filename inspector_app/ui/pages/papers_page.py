"""The papers that can be made of an inspection: a list at the left, one panel for each.

How a paper is added: write its panel in a module of its own, a :class:`PapersPanel` with its cards
in ``columns``; add one line to :data:`PAPERS` below and one to the help topic ``papers.md``. Its
keys, if it has any that others have not, go to :data:`KEYS`, whose actions come to ``act`` of the
panel that is shown; ``make`` (Ctrl+Enter) is what every paper does, by ``run``, and ``show_paper``
shows the pages of a PDF that came of it. A panel is built when it is first shown.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.watermark import Shown
from inspector_app.ui import theme
from inspector_app.ui.models.index import ROOT, Role
from inspector_app.ui.models.words_table import WordsRow, WordsTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.bundle_panel import BundlePanel
from inspector_app.ui.pages.copies_panel import CopiesPanel
from inspector_app.ui.pages.debrief_panel import DebriefPanel
from inspector_app.ui.pages.interim_panel import InterimPanel
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.pages.paper_panel import PAPER_KEYS
from inspector_app.ui.pages.papers_panel import PapersPanel
from inspector_app.ui.pages.sheet_panel import SheetPanel
from inspector_app.ui.pages.workbooks_panel import WorkbooksPanel
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label

KEYS = (
    Shortcut("make", "Ctrl+Return", tr("make the paper"), is_hinted=True),
    Shortcut("into", "Return", tr("from the list into the paper")),
    Shortcut("list", "Ctrl+Up", tr("to the list of papers"), is_hinted=True),
    Shortcut("back", "Escape", tr("back"), is_hinted=True),
    *PAPER_KEYS,
)


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper."""

    id: str
    """What :meth:`PapersPage.arrive` calls it."""
    title: str
    panel: Callable[[OpenInspection, QWidget], PapersPanel]


PAPERS = (
    Paper(
        "interim",
        tr("Interim summary"),
        lambda inspection, parent: InterimPanel(inspection, parent),
    ),
    Paper(
        "workbooks",
        tr("Workbooks"),
        lambda inspection, parent: WorkbooksPanel(inspection, parent),
    ),
    Paper(
        "bundle",
        tr("Evidence bundle"),
        lambda inspection, parent: BundlePanel(inspection, parent),
    ),
    Paper(
        "copies",
        tr("Working copies"),
        lambda inspection, parent: CopiesPanel(inspection, parent),
    ),
    Paper(
        "debrief",
        tr("Debrief note"),
        lambda inspection, parent: DebriefPanel(inspection, parent),
    ),
    Paper(
        "aide-memoire",
        tr("Aide-memoire"),
        lambda inspection, parent: SheetPanel(inspection, parent),
    ),
)
"""In the order of the list."""


class PapersPage(Page):
    """The list of papers, and the panel of the chosen one."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._inspection = inspection
        self._panels: dict[str, PapersPanel] = {}
        self._model = WordsTable((tr("Paper"),), self)
        self._model.show(tuple(WordsRow(paper.id, (paper.title,)) for paper in PAPERS))
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setAccessibleName(tr("Papers"))
        theme.set_look(self.list, "topics")
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setUniformItemSizes(True)
        self.list.setWordWrap(True)
        self.list.selectionModel().currentChanged.connect(self._on_list_current_changed)
        self.keys.watch(self.list)
        self.report = button(tr("Signed summary …"), "report", parent=self)
        self.report.clicked.connect(self._on_report)
        self._stack = QStackedWidget(self)
        px = theme.current().px
        left = QVBoxLayout()
        left.setSpacing(px(8))
        left.addWidget(label(tr("Papers"), "page", self))
        left.addWidget(self.list, 1)
        left.addWidget(self.report)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(16), px(10), 0, px(10))
        layout.setSpacing(px(4))
        layout.addLayout(left, 2)
        layout.addWidget(self._stack, 9)
        inspection.changed.connect(self._on_inspection_changed)

    @property
    def interim(self) -> InterimPanel:
        """The panel of the interim summary."""
        panel = self.panel("interim")
        assert isinstance(panel, InterimPanel)  # noqa: S101 - made so
        return panel

    def arrive(self, place: str) -> None:
        """Show the paper that ``place`` begins with (``interim:JS/3``), else the one before."""
        paper, _, thing = place.partition(":")
        row = max(self._model.row_of(paper or self.place()), 0)
        index = self._model.index(row, 0)
        self.list.setCurrentIndex(index)
        self._show(str(index.data(Role.ID)), thing)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def shown(self) -> Shown | None:
        """Return what the chosen paper shows."""
        panel = self._current()
        return panel.marked() if panel is not None else None

    def place(self) -> str:
        """Return the paper that is shown."""
        return str(self.list.currentIndex().data(Role.ID) or "")

    def flush(self) -> None:
        """Let what is being typed settle."""
        for panel in self._panels.values():
            panel.flush()

    def on_key(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        panel = self._current()
        if panel is not None and panel.on_paper_key(action):
            return
        if action == "back" and panel is not None and panel.leave_paper():
            return
        if action == "back":
            self.going.emit(Destination(Screen.BOARD))
        elif action == "list":
            self.list.setFocus()
        elif panel is None:
            return
        elif action == "into":
            if self.list.hasFocus():
                panel.begin().setFocus()
        else:
            panel.act(action)

    def panel(self, paper: str) -> PapersPanel:
        """Return the panel of a paper, built when it is first asked for."""
        if paper not in self._panels:
            make = next(each.panel for each in PAPERS if each.id == paper)
            panel = self._panels[paper] = make(self._inspection, self._stack)
            self._stack.addWidget(panel)
            panel.going.connect(self.going)
            panel.told.connect(self.told)
            panel.noticed.connect(self.noticed)
        return self._panels[paper]

    def _show(self, paper: str, thing: str = "") -> None:
        self.flush()
        panel = self.panel(paper)
        self._stack.setCurrentWidget(panel)
        panel.arrive(thing)
        self.showing.emit()

    def _current(self) -> PapersPanel | None:
        return self._panels.get(self.place())

    def _on_list_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and self._model.rowCount(ROOT):
            self._show(str(current.data(Role.ID)))

    def _on_report(self) -> None:
        self.going.emit(Destination(Screen.REPORT))

    def _on_inspection_changed(self, subjects: frozenset[str]) -> None:
        for panel in self._panels.values():
            panel.show_changed(subjects)
