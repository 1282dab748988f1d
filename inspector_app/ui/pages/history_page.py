"""The history: who recorded what, when and why; and the way back to any moment."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QTableView, QVBoxLayout, QWidget

from inspector_app.domain import wording
from inspector_app.domain.history.entries import Entry
from inspector_app.domain.ids import ChangeId
from inspector_app.domain.markings import Marking
from inspector_app.domain.standing import Standing
from inspector_app.domain.watermark import Shown
from inspector_app.services.history import Moment
from inspector_app.services.history import Page as Acts
from inspector_app.ui import theme
from inspector_app.ui.dialogs.confirm import Confirm
from inspector_app.ui.models.history_table import Column, EntryView, HistoryTable
from inspector_app.ui.models.index import Role
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr
from inspector_app.ui.viewing import warmed
from inspector_app.ui.widgets.buttons import button
from inspector_app.ui.widgets.labels import ElidedLabel, label
from inspector_app.ui.widgets.table import dress_table

KEYS = (
    Shortcut("open", "Return", tr("go there"), is_hinted=True),
    Shortcut("undo-act", "U", tr("undo this act"), is_hinted=True),
    Shortcut("stood", "S", tr("as it stood after this act"), is_hinted=True),
    Shortcut("signed", "G", tr("as it stood at the last signed summary")),
    Shortcut("together", "T", tr("as it stood when laptops last came together")),
    Shortcut("whole", "W", tr("the whole inspection"), is_hinted=True),
    Shortcut("older", "O", tr("older acts")),
    Shortcut("back", "Escape", tr("back")),
)


class HistoryPage(Page):
    """Acts of one place or of the whole inspection, the chosen one told in full below.

    Signals:
        stood_asked(Standing, str): look at the inspection as it stood, and at which moment.
    """

    stood_asked = Signal(object, str)

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._inspection = inspection
        self._place = ""
        self._older: int | None = None
        self._marked: set[Marking] = set()
        self._model = HistoryTable(self)
        self._title = ElidedLabel("", "page", self)
        self._whole = button(tr("Whole inspection"), "inspections", parent=self)
        self._whole.clicked.connect(self._show_whole)
        self._signed = button(tr("As last signed"), "sign", parent=self)
        self._signed.clicked.connect(self._look_at_signed)
        self.list = QTableView(self)
        self.list.setModel(self._model)
        dress_table(self.list, tr("History"), row_height=26, widest=Column.WHAT)
        self.list.doubleClicked.connect(self._go_there)
        self.keys.watch(self.list)
        self.list.selectionModel().currentChanged.connect(self._on_list_current_changed)
        self._more = button(tr("Older acts"), "chevron-down", parent=self)
        self._more.clicked.connect(self._read_on)
        self._details = label("", "secondary", self)
        self._details.setWordWrap(True)
        self._details.setTextFormat(Qt.TextFormat.PlainText)
        self._details.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._undo = button(tr("Undo this act"), "undo", parent=self)
        self._undo.clicked.connect(self._ask_undo)
        self._stood = button(tr("As it stood after it"), "history", parent=self)
        self._stood.clicked.connect(self._look_back)
        self._lay_out()
        inspection.changed.connect(self._on_inspection_changed)

    def arrive(self, place: str) -> None:
        """Show the history of a line, section or evidence item; of everything when empty."""
        self._place = place
        self._read()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def shown(self) -> Shown:
        """Return what the acts that are listed were marked, though it may stand no longer."""
        return Shown(marked=tuple(self._marked))

    def place(self) -> str:
        """Return whose history is shown."""
        return self._place

    def on_key(self, action: str) -> None:
        """Do what a key of the history asks for."""
        {
            "open": self._go_there,
            "undo-act": self._ask_undo,
            "stood": self._look_back,
            "signed": self._look_at_signed,
            "together": self._look_at_together,
            "whole": self._show_whole,
            "older": self._read_on,
            "back": self.leaving.emit,
        }[action]()

    def _lay_out(self) -> None:
        px = theme.current().px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self._title, 1)
        head.addWidget(self._whole)
        head.addWidget(self._signed)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self._undo)
        foot.addWidget(self._stood)
        foot.addStretch(1)
        foot.addWidget(self._more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(16), px(8))
        layout.setSpacing(px(8))
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._details)
        layout.addLayout(foot)

    # Reading

    def _read(self) -> None:
        place = self._place
        self._title.show_text(
            tr("History of {place}").format(place=place) if place else tr("History")
        )
        self._whole.setVisible(bool(place))
        self._signed.setVisible(bool(self._inspection.standing.summaries()))
        history, id_ = self._inspection.services.history, self._inspection.standing.id
        self._inspection.jobs.run(self, lambda: history.page(id_, place), self._on_read)

    def _read_on(self) -> None:
        older, place = self._older, self._place
        if older is None:
            self.noticed.emit(tr("There is nothing older."))
            return
        history, id_ = self._inspection.services.history, self._inspection.standing.id
        self._inspection.jobs.run(self, lambda: history.page(id_, place, older), self._on_read_on)

    def _on_read(self, acts: Acts) -> None:
        row = max(self.list.currentIndex().row(), 0)
        self._marked = {each for entry in acts.entries for each in entry.marked}
        self.showing.emit()
        self._model.show(tuple(map(_view, acts.entries)))
        self._show_older(acts)
        if self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(min(row, self._model.rowCount() - 1), 0))
        else:
            self._show_details(None)

    def _on_read_on(self, acts: Acts) -> None:
        self._model.append(tuple(map(_view, acts.entries)))
        self._marked |= {each for entry in acts.entries for each in entry.marked}
        self.showing.emit()
        self._show_older(acts)

    def _show_older(self, acts: Acts) -> None:
        self._older = acts.older
        self._more.setVisible(acts.older is not None)

    def _current(self) -> EntryView | None:
        view = self.list.currentIndex().data(Role.VIEW)
        return view if isinstance(view, EntryView) else None

    def _show_details(self, entry: EntryView | None) -> None:
        is_past = bool(self._inspection.moment)
        self._undo.setEnabled(entry is not None and not is_past)
        self._stood.setEnabled(entry is not None)
        nothing = tr("Nothing has been recorded here.")
        self._details.setText(entry.details if entry else nothing)

    # Acting

    def _go_there(self) -> None:
        entry = self._current()
        if entry is not None and entry.place:
            self.going.emit(Destination(Screen.SECTION, entry.place))
        elif entry is not None:
            self.noticed.emit(tr("This act concerns the inspection as a whole."))

    def _show_whole(self) -> None:
        self.arrive("")

    def _ask_undo(self) -> None:
        entry = self._current()
        if entry is None or self._inspection.refuses():
            return
        asking = Confirm(
            self,
            tr("Undo this act?"),
            tr(
                "{what}\n\nWhat stood before it is recorded again; both stay in the history."
            ).format(what=entry.what),
            tr("Undo"),
        )
        change = ChangeId(entry.change)
        service, id_ = self._inspection.services.inspections, self._inspection.standing.id

        def given() -> None:
            self._inspection.record(self, lambda: service.undo_change(id_, change), tr("Undone"))

        asking.confirmed.connect(given)
        asking.open()

    def _look_back(self) -> None:
        entry = self._current()
        if entry is None:
            return
        change = ChangeId(entry.change)
        history, id_ = self._inspection.services.history, self._inspection.standing.id

        def work() -> tuple[Standing, Moment]:
            moment = history.moment_of(id_, change)
            return warmed(history.stood(id_, moment)), moment

        self._inspection.jobs.run(self, work, self._on_stood)

    def _look_at_signed(self) -> None:
        history, id_ = self._inspection.services.history, self._inspection.standing.id

        def work() -> tuple[Standing, Moment] | None:
            moments = history.moments(id_)
            return (warmed(history.stood(id_, moments[0])), moments[0]) if moments else None

        self._inspection.jobs.run(self, work, self._on_stood)

    def _look_at_together(self) -> None:
        history, id_ = self._inspection.services.history, self._inspection.standing.id

        def work() -> tuple[Standing, Moment] | None:
            moments = history.together(id_)
            return (history.stood(id_, moments[0]), moments[0]) if moments else None

        self._inspection.jobs.run(self, work, self._on_stood_together)

    def _on_stood_together(self, found: tuple[Standing, Moment] | None) -> None:
        if found is None:
            self.noticed.emit(tr("This laptop has not come together with another yet."))
        else:
            self.stood_asked.emit(found[0], found[1].words)

    def _on_stood(self, found: tuple[Standing, Moment] | None) -> None:
        if found is None:
            self.noticed.emit(tr("No summary has been signed yet."))
        else:
            self.stood_asked.emit(found[0], found[1].words)

    def _on_list_current_changed(self, _index: QModelIndex, _before: QModelIndex) -> None:
        self._show_details(self._current())

    def _on_inspection_changed(self, _subjects: object) -> None:
        if self.isVisible():
            self._read()


def _view(entry: Entry) -> EntryView:
    said = [entry.what + ".", *(f"{each}." for each in entry.differences)]
    if entry.why:
        said.append(tr("Why: {reason}").format(reason=entry.why))
    if entry.session:
        said.append(f"{entry.session[:1].upper()}{entry.session[1:]}.")
    return EntryView(
        entry.change,
        wording.when_words(entry.time_ms),
        entry.who(),
        entry.what,
        _state(entry),
        "\n".join(said),
        entry.place,
    )


def _state(entry: Entry) -> str:
    if entry.is_undone:
        return tr("undone since")
    if entry.is_purged:
        return tr("purged")
    if entry.is_newer:
        return tr("by a newer version")
    return ""
