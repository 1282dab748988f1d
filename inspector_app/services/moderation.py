"""What a user can do to moderate a headline: challenge it, and say what came of it."""

from collections.abc import Iterable

from inspector_app.domain import moderating
from inspector_app.domain.changes.bodies import HeadlineModerated, Subject, Withdrawn, subject
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import ChangeId, InspectionId, SectionId
from inspector_app.domain.moderating import Words
from inspector_app.domain.moderation import Moderation
from inspector_app.services.inspections import InspectionService
from inspector_app.services.recording import Act, Recording
from inspector_app.texts import tr


class ModerationService:
    """The verbs of moderating; each is one transaction, and none touches the proposed headline."""

    def __init__(self, recording: Recording, inspections: InspectionService) -> None:
        self._recording = recording
        self._inspections = inspections

    def moderate(
        self,
        inspection: InspectionId,
        section: SectionId,
        words: Words,
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        """Record what a moderator wrote on a section's headline.

        Args:
            inspection: whose.
            section: whose headline.
            words: what is not given stays.
            seen: the versions its author had before them; None: all that stand.

        Raises:
            NotFound: the pack has no such section.
            RuleViolation: there is no headline, it stands in versions, or nothing was written.
        """
        self._inspections.pack(inspection).section(section)
        about = subject(Subject.MODERATION, section)
        with self._recording.begin() as work:
            headline = work.journal.state(inspection, subject(Subject.HEADLINE, section))
            before = field_of(work.journal.state(inspection, about), Moderation)
            made = moderating.moderated(words, before, field_of(headline, Headline))
            change = self._recording.write(work, inspection, about, HeadlineModerated(made), seen)
            return self._recording.finish(work, inspection, [change])

    def withdraw(self, inspection: InspectionId, section: SectionId, reason: str) -> Act:
        """Take a moderation back: the headline stands as it was proposed.

        Raises:
            NotFound: there is none.
            RuleViolation: no reason.
        """
        if not reason.strip():
            raise RuleViolation(
                tr("Withdrawing a moderation needs a reason. Nothing was withdrawn: give one.")
            )
        about = subject(Subject.MODERATION, section)
        with self._recording.begin() as work:
            state = work.journal.state(inspection, about)
            if not state.versions or state.is_withdrawn:
                raise NotFound(
                    tr("This headline was not moderated, so there is nothing to withdraw.")
                )
            body = Withdrawn(reason.strip())
            change = self._recording.write(work, inspection, about, body, state.heads)
            return self._recording.finish(work, inspection, [change])
