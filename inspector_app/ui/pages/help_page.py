"""Help that came with the app: what each screen is for, its keys, and what is under the bonnet."""

from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.errors import InspectorError
from inspector_app.ui import theme
from inspector_app.ui.dialogs.files import ChooseSave
from inspector_app.ui.documents import among_documents
from inspector_app.ui.jobs import Jobs, Lane
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.keys_table import ScreenKeys
from inspector_app.ui.models.sorted_rows import SortedRows
from inspector_app.ui.models.topics_list import Topic, TopicsList
from inspector_app.ui.pages.page import Page, Screen
from inspector_app.ui.pages.paper_panel import PAPER_KEYS
from inspector_app.ui.pages.written_paper import WrittenPaper
from inspector_app.ui.shortcuts import Shortcut, key_text
from inspector_app.ui.texts import counted, screen_text, tr
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.help_text import HelpText
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.tips import set_tip
from inspector_app.version import VERSION

if TYPE_CHECKING:
    from inspector_app.services.papers import Printed
    from inspector_app.services.quick_card import QuickCardService

KEYS = (
    Shortcut("search", "Ctrl+F", tr("search"), is_hinted=True),
    Shortcut("card", "Ctrl+Return", tr("quick card as PDF, to be printed"), is_hinted=True),
    Shortcut("back", "Escape", tr("back"), is_hinted=True),
    *PAPER_KEYS,
)
ORDER = (
    "first-steps",
    "tour",
    "quick-card",
    "unlock",
    "inspections",
    "new-inspection",
    "board",
    "section",
    "encounter",
    "sources",
    "planning",
    "travel",
    "prompts",
    "evidence",
    "photos",
    "search",
    "registers",
    "history",
    "corrections",
    "versions",
    "checklist",
    "archive",
    "together",
    "base",
    "review",
    "debrief",
    "aide-memoire",
    "report",
    "papers",
    "verifying",
    "settings",
    "laptop",
    "security",
    "markings",
    "words",
    "help",
    "keys",
    "about",
)
"""The topics from first to last; ``keys`` is made from the screens, the others are files."""
_KEYS_OF = {
    Screen.UNLOCK: "unlock_page",
    Screen.INSPECTIONS: "inspections_page",
    Screen.NEW_INSPECTION: "new_inspection_page",
    Screen.BOARD: "board_page",
    Screen.SECTION: "section_page",
    Screen.ENCOUNTER: "encounter_page",
    Screen.SOURCES: "sources_page",
    Screen.REGISTERS: "registers_page",
    Screen.REVIEW: "review_page",
    Screen.PROMPTS: "prompts_page",
    Screen.HISTORY: "history_page",
    Screen.VERSIONS: "versions_page",
    Screen.CHECKLIST: "checklist_page",
    Screen.TOGETHER: "together_page",
    Screen.SYNC: "sync_page",
    Screen.TRAVEL: "travel_page",
    Screen.REPORT: "report_page",
    Screen.PAPERS: "papers_page",
    Screen.SETTINGS: "settings_page",
    Screen.HELP: "help_page",
}


