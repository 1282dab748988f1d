"""The vault as a whole: made whole or not at all, and opened only by its owner."""

import json
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.fold import FOLD_VERSION
from inspector_app.domain.errors import (
    BadInput,
    DeviceFull,
    NotFound,
    RuleViolation,
    VaultDamaged,
    VaultInUse,
    VaultLocked,
    VaultTooNew,
    WrongPassphrase,
)
from inspector_app.domain.ids import LineId
from inspector_app.vault import keyfile
from tests.support.failing_names import failing_names
from tests.support.killing import Killer
from tests.support.vaults import PASSPHRASE, a_vault, an_inspection, vault_service

LINE = LineId("CC-PO-01")
OTHER_PASSPHRASE = "five brown otters under the bridge"


def test_a_vault_is_made_once_and_opens_with_its_passphrase(tmp_path: Path) -> None:
    service = vault_service(tmp_path)
    assert not service.exists()
    with pytest.raises(NotFound, match="make one first"):
        service.unlock(PASSPHRASE)

    made = service.create(PASSPHRASE, " Jo Smith ", "js")
    assert (made.inspector.name, made.inspector.initials) == ("Jo Smith", "JS")
    made.close()

    assert service.exists()
    with pytest.raises(RuleViolation, match="already"):
        service.create(PASSPHRASE, "Jo Smith", "JS")
    opened = service.unlock(PASSPHRASE)
    assert opened.inspector == made.inspector
    assert not opened.used_backup
    opened.close()


@pytest.mark.parametrize(
    ("passphrase", "name", "initials"),
    [
        ("password", "Jo Smith", "JS"),
        ("", "Jo Smith", "JS"),
        (PASSPHRASE, " ", "JS"),
        (PASSPHRASE, "Jo Smith", "J"),
        (PASSPHRASE, "Jo Smith", "JSMIT"),
        (PASSPHRASE, "Jo Smith", "J/S"),
        (PASSPHRASE, "Jo Smith", "ŴŶ"),
    ],
)
def test_a_vault_that_lacks_something_is_not_made(
    tmp_path: Path, passphrase: str, name: str, initials: str
) -> None:
    with pytest.raises(RuleViolation):
        vault_service(tmp_path).create(passphrase, name, initials)
    assert list(tmp_path.iterdir()) == []


def test_another_passphrase_does_not_open_it_and_the_vault_stays_free(tmp_path: Path) -> None:
    a_vault(tmp_path).close()
    service = vault_service(tmp_path)

    with pytest.raises(WrongPassphrase):
        service.unlock(OTHER_PASSPHRASE)
    with pytest.raises(BadInput):
        service.unlock("")

    service.unlock(PASSPHRASE).close()


def test_a_second_instance_is_told_that_the_vault_is_open(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)

    with pytest.raises(VaultInUse, match="already open"):
        vault_service(tmp_path).unlock(PASSPHRASE)

    vault.close()
    vault_service(tmp_path).unlock(PASSPHRASE).close()


def test_a_damaged_key_file_is_replaced_by_its_backup_and_it_is_told(tmp_path: Path) -> None:
    a_vault(tmp_path).close()
    (tmp_path / "vault" / keyfile.NAME).write_text("damaged")

    opened = vault_service(tmp_path).unlock(PASSPHRASE)
    assert opened.used_backup
    opened.close()

    again = vault_service(tmp_path).unlock(PASSPHRASE)
    assert not again.used_backup
    again.close()


def test_both_key_files_damaged_or_gone_is_one_sentence(tmp_path: Path) -> None:
    a_vault(tmp_path).close()
    service = vault_service(tmp_path)
    for name in (keyfile.NAME, keyfile.BACKUP_NAME):
        (tmp_path / "vault" / name).write_text("damaged")
    with pytest.raises(VaultDamaged, match="data are untouched"):
        service.unlock(PASSPHRASE)

    for name in (keyfile.NAME, keyfile.BACKUP_NAME):
        (tmp_path / "vault" / name).unlink()
    for verb in (
        lambda: service.unlock(PASSPHRASE),
        lambda: service.create(PASSPHRASE, "Jo Smith", "JS"),
    ):
        with pytest.raises(VaultDamaged, match="key file"):
            verb()
    assert (tmp_path / "vault" / "vault.db").exists()


