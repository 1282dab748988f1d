"""Sources in a real vault: recorded, revised, withdrawn, giving accounts; and what leaves it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from inspector_app import config
from inspector_app.domain import dates
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import SourceRecorded
from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.ids import AccountId, InspectionId, LineId, SourceId
from inspector_app.domain.sources import Arrangement, DocumentRequest, Interview, Source
from inspector_app.domain.strength import Supports, accounts_of
from inspector_app.domain.values import Counted, Named
from inspector_app.services.vault import Unlocked
from tests.support.sources import PARTICULARS, a_source
from tests.support.vaults import a_vault, an_inspection

NINE, EIGHT = LineId("CC-PO-09"), LineId("CC-PO-08")
CHIEF = Source(Interview(), "Chief", roles=(Named("Chief constable", "chief-constable"),))


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    opened = a_vault(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def test_a_source_and_what_it_said_on_many_lines_is_one_act_and_one_undo(
    vault: Unlocked, inspection: InspectionId
) -> None:
    said = [Account(EIGHT, "Five."), Account(NINE, values={"declared": Counted(8)})]

    recorded = vault.sources.record(inspection, CHIEF, said)

    standing = vault.inspections.standing(inspection)
    (item,) = standing.sources()
    assert (item.id, item.source) == (recorded.id, replace(CHIEF, number="JS/1"))
    accounts = accounts_of(standing, recorded.id)
    assert [id_ for id_, _ in accounts] == list(recorded.accounts)
    assert [held.value for _, held in accounts] == [replace(a, source=item.id) for a in said]
    assert Supports(standing).letters(NINE) == ("I",)
    assert vault.sources.find(inspection, "js/1") == recorded.id

    vault.inspections.undo(inspection)
    standing = vault.inspections.standing(inspection)
    assert (standing.sources(), standing.accounts()) == ((), ())
    with pytest.raises(NotFound, match="no source JS/1"):
        vault.sources.find(inspection, "JS/1")


def test_one_account_that_cannot_be_recorded_lets_nothing_be_recorded_and_no_number_be_used(
    vault: Unlocked, inspection: InspectionId
) -> None:
    for wrong in (Account(NINE), Account(LineId("CC-PO-99"), "x"), Account(NINE, values={"x": 1})):  # type: ignore[dict-item]
        with pytest.raises((RuleViolation, NotFound)):
            vault.sources.record(inspection, CHIEF, [Account(EIGHT, "Five."), wrong], ["Ann Other"])
    assert not vault.inspections.standing(inspection).accounts()
    assert "Ann Other" not in vault.inspections.standing(inspection).names.values()
    assert vault.sources.record(inspection, CHIEF).number == "JS/1"


def test_sources_and_evidence_share_one_sequence_that_no_purge_or_import_repeats(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("words", encoding="utf-8")
    first = vault.sources.record(inspection, CHIEF)
    (kept,) = vault.evidence.attach(inspection, [tmp_path / "a.txt"])
    third = vault.sources.record(inspection, CHIEF)
    assert (first.number, kept.number, third.number) == ("JS/1", "JS/2", "JS/3")
    plan = vault.journal.plan_purge(inspection, f"source:{third.id}")
    assert plan.numbers == ("JS/3",)
    vault.journal.purge(plan, "other", "Too much")
    target = tmp_path / "whole.json"
    vault.exchange.export(inspection, target)
    other = a_vault(tmp_path / "other")
    try:
        other.exchange.take_in(target)
        assert other.sources.record(inspection, CHIEF).number == "JS/4"
    finally:
        other.close()


def test_a_revised_source_keeps_its_number_and_its_accounts(
    vault: Unlocked, inspection: InspectionId
) -> None:
    request = Source(DocumentRequest(due=dates.read("2013-09-30")), "A plan")
    recorded = vault.sources.record(inspection, request, [Account(NINE, "Asked.")])

    vault.sources.revise(inspection, recorded.id, replace(request, title="The plan", number="XX/9"))

    standing = vault.inspections.standing(inspection)
    assert standing.sources()[0].source == replace(request, title="The plan", number="JS/1")
    assert len(accounts_of(standing, recorded.id)) == 1
    with pytest.raises(RuleViolation, match="title"):
        vault.sources.revise(inspection, recorded.id, replace(request, title=""))


def test_two_who_revised_a_source_unseen_by_each_other_are_both_kept(
    vault: Unlocked, inspection: InspectionId
) -> None:
    recorded = vault.sources.record(inspection, CHIEF)
    seen = vault.inspections.standing(inspection).source(recorded.id).heads
    for title in ("One", "Other"):
        vault.sources.revise(inspection, recorded.id, replace(CHIEF, title=title), seen)
    field = vault.inspections.standing(inspection).source(recorded.id)
    assert field.in_conflict
    assert {held.value.title for held in field.versions if held.value} == {"One", "Other"}


def test_a_withdrawn_source_needs_a_reason_and_leaves_its_accounts(
    vault: Unlocked, inspection: InspectionId
) -> None:
    recorded = vault.sources.record(inspection, CHIEF, [Account(NINE, "Eight.")])
    with pytest.raises(RuleViolation, match="reason"):
        vault.sources.withdraw(inspection, recorded.id, " ")
    vault.sources.withdraw(inspection, recorded.id, "Recorded twice")
    standing = vault.inspections.standing(inspection)
    assert not standing.sources()
    assert len(standing.accounts(NINE)) == 1
    assert Supports(standing).letters(NINE) == ()
    for verb in (
        lambda: vault.sources.withdraw(inspection, recorded.id, "Again"),
        lambda: vault.sources.revise(inspection, recorded.id, CHIEF),
        lambda: vault.sources.give_accounts(inspection, recorded.id, [Account(NINE, "x")]),
        lambda: vault.sources.revise(inspection, SourceId("f" * 32), CHIEF),
    ):
        with pytest.raises(NotFound, match="withdrawn"):
            verb()


def test_an_answer_rests_on_the_accounts_it_names_and_keeps_what_it_says(
    vault: Unlocked, inspection: InspectionId
) -> None:
    recorded = vault.sources.record(inspection, CHIEF, [Account(EIGHT, "5"), Account(NINE, "8")])
    with pytest.raises(NotFound, match="no answer on CC-PO-09"):
        vault.sources.rest(inspection, NINE, recorded.accounts)
    answer = Answer({"declared": Counted(8)}, note="As told")
    vault.inspections.answer(inspection, NINE, answer)
    with pytest.raises(NotFound, match="no account"):
        vault.sources.rest(inspection, NINE, [AccountId("CC-PO-09/00")])

    vault.sources.rest(inspection, NINE, (*recorded.accounts, recorded.accounts[0]))

    standing = vault.inspections.standing(inspection)
    assert standing.answer(NINE).value == replace(answer, accounts=recorded.accounts)
    assert [a.words for _, a in Supports(standing).grounds(NINE)] == ["5", "8"]
    vault.sources.rest(inspection, NINE, ())
    assert vault.inspections.standing(inspection).answer(NINE).value == answer


def test_names_stay_on_this_laptop_and_one_name_is_one_person(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    first = vault.sources.record(inspection, CHIEF, names=["Ann  Other", "Bo Third", ""])
    second = vault.sources.record(inspection, CHIEF, names=["ann other"])
    standing = vault.inspections.standing(inspection)
    people = {item.id: item.source.people for item in standing.sources()}
    assert [standing.names[p] for p in people[first.id]] == ["Ann Other", "Bo Third"]
    assert people[second.id] == people[first.id][:1]
    target = tmp_path / "whole.json"
    vault.exchange.export(inspection, target)
    assert "Ann" not in target.read_text(encoding="utf-8")
    assert people[first.id][0] in target.read_text(encoding="utf-8")


def test_an_arrangement_is_given_one_global_id_that_revising_keeps(
    vault: Unlocked, inspection: InspectionId
) -> None:
    recorded = vault.sources.record(inspection, Source(Arrangement(), "Alliance"))
    other = vault.sources.record(inspection, Source(Arrangement(), "Region"))

    def global_id(id_: SourceId) -> str:
        source = vault.inspections.standing(inspection).source(id_).value
        assert source is not None
        assert isinstance(source.particulars, Arrangement)
        return source.particulars.global_id

    before = global_id(recorded.id)
    assert len(before) == 32
    assert before != global_id(other.id)
    vault.sources.revise(inspection, recorded.id, Source(Arrangement(), "The alliance"))
    assert global_id(recorded.id) == before


def test_registers_are_searched_by_the_beginnings_of_words_and_grow_on_the_spot(
    vault: Unlocked, inspection: InspectionId
) -> None:
    def found(register: str, words: str) -> list[str]:
        return [each.name for each in vault.sources.search(inspection, register, words)]

    assert "Cambridgeshire Constabulary" in found("forces", "const camb")
    assert found("organisations", "BCH") == [
        "Strategic alliance of Bedfordshire, Cambridgeshire and Hertfordshire"
    ]
    assert found("forces", "ambridge") == []
    assert found("roles", "BCH") == []
    assert len(found("forces", "")) == 12
    entry = RegisterEntry("", "roles", "  Duty   superintendent ", ("night duty",))
    id_, _ = vault.sources.add_entry(inspection, entry)
    assert found("roles", "night") == ["Duty superintendent"]
    for again in ("duty superintendent", "NIGHT DUTY"):
        with pytest.raises(RuleViolation, match="already"):
            vault.sources.add_entry(inspection, RegisterEntry("", "roles", again))
    with pytest.raises(RuleViolation, match="name"):
        vault.sources.add_entry(inspection, RegisterEntry("", "roles", " "))
    vault.inspections.undo(inspection)
    assert found("roles", "night") == []
    assert id_.startswith("added-")


def test_every_kind_leaves_as_the_schema_says_and_comes_back_equal(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    for particulars in PARTICULARS:
        vault.sources.record(inspection, a_source(particulars, evidence=()))
    vault.sources.add_entry(inspection, RegisterEntry("", "roles", "Duty superintendent"))
    target = tmp_path / "whole.json"
    vault.exchange.export(inspection, target)
    places = config.places().resources / "schemas" / "inspection.schema.json"
    schema = json.loads(places.read_text(encoding="utf-8"))
    bodies = [
        (json.loads(c["header"])["kind"], json.loads(c["body"]))
        for c in json.loads(target.read_text(encoding="utf-8"))["changes"]
    ]
    for kind, name in (("source-recorded", "SourceRecorded"), ("entry-recorded", "EntryRecorded")):
        validator = Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})
        found = [body for each, body in bodies if each == kind]
        assert found
        for body in found:
            validator.validate(body)
    other = a_vault(tmp_path / "other", initials="BC")
    try:
        other.exchange.take_in(target)
        there = other.inspections.standing(inspection)
    finally:
        other.close()
    here = vault.inspections.standing(inspection)
    assert there.sources() == here.sources()
    assert len(there.sources()) == len(PARTICULARS)
    assert there.register() == here.register()


def test_every_version_of_a_source_is_in_its_history(
    vault: Unlocked, inspection: InspectionId
) -> None:
    recorded = vault.sources.record(inspection, CHIEF)
    vault.sources.revise(inspection, recorded.id, replace(CHIEF, title="Deputy"))
    changes = vault.inspections.history(inspection, f"source:{recorded.id}")
    assert [c.body.source.title for c in changes if isinstance(c.body, SourceRecorded)] == [
        "Chief",
        "Deputy",
    ]
