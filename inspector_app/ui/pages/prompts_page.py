"""Prompts: what is missing, weak or contradictory, each with the way to its place."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from inspector_app.domain import watermark, wording
from inspector_app.domain.prompts.prompt import Place, PlaceKind, Prompt
from inspector_app.domain.prompts.told import open_ones
from inspector_app.domain.standing import Standing
from inspector_app.domain.watermark import Shown
from inspector_app.ui import prompt_viewing, theme
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.places_table import Column as PlaceColumn
from inspector_app.ui.models.places_table import PlacesTable
from inspector_app.ui.models.prompts_table import Column, PromptsTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import counted, tr, tr_counted
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.table import dress_table

KEYS = (
    Shortcut("move", "Up", tr("move"), is_hinted=True, cap="↑↓"),
    Shortcut("go", "Return", tr("go there"), is_hinted=True),
    Shortcut("aside", "A", tr("put aside, or bring back"), is_hinted=True),
    Shortcut("places", "W", tr("all its places"), is_hinted=True),
    Shortcut("list", "Escape", tr("back to the list")),
)
_WIDEST = 290
"""Pixels of a column other than the prompt’s; what has no room there is in the tip."""
_PLACE = 24
"""Pixels of a place’s row."""
_PLACES = 3
"""Rows of places in sight; the others are scrolled to."""


class PromptsPage(Page):
    """The list above; the chosen prompt below, whole and with all its places."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._inspection = inspection
        self._shown = ""
        self._model = PromptsTable(self)
        self._count = ElidedLabel("", "dim", self)
        self._state = label("", "dim", self)
        self.view = QTableView(self)
        self.view.setObjectName("prompts")
        self.view.setModel(self._model)
        dress_table(self.view, tr("Prompts"), widest=Column.WORDS)
        self.view.horizontalHeader().setMaximumSectionSize(theme.current().px(_WIDEST))
        self.view.selectionModel().currentRowChanged.connect(self._on_view_row_changed)
        self.view.doubleClicked.connect(self._go)
        self.keys.watch(self.view)
        self._panel = QFrame(self)
        theme.set_look(self._panel, "opened")
        self._section = ElidedLabel("", "title", self._panel)
        self._words = label("", "body", self._panel)
        self._words.setWordWrap(True)
        self._places = PlacesTable(self)
        self.places = QTableView(self._panel)
        self.places.setModel(self._places)
        name = tr("Places of the prompt")
        dress_table(self.places, name, row_height=_PLACE, widest=PlaceColumn.WORDS)
        self.places.horizontalHeader().hide()
        self.places.setFrameShape(QTableView.Shape.NoFrame)
        self.places.doubleClicked.connect(self._go)
        self.keys.watch(self.places)
        self._aside = label("", "dim", self._panel)
        self._aside.setWordWrap(True)
        self._go_button = button(tr("Go there"), look="primary", parent=self._panel)
        self._go_button.clicked.connect(self._go)
        self._aside_button = button(tr("Put aside …"), parent=self._panel)
        self._aside_button.clicked.connect(self._turn)
        self._lay_out()
        inspection.prompting.changed.connect(self._show)
        inspection.prompting.begin()
        self._show()

    # What the window asks

    def arrive(self, place: str) -> None:
        """Choose a prompt by its id, the first of a section, or the one chosen before."""
        wanted = place or self._shown
        row = self._model.row_of(wanted)
        if row < 0 and wanted:
            name = wording.section_words(wanted, self._inspection.standing.pack)
            row = self._model.first_of(name)
        self._choose(max(row, 0))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def shown(self) -> Shown:
        """Return the things that prompts name."""
        prompts = self._inspection.prompting.prompts
        return watermark.of_prompts(self._inspection.standing, prompts)

    def place(self) -> str:
        """Return the chosen prompt."""
        return self._shown

    def on_key(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        if not (self.view.hasFocus() or self.places.hasFocus() or action == "list"):
            return
        {
            "go": self._go,
            "aside": self._turn,
            "places": self._go_to_places,
            "list": self.view.setFocus,
            "move": self._move_up,
        }[action]()

    # Building

    def _lay_out(self) -> None:
        px = theme.current().px
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(label(tr("Prompts"), "page", self))
        head.addWidget(self._count, 1)
        head.addWidget(self._state)
        acts = QHBoxLayout()
        acts.setSpacing(px(8))
        acts.addWidget(self._section, 1)
        acts.addWidget(self._aside_button)
        acts.addWidget(self._go_button)
        panel = QVBoxLayout(self._panel)
        panel.setContentsMargins(px(14), px(10), px(14), px(10))
        panel.setSpacing(px(6))
        panel.addLayout(acts)
        panel.addWidget(self._words)
        panel.addWidget(self._aside)
        panel.addWidget(self.places)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(16), px(8))
        layout.setSpacing(px(8))
        layout.addLayout(head)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._panel)

    # Showing

    def _show(self) -> None:
        standing, prompting = self._inspection.standing, self._inspection.prompting
        found = prompting.prompts
        shown, row = self._shown, self.view.currentIndex().row()
        self._model.show(prompt_viewing.prompt_views(standing, found))
        told = len(open_ones(found))
        self.view.setColumnHidden(Column.ASIDE, told == len(found))
        words = counted(told, "prompt", "prompts")
        if len(found) > told:
            words += " · " + tr_counted(len(found) - told, "{number} put aside").format(
                number=len(found) - told
            )
        self._count.show_text(words if found or not prompting.is_stale else "")
        self._state.setText(tr("Being looked through …") if prompting.is_stale else "")
        at = self._model.row_of(shown)
        self._choose(at if at >= 0 else min(max(row, 0), self._model.rowCount() - 1))
        self._show_chosen()
        self.showing.emit()

    def _choose(self, row: int) -> None:
        if 0 <= row < self._model.rowCount():
            self.view.selectRow(row)
            self.view.setCurrentIndex(self._model.index(row, 0))

    def _prompt(self) -> Prompt | None:
        found = self._inspection.prompting.prompts
        return next((prompt for prompt in found if prompt.id == self._shown), None)

    def _show_chosen(self) -> None:
        index = self.view.currentIndex()
        self._shown = str(index.data(Role.ID) or "") if index.isValid() else ""
        prompt, standing = self._prompt(), self._inspection.standing
        self._panel.setVisible(prompt is not None)
        if prompt is None:
            return
        self._section.show_text(wording.section_words(prompt.section, standing.pack))
        self._words.setText(prompt.words)
        held = prompt.aside
        if held is not None and held.value is not None:
            by, when = standing.initials(held.author), wording.when_words(held.time_ms)
            words = tr("Put aside by {by}, {when}: {reason}")
            self._aside.setText(words.format(by=by, when=when, reason=held.value.reason))
        self._aside.setVisible(held is not None)
        self._aside_button.setText(tr("Put aside …") if held is None else tr("Bring back"))
        self._places.show(prompt_viewing.place_views(standing, prompt))
        rows = min(self._places.rowCount(), _PLACES)
        self.places.setFixedHeight(rows * theme.current().px(_PLACE) + 2)
        self.places.selectRow(0)

    # What happens

    def _on_view_row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_chosen()

    def _move_up(self) -> None:
        view = self.places if self.places.hasFocus() else self.view
        index = view.currentIndex()
        if index.row() > 0:
            view.setCurrentIndex(index.siblingAtRow(index.row() - 1))

    def _go_to_places(self) -> None:
        if self._prompt() is not None:
            self.places.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go(self) -> None:
        prompt = self._prompt()
        if prompt is not None:
            place = prompt.places[max(self.places.currentIndex().row(), 0)]
            self.going.emit(_destination(self._inspection.standing, place))

    def _turn(self) -> None:
        """Put the chosen prompt aside, or bring it back when it is."""
        prompt = self._prompt()
        if prompt is None or self._inspection.refuses():
            return
        service, id_ = self._inspection.services.prompts, self._inspection.standing.id
        if prompt.aside is not None:
            self._inspection.record(
                self, lambda: service.bring_back(id_, prompt.id), tr("Prompt brought back")
            )
            return
        asking = AskReason(
            self,
            tr("Put this prompt aside?"),
            tr("It comes back when something is added to what it rests on. {words}").format(
                words=prompt.words
            ),
            tr("Put aside"),
        )

        def given(reason: str) -> None:
            self._inspection.record(
                self, lambda: service.put_aside(id_, prompt, reason), tr("Prompt put aside")
            )

        asking.given.connect(given)
        asking.open()


def _destination(standing: Standing, place: Place) -> Destination:
    """Return the screen and place to which a prompt leads."""
    match place.kind:
        case PlaceKind.SECTION | PlaceKind.LINE:
            return Destination(Screen.SECTION, place.key)
        case PlaceKind.LEFT:
            return Destination(Screen.CHECKLIST, place.key)
        case PlaceKind.SOURCE:
            return Destination(Screen.SOURCES, place.key)
        case PlaceKind.EVIDENCE:
            item = prompt_viewing.item_of(standing, place.key)
            return Destination(Screen.SECTION, item.lines[0] if item and item.lines else "")
        case PlaceKind.ENTRY:
            return Destination(Screen.REGISTERS, place.key)
        case PlaceKind.REVIEW:
            return Destination(Screen.REVIEW, place.key)
        case PlaceKind.INSPECTION:
            return Destination(Screen.BOARD)
