"""Phases of an inspection: recorded, reversible, undoable, and the archive that only reads."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.phases import Phase
from inspector_app.domain.sources import Interview, Source
from inspector_app.services.vault import Unlocked
from tests.support.vaults import Clock, a_vault, an_inspection

LINE, SECTION = LineId("CC-PO-09"), SectionId("CC-PO")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    made = a_vault(tmp_path, Clock())
    yield made
    made.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def phase(vault: Unlocked, inspection: InspectionId) -> Phase:
    return vault.inspections.standing(inspection).phase


def test_until_somebody_says_so_the_phase_is_what_the_work_shows(
    vault: Unlocked, inspection: InspectionId
) -> None:
    assert phase(vault, inspection) is Phase.PLANNING
    assert vault.inspections.standing(inspection).phase_entered.value is None
    vault.inspections.answer(inspection, LINE, Answer(note="Begun."))
    assert phase(vault, inspection) is Phase.FIELDWORK


def test_a_phase_is_recorded_told_in_the_history_and_undone(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.phases.enter(inspection, Phase.FINAL)
    vault.phases.enter(inspection, Phase.MODERATION, "A headline was disputed.")
    assert phase(vault, inspection) is Phase.MODERATION
    told = vault.history.all(inspection, subject(Subject.PHASE))
    assert [entry.what for entry in told] == ["Phase: final", "Phase: moderation"]
    assert told[1].why == "A headline was disputed."
    assert told[1].differences == ("Phase: final → moderation",)
    vault.inspections.undo(inspection)
    assert phase(vault, inspection) is Phase.FINAL
    vault.inspections.undo(inspection)
    assert phase(vault, inspection) is Phase.PLANNING
    vault.inspections.redo(inspection)
    assert phase(vault, inspection) is Phase.FINAL
    assert vault.checks.check(inspection).is_sound


def test_going_back_without_a_reason_records_nothing(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.phases.enter(inspection, Phase.FINAL)
    before = len(vault.inspections.history(inspection))
    with pytest.raises(RuleViolation, match="needs a reason"):
        vault.phases.enter(inspection, Phase.FIELDWORK)
    assert len(vault.inspections.history(inspection)) == before


MUTATIONS: dict[str, Callable[[Unlocked, InspectionId, Path], object]] = {
    "answer": lambda v, i, _: v.inspections.answer(i, LINE, Answer(note="late")),
    "withdraw an answer": lambda v, i, _: v.inspections.withdraw_answer(i, LINE, "late"),
    "account": lambda v, i, _: v.inspections.give_account(i, Account(LINE, "late")),
    "headline": lambda v, i, _: v.inspections.headline(i, SECTION, Headline("Late.")),
    "scope": lambda v, i, _: v.inspections.switch(i, SECTION, in_scope=False),
    "describe": lambda v, i, _: v.inspections.describe(i, v.inspections.standing(i).details),
    "team": lambda v, i, _: v.inspections.name_member(
        i, None, "Late Comer", Member(TeamRole.OBSERVER, "LC")
    ),
    "source": lambda v, i, _: v.sources.record(i, Source(Interview(), "late")),
    "undo": lambda v, i, _: v.inspections.undo_change(
        i, v.inspections.history(i, subject(Subject.ANSWER, LINE))[-1].id
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_an_archived_inspection_refuses_every_verb_that_would_change_it(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path, name: str
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(note="Kept."))
    vault.phases.enter(inspection, Phase.ARCHIVED)
    before = len(vault.inspections.history(inspection))
    with pytest.raises(RuleViolation, match="archived: it is only read") as refusal:
        MUTATIONS[name](vault, inspection, tmp_path)
    assert str(refusal.value).endswith("bring it back first, with a reason.")
    assert len(vault.inspections.history(inspection)) == before
    assert vault.inspections.standing(inspection).answer(LINE).value == Answer(note="Kept.")


def test_a_file_offered_to_an_archive_leaves_nothing_behind(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    vault.phases.enter(inspection, Phase.ARCHIVED)
    offered = tmp_path / "late.csv"
    offered.write_text("declared,8\n", encoding="utf-8")
    blobs = tmp_path / "vault" / "evidence"
    before = sorted(path for path in blobs.rglob("*") if path.is_file())
    with pytest.raises(RuleViolation, match="archived: it is only read"):
        vault.evidence.attach(inspection, [offered], [LINE], "Late")
    assert vault.inspections.standing(inspection).evidence() == ()
    assert sorted(path for path in blobs.rglob("*") if path.is_file()) == before


def test_an_archive_is_brought_back_with_a_reason_and_then_takes_work_again(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.phases.enter(inspection, Phase.ARCHIVED)
    with pytest.raises(RuleViolation, match="brought back with a reason"):
        vault.phases.enter(inspection, Phase.PUBLISHED)
    vault.phases.enter(inspection, Phase.PUBLISHED, "An appeal was made.")
    vault.inspections.answer(inspection, LINE, Answer(note="New."))
    assert vault.inspections.standing(inspection).answer(LINE).value == Answer(note="New.")
    assert vault.checks.check(inspection).is_sound


def test_undoing_an_archiving_asks_for_the_reason(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.phases.enter(inspection, Phase.FINAL)
    vault.phases.enter(inspection, Phase.ARCHIVED)
    archived = vault.inspections.history(inspection)[-1].id
    undos: tuple[Callable[[], object], ...] = (
        lambda: vault.inspections.undo(inspection),
        lambda: vault.inspections.undo_change(inspection, archived),
        lambda: vault.phases.bring_back(inspection, " "),
    )
    for undo in undos:
        with pytest.raises(RuleViolation, match="brought back with a reason"):
            undo()
    vault.phases.bring_back(inspection, "An appeal was made.")
    assert phase(vault, inspection) is Phase.FINAL
    with pytest.raises(RuleViolation, match="not archived"):
        vault.phases.bring_back(inspection, "Twice")


def test_two_laptops_in_differing_phases_are_told_and_settled_with_a_reason(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    other = a_vault(tmp_path / "other", Clock(), initials="AM")
    try:
        vault.exchange.export(inspection, tmp_path / "out.json")
        other.exchange.take_in(tmp_path / "out.json")
        other.phases.enter(inspection, Phase.ARCHIVED)
        vault.phases.enter(inspection, Phase.FINAL)
        other.exchange.export(inspection, tmp_path / "back.json")
        vault.exchange.take_in(tmp_path / "back.json")
    finally:
        other.close()
    standing = vault.inspections.standing(inspection)
    assert standing.phase_entered.in_conflict
    with pytest.raises(RuleViolation, match="differing phases"):
        vault.phases.enter(inspection, Phase.FINAL)
    vault.phases.enter(inspection, Phase.FINAL, "Not yet to be archived.")
    settled = vault.inspections.standing(inspection)
    assert (settled.phase, settled.phase_entered.in_conflict) == (Phase.FINAL, False)


def test_what_another_laptop_recorded_is_taken_into_an_archive_and_not_lost(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    other = a_vault(tmp_path / "other", Clock(), initials="AM")
    try:
        vault.exchange.export(inspection, tmp_path / "out.json")
        other.exchange.take_in(tmp_path / "out.json")
        other.inspections.answer(inspection, LINE, Answer(note="Worked offline."))
        other.exchange.export(inspection, tmp_path / "back.json")
    finally:
        other.close()
    vault.phases.enter(inspection, Phase.ARCHIVED)
    vault.exchange.take_in(tmp_path / "back.json")
    standing = vault.inspections.standing(inspection)
    assert standing.phase is Phase.ARCHIVED
    assert standing.answer(LINE).value == Answer(note="Worked offline.")
