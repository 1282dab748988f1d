"""What a user can do with what is pointed out: look at it, put it aside, bring it back."""

from inspector_app.domain.asides import PutAside, put_aside
from inspector_app.domain.changes.bodies import PromptPutAside, Subject, Withdrawn, subject
from inspector_app.domain.errors import NotFound
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.phases import Phase
from inspector_app.domain.prompts.prompt import Prompt, kind_of
from inspector_app.domain.prompts.told import prompts
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import london_day
from inspector_app.services.inspections import InspectionService
from inspector_app.services.recording import Act, Recording
from inspector_app.texts import tr

BROUGHT_BACK = "Brought back"


class PromptService:
    """The verbs of prompts; each that records is one transaction."""

    def __init__(self, recording: Recording, inspections: InspectionService) -> None:
        self._recording = recording
        self._inspections = inspections

    def found(self, inspection: InspectionId, phase: Phase | None = None) -> tuple[Prompt, ...]:
        """Return all that is pointed out in an inspection, what is put aside included.

        Args:
            inspection: which.
            phase: in which phase of the work; None: the one in which it stands.

        Raises:
            NotFound: no such inspection on this laptop.
        """
        return self.among(self._inspections.standing(inspection), phase)

    def among(self, standing: Standing, phase: Phase | None = None) -> tuple[Prompt, ...]:
        """Return all that is pointed out in what stands; touches no store."""
        phase = phase or standing.phase
        today = london_day(int(self._recording.now().timestamp() * 1000))
        return prompts(standing, phase, today)

    def put_aside(self, inspection: InspectionId, prompt: Prompt, reason: str) -> Act:
        """Put a prompt aside with a reason; it comes back when more facts are added to it.

        Raises:
            RuleViolation: no reason.
        """
        about = subject(Subject.PROMPT, prompt.id)
        body = PromptPutAside(put_aside(prompt.facts, reason))
        return self._recording.act(inspection, [(about, body)])

    def bring_back(self, inspection: InspectionId, prompt_id: str) -> Act:
        """Tell a prompt again that was put aside.

        Raises:
            BadInput: no prompt has such an identity.
            NotFound: it is not put aside.
        """
        kind_of(prompt_id)
        about = subject(Subject.PROMPT, prompt_id)
        with self._recording.begin() as work:
            if field_of(work.journal.state(inspection, about), PutAside).value is None:
                raise NotFound(
                    tr("{prompt_id} is not put aside in this inspection.").format(
                        prompt_id=prompt_id
                    )
                )
            change = self._recording.write(work, inspection, about, Withdrawn(BROUGHT_BACK))
            return self._recording.finish(work, inspection, [change])
