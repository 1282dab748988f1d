"""What a user can do with an archived inspection: keep it, hold it, destroy it, prove that."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain import retaining
from inspector_app.domain.at_base import clock_words
from inspector_app.domain.changes.bodies import (
    Body,
    InspectionDestroyed,
    Subject,
    subject,
    subject_key,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId, PersonId
from inspector_app.domain.retention import Destruction
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import london_day
from inspector_app.services import destruction_records
from inspector_app.services.base import told_ahead_ms
from inspector_app.services.copies_beyond import beyond_reach, copies_elsewhere
from inspector_app.services.inspections import InspectionService
from inspector_app.services.journal import JournalService
from inspector_app.services.recording import Act, Recording
from inspector_app.storage.journal_reading import Tallied
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr, tr_counted


@dataclass(frozen=True, slots=True)
class Record:
    """A destroyed inspection, as far as anything of it is left."""

    inspection: InspectionId
    change: Change
    destruction: Destruction

    @property
    def words(self) -> tuple[str, ...]:
        """The record in sentences."""
        return destruction_records.words(self.change)


class RetentionService:
    """The verbs of the archive."""

    def __init__(
        self, recording: Recording, inspections: InspectionService, journal: JournalService
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._journal = journal

    def keep_until(self, inspection: InspectionId, until: str, rule: str) -> Act:
        """Record the last day on which the inspection is kept, and by which rule.

        Args:
            inspection: whose.
            until: a day, ``2031-03-31``.
            rule: a schedule of retention, or a reason in words.

        Raises:
            RuleViolation: no day, or no rule.
        """
        return self._act(inspection, Subject.RETENTION, retaining.retained(until, rule))

    def hold(self, inspection: InspectionId, reason: str) -> Act:
        """Place a legal hold: nothing of the inspection is purged or destroyed until it is lifted.

        Raises:
            RuleViolation: one is on, or no reason is given.
        """
        standing = self._inspections.standing(inspection)
        return self._act(inspection, Subject.HOLD, retaining.held(standing, reason))

    def lift(self, inspection: InspectionId, reason: str) -> Act:
        """Lift the legal hold; purges of others that waited for it are carried out.

        Raises:
            RuleViolation: none is on, or no reason is given.
        """
        recording = self._recording
        with recording.begin() as work:
            standing = self._inspections.standing_in(work, inspection)
            body = retaining.lifted(standing, reason)
            change = recording.write(work, inspection, subject(Subject.HOLD), body)
            self._journal.admit_sound(work, inspection)
            act = recording.finish(work, inspection, [change])
        self._journal.finish_purges_if_possible()
        return act

    def hindrance(self, inspection: InspectionId) -> str:
        """Return why the inspection cannot be destroyed now; empty: it can."""
        return self.hindrance_of(self._inspections.standing(inspection))

    def hindrance_of(self, standing: Standing) -> str:
        """Return the same of an inspection that was read already.

        What is destroyed is gone for good, so a clock that base has told to be ahead is not gone
        by.
        """
        person, now_ms = self._recording.actor_for(standing.id).person, self._now_ms()
        if reason := retaining.hindrance(standing, person, london_day(now_ms)):
            return reason
        with self._recording.read() as work:
            ahead_ms = max(0, told_ahead_ms(work))
        by_base = london_day(now_ms - ahead_ms)
        if reason := retaining.hindrance(standing, person, by_base):
            return tr(
                "{reason} This laptop’s clock was {off} when base last told it the time: set it "
                "right, sync, and look again."
            ).format(reason=reason, off=clock_words(ahead_ms))
        return ""

    def destroy(self, inspection: InspectionId, confirmation: str) -> Record:
        """Destroy an archived inspection for good and return the signed record that is left of it.

        Destroyed are the bodies of all changes, the keys of all files and then the files, what
        can be searched, what was typed and not recorded, and the names of people who are known
        from nowhere else. Who recorded something, when and about which line stays with its
        signature: without it the chains of this laptop's other work would no longer hold. One
        transaction; what a crash leaves to be wiped is wiped at the next opening.

        Args:
            inspection: whose; archived, past its retention, under no hold.
            confirmation: the force's name, typed.

        Raises:
            RuleViolation: it is not to be destroyed, or not by whoever acts; nothing was.
            DeviceFull: it is destroyed, and the disk has no room to wipe what lay deleted; that
                is done when the vault is next opened.
        """
        recording = self._recording
        person = recording.actor_for(inspection).person
        with recording.begin() as work:
            standing = self._inspections.standing_in(work, inspection)
            self._journal.require_lead(work, inspection, tr("destroy it"))
            if hindrance := self.hindrance_of(standing):
                raise RuleViolation(f"{hindrance} {retaining.NOTHING_DESTROYED}")
            tallied = list(work.journal.tally(inspection))
            places = work.blobs.all_of(inspection)
            body = retaining.destroyed(
                standing,
                person,
                london_day(self._now_ms()),
                confirmation,
                tally={
                    "changes": work.journal.count(inspection),
                    "laptops": len({each.device for each in tallied}),
                    "files": len(places),
                },
                heads=work.journal.heads(inspection),
                begun_ms=min(each.time_ms for each in tallied),
                beyond_reach=(
                    *copies_elsewhere(work, inspection, {each.change for each in tallied}),
                    *beyond_reach(work, inspection, recording.actor.device, travels=False),
                ),
            )
            about = subject(Subject.DESTRUCTION)
            change = recording.write(work, inspection, about, body, ())
            for place in places:
                work.blobs.forget(inspection, place.sha256)
            self._journal.note_unfinished(work, [place.name for place in places])
            work.settings.forget_naming(inspection)
            for each in self._known_from_here_alone(work, inspection, tallied):
                work.people.erase(each)
            work.commit()
        recording.forget(inspection)
        self._journal.finish_purges()
        return Record(inspection, change, body.destruction)

    def records(self) -> tuple[Record, ...]:
        """Return what is left of the inspections that were destroyed here, oldest first."""
        with self._recording.read() as work:
            return tuple(
                Record(change.header.inspection, change, change.body.destruction)
                for change in work.journal.destroyed()
                if isinstance(change.body, InspectionDestroyed)
            )

    def find_record(self, words: str) -> Record:
        """Return the one record whose inspection's id begins with ``words``, or its force matches.

        Raises:
            NotFound: none does, or several do.
        """
        wanted = words.casefold()
        found = [
            each
            for each in self.records()
            if each.inspection.startswith(wanted) or wanted in each.destruction.force.casefold()
        ]
        if not found:
            raise NotFound(
                tr("No record of destruction on this laptop matches “{words}”.").format(words=words)
            )
        if len(found) > 1:
            raise NotFound(
                tr_counted(
                    len(found),
                    "“{words}” matches {number} records of destruction on this laptop: give more "
                    "of the id.",
                ).format(words=words, number=len(found))
            )
        return found[0]

    def write_record(self, inspection: InspectionId, target: Path) -> None:
        """Write the record of a destroyed inspection to a file that proves itself.

        Raises:
            NotFound: no such record here.
            DeviceFull: the disk is full or cannot be written.
        """
        destruction_records.write(self.find_record(inspection).change, target)

    def remains(self, record: Change) -> tuple[str, ...]:
        """Return what a record is contradicted by on this laptop, in sentences; none: nothing.

        Args: ``record`` may have come from a file, of an inspection that was never here.
        """
        assert isinstance(record.body, InspectionDestroyed)  # noqa: S101 - a record is one
        inspection = record.header.inspection
        found = []
        with self._recording.read() as work:
            tallied = list(work.journal.tally(inspection))
            if any(each.has_body and each.change != record.id for each in tallied):
                found.append(tr("Of what was recorded something is still on this laptop."))
            if work.blobs.all_of(inspection):
                found.append(tr("Of its files some can still be opened on this laptop."))
            if work.search.has(inspection):
                found.append(tr("Something of it can still be searched on this laptop."))
            known = {each.change for each in tallied}
            heads = record.body.destruction.heads
            if tallied and not set(heads.values()) <= known:
                found.append(tr("It names work that never was on this laptop."))
        return tuple(found)

    def _act(self, inspection: InspectionId, about: Subject, body: Body) -> Act:
        return self._recording.act(inspection, [(subject(about), body)])

    def _now_ms(self) -> int:
        return int(self._recording.now().timestamp() * 1000)

    def _known_from_here_alone(
        self, work: UnitOfWork, inspection: InspectionId, tallied: list[Tallied]
    ) -> list[PersonId]:
        """Return the people whose names nothing but this inspection needs."""
        here = _people(tallied) & set(work.people.names())
        elsewhere = {self._recording.actor.person}
        for other in work.journal.inspections():
            if other != inspection:
                elsewhere |= _people(work.journal.tally(other))
        return sorted(person for person in here - elsewhere if not work.settings.tells_of(person))


def _people(tallied: Iterable[Tallied]) -> set[PersonId]:
    """Return who recorded something, and who was named of the team."""
    beginning = f"{Subject.MEMBER.value}:"
    found = set()
    for each in tallied:
        found.add(each.author)
        if each.subject.startswith(beginning):
            found.add(PersonId(subject_key(each.subject)))
    return found
