"""What a user can do once fieldwork is over: say once why facts are corrected, and end that."""

import secrets

from inspector_app.domain import correcting
from inspector_app.domain.ids import CorrectionId, DeviceId, InspectionId
from inspector_app.services.recording import Act, Recording


class CorrectionService:
    """The verbs of correction sessions; one goes on at a laptop at a time, over every restart."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    @property
    def device(self) -> DeviceId:
        """This laptop, whose session it is that goes on here."""
        return self._recording.actor.device

    def begin(self, inspection: InspectionId, reason: str, origin: str) -> Act:
        """Begin a session: what is recorded here from now on is part of it, until it ends.

        What whoever acts has corrected since the unlocking becomes part of it too.

        Args:
            inspection: whose.
            reason: why facts are corrected.
            origin: where the corrections come from, such as a letter of the force.

        Raises:
            RuleViolation: fieldwork goes on, a session goes on, or a word is missing.
        """
        recording = self._recording
        with recording.begin() as work:
            running = recording.correcting(work, inspection)
            body = correcting.begun(
                recording.recorded_phase(work, inspection),
                running[1] if running else None,
                reason,
                origin,
                recording.actor_for(inspection).person,
                int(recording.now().timestamp() * 1000),
                recording.loose(inspection),
            )
            about = correcting.subject_of(self.device, CorrectionId(secrets.token_hex(16)))
            act = recording.finish(
                work, inspection, [recording.write(work, inspection, about, body)]
            )
        recording.forget_loose(inspection)
        return act

    def end(self, inspection: InspectionId) -> Act:
        """End the session that goes on at this laptop.

        Raises:
            RuleViolation: none goes on here.
        """
        with self._recording.begin() as work:
            running = self._recording.correcting(work, inspection)
            body = correcting.ended(running[1] if running else None)
            assert running is not None  # noqa: S101 - else it was refused
            about = correcting.subject_of(self.device, running[0])
            change = self._recording.write(work, inspection, about, body)
            return self._recording.finish(work, inspection, [change])
