"""What a user can do about versions that stand side by side: look, and settle with a reason."""

from collections.abc import Iterable
from dataclasses import replace

from inspector_app.domain import settling
from inspector_app.domain.answers import Answer
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import ChangeId, InspectionId, LineId, SectionId
from inspector_app.domain.settling import Contested
from inspector_app.services.inspections import InspectionService
from inspector_app.services.recording import Act, Recording
from inspector_app.texts import tr


class SettlingService:
    """The verbs of settling; each records one change that supersedes all that was seen."""

    def __init__(self, recording: Recording, inspections: InspectionService) -> None:
        self._recording = recording
        self._inspections = inspections

    def contested(self, inspection: InspectionId) -> tuple[Contested, ...]:
        """Return all that is to be settled, in the order of the checklist.

        Raises:
            NotFound: no such inspection here.
        """
        return settling.contested(self._inspections.standing(inspection))

    def keep(
        self,
        inspection: InspectionId,
        about: str,
        change: ChangeId,
        reason: str,
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        """Let one of the versions stand, whatever it is about.

        Args:
            inspection: whose.
            about: the subject.
            change: the version to be kept.
            reason: kept in the history.
            seen: the versions that were before the user; None: all that stand. One that was not
                seen stays, and is then to be settled in turn.

        Raises:
            NotFound: that version does not stand there.
            RuleViolation: nothing is to be settled, or no reason.
        """
        with self._recording.begin() as work:
            state = work.journal.state(inspection, about)
            body = settling.kept(state, change, reason)
            # It was said under its own checklist, and keeping it says nothing of a newer one.
            under = next((v.pack for v in state.versions if v.change == change), None)
            change_made = self._recording.write(
                work, inspection, about, body, seen, settles=reason.strip(), pack=under
            )
            return self._recording.finish(work, inspection, [change_made])

    def answer(
        self,
        inspection: InspectionId,
        line: LineId,
        answer: Answer,
        reason: str,
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        """Let another answer stand than any of the versions.

        Raises:
            NotFound: the pack has no such line.
            RuleViolation: no reason, or the line cannot hold the answer.
        """
        return self._inspections.answer(
            inspection, line, replace(answer, reason=_required(reason)), seen
        )

    def headline(
        self,
        inspection: InspectionId,
        section: SectionId,
        headline: Headline,
        reason: str,
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        """Let another headline stand than any of the versions.

        Raises:
            NotFound: the pack has no such section.
            RuleViolation: no reason, or no words.
        """
        return self._inspections.headline(
            inspection, section, replace(headline, reason=_required(reason)), seen
        )


def _required(reason: str) -> str:
    if not reason.strip():
        raise RuleViolation(
            tr("Settling needs a reason: why this is what stands. Nothing was settled.")
        )
    return reason.strip()
