"""Arrangements that several forces share, and documents that they lack."""

from dataclasses import replace

from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.dates import read
from inspector_app.domain.ids import SourceId
from inspector_app.domain.national.arrangements import ArrangementAcross, arrangements_across
from inspector_app.domain.national.documents import Documents, Lack, documents_lacking
from inspector_app.domain.national.visits import nation
from inspector_app.domain.sources import (
    AbsenceKnown,
    Arrangement,
    DocumentAbsent,
    DocumentRequest,
    DocumentSighted,
    Particulars,
    RequestOutcome,
    RunState,
    Source,
    UnannouncedTest,
)
from inspector_app.domain.standing import Standing
from inspector_app.domain.values import DocumentKnown, DocumentStanding, Named
from tests.support.nations import an_inspection, source
from tests.support.standings import AM, Journal

SHARED = Arrangement(
    "c" * 32,
    members=(Named("Avonshire"), Named("Borsetshire"), Named("Coketown")),
    lead=Named("Borsetshire"),
    functions=("Dogs",),
    since=read("2012"),
)


def with_sources(force: str, *told: Source) -> Standing:
    def record(journal: Journal) -> None:
        for each in told:
            source(journal, each)

    return an_inspection(force, more=record)


def alliance(told: Arrangement = SHARED, **overrides: object) -> Source:
    return replace(Source(told, "The alliance", "JS/1"), **overrides)  # type: ignore[arg-type]


def shared(*standings: Standing) -> tuple[ArrangementAcross, ...]:
    return arrangements_across(nation(standings)).found


def lacking(*standings: Standing) -> Documents:
    return documents_lacking(nation(standings))


def of(told: Particulars, title: str = "Strategic assessment") -> Standing:
    return with_sources("Avonshire", Source(told, title, "JS/1"))


def test_copies_of_one_arrangement_stand_together_with_their_dates() -> None:
    (found,) = shared(
        with_sources("Avonshire", alliance(as_at=read("Sept 2013"))),
        with_sources("Borsetshire", alliance(as_at=read("April 2014"))),
    )
    assert found.forces == ("Avonshire", "Borsetshire")
    assert [copy.as_at for copy in found.copies] == ["September 2013", "April 2014"]
    assert found.differing == ()


def test_a_member_without_a_copy_is_named() -> None:
    (found,) = shared(
        with_sources("Avonshire", alliance()), an_inspection("Coketown"), an_inspection("Downshire")
    )
    assert found.without_copy == ("Coketown",)


def test_a_member_whose_copy_is_withheld_is_not_said_to_have_none() -> None:
    (found,) = shared(
        with_sources("Avonshire", alliance()),
        with_sources("Borsetshire", alliance(do_not_export=True)),
        an_inspection("Coketown"),
    )
    assert found.without_copy == ("Coketown",)


def test_copies_that_differ_say_in_what_and_none_is_picked() -> None:
    (found,) = shared(
        with_sources("Avonshire", alliance()),
        with_sources("Borsetshire", alliance(replace(SHARED, lead=Named("Avonshire"), since=None))),
    )
    assert found.differing == ("Lead force", "Since")
    assert [copy.fact("Lead force") for copy in found.copies] == ["Borsetshire", "Avonshire"]
    assert [copy.fact("Since") for copy in found.copies] == ["2012", ""]


def test_an_arrangement_that_is_not_to_be_exported_is_counted_and_not_shown() -> None:
    found = arrangements_across(nation([with_sources("A", alliance(do_not_export=True))]))
    assert (found.found, found.withheld) == ((), 1)


def test_arrangements_of_the_same_title_and_different_ids_stay_apart() -> None:
    other = replace(SHARED, global_id="d" * 32)
    assert len(shared(with_sources("A", alliance()), with_sources("B", alliance(other)))) == 2


def test_what_most_forces_share_comes_first() -> None:
    alone = replace(alliance(replace(SHARED, global_id="d" * 32)), title="A small one")
    found = shared(with_sources("A", alliance(), alone), with_sources("B", alliance()))
    assert [each.title for each in found] == ["The alliance", "A small one"]


