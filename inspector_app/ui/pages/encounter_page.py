"""Encounters: the timetable, capture as it happens, and the sorting of what was written."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain import watermark
from inspector_app.domain.changes.bodies import Subject, subject, subject_kind
from inspector_app.domain.encounters import Paragraph, checked_moment
from inspector_app.domain.errors import InspectorError, RuleViolation
from inspector_app.domain.ids import ChangeId, EvidenceId, LineId, SourceId
from inspector_app.domain.notes import notes_of, timetable, unsorted
from inspector_app.domain.source_wording import (
    fact_text,
    facts_of,
    read_fact,
    value_of_fact,
    with_fact,
)
from inspector_app.domain.sources import Source
from inspector_app.domain.timetable import Planned
from inspector_app.domain.watermark import Shown
from inspector_app.services.desk import timetable_draft
from inspector_app.services.encounters import Begun, Draft
from inspector_app.services.recording import Act
from inspector_app.ui import encounter_viewing as viewing
from inspector_app.ui.dialogs.ask_reason import AskReason
from inspector_app.ui.dialogs.files import ChooseFiles
from inspector_app.ui.importing import Imported, imported
from inspector_app.ui.jobs import Lane
from inspector_app.ui.open_inspection import OpenInspection
from inspector_app.ui.pages.extending import extend
from inspector_app.ui.pages.page import Destination, Page, Screen
from inspector_app.ui.shortcuts import Shortcut
from inspector_app.ui.texts import tr
from inspector_app.ui.timetable_draft import draft_of
from inspector_app.ui.widgets.capture_view import CaptureView
from inspector_app.ui.widgets.sorting_tray import SortingTray
from inspector_app.ui.widgets.timetable_view import TimetableView

_LINE, _PICK = "line:", "pick:"
FROM = "from:"
"""In front of the section that the user comes from, in the place this screen is given."""

KEYS = (
    *(
        Shortcut(
            f"{_LINE}{digit}",
            f"Alt+{digit}",
            tr("account on that line"),
            is_hinted=digit == 1,
            cap="Alt+1–9" if digit == 1 else "",
        )
        for digit in range(1, 10)
    ),
    Shortcut("come-back", "F8", tr("come back"), is_hinted=True),
    Shortcut("stamp", "Space", tr("stamp the next step"), is_hinted=True),
    Shortcut("stamp", "F7", tr("stamp, also while you type")),
    Shortcut("end", "Ctrl+Return", tr("end"), is_hinted=True),
    Shortcut("leave-text", "Escape", tr("out of the text, to the notes")),
    Shortcut("find", "Ctrl+F", tr("find a line")),
    Shortcut("photo", "Ctrl+E", tr("attach a photo of the page")),
    *(
        Shortcut(f"{_PICK}{digit}", str(digit), tr("sort to line {number}").format(number=digit))
        for digit in range(1, 10)
    ),
    Shortcut("keep", "K", tr("keep as a note")),
    Shortcut("new", "N", tr("new encounter")),
    Shortcut("open", "Return", tr("begin, go on, or write anew")),
    Shortcut("edit", "E", tr("change what is planned")),
    Shortcut("remove", "Delete", tr("cancel the entry, or take the note back")),
    Shortcut("timetable", "Ctrl+D", tr("timetable")),
)


_TIMETABLE_HINTS = (
    Shortcut("open", "Return", tr("begin or go on"), is_hinted=True),
    Shortcut("new", "N", tr("new"), is_hinted=True),
    Shortcut("edit", "E", tr("change"), is_hinted=True),
    Shortcut("remove", "Delete", tr("cancel"), is_hinted=True),
)
_TRAY_HINTS = (
    Shortcut("pick", "1", tr("put to that line"), is_hinted=True, cap="1–9"),
    Shortcut("keep", "K", tr("keep as a note"), is_hinted=True),
    Shortcut("find", "Ctrl+F", tr("find a line"), is_hinted=True),
    Shortcut("end", "Ctrl+Return", tr("sort the rest later"), is_hinted=True),
)
_KEPT_MILLISECONDS = 500
"""After a key, until what is typed into the timetable's form is on its way to the disk."""


