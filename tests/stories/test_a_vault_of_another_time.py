"""A vault that is newer, damaged, open elsewhere or not one's own is told as such, and unharmed."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from inspector_app.vault import keyfile
from tests.support.commands import Ended, Terminal
from tests.support.killing import Killer
from tests.support.vaults import PASSPHRASE, vault_service

KEYS, BACKUP = keyfile.NAME, keyfile.BACKUP_NAME
HEALED = (
    "The vault’s key file was damaged. Its backup opened the vault and has replaced it; nothing "
    "is lost."
)


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    made = Terminal(tmp_path, monkeypatch)
    made.begun()
    return made


def vault_of(terminal: Terminal) -> Path:
    return terminal.data / "vault"


def contents(terminal: Terminal) -> dict[str, bytes]:
    """Every file of the vault but the lock, which is empty."""
    return {
        str(path.relative_to(terminal.data)): path.read_bytes()
        for path in terminal.data.rglob("*")
        if path.is_file() and path.name != "vault.lock"
    }


def is_one_sentence(ended: Ended) -> bool:
    return ended.out == "" and len(ended.err.splitlines()) == 1 and "Traceback" not in ended.err


def is_as_it_was(terminal: Terminal) -> bool:
    return "Cambridgeshire Constabulary" in terminal.done("list").out


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_database_of_a_newer_version_is_left_alone(terminal: Terminal) -> None:
    key = keyfile.unlock(vault_of(terminal), PASSPHRASE).keys.database
    connection = sqlcipher.connect(str(vault_of(terminal) / "vault.db"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = contents(terminal)
    ended = terminal.run("list")
    assert ended.code == 65, ended
    assert is_one_sentence(ended), ended
    assert "written by a newer version of SPR Inspector. Nothing was changed" in ended.err
    assert contents(terminal) == before


def test_a_key_file_of_a_newer_version_is_left_alone(terminal: Terminal) -> None:
    for name in (KEYS, BACKUP):
        path = vault_of(terminal) / name
        kept = json.loads(path.read_bytes())
        path.write_text(json.dumps({**kept, "version": kept["version"] + 1, "more": "unknown"}))
    before = contents(terminal)
    ended = terminal.run("list")
    assert ended.code == 65, ended
    assert is_one_sentence(ended), ended
    assert "written by a newer version of the app. Nothing was changed" in ended.err
    assert contents(terminal) == before


@pytest.mark.parametrize("harm", [damage, Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_damaged_key_file_is_healed_from_its_backup_and_that_is_told(
    terminal: Terminal, harm: Callable[[Path], None]
) -> None:
    good = (vault_of(terminal) / KEYS).read_bytes()
    harm(vault_of(terminal) / KEYS)
    healed = terminal.done("list")
    assert healed.err.splitlines() == [HEALED]
    assert "Cambridgeshire Constabulary" in healed.out
    assert (vault_of(terminal) / KEYS).read_bytes() == good
    assert terminal.done("list").err == ""


def test_a_damaged_backup_is_put_right_in_silence(terminal: Terminal) -> None:
    good = (vault_of(terminal) / BACKUP).read_bytes()
    damage(vault_of(terminal) / BACKUP)
    assert terminal.done("list").err == ""
    assert (vault_of(terminal) / BACKUP).read_bytes() == good


def test_with_both_key_files_damaged_the_data_are_said_to_be_untouched(terminal: Terminal) -> None:
    good = contents(terminal)
    for name in (KEYS, BACKUP):
        damage(vault_of(terminal) / name)
    before = contents(terminal)
    ended = terminal.run("list")
    assert ended.code == 65, ended
    assert is_one_sentence(ended), ended
    assert "Its data are untouched: put back a copy of vault.keys.json." in ended.err
    assert contents(terminal) == before
    (vault_of(terminal) / KEYS).write_bytes(good[f"vault/{KEYS}"])
    assert is_as_it_was(terminal)


def test_a_second_instance_is_refused_and_the_first_goes_on(terminal: Terminal) -> None:
    first = vault_service(terminal.data).unlock(PASSPHRASE)
    second = subprocess.run(
        [sys.executable, "-m", "inspector_app", "--data-dir", str(terminal.data), "list"],
        env=dict(os.environ),  # with what the terminal has set there
        check=False,
        capture_output=True,
        text=True,
    )
    ended = Ended(second.returncode, second.stdout, second.stderr)
    assert ended.code == 75, ended
    assert is_one_sentence(ended), ended
    assert "already open in another window of the app" in ended.err
    assert len(first.inspections.all()) == 1
    first.close()
    assert is_as_it_was(terminal)


def test_an_instance_that_was_killed_keeps_nobody_out(terminal: Terminal) -> None:
    with Killer(__name__, environment={}) as killer:
        assert killer.kill(stay_open.__name__, 0.0, str(terminal.data))
    assert is_as_it_was(terminal)


def stay_open(begin: Callable[[], None], data: str) -> None:
    """What is killed, in a process of its own."""
    vault = vault_service(Path(data)).unlock(PASSPHRASE)
    begin()
    time.sleep(600)
    vault.close()


def test_a_wrong_passphrase_is_told_from_a_damaged_vault(terminal: Terminal) -> None:
    before = contents(terminal)
    wrong = terminal.file("wrong.txt", PASSPHRASE + "s")
    ended = terminal.run("list", "--passphrase-file", str(wrong))
    assert ended.code == 77, ended
    assert is_one_sentence(ended), ended
    assert "This passphrase does not open the vault. Check Caps Lock" in ended.err
    assert contents(terminal) == before
    damage(vault_of(terminal) / KEYS)
    ended = terminal.run("list", "--passphrase-file", str(wrong))
    assert ended.code == 77, ended
    assert "key file is damaged, and this passphrase does not open its backup" in ended.err
    assert is_as_it_was(terminal)
