"""What a user can do with the phases of the work: go on, go back, archive and bring back."""

from inspector_app.domain import correcting, phasing
from inspector_app.domain.changes.bodies import Body, Subject, subject
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.phases import Phase
from inspector_app.services.inspections import InspectionService
from inspector_app.services.recording import Act, Recording
from inspector_app.texts import tr


class PhaseService:
    """The verbs of phases; entering the last of them archives the inspection."""

    def __init__(self, recording: Recording, inspections: InspectionService) -> None:
        self._recording = recording
        self._inspections = inspections

    def enter(self, inspection: InspectionId, phase: Phase, reason: str = "") -> Act:
        """Record that the work is in another phase from now on.

        A correction session that goes on at this laptop ends with it where the phase has no room
        for one: in fieldwork, where nothing is corrected yet, and in the archive.

        Raises:
            NotFound: no such inspection on this laptop.
            RuleViolation: it is in that phase already, or goes back without a reason.
        """
        standing = self._inspections.standing(inspection)
        is_settling = standing.phase_entered.in_conflict
        body = phasing.entered(standing.phase, phase, reason, is_settling=is_settling)
        acts: list[tuple[str, Body]] = [(subject(Subject.PHASE), body)]
        running = standing.correcting(self._recording.actor.device)
        if running is not None and not correcting.has_room(phase):
            about = correcting.subject_of(running.device, running.id)
            acts.insert(0, (about, correcting.ended(running.correction)))
        return self._recording.act(inspection, acts)

    def bring_back(self, inspection: InspectionId, reason: str) -> Act:
        """Bring an archived inspection back to the phase it was archived from.

        Raises:
            RuleViolation: it is not archived, or no reason is given.
        """
        standing = self._inspections.standing(inspection)
        if standing.phase is not Phase.ARCHIVED:
            raise RuleViolation(tr("This inspection is not archived."))
        phases = (held.value.phase for held in standing.phases if held.value is not None)
        return self.enter(inspection, phasing.before_archive(phases), reason)
