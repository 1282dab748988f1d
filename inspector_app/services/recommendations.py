"""What a user can do with recommendations: make, revise, withdraw, tell how far they have come."""

import secrets
from collections.abc import Iterable
from dataclasses import replace

from inspector_app.domain import recommending
from inspector_app.domain.changes.bodies import (
    ProgressTold,
    RecommendationMade,
    Subject,
    subject,
)
from inspector_app.domain.errors import NotFound
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import ChangeId, InspectionId, RecommendationId
from inspector_app.domain.items import RecommendationItem
from inspector_app.domain.recommendations import Advance, Recommendation
from inspector_app.services.inspections import InspectionService
from inspector_app.services.numbers import next_number
from inspector_app.services.recording import Act, Recording
from inspector_app.texts import tr


class RecommendationService:
    """The verbs of recommendations; each is one transaction."""

    def __init__(self, recording: Recording, inspections: InspectionService) -> None:
        self._recording = recording
        self._inspections = inspections

    def make(
        self, inspection: InspectionId, recommendation: Recommendation
    ) -> tuple[RecommendationId, Act]:
        """Record a recommendation under the next number; return its id.

        Raises:
            NotFound: it rests on a section or line that the pack does not have.
            RuleViolation: it says nothing.
        """
        pack = self._inspections.pack(inspection)
        recommending.checked(recommendation, pack)
        id_ = RecommendationId(secrets.token_hex(16))
        with self._recording.begin() as work:
            number = next_number(work, inspection, self._recording.actor_for(inspection).tag)
            body = RecommendationMade(replace(recommendation, number=number))
            about = subject(Subject.RECOMMENDATION, id_)
            change = self._recording.write(work, inspection, about, body)
            return id_, self._recording.finish(work, inspection, [change])

    def revise(
        self,
        inspection: InspectionId,
        id_: RecommendationId,
        recommendation: Recommendation,
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        """Record a recommendation anew; its number stays.

        Args:
            inspection: whose.
            id_: which.
            recommendation: the whole of it.
            seen: the versions its author had before them; None: all that stand.

        Raises:
            NotFound: it does not stand, or rests on what the pack does not have.
            RuleViolation: it says nothing.
        """
        pack = self._inspections.pack(inspection)
        about = subject(Subject.RECOMMENDATION, id_)
        with self._recording.begin() as work:
            before = field_of(work.journal.state(inspection, about), Recommendation).value
            if before is None:
                raise NotFound(tr("This recommendation is not there, or it was withdrawn."))
            kept = replace(recommendation, number=before.number)
            body = RecommendationMade(recommending.checked(kept, pack))
            change = self._recording.write(work, inspection, about, body, seen)
            return self._recording.finish(work, inspection, [change])

    def withdraw(self, inspection: InspectionId, id_: RecommendationId, reason: str) -> Act:
        """Take a recommendation back, with a reason; it stays in the history.

        Raises:
            NotFound: it does not stand.
            RuleViolation: no reason.
        """
        return self._recording.withdraw(
            inspection,
            subject(Subject.RECOMMENDATION, id_),
            Recommendation,
            reason,
            no_reason=tr(
                "Withdrawing a recommendation needs a reason. Nothing was withdrawn: give one."
            ),
            not_there=tr("This recommendation is not there, or it was withdrawn."),
        )

    def tell(
        self,
        inspection: InspectionId,
        made_in: InspectionId,
        id_: RecommendationId,
        advance: Advance,
        seen: Iterable[ChangeId] | None = None,
    ) -> Act:
        """Record how far a recommendation has come.

        Args:
            inspection: the one in which that is told.
            made_in: the one that made the recommendation; may be the same.
            id_: the recommendation.
            advance: how far, with the recommendation's own words.
            seen: the versions its author had before them; None: all that stand.

        Raises:
            NotFound: it rests on a section or line that the pack does not have.
            RuleViolation: done, resting on nothing.
        """
        pack = self._inspections.pack(inspection)
        body = ProgressTold(recommending.checked_advance(advance, pack))
        about = subject(Subject.PROGRESS, made_in, id_)
        with self._recording.begin() as work:
            change = self._recording.write(work, inspection, about, body, seen)
            return self._recording.finish(work, inspection, [change])

    def find(self, inspection: InspectionId, number: str) -> RecommendationItem:
        """Return the recommendation with this number.

        Raises:
            NotFound: none stands.
        """
        for item in self._inspections.standing(inspection).recommendations():
            if item.recommendation.number.casefold() == number.casefold():
                return item
        raise NotFound(
            tr("There is no recommendation {number} in this inspection.").format(number=number)
        )
