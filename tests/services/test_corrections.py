"""Correction sessions: after fieldwork a reason is asked once, and the visit's finding stays."""

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.changes.fold import folded
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.held import Absence
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.domain.phases import Phase
from inspector_app.services.vault import Unlocked
from tests.support.laptops import TeamLaptop, a_laptop, introduced
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

LINE, OTHER = LineId("CC-PO-09"), LineId("CC-PO-08")
FOUND, CORRECTED = Answer(note="Eight units."), Answer(note="Six units.")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    made = a_vault(tmp_path, Clock())
    yield made
    made.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    """An inspection whose fieldwork is over, with one finding."""
    begun = an_inspection(vault)
    vault.inspections.answer(begun, LINE, FOUND)
    vault.phases.enter(begun, Phase.WRITING_UP)
    return begun


def visit(vault: Unlocked, inspection: InspectionId, line: LineId = LINE) -> list[str] | None:
    """Return the notes that the visit left on a line; None: it stands as it was found."""
    field = vault.inspections.standing(inspection).visit_answer(line)
    return None if field is None else [h.value.note if h.value else "–" for h in field.versions]


def told(vault: Unlocked, inspection: InspectionId, line: LineId = LINE) -> str:
    """Return what the history tells of the session of the last change on a line."""
    return vault.history.all(inspection, subject(Subject.ANSWER, line))[-1].session


