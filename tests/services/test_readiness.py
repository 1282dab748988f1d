"""Ready to travel, looked at in real vaults: nothing is changed by it, nothing claimed unseen."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from inspector_app.domain.answers import Answer
from inspector_app.domain.errors import Cancelled, NotFound, VaultDamaged
from inspector_app.domain.ids import InspectionId, LineId
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.readiness import Check, Item, Printers, State
from inspector_app.services.vault import Unlocked
from inspector_app.vault import keyfile
from tests.support.laptops import OTHER, TeamLaptop, a_laptop, introduced
from tests.support.vaults import PASSPHRASE, Clock, a_vault, an_inspection, vault_service

LINE = LineId("CC-PO-05")


@pytest.fixture(autouse=True)
def in_london(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def vault(tmp_path: Path, clock: Clock) -> Iterator[Unlocked]:
    made = a_vault(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def inspection(vault: Unlocked) -> InspectionId:
    return an_inspection(vault)


def looked(vault: Unlocked, inspection: InspectionId, item: Item) -> Check:
    return {each.item: each for each in vault.readiness.check(inspection)}[item]


def test_all_six_are_told_in_their_order_and_nothing_is_recorded(
    vault: Unlocked, inspection: InspectionId
) -> None:
    before = len(vault.inspections.history(inspection))
    found = vault.readiness.check(inspection, Printers(("Front desk",), "Front desk"), opens=True)
    assert [each.item for each in found] == list(Item)
    assert {each.item: each.state for each in found} == dict.fromkeys(Item, State.OK)
    assert len(vault.inspections.history(inspection)) == before


def test_the_passphrase_is_really_tried_and_nothing_of_the_vault_changes(
    vault: Unlocked, inspection: InspectionId, tmp_path: Path
) -> None:
    files = [tmp_path / "vault" / name for name in (keyfile.NAME, keyfile.BACKUP_NAME)]
    before = [(each.read_bytes(), each.stat().st_mtime_ns) for each in files]
    assert "never" in looked(vault, inspection, Item.PASSPHRASE).words
    assert not vault.readiness.try_passphrase("another one altogether")
    assert "never" in looked(vault, inspection, Item.PASSPHRASE).words, "only one that opens counts"
    assert vault.readiness.try_passphrase(PASSPHRASE)
    check = looked(vault, inspection, Item.PASSPHRASE)
    assert (check.state, "16 September 2013" in check.words) == (State.NOT_CHECKED, True)
    assert [(each.read_bytes(), each.stat().st_mtime_ns) for each in files] == before


def test_a_damaged_key_file_is_told_and_not_mended_by_looking(
    vault: Unlocked, tmp_path: Path
) -> None:
    main, backup = (tmp_path / "vault" / n for n in (keyfile.NAME, keyfile.BACKUP_NAME))
    main.write_bytes(b"{}")
    assert vault.readiness.try_passphrase(PASSPHRASE)
    assert main.read_bytes() == b"{}"
    whole = backup.read_bytes()
    backup.write_bytes(b"{}")
    with pytest.raises(VaultDamaged):
        vault.readiness.try_passphrase(PASSPHRASE)
    backup.write_bytes(whole)


def test_somebody_of_the_team_without_a_laptop_in_it_is_told(vault: Unlocked) -> None:
    inspection = an_inspection(vault, team=(("Ann Moss", Member(TeamRole.INSPECTOR, "AM")),))
    check = looked(vault, inspection, Item.TEAM)
    assert check.state is State.LOOK
    assert check.details == ("AM: no laptop of theirs has come together with this one.",)
    ann = next(p for p, m in vault.inspections.standing(inspection).members() if m.initials == "AM")
    gone = Member(TeamRole.INSPECTOR, "AM", present=False)
    vault.inspections.name_member(inspection, ann, "", gone)
    assert looked(vault, inspection, Item.TEAM).state is State.OK


def test_two_laptops_are_in_order_only_once_both_said_they_hold_the_same(tmp_path: Path) -> None:
    jo, ann = a_laptop(tmp_path, "JS"), a_laptop(tmp_path, "AM", 7)
    introduced(jo, ann)
    stick = tmp_path / "stick"
    stick.mkdir()
    inspection = an_inspection(jo.vault)
    jo.vault.team.let_in(inspection, ann.vault.team.device)

    def states(*laptops: TeamLaptop) -> list[State]:
        return [looked(each.vault, inspection, Item.TEAM).state for each in laptops]

    assert states(jo) == [State.LOOK]
    for laptop in (jo, ann, jo, ann):
        laptop.together(stick)
    assert states(jo, ann) == [State.OK, State.OK]
    ann.answer(inspection, "seen", OTHER)
    assert states(ann) == [State.LOOK], "here is more than the other holds"
    for laptop in (ann, jo, ann):
        laptop.together(stick)
    assert states(jo, ann) == [State.OK, State.OK]
    (line,) = looked(jo.vault, inspection, Item.TEAM).details
    assert line.startswith("AM: work up to 16 September 2013")
    jo.answer(inspection, "yes")
    ann.answer(inspection, "no")
    for laptop in (jo, ann, jo, ann):
        laptop.together(stick)
    check = looked(jo.vault, inspection, Item.TEAM)
    assert (check.state, "1 place stands in differing versions" in check.words) == (
        State.LOOK,
        True,
    )
    for laptop in (jo, ann):
        laptop.vault.close()


def test_a_journal_that_was_tampered_with_is_not_called_in_order(
    vault: Unlocked, inspection: InspectionId
) -> None:
    vault.inspections.answer(inspection, LINE, Answer(note="Seen."))
    with vault._database.begin() as work:
        work.journal._connection.execute(text("DROP TRIGGER body_is_never_altered"))
        work.journal._connection.execute(
            text(
                "UPDATE body SET body = CAST(replace(CAST(body AS TEXT), 'Seen.', 'Told.') AS BLOB)"
            )
        )
        work.commit()
    check = looked(vault, inspection, Item.TEAM)
    assert check.state is State.LOOK
    assert "does not fit together" in check.words


def test_a_checklist_that_was_damaged_or_taken_out_is_told(
    tmp_path: Path, vault: Unlocked, inspection: InspectionId
) -> None:
    for spoil in (
        "UPDATE pack SET archive = substr(archive, 1, length(archive) - 40)",
        "DELETE FROM pack",
    ):
        with vault._database.begin() as work:
            work.journal._connection.execute(text(spoil))
            work.commit()
        assert looked(vault, inspection, Item.PACK).state is State.LOOK


def test_a_checklist_that_cannot_be_read_leaves_the_rest_looked_at(
    tmp_path: Path, clock: Clock
) -> None:
    vault = a_vault(tmp_path / "other", clock)
    inspection = an_inspection(vault)
    with vault._database.begin() as work:
        work.journal._connection.execute(text("UPDATE pack SET archive = x'7b7d'"))
        work.commit()
    vault.close()
    vault = vault_service(tmp_path / "other", clock).unlock(PASSPHRASE)
    found = {each.item: each.state for each in vault.readiness.check(inspection)}
    assert (found[Item.PACK], found[Item.TEAM]) == (State.LOOK, State.NOT_CHECKED)
    assert found[Item.CLOCK] is State.OK
    vault.close()


def test_a_clock_that_was_set_back_is_told(
    vault: Unlocked, inspection: InspectionId, clock: Clock
) -> None:
    assert looked(vault, inspection, Item.CLOCK).state is State.OK
    clock.time -= timedelta(days=1)
    check = looked(vault, inspection, Item.CLOCK)
    assert (check.state, "set back" in check.words) == (State.LOOK, True)


def test_a_time_zone_that_is_not_londons_is_told(
    vault: Unlocked, inspection: InspectionId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    check = looked(vault, inspection, Item.CLOCK)
    assert (check.state, "UTC+9:00" in check.words) == (State.LOOK, True)


def test_what_does_not_exist_and_what_is_cancelled_is_said(
    vault: Unlocked, inspection: InspectionId
) -> None:
    with pytest.raises(NotFound):
        vault.readiness.check(InspectionId("0" * 32))
    with pytest.raises(Cancelled):
        vault.readiness.check(inspection, cancelled=lambda: True)