def test_a_key_file_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    a_vault(tmp_path).close()
    path = tmp_path / "vault" / keyfile.NAME
    newer = json.dumps({**json.loads(path.read_text()), "version": 99})
    path.write_text(newer)

    with pytest.raises(VaultTooNew):
        vault_service(tmp_path).unlock(PASSPHRASE)

    assert path.read_text() == newer


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    with vault._database.begin() as work:
        work.journal._connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        work.commit()
    vault.close()
    service = vault_service(tmp_path)

    with pytest.raises(VaultTooNew):
        service.unlock(PASSPHRASE)
    with pytest.raises(VaultTooNew):
        service.unlock(PASSPHRASE)  # and the lock was let go


def test_a_missing_database_is_one_sentence(tmp_path: Path) -> None:
    a_vault(tmp_path).close()
    (tmp_path / "vault" / "vault.db").unlink()

    with pytest.raises(VaultDamaged, match="missing"):
        vault_service(tmp_path).unlock(PASSPHRASE)


def test_a_database_of_another_vault_does_not_open(tmp_path: Path) -> None:
    for name in ("a", "b"):
        a_vault(tmp_path / name).close()
    shutil.copyfile(tmp_path / "b/vault/vault.db", tmp_path / "a/vault/vault.db")

    with pytest.raises(VaultDamaged):
        vault_service(tmp_path / "a").unlock(PASSPHRASE)


