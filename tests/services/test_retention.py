"""An archive is kept, held, and in the end destroyed for good, with a signed record of that."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from inspector_app import config
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import Purged, Subject, subject
from inspector_app.domain.changes.fold import folded
from inspector_app.domain.errors import BadInput, JournalDamaged, NotFound, RuleViolation
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.phases import Phase
from inspector_app.domain.sources import Interview, Source
from inspector_app.domain.values import Named
from inspector_app.services import destruction_records
from inspector_app.services.retention import Record
from inspector_app.services.vault import DATABASE, Unlocked
from inspector_app.vault import keyfile
from tests.support.laptops import a_laptop, introduced
from tests.support.needles import decrypted
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

LINE = LineId("CC-PO-09")
FORCE = "Cambridgeshire Constabulary"
LEAD = Member(TeamRole.LEAD, "JS")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def vault(tmp_path: Path, clock: Clock) -> Iterator[Unlocked]:
    made = a_vault(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def needle() -> str:
    return os.urandom(20).hex()


@pytest.fixture
def inspection(vault: Unlocked, tmp_path: Path, needle: str) -> InspectionId:
    """An archive that holds a needle wherever words or files can lie."""
    begun = an_inspection(
        vault, me=LEAD, team=((f"Al {needle}", Member(TeamRole.INSPECTOR, "AB")),)
    )
    vault.inspections.answer(begun, LINE, Answer(note=f"Said {needle}."))
    vault.inspections.give_account(begun, Account(LINE, f"Words {needle}"))
    vault.sources.record(begun, Source(Interview(), f"Interview {needle}"))
    (tmp_path / f"{needle}.txt").write_text(needle, encoding="utf-8")
    vault.evidence.attach(begun, [tmp_path / f"{needle}.txt"], [LINE], f"Caption {needle}")
    (tmp_path / f"{needle}.txt").unlink()
    vault.desk.keep_typed(begun, LINE, f"half {needle}")
    vault.inspections.remember_place(begun, "section:CC-PO")
    vault.phases.enter(begun, Phase.ARCHIVED)
    return begun


def pages(folder: Path) -> bytes:
    """Return every page of the vault's database in plain, deleted ones included."""
    keys = keyfile.unlock(folder / "vault", PASSPHRASE).keys
    return decrypted(folder / "vault" / DATABASE, keys.database)


def names(vault: Unlocked) -> list[str]:
    with vault._database.read() as work:
        return sorted(work.people.names().values())


def settings(vault: Unlocked) -> bytes:
    with vault._database.read() as work:
        rows = work.settings._connection.exec_driver_sql("SELECT key FROM setting")
        return json.dumps([row[0] for row in rows]).encode()


def files(folder: Path) -> list[Path]:
    return [path for path in (folder / "vault" / "evidence").rglob("*") if path.is_file()]


def past_retention(vault: Unlocked, inspection: InspectionId, clock: Clock) -> None:
    vault.retention.keep_until(inspection, "2013-12-31", "Schedule of retention, class 4")
    clock.time += timedelta(days=200)


def destroyed(vault: Unlocked, inspection: InspectionId, clock: Clock) -> Record:
    past_retention(vault, inspection, clock)
    return vault.retention.destroy(inspection, FORCE)


def test_a_clock_that_base_told_to_be_ahead_destroys_nothing_before_its_time(
    vault: Unlocked, inspection: InspectionId, clock: Clock
) -> None:
    past_retention(vault, inspection, clock)
    ahead_ms = 400 * 24 * 3600 * 1000
    vault.base._remember("base/contact", {"time_ms": 0, "ahead_ms": ahead_ms})
    told = vault.retention.hindrance(inspection)
    assert told.startswith("It is kept until 31 December 2013")
    assert "This laptop’s clock was 400 days fast" in told
    with pytest.raises(RuleViolation, match=r"400 days fast.*Nothing was destroyed"):
        vault.retention.destroy(inspection, FORCE)
    vault.base._remember("base/contact", {"time_ms": 0, "ahead_ms": -ahead_ms})
    assert vault.retention.hindrance(inspection) == ""
    vault.retention.destroy(inspection, FORCE)


