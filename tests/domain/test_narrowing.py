"""Lines are narrowed to what a filter says, and to one kind of source."""

from datetime import date

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.assigning import about_place
from inspector_app.domain.assignments import Assignment
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.ids import LineId, PersonId
from inspector_app.domain.narrowing import Narrowing, chosen_by
from inspector_app.domain.searching import Filter
from inspector_app.domain.sources import Interview, Source
from tests.support.standings import AM, JS, Journal, a_journal

DAY = date(2013, 9, 17)
"""On which the changes of these tests are recorded."""


def names(
    journal: Journal, narrowing: Narrowing, today: date = DAY, me: PersonId = JS
) -> list[str]:
    standing = journal.standing()
    is_chosen = chosen_by(narrowing, standing, today, me)
    return [line.id for line in standing.pack.section("CC-PO").lines if is_chosen(line)]


@pytest.fixture
def journal() -> Journal:
    journal = a_journal()
    journal.answer("CC-PO-01", Answer(outcome=Outcome.NEVER_AROSE))
    journal.answer("CC-PO-02", Answer(outcome=Outcome.NOT_ASKED, do_not_export=True))
    journal.answer("CC-PO-03", Answer(outcome=Outcome.NOT_SUPPLIED))
    journal.answer("CC-PO-03", Answer(outcome=Outcome.DOES_NOT_EXIST), by=AM, seen=())
    source = bodies.SourceRecorded(Source(Interview(), "Chiefs", "JS/1"))
    journal.record(subject(Subject.SOURCE, "f" * 32), source)
    journal.account(Account(LineId("CC-PO-01"), "It never did.", source="f" * 32))
    return journal


def test_nothing_given_leaves_all_lines(journal: Journal) -> None:
    assert not Narrowing()
    assert len(names(journal, Narrowing())) == 17


def test_each_filter_leaves_its_own(journal: Journal) -> None:
    gaps = names(journal, Narrowing(Filter.NOT_ESTABLISHED))
    assert "CC-PO-01" not in gaps
    assert gaps[:3] == ["CC-PO-02", "CC-PO-03", "CC-PO-04"]
    assert "CC-PO-17" not in gaps, "a derived check is no gap"
    assert names(journal, Narrowing(Filter.VERSIONS)) == ["CC-PO-03"]
    assert names(journal, Narrowing(Filter.NOT_EXPORTED)) == ["CC-PO-02"]
    changed = ["CC-PO-01", "CC-PO-02", "CC-PO-03"]
    assert names(journal, Narrowing(Filter.CHANGED_TODAY)) == changed
    assert names(journal, Narrowing(Filter.CHANGED_TODAY), date(2013, 9, 18)) == []


def test_mine_leaves_what_is_assigned_to_whoever_looks(journal: Journal) -> None:
    assert names(journal, Narrowing(Filter.MINE)) == []
    journal.record(about_place("CC-PO"), bodies.Assigned(Assignment((AM,))))
    journal.record(about_place("CC-PO-05"), bodies.Assigned(Assignment((JS,))))
    assert names(journal, Narrowing(Filter.MINE)) == ["CC-PO-05"]
    hers = names(journal, Narrowing(Filter.MINE), me=AM)
    assert (len(hers), "CC-PO-05" in hers) == (16, False)
    assert names(journal, Narrowing(Filter.MINE, "I"), me=AM) == ["CC-PO-01"]


def test_a_kind_of_source_leaves_the_lines_that_rest_on_it(journal: Journal) -> None:
    assert names(journal, Narrowing(letter="I")) == ["CC-PO-01"]
    assert names(journal, Narrowing(Filter.NOT_ESTABLISHED, "I")) == []
    assert names(journal, Narrowing(letter="D")) == []