class EncounterPage(Page):
    """Three faces: the timetable; what goes on; what is still to be sorted."""

    def __init__(self, inspection: OpenInspection, parent: QWidget | None = None) -> None:
        super().__init__(KEYS, parent)
        self._inspection = inspection
        self._service = inspection.services.encounters
        self._source = SourceId("")
        """The encounter that is captured or sorted; empty: none."""
        self._section = ""
        self._began_ms = 0
        """Of the note that is being written; 0: nothing is."""
        self._comes_back = False
        self._found = ""
        self._added_roles = False
        """A role is on its way into the register: who speaks is its entry once it is there."""
        self.timetable = TimetableView(self)
        self.capture = CaptureView(self)
        self.tray = SortingTray(self)
        self.stack = QStackedWidget(self)
        for face in (self.timetable, self.capture, self.tray):
            self.stack.addWidget(face)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        for view in (
            self.timetable.view,
            self.capture.notes,
            self.capture.lines,
            self.tray.lines,
        ):
            self.keys.watch(view)
        self.timetable.begin_asked.connect(self._on_timetable_begin_asked)
        self.timetable.plan_asked.connect(self._on_timetable_plan_asked)
        self._kept_form: str | None = None
        """What is kept of the timetable's form; None: it was not read yet."""
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(_KEPT_MILLISECONDS)
        self._keeping.timeout.connect(self._keep_form)
        self.timetable.edited.connect(self._on_timetable_edited)
        self.timetable.refused.connect(self.told)
        for field in (self.timetable, self.capture):
            field.registers.entry_wanted.connect(self._on_entry_wanted)
        self.timetable.view.doubleClicked.connect(self._open)
        self.capture.now_ms = self._service.now_ms
        self.capture.text.ended.connect(self._on_text_ended)
        self.capture.text.typed.connect(self._keep)
        self.capture.text.textChanged.connect(self._on_text_changed)
        self.capture.described.connect(self._on_capture_described)
        self.capture.end_asked.connect(self._end)
        self.capture.found.connect(self._on_found)
        self.capture.photo_asked.connect(self._choose_photo)
        self.capture.cover_asked.connect(self._on_cover_asked)
        self.capture.strip.stamp_asked.connect(self._stamp)
        self.capture.strip.abandoning_asked.connect(self._abandon)
        self.tray.link_asked.connect(self._sort_to)
        self.tray.keep_asked.connect(self._keep_as_note)
        self.tray.found.connect(self._on_found)
        self.tray.done_asked.connect(self._leave_tray)
        self.tray.lines.doubleClicked.connect(self._open)
        inspection.changed.connect(self._on_inspection_changed)

    # What the window asks

    def arrive(self, place: str) -> None:
        """Go on with what goes on; else show what is to be sorted, or was noted, at ``place``.

        ``place`` is the id of an encounter or of an entry, or ``from:`` and a section.
        """
        self._section = place.removeprefix(FROM) if place.startswith(FROM) else self._section
        wanted = SourceId("" if place.startswith(FROM) else place)
        source = self._source_of(wanted)
        if source is not None and source.is_going_on:
            self._go_on(wanted)
        elif source is not None and unsorted(self._inspection.standing, wanted):
            self._sort(wanted)
        elif source is not None and notes_of(self._inspection.standing, wanted):
            self._go_on(wanted)
        elif wanted or self._inspection.moment:
            self._show_timetable(wanted)
        else:
            self._show_timetable("")
            id_ = self._inspection.standing.id
            self._inspection.jobs.run(self, lambda: self._service.captured(id_), self._on_captured)

    def shown(self) -> Shown:
        """Return the timetable; while an encounter is open, what it holds and its lines too."""
        shown = Shown(frozenset({Subject.ENCOUNTER}))
        if not self.place():
            return shown
        return shown + watermark.of_source(self._inspection.standing, self._source)

    def place(self) -> str:
        """Return the encounter that is captured or sorted."""
        return self._source if self.stack.currentWidget() is not self.timetable else ""

    def flush(self) -> None:
        """Hand what is being written to the writes lane."""
        if self._keeping.isActive():
            self._keep_form()
        if self.stack.currentWidget() is self.capture:
            self._keep()
        self.capture.text.rest()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the clock (Qt)."""
        self.capture.set_running(False)
        super().hideEvent(event)

    def on_key(self, action: str) -> None:
        """Do what a key of the screen asks for on the face that is shown."""
        face = self.stack.currentWidget()
        if action == "timetable":
            self.flush()
            self._show_timetable(self._source)
        elif face is self.timetable:
            self._on_timetable_key(action)
        elif face is self.capture:
            self._on_capture_key(action)
        else:
            self._on_tray_key(action)

    def _on_timetable_key(self, action: str) -> None:
        if action == "leave-text":
            self.timetable.view.setFocus()
        elif action == "end":
            self.timetable.ask_begin()
        elif action in ("new", "open", "edit", "remove") and not self._is_in_form():
            {
                "new": self.timetable.begin_new,
                "open": self._open,
                "edit": self._edit_entry,
                "remove": self._ask_cancelling,
            }[action]()

    def _is_in_form(self) -> bool:
        return self.timetable.has_entries() and not self.timetable.view.hasFocus()

    def _on_capture_key(self, action: str) -> None:
        if action.startswith(_LINE):
            self._account_on(int(action.removeprefix(_LINE)))
        elif action == "open" and self.capture.notes.hasFocus():
            self._ask_rewriting()
        elif action == "remove" and self.capture.notes.hasFocus():
            self._ask_withdrawal()
        elif action == "leave-text":
            is_text = self.capture.text.hasFocus()
            (self.capture.notes if is_text else self.capture.text).setFocus()
        elif action in ("come-back", "stamp", "end", "find", "photo"):
            {
                "come-back": self._toggle_come_back,
                "stamp": self._stamp,
                "end": self._end,
                "find": self.capture.line_search.setFocus,
                "photo": self._choose_photo,
            }[action]()

    def _on_tray_key(self, action: str) -> None:
        for beginning in (_LINE, _PICK):
            if action.startswith(beginning):
                line = self.tray.line_at(int(action.removeprefix(beginning)))
                if line:
                    self._sort_to(line)
                return
        if action == "open" and self.tray.lines.hasFocus():
            self._sort_to(self.tray.chosen_line)
        elif action == "keep":
            self._keep_as_note()
        elif action == "find":
            self.tray.line_search.setFocus()
        elif action == "end":
            self._leave_tray()
        elif action == "leave-text":
            self.tray.lines.setFocus()

    # The timetable

    def _show_timetable(self, chosen: str) -> None:
        self._source = SourceId("")
        self.capture.set_running(False)
        self.stack.setCurrentWidget(self.timetable)
        self.hinting.emit(_TIMETABLE_HINTS)
        standing = self._inspection.standing
        self.showing.emit()
        self.timetable.show_entries(viewing.entry_views(standing), standing)
        self._put_form_back()
        self.timetable.choose(chosen or self._next_entry())
        if self.timetable.has_entries():
            self.timetable.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.timetable.begin_new()

    def _next_entry(self) -> str:
        """Return the first entry that has not begun."""
        waiting = (e.id for e in timetable(self._inspection.standing) if e.source is None)
        return next(waiting, "")

    def _open(self) -> None:
        if self.stack.currentWidget() is self.tray:
            self._sort_to(self.tray.chosen_line)
            return
        chosen = SourceId(self.timetable.chosen)
        source = self._source_of(chosen)
        if source is None:
            entry = next((e for e in timetable(self._inspection.standing) if e.id == chosen), None)
            if entry is not None:
                self._begin(entry.planned, chosen, "")
        elif source.is_going_on:
            id_ = self._inspection.standing.id
            self._inspection.jobs.run(
                self,
                lambda: self._service.capture(id_, chosen),
                lambda _: self._go_on(chosen),
                lane=Lane.WRITES,
            )
        elif unsorted(self._inspection.standing, chosen):
            self._sort(chosen)
        else:
            self._go_on(chosen)

    def _on_timetable_begin_asked(self, planned: Planned, written_at: str) -> None:
        self._begin(planned, None, written_at)

    def _begin(self, planned: Planned, entry: SourceId | None, written_at: str) -> None:
        service, id_, section = self._service, self._inspection.standing.id, self._section
        begun: list[Begun] = []

        def verb() -> Act:
            begun.append(service.begin(id_, planned, entry, section, written_at))
            return begun[0].act

        def done(_act: Act) -> None:
            if entry is None:
                self._clear_form()
            self._go_on(begun[0].id)

        self._record(verb, tr("Encounter begun"), done)

    def _on_timetable_plan_asked(
        self, planned: Planned, entry: str, heads: tuple[ChangeId, ...]
    ) -> None:
        service, id_ = self._service, self._inspection.standing.id
        seen = heads if entry else None

        def done(_act: Act) -> None:
            self._clear_form()
            self.timetable.view.setFocus()

        self._record(
            lambda: service.plan(id_, planned, SourceId(entry) if entry else None, seen)[1],
            tr("Timetable recorded"),
            done,
        )

    def _edit_entry(self) -> None:
        chosen = self.timetable.chosen
        for entry in timetable(self._inspection.standing):
            if entry.id == chosen:
                state = self._inspection.standing.states.get(subject(Subject.ENCOUNTER, entry.id))
                self.timetable.edit(entry.id, entry.planned, state.heads if state else ())

    def _put_form_back(self) -> None:
        """Read once what was typed into the form and not recorded, before a lock or a crash."""
        if self._kept_form is not None or self._inspection.moment:
            return
        self._kept_form = ""
        desk, name = self._inspection.services.desk, timetable_draft(self._inspection.standing.id)
        self._inspection.jobs.run(self, lambda: desk.kept(name), self._on_form_found)

    def _on_form_found(self, kept: str) -> None:
        draft = draft_of(kept) if kept else None
        if draft is None:
            return
        self._kept_form = kept
        entries = timetable(self._inspection.standing)
        planned = next((e.planned for e in entries if e.id == draft.entry), None)
        self.timetable.put_back(draft, planned)
        self.noticed.emit(tr("What was typed into the form and not recorded is back."))

    def _on_timetable_edited(self) -> None:
        if not self._keeping.isActive():  # else typing without a pause would put it off for ever
            self._keeping.start()

    def _clear_form(self) -> None:
        """Empty the form of what is recorded, and keep it no longer."""
        self.timetable.clear()
        self._keep_form()

    def _keep_form(self) -> None:
        self._keeping.stop()
        text = self.timetable.draft()
        if self._kept_form is None or text == self._kept_form or self._inspection.moment:
            return
        self._kept_form = text
        desk, name = self._inspection.services.desk, timetable_draft(self._inspection.standing.id)
        self._inspection.jobs.run(self, lambda: desk.keep(name, text), _done, lane=Lane.WRITES)

    def _ask_cancelling(self) -> None:
        chosen, service, id_ = (
            SourceId(self.timetable.chosen),
            self._service,
            self._inspection.standing.id,
        )
        if chosen:
            self._ask(
                tr("Cancel this encounter?"),
                tr("Cancel the encounter"),
                lambda reason: service.cancel(id_, chosen, reason),
                tr("Encounter cancelled"),
            )

    # Capture

    def _on_captured(self, source: SourceId | None) -> None:
        if source and self.isVisible() and self.stack.currentWidget() is self.timetable:
            self._go_on(source)

    def _go_on(self, source: SourceId) -> None:
        if self._source_of(source) is None or self._inspection.refuses():
            return
        self._source, self._found = source, ""
        self.showing.emit()
        self.capture.line_search.show_text("")
        self.stack.setCurrentWidget(self.capture)
        self.hinting.emit(KEYS)
        self._show_capture()
        source_now = self._source_of(source)
        self.capture.set_running(source_now is not None and source_now.is_going_on)
        self.capture.text.setFocus(Qt.FocusReason.OtherFocusReason)
        id_ = self._inspection.standing.id
        self._inspection.jobs.run(self, lambda: self._service.draft(id_), self._on_draft)

    def _on_draft(self, draft: Draft | None) -> None:
        typed = self.capture.text.toPlainText()
        if draft is None or (typed and draft.began_ms == self._began_ms):
            return  # what is kept is what stands here
        if draft.source == self._source:
            # Somebody typed before it was there: both are one note.
            text = f"{draft.text} {typed}" if typed else draft.text
            self._began_ms, self._comes_back = draft.began_ms, draft.come_back
            self.capture.text.restore(text, len(text) if typed else draft.caret)
            self._show_mark()
            return
        service, id_ = self._service, self._inspection.standing.id
        note = Paragraph(draft.text, draft.began_ms, draft.written_at, draft.come_back)
        self._record(
            lambda: service.write(id_, draft.source, note)[1],
            tr("What was being written in another encounter is a note there"),
        )

    def _show_capture(self) -> None:
        standing, source = self._inspection.standing, self._source_of(self._source)
        if source is None:
            self._show_timetable("")
            return
        texts = {
            fact.name: fact_text(source, fact, standing)
            for fact in facts_of(type(source.particulars))
            if fact.name in self.capture.fields
        }
        self.capture.registers.show(standing)
        self.capture.show_source(source, viewing.encounter_words(standing, self._source), texts)
        self.capture.show_notes(viewing.note_views(standing, self._source))
        self.capture.show_lines(viewing.line_views(standing, self._source, self._found))

    def _on_text_changed(self) -> None:
        if not self._began_ms and self.capture.text.toPlainText():
            self._began_ms = self._service.now_ms()

    def _keep(self) -> None:
        """Make what is being written durable."""
        if not self._source or self._inspection.moment:
            return
        service, id_ = self._service, self._inspection.standing.id
        draft = Draft(
            self._source,
            self.capture.text.toPlainText(),
            self._began_ms,
            self._written_at(),
            self.capture.text.textCursor().position(),
            self._comes_back,
        )
        self._inspection.jobs.run(
            self, lambda: service.keep_draft(id_, draft), self._on_kept, lane=Lane.WRITES
        )

    def _on_kept(self, _nothing: None) -> None:
        """It is in the vault; there is nothing to show."""

    def _written_at(self) -> str:
        source = self._source_of(self._source)
        return self.capture.written_at.words if source and source.written_at else ""

    def _on_text_ended(self) -> None:
        self._write(())

    def _write(self, lines: tuple[LineId, ...], then: Callable[[], None] | None = None) -> bool:
        """Record what is written as a note; False when there is nothing, or it cannot be meant."""
        text = self.capture.text.toPlainText()
        if not text.strip():
            return False
        try:
            written_at = checked_moment(self._written_at())
        except RuleViolation as error:
            self.told.emit(str(error))
            self.capture.written_at.setFocus()
            return False
        note = Paragraph(text.strip(), self._began_ms, written_at, self._comes_back)
        began_ms, comes_back = self._began_ms, self._comes_back
        service, id_, source = self._service, self._inspection.standing.id, self._source
        self._clear_text()

        def refused(error: InspectorError) -> None:
            self.told.emit(str(error))
            later = self.capture.text.toPlainText()
            self._began_ms, self._comes_back = began_ms, comes_back
            self.capture.text.restore("\n".join(filter(None, (text, later))), len(text))
            self._show_mark()

        said = tr("Account added to {lines}").format(lines=", ".join(lines))
        self._inspection.record(
            self,
            lambda: service.write(id_, source, note, lines)[1],
            said if lines else tr("Note recorded"),
            (lambda _: then()) if then else None,
            refused,
        )
        return True

    def _clear_text(self) -> None:
        self.capture.text.restore("", 0)
        self._began_ms, self._comes_back = 0, False
        self._show_mark()

    def _account_on(self, place: int) -> None:
        line = LineId(self.capture.line_at(place))
        if not line:
            return
        if not self._write((line,)):
            key = self.capture.chosen_note
            if key and not self.capture.text.toPlainText().strip():
                self._link(key, line)
        self._found = ""
        self.capture.line_search.show_text("")
        self.capture.text.setFocus()
        self._show_capture()

    def _link(self, key: str, line: LineId) -> None:
        service, id_, source = self._service, self._inspection.standing.id, self._source
        self._record(
            lambda: service.link(id_, source, key, line),
            tr("Account added to {lines}").format(lines=line),
        )

    def _toggle_come_back(self) -> None:
        if self.capture.text.toPlainText().strip():
            self._comes_back = not self._comes_back
            self._show_mark()
            self._keep()
            return
        key = self.capture.chosen_note
        note = next(
            (n for n in notes_of(self._inspection.standing, self._source) if n.key == key), None
        )
        if note is not None:
            service, id_, source = self._service, self._inspection.standing.id, self._source
            needed = not note.paragraph.come_back
            said = tr("Marked: come back") if needed else tr("No longer marked")
            self._record(lambda: service.come_back(id_, source, key, needed=needed), said)

    def _show_mark(self) -> None:
        self.capture.come_back.show_words(tr("come back") if self._comes_back else "")

    def _stamp(self) -> None:
        source = self._source_of(self._source)
        if source is None or self.capture.strip.isHidden():
            return
        service, id_, shown = self._service, self._inspection.standing.id, self._source
        self._record(lambda: service.stamp(id_, shown), tr("Stamped"))

    def _abandon(self) -> None:
        service, id_, shown = self._service, self._inspection.standing.id, self._source
        self._record(lambda: service.abandon(id_, shown), tr("Abandoned: live incident"))

    def _on_capture_described(self, name: str, text: str) -> None:
        standing, source = self._inspection.standing, self._source_of(self._source)
        if source is None:
            return
        fact = next(f for f in facts_of(type(source.particulars)) if f.name == name)
        is_as_it_was = text == fact_text(source, fact, standing).strip()
        if is_as_it_was and not self._added_roles:
            return
        try:
            value = read_fact(text, fact, standing)
        except InspectorError as error:
            self.told.emit(str(error))
            return
        if value == value_of_fact(source, fact):
            return
        service, id_, shown = self._service, standing.id, self._source
        self._record(
            lambda: service.describe(id_, shown, lambda held: with_fact(held, fact, value)),
            tr("{fact} recorded").format(fact=fact.label),
        )

    def _end(self) -> None:
        source = self._source_of(self._source)
        if source is not None and not source.is_going_on:
            self._write(())
            self._sort(self._source)
            return
        if not self._write((), self._end_now) and not self.capture.text.toPlainText().strip():
            self._end_now()

    def _end_now(self) -> None:
        service, id_, shown = self._service, self._inspection.standing.id, self._source

        def done(_act: Act) -> None:
            self.capture.set_running(False)
            if unsorted(self._inspection.standing, shown):
                self._sort(shown)
            else:
                self.going.emit(Destination(Screen.SOURCES, shown))

        self._record(lambda: service.end(id_, shown), tr("Encounter ended"), done)

    def _ask_rewriting(self) -> None:
        key, shown = self.capture.chosen_note, self._source
        service, id_ = self._service, self._inspection.standing.id
        for note in notes_of(self._inspection.standing, shown):
            if note.key == key:
                asking = AskReason(
                    self,
                    tr("Write the note anew"),
                    tr("Accounts made of it follow; the first words stay in the history."),
                    tr("Record"),
                    name=tr("Note, written anew"),
                    text=note.paragraph.text,
                )

                def given(text: str) -> None:
                    self._record(
                        lambda: service.rewrite(id_, shown, key, text), tr("Note written anew")
                    )

                asking.given.connect(given)
                asking.open()

    def _ask_withdrawal(self) -> None:
        key, shown = self.capture.chosen_note, self._source
        service, id_ = self._service, self._inspection.standing.id
        if key:
            self._ask(
                tr("Take this note back?"),
                tr("Take back"),
                lambda reason: service.withdraw_note(id_, shown, key, reason),
                tr("Note taken back"),
            )

    def _on_cover_asked(self) -> None:
        from inspector_app.ui.widgets.cover import Cover

        Cover(self.window()).show()

    def _choose_photo(self) -> None:
        dialog = ChooseFiles(self, tr("Photo of the page"))
        dialog.files_chosen.connect(self.attach)
        dialog.open()

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
                self._record(
                    lambda: service.add_evidence(id_, shown, items), result.words().rstrip(".")
                )
            if not result.is_plain:
                self.told.emit(result.words())

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

    # Sorting

    def _sort(self, source: SourceId) -> None:
        self._source, self._found = source, ""
        self.showing.emit()
        self.stack.setCurrentWidget(self.tray)
        self.hinting.emit(_TRAY_HINTS)
        self.tray.line_search.show_text("")
        self._show_tray()
        self.tray.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_tray(self) -> None:
        standing = self._inspection.standing
        left = unsorted(standing, self._source)
        if not left:
            self.noticed.emit(tr("Every note is sorted."))
            self.going.emit(Destination(Screen.SOURCES, self._source))
            return
        name = viewing.encounter_words(standing, self._source)
        self.tray.show_note(name, viewing.note_view(left[0]), len(left))
        is_typing = self.tray.line_search.hasFocus()
        self.tray.show_lines(viewing.line_views(standing, self._source, self._found, alt=is_typing))

    def _sort_to(self, line: str) -> None:
        left = unsorted(self._inspection.standing, self._source)
        if left and line:
            self._found = ""
            self.tray.line_search.show_text("")
            self._link(left[0].key, LineId(line))
            self.tray.lines.setFocus()

    def _keep_as_note(self) -> None:
        left = unsorted(self._inspection.standing, self._source)
        if left:
            service, id_, shown = self._service, self._inspection.standing.id, self._source
            key = left[0].key
            self._record(lambda: service.keep_as_note(id_, shown, key), tr("Kept as a note"))

    def _leave_tray(self) -> None:
        self._show_timetable(self._source)

    def _on_found(self, words: str) -> None:
        self._found = words
        if self.stack.currentWidget() is self.tray:
            self._show_tray()
        else:
            self._show_capture()

    # Inside

    def _source_of(self, id_: str) -> Source | None:
        return self._inspection.standing.source(SourceId(id_)).value if id_ else None

    def _on_entry_wanted(self, register: str, name: str) -> None:
        self._added_roles = True
        extend(self, self._inspection, register, name)

    def _on_inspection_changed(self, subjects: frozenset[str]) -> None:
        self.timetable.registers.show(self._inspection.standing)
        if Subject.REGISTER in {subject_kind(each) for each in subjects} and self._added_roles:
            self.capture.registers.show(self._inspection.standing)
            if self.stack.currentWidget() is self.capture:
                self._on_capture_described("roles", self.capture.fields["roles"].words)
            self._added_roles = False
        of_mine = {Subject.SOURCE, Subject.ACCOUNT, Subject.PARAGRAPH, Subject.ENCOUNTER}
        if not {subject_kind(each) for each in subjects} & of_mine or not self.isVisible():
            return
        face = self.stack.currentWidget()
        if face is self.capture:
            self._show_capture()
        elif face is self.tray:
            self._show_tray()
        else:
            standing = self._inspection.standing
            self.timetable.show_entries(viewing.entry_views(standing), standing)

    def _ask(self, title: str, accept: str, verb: Callable[[str], Act], said: str) -> None:
        words = tr("What was recorded stays in the history.")
        asking = AskReason(self, title, words, accept)

        def given(reason: str) -> None:
            self._record(lambda: verb(reason), said)

        asking.given.connect(given)
        asking.open()

    def _record(
        self, verb: Callable[[], Act], said: str, done: Callable[[Act], None] | None = None
    ) -> None:
        def refused(error: InspectorError) -> None:
            self.told.emit(str(error))

        self._inspection.record(self, verb, said, done, refused)


def _done(_nothing: None) -> None:
    """Nothing to show: it is kept."""
