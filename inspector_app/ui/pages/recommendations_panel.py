"""Recommendations, causes of concern and areas for improvement: the list, and the chosen one."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QTableView, QVBoxLayout, QWidget

from inspector_app.domain.changes.bodies import Subject, subject_kind
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.ids import RecommendationId
from inspector_app.domain.recommendations import Advance, Recommendation, RecommendationKind
from inspector_app.domain.recommending import kind_words
from inspector_app.domain.standing import RecommendationItem
from inspector_app.services.recording import Act
from inspector_app.ui import review_viewing, theme
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.words_table import WordsTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Destination, Screen
from inspector_app.ui.pages.review_panel import ReviewPanel
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.widgets.advance_editor import AdvanceEditor
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.recommendation_editor import RecommendationEditor
from inspector_app.ui.widgets.table import dress_table

TEXT_COLUMN = 2


class RecommendationsPanel(ReviewPanel):
    """The list at the left; the chosen one, and how far it has come, at the right."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection = inspection
        self._shown = ""
        self._wanted = ""
        """One that was recorded and is to be chosen when it stands."""
        self._model = WordsTable(
            (tr("Kind"), tr("Number"), tr("Text"), tr("To"), tr("By"), tr("Progress")), self
        )
        self._count = label("", "dim", self)
        self.new_button = button(tr("New …"), "plus", parent=self)
        self.new_button.clicked.connect(self._ask_kind)
        self.view = QTableView(self)
        self.view.setModel(self._model)
        dress_table(self.view, tr("Recommendations"), widest=TEXT_COLUMN)
        self.view.horizontalHeader().setMaximumSectionSize(theme.current().px(160))
        self.view.selectionModel().currentRowChanged.connect(self._on_view_row_changed)
        self._right = QScrollArea(self)
        self._right.setWidgetResizable(True)
        self._right.setFrameShape(QScrollArea.Shape.NoFrame)
        self._right.setAccessibleName(tr("The recommendation"))
        self._right.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room = QWidget(self._right)
        self._title = label("", "strong", room)
        self.editor = RecommendationEditor(room)
        self.editor.edited.connect(self._on_editor_edited)
        self.advance = AdvanceEditor(room)
        self.advance.told.connect(self._on_advance_told)
        at_right = QVBoxLayout(room)
        at_right.addWidget(self._title)
        at_right.addWidget(self.editor)
        at_right.addSpacing(theme.current().px(8))
        at_right.addWidget(label(tr("How far it has come"), "strong", room))
        at_right.addWidget(self.advance)
        at_right.addStretch(1)
        self._right.setWidget(room)
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        head.addWidget(self.new_button)
        at_left = QVBoxLayout()
        at_left.addLayout(head)
        at_left.addWidget(self.view, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(at_left, 3)
        whole.addWidget(self._right, 2)
        self._show_list()

    # What the page asks

    def arrive(self, place: str) -> None:
        """Show the recommendation with this id, or the one that was shown before."""
        self._show_list()
        self._choose(place or self._shown)
        (self.view if self._model.rowCount() else self.new_button).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def place(self) -> str:
        """Return the id of the recommendation that is shown."""
        return self._shown

    def holds(self, place: str) -> bool:
        """Return whether ``place`` is a recommendation of this inspection."""
        return self._model.row_of(place) >= 0

    def flush(self) -> None:
        """Let what is being typed settle."""
        if self._shown:
            self.editor.flush()
            self.advance.flush()

    def act(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        if action == "list":
            self.view.setFocus()
        elif self.view.hasFocus() or self.new_button.hasFocus():
            verbs: dict[str, Callable[[], None]] = {
                "new": self._ask_kind,
                "edit": self.editor.begin,
                "withdraw": self._ask_withdrawal,
                "go": self._go,
            }
            verbs.get(action, _nothing)()

    def show_changed(self, subjects: frozenset[str]) -> None:
        """Bring the list and the chosen one up to date."""
        mine = {Subject.RECOMMENDATION, Subject.PROGRESS, Subject.SOURCE, Subject.EVIDENCE}
        if {subject_kind(each) for each in subjects} & mine:
            self._show_list()
            if self._wanted and self.holds(self._wanted):
                wanted, self._wanted = self._wanted, ""
                self._choose(wanted)
                self.editor.to.setFocus(Qt.FocusReason.OtherFocusReason)

    # Showing

    def _show_list(self) -> None:
        standing = self._inspection.standing
        rows = review_viewing.recommendation_rows(standing)
        self._model.show(rows)
        self._count.setText(
            counted(len(rows), "item", "items")
            if rows
            else tr("None yet; an inspection may end without any")
        )
        if not self.holds(self._shown):
            self._shown = ""
        self._show_chosen()

    def _choose(self, id_: str) -> None:
        if self._model.rowCount():
            row = max(self._model.row_of(id_), 0)
            self.view.selectRow(row)
            self.view.setCurrentIndex(self._model.index(row, 0))

    def _item(self) -> RecommendationItem | None:
        items = self._inspection.standing.recommendations()
        return next((each for each in items if each.id == self._shown), None)

    def _show_chosen(self) -> None:
        item, standing = self._item(), self._inspection.standing
        self._right.setVisible(item is not None)
        made = item.recommendation if item else None
        self.editor.show_recommendation(made, standing)
        field = standing.advance(standing.id, RecommendationId(self._shown))
        stamp = review_viewing.told_words(standing, field)
        self.advance.show_advance(made, field.value, stamp, standing)
        if item is not None:
            words = f"{item.recommendation.number} · {kind_words(item.recommendation.kind)}"
            if item.is_disputed:
                words += " · " + tr("stands in versions: what you write settles them")
            self._title.setText(words)

    # What happens

    def _on_view_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        chosen = str(current.data(Role.ID) or "") if current.isValid() else ""
        if chosen != self._shown:
            self.flush()
            self._shown = chosen
            self._show_chosen()

    def _ask_kind(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(tr("What is asked for"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind in RecommendationKind:
            menu.addAction(f"&{kind_words(kind)}").setData(kind.value)
        menu.triggered.connect(self._on_menu_triggered)
        below = self.new_button.mapToGlobal(self.new_button.rect().bottomLeft())
        menu.popup(below if self.new_button.isVisible() else QCursor.pos())

    def _on_menu_triggered(self, action: object) -> None:
        kind = RecommendationKind(action.data())  # type: ignore[attr-defined]
        asking = AskReason(
            self,
            tr("New: {kind}").format(kind=kind_words(kind).lower()),
            tr("To whom, by when and what it rests on are asked next."),
            tr("Record"),
            name=tr("Text"),
        )
        service, id_ = self._inspection.services.recommendations, self._inspection.standing.id

        def given(text: str) -> None:
            def verb() -> Act:
                made, act = service.make(id_, Recommendation(kind, text))
                self._wanted = made
                return act

            self._inspection.record(self, verb, tr("{kind} recorded").format(kind=kind_words(kind)))

        asking.given.connect(given)
        asking.open()

    def _on_editor_edited(self, made: Recommendation) -> None:
        service, standing = self._inspection.services.recommendations, self._inspection.standing
        shown = RecommendationId(self._shown)
        seen = standing.recommendation(shown).heads
        self._record(
            lambda: service.revise(standing.id, shown, made, seen),
            tr("{number} recorded").format(number=made.number),
        )

    def _on_advance_told(self, advance: Advance) -> None:
        service, id_ = self._inspection.services.recommendations, self._inspection.standing.id
        shown = RecommendationId(self._shown)
        seen = self._inspection.standing.advance(id_, shown).heads
        self._record(
            lambda: service.tell(id_, id_, shown, advance, seen),
            tr("Progress recorded"),
        )

    def _ask_withdrawal(self) -> None:
        item = self._item()
        if item is None:
            return
        service, id_ = self._inspection.services.recommendations, self._inspection.standing.id
        number = item.recommendation.number
        asking = AskReason(
            self,
            tr("Withdraw {number}?").format(number=number),
            tr("It is no longer printed; what was recorded stays in the history."),
            tr("Withdraw"),
        )

        def given(reason: str) -> None:
            self._record(
                lambda: service.withdraw(id_, item.id, reason),
                tr("{number} withdrawn").format(number=number),
            )

        asking.given.connect(given)
        asking.open()

    def _go(self) -> None:
        item = self._item()
        rests_on = item.recommendation.rests_on if item else None
        places = (*rests_on.lines, *rests_on.sections) if rests_on else ()
        if places:
            self.going.emit(Destination(Screen.SECTION, places[0]))
        else:
            self.noticed.emit(tr("It rests on no line or section yet."))

    def _record(self, verb: Callable[[], Act], said: str) -> None:
        def refused(error: InspectorError) -> None:
            self.told.emit(str(error))

        self._inspection.record(self, verb, said, refused=refused)


def _nothing() -> None:
    """The key has no meaning in this part."""
