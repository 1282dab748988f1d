"""A laptop handed over: acts under another's name, its device signing, and what each takes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.codec import signature_holds
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId, LineId, PersonId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.sources import Interview, Source
from inspector_app.services.vault import Unlocked
from tests.support.vaults import PASSPHRASE, a_vault, an_inspection, vault_service

NINE, TEN = LineId("CC-PO-09"), LineId("CC-PO-10")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    opened = a_vault(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault, team=(("Al Moor", Member(TeamRole.INSPECTOR, "AM")),))


def member(vault: Unlocked, inspection: InspectionId, initials: str) -> PersonId:
    members = vault.inspections.standing(inspection).members()
    return next(person for person, each in members if each.initials == initials)


def test_acts_are_recorded_as_whoever_acts_and_history_says_on_whose_laptop(
    vault: Unlocked, inspection: InspectionId
) -> None:
    am = member(vault, inspection, "AM")
    vault.inspections.answer(inspection, NINE, Answer(note="By JS"))
    vault.handing.hand_over(inspection, am)
    vault.inspections.answer(inspection, TEN, Answer(note="By AM"))
    assert vault.handing.recorded_as(inspection) == am
    changes = vault.inspections.history(inspection)
    assert changes[-1].header.author == am
    assert changes[-1].header.device == changes[0].header.device
    assert all(map(signature_holds, changes))
    entries = vault.history.all(inspection)
    assert [entry.who() for entry in entries[-2:]] == ["JS", "AM on JS’s laptop"]
    assert "is JS’s" in entries[-2].what
    assert vault.checks.check(inspection).is_sound


def test_everybody_takes_back_only_what_they_recorded_themselves(
    vault: Unlocked, inspection: InspectionId
) -> None:
    js, am = vault.handing.owner(), member(vault, inspection, "AM")
    vault.inspections.answer(inspection, NINE, Answer(note="By JS"))
    vault.handing.hand_over(inspection, am)
    with pytest.raises(RuleViolation, match="nothing to undo"):
        vault.inspections.undo(inspection)
    vault.inspections.answer(inspection, TEN, Answer(note="By AM"))
    vault.handing.hand_over(inspection, js)
    vault.inspections.undo(inspection)
    standing = vault.inspections.standing(inspection)
    assert (standing.answer(NINE).value, standing.answer(TEN).value) == (None, Answer(note="By AM"))
    vault.handing.hand_over(inspection, am)
    vault.inspections.resume(inspection)
    vault.inspections.undo(inspection)
    assert vault.inspections.standing(inspection).answer(TEN).value is None
    with pytest.raises(RuleViolation, match="nothing to undo"):
        vault.inspections.undo(inspection)


def test_numbers_given_on_a_borrowed_laptop_go_by_a_tag_of_both(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    vault.sources.record(inspection, Source(Interview(), "One"))
    vault.handing.hand_over(inspection, member(vault, inspection, "AM"))
    assert vault.sources.record(inspection, Source(Interview(), "Two")).number == "AM-JS/1"
    (tmp_path / "a.txt").write_text("words", encoding="utf-8")
    (attached,) = vault.evidence.attach(inspection, [tmp_path / "a.txt"])
    assert attached.number == "AM-JS/2"
    vault.exchange.export(inspection, tmp_path / "x.json")
    vault.exchange.take_in(tmp_path / "x.json")
    assert vault.sources.record(inspection, Source(Interview(), "Three")).number == "AM-JS/3"
    vault.handing.hand_over(inspection, vault.handing.owner())
    assert vault.sources.record(inspection, Source(Interview(), "Four")).number == "JS/2"


def test_only_the_team_can_act_and_whoever_acted_goes_on_after_unlocking(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    am = member(vault, inspection, "AM")
    with pytest.raises(RuleViolation, match="of the team"):
        vault.handing.hand_over(inspection, PersonId("f" * 32))
    with pytest.raises(NotFound, match="initials XY"):
        vault.handing.record_as(inspection, "XY")
    assert vault.handing.recorded_as(inspection) == vault.handing.owner()
    vault.handing.hand_over(inspection, am)
    vault.close()
    again = vault_service(tmp_path).unlock(PASSPHRASE)
    try:
        assert again.handing.recorded_as(inspection) == again.handing.owner()
        assert again.handing.take_up(inspection) == am
        again.inspections.name_member(
            inspection, am, "", Member(TeamRole.INSPECTOR, "AM", present=False)
        )
    finally:
        again.close()
    later = vault_service(tmp_path).unlock(PASSPHRASE)
    try:
        assert later.handing.take_up(inspection) == later.handing.owner()
    finally:
        later.close()


def test_a_laptop_is_named_once_however_often_it_is_handed_over(
    vault: Unlocked, inspection: InspectionId
) -> None:
    am = member(vault, inspection, "AM")
    for person in (am, vault.handing.owner(), am):
        vault.handing.hand_over(inspection, person)
    kinds = [change.header.kind for change in vault.inspections.history(inspection)]
    assert kinds.count("laptop-named") == 1
