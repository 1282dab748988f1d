"""Putting aside is recorded, undone and told in the history like every other act."""

from pathlib import Path

import pytest

from inspector_app.domain.answers import Answer
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.domain.phases import Phase
from inspector_app.domain.prompts.prompt import Prompt
from inspector_app.domain.prompts.told import find
from inspector_app.domain.values import Counted
from inspector_app.services.vault import Unlocked
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

CHECK = "cross-check/both-at-once"


def units(vault: Unlocked) -> InspectionId:
    """Begin an inspection in which need and contribution exceed what can be provided."""
    inspection = an_inspection(vault)
    for line, part, number in (
        ("CC-PO-08", "needed", 5),
        ("CC-PO-09", "declared", 8),
        ("CC-PO-11", "expected", 5),
    ):
        vault.inspections.answer(inspection, LineId(line), Answer({part: Counted(number)}))
    return inspection


def told(vault: Unlocked, inspection: InspectionId) -> Prompt:
    return find(vault.prompts.found(inspection, Phase.FIELDWORK), CHECK)


def test_a_prompt_put_aside_stays_so_after_the_vault_was_locked(tmp_path: Path) -> None:
    clock = Clock()
    vault = a_vault(tmp_path, clock)
    inspection = units(vault)
    vault.prompts.put_aside(inspection, told(vault, inspection), "The force knows.")
    vault.close()
    vault = vault_service(tmp_path, clock).unlock(PASSPHRASE)
    held = told(vault, inspection).aside
    assert held is not None
    assert held.value is not None
    assert held.value.reason == "The force knows."
    vault.close()


def test_undo_tells_it_again_and_redo_puts_it_aside_again(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    inspection = units(vault)
    vault.prompts.put_aside(inspection, told(vault, inspection), "The force knows.")
    vault.inspections.undo(inspection)
    assert told(vault, inspection).aside is None
    vault.inspections.redo(inspection)
    assert told(vault, inspection).aside is not None
    vault.close()


def test_bringing_back_is_an_act_and_what_is_not_aside_cannot_be_brought_back(
    tmp_path: Path,
) -> None:
    vault = a_vault(tmp_path)
    inspection = units(vault)
    with pytest.raises(NotFound):
        vault.prompts.bring_back(inspection, CHECK)
    vault.prompts.put_aside(inspection, told(vault, inspection), "The force knows.")
    vault.prompts.bring_back(inspection, CHECK)
    assert told(vault, inspection).aside is None
    vault.close()


def test_without_a_reason_nothing_is_recorded(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    inspection = units(vault)
    before = len(vault.history.all(inspection))
    with pytest.raises(RuleViolation):
        vault.prompts.put_aside(inspection, told(vault, inspection), " ")
    assert len(vault.history.all(inspection)) == before
    vault.close()


def test_the_history_says_what_was_put_aside_and_why(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    inspection = units(vault)
    vault.prompts.put_aside(inspection, told(vault, inspection), "The force knows.")
    vault.prompts.bring_back(inspection, CHECK)
    said = [entry.words() for entry in vault.history.all(inspection)]
    words = "the prompt “cross-check” (both-at-once)"
    assert f"Put aside {words}; because: The force knows." in said
    assert f"Withdrew {words}; because: Brought back" in said
    vault.close()