def test_a_disputed_copy_says_so() -> None:
    def both(journal: Journal) -> None:
        id_ = source(journal, alliance())
        told = bodies.SourceRecorded(alliance(replace(SHARED, level=None, functions=("Firearms",))))
        journal.record(subject(Subject.SOURCE, SourceId(id_)), told, by=AM, seen=())

    (found,) = shared(an_inspection(more=both))
    assert "Unsettled" in found.copies[0].remark


def test_answers_and_requests_say_what_is_lacking_and_how() -> None:
    def record(journal: Journal) -> None:
        journal.answer("CC-PO-03", Answer(outcome=Outcome.NOT_SUPPLIED, note="Asked\ntwice."))
        journal.answer(
            "CC-T-11", Answer({"plan": DocumentKnown(DocumentStanding.ASKED_FOR, "Prevent plan")})
        )
        asked = DocumentRequest(
            outcome=RequestOutcome.SAID_NOT_TO_EXIST, asked=read("2 Sep 2013"), reason="None made"
        )
        source(journal, Source(asked, "Cyber plan", "JS/3"))

    found = lacking(an_inspection(more=record)).lacking
    told = {each.reference: (each.lack, each.reason, each.asked) for each in found}
    assert told["CC-PO-03"] == (Lack.NOT_SUPPLIED, "Asked twice.", "")
    assert told["JS/3"] == (Lack.SAID_NOT_TO_EXIST, "None made", "2 September 2013")
    assert {each.what for each in found if each.reference == "JS/3"} == {"Cyber plan"}


def test_every_end_of_a_request_that_brought_nothing_is_told_and_no_other() -> None:
    told = {
        outcome: [e.lack for e in lacking(of(DocumentRequest(outcome=outcome))).lacking]
        for outcome in RequestOutcome
    }
    assert told == {
        RequestOutcome.OPEN: [Lack.NO_REPLY],
        RequestOutcome.RECEIVED: [],
        RequestOutcome.NOT_SUPPLIED: [Lack.NOT_SUPPLIED],
        RequestOutcome.REFUSED: [Lack.REFUSED],
        RequestOutcome.SAID_NOT_TO_EXIST: [Lack.SAID_NOT_TO_EXIST],
        RequestOutcome.CANCELLED: [],
    }


def test_a_document_that_the_team_looked_for_in_vain_does_not_exist() -> None:
    found = lacking(of(DocumentAbsent(known=AbsenceKnown.LOOKED_FOR, reason="Not thought of")))
    assert [(e.lack, e.reason) for e in found.lacking] == [(Lack.DOES_NOT_EXIST, "Not thought of")]
    assert lacking(of(DocumentSighted())).lacking == ()


def test_who_lacks_the_same_document_stands_together() -> None:
    none = Source(DocumentAbsent(), "Cyber plan", "JS/1")
    found = lacking(with_sources("A", none), with_sources("B", replace(none, title="cyber  plan")))
    ((what, who),) = found.by_document()
    assert (what, [each.visit.name for each in who]) == ("Cyber plan", ["A", "B"])


def test_what_must_not_be_told_is_counted_a_planned_test_never_is_anything() -> None:
    closed = Source(DocumentAbsent(), "Secret plan", "JS/1", do_not_export=True)
    planned = Source(UnannouncedTest(RunState.PLANNED), "Control room at night", "JS/2")
    found = lacking(with_sources("A", closed, planned))
    assert (found.lacking, found.withheld) == ((), 1)


def test_versions_of_which_one_says_lacking_are_unsettled() -> None:
    def both(journal: Journal) -> None:
        journal.answer("CC-PO-03", Answer(outcome=Outcome.NOT_SUPPLIED))
        journal.answer("CC-PO-03", Answer(outcome=Outcome.NOT_ASKED), by=AM, seen=())

    found = lacking(an_inspection(more=both)).lacking
    assert [each.lack for each in found] == [Lack.UNSETTLED]
