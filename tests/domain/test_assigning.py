"""Whose a line is: as itself, else with its section; what may be assigned to whom."""

from dataclasses import replace
from datetime import date

import pytest

from inspector_app.domain.assigning import (
    NOBODY,
    Whose,
    about_place,
    assigned,
    everybody_in,
    handed_on,
    has_mine,
    is_mine,
    mine,
    unassigned,
    whose_line,
    whose_section,
    whose_words,
)
from inspector_app.domain.assignments import Assignment
from inspector_app.domain.changes.bodies import (
    Assigned,
    BodyPurged,
    EncounterPlanned,
    Subject,
    Unknown,
    Withdrawn,
    subject,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.fold import Version, folded
from inspector_app.domain.checklist import Line
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.held import Field
from inspector_app.domain.ids import LineId, PersonId, SectionId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.prompts.of_lines import versions
from inspector_app.domain.prompts.prompt import PromptKind
from inspector_app.domain.prompts.reading import Reading
from inspector_app.domain.settling import contested
from inspector_app.domain.standing import Standing
from inspector_app.domain.timetable import Planned
from tests.support.standings import AM, JS, Journal, a_journal

SECTION, LINE, OTHER = SectionId("CC-PO"), LineId("CC-PO-05"), LineId("CC-PO-06")
_DAY = date(2013, 9, 17)
GONE = PersonId("d" * 32)
TEAM = {
    JS: Member(TeamRole.LEAD, "JS"),
    AM: Member(TeamRole.INSPECTOR, "AM"),
    GONE: Member(TeamRole.INSPECTOR, "GW", present=False),
}


@pytest.fixture
def journal() -> Journal:
    return a_journal()


def give(journal: Journal, place: str, *people: PersonId, **how: object) -> Change:
    return journal.record(about_place(place), Assigned(Assignment(people)), **how)  # type: ignore[arg-type]


def line(standing: Standing, id_: str = LINE) -> Line:
    return standing.pack.line(id_)


def test_nobody_has_what_nobody_was_given(journal: Journal) -> None:
    standing = journal.standing()
    assert whose_line(standing, line(standing)) == NOBODY
    assert whose_section(standing, SECTION) == NOBODY
    assert mine(standing, JS).lines == frozenset()


def test_a_section_covers_its_lines_unless_one_is_assigned_itself(journal: Journal) -> None:
    give(journal, SECTION, AM)
    give(journal, LINE, JS)
    standing = journal.standing()
    assert whose_line(standing, line(standing)) == Whose((JS,))
    assert whose_line(standing, line(standing, OTHER)) == Whose((AM,), is_own=False)
    assert everybody_in(standing, standing.pack.section(SECTION)) == (AM, JS)
    assert mine(standing, JS).lines == {LINE}
    assert mine(standing, JS).sections == frozenset()
    assert mine(standing, AM).sections == {SECTION}
    for person in (JS, AM):
        assert has_mine(standing, standing.pack.section(SECTION), person)
    assert not has_mine(standing, standing.pack.section("CC-CY"), JS)


def test_a_line_whose_own_assignment_is_taken_back_goes_with_its_section(journal: Journal) -> None:
    give(journal, SECTION, AM)
    give(journal, LINE, JS)
    journal.record(about_place(LINE), Withdrawn(""))
    standing = journal.standing()
    assert whose_line(standing, line(standing)) == Whose((AM,), is_own=False)


def test_what_two_laptops_assigned_apart_is_everybodys_until_it_is_settled(
    journal: Journal,
) -> None:
    give(journal, LINE, JS)
    give(journal, LINE, AM, by=AM, seen=())
    standing = journal.standing()
    whose = whose_line(standing, line(standing))
    assert (whose.is_disputed, set(whose.people)) == (True, {JS, AM})
    assert whose_words(standing, whose) == "AM or JS"
    for person in (JS, AM):
        assert is_mine(standing, person)(line(standing))
    (waiting,) = contested(standing)
    assert (waiting.subject, waiting.place) == (about_place(LINE), LINE)
    assert [side.facts for side in waiting.sides] == [
        (("Assigned to", "AM"),),
        (("Assigned to", "JS"),),
    ]
    (prompt,) = versions(Reading(standing, _DAY))
    assert (prompt.kind, prompt.section) == (PromptKind.VERSIONS, SECTION)
    assert [place.key for place in prompt.places] == [LINE]


def test_the_same_said_on_two_laptops_is_no_difference(journal: Journal) -> None:
    give(journal, LINE, AM)
    give(journal, LINE, AM, by=AM, seen=())
    standing = journal.standing()
    assert whose_line(standing, line(standing)) == Whose((AM,))
    assert standing.conflicts() == ()


def test_taken_back_here_and_given_on_there_both_stand(journal: Journal) -> None:
    first = give(journal, LINE, JS)
    journal.record(about_place(LINE), Withdrawn(""))
    give(journal, LINE, AM, by=AM, seen=(first.id,))
    standing = journal.standing()
    whose = whose_line(standing, line(standing))
    assert (whose.people, whose.is_disputed) == ((AM,), True)


def test_a_purged_or_newer_assignment_is_nobodys_and_breaks_nothing(journal: Journal) -> None:
    first = give(journal, LINE, JS)
    purge = BodyPurged((first.id,), "other", "by mistake")
    journal.record(about_place(LINE), purge, seen=())
    standing = journal.standing()
    assert whose_line(standing, line(standing)) == NOBODY
    body, header = Unknown("assigned", 2), first.header
    newer = Version(first.id, body, JS, header.device, 0, header.stamp)
    states = folded(journal.changes)
    about = about_place(LINE)
    odd = {**states, about: replace(states[about], versions=(newer,))}
    standing = Standing(standing.id, standing.pack, odd, {})
    assert whose_line(standing, line(standing)) == NOBODY


def test_only_people_who_are_in_the_team_are_given_anything() -> None:
    nothing: Field[Assignment] = Field()
    assert assigned(LINE, nothing, [AM, JS, AM], TEAM) == Assigned(Assignment((JS, AM)))
    with pytest.raises(RuleViolation, match="Nobody was named"):
        assigned(LINE, nothing, [], TEAM)
    with pytest.raises(RuleViolation, match="GW has left the team"):
        assigned(LINE, nothing, [GONE], TEAM)
    with pytest.raises(RuleViolation, match="put them into the team first"):
        assigned(LINE, nothing, [PersonId("e" * 32)], TEAM)


def test_what_stands_already_is_not_recorded_again_and_versions_need_a_reason(
    journal: Journal,
) -> None:
    give(journal, LINE, JS)
    before = journal.standing().assignment(LINE)
    assert assigned(LINE, before, [JS], TEAM) is None
    give(journal, LINE, AM, by=AM, seen=())
    before = journal.standing().assignment(LINE)
    for refused in (
        lambda: assigned(LINE, before, [JS], TEAM, "  "),
        lambda: unassigned(LINE, before),
    ):
        with pytest.raises(RuleViolation, match="differently"):
            refused()
    assert assigned(LINE, before, [JS], TEAM, " Agreed. ") == Assigned(Assignment((JS,), "Agreed."))
    assert unassigned(LINE, before, "Nobody.") == Withdrawn("Nobody.")
    assert unassigned(LINE, Field()) is None


def test_what_was_planned_for_a_name_is_handed_on_to_whom_it_was_meant_for(
    journal: Journal,
) -> None:
    new = PersonId("c" * 32)
    give(journal, SECTION, AM, JS)
    give(journal, LINE, JS)
    give(journal, OTHER, AM)
    give(journal, OTHER, JS, by=JS, seen=())
    planned = Planned("interview", "Gold", lead=AM, inspectors=(JS,))
    about = subject(Subject.ENCOUNTER, "e" * 32)
    journal.record(about, EncounterPlanned(planned))
    moved = dict(handed_on(folded(journal.changes), AM, new))
    assert set(moved) == {about_place(SECTION), about}, "what is disputed stays for people"
    assert moved[about_place(SECTION)] == Assigned(Assignment((JS, new)))
    after = moved[about]
    assert isinstance(after, EncounterPlanned)
    assert (after.planned.lead, after.planned.inspectors) == (new, (JS,))
