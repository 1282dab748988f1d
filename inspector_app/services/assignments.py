"""What a user can do with assignments: give lines and sections to people, and take them back."""

from collections.abc import Callable, Iterable, Mapping

from inspector_app.domain import assigning
from inspector_app.domain.assigning import about_place
from inspector_app.domain.assignments import Assignment
from inspector_app.domain.changes.bodies import Body, Subject, subject_key
from inspector_app.domain.changes.change import Change
from inspector_app.domain.checklist import Pack
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.held import Field, field_of
from inspector_app.domain.ids import ChangeId, InspectionId, PersonId
from inspector_app.domain.inspection import Member
from inspector_app.services.inspections import InspectionService
from inspector_app.services.recording import Act, Recording
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr

Seen = Mapping[str, Iterable[ChangeId]]
"""The versions that were before the user, by place; a place that is not in it: all that stand."""
_Decide = Callable[[str, Field[Assignment]], Body | None]


class AssignmentService:
    """The verbs of assigning; each is one act and one transaction, over however many places."""

    def __init__(self, recording: Recording, inspections: InspectionService) -> None:
        self._recording = recording
        self._inspections = inspections

    def assign(
        self,
        inspection: InspectionId,
        places: Iterable[str],
        people: Iterable[PersonId],
        reason: str = "",
        seen: Seen | None = None,
    ) -> Act:
        """Give lines and sections to people of the team, instead of whoever had them.

        A section's assignment covers its lines, but for those that are assigned themselves.

        Args:
            inspection: whose.
            places: ids of lines and sections.
            people: to whom, all of them together.
            reason: needed where laptops have assigned a place differently.
            seen: the versions that were before the user; None: all that stand.

        Raises:
            NotFound: the pack has no such line or section.
            RuleViolation: nobody, somebody who is not in the team, no reason, or nothing that
                is not so already.
        """
        with self._recording.begin() as work:
            members = self._members(work, inspection)
            named = tuple(people)

            def decide(place: str, before: Field[Assignment]) -> Body | None:
                return assigning.assigned(place, before, named, members, reason)

            return self._act(work, inspection, places, decide, seen, _ALREADY)

    def unassign(
        self,
        inspection: InspectionId,
        places: Iterable[str],
        reason: str = "",
        seen: Seen | None = None,
    ) -> Act:
        """Take assignments back; a line that had its own goes with its section again.

        Raises:
            NotFound: the pack has no such line or section.
            RuleViolation: none of them is assigned as itself, or a reason is missing.
        """
        with self._recording.begin() as work:

            def decide(place: str, before: Field[Assignment]) -> Body | None:
                return assigning.unassigned(place, before, reason)

            return self._act(work, inspection, places, decide, seen, _NOT_OWN)

    def shows_only_mine(self, inspection: InspectionId) -> bool:
        """Return whether this laptop's screens were last narrowed to what is mine."""
        with self._recording.read() as work:
            return bool(work.settings.get(_setting(inspection)))

    def show_only_mine(self, inspection: InspectionId, *, is_on: bool) -> None:
        """Remember whether screens are narrowed to what is mine; a setting of this laptop."""
        with self._recording.begin() as work:
            work.settings.set(_setting(inspection), is_on or None)
            work.commit()

    def _act(
        self,
        work: UnitOfWork,
        inspection: InspectionId,
        places: Iterable[str],
        decide: _Decide,
        seen: Seen | None,
        nothing: str,
    ) -> Act:
        pack = self._inspections.pinned(work, inspection)
        changes: list[Change] = []
        for place in dict.fromkeys(places):
            _require_place(pack, place)
            about = about_place(place)
            before = field_of(work.journal.state(inspection, about), Assignment)
            if (body := decide(place, before)) is not None:
                heads = (seen or {}).get(place)
                changes.append(self._recording.write(work, inspection, about, body, heads))
        if not changes:
            raise RuleViolation(nothing)
        return self._recording.finish(work, inspection, changes)

    def _members(self, work: UnitOfWork, inspection: InspectionId) -> dict[PersonId, Member]:
        return {
            PersonId(subject_key(about)): member
            for about, state in work.journal.states(inspection, Subject.MEMBER).items()
            if (member := field_of(state, Member).value)
        }


_ALREADY = tr("That is how it is assigned already, so nothing was recorded.")
_NOT_OWN = tr(
    "Nothing was recorded: none of these is assigned as itself. A line that goes with its section "
    "is given to somebody else by assigning it, or the section."
)


def _require_place(pack: Pack, place: str) -> None:
    if any(section.id == place for section in pack.sections):
        return
    try:
        pack.line(place)
    except NotFound:
        raise NotFound(
            tr("The checklist has no line or section {place}.").format(place=place)
        ) from None


def _setting(inspection: InspectionId) -> str:
    return f"only-mine/{inspection}"
