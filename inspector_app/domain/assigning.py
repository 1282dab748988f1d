"""Assigning lines and sections to people: what may be recorded, and whose a line is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from inspector_app.domain.assignments import Assignment
from inspector_app.domain.changes.bodies import (
    Assigned,
    Body,
    EncounterPlanned,
    Subject,
    Withdrawn,
    subject,
)
from inspector_app.domain.changes.fold import SubjectState
from inspector_app.domain.checklist import Line, Section
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.held import Field, field_of
from inspector_app.domain.ids import LineId, PersonId, SectionId
from inspector_app.domain.inspection import Member
from inspector_app.domain.standing import Standing
from inspector_app.domain.timetable import Planned
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class Whose:
    """To whom something is assigned; nobody where ``people`` is empty."""

    people: tuple[PersonId, ...] = ()
    """Of all versions that stand, the one shown first leading."""
    is_disputed: bool = False
    """Laptops have assigned it differently; until somebody settles that it is everybody's."""
    is_own: bool = True
    """False for a line that goes with its section."""


NOBODY = Whose()


@dataclass(frozen=True, slots=True)
class Mine:
    """Which places are somebody's."""

    lines: frozenset[LineId]
    sections: frozenset[SectionId]
    """Assigned as a whole, and with it what belongs to no line of it, such as the headline."""

    def __bool__(self) -> bool:
        """Return whether there is anything."""
        return bool(self.lines or self.sections)


NOTHING_MINE = Mine(frozenset(), frozenset())


def assigned(
    place: str,
    before: Field[Assignment],
    people: Iterable[PersonId],
    members: Mapping[PersonId, Member],
    reason: str = "",
) -> Body | None:
    """Return the change that assigns a place; None when that stands already.

    Args:
        place: the line or section, for the sentence of a refusal.
        before: what stands there.
        people: to whom, all of them present in the team.
        members: the team.
        reason: needed to settle differing assignments.

    Raises:
        RuleViolation: nobody is named, somebody is not in the team, or a reason is missing.
    """
    wanted = tuple(sorted(set(people)))
    if not wanted:
        raise RuleViolation(
            tr(
                "Nobody was named, so {place} was left as it was: name at least one of the team."
            ).format(place=place)
        )
    for person in wanted:
        member = members.get(person)
        if member is None:
            raise RuleViolation(
                tr(
                    "Lines are assigned to people of the team. Nothing was recorded: put them "
                    "into the team first."
                )
            )
        if not member.present:
            raise RuleViolation(
                tr(
                    "{initials} has left the team. Nothing was recorded: name somebody who is in "
                    "it."
                ).format(initials=member.initials)
            )
    said = _settled(place, before, reason)
    if not before.in_conflict and before.value and before.value.people == wanted:
        return None
    return Assigned(Assignment(wanted, said))


def unassigned(place: str, before: Field[Assignment], reason: str = "") -> Body | None:
    """Return the change that takes an assignment back; None when none stands there.

    Raises:
        RuleViolation: differing assignments stand, and no reason is given.
    """
    said = _settled(place, before, reason)
    if not any(held.value for held in before.versions):
        return None
    return Withdrawn(said)


def whose_section(standing: Standing, section: SectionId) -> Whose:
    """Return to whom a section is assigned as a whole."""
    return _whose(standing.assignment(section)) or NOBODY


def whose_line(standing: Standing, line: Line) -> Whose:
    """Return to whom a line is assigned: as itself, else with its section."""
    if (own := _whose(standing.assignment(line.id))) is not None:
        return own
    of_section = whose_section(standing, line.section)
    return replace(of_section, is_own=False) if of_section.people else NOBODY


def everybody_in(standing: Standing, section: Section) -> tuple[PersonId, ...]:
    """Return who has a section, or a line of it, before them; those of the whole of it first."""
    found = list(whose_section(standing, section.id).people)
    for line in section.lines:
        if (own := _whose(standing.assignment(line.id))) is not None:
            found += own.people
    return tuple(dict.fromkeys(found))


