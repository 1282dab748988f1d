"""Recommendations: none is allowed, each rests on something, and done is never a bare claim."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.domain import dates
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.errors import BadInput, NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId, LineId, RecommendationId, SectionId
from inspector_app.domain.markings import Marking, Tier
from inspector_app.domain.recommendations import (
    Advance,
    Recommendation,
    RecommendationKind,
    RestsOn,
    Stage,
)
from inspector_app.domain.recommending import read_rests_on, rests_on_words
from inspector_app.domain.sources import Interview, Source
from inspector_app.reports.content import form_of
from inspector_app.reports.facts import Form, Options
from inspector_app.services.vault import Unlocked
from tests.support.vaults import a_vault, an_inspection

LINE, SECTION = LineId("CC-PO-07"), SectionId("CC-PO")
AREA = RecommendationKind.AREA_FOR_IMPROVEMENT
ASKED = Recommendation(
    AREA,
    "Work out the local need.",
    to="The chief constable",
    by=dates.read("Sept 2014"),
    rests_on=RestsOn((SECTION,), (LINE,)),
)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    vault = a_vault(tmp_path)
    yield vault
    vault.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def make(vault: Unlocked, inspection: InspectionId, made: Recommendation) -> RecommendationId:
    return vault.recommendations.make(inspection, made)[0]


def test_an_inspection_may_end_without_any_and_the_final_summary_says_so(
    vault: Unlocked, inspection: InspectionId
) -> None:
    record = vault.reports.content(inspection, Options(Form.FINAL_SUMMARY)).record
    assert record.recommendations == ()
    assert record.cover.left_out.recommendations == 0


def test_the_gravest_comes_first_and_each_is_printed_with_what_it_rests_on(
    vault: Unlocked, inspection: InspectionId
) -> None:
    make(vault, inspection, ASKED)
    make(vault, inspection, Recommendation(RecommendationKind.CAUSE_OF_CONCERN, "No plan."))
    first, second = vault.reports.content(inspection).record.recommendations
    assert (first.kind, first.number, first.rests_on) == ("Cause of concern", "JS/2", "")
    assert (second.kind, second.number) == ("Area for improvement", "JS/1")
    assert (second.to, second.due) == ("The chief constable", "September 2014")
    assert second.rests_on == "CC-PO, CC-PO-07"
    assert second.advance is None


def test_what_is_not_to_be_exported_is_counted_and_nothing_else_of_it_is_told(
    vault: Unlocked, inspection: InspectionId
) -> None:
    closed = replace(ASKED, text="A quizzacious matter.", do_not_export=True)
    make(vault, inspection, closed)
    vault.inspections.answer(inspection, LINE, Answer(note="x", do_not_export=True))
    make(vault, inspection, ASKED)
    record = vault.reports.content(inspection).record
    assert record.cover.left_out.recommendations == 1
    assert "quizzacious" not in str(form_of(record))
    (printed,) = record.recommendations
    assert printed.rests_on == "CC-PO"  # the line is left out of exports, so it is not named


def test_a_planned_unannounced_test_is_not_named_as_what_it_rests_on(
    vault: Unlocked, inspection: InspectionId
) -> None:
    closed = vault.sources.record(inspection, Source(Interview(), "Told", do_not_export=True))
    open_ = vault.sources.record(inspection, Source(Interview(), "Chief officers"))
    rests_on = RestsOn(sources=(closed.id, open_.id))
    make(vault, inspection, replace(ASKED, rests_on=rests_on))
    (printed,) = vault.reports.content(inspection).record.recommendations
    assert printed.rests_on == "JS/2"


def test_its_number_stays_when_it_is_revised_and_is_never_given_again(
    vault: Unlocked, inspection: InspectionId
) -> None:
    id_ = make(vault, inspection, ASKED)
    vault.recommendations.revise(inspection, id_, replace(ASKED, text="Work it out.", number=""))
    standing = vault.inspections.standing(inspection)
    assert standing.recommendation(id_).value == replace(ASKED, text="Work it out.", number="JS/1")
    vault.recommendations.withdraw(inspection, id_, "Heard since")
    assert vault.inspections.standing(inspection).recommendations() == ()
    with pytest.raises(NotFound):
        vault.recommendations.revise(inspection, id_, ASKED)
    plan = vault.journal.plan_purge(inspection, subject(Subject.RECOMMENDATION, id_))
    vault.journal.purge(plan, "retention", "Its time is over")
    second = make(vault, inspection, ASKED)
    value = vault.inspections.standing(inspection).recommendation(second).value
    assert value is not None
    assert value.number == "JS/2"


def test_done_is_not_recorded_while_it_rests_on_nothing(
    vault: Unlocked, inspection: InspectionId
) -> None:
    id_ = make(vault, inspection, ASKED)
    told = Advance(ASKED, Stage.DONE, "The force says so.")
    with pytest.raises(RuleViolation, match="must rest on something"):
        vault.recommendations.tell(inspection, inspection, id_, told)
    assert vault.inspections.standing(inspection).advances() == ()
    for stage in (Stage.OPEN, Stage.IN_PROGRESS):
        vault.recommendations.tell(inspection, inspection, id_, replace(told, stage=stage))
    done = replace(told, rests_on=RestsOn(lines=(LINE,)), as_at=dates.read("Nov 2014"))
    vault.recommendations.tell(inspection, inspection, id_, done)
    (printed,) = vault.reports.content(inspection).record.recommendations
    assert printed.advance is not None
    assert (printed.advance.stage, printed.advance.rests_on) == ("Done", "CC-PO-07")
    vault.inspections.undo(inspection)
    value = vault.inspections.standing(inspection).advance(inspection, id_).value
    assert value is not None
    assert value.stage is Stage.IN_PROGRESS


def test_what_cannot_be_asked_for_is_refused(vault: Unlocked, inspection: InspectionId) -> None:
    with pytest.raises(RuleViolation, match="needs words"):
        make(vault, inspection, replace(ASKED, text=" "))
    with pytest.raises(RuleViolation, match="characters"):
        make(vault, inspection, replace(ASKED, text="x" * 200_001))
    with pytest.raises(NotFound):
        make(vault, inspection, replace(ASKED, rests_on=RestsOn(lines=(LineId("CC-XX-1"),))))
    with pytest.raises(RuleViolation, match="reason"):
        vault.recommendations.withdraw(inspection, RecommendationId("0" * 32), "")
    assert vault.inspections.standing(inspection).recommendations() == ()


def test_what_it_rests_on_is_read_as_it_is_told(vault: Unlocked, inspection: InspectionId) -> None:
    recorded = vault.sources.record(
        inspection, Source(Interview(), "Chief officers"), [Account(LINE, "None.")]
    )
    standing = vault.inspections.standing(inspection)
    read = read_rests_on(f"cc-po; cc-po-07, {recorded.number} CC-PO", standing)
    assert read == RestsOn((SECTION,), (LINE,), (recorded.id,))
    assert rests_on_words(read, standing) == "CC-PO, CC-PO-07, JS/1"
    assert read_rests_on("  ", standing) == RestsOn()
    with pytest.raises(BadInput, match="CC-XX"):
        read_rests_on("CC-PO, CC-XX", standing)


def test_two_wordings_that_did_not_know_of_each_other_are_both_kept_and_that_is_said(
    vault: Unlocked, inspection: InspectionId
) -> None:
    id_ = make(vault, inspection, ASKED)
    vault.recommendations.revise(inspection, id_, replace(ASKED, text="Otherwise."), seen=())
    (item,) = vault.inspections.standing(inspection).recommendations()
    assert item.is_disputed
    (printed,) = vault.reports.content(inspection).record.recommendations
    assert printed.disputed
    vault.recommendations.revise(inspection, id_, replace(ASKED, text="So it is."))
    assert not vault.inspections.standing(inspection).recommendations()[0].is_disputed


def test_its_marking_counts_and_it_is_found_and_told_in_the_history(
    vault: Unlocked, inspection: InspectionId
) -> None:
    marked = Marking(Tier.OFFICIAL_SENSITIVE)
    id_ = make(vault, inspection, replace(ASKED, text="A quizzacious wish.", marking=marked))
    assert vault.inspections.standing(inspection).highest_marking() == marked
    (hit,) = vault.search.find(inspection, "quizzacious")
    assert (hit.kind.value, hit.number) == ("recommendation", "JS/1")
    vault.recommendations.tell(
        inspection, inspection, id_, Advance(replace(ASKED, number="JS/1"), Stage.OPEN, "No word.")
    )
    told, made = vault.history.page(inspection).entries[:2]
    assert made.what == "Area for improvement JS/1: “A quizzacious wish.”"
    assert told.what.startswith("Progress on JS/1: open.")
    assert told.why == "No word."