def test_a_new_passphrase_opens_and_the_old_one_no_longer(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    inspection = an_inspection(vault)
    vault.inspections.answer(inspection, LINE, Answer(note="kept"))
    vault.close()
    service = vault_service(tmp_path)
    before = (tmp_path / "vault" / "vault.db").read_bytes()
    with pytest.raises(WrongPassphrase):
        service.change_passphrase(OTHER_PASSPHRASE, OTHER_PASSPHRASE)
    with pytest.raises(RuleViolation, match="too easy"):
        service.change_passphrase(PASSPHRASE, "password")

    service.change_passphrase(PASSPHRASE, OTHER_PASSPHRASE)

    assert (tmp_path / "vault" / "vault.db").read_bytes() == before
    with pytest.raises(WrongPassphrase):
        service.unlock(PASSPHRASE)
    again = service.unlock(OTHER_PASSPHRASE)
    assert again.inspections.standing(inspection).answer(LINE).value == Answer(note="kept")
    again.close()


def test_a_locked_vault_refuses_every_verb(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    inspection = an_inspection(vault)
    vault.close()
    vault.close()

    for verb in (
        lambda: vault.inspections.all(),
        lambda: vault.inspections.answer(inspection, LINE, Answer(note="x")),
        lambda: vault.checks.check(inspection),
        lambda: vault.checks.glance(),
        lambda: vault.evidence.find(inspection, "JS/1"),
    ):
        with pytest.raises(VaultLocked):
            verb()


def test_what_an_older_version_has_folded_is_folded_anew_with_progress(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    inspections = [an_inspection(vault), an_inspection(vault)]
    for each in inspections:
        vault.inspections.answer(each, LINE, Answer(note="kept"))
    assert not vault.bring_up_to_date()
    with vault._database.begin() as work:
        work.settings.set("fold-version", FOLD_VERSION - 1)
        work.journal._connection.execute(text("DELETE FROM version WHERE subject LIKE 'answer:%'"))
        work.commit()
    assert vault.inspections.standing(inspections[0]).answer(LINE).value is None
    told: list[tuple[int, int]] = []

    assert vault.bring_up_to_date(lambda done, total: told.append((done, total)))

    assert told == [(done, 6) for done in range(1, 7)]
    assert not vault.bring_up_to_date()
    for each in inspections:
        assert vault.inspections.standing(each).answer(LINE).value == Answer(note="kept")
        assert vault.checks.check(each).is_sound
    vault.close()


def test_a_vault_that_does_not_say_whose_it_is_stays_closed(tmp_path: Path) -> None:
    vault = a_vault(tmp_path)
    with vault._database.begin() as work:
        work.settings.set("me", None)
        work.commit()
    vault.close()

    with pytest.raises(VaultDamaged, match="whose it is"):
        vault_service(tmp_path).unlock(PASSPHRASE)


def make(begin: Callable[[], None], folder: str) -> None:
    begin()
    vault_service(Path(folder)).create(PASSPHRASE, "Jo Smith", "JS").close()


def test_a_making_that_is_killed_leaves_a_whole_vault_or_none(tmp_path: Path) -> None:
    outcomes = set()
    folders = [tmp_path / str(round_) for round_ in range(8)]
    with Killer(__name__, environment={}) as killer:
        for round_, folder in enumerate(folders):
            folder.mkdir()
            killer.kill("make", 0.09 * round_, str(folder))
    for folder in folders:
        service = vault_service(folder)
        outcomes.add(service.exists())
        open_ = service.unlock if service.exists() else service.create
        arguments = (PASSPHRASE,) if service.exists() else (PASSPHRASE, "Jo Smith", "JS")
        vault = open_(*arguments)
        assert an_inspection(vault)
        vault.close()
        assert [path.name for path in folder.iterdir()] == ["vault"]
    assert False in outcomes  # else it was never killed in the midst


def test_making_a_vault_takes_away_nothing_but_what_a_killed_making_left(tmp_path: Path) -> None:
    left = tmp_path / f".vault.making-{'0a1b2c3d' * 4}"
    somebodys = [tmp_path / "vault.new-laptop", tmp_path / "vault.new-20131024"]
    for folder in (left, *somebodys):
        (folder / "evidence").mkdir(parents=True)
    for folder in somebodys:
        (folder / "vault.db").write_bytes(b"somebody's only copy")
    (left / "vault.keys.json").write_bytes(b"half")
    a_vault(tmp_path).close()
    assert not left.exists()
    assert all((folder / "vault.db").exists() for folder in somebodys)


def test_a_link_in_a_vault_that_came_from_elsewhere_leads_to_no_file_of_the_users(
    tmp_path: Path,
) -> None:
    vault = a_vault(tmp_path)
    vault.close()
    mine = tmp_path / "mine.txt"
    mine.write_bytes(b"my only copy")
    for name in ("vault.room", "vault.lock"):
        (tmp_path / "vault" / name).unlink()
        (tmp_path / "vault" / name).symlink_to(mine)
    with suppress(VaultInUse, DeviceFull):
        vault_service(tmp_path).unlock(PASSPHRASE).close()
    (tmp_path / "vault" / "vault.lock").unlink()
    vault_service(tmp_path).unlock(PASSPHRASE).close()
    assert mine.read_bytes() == b"my only copy"


def test_one_that_is_easy_to_guess_makes_no_vault_and_takes_the_place_of_none(
    tmp_path: Path,
) -> None:
    service = vault_service(tmp_path)
    with pytest.raises(RuleViolation, match="too easy to guess"):
        service.create("password", "Jo Smith", "JS")
    assert not service.exists()
    a_vault(tmp_path).close()
    with pytest.raises(RuleViolation, match="too easy to guess"):
        service.change_passphrase(PASSPHRASE, "password")
    service.unlock(PASSPHRASE).close()


def test_a_passphrase_is_judged_while_it_is_typed(tmp_path: Path) -> None:
    service = vault_service(tmp_path)

    assert not service.strength("herons").is_accepted
    assert service.strength(PASSPHRASE).is_accepted
    assert service.strength(secrets.token_hex(16)).is_accepted


def test_a_vault_that_was_made_and_may_not_last_is_said_to_be_made(tmp_path: Path) -> None:
    service = vault_service(tmp_path)
    vault = service.places.vault
    vault.parent.mkdir(parents=True, exist_ok=True)
    with (
        failing_names(vault.parent, vault.name),
        pytest.raises(DeviceFull, match="The vault was made and its passphrase holds"),
    ):
        service.create(PASSPHRASE, "Jo Smith", "JS")
    service.unlock(PASSPHRASE).close()