def test_nothing_is_left_of_it_but_who_when_and_a_signed_record(
    vault: Unlocked, inspection: InspectionId, clock: Clock, tmp_path: Path, needle: str
) -> None:
    other = an_inspection(vault, force=Named("Kent Police"))
    vault.inspections.answer(other, LINE, Answer(note="Of another inspection."))
    assert pages(tmp_path).count(needle.encode()) > 6  # else the search proves nothing
    assert names(vault) == [f"Al {needle}", "Jo Smith"]
    assert files(tmp_path)
    (other_name,) = {c.header.chain for c in vault.inspections.history(other)}

    record = destroyed(vault, inspection, clock)

    assert needle.encode() not in pages(tmp_path)
    assert inspection.encode() not in settings(vault)
    assert files(tmp_path) == []
    assert names(vault) == ["Jo Smith"]
    assert other_name not in record.destruction.heads
    assert len(record.destruction.heads) == 1
    assert record.destruction.retention.rule == "Schedule of retention, class 4"
    assert (record.destruction.answers, record.destruction.accounts) == (1, 1)
    assert (record.destruction.evidence, record.destruction.sources) == (1, 1)
    assert (record.destruction.initials, record.destruction.role) == ("JS", "lead")
    assert vault.retention.remains(record.change) == ()
    assert [each.id for each in vault.inspections.all()] == [other]
    assert vault.inspections.standing(other).answer(LINE).value is not None
    assert vault.checks.check(other).is_sound
    assert vault.checks.look_through() == ()
    assert [each.change.id for each in vault.retention.records()] == [record.change.id]


def test_it_stays_destroyed_over_a_restart_and_nothing_can_be_recorded_in_it(
    vault: Unlocked, inspection: InspectionId, clock: Clock, tmp_path: Path
) -> None:
    record = destroyed(vault, inspection, clock)
    for opened in (vault, None):
        at_hand = opened or vault_service(tmp_path, clock).unlock(PASSPHRASE)
        with pytest.raises(NotFound, match="was destroyed; only the record"):
            at_hand.inspections.standing(inspection)
        with pytest.raises(NotFound, match="was destroyed; only the record"):
            at_hand.inspections.answer(inspection, LINE, Answer(note="Late."))
        with pytest.raises(NotFound):
            at_hand.inspections.find("Camb")
        assert at_hand.checks.glance() == ()
        assert at_hand.retention.find_record("camb").change.id == record.change.id
        with pytest.raises(NotFound, match=r"^No record of destruction .* matches “Kent”.$"):
            at_hand.retention.find_record("Kent")
        assert not at_hand.bring_up_to_date()
        at_hand.close()


