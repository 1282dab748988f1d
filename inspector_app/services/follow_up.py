"""What a user can do to follow an earlier inspection up: name it, and look at what it found."""

from dataclasses import dataclass

from inspector_app.domain.changes.bodies import FollowUpNamed, Subject, subject
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.follow_up import Earlier
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.inspection import Details
from inspector_app.domain.standing import Standing
from inspector_app.services.inspections import InspectionService
from inspector_app.services.recording import Act, Recording, particulars
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """The earlier inspection, as far as this laptop knows it."""

    earlier: Earlier
    standing: Standing | None
    """None: it is not on this laptop."""
    is_named: bool
    """Whether somebody said so; else it is the last one of the same force in this vault."""

    def words(self) -> str:
        """Return which it is, in one sentence."""
        when = tr("the inspection of {fieldwork}").format(fieldwork=self.earlier.fieldwork.words())
        if self.standing is None:
            return tr(
                "This follows up {when}, which is not on this laptop: take it in to see it."
            ).format(when=when)
        if self.is_named:
            return tr("This follows up {when}.").format(when=when)
        return tr("Last time was {when}, the latest of this force in this vault.").format(when=when)


class FollowUpService:
    """The verbs of following up; looking back records nothing."""

    def __init__(self, recording: Recording, inspections: InspectionService) -> None:
        self._recording = recording
        self._inspections = inspections

    def candidates(self, inspection: InspectionId) -> tuple[Earlier, ...]:
        """Return the earlier inspections of the same force in this vault, the latest first.

        Raises:
            NotFound: this inspection is not on this laptop.
        """
        about = subject(Subject.INSPECTION)
        with self._recording.read() as work:
            mine = particulars(work.journal.state(inspection, about))
            found = []
            for other in work.journal.inspections():
                field = field_of(work.journal.state(other, about), Details)
                details = next((held.value for held in field.versions if held.value), None)
                if other != inspection and details and _is_earlier(details, mine):
                    found.append(Earlier(other, details.force.name, details.fieldwork))
        found.sort(key=lambda each: (each.fieldwork.sort_key(), each.inspection), reverse=True)
        return tuple(found)

    def followed(self, inspection: InspectionId) -> FollowedUp | None:
        """Return the earlier inspection: the one that was named, else the latest candidate."""
        with self._recording.read() as work:
            state = work.journal.state(inspection, subject(Subject.FOLLOW_UP))
        if (named := field_of(state, Earlier).value) is not None:
            try:
                standing = self._inspections.standing(named.inspection)
                _ = standing.details
            except NotFound:
                return FollowedUp(named, None, is_named=True)
            return FollowedUp(named, standing, is_named=True)
        for earlier in self.candidates(inspection):
            standing = self._inspections.standing(earlier.inspection)
            return FollowedUp(earlier, standing, is_named=False)
        return None

    def name(self, inspection: InspectionId, earlier: InspectionId) -> Act:
        """Record which earlier inspection of the same force this one follows up.

        Raises:
            RuleViolation: it is no earlier inspection of the same force.
        """
        for candidate in self.candidates(inspection):
            if candidate.inspection == earlier:
                body = FollowUpNamed(candidate)
                return self._recording.act(inspection, [(subject(Subject.FOLLOW_UP), body)])
        raise RuleViolation(
            tr(
                "Only an earlier inspection of the same force can be followed up. Nothing was "
                "recorded."
            )
        )

    def withdraw(self, inspection: InspectionId, reason: str) -> Act:
        """Take back which inspection was named.

        Raises:
            NotFound: none was.
            RuleViolation: no reason.
        """
        return self._recording.withdraw(
            inspection,
            subject(Subject.FOLLOW_UP),
            Earlier,
            reason,
            no_reason=tr("Taking that back needs a reason. Nothing was taken back: give one."),
            not_there=tr("No earlier inspection was named here."),
        )


def _is_earlier(other: Details, mine: Details) -> bool:
    """Return whether another inspection is of the same force, with fieldwork before this one's."""
    same = (
        other.force.entry == mine.force.entry
        if other.force.entry and mine.force.entry
        else other.force.name.casefold().split() == mine.force.name.casefold().split()
    )
    return same and other.fieldwork.sort_key() < mine.fieldwork.sort_key()