def test_an_edit_in_a_session_has_its_reason_and_the_finding_of_the_visit_stays_beside_it(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.corrections.begin(inspection, "A later count", "Letter of the force, 3 May")
    vault.inspections.answer(inspection, LINE, CORRECTED)
    vault.inspections.answer(inspection, OTHER, Answer(note="Asked afterwards."))
    vault.corrections.end(inspection)
    assert visit(vault, inspection) == ["Eight units."]
    assert visit(vault, inspection, OTHER) == []
    assert told(vault, inspection) == (
        "corrected after fieldwork, from Letter of the force, 3 May: A later count"
    )
    standing = vault.inspections.standing(inspection)
    assert standing.answer(LINE).value == CORRECTED
    assert standing.correcting(vault.corrections.device) is None
    (session,) = standing.corrections().values()
    assert (session.correction.has_ended, session.correction.reason) == (True, "A later count")
    assert vault.checks.check(inspection).is_sound
    vault.inspections.answer(inspection, OTHER, Answer(note="Once more."))
    assert told(vault, inspection, OTHER) == "recorded after fieldwork, in no correction session"


def test_an_edit_without_a_session_is_recorded_and_taken_in_by_one_that_begins_after_it(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.inspections.answer(inspection, LINE, CORRECTED)
    assert told(vault, inspection) == "recorded after fieldwork, in no correction session"
    assert visit(vault, inspection) == ["Eight units."]
    vault.inspections.headline(inspection, SectionId("CC-PO"), Headline("Written up."))
    vault.corrections.begin(inspection, "A later count", "The ledger")
    assert told(vault, inspection).endswith("from The ledger: A later count")
    (headline,) = vault.history.all(inspection, subject(Subject.HEADLINE, "CC-PO"))
    assert headline.session == ""  # headlines are written after fieldwork anyway


def test_during_fieldwork_nothing_is_a_correction_and_no_session_begins(vault: Unlocked) -> None:
    begun = an_inspection(vault)
    vault.inspections.answer(begun, LINE, FOUND)
    vault.inspections.answer(begun, LINE, CORRECTED)
    assert visit(vault, begun) is None
    assert told(vault, begun) == ""
    with pytest.raises(RuleViolation, match="Fieldwork is not over"):
        vault.corrections.begin(begun, "Why", "Where")
    assert not vault.inspections.standing(begun).corrections()


def test_a_session_needs_both_words_is_one_at_a_time_and_ends_once(
    vault: Unlocked, inspection: InspectionId
) -> None:
    for reason, origin in ((" ", "The ledger"), ("A later count", "")):
        with pytest.raises(RuleViolation, match="needs its reason, and where"):
            vault.corrections.begin(inspection, reason, origin)
    with pytest.raises(RuleViolation, match="No correction session is under way"):
        vault.corrections.end(inspection)
    vault.corrections.begin(inspection, "A later count", "The ledger")
    with pytest.raises(RuleViolation, match="under way on this laptop already"):
        vault.corrections.begin(inspection, "Another", "The ledger")
    vault.corrections.end(inspection)
    with pytest.raises(RuleViolation, match="No correction session is under way"):
        vault.corrections.end(inspection)


def test_a_session_goes_on_over_a_restart_of_the_app(tmp_path: Path) -> None:
    clock = Clock()
    vault = a_vault(tmp_path, clock)
    inspection = an_inspection(vault)
    vault.inspections.answer(inspection, LINE, FOUND)
    vault.phases.enter(inspection, Phase.FINAL)
    vault.corrections.begin(inspection, "A later count", "The ledger")
    vault.close()
    again = vault_service(tmp_path, clock).unlock(PASSPHRASE)
    try:
        again.inspections.answer(inspection, LINE, CORRECTED)
        assert told(again, inspection).endswith("from The ledger: A later count")
        again.corrections.end(inspection)
    finally:
        again.close()


def test_undoing_a_correction_leaves_nothing_to_tell_beside_it(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.corrections.begin(inspection, "A later count", "The ledger")
    vault.inspections.answer(inspection, LINE, CORRECTED)
    vault.inspections.undo(inspection)
    assert visit(vault, inspection) is None
    vault.inspections.redo(inspection)
    assert visit(vault, inspection) == ["Eight units."]


def test_taking_an_answer_back_after_fieldwork_leaves_what_was_found(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.inspections.withdraw_answer(inspection, LINE, "Of another force")
    assert visit(vault, inspection) == ["Eight units."]


def test_what_is_found_when_fieldwork_begins_again_is_of_the_visit(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.corrections.begin(inspection, "A later count", "The ledger")
    vault.inspections.answer(inspection, LINE, CORRECTED)
    vault.phases.enter(inspection, Phase.FIELDWORK, "A second visit")
    standing = vault.inspections.standing(inspection)
    assert standing.correcting(vault.corrections.device) is None, "it ended with the phase"
    vault.inspections.answer(inspection, LINE, Answer(note="Seven, counted again."))
    assert visit(vault, inspection) is None
    vault.phases.enter(inspection, Phase.WRITING_UP)
    vault.inspections.answer(inspection, LINE, Answer(note="Five."))
    assert visit(vault, inspection) == ["Seven, counted again."]


def test_archiving_ends_the_session(vault: Unlocked, inspection: InspectionId) -> None:
    vault.corrections.begin(inspection, "A later count", "The ledger")
    vault.phases.enter(inspection, Phase.ARCHIVED)
    (session,) = vault.inspections.standing(inspection).corrections().values()
    assert session.correction.has_ended
    with pytest.raises(RuleViolation, match="archived: it is only read"):
        vault.corrections.begin(inspection, "Late", "Nowhere")


def test_a_purge_of_the_answer_destroys_the_finding_of_the_visit_too(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.inspections.answer(inspection, LINE, CORRECTED)
    plan = vault.journal.plan_purge(inspection, subject(Subject.ANSWER, LINE))
    vault.journal.purge(plan, "spilled-material", "Named somebody")
    vault.inspections.answer(inspection, LINE, Answer(note="Without the name."))
    field = vault.inspections.standing(inspection).visit_answer(LINE)
    assert field is not None
    assert {held.absence for held in field.versions} == {Absence.PURGED}
    rebuilt = vault.journal.rebuild(inspection)
    assert not rebuilt


def test_the_finding_of_the_visit_is_the_same_in_whatever_order_changes_come(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.inspections.answer(inspection, LINE, CORRECTED)
    vault.inspections.answer(inspection, LINE, Answer(outcome=Outcome.NOT_SUPPLIED))
    about = subject(Subject.ANSWER, LINE)
    changes = vault.inspections.history(inspection, about)
    assert len(changes) == 3
    folds = {
        tuple(v.change for v in folded(order)[about].earlier) for order in permutations(changes)
    }
    assert folds == {(changes[0].id,)}


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[tuple[TeamLaptop, TeamLaptop]]:
    found = a_laptop(tmp_path, "JS"), a_laptop(tmp_path, "AM", minutes_fast=7)
    introduced(*found)
    yield found
    for each in found:
        each.vault.close()


def test_what_a_laptop_recorded_before_it_heard_that_fieldwork_is_over_is_of_the_visit(
    laptops: tuple[TeamLaptop, TeamLaptop], tmp_path: Path
) -> None:
    lead, mate = laptops
    stick = tmp_path / "stick"
    stick.mkdir()
    begun = an_inspection(lead.vault)
    lead.vault.team.let_in(begun, mate.vault.team.device)
    lead.answer(begun, "Eight units.")
    for each in (lead, mate, lead):
        each.together(stick)
    lead.vault.phases.enter(begun, Phase.WRITING_UP)
    lead.vault.corrections.begin(begun, "A later count", "The ledger")
    lead.answer(begun, "Six units.")
    mate.answer(begun, "Seven units, counted in the yard.")  # later, and not knowing of the phase
    for each in (mate, lead, mate):
        each.together(stick)
    line = LineId("CC-PO-01")
    for each in (lead, mate):
        assert each.notes(begun, line) == ["Seven units, counted in the yard.", "Six units."]
        assert each.vault.checks.check(begun).is_sound
        assert visit(each.vault, begun, line) == ["Seven units, counted in the yard."]
        session = each.vault.inspections.standing(begun).correcting(each.vault.corrections.device)
        assert (session is not None) is (each is lead), "it goes on where it was begun"
    mate.answer(begun, "Six; the yard held one on loan.")
    assert visit(mate.vault, begun, line) == ["Seven units, counted in the yard."]


def test_sessions_of_an_export_come_back_with_it(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    vault.corrections.begin(inspection, "A later count", "The ledger")
    vault.inspections.answer(inspection, LINE, CORRECTED)
    vault.exchange.export(inspection, tmp_path / "out.json")
    other = a_vault(tmp_path / "other", Clock(), initials="AM")
    try:
        other.exchange.take_in(tmp_path / "out.json")
        assert visit(other, inspection) == ["Eight units."]
        assert told(other, inspection).endswith("from The ledger: A later count")
        assert other.inspections.standing(inspection).correcting(other.corrections.device) is None
    finally:
        other.close()
