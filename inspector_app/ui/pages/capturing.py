"""An encounter as it happens: who is there, what is noted, which lines it speaks to."""

from PySide6.QtCore import QObject, Qt, Signal

from inspector_app.domain.changes.bodies import Subject, subject_kind
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.ids import EvidenceId, LineId, SourceId
from inspector_app.domain.notes import notes_of, unsorted
from inspector_app.domain.source_wording import (
    fact_text,
    facts_of,
    read_fact,
    value_of_fact,
    with_fact,
)
from inspector_app.domain.sources import Source
from inspector_app.services.recording import Act
from inspector_app.ui import encounter_viewing as viewing
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.dialogs.files import ChooseFiles
from inspector_app.ui.importing import Imported, imported
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.extending import extend
from inspector_app.ui.pages.linking import link
from inspector_app.ui.pages.note_writing import NoteWriting
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.texts import tr
from inspector_app.ui.widgets.capture_view import CaptureView

LINE = "line:"
"""In front of the place of a line, in the action of a key that makes a note its account."""


class Capturing(QObject):
    """Serves one encounter; the note that is being written is :class:`NoteWriting`'s.

    Signals:
        sort_asked(str): the encounter is over, and there are notes to be sorted.
    """

    sort_asked = Signal(str)

    def __init__(self, page: Page, inspection: OpenInspection, view: CaptureView) -> None:
        super().__init__(page)
        self._page = page
        self._inspection = inspection
        self._service = inspection.services.encounters
        self._view = view
        self._source = SourceId("")
        self._found = ""
        """Words that lines are looked for by."""
        self._added_roles = False
        """A role is on its way into the register: who speaks is its entry once it is there."""
        self.note = NoteWriting(page, inspection, view)
        view.now_ms = self._service.now_ms
        view.registers.entry_wanted.connect(self._on_entry_wanted)
        view.described.connect(self._on_view_described)
        view.end_asked.connect(self._end)
        view.found.connect(self._on_view_found)
        view.photo_asked.connect(self._choose_photo)
        view.cover_asked.connect(self._on_view_cover_asked)
        view.strip.stamp_asked.connect(self._stamp)
        view.strip.abandoning_asked.connect(self._abandon)
        inspection.changed.connect(self._on_inspection_changed)

    # What the page asks

    def go_on(self, source: SourceId) -> None:
        """Show an encounter, the caret in the note that is being written."""
        self._source, self._found = source, ""
        self._view.line_search.show_text("")
        self.look_again()
        shown = self._shown
        self._view.set_running(shown is not None and shown.is_going_on)
        self._view.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.note.go_on(source)

    def look_again(self) -> None:
        """Show what stands now; what is being typed is not touched."""
        standing, source = self._inspection.standing, self._shown
        if source is None:
            return
        texts = {
            fact.name: fact_text(source, fact, standing)
            for fact in facts_of(type(source.particulars))
            if fact.name in self._view.fields
        }
        self._view.registers.show(standing)
        self._view.show_source(source, viewing.encounter_words(standing, self._source), texts)
        self._view.show_notes(viewing.note_views(standing, self._source))
        self._view.show_lines(viewing.line_views(standing, self._source, self._found))

    def on_key(self, action: str) -> None:
        """Do what a key asks for."""
        if action.startswith(LINE):
            self._account_on(int(action.removeprefix(LINE)))
        elif action == "open" and self._view.notes.hasFocus():
            self._ask_rewriting()
        elif action == "remove" and self._view.notes.hasFocus():
            self._ask_withdrawal()
        elif action == "leave-text":
            is_text = self._view.text.hasFocus()
            (self._view.notes if is_text else self._view.text).setFocus()
        elif action in ("come-back", "stamp", "end", "find", "photo"):
            {
                "come-back": self._toggle_come_back,
                "stamp": self._stamp,
                "end": self._end,
                "find": self._view.line_search.setFocus,
                "photo": self._choose_photo,
            }[action]()

    def attach(self, paths: list[object]) -> None:
        """Keep files as evidence and put them to the encounter."""
        inspection, id_, shown = self._inspection, self._inspection.standing.id, self._source
        evidence, service = inspection.services.evidence, self._service
        if inspection.refuses():
            return

        def done(result: Imported) -> None:
            states = [s for each in result.attached if each.act for s in each.act.states]
            if states:
                inspection.take(states)
            items = [EvidenceId(each.item) for each in result.attached if each.item]
            if items:
                inspection.record(
                    self,
                    lambda: service.add_evidence(id_, shown, items),
                    result.words().rstrip("."),
                )
            if not result.is_plain:
                self._page.told.emit(result.words())

        inspection.jobs.run_long(
            self,
            lambda progress, is_cancelled: imported(
                evidence,
                id_,
                paths,  # type: ignore[arg-type]  # Qt's list of paths
                [],
                progress,
                is_cancelled,
            ),
            done,
        )

    @property
    def _shown(self) -> Source | None:
        return self._inspection.standing.source(self._source).value if self._source else None

    # Notes

    def _account_on(self, place: int) -> None:
        line = LineId(self._view.line_at(place))
        if not line:
            return
        if not self.note.write((line,)):
            key = self._view.chosen_note
            if key and not self.note.is_begun:
                link(self._page, self._inspection, self._source, key, line)
        self._found = ""
        self._view.line_search.show_text("")
        self._view.text.setFocus()
        self.look_again()

    def _toggle_come_back(self) -> None:
        """Mark the note that is being written, else the one that is chosen."""
        if self.note.is_begun:
            self.note.turn_mark()
            return
        key = self._view.chosen_note
        notes = notes_of(self._inspection.standing, self._source)
        note = next((each for each in notes if each.key == key), None)
        if note is not None:
            service, id_, source = self._service, self._inspection.standing.id, self._source
            needed = not note.paragraph.come_back
            said = tr("Marked: come back") if needed else tr("No longer marked")
            self._inspection.record(
                self, lambda: service.come_back(id_, source, key, needed=needed), said
            )

    def _ask_rewriting(self) -> None:
        key, shown = self._view.chosen_note, self._source
        inspection, service, id_ = self._inspection, self._service, self._inspection.standing.id
        for note in notes_of(inspection.standing, shown):
            if note.key == key:
                asking = AskReason(
                    self._page,
                    tr("Write the note anew"),
                    tr("Accounts made of it follow; the first words stay in the history."),
                    tr("Record"),
                    name=tr("Note, written anew"),
                    text=note.paragraph.text,
                )

                def given(text: str) -> None:
                    inspection.record(
                        self,
                        lambda: service.rewrite(id_, shown, key, text),
                        tr("Note written anew"),
                    )

                asking.given.connect(given)
                asking.open()

    def _ask_withdrawal(self) -> None:
        key, shown = self._view.chosen_note, self._source
        if not key:
            return
        inspection, service, id_ = self._inspection, self._service, self._inspection.standing.id
        asking = AskReason(
            self._page,
            tr("Take this note back?"),
            tr("What was recorded stays in the history."),
            tr("Take back"),
        )

        def given(reason: str) -> None:
            inspection.record(
                self,
                lambda: service.withdraw_note(id_, shown, key, reason),
                tr("Note taken back"),
            )

        asking.given.connect(given)
        asking.open()

    # The encounter itself

    def _stamp(self) -> None:
        if self._shown is None or self._view.strip.isHidden():
            return
        service, id_, shown = self._service, self._inspection.standing.id, self._source
        self._inspection.record(self, lambda: service.stamp(id_, shown), tr("Stamped"))

    def _abandon(self) -> None:
        service, id_, shown = self._service, self._inspection.standing.id, self._source
        self._inspection.record(
            self, lambda: service.abandon(id_, shown), tr("Abandoned: live incident")
        )

    def _end(self) -> None:
        source = self._shown
        if source is not None and not source.is_going_on:
            self.note.write(())
            self.sort_asked.emit(self._source)
            return
        if not self.note.write((), self._end_now) and not self.note.is_begun:
            self._end_now()

    def _end_now(self) -> None:
        service, id_, shown = self._service, self._inspection.standing.id, self._source

        def done(_act: Act) -> None:
            self._view.set_running(False)
            if unsorted(self._inspection.standing, shown):
                self.sort_asked.emit(shown)
            else:
                self._page.going.emit(Destination(Screen.SOURCES, shown))

        self._inspection.record(self, lambda: service.end(id_, shown), tr("Encounter ended"), done)

    def _choose_photo(self) -> None:
        dialog = ChooseFiles(self._page, tr("Photo of the page"))
        dialog.files_chosen.connect(self.attach)
        dialog.open()

    # What happens

    def _on_view_described(self, name: str, text: str) -> None:
        standing, source = self._inspection.standing, self._shown
        if source is None:
            return
        fact = next(f for f in facts_of(type(source.particulars)) if f.name == name)
        is_as_it_was = text == fact_text(source, fact, standing).strip()
        if is_as_it_was and not self._added_roles:
            return
        try:
            value = read_fact(text, fact, standing)
        except InspectorError as error:
            self._page.told.emit(str(error))
            return
        if value == value_of_fact(source, fact):
            return
        service, id_, shown = self._service, standing.id, self._source
        self._inspection.record(
            self,
            lambda: service.describe(id_, shown, lambda held: with_fact(held, fact, value)),
            tr("{fact} recorded").format(fact=fact.label),
        )

    def _on_view_found(self, words: str) -> None:
        self._found = words
        self.look_again()

    def _on_view_cover_asked(self) -> None:
        from inspector_app.ui.widgets.cover import Cover

        Cover(self._page.window()).show()

    def _on_entry_wanted(self, register: str, name: str) -> None:
        self._added_roles = True
        extend(self._page, self._inspection, register, name)

    def _on_inspection_changed(self, subjects: frozenset[str]) -> None:
        if self._added_roles and Subject.REGISTER in {subject_kind(each) for each in subjects}:
            self._view.registers.show(self._inspection.standing)
            if not self._view.isHidden():
                self._on_view_described("roles", self._view.fields["roles"].words)
            self._added_roles = False
