"""Handing a laptop over: whose acts are recorded on it, while its device goes on signing."""

from inspector_app.domain.changes.bodies import LaptopNamed, Subject, subject
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import InspectionId, PersonId
from inspector_app.domain.inspection import Member
from inspector_app.services.recording import Recording
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr


class HandingService:
    """Says who acts in an inspection on this laptop; nothing already recorded changes."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def recorded_as(self, inspection: InspectionId) -> PersonId:
        """Return whom acts in an inspection are recorded as now."""
        return self._recording.actor_for(inspection).person

    def owner(self) -> PersonId:
        """Return whose laptop this is."""
        return self._recording.actor.person

    def hand_over(self, inspection: InspectionId, person: PersonId, *, keeps: bool = True) -> None:
        """Record what follows in an inspection as somebody's of its team, until it is handed on.

        The first time somebody other than its owner acts on it, a change tells whose laptop it is.
        Numbers that are given go by a tag of both.

        Args:
            inspection: whose team.
            person: of the team, or the laptop's owner.
            keeps: also when the vault is opened again, and not for this command alone.

        Raises:
            RuleViolation: the person is not in the team, or has left it.
        """
        owner = self._recording.actor
        with self._recording.begin() as work:
            member = None
            if person != owner.person:
                member = self._member(work, inspection, person)
                about = subject(Subject.LAPTOP, owner.device)
                if not work.journal.heads_of(inspection, about):
                    self._recording.write(work, inspection, about, LaptopNamed(owner.person))
            if keeps:
                kept = None if person == owner.person else person
                work.settings.set(_setting(inspection), kept)
            work.commit()
        if member is None:
            self._recording.act_as_owner(inspection)
        else:
            self._recording.act_as(inspection, person, member.initials)

    def record_as(self, inspection: InspectionId, initials: str) -> PersonId:
        """Record what this command does as the member's with these initials; return the person.

        Raises:
            NotFound: nobody of the team has them.
            RuleViolation: that person has left the team.
        """
        wanted = initials.strip().casefold()
        with self._recording.read() as work:
            for written, state in work.journal.states(inspection, Subject.MEMBER).items():
                member = field_of(state, Member).value
                if member is not None and member.initials.casefold() == wanted:
                    person = PersonId(written.partition(":")[2])
                    break
            else:
                raise NotFound(
                    tr("Nobody of the team has the initials {initials}.").format(initials=initials)
                )
        self.hand_over(inspection, person, keeps=False)
        return person

    def take_up(self, inspection: InspectionId) -> PersonId:
        """Go on as whoever acted when the vault was closed, if still in the team; say who."""
        with self._recording.read() as work:
            kept = work.settings.get(_setting(inspection))
        if kept is not None and kept != self.recorded_as(inspection):
            try:
                self.hand_over(inspection, PersonId(kept))
            except RuleViolation:
                self.hand_over(inspection, self.owner())
        return self.recorded_as(inspection)

    def _member(self, work: UnitOfWork, inspection: InspectionId, person: PersonId) -> Member:
        state = work.journal.state(inspection, subject(Subject.MEMBER, person))
        member = field_of(state, Member).value
        if member is None or not member.present:
            raise RuleViolation(
                tr(
                    "Acts can be recorded only as somebody of the team: put them into it first. "
                    "Nothing was changed."
                )
            )
        return member


def _setting(inspection: InspectionId) -> str:
    return f"recorded-as/{inspection}"
