"""What a user can do with encounters: plan, begin, write timed notes, sort them, and end."""

import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from inspector_app.domain import accounts as account_rules
from inspector_app.domain import encounters, notes, timetable
from inspector_app.domain import sources as source_rules
from inspector_app.domain.accounts import Account
from inspector_app.domain.changes.bodies import (
    AccountGiven,
    EncounterPlanned,
    ParagraphWritten,
    SourceRecorded,
    Subject,
    Withdrawn,
    subject,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.checklist import Pack
from inspector_app.domain.encounters import LIVE_INCIDENT, Paragraph, Step
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.held import Held, field_of
from inspector_app.domain.ids import (
    AccountId,
    ChangeId,
    EvidenceId,
    InspectionId,
    LineId,
    SourceId,
)
from inspector_app.domain.sources import Source
from inspector_app.domain.timetable import Planned
from inspector_app.services import encounter_file, naming
from inspector_app.services.desk import note_draft
from inspector_app.services.inspections import InspectionService
from inspector_app.services.numbers import next_number
from inspector_app.services.recording import Act, Recording
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr

_UNDONE = "Taken off the line"


@dataclass(frozen=True, slots=True)
class Begun:
    """An encounter that has begun."""

    id: SourceId
    number: str
    act: Act


@dataclass(frozen=True, slots=True)
class Draft:
    """The paragraph that is being written: durable, and no act yet."""

    source: SourceId
    text: str
    began_ms: int
    written_at: str = ""
    caret: int = 0
    """Characters from the start."""
    come_back: bool = False


class EncounterService:
    """The verbs of encounters; each is one transaction."""

    def __init__(self, recording: Recording, inspections: InspectionService) -> None:
        self._recording = recording
        self._inspections = inspections

    def now_ms(self) -> int:
        """Return the laptop's time, milliseconds UTC."""
        return int(self._recording.now().timestamp() * 1000)

    # The timetable

    def plan(
        self,
        inspection: InspectionId,
        planned: Planned,
        entry: SourceId | None = None,
        seen: Iterable[ChangeId] | None = None,
    ) -> tuple[SourceId, Act]:
        """Put an encounter into the timetable, or record anew how it is meant; return its id.

        Args:
            inspection: whose.
            planned: the whole entry.
            entry: one that stands already; None: a new one.
            seen: the versions its author had before them; None: all that stand.

        Raises:
            NotFound: no such entry, line or section.
            RuleViolation: it cannot stand in the timetable.
        """
        pack = self._inspections.pack(inspection)
        body = EncounterPlanned(timetable.checked(planned, pack))
        id_ = entry or SourceId(secrets.token_hex(16))
        about = subject(Subject.ENCOUNTER, id_)
        with self._recording.begin() as work:
            if entry is not None:
                self._planned(work, inspection, entry)
            change = self._recording.write(work, inspection, about, body, seen)
            return id_, self._recording.finish(work, inspection, [change])

    def cancel(self, inspection: InspectionId, entry: SourceId, reason: str) -> Act:
        """Take an entry out of the timetable, with a reason.

        Raises:
            NotFound: no such entry.
            RuleViolation: no reason, or it has begun.
        """
        if not reason.strip():
            raise RuleViolation(
                tr("Cancelling an encounter needs a reason. Nothing was cancelled: give one.")
            )
        with self._recording.begin() as work:
            self._planned(work, inspection, entry)
            if self._source_of(work, inspection, entry) is not None:
                raise RuleViolation(
                    tr(
                        "This encounter has begun: withdraw its source instead. Nothing was "
                        "cancelled."
                    )
                )
            about = subject(Subject.ENCOUNTER, entry)
            change = self._recording.write(work, inspection, about, Withdrawn(reason))
            return self._recording.finish(work, inspection, [change])

    # Beginning and ending

    def begin(
        self,
        inspection: InspectionId,
        planned: Planned,
        entry: SourceId | None = None,
        section: str = "",
        written_at: str = "",
    ) -> Begun:
        """Begin an encounter: from now on it is a source, closed to every export until it ends.

        Args:
            inspection: whose.
            planned: the entry as it turns out, or what was said on the spot.
            entry: of the timetable; None: it was not planned.
            section: whose lines it can speak to where nothing else tells.
            written_at: when notes on paper were written that are typed up.

        Raises:
            NotFound: no such entry or line.
            RuleViolation: it cannot be recorded, or this entry has begun already.
        """
        standing = self._inspections.standing(inspection)
        timetable.checked(planned, standing.pack)
        lines = notes.lines_for(standing, planned, section)
        id_ = entry or SourceId(secrets.token_hex(16))
        with self._recording.begin() as work:
            self._require_not_begun(work, inspection, entry)
            source = encounters.begun(planned, self.now_ms(), (), lines, written_at)
            source, change = self._begun(work, inspection, source, id_, standing.pack)
            work.settings.set(_captured(inspection), id_)
            return Begun(id_, source.number, self._recording.finish(work, inspection, [change]))

    def hold(self, inspection: InspectionId, file: Path, entry: SourceId | None = None) -> Begun:
        """Record a whole encounter from a file, begun, noted and ended, as one act.

        Raises:
            NotFound: no such entry.
            BadInput: something in the file cannot be recorded; nothing was.
            RuleViolation: this entry has begun already.
        """
        standing = self._inspections.standing(inspection)
        told = encounter_file.read(file, standing, self.now_ms())
        spoken = [line for _, lines in told.notes for line in lines]
        can = dict.fromkeys((*notes.lines_for(standing, told.planned), *spoken))
        id_ = entry or SourceId(secrets.token_hex(16))
        with self._recording.begin() as work:
            self._require_not_begun(work, inspection, entry)
            now_ms = self.now_ms()
            source = encounters.begun(told.planned, now_ms, (), tuple(can), told.written_at)
            source = encounters.ended(told.with_steps(source), now_ms)
            people = naming.named(work, told.people)
            source = replace(source, people=people, evidence=told.evidence)
            source, begun = self._begun(work, inspection, source, id_, standing.pack)
            changes = [begun]
            for paragraph, lines in told.notes:
                key = secrets.token_hex(8)
                changes += self._written(
                    work, inspection, id_, key, paragraph, lines, standing.pack
                )
            return Begun(id_, source.number, self._recording.finish(work, inspection, changes))

    def stamp(self, inspection: InspectionId, source: SourceId, step: Step | None = None) -> Act:
        """Stamp the next step of a test run, or a chosen one, with the time now.

        Raises:
            NotFound: no such source stands.
            RuleViolation: there is no such step to be stamped.
        """
        return self._revised(
            inspection, source, lambda held: encounters.stamped(held, self.now_ms(), step)
        )

    def abandon(self, inspection: InspectionId, source: SourceId, why: str = LIVE_INCIDENT) -> Act:
        """Break a test run off.

        Raises:
            NotFound: no such source stands.
            RuleViolation: it is no test run.
        """
        return self._revised(
            inspection, source, lambda held: encounters.abandoned(held, self.now_ms(), why)
        )

    def end(self, inspection: InspectionId, source: SourceId) -> Act:
        """End an encounter; from now on it is exported like any other source.

        Raises:
            NotFound: no such source stands.
            RuleViolation: it has ended already.
        """
        return self._revised(
            inspection, source, lambda held: encounters.ended(held, self.now_ms()), leaves=True
        )

    def describe(
        self, inspection: InspectionId, source: SourceId, change: Callable[[Source], Source]
    ) -> Act:
        """Record role, place, lines or whatever else ``change`` puts right on an encounter.

        Raises:
            NotFound: no such source stands, or the pack has no such line.
            RuleViolation: it cannot be recorded.
        """
        return self._revised(inspection, source, change)

    def add_evidence(
        self, inspection: InspectionId, source: SourceId, items: Sequence[EvidenceId]
    ) -> Act:
        """Put evidence items to an encounter, such as photos of the pages its notes stand on.

        Raises:
            NotFound: no such source stands.
        """
        return self._revised(
            inspection,
            source,
            lambda held: replace(held, evidence=tuple(dict.fromkeys((*held.evidence, *items)))),
        )

    # Notes

    def write(
        self,
        inspection: InspectionId,
        source: SourceId,
        paragraph: Paragraph,
        lines: Sequence[LineId] = (),
    ) -> tuple[str, Act]:
        """Record a timed note, and the accounts it is on some lines, as one act.

        The draft it was is forgotten in the same transaction. Returns the note's key.

        Raises:
            NotFound: no such source stands, or the pack has no such line.
            RuleViolation: it says nothing.
        """
        encounters.checked(paragraph)
        pack = self._inspections.pack(inspection)
        key = secrets.token_hex(8)
        with self._recording.begin() as work:
            self._held(work, inspection, source)
            changes = self._written(work, inspection, source, key, paragraph, lines, pack)
            work.settings.set(note_draft(inspection), None)
            return key, self._recording.finish(work, inspection, changes)

    def rewrite(self, inspection: InspectionId, source: SourceId, key: str, text: str) -> Act:
        """Write a note anew; accounts made of it that still have its words follow.

        Raises:
            NotFound: no such note stands.
            RuleViolation: it says nothing.
        """
        made = self._accounts_of(inspection, source, key)
        with self._recording.begin() as work:
            held, before = self._note(work, inspection, source, key)
            after = encounters.checked(replace(before, text=text))
            body = ParagraphWritten(after)
            changes = [self._write_over(work, inspection, source, key, held, body)]
            for id_ in made:
                about = subject(Subject.ACCOUNT, id_)
                for version in field_of(work.journal.state(inspection, about), Account).versions:
                    account = version.value
                    if account is not None and account.words == before.text.strip():
                        anew = AccountGiven(replace(account, words=after.text.strip()))
                        seen = (version.change,)
                        changes.append(self._recording.write(work, inspection, about, anew, seen))
            return self._recording.finish(work, inspection, changes)

    def link(self, inspection: InspectionId, source: SourceId, key: str, line: LineId) -> Act:
        """Make a note an account on a line.

        Raises:
            NotFound: no such note stands, or the pack has no such line.
            RuleViolation: it is one there already.
        """
        pack = self._inspections.pack(inspection)
        about = subject(Subject.ACCOUNT, encounters.account_id(pack.line(line).id, key))
        with self._recording.begin() as work:
            held, note = self._note(work, inspection, source, key)
            if field_of(work.journal.state(inspection, about), Account).value is not None:
                raise RuleViolation(
                    tr("This note is an account on {line} already.").format(line=line)
                )
            account = account_rules.checked(encounters.account_of(note, line, source), pack)
            changes = [self._recording.write(work, inspection, about, AccountGiven(account))]
            if note.is_note:
                body = ParagraphWritten(replace(note, is_note=False))
                changes.append(self._write_over(work, inspection, source, key, held, body))
            return self._recording.finish(work, inspection, changes)

    def unlink(self, inspection: InspectionId, source: SourceId, key: str, line: LineId) -> Act:
        """Take the account back that a note is on a line; the note stays.

        Raises:
            NotFound: no such note stands, or it is no account there.
        """
        about = subject(Subject.ACCOUNT, encounters.account_id(line, key))
        with self._recording.begin() as work:
            self._note(work, inspection, source, key)
            if field_of(work.journal.state(inspection, about), Account).value is None:
                raise NotFound(
                    tr("This note is not an account on {line}, so nothing was changed.").format(
                        line=line
                    )
                )
            change = self._recording.write(work, inspection, about, Withdrawn(_UNDONE))
            return self._recording.finish(work, inspection, [change])

    def come_back(
        self, inspection: InspectionId, source: SourceId, key: str, *, needed: bool
    ) -> Act:
        """Say whether a note needs another look.

        Raises:
            NotFound: no such note stands.
        """
        return self._marked(inspection, source, key, lambda note: replace(note, come_back=needed))

    def keep_as_note(self, inspection: InspectionId, source: SourceId, key: str) -> Act:
        """Decide that a note stays a note: it is in no export and is no account.

        Raises:
            NotFound: no such note stands.
        """
        return self._marked(inspection, source, key, lambda held: replace(held, is_note=True))

    def withdraw_note(
        self, inspection: InspectionId, source: SourceId, key: str, reason: str
    ) -> Act:
        """Take a note and the accounts made of it back; what was written stays in the history.

        Raises:
            NotFound: no such note stands.
            RuleViolation: no reason.
        """
        if not reason.strip():
            raise RuleViolation(
                tr("Withdrawing a note needs a reason. Nothing was withdrawn: give one.")
            )
        about = subject(Subject.PARAGRAPH, source, key)
        made = self._accounts_of(inspection, source, key)
        with self._recording.begin() as work:
            self._note(work, inspection, source, key)
            changes = [
                self._recording.write(work, inspection, each, Withdrawn(reason))
                for each in (about, *(subject(Subject.ACCOUNT, id_) for id_ in made))
            ]
            return self._recording.finish(work, inspection, changes)

    # What this laptop captures

    def keep_draft(self, inspection: InspectionId, draft: Draft | None) -> None:
        """Make what is being written durable, at every moment in this one place; None: forget."""
        with self._recording.begin() as work:
            work.settings.set(
                note_draft(inspection), json.dumps(asdict(draft)) if draft and draft.text else None
            )
            work.commit()

    def draft(self, inspection: InspectionId) -> Draft | None:
        """Return what was being written when the app last ended or was locked."""
        with self._recording.read() as work:
            kept = work.settings.get(note_draft(inspection))
        return Draft(**json.loads(kept)) if kept else None

    def captured(self, inspection: InspectionId) -> SourceId | None:
        """Return the encounter that goes on at this laptop; None: none does."""
        with self._recording.read() as work:
            id_ = work.settings.get(_captured(inspection))
            held = self._source_of(work, inspection, SourceId(id_)) if id_ else None
        is_on = held is not None and held.value is not None and held.value.is_going_on
        return SourceId(id_) if is_on else None

    def capture(self, inspection: InspectionId, source: SourceId) -> None:
        """Go on at this laptop with an encounter that was begun here or elsewhere.

        Raises:
            NotFound: no such source stands.
        """
        with self._recording.begin() as work:
            self._held(work, inspection, source)
            work.settings.set(_captured(inspection), source)
            work.commit()

    # Inside

    def _require_not_begun(
        self, work: UnitOfWork, inspection: InspectionId, entry: SourceId | None
    ) -> None:
        if entry is not None:
            self._planned(work, inspection, entry)
            if work.journal.state(inspection, subject(Subject.SOURCE, entry)).versions:
                raise RuleViolation(
                    tr("This encounter has begun already, so nothing was recorded: go on with it.")
                )

    def _begun(
        self,
        work: UnitOfWork,
        inspection: InspectionId,
        source: Source,
        id_: SourceId,
        pack: Pack,
    ) -> tuple[Source, Change]:
        """Give a new encounter its number and, if nobody else, whoever acts as its inspector."""
        actor = self._recording.actor_for(inspection)
        numbered = replace(
            source,
            number=next_number(work, inspection, actor.tag),
            inspectors=source.inspectors or (actor.person,),
        )
        body = SourceRecorded(source_rules.checked(numbered, pack))
        about = subject(Subject.SOURCE, id_)
        return numbered, self._recording.write(work, inspection, about, body, ())

    def _written(
        self,
        work: UnitOfWork,
        inspection: InspectionId,
        source: SourceId,
        key: str,
        paragraph: Paragraph,
        lines: Iterable[LineId],
        pack: Pack,
    ) -> list[Change]:
        """Record a new note, and the accounts it is on some lines."""
        about = subject(Subject.PARAGRAPH, source, key)
        body = ParagraphWritten(paragraph)
        changes = [self._recording.write(work, inspection, about, body, ())]
        for line in dict.fromkeys(lines):
            account = encounters.account_of(paragraph, pack.line(line).id, source)
            given = AccountGiven(account_rules.checked(account, pack))
            about = subject(Subject.ACCOUNT, encounters.account_id(line, key))
            changes.append(self._recording.write(work, inspection, about, given, ()))
        return changes

    def _marked(
        self,
        inspection: InspectionId,
        source: SourceId,
        key: str,
        change: Callable[[Paragraph], Paragraph],
    ) -> Act:
        with self._recording.begin() as work:
            held, note = self._note(work, inspection, source, key)
            body = ParagraphWritten(change(note))
            written = self._write_over(work, inspection, source, key, held, body)
            return self._recording.finish(work, inspection, [written])

    def _write_over(
        self,
        work: UnitOfWork,
        inspection: InspectionId,
        source: SourceId,
        key: str,
        held: Held[Paragraph],
        body: ParagraphWritten,
    ) -> Change:
        """Record a note over the version that was looked at; another version stays."""
        about = subject(Subject.PARAGRAPH, source, key)
        return self._recording.write(work, inspection, about, body, (held.change,))

    def _accounts_of(
        self, inspection: InspectionId, source: SourceId, key: str
    ) -> tuple[AccountId, ...]:
        for note in notes.notes_of(self._inspections.standing(inspection), source):
            if note.key == key:
                return tuple(note.accounts.values())
        return ()

    def _revised(
        self,
        inspection: InspectionId,
        source: SourceId,
        change: Callable[[Source], Source],
        *,
        leaves: bool = False,
    ) -> Act:
        """Record an encounter anew over the version shown first; another version stays."""
        pack = self._inspections.pack(inspection)
        with self._recording.begin() as work:
            held, before = self._held(work, inspection, source)
            body = SourceRecorded(source_rules.checked(change(before), pack))
            about = subject(Subject.SOURCE, source)
            written = self._recording.write(work, inspection, about, body, (held.change,))
            if leaves and work.settings.get(_captured(inspection)) == source:
                work.settings.set(_captured(inspection), None)
            return self._recording.finish(work, inspection, [written])

    def _planned(self, work: UnitOfWork, inspection: InspectionId, entry: SourceId) -> Planned:
        state = work.journal.state(inspection, subject(Subject.ENCOUNTER, entry))
        for held in field_of(state, Planned).versions:
            if held.value is not None:
                return held.value
        raise NotFound(tr("This encounter is not in the timetable, or it was cancelled."))

    def _source_of(
        self, work: UnitOfWork, inspection: InspectionId, source: SourceId
    ) -> Held[Source] | None:
        state = work.journal.state(inspection, subject(Subject.SOURCE, source))
        versions = field_of(state, Source).versions
        return next((held for held in versions if held.value is not None), None)

    def _held(
        self, work: UnitOfWork, inspection: InspectionId, source: SourceId
    ) -> tuple[Held[Source], Source]:
        held = self._source_of(work, inspection, source)
        if held is None or held.value is None:
            raise NotFound(tr("This encounter is not in this inspection, or it was withdrawn."))
        return held, held.value

    def _note(
        self, work: UnitOfWork, inspection: InspectionId, source: SourceId, key: str
    ) -> tuple[Held[Paragraph], Paragraph]:
        state = work.journal.state(inspection, subject(Subject.PARAGRAPH, source, key))
        for held in field_of(state, Paragraph).versions:
            if held.value is not None:
                return held, held.value
        raise NotFound(tr("There is no such note in this encounter, or it was withdrawn."))


def _captured(inspection: InspectionId) -> str:
    return f"encounter/{inspection}"