def is_mine(standing: Standing, person: PersonId) -> Callable[[Line], bool]:
    """Return what tells whether a line is somebody's."""
    return lambda line: person in whose_line(standing, line).people


def has_mine(standing: Standing, section: Section, person: PersonId) -> bool:
    """Return whether a section, or a line of it, is somebody's."""
    own = mine(standing, person)
    return section.id in own.sections or any(line.id in own.lines for line in section.lines)


def mine(standing: Standing, person: PersonId) -> Mine:
    """Return what is somebody's, in scope or not."""

    def read() -> Mine:
        holds = is_mine(standing, person)
        return Mine(
            frozenset(line.id for line in standing.pack.lines() if holds(line)),
            frozenset(
                section.id
                for section in standing.pack.sections
                if person in whose_section(standing, section.id).people
            ),
        )

    return standing.memory.of_kinds(f"mine of {person}", (Subject.ASSIGNMENT,), read)


def whose_words(standing: Standing, whose: Whose) -> str:
    """Return initials: ``AM, BK``, or ``AM or BK`` where laptops differ; empty: nobody."""
    if not whose.people:
        return ""
    word = tr(" or ") if whose.is_disputed else ", "
    return word.join(sorted(people_words(standing, whose.people)))


def people_words(standing: Standing, people: Iterable[PersonId]) -> tuple[str, ...]:
    """Return the initials of people, those of whoever has left saying so."""
    members = dict(standing.members())
    found = []
    for person in people:
        member = members.get(person)
        has_left = member is not None and not member.present
        found.append(standing.initials(person) + (tr(" (has left)") if has_left else ""))
    return tuple(found)


def member_called(standing: Standing, initials: str) -> PersonId:
    """Return who of the team has these initials; one who is present before one who has left.

    Raises:
        NotFound: nobody has them.
    """
    wanted = initials.strip().casefold()
    found = [pair for pair in standing.members() if pair[1].initials.casefold() == wanted]
    if not found:
        raise NotFound(
            tr("Nobody of the team has the initials {initials}.").format(initials=initials)
        )
    return min(found, key=lambda pair: (not pair[1].present, pair[0]))[0]


def handed_on(
    states: Mapping[str, SubjectState], before: PersonId, after: PersonId
) -> tuple[tuple[str, Body], ...]:
    """Return the changes by which one person's assignments and encounters become another's.

    Used when somebody who was named for the team beforehand comes with a laptop of their own.
    What stands in differing versions stays as it is.

    Args:
        states: of all assignments and encounters.
        before: whose they are.
        after: whose they are to be.
    """

    def one(person: PersonId | None) -> PersonId | None:
        return after if person == before else person

    found: list[tuple[str, Body]] = []
    for about, state in states.items():
        if state.in_conflict:
            continue
        assignment, planned = field_of(state, Assignment).value, field_of(state, Planned).value
        if assignment and before in assignment.people:
            people = {after if each == before else each for each in assignment.people}
            found.append((about, Assigned(Assignment(tuple(sorted(people))))))
        elif planned and before in (planned.lead, *planned.inspectors):
            others = tuple(after if each == before else each for each in planned.inspectors)
            moved = replace(planned, lead=one(planned.lead), inspectors=others)
            found.append((about, EncounterPlanned(moved)))
    return tuple(found)


def about_place(place: str) -> str:
    """Return the subject under which a line's or a section's assignment is recorded."""
    return subject(Subject.ASSIGNMENT, place)


def _settled(place: str, before: Field[Assignment], reason: str) -> str:
    said = reason.strip()
    if before.in_conflict and not said:
        raise RuleViolation(
            tr(
                "Laptops have assigned {place} differently. Nothing was recorded: give the reason "
                "why it is to be as you say."
            ).format(place=place)
        )
    return said


def _whose(field: Field[Assignment]) -> Whose | None:
    people = dict.fromkeys(
        each for held in field.versions if held.value for each in held.value.people
    )
    return Whose(tuple(people), field.in_conflict) if people else None