def test_a_destruction_that_was_cut_off_is_finished_when_the_vault_is_next_opened(
    vault: Unlocked,
    inspection: InspectionId,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    past_retention(vault, inspection, clock)
    monkeypatch.setattr(vault.journal, "finish_purges", lambda: False)  # as a power cut would
    vault.retention.destroy(inspection, FORCE)
    assert files(tmp_path)
    vault.close()
    again = vault_service(tmp_path, clock).unlock(PASSPHRASE)
    assert files(tmp_path) == []
    (record,) = again.retention.records()
    assert again.retention.remains(record.change) == ()
    again.close()


def test_one_that_fails_before_it_is_durable_has_never_begun(
    vault: Unlocked,
    inspection: InspectionId,
    clock: Clock,
    tmp_path: Path,
    needle: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    past_retention(vault, inspection, clock)

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(vault.journal, "note_unfinished", power_cut)
    with pytest.raises(KeyboardInterrupt):
        vault.retention.destroy(inspection, FORCE)
    vault.close()
    again = vault_service(tmp_path, clock).unlock(PASSPHRASE)
    answer = again.inspections.standing(inspection).answer(LINE).value
    assert answer == Answer(note=f"Said {needle}.")
    (item,) = again.inspections.standing(inspection).evidence()
    with again.evidence.opened(inspection, item.file.sha256) as file:
        assert file.read() == needle.encode()
    assert again.retention.records() == ()
    again.close()


def test_what_stands_in_the_way_is_said_and_nothing_is_destroyed(
    vault: Unlocked, inspection: InspectionId, clock: Clock
) -> None:
    def refused(words: str, confirmation: str = FORCE) -> None:
        with pytest.raises(RuleViolation, match=words) as refusal:
            vault.retention.destroy(inspection, confirmation)
        assert "Nothing was destroyed" in str(refusal.value)

    refused("Until when it is kept has not been recorded")
    vault.retention.keep_until(inspection, "2013-12-31", "Class 4")
    refused("It is kept until 31 December 2013")
    clock.time += timedelta(days=200)
    vault.retention.hold(inspection, "Inquest")
    refused("under legal hold .because: Inquest.")
    vault.retention.lift(inspection, "The inquest is over")
    refused("type the force’s name", "Kent Police")
    vault.phases.enter(inspection, Phase.PUBLISHED, "An appeal")
    refused("Only an archived inspection")
    vault.phases.enter(inspection, Phase.ARCHIVED)
    assert vault.retention.hindrance(inspection) == ""


def test_only_its_lead_destroys_an_inspection(vault: Unlocked, clock: Clock) -> None:
    begun = an_inspection(vault, me=replace(LEAD, role=TeamRole.INSPECTOR))
    vault.phases.enter(begun, Phase.ARCHIVED)
    past_retention(vault, begun, clock)
    with pytest.raises(RuleViolation, match="Only the lead inspector"):
        vault.retention.destroy(begun, FORCE)


def test_a_hold_keeps_from_purging_as_well(vault: Unlocked, inspection: InspectionId) -> None:
    about = subject(Subject.ANSWER, LINE)
    plan = vault.journal.plan_purge(inspection, about)
    vault.retention.hold(inspection, "Inquest")
    with pytest.raises(RuleViolation, match=r"under legal hold .*Nothing was destroyed"):
        vault.journal.purge(plan, "retention", "Old")
    with pytest.raises(RuleViolation, match="under legal hold"):
        vault.journal.plan_purge(inspection, about)
    with pytest.raises(RuleViolation, match="under legal hold already"):
        vault.retention.hold(inspection, "Twice")
    vault.retention.lift(inspection, "The inquest is over")
    vault.journal.purge(vault.journal.plan_purge(inspection, about), "retention", "Old")
    with pytest.raises(RuleViolation, match="not under legal hold"):
        vault.retention.lift(inspection, "Twice")
    for hold in ("hold", "destruction"):
        with pytest.raises(RuleViolation, match="cannot be purged"):
            vault.journal.plan_purge(inspection, hold)


@pytest.mark.parametrize(
    ("until", "rule"), [("next year", "Class 4"), ("2031-02-30", "Class 4"), ("2031-03-31", " ")]
)
def test_a_retention_needs_a_day_and_a_rule(
    vault: Unlocked, inspection: InspectionId, until: str, rule: str
) -> None:
    with pytest.raises(RuleViolation):
        vault.retention.keep_until(inspection, until, rule)
    assert not vault.inspections.standing(inspection).retention.versions


def test_holds_and_retentions_are_in_the_history_and_cannot_be_undone(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.retention.keep_until(inspection, "2031-03-31", "Class 4")
    vault.retention.hold(inspection, "Inquest")
    vault.retention.lift(inspection, "It is over")
    told = [(each.what, each.why) for each in vault.history.all(inspection)[-3:]]
    assert told == [
        ("To be kept until 31 March 2031", "Class 4"),
        ("Placed a legal hold", "Inquest"),
        ("Lifted a legal hold", "It is over"),
    ]
    change = vault.inspections.history(inspection)[-2].id
    with pytest.raises(RuleViolation, match="stands for good"):
        vault.inspections.undo_change(inspection, change)


def test_of_two_laptops_the_longer_retention_and_any_hold_count(tmp_path: Path) -> None:
    jo, ann = a_laptop(tmp_path, "JS"), a_laptop(tmp_path, "AM", minutes_fast=7)
    introduced(jo, ann)
    stick = tmp_path / "stick"
    stick.mkdir()
    begun = an_inspection(jo.vault, me=LEAD)
    jo.vault.team.let_in(begun, ann.vault.team.device)
    jo.vault.phases.enter(begun, Phase.ARCHIVED)
    for each in (jo, ann, jo):
        each.together(stick)
    ann.vault.retention.keep_until(begun, "2013-12-31", "Class 4")
    ann.vault.retention.hold(begun, "Inquest")
    jo.vault.retention.keep_until(begun, "2013-10-01", "Class 1")
    jo.clock.time += timedelta(days=40)
    for each in (ann, jo):
        each.together(stick)
    assert "under legal hold" in jo.vault.retention.hindrance(begun)
    jo.vault.retention.lift(begun, "It is over")
    assert jo.vault.retention.hindrance(begun) == "It is kept until 31 December 2013 (Class 4)."
    jo.clock.time += timedelta(days=200)
    record = jo.vault.retention.destroy(begun, FORCE)
    # Unlike a purge, this goes nowhere: the signed record must not say that it would.
    (laptop,) = (each for each in record.destruction.beyond_reach if each.startswith("laptop "))
    assert laptop.endswith(", until its copy is destroyed there")

    # What the other laptop still holds does not come back, and its own copy stays as it is.
    for each in (ann, jo, ann):
        each.together(stick)
    assert jo.vault.retention.remains(record.change) == ()
    assert ann.vault.inspections.standing(begun).phase is Phase.ARCHIVED
    ann.vault.exchange.export(begun, tmp_path / "back.json")
    with pytest.raises(RuleViolation, match="was destroyed on this laptop"):
        jo.vault.exchange.take_in(tmp_path / "back.json")
    assert jo.vault.retention.remains(record.change) == ()
    for each in (jo, ann):
        each.vault.close()


def test_a_purge_that_comes_in_waits_until_the_hold_is_lifted(tmp_path: Path) -> None:
    jo, ann = a_laptop(tmp_path, "JS"), a_laptop(tmp_path, "AM", minutes_fast=7)
    introduced(jo, ann)
    stick = tmp_path / "stick"
    stick.mkdir()
    begun = an_inspection(jo.vault, me=LEAD)
    jo.vault.team.let_in(begun, ann.vault.team.device)
    jo.answer(begun, "Spilled.", LINE)
    for each in (jo, ann, jo):
        each.together(stick)
    ann.vault.retention.hold(begun, "Inquest")
    plan = jo.vault.journal.plan_purge(begun, subject(Subject.ANSWER, LINE))
    jo.vault.journal.purge(plan, "spilled-material", "Not knowing of the hold")
    for each in (jo, ann):
        each.together(stick)
    assert ann.notes(begun, LINE) == ["Spilled."]
    assert ann.vault.checks.check(begun).is_sound
    ann.vault.retention.lift(begun, "It is over")
    assert ann.notes(begun, LINE) == []
    for each in (ann, jo, ann):
        each.together(stick)
    for each in (jo, ann):
        assert each.notes(begun, LINE) == []
        assert each.vault.checks.check(begun).is_sound
        each.vault.close()


def test_equal_changes_fold_to_nothing_in_any_order(
    vault: Unlocked, inspection: InspectionId, clock: Clock
) -> None:
    before = vault.inspections.history(inspection)
    record = destroyed(vault, inspection, clock)
    for order in ((*before, record.change), (record.change, *reversed(before))):
        states = folded(order)
        assert all(
            isinstance(version.body, Purged)
            for about, state in states.items()
            for version in state.versions
            if about != "destruction"
        )
        assert states["destruction"].versions[0].body == record.change.body
    with vault._database.begin() as work:
        rows = work.journal.projection(inspection)
        work.journal.rebuild(inspection)
        assert work.journal.projection(inspection) == rows


def test_the_record_is_a_file_that_proves_itself_and_its_altering_shows(
    vault: Unlocked, inspection: InspectionId, clock: Clock, tmp_path: Path
) -> None:
    record = destroyed(vault, inspection, clock)
    path = tmp_path / "gone.json"
    vault.retention.write_record(inspection, path)
    assert destruction_records.read(path).id == record.change.id
    form = json.loads(path.read_text(encoding="utf-8"))
    schemas = config.places(Path()).resources / "schemas"
    schema = json.loads((schemas / "destruction-record.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(form)
    assert f"The inspection of {FORCE}" in form["words"][0]

    spoilt = tmp_path / "spoilt.json"
    for change in (
        {"words": ["Nothing was destroyed."]},
        {"body": form["body"].replace("Cambridgeshire", "Kent")},
        {"header": form["header"].replace('"seq":', '"seq":1')},
        {"signature": form["signature"][::-1]},
        {"format": "other"},
        {"extra": 1},
        {"salt": None},
    ):
        spoilt.write_text(json.dumps({**form, **change}), encoding="utf-8")
        with pytest.raises((BadInput, JournalDamaged)):
            destruction_records.read(spoilt)
    spoilt.write_text("[]", encoding="utf-8")
    with pytest.raises(BadInput):
        destruction_records.read(spoilt)
    with pytest.raises(BadInput):
        destruction_records.read(tmp_path / "nowhere.json")
