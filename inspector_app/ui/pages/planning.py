"""The timetable of the encounters: what is planned, changed, cancelled, begun."""

from PySide6.QtCore import QObject, Qt, Signal

from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.ids import ChangeId, SourceId
from inspector_app.domain.notes import timetable
from inspector_app.domain.timetable import Planned
from inspector_app.services.desk import timetable_draft
from inspector_app.services.encounters import Begun
from inspector_app.services.recording import Act
from inspector_app.ui import encounter_viewing as viewing
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.kept_form import KeptForm
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.extending import extend
from inspector_app.ui.pages.page import Page
from inspector_app.ui.texts import tr
from inspector_app.ui.timetable_draft import draft_of
from inspector_app.ui.widgets.timetable_view import TimetableView


class Planning(QObject):
    """Serves the timetable; what is typed into its form outlives a lock and a crash.

    Signals:
        begun(str): an encounter has begun just now.
        opened(str): the user wants to go on with an encounter that has begun already.
    """

    begun = Signal(str)
    opened = Signal(str)

    def __init__(self, page: Page, inspection: OpenInspection, view: TimetableView) -> None:
        super().__init__(page)
        self._page = page
        self._inspection = inspection
        self._service = inspection.services.encounters
        self._view = view
        self.section = ""
        """Where the user comes from: what is begun is about that."""
        name = timetable_draft(inspection.standing.id)
        self._form = KeptForm(inspection, name, view.draft, self)
        self._form.found.connect(self._on_form_found)
        view.begin_asked.connect(self._on_view_begin_asked)
        view.plan_asked.connect(self._on_view_plan_asked)
        view.edited.connect(self._form.touch)
        view.refused.connect(page.told)
        view.registers.entry_wanted.connect(self._on_entry_wanted)
        view.view.doubleClicked.connect(self._open)
        inspection.changed.connect(self._on_inspection_changed)

    # What the page asks

    def show(self, chosen: str) -> None:
        """Show what is planned, an entry chosen in it; without one, the next that waits."""
        self.look_again()
        self._form.read()
        self._view.choose(chosen or self._next_entry())
        if self._view.has_entries():
            self._view.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._view.begin_new()

    def look_again(self) -> None:
        """Show what is planned now."""
        standing = self._inspection.standing
        self._view.show_entries(viewing.entry_views(standing), standing)

    def flush(self) -> None:
        """Hand what is typed into the form to the writes lane."""
        self._form.flush()

    def on_key(self, action: str) -> None:
        """Do what a key asks for."""
        if action == "leave-text":
            self._view.view.setFocus()
        elif action == "end":
            self._view.ask_begin()
        elif action in ("new", "open", "edit", "remove") and not self._is_in_form():
            {
                "new": self._view.begin_new,
                "open": self._open,
                "edit": self._edit_entry,
                "remove": self._ask_cancelling,
            }[action]()

    # Entries

    def _is_in_form(self) -> bool:
        return self._view.has_entries() and not self._view.view.hasFocus()

    def _next_entry(self) -> str:
        """Return the first entry that has not begun."""
        waiting = (e.id for e in timetable(self._inspection.standing) if e.source is None)
        return next(waiting, "")

    def _open(self) -> None:
        chosen = SourceId(self._view.chosen)
        if chosen and self._inspection.standing.source(chosen).value is not None:
            self.opened.emit(chosen)
            return
        entry = next((e for e in timetable(self._inspection.standing) if e.id == chosen), None)
        if entry is not None:
            self._begin(entry.planned, chosen, "")

    def _begin(self, planned: Planned, entry: SourceId | None, written_at: str) -> None:
        service, id_, section = self._service, self._inspection.standing.id, self.section
        begun: list[Begun] = []

        def verb() -> Act:
            begun.append(service.begin(id_, planned, entry, section, written_at))
            return begun[0].act

        def done(_act: Act) -> None:
            if entry is None:
                self._clear_form()
            self.begun.emit(begun[0].id)

        self._inspection.record(self, verb, tr("Encounter begun"), done)

    def _edit_entry(self) -> None:
        chosen = self._view.chosen
        for entry in timetable(self._inspection.standing):
            if entry.id == chosen:
                state = self._inspection.standing.states.get(subject(Subject.ENCOUNTER, entry.id))
                self._view.edit(entry.id, entry.planned, state.heads if state else ())

    def _ask_cancelling(self) -> None:
        chosen, service = SourceId(self._view.chosen), self._service
        if not chosen:
            return
        inspection, id_ = self._inspection, self._inspection.standing.id
        asking = AskReason(
            self._page,
            tr("Cancel this encounter?"),
            tr("What was recorded stays in the history."),
            tr("Cancel the encounter"),
        )

        def given(reason: str) -> None:
            inspection.record(
                self, lambda: service.cancel(id_, chosen, reason), tr("Encounter cancelled")
            )

        asking.given.connect(given)
        asking.open()

    # The form

    def _on_form_found(self, kept: str) -> None:
        draft = draft_of(kept)
        if draft is None:
            return
        entries = timetable(self._inspection.standing)
        planned = next((e.planned for e in entries if e.id == draft.entry), None)
        self._view.put_back(draft, planned)
        self._page.noticed.emit(tr("What was typed into the form and not recorded is back."))

    def _clear_form(self) -> None:
        """Empty the form of what is recorded, and keep it no longer."""
        self._view.clear()
        self._form.keep()

    # What happens

    def _on_view_begin_asked(self, planned: Planned, written_at: str) -> None:
        self._begin(planned, None, written_at)

    def _on_view_plan_asked(
        self, planned: Planned, entry: str, heads: tuple[ChangeId, ...]
    ) -> None:
        service, id_ = self._service, self._inspection.standing.id
        seen = heads if entry else None

        def done(_act: Act) -> None:
            self._clear_form()
            if self._view.isVisible():
                self._view.view.setFocus()

        self._inspection.record(
            self,
            lambda: service.plan(id_, planned, SourceId(entry) if entry else None, seen)[1],
            tr("Timetable recorded"),
            done,
        )

    def _on_entry_wanted(self, register: str, name: str) -> None:
        extend(self._page, self._inspection, register, name)

    def _on_inspection_changed(self, _subjects: frozenset[str]) -> None:
        self._view.registers.show(self._inspection.standing)
