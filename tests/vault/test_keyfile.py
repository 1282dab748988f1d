import json
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage
import pytest

from inspector_app.domain.errors import (
    BadInput,
    DeviceFull,
    NotFound,
    RuleViolation,
    VaultDamaged,
    VaultTooNew,
    WrongPassphrase,
)
from inspector_app.vault import keyfile, presence
from inspector_app.vault.derivation import FLOOR, Cost
from inspector_app.vault.keyfile import BACKUP_NAME, NAME
from inspector_app.vault.sealing import bytes_of
from tests.support.failing_names import failing_names

PASSPHRASE = "lodge bramble quarry kettle"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, keyfile.VaultKeys]:
    folder = tmp_path_factory.mktemp("made") / "vault"
    return folder, keyfile.create(folder, PASSPHRASE, FLOOR)


@pytest.fixture
def vault(made: tuple[Path, keyfile.VaultKeys], tmp_path: Path) -> Path:
    return Path(shutil.copytree(made[0], tmp_path / "vault"))


@pytest.fixture
def keys(made: tuple[Path, keyfile.VaultKeys]) -> keyfile.VaultKeys:
    return made[1]


@contextmanager
def no_room_to_write() -> Iterator[None]:
    """Let this process write nothing to any file; the system itself refuses."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def rewritten(path: Path, **changes: object) -> None:
    """Change fields as somebody would who knows the format but not the key."""
    kept = {**json.loads(path.read_text()), **changes}
    path.write_text(json.dumps({**kept, "checksum": keyfile._checksum(kept)}))


def test_the_passphrase_opens_the_keys_that_were_made(vault: Path, keys: keyfile.VaultKeys) -> None:
    assert keyfile.unlock(vault, PASSPHRASE) == keyfile.Opened(keys, used_backup=False)


def test_every_use_has_a_key_of_its_own(keys: keyfile.VaultKeys) -> None:
    every = {keys.database, keys.blobs, keys.names, keys.device_wrap, keys.people}
    assert len(every) == 5
    assert {len(key) for key in every} == {32}


def test_a_wrong_passphrase_is_told_as_such_and_changes_nothing(vault: Path) -> None:
    before = (vault / NAME).read_bytes()
    with pytest.raises(WrongPassphrase, match="does not open the vault"):
        keyfile.unlock(vault, PASSPHRASE + "s")
    assert (vault / NAME).read_bytes() == before


def test_a_composed_and_a_decomposed_letter_are_the_same_passphrase(tmp_path: Path) -> None:
    keyfile.create(tmp_path, "d\u0175r mynydd cwm afon", FLOOR)
    assert not keyfile.unlock(tmp_path, "dw\u0302r mynydd cwm afon").used_backup


@pytest.mark.parametrize("harm", ["missing", "empty", "torn", "flipped", "not json"])
def test_a_damaged_key_file_is_replaced_by_its_backup_and_that_is_said(
    vault: Path, keys: keyfile.VaultKeys, harm: str
) -> None:
    good = (vault / NAME).read_bytes()
    harmed = bytearray(good)
    harmed[good.index(b'"wrapped": "') + 30] ^= 1
    if harm == "missing":
        (vault / NAME).unlink()
    else:
        contents = {"empty": b"", "torn": good[:200], "flipped": bytes(harmed), "not json": b"[]"}
        (vault / NAME).write_bytes(contents[harm])
    assert keyfile.unlock(vault, PASSPHRASE) == keyfile.Opened(keys, used_backup=True)
    assert (vault / NAME).read_bytes() == good
    assert not keyfile.unlock(vault, PASSPHRASE).used_backup


def test_a_wrong_passphrase_on_the_backup_says_that_an_older_one_may_open_it(vault: Path) -> None:
    (vault / NAME).write_bytes(b"")
    with pytest.raises(WrongPassphrase, match="try the one before"):
        keyfile.unlock(vault, "another")


def test_a_lost_backup_is_written_again(vault: Path) -> None:
    (vault / BACKUP_NAME).unlink()
    assert not keyfile.unlock(vault, PASSPHRASE).used_backup
    assert (vault / BACKUP_NAME).read_bytes() == (vault / NAME).read_bytes()


def test_both_files_damaged_is_told_and_both_are_left_as_they_are(vault: Path) -> None:
    for name in (NAME, BACKUP_NAME):
        (vault / name).write_bytes(b"{}")
    with pytest.raises(VaultDamaged, match="both damaged"):
        keyfile.unlock(vault, PASSPHRASE)
    assert (vault / NAME).read_bytes() == b"{}"


def test_a_vault_of_a_newer_version_is_refused_and_its_older_backup_is_not_tried(
    vault: Path,
) -> None:
    rewritten(vault / NAME, version=2)
    with pytest.raises(VaultTooNew, match="newer version"):
        keyfile.unlock(vault, PASSPHRASE)


def test_a_folder_without_a_vault_is_told(tmp_path: Path) -> None:
    assert not presence.exists(tmp_path)
    with pytest.raises(NotFound):
        keyfile.unlock(tmp_path, PASSPHRASE)


def test_a_vault_is_never_made_over_another(vault: Path) -> None:
    (vault / NAME).unlink()
    with pytest.raises(RuleViolation, match="already holds a vault"):
        keyfile.create(vault, PASSPHRASE, FLOOR)


@pytest.mark.parametrize(
    "number", [{"memory_kib": 1024}, {"passes": 1}, {"passes": 11}, {"memory_kib": 1 << 22}]
)
def test_a_cost_out_of_bounds_is_damage_found_before_anything_is_derived(
    vault: Path, number: dict[str, int]
) -> None:
    slot = json.loads((vault / NAME).read_text())["slots"][0]
    for name in (NAME, BACKUP_NAME):
        rewritten(vault / name, slots=[{**slot, **number}])
    with pytest.raises(VaultDamaged):
        keyfile.unlock(vault, PASSPHRASE)


def test_a_slot_that_somebody_added_is_found_and_the_backup_is_used(vault: Path) -> None:
    slots = json.loads((vault / NAME).read_text())["slots"]
    rewritten(vault / NAME, slots=[*slots, {"type": "age", "recipients": [], "wrapped": ""}])
    shutil.copy(vault / NAME, vault / "altered")
    assert keyfile.unlock(vault, PASSPHRASE).used_backup
    for name in (NAME, BACKUP_NAME):
        shutil.copy(vault / "altered", vault / name)
    with pytest.raises(VaultDamaged, match="altered by something other"):
        keyfile.unlock(vault, PASSPHRASE)


def test_a_key_file_that_is_built_to_break_a_reader_is_damage_like_any_other(vault: Path) -> None:
    for content in (b"[" * 200_000, b"null"):
        (vault / NAME).write_bytes(content)
        assert keyfile.unlock(vault, PASSPHRASE).used_backup
    (slot,) = json.loads((vault / NAME).read_text())["slots"]
    rewritten(vault / NAME, slots=[{**slot, "memory_kib": float("inf")}])
    assert keyfile.unlock(vault, PASSPHRASE).used_backup
    with pytest.raises(BadInput, match="Nothing was changed"):
        keyfile.reset_passphrase(vault, b"[" * 200_000, "given by base", FLOOR)


def test_a_changed_passphrase_opens_the_same_keys_and_the_old_one_opens_nothing(
    vault: Path, keys: keyfile.VaultKeys
) -> None:
    keyfile.change_passphrase(vault, PASSPHRASE, "a new one", FLOOR)
    assert keyfile.unlock(vault, "a new one").keys == keys
    with pytest.raises(WrongPassphrase):
        keyfile.unlock(vault, PASSPHRASE)
    (vault / NAME).unlink()
    with pytest.raises(WrongPassphrase):
        keyfile.unlock(vault, PASSPHRASE)


def test_a_passphrase_that_is_set_while_the_vault_is_being_opened_stays(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived = keyfile._opened_by_passphrase

    def meanwhile(file: keyfile._File, passphrase: str) -> bytes | None:
        monkeypatch.setattr(keyfile, "_opened_by_passphrase", derived)
        opened = derived(file, passphrase)
        keyfile.change_passphrase(vault, PASSPHRASE, "a new one", FLOOR)
        return opened

    monkeypatch.setattr(keyfile, "_opened_by_passphrase", meanwhile)
    keyfile.unlock(vault, PASSPHRASE)
    keyfile.unlock(vault, "a new one")
    with pytest.raises(WrongPassphrase):
        keyfile.unlock(vault, PASSPHRASE)


def test_two_vaults_of_one_passphrase_have_no_salt_in_common(vault: Path, tmp_path: Path) -> None:
    keyfile.create(tmp_path / "other", PASSPHRASE, FLOOR)
    one, other = (json.loads((each / NAME).read_text()) for each in (vault, tmp_path / "other"))
    assert one["slots"][0]["salt"] != other["slots"][0]["salt"]


def test_a_passphrase_is_not_changed_by_somebody_who_does_not_know_it(vault: Path) -> None:
    with pytest.raises(WrongPassphrase):
        keyfile.change_passphrase(vault, "a guess", "mine now", FLOOR)
    assert not keyfile.unlock(vault, PASSPHRASE).used_backup


def test_a_passphrase_that_cannot_be_written_leaves_the_old_one_in_force(vault: Path) -> None:
    with no_room_to_write(), pytest.raises(DeviceFull, match="The old passphrase still holds"):
        keyfile.change_passphrase(vault, PASSPHRASE, "a new one", FLOOR)
    assert not keyfile.unlock(vault, PASSPHRASE).used_backup
    assert sorted(path.name for path in vault.iterdir()) == [NAME, BACKUP_NAME]


def test_a_disk_that_cannot_be_written_does_not_keep_a_vault_with_a_lost_backup_closed(
    vault: Path,
) -> None:
    (vault / BACKUP_NAME).unlink()
    with no_room_to_write():
        assert not keyfile.unlock(vault, PASSPHRASE).used_backup


def test_a_vault_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DeviceFull, match="No vault was made"):
        keyfile.create(tmp_path / "file" / "vault", PASSPHRASE, FLOOR)


def test_base_opens_the_recovery_slot_and_sets_a_new_passphrase(tmp_path: Path) -> None:
    base, spare = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    recipients = [str(each.to_public()) for each in (base, spare)]
    keys = keyfile.create(tmp_path, PASSPHRASE, FLOOR, recipients)
    slot = json.loads((tmp_path / NAME).read_text())["slots"][1]
    wrapped = bytes_of(slot["wrapped"])
    recovered = pyrage.decrypt(wrapped, [spare])
    assert recovered == pyrage.decrypt(wrapped, [base])
    keyfile.reset_passphrase(tmp_path, recovered, "given by base", FLOOR)
    assert keyfile.unlock(tmp_path, "given by base").keys == keys
    kept = json.loads((tmp_path / NAME).read_text())["slots"]
    assert kept[1] == slot


def test_a_way_for_base_is_added_later_and_stock_age_opens_it(
    vault: Path, keys: keyfile.VaultKeys, tmp_path: Path
) -> None:
    identity = pyrage.x25519.Identity.generate()
    assert keyfile.recovery_recipients(vault) == ()
    keyfile.add_recovery(vault, PASSPHRASE, [str(identity.to_public())])

    assert keyfile.recovery_recipients(vault) == (str(identity.to_public()),)
    assert keyfile.unlock(vault, PASSPHRASE).keys == keys
    key, slot = tmp_path / "base.key", tmp_path / "slot"
    key.write_text(f"{identity}\n")
    for name in (NAME, BACKUP_NAME):
        (wrapped,) = [
            each["wrapped"]
            for each in json.loads((vault / name).read_text())["slots"]
            if each["type"] == "age"
        ]
        slot.write_bytes(bytes_of(wrapped))
        age = ["age", "-d", "-i", str(key), str(slot)]
        recovered = subprocess.run(age, check=True, capture_output=True).stdout
    keyfile.reset_passphrase(vault, recovered, "another passphrase", FLOOR)
    assert keyfile.unlock(vault, "another passphrase").keys == keys


def test_a_way_for_base_gives_way_to_a_newer_one(vault: Path) -> None:
    old, new = (str(pyrage.x25519.Identity.generate().to_public()) for _ in range(2))
    keyfile.add_recovery(vault, PASSPHRASE, [old])
    keyfile.add_recovery(vault, PASSPHRASE, [new])
    assert keyfile.recovery_recipients(vault) == (new,)


def test_nobody_adds_a_way_into_a_vault_without_its_passphrase(vault: Path) -> None:
    before = (vault / NAME).read_bytes()
    key = str(pyrage.x25519.Identity.generate().to_public())
    with pytest.raises(WrongPassphrase):
        keyfile.add_recovery(vault, "not this one", [key])
    with pytest.raises(BadInput, match="Nothing was changed"):
        keyfile.add_recovery(vault, PASSPHRASE, ["age1nonsense"])
    assert (vault / NAME).read_bytes() == before


def test_whatever_stops_the_adding_leaves_a_vault_that_opens(
    vault: Path, keys: keyfile.VaultKeys
) -> None:
    key = str(pyrage.x25519.Identity.generate().to_public())
    with no_room_to_write(), pytest.raises(DeviceFull, match="opens the vault as before"):
        keyfile.add_recovery(vault, PASSPHRASE, [key])
    assert keyfile.unlock(vault, PASSPHRASE).keys == keys
    # A power cut between the two copies: the newer one counts, and heals the older.
    older = (vault / BACKUP_NAME).read_bytes()
    keyfile.add_recovery(vault, PASSPHRASE, [key])
    (vault / BACKUP_NAME).write_bytes(older)
    assert keyfile.unlock(vault, PASSPHRASE).keys == keys
    assert keyfile.recovery_recipients(vault) == (key,)
    assert (vault / BACKUP_NAME).read_bytes() == (vault / NAME).read_bytes()


def test_a_recovery_key_of_another_vault_is_refused(vault: Path, tmp_path: Path) -> None:
    base = pyrage.x25519.Identity.generate()
    keyfile.create(tmp_path / "other", PASSPHRASE, FLOOR, [str(base.to_public())])
    slot = json.loads((tmp_path / "other" / NAME).read_text())["slots"][1]
    recovered = pyrage.decrypt(bytes_of(slot["wrapped"]), [base])
    with pytest.raises(BadInput, match="another vault"):
        keyfile.reset_passphrase(vault, recovered, "mine now", FLOOR)
    with pytest.raises(BadInput, match="not what base’s recovery prints"):
        keyfile.reset_passphrase(vault, b"age-encryption.org/v1", "mine now", FLOOR)


def test_a_recipient_that_is_no_key_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not an age public key"):
        keyfile.create(tmp_path / "vault", PASSPHRASE, FLOOR, ["age1nonsense"])
    assert not (tmp_path / "vault").exists()


@pytest.mark.parametrize("passphrase", ["", "x" * 1025])
def test_a_passphrase_of_no_or_absurd_length_is_refused(tmp_path: Path, passphrase: str) -> None:
    with pytest.raises(BadInput, match="between 1 and 1,024"):
        keyfile.create(tmp_path / "vault", passphrase, FLOOR)


def test_keys_are_never_shown(keys: keyfile.VaultKeys) -> None:
    shown = repr(keyfile.Opened(keys, used_backup=False)) + str(keys)
    assert keys.vault_id in shown
    assert not any(
        repr(key)[2:-1] in shown or key.hex() in shown for key in (keys.database, keys.names)
    )


def test_only_the_owner_may_read_the_key_file(vault: Path) -> None:
    assert (vault / NAME).stat().st_mode & 0o077 == 0


def test_no_temporary_file_is_left_beside_the_key_file(vault: Path) -> None:
    keyfile.change_passphrase(vault, PASSPHRASE, "a new one", FLOOR)
    assert sorted(path.name for path in vault.iterdir()) == [NAME, BACKUP_NAME]


@pytest.mark.parametrize(
    ("cost", "is_allowed"),
    [
        (Cost(64 * 1024, 3, 1), True),
        (Cost(64 * 1024 - 1, 3, 1), False),
        (Cost(64 * 1024, 2, 1), False),
        (Cost(64 * 1024, 3, 0), False),
        (Cost(2 * 1024 * 1024, 10, 16), True),
        (Cost(2 * 1024 * 1024 + 1, 10, 16), False),
        (Cost(2 * 1024 * 1024, 10, 17), False),
    ],
)
def test_the_bounds_of_the_cost_are_what_they_say(cost: Cost, is_allowed: bool) -> None:
    assert cost.is_allowed() is is_allowed


def test_no_vault_is_left_where_its_key_file_may_not_last(tmp_path: Path) -> None:
    (folder := tmp_path / "vault").mkdir()
    with failing_names(folder), pytest.raises(DeviceFull, match="No vault was made"):
        keyfile.create(folder, PASSPHRASE, FLOOR)
    assert list(folder.iterdir()) == []


def test_a_new_passphrase_that_a_power_cut_may_undo_is_said_to_be_one(
    vault: Path, keys: keyfile.VaultKeys
) -> None:
    new = "harbour thistle copper lantern"
    with failing_names(vault), pytest.raises(DeviceFull, match="after a power cut it may be the"):
        keyfile.change_passphrase(vault, PASSPHRASE, new, FLOOR)
    assert keyfile.unlock(vault, new).keys == keys
