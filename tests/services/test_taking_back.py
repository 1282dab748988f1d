"""Undo and redo: what the last act did is taken back by recording, and can be brought again."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.answers import Answer
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import InspectionId, LineId, SectionId
from inspector_app.services.vault import Unlocked
from tests.support.vaults import a_vault, an_inspection

LINES = (LineId("CC-PO-08"), LineId("CC-PO-09"))


def notes(vault: Unlocked, inspection: InspectionId) -> list[str | None]:
    standing = vault.inspections.standing(inspection)
    answers = [standing.answer(line).value for line in LINES]
    return [answer.note if answer else None for answer in answers]


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(st.sampled_from(["first", "second", "both", "undo", "redo", "resume"]), max_size=14)
)
def test_undo_and_redo_walk_up_and_down_what_was_done_here(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    vault = a_vault(tmp_path_factory.mktemp("vault"))
    try:
        inspection = an_inspection(vault)
        past: list[list[str | None]] = [[None, None]]
        future: list[list[str | None]] = []
        for number, step in enumerate(steps):
            if step == "resume":
                vault.inspections.resume(inspection)
            elif step == "undo" and len(past) > 1:
                vault.inspections.undo(inspection)
                future.append(past.pop())
            elif step == "redo" and future:
                vault.inspections.redo(inspection)
                past.append(future.pop())
            elif step in ("undo", "redo"):
                with pytest.raises(RuleViolation, match="nothing"):
                    getattr(vault.inspections, step)(inspection)
            else:
                chosen = {"first": (0,), "second": (1,), "both": (0, 1)}[step]
                answers = {LINES[each]: Answer(note=f"{number}") for each in chosen}
                vault.inspections.answer_many(inspection, answers)
                past.append(
                    [f"{number}" if each in chosen else past[-1][each] for each in range(2)]
                )
                future.clear()
            assert notes(vault, inspection) == past[-1]
        assert vault.checks.check(inspection).is_sound
    finally:
        vault.close()


def test_nothing_that_somebody_else_wrote_meanwhile_is_taken_back(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    try:
        inspection = an_inspection(vault)
        section = SectionId("CC-PO")
        first = vault.inspections.headline(inspection, section, Headline("Enough."))
        vault.inspections.headline(inspection, section, Headline("Not enough."))
        with pytest.raises(RuleViolation, match="Something newer"):
            vault.inspections.undo_change(inspection, first.changes[0])
    finally:
        vault.close()


def test_what_began_the_inspection_and_its_particulars_before_that_stand(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    try:
        inspection = an_inspection(vault)
        vault.inspections.resume(inspection)
        with pytest.raises(RuleViolation, match="nothing to undo"):
            vault.inspections.undo(inspection)
        first = vault.inspections.history(inspection)[0]
        with pytest.raises(RuleViolation, match="for good"):
            vault.inspections.undo_change(inspection, first.id)
    finally:
        vault.close()
