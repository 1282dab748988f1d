"""Who looks at what, as the screens show it; no Qt, no decisions of the domain's."""

from collections import Counter
from collections.abc import Iterable, Sequence

from inspector_app.domain.assigning import (
    whose_line,
    whose_section,
    whose_words,
)
from inspector_app.domain.ids import LineId, PersonId, SectionId
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import role_words
from inspector_app.ui.models.people_list import PersonView
from inspector_app.ui.texts import counted, tr
from inspector_app.ui.viewing import section_name


def team_views(standing: Standing) -> tuple[PersonView, ...]:
    """Return the people who can be given something, with what they have so far."""
    counts: Counter[PersonId] = Counter()
    for section in standing.sections():
        for line in section.lines:
            counts.update(whose_line(standing, line).people)
    return tuple(
        PersonView(
            person,
            member.initials,
            standing.names.get(person, ""),
            role_words(member.role).lower(),
            counts[person],
        )
        for person, member in standing.members()
        if member.present
    )


def section_people(standing: Standing, section: SectionId) -> tuple[str, str]:
    """Return to whom a section as a whole is assigned: for the eye, and for hand and ear."""
    people = whose_words(standing, whose_section(standing, section))
    if not people:
        return tr("Assign"), tr("Assign the section")
    return people, tr("Assigned to {people}").format(people=people)


def title_for(standing: Standing, places: Sequence[str]) -> str:
    """Return what is asked about: a section, a line, or several lines."""
    if len(places) > 1:
        return tr("Who looks at {lines}?").format(lines=counted(len(places), "line", "lines"))
    is_section = any(section.id == places[0] for section in standing.pack.sections)
    name = section_name(standing, SectionId(places[0])) if is_section else places[0]
    return tr("Who looks at {place}?").format(place=name)


def words_for(standing: Standing, places: Sequence[str]) -> str:
    """Return how it stands now, and what keys do."""
    keys = tr("A number or Space ticks; Enter assigns.")
    if is_disputed(standing, places):
        what = tr("Laptops have assigned this differently: say who it is, and why.")
    elif len(places) > 1:
        what = tr("Together, instead of whoever has each of them now.")
    elif any(section.id == places[0] for section in standing.pack.sections):
        what = tr("All lines of the section go with it, but for those assigned themselves.")
    else:
        whose = whose_line(standing, standing.pack.line(places[0]))
        people = whose_words(standing, whose)
        if people and not whose.is_own:
            what = tr("It goes with its section, to {people}.").format(people=people)
        else:
            what = tr("With nobody ticked it goes with its section.")
    return f"{what} {keys}"


def chosen_for(standing: Standing, places: Sequence[str]) -> tuple[PersonId, ...]:
    """Return who is ticked at first: those to whom all of the places are assigned as themselves.

    Nobody is where laptops differ: none of the versions leads before somebody says so.
    """
    if is_disputed(standing, places):
        return ()
    found = [standing.assignment(LineId(place)).value for place in places]
    first = found[0].people if found and found[0] else ()
    return first if all(each and each.people == first for each in found) else ()


def is_disputed(standing: Standing, places: Iterable[str]) -> bool:
    """Return whether laptops have assigned any of the places differently."""
    return any(standing.assignment(LineId(place)).in_conflict for place in places)
