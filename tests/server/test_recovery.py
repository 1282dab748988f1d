"""A laptop whose passphrase is forgotten is rescued by the key from the safe."""

import json
import stat
import subprocess
from pathlib import Path

import pytest

from inspector_app.server.__main__ import main as at_base
from inspector_app.vault import keyfile
from inspector_app.vault.derivation import FLOOR
from inspector_app.vault.keyfile import VaultKeys
from tests.support.commands import Terminal
from tests.support.failing_names import failing_names
from tests.support.full_disk import file_limit
from tests.support.vaults import PASSPHRASE

NEW = "nine brown owls above the barn"
WITH_AGE = """\
python3 -c 'import json; print(*(slot["wrapped"] for slot in
json.load(open("vault.keys.json"))["slots"] if slot["type"] == "age"))' |
base64 -d | age -d -i for-the-safe.txt > recovered.json
"""
"""As README has it."""


class Drill:
    """A base's recovery key and an enrolled laptop's key file, side by side in one folder."""

    def __init__(self, folder: Path, terminal: Terminal) -> None:
        self.folder = folder
        self.terminal = terminal
        self.safe = folder / "for-the-safe.txt"
        init = ["init", str(folder / "base"), "--name", "East", "--recovery-key", str(self.safe)]
        assert at_base(init, {}) == 0
        (public,) = (each for each in self.safe.read_text().split() if each.startswith("age1"))
        terminal.begun()
        self.vault = terminal.data / "vault"
        keyfile.add_recovery(self.vault, PASSPHRASE, [public])
        self.keys = keyfile.unlock(self.vault, PASSPHRASE).keys
        self.key_file = folder / "vault.keys.json"
        self.key_file.write_bytes((self.vault / keyfile.NAME).read_bytes())
        self.recovered = folder / "recovered.json"

    def recover(self, key_file: Path | None = None, safe: Path | None = None) -> int:
        words = [str(key_file or self.key_file), "--recovery-key", str(safe or self.safe)]
        return at_base(["recover-vault", *words, "--out", str(self.recovered)], {})

    def on_laptop(self) -> VaultKeys:
        """Set a new passphrase by what was recovered, and open the vault with it."""
        new = self.terminal.file("new.txt", NEW)
        self.terminal.done(
            "passphrase", "--recovered", str(self.recovered), "--new-passphrase-file", str(new)
        )
        return keyfile.unlock(self.vault, NEW).keys


@pytest.fixture
def drill(tmp_path: Path, terminal: Terminal) -> Drill:
    return Drill(tmp_path, terminal)


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(tmp_path, monkeypatch)


def test_two_commands_open_a_vault_whose_passphrase_is_forgotten(
    drill: Drill, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drill.recover() == 0
    assert "spr-inspector passphrase --recovered recovered.json" in capsys.readouterr().out
    assert stat.S_IMODE(drill.recovered.stat().st_mode) == 0o600
    assert drill.on_laptop() == drill.keys
    new = str(drill.terminal.file("new.txt", NEW))
    assert "Cambridgeshire" in drill.terminal.done("list", "--passphrase-file", new).out


def test_the_stock_age_tool_does_it_without_our_program(drill: Drill) -> None:
    subprocess.run(["bash", "-c", f"set -o pipefail; {WITH_AGE}"], cwd=drill.folder, check=True)
    assert drill.on_laptop() == drill.keys


def test_readme_tells_both_ways() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for line in WITH_AGE.splitlines():
        assert line in readme
    assert "spr-base recover-vault vault.keys.json" in readme
    assert "spr-inspector passphrase --recovered recovered.json" in readme


def test_the_backup_of_a_damaged_key_file_does_as_well(drill: Drill) -> None:
    (drill.vault / keyfile.NAME).write_bytes(b"")
    assert drill.recover(drill.vault / keyfile.BACKUP_NAME) == 0
    assert drill.on_laptop() == drill.keys


def test_whatever_does_not_open_the_vault_is_told_and_writes_nothing(
    drill: Drill, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.txt"
    assert (
        at_base(["init", str(tmp_path / "b"), "--name", "W", "--recovery-key", str(other)], {}) == 0
    )
    alone = tmp_path / "alone"
    keyfile.create(alone, "not enrolled at all", FLOOR)
    altered = json.loads(drill.key_file.read_text())
    altered["slots"][1]["wrapped"] = altered["slots"][1]["wrapped"][:-8] + "AAAAAAA="
    damaged = drill.terminal.file("damaged.json", json.dumps(altered))
    capsys.readouterr()
    for key_file, safe, told in (
        (drill.key_file, other, "does not open this"),
        (drill.key_file, drill.key_file, "holds no secret recovery key"),
        (drill.safe, drill.safe, "not a vault’s key file"),
        (alone / keyfile.NAME, drill.safe, "not enrolled at base"),
        (damaged, drill.safe, "does not open this"),
        (tmp_path / "gone.json", drill.safe, "cannot be read"),
    ):
        assert drill.recover(key_file, safe) in (65, 66)
        assert told in capsys.readouterr().err
        assert not drill.recovered.exists()
    drill.recovered.write_bytes(b"somebody's")
    assert drill.recover() == 65
    assert drill.recovered.read_bytes() == b"somebody's"


def test_a_laptop_takes_no_recovered_key_of_another_vault_and_no_weak_passphrase(
    drill: Drill,
) -> None:
    assert drill.recover() == 0
    before = (drill.vault / keyfile.NAME).read_bytes()
    weak = drill.terminal.file("weak.txt", "password")
    words = ("passphrase", "--recovered", str(drill.recovered), "--new-passphrase-file")
    assert "too easy" in drill.terminal.run(*words, str(weak)).err
    drill.recovered.write_text(drill.recovered.read_text().replace('"vault_id":"', '"vault_id":"0'))
    new = drill.terminal.file("new.txt", NEW)
    assert "another vault" in drill.terminal.run(*words, str(new)).err
    drill.recovered.unlink()
    assert "cannot be read" in drill.terminal.run(*words, str(new)).err
    assert (drill.vault / keyfile.NAME).read_bytes() == before


def test_a_file_that_opens_the_vault_is_never_left_unsaid(
    drill: Drill, capsys: pytest.CaptureFixture[str]
) -> None:
    with failing_names(drill.recovered.parent):
        assert drill.recover() == 73
    assert "recovered.json was written, but the disk failed" in capsys.readouterr().err
    assert drill.recovered.exists()
    drill.recovered.unlink()
    with file_limit(drill.folder, 10):
        assert drill.recover() == 73
    assert not drill.recovered.exists()
