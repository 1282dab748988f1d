"""What a user can do about the names of people: see whose are known, and erase one."""

from dataclasses import dataclass

from inspector_app.domain.changes.bodies import NameErased, Subject, subject
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import ChangeId, InspectionId, PersonId
from inspector_app.domain.inspection import Member
from inspector_app.services import holdings
from inspector_app.services.journal import JournalService
from inspector_app.services.recording import Recording
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whose name this laptop knows."""

    person: PersonId
    name: str
    initials: tuple[str, ...]
    """By which they are known in the inspections here; none: they are of no team."""
    inspections: tuple[InspectionId, ...]
    """Those that mention them."""
    is_own: bool
    """Whoever this laptop belongs to."""


class NameService:
    """Names lie outside what is signed, so that one can be destroyed and everything still holds."""

    def __init__(self, recording: Recording, journal: JournalService) -> None:
        self._recording = recording
        self._journal = journal

    def all(self) -> tuple[Known, ...]:
        """Return all whose names are known on this laptop, by name."""
        with self._recording.read() as work:
            return self._known(work)

    def find(self, words: str) -> Known:
        """Return the one person with this name or these initials, or whose id begins so.

        Raises:
            NotFound: there is none, or more than one.
        """
        wanted = words.strip().casefold()
        found = [
            each
            for each in self.all()
            if wanted
            and (
                wanted == each.name.casefold()
                or wanted in {initials.casefold() for initials in each.initials}
                or each.person.startswith(wanted)
            )
        ]
        if len(found) != 1:
            raise NotFound(
                tr("Nobody, or more than one person, is known here as “{words}”.").format(
                    words=words
                )
            )
        return found[0]

    def erase(self, person: PersonId, reason: str) -> tuple[ChangeId, ...]:
        """Destroy a name and its key here, by a signed act in each inspection that mentions them.

        Every laptop of the team that takes the act in destroys the name too, and none takes it in
        again. Roles and initials stay, and so does everything that was recorded.

        Raises:
            NotFound: no such name here.
            RuleViolation: no reason; it is the name of this laptop's own inspector; or several
                laptops have worked on an inspection and the person recording is not its lead.
            DeviceFull: it is destroyed, and the disk has no room to wipe what lay deleted; that
                is done when the vault is next opened.
        """
        if not reason.strip():
            raise RuleViolation(tr("Erasing a name needs a reason. Nothing was changed: give one."))
        if person == self._recording.actor.person:
            raise RuleViolation(
                tr(
                    "This vault is that person’s own, and they sign by their name: it is erased "
                    "with the vault. Nothing was changed."
                )
            )
        with self._recording.begin() as work:
            known = next((each for each in self._known(work) if each.person == person), None)
            if known is None:
                raise NotFound(tr("No name of that person is known on this laptop."))
            changes = []
            for inspection in known.inspections:
                self._journal.require_lead(work, inspection, tr("erase a name"))
                about = subject(Subject.NAME, person)
                body = NameErased(reason.strip())
                changes.append(self._recording.write(work, inspection, about, body).id)
            work.people.erase(person)
            self._journal.note_unfinished(work, ())
            work.commit()
        self._journal.finish_purges()
        return tuple(changes)

    def _known(self, work: UnitOfWork) -> tuple[Known, ...]:
        names = work.people.names()
        mentioned: dict[PersonId, list[InspectionId]] = {person: [] for person in names}
        initials: dict[PersonId, dict[str, None]] = {person: {} for person in names}
        for inspection in work.journal.inspections():
            for person in holdings.names_in(work, [inspection]):
                mentioned[person].append(inspection)
                state = work.journal.state(inspection, subject(Subject.MEMBER, person))
                member = field_of(state, Member).value
                if member is not None:
                    initials[person][member.initials] = None
        own = self._recording.actor.person
        found = [
            Known(
                person,
                name,
                tuple(initials[person]),
                tuple(mentioned[person]),
                person == own,
            )
            for person, name in names.items()
        ]
        return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.person)))