class HelpPage(Page):
    """Topics at the left, searched in full; the chosen one at the right.

    The quick card, once it is made, is shown in the text's place until the user is done.

    Signals:
        tour_asked(): the user wants to be shown round.
    """

    tour_asked = Signal()

    def __init__(
        self,
        resources: Path,
        quick_card: "QuickCardService",
        jobs: Jobs,
        everywhere: tuple[Shortcut, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Args: ``everywhere`` are the keys of the window itself."""
        super().__init__(KEYS, parent)
        self._folder = resources / "help"
        self._quick_card, self._jobs = quick_card, jobs
        self._everywhere = everywhere
        self._model = TopicsList(self)
        self._rows = SortedRows(self)
        self._rows.setSourceModel(self._model)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Search the help"))
        self.search.setAccessibleName(tr("Search the help"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search_text_changed)
        self.topics = QListView(self)
        self.topics.setModel(self._rows)
        self.topics.setAccessibleName(tr("Topics"))
        theme.set_look(self.topics, "topics")
        self.topics.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.topics.setUniformItemSizes(True)
        self.topics.selectionModel().currentChanged.connect(self._on_topic_chosen)
        self.text = HelpText(self, self._folder / "pictures")
        self.text.topic_asked.connect(self._go_to)
        self.make_card = button(tr("Quick card as PDF …"), "export", parent=self)
        self.make_card.clicked.connect(self._ask_where)
        self.tour = button(tr("Tour on the sample"), "book", parent=self)
        set_tip(self.tour, tr("Shows on a published inspection how the work goes (Ctrl+F1)"))
        self.tour.clicked.connect(self.tour_asked)
        self.card = WrittenPaper(quick_card.paper_pages, jobs, self)
        self.card.done.connect(self._leave_card)
        self.card.told.connect(self.told)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.text)
        self._stack.addWidget(self.card)
        px = theme.current().px
        left = QVBoxLayout()
        left.setSpacing(px(8))
        left.addWidget(label(tr("Help"), "page", self))
        left.addWidget(self.search)
        left.addWidget(self.topics, 1)
        left.addWidget(self.make_card)
        left.addWidget(self.tour)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(16), px(10), px(16), px(10))
        layout.setSpacing(px(12))
        layout.addLayout(left, 2)
        layout.addWidget(self._stack, 7)

    def arrive(self, place: str) -> None:
        """Show the topic ``place``, else the one shown before, else the first."""
        if self._model.rowCount() == 0:
            self._model.show(topics(self._folder, self._everywhere))
        self._go_to(place or self.place() or ORDER[0])
        self._leave_card()

    def place(self) -> str:
        """Return the topic that is shown."""
        return str(self.topics.currentIndex().data(Role.ID) or "")

    def on_key(self, action: str) -> None:
        """Do what a key of the help asks for."""
        if self.card.paper.on_key(action):
            return
        if action == "search":
            self.search.setFocus()
            self.search.selectAll()
        elif action == "card":
            self._ask_where()
        elif action == "back" and self._stack.currentWidget() is self.card:
            self._leave_card()
        elif action == "back" and self.search.text():
            self.search.clear()
        elif action == "back":
            self.leaving.emit()

    @Slot(str)
    def _go_to(self, name: str) -> None:
        self.search.clear()
        for row in range(self._rows.rowCount()):
            if self._rows.index(row, 0).data(Role.ID) == name:
                self.topics.setCurrentIndex(self._rows.index(row, 0))

    def _on_search_text_changed(self, text: str) -> None:
        self._rows.look_for(text)
        if not self.topics.currentIndex().isValid() and self._rows.rowCount():
            self.topics.setCurrentIndex(self._rows.index(0, 0))

    def _on_topic_chosen(
        self,
        current: QModelIndex | QPersistentModelIndex,
        _previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        topic = current.data(Role.VIEW)
        if isinstance(topic, Topic):
            self._stack.setCurrentWidget(self.text)
            self.card.paper.clear()
            self.text.show_markdown(topic.text)

    # The quick card

    @Slot()
    def _ask_where(self) -> None:
        if not self.make_card.isEnabled():
            return
        suggested = among_documents(tr("SPR Inspector quick card.pdf"))
        words = tr("Where the quick card goes")
        dialog = ChooseSave(self, words, suggested, tr("PDF files (*.pdf)"))
        dialog.place_chosen.connect(self._write_card)
        dialog.open()

    def _write_card(self, target: Path) -> None:
        self.make_card.setEnabled(False)
        self._jobs.run(
            self,
            partial(self._quick_card.write, target),
            self._on_card_written,
            lane=Lane.FILES,
            refused=self._on_card_refused,
            finished=self._on_card_finished,
        )

    def _on_card_written(self, card: "Printed") -> None:
        self.card.show_paper(
            card.path,
            tr("The quick card, {pages}: {file}").format(
                pages=counted(card.pages, "page", "pages"), file=card.path.name
            ),
        )
        self._stack.setCurrentWidget(self.card)
        self.card.greet()

    def _on_card_refused(self, error: InspectorError) -> None:
        self.told.emit(str(error))

    def _on_card_finished(self) -> None:
        self.make_card.setEnabled(True)

    @Slot()
    def _leave_card(self) -> None:
        self.card.paper.clear()
        self._stack.setCurrentWidget(self.text)
        self.topics.setFocus()


def topics(folder: Path, everywhere: tuple[Shortcut, ...]) -> tuple[Topic, ...]:
    """Return the topics in their order, those of ``folder`` and the keys of all screens."""
    found = []
    for name in ORDER:
        text = _keys_text(everywhere) if name == "keys" else _read(folder / f"{name}.md")
        title = text.partition("\n")[0].lstrip("# ").strip()
        found.append(Topic(name, title, text))
    return tuple(found)


def all_keys() -> tuple[ScreenKeys, ...]:
    """Return the keys of every screen, as the screens have them."""
    # Here, not at the top: the screens behind the lock import the services.
    return tuple(
        ScreenKeys(screen_text(screen), import_module(f"inspector_app.ui.pages.{module}").KEYS)
        for screen, module in _KEYS_OF.items()
    )


def _keys_text(everywhere: tuple[Shortcut, ...]) -> str:
    lines = [
        tr("# Keys"),
        "",
        tr("Single keys act on the chosen row or tile, never while you type."),
    ]
    for screen in (ScreenKeys(tr("Everywhere"), everywhere), *all_keys()):
        lines += ["", f"## {screen.screen}", "", tr("| Key | Does |"), "|---|---|"]
        rows = dict.fromkeys(
            f"| {each.cap or key_text(each.keys)} | {each.words} |" for each in screen.shortcuts
        )
        lines += rows
    return "\n".join(lines) + "\n"


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return tr("# {name}\n\nThis topic is missing from the installation.\n").format(
            name=path.stem
        )
    return text.replace("{version}", VERSION)
