"""What a user can do with another inspection of the vault: carry over from it, and confirm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from inspector_app.domain import carrying
from inspector_app.domain.carrying import Copy, Offer
from inspector_app.domain.changes.bodies import SourceRecorded
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.standing import Standing
from inspector_app.services.inspections import InspectionService, InspectionSummary
from inspector_app.services.numbers import next_number
from inspector_app.services.recording import Act, Recording


@dataclass(frozen=True, slots=True)
class Carried:
    """What was carried over in one act."""

    act: Act
    sources: tuple[str, ...]
    """Their numbers here."""
    accounts: int
    answers: int


class CarryService:
    """The verbs of carrying over; each is one transaction."""

    def __init__(self, recording: Recording, inspections: InspectionService) -> None:
        self._recording = recording
        self._inspections = inspections

    def others(self, inspection: InspectionId) -> tuple[InspectionSummary, ...]:
        """Return the other inspections of this vault, the one last worked on first."""
        return tuple(each for each in self._inspections.all() if each.id != inspection)

    def offers(
        self, inspection: InspectionId, other: InspectionId
    ) -> tuple[Standing, tuple[Offer, ...]]:
        """Return another inspection, and what of it can be carried over into this one.

        Raises:
            NotFound: no such inspection on this laptop.
        """
        there = self._inspections.standing(other)
        return there, carrying.offers(there, self._inspections.standing(inspection))

    def carry_over(
        self, inspection: InspectionId, other: InspectionId, wanted: Iterable[str]
    ) -> Carried:
        """Copy things of another inspection into this one as one act, each to be confirmed here.

        Args:
            inspection: into which.
            other: from which; nothing is recorded there.
            wanted: its subjects, ``source:…``, ``account:…`` or ``answer:…``.

        Raises:
            NotFound: no such inspection on this laptop, or nothing stands about a subject there.
            RuleViolation: something cannot be carried over; then nothing was.
        """
        there = self._inspections.standing(other)
        with self._recording.begin() as work:
            here = self._inspections.standing_in(work, inspection)
            found = carrying.copies(there, here, wanted)
            changes, numbers = [], []
            for copy in found:
                body = copy.body
                if isinstance(body, SourceRecorded):
                    number = next_number(work, inspection, self._recording.actor.tag)
                    body = SourceRecorded(replace(body.source, number=number))
                    numbers.append(number)
                changes.append(self._recording.write(work, inspection, copy.subject, body))
            act = self._recording.finish(work, inspection, changes)
        kinds = [copy.subject.partition(":")[0] for copy in found]
        return Carried(act, tuple(numbers), kinds.count("account"), kinds.count("answer"))

    def confirm(self, inspection: InspectionId, wanted: Sequence[str]) -> Act:
        """Record that what was carried over holds here as well, as one act.

        Raises:
            RuleViolation: nothing there waits to be confirmed, or it stands in differing versions.
        """
        with self._recording.begin() as work:
            here = self._inspections.standing_in(work, inspection)
            copies: dict[str, Copy] = {}
            for about in wanted:
                copies |= {copy.subject: copy for copy in carrying.confirmed(here, about)}
            changes = [
                self._recording.write(work, inspection, copy.subject, copy.body)
                for copy in copies.values()
            ]
            return self._recording.finish(work, inspection, changes)
