"""Carry over: what an allied force's inspection holds comes with its origin, until confirmed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain import carrying
from inspector_app.domain.accounts import Account
from inspector_app.domain.answer_wording import origin_words
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.dates import read
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId, LineId, SourceId
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.sources import (
    Arrangement,
    Interview,
    Level,
    RunState,
    Source,
    UnannouncedTest,
)
from inspector_app.domain.strength import Supports
from inspector_app.domain.values import Named, YesNo, YesNoGiven
from inspector_app.services.vault import Unlocked
from tests.support.vaults import Clock, a_vault, an_inspection

LINE = LineId("CC-T-06")
"""Does the unit give the force its link into the national network?"""
ALLIANCE = Source(
    Arrangement(
        level=Level.ALLIANCE,
        members=(Named("Bedfordshire Police"), Named("Cambridgeshire Constabulary")),
        functions=("Counter-terrorism",),
    ),
    "Joint protective services",
)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    made = a_vault(tmp_path, Clock())
    yield made
    made.close()


@pytest.fixture
def there(vault: Unlocked) -> InspectionId:
    return an_inspection(
        vault,
        force=Named("Bedfordshire Police"),
        fieldwork=read("June 2013"),
        marking=Marking(Tier.OFFICIAL_SENSITIVE),
    )


@pytest.fixture
def here(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def yes() -> Answer:
    return Answer({part: YesNoGiven(YesNo.YES) for part in ("answer",)})


def recorded(vault: Unlocked, there: InspectionId) -> SourceId:
    source = vault.sources.record(there, ALLIANCE, [Account(LINE, "One unit for all three.")])
    return source.id


def about(source: SourceId) -> str:
    return subject(Subject.SOURCE, source)


def test_an_arrangement_comes_with_its_accounts_its_origin_and_its_own_date(
    vault: Unlocked, there: InspectionId, here: InspectionId
) -> None:
    id_ = recorded(vault, there)
    before = vault.inspections.standing(there)

    carried = vault.carrying.carry_over(here, there, [about(id_)])

    assert (carried.sources, carried.accounts, carried.answers) == (("JS/1",), 1, 0)
    standing = vault.inspections.standing(here)
    [item] = standing.sources()
    original = before.source(id_).value
    assert original
    assert item.source.particulars == original.particulars  # the id all copies share included
    assert item.source.as_at == read("June 2013")
    assert item.source.marking == Marking(Tier.OFFICIAL_SENSITIVE)
    origin = item.source.origin
    assert origin
    held = before.source(id_).first
    assert held
    assert (origin.inspection, origin.change, origin.author) == (there, held.change, held.author)
    assert origin_words(origin) == (
        "Carried over from the inspection of Bedfordshire Police (JS/1, JS, "
        "16 September 2013, 10:00); not confirmed here"
    )
    [(_, account)] = standing.accounts(LINE)
    assert account.value
    assert account.value.source == item.id
    assert account.value.as_at == read("June 2013")
    # Nothing was recorded there.
    assert vault.inspections.standing(there).states == before.states


def test_it_supports_and_establishes_nothing_until_a_person_confirms_it(
    vault: Unlocked, there: InspectionId, here: InspectionId
) -> None:
    recorded(vault, there)
    vault.inspections.answer(there, LINE, yes())
    line = vault.inspections.pack(here).line(LINE)

    vault.carrying.carry_over(here, there, [subject(Subject.ANSWER, LINE)])
    standing = vault.inspections.standing(here)
    answer = standing.answer(LINE).value
    assert answer
    assert answer.values == yes().values
    assert not standing.is_established(line)
    strength = Supports(standing).strength(LINE)
    assert (strength.counts, strength.unconfirmed) == ((), 1)

    act = vault.carrying.confirm(here, [subject(Subject.ANSWER, LINE)])
    assert len(act.changes) == 3  # the answer, the account it rests on, and its source
    standing = vault.inspections.standing(here)
    assert standing.is_established(line)
    assert Supports(standing).letters(LINE) == ("A",)
    assert carrying.waiting(standing) == ()
    with pytest.raises(RuleViolation, match="waits to be confirmed"):
        vault.carrying.confirm(here, [subject(Subject.ANSWER, LINE)])

    vault.inspections.undo(here)
    assert not vault.inspections.standing(here).is_established(line)
    vault.inspections.undo(here)
    assert vault.inspections.standing(here).sources() == ()
    assert vault.inspections.standing(here).answer(LINE).value is None
    vault.inspections.redo(here)
    assert len(carrying.waiting(vault.inspections.standing(here))) == 3


def test_what_is_here_is_neither_copied_twice_nor_written_over(
    vault: Unlocked, there: InspectionId, here: InspectionId
) -> None:
    id_ = recorded(vault, there)
    vault.inspections.answer(there, LINE, yes())
    vault.carrying.carry_over(here, there, [about(id_)])
    with pytest.raises(RuleViolation, match="JS/1 is here already, as JS/1"):
        vault.carrying.carry_over(here, there, [about(id_)])
    vault.inspections.answer(here, LINE, Answer(note="our own"))
    with pytest.raises(RuleViolation, match="has an answer here, which is kept"):
        vault.carrying.carry_over(here, there, [subject(Subject.ANSWER, LINE)])
    offers = {o.subject: o.refusal for o in vault.carrying.offers(here, there)[1]}
    assert all(offers.values())
    with pytest.raises(RuleViolation, match="carried over into itself"):
        vault.carrying.carry_over(here, here, [about(id_)])
    with pytest.raises(NotFound):
        vault.carrying.carry_over(here, there, [about(SourceId("0" * 32))])


def test_two_laptops_that_carry_the_same_over_meet_in_one_place(
    vault: Unlocked, there: InspectionId, here: InspectionId
) -> None:
    """The same arrangement from two allied forces is one subject here, whoever brings it."""
    id_ = recorded(vault, there)
    standing = vault.inspections.standing(here)
    first = carrying.copies(vault.inspections.standing(there), standing, [about(id_)])
    third = an_inspection(vault, force=Named("Hertfordshire Constabulary"))
    vault.carrying.carry_over(third, there, [about(id_)])
    [item] = vault.inspections.standing(third).sources()
    second = carrying.copies(vault.inspections.standing(third), standing, [about(item.id)])
    assert first[0].subject == second[0].subject
    body = second[0].body
    origin = carrying.origin_of(body)
    assert origin
    assert origin.came_from == ("Bedfordshire Police",)
    again = carrying.copies(vault.inspections.standing(there), standing, [about(id_)])
    assert again == first


def test_the_copy_is_whole_when_the_other_is_destroyed_and_the_purge_names_it(
    vault: Unlocked, there: InspectionId, here: InspectionId
) -> None:
    id_ = recorded(vault, there)
    vault.carrying.carry_over(here, there, [about(id_)])
    plan = vault.journal.plan_purge(there, about(id_))
    assert any("Cambridgeshire Constabulary, carried over" in copy for copy in plan.beyond_reach)
    vault.journal.purge(plan, "other", "spilled")
    [item] = vault.inspections.standing(here).sources()
    assert item.source.title == "Joint protective services"
    assert item.source.origin
    assert vault.carrying.offers(here, there)[1] == ()


def test_names_files_and_tests_that_have_not_run_stay_where_they_are(
    vault: Unlocked, there: InspectionId, here: InspectionId, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words")
    [kept] = vault.evidence.attach(there, [path])
    assert kept.item
    entry, _ = vault.sources.add_entry(there, RegisterEntry("", "roles", "Head of dogs"))
    source = Source(Interview(), roles=(Named("Head of dogs", entry),), evidence=(kept.item,))
    id_ = vault.sources.record(there, source, names=["Ann Other"]).id
    test = vault.sources.record(there, Source(UnannouncedTest(RunState.PLANNED), "Night test")).id

    vault.carrying.carry_over(here, there, [about(id_)])
    standing = vault.inspections.standing(here)
    [item] = standing.sources()
    assert (item.source.people, item.source.evidence, item.source.inspectors) == ((), (), ())
    # The entry of the register came along, so that the role is known here too.
    assert item.source.roles == (Named("Head of dogs", entry),)
    assert any(each.id == entry for each in standing.register())
    with pytest.raises(RuleViolation, match="has not been run"):
        vault.carrying.carry_over(here, there, [about(test)])


def test_a_date_that_speaks_of_the_visit_says_which_visit(
    vault: Unlocked, there: InspectionId, here: InspectionId
) -> None:
    source = Source(Arrangement(since=read("the week of the visit")), "Cyber lead")
    id_ = vault.sources.record(there, source).id
    vault.carrying.carry_over(here, there, [about(id_)])
    [item] = vault.inspections.standing(here).sources()
    particulars = item.source.particulars
    assert isinstance(particulars, Arrangement)
    assert particulars.since
    assert particulars.since.words().endswith("(visit to Bedfordshire Police, June 2013)")


def test_an_answer_of_ones_own_on_the_line_comes_from_nowhere(
    vault: Unlocked, there: InspectionId, here: InspectionId
) -> None:
    vault.inspections.answer(there, LINE, yes())
    vault.carrying.carry_over(here, there, [subject(Subject.ANSWER, LINE)])
    vault.inspections.answer(here, LINE, Answer({"answer": YesNoGiven(YesNo.NO)}))
    standing = vault.inspections.standing(here)
    assert standing.is_established(standing.pack.line(LINE))
    assert carrying.waiting(standing) == ()


def test_history_says_what_was_carried_over_and_what_was_confirmed(
    vault: Unlocked, there: InspectionId, here: InspectionId
) -> None:
    id_ = recorded(vault, there)
    vault.carrying.carry_over(here, there, [about(id_)])
    told = [entry.what for entry in vault.history.page(here).entries]
    assert told[1].startswith("Carried over from Bedfordshire Police JS/1, arrangement")
    assert told[0].startswith("Carried over from Bedfordshire Police an account on CC-T-06")
    [item] = vault.inspections.standing(here).sources()
    vault.carrying.confirm(here, [about(item.id)])
    entries = vault.history.page(here).entries
    assert (
        entries[0].what == "Confirmed an account on CC-T-06, carried over from Bedfordshire Police"
    )
    assert any("not confirmed here → " in each for each in entries[1].differences)
