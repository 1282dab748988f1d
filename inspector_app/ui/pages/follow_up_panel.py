"""Last time: which earlier inspection is followed up, and what became of what it asked for."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QTableView, QVBoxLayout, QWidget

from inspector_app.domain.changes.bodies import Subject, subject_kind
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.follow_up import Earlier
from inspector_app.domain.recommendations import Advance
from inspector_app.domain.recommending import AskedBefore, asked_last_time, kind_words
from inspector_app.services.recording import Act
from inspector_app.ui import review_viewing, theme
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.models.index import Role
from inspector_app.ui.models.words_table import WordsTable
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.review_panel import ReviewPanel
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.advance_editor import AdvanceEditor
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import label
from inspector_app.ui.widgets.table import dress_table

TEXT_COLUMN = 2


class FollowUpPanel(ReviewPanel):
    """What the earlier inspection asked for at the left; how far it has come at the right."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection = inspection
        self._shown = ""
        self._model = WordsTable(
            (tr("Kind"), tr("Number"), tr("Text"), tr("To"), tr("By"), tr("Progress")), self
        )
        self._state = label("", "", self)
        self._state.setWordWrap(True)
        self._lines = label("", "dim", self)
        self._lines.setWordWrap(True)
        self.choose_button = button(tr("Another earlier inspection …"), "history", parent=self)
        self.choose_button.clicked.connect(self._ask_earlier)
        self.view = QTableView(self)
        self.view.setModel(self._model)
        dress_table(self.view, tr("Asked for last time"), widest=TEXT_COLUMN)
        self.view.horizontalHeader().setMaximumSectionSize(theme.current().px(160))
        self.view.selectionModel().currentRowChanged.connect(self._on_view_row_changed)
        self._right = QScrollArea(self)
        self._right.setWidgetResizable(True)
        self._right.setFrameShape(QScrollArea.Shape.NoFrame)
        self._right.setAccessibleName(tr("What was asked for"))
        self._right.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room = QWidget(self._right)
        self._title = label("", "strong", room)
        self._text = label("", "body-strong", room)
        self._text.setWordWrap(True)
        self.advance = AdvanceEditor(room)
        self.advance.told.connect(self._on_advance_told)
        at_right = QVBoxLayout(room)
        at_right.addWidget(self._title)
        at_right.addWidget(self._text)
        at_right.addSpacing(theme.current().px(8))
        at_right.addWidget(label(tr("How far it has come"), "strong", room))
        at_right.addWidget(self.advance)
        at_right.addStretch(1)
        self._right.setWidget(room)
        head = QHBoxLayout()
        head.addWidget(self.choose_button)
        head.addStretch(1)
        at_left = QVBoxLayout()
        at_left.addWidget(self._state)
        at_left.addWidget(self._lines)
        at_left.addLayout(head)
        at_left.addWidget(self.view, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(at_left, 3)
        whole.addWidget(self._right, 2)
        self._show_list()

    # What the page asks

    def arrive(self, place: str) -> None:
        """Show what was asked for under this id, or what was shown before."""
        self._show_list()
        if self._model.rowCount():
            row = max(self._model.row_of(place or self._shown), 0)
            self.view.selectRow(row)
            self.view.setCurrentIndex(self._model.index(row, 0))
        (self.view if self._model.rowCount() else self.choose_button).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def place(self) -> str:
        """Return what is shown."""
        return self._shown

    def holds(self, place: str) -> bool:
        """Return whether ``place`` was asked for last time."""
        return self._model.row_of(place) >= 0

    def flush(self) -> None:
        """Let what is being typed settle."""
        if self._shown:
            self.advance.flush()

    def act(self, action: str) -> None:
        """Do what a key of the screen asks for."""
        verbs: dict[str, Callable[[], None]] = {
            "new": self._ask_earlier,
            "edit": self.advance.stage.begin,
            "list": self.view.setFocus,
            "withdraw": self._ask_withdrawal,
        }
        if action in verbs:
            verbs[action]()

    def show_changed(self, subjects: frozenset[str]) -> None:
        """Bring the list and the chosen one up to date."""
        mine = {Subject.FOLLOW_UP, Subject.PROGRESS, Subject.SOURCE, Subject.EVIDENCE}
        if {subject_kind(each) for each in subjects} & mine:
            self._show_list()

    # Showing

    def _asked(self) -> tuple[AskedBefore, ...]:
        followed = self._inspection.followed
        earlier = followed.standing if followed else None
        return asked_last_time(self._inspection.standing, earlier)

    def _show_list(self) -> None:
        followed, lasts = self._inspection.followed, self._inspection.last_times
        self._state.setText(
            followed.words()
            if followed
            else tr("No earlier inspection of this force is in this vault.")
        )
        self._lines.setText(
            tr(
                "What it found stands beside {number} lines of the walk, and is never counted as "
                "established now."
            ).format(number=len(lasts))
            if lasts
            else ""
        )
        self._lines.setVisible(bool(lasts))
        self._model.show(review_viewing.asked_rows(self._asked()))
        if not self.holds(self._shown):
            self._shown = ""
        self._show_chosen()

    def _item(self) -> AskedBefore | None:
        return next((each for each in self._asked() if each.key == self._shown), None)

    def _show_chosen(self) -> None:
        item, standing = self._item(), self._inspection.standing
        self._right.setVisible(item is not None)
        if item is None:
            self.advance.show_advance(None, None, "", standing)
            return
        self._title.setText(f"{item.of.number} · {kind_words(item.of.kind)}")
        self._text.setText(item.of.text)
        field = standing.advance(item.made_in, item.id)
        stamp = review_viewing.told_words(standing, field)
        self.advance.show_advance(item.of, field.value, stamp, standing)

    # What happens

    def _on_view_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        chosen = str(current.data(Role.ID) or "") if current.isValid() else ""
        if chosen != self._shown:
            self.flush()
            self._shown = chosen
            self._show_chosen()

    def _on_advance_told(self, advance: Advance) -> None:
        item = self._item()
        if item is None:
            return
        service, id_ = self._inspection.services.recommendations, self._inspection.standing.id
        seen = self._inspection.standing.advance(item.made_in, item.id).heads
        self._record(
            lambda: service.tell(id_, item.made_in, item.id, advance, seen),
            tr("Progress recorded"),
        )

    def _ask_earlier(self) -> None:
        service, id_ = self._inspection.services.follow_up, self._inspection.standing.id
        self._inspection.jobs.run(self, lambda: service.candidates(id_), self._show_candidates)

    def _show_candidates(self, candidates: tuple[Earlier, ...]) -> None:
        if not candidates:
            self.noticed.emit(tr("No earlier inspection of this force is in this vault."))
            return
        menu = QMenu(self)
        menu.setAccessibleName(tr("Earlier inspections of this force"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in candidates:
            words = f"{each.force} · {each.fieldwork.words()}"
            made = menu.addAction(words.replace("&", "&&"))
            made.triggered.connect(partial(self._name, each))
        below = self.choose_button.mapToGlobal(self.choose_button.rect().bottomLeft())
        menu.popup(below if self.choose_button.isVisible() else QCursor.pos())

    def _name(self, earlier: Earlier, _is_checked: bool = False) -> None:
        service, id_ = self._inspection.services.follow_up, self._inspection.standing.id
        self._record(
            lambda: service.name(id_, earlier.inspection),
            tr("Follows up the inspection of {dates}").format(dates=earlier.fieldwork.words()),
        )

    def _ask_withdrawal(self) -> None:
        followed = self._inspection.followed
        if followed is None or not followed.is_named:
            self.noticed.emit(tr("No earlier inspection was named here."))
            return
        service, id_ = self._inspection.services.follow_up, self._inspection.standing.id
        asking = AskReason(
            self,
            tr("Take back which inspection is followed up?"),
            tr("What was told of its recommendations stays."),
            tr("Take back"),
        )

        def given(reason: str) -> None:
            self._record(lambda: service.withdraw(id_, reason), tr("Taken back"))

        asking.given.connect(given)
        asking.open()

    def _record(self, verb: Callable[[], Act], said: str) -> None:
        def refused(error: InspectorError) -> None:
            self.told.emit(str(error))

        self._inspection.record(self, verb, said, refused=refused)
