"""A base is made whole or not at all, and its recovery keys lie elsewhere."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest

from inspector_app.domain.errors import BadInput
from inspector_app.server import keys as key_files
from inspector_app.server.__main__ import main
from inspector_app.server.founding import fit_address
from inspector_app.server.opening import opened_database
from inspector_app.server.settings import Setting, epoch, get
from tests.support.failing_names import failing_names


def made(folder: Path, *more: str) -> int:
    safe = str(folder.parent / "recovery.txt")
    arguments = ["init", str(folder), "--name", "Eastern region", "--recovery-key", safe, *more]
    return main(arguments, environ={})


def test_init_makes_a_base_whose_secrets_only_its_owner_can_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "base"
    assert made(folder, "--host", "base.example", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    keys = key_files.read(folder)
    assert told["base"] == keys.base
    assert keys.hosts[0] == "base.example"
    for path in (folder / "keys").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "keys").stat().st_mode) == 0o700
    database = opened_database(folder, {}, keys)
    with database.read() as connection:
        assert get(connection, Setting.NAME) == "Eastern region"
        assert get(connection, Setting.ADDRESS) == "https://base.example:8443"
        assert len(epoch(connection)) == 32
    database.close()


def test_the_secret_recovery_keys_lie_where_they_were_asked_for_and_not_at_base(
    tmp_path: Path,
) -> None:
    folder, second = tmp_path / "base", tmp_path / "second.txt"
    assert made(folder, "--recovery-key", str(second)) == 0
    public = key_files.read(folder).recovery
    assert len(public) == 2
    for safe, recipient in zip((tmp_path / "recovery.txt", second), public, strict=True):
        assert stat.S_IMODE(safe.stat().st_mode) == 0o600
        secret = safe.read_text().splitlines()[-1]
        assert str(pyrage.x25519.Identity.from_str(secret).to_public()) == recipient
        for path in folder.rglob("*"):
            assert not path.is_file() or secret.encode() not in path.read_bytes()


@pytest.mark.parametrize(
    ("address", "is_good"),
    [
        ("https://base.example", True),
        ("https://base.example:443/", True),
        ("http://localhost:8000", True),
        ("https://[::1]:8443", True),
        ("base.example", False),
        ("ftp://base.example", False),
        ("https://", False),
        ("https://base.example/base", False),
        ("https://base.example?a", False),
        ("https://me@base.example", False),
        ("https://base.example:0", False),
        ("https://base.example:99999", False),
        ("https://base example", False),
    ],
)
def test_an_address_for_laptops_says_where_base_is_and_no_more(address: str, is_good: bool) -> None:
    if is_good:
        assert fit_address(address) == address.rstrip("/")
    else:
        with pytest.raises(BadInput, match="is written like"):
            fit_address(address)


def test_the_address_may_be_another_than_the_front_doors(tmp_path: Path) -> None:
    folder = tmp_path / "base"
    assert made(folder, "--host", "a.example", "--address", "https://b.example") == 0
    database = opened_database(folder, {}, key_files.read(folder))
    with database.read() as connection:
        assert get(connection, Setting.ADDRESS) == "https://b.example"
    database.close()


@pytest.mark.parametrize(
    "words",
    [["--host", "https://a.example"], ["--address", "a.example"], ["--name", "\x07"]],
)
def test_what_cannot_be_is_refused_before_anything_is_made(
    tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert made(tmp_path / "base", *words) == 65
    assert "Nothing was made" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_cannot_be_leaves_nothing_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    safe = str(tmp_path / "recovery.txt")
    words = ["init", str(tmp_path / "base"), "--name", "East", "--recovery-key", safe]
    assert main(words, environ={"SPR_BASE_OBJECTS_URL": "nonsense"}) == 65
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "base" / "keys").exists()
    assert not (tmp_path / "recovery.txt").exists()


def test_nobody_else_at_its_machine_can_read_what_base_keeps(tmp_path: Path) -> None:
    folder = tmp_path / "base"
    folder.mkdir(mode=0o755)
    words = ["init", str(folder), "--name", "East", "--recovery-key", str(tmp_path / "key.txt")]
    run = [sys.executable, "-m", "inspector_app.server", *words]
    subprocess.run(run, check=True, capture_output=True)
    for path in folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_folder_that_holds_a_base_is_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "base"
    assert made(folder) == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert made(folder, "--recovery-key", str(tmp_path / "other.txt")) == 65
    assert "holds a base already" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in before} == before
    assert not (tmp_path / "other.txt").exists()


def test_a_recovery_key_is_never_written_into_bases_own_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "base"
    inside = ["--recovery-key", str(folder / "recovery.txt")]
    assert main(["init", str(folder), "--name", "East", *inside], environ={}) == 65
    assert "base’s own folder" in capsys.readouterr().err
    assert not folder.exists()


def test_a_recovery_key_is_never_written_over_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "recovery.txt"
    taken.write_text("somebody's")
    assert made(tmp_path / "base") == 65
    assert "cannot be written to" in capsys.readouterr().err
    assert taken.read_text() == "somebody's"
    assert not (tmp_path / "base" / "keys").exists()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "does not answer"),
        ("oracle://nobody@127.0.0.1/none", "not the address of a database"),
        ("nonsense", "not the address of a database"),
        ("sqlite:////nowhere/at/all.db", "does not answer"),
    ],
)
def test_a_database_that_cannot_be_used_leaves_nothing_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str, words: str
) -> None:
    safe = tmp_path / "recovery.txt"
    arguments = ["init", str(tmp_path / "base"), "--name", "East", "--recovery-key", str(safe)]
    assert main(arguments, environ={"SPR_BASE_DATABASE_URL": url}) == 65
    told = capsys.readouterr().err
    assert words in told
    assert len(told.splitlines()) == 1
    assert not safe.exists()
    assert not (tmp_path / "base" / "keys").exists()


def test_a_database_of_another_base_is_not_taken_over(
    tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    environ = {"SPR_BASE_DATABASE_URL": database_url}
    for name, code in (("one", 0), ("two", 65)):
        safe = ["--recovery-key", str(tmp_path / f"{name}.txt")]
        assert main(["init", str(tmp_path / name), "--name", name, *safe], environ=environ) == code
    assert "holds a base already" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["signing.pem", "identity.txt", "authority.pem", "authority-key.pem", "tls.pem"]
)
@pytest.mark.parametrize("damage", [None, b"\xff nonsense"])
def test_a_key_that_cannot_be_read_is_named_in_one_sentence(
    tmp_path: Path, name: str, damage: bytes | None
) -> None:
    from inspector_app.domain.errors import BadInput
    from tests.server.support import key_files_of

    place = key_files_of(tmp_path)
    if damage is None:
        (place / name).unlink()
    else:
        (place / name).write_bytes(damage)
    with pytest.raises(BadInput, match="put it back from a backup"):
        key_files.read(tmp_path)


def test_without_a_base_a_command_says_how_to_make_one(tmp_path: Path) -> None:
    from inspector_app.domain.errors import NotFound

    with pytest.raises(NotFound, match="spr-base init"):
        key_files.read(tmp_path)


def test_what_is_mistyped_is_told_with_how_it_must_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], environ={}) == 64
    assert main(["nonsense"], environ={}) == 64
    assert main(["init"], environ={}) == 64
    assert main(["--help"], environ={}) == 0
    assert "init" in capsys.readouterr().out


@pytest.mark.parametrize("where", ["base", "safe"])
def test_a_base_whose_keys_may_not_last_is_none_and_leaves_no_recovery_key(
    tmp_path: Path, where: str
) -> None:
    (folder := tmp_path / "base").mkdir()
    (stick := tmp_path / "safe").mkdir()
    words = ["init", str(folder), "--name", "Eastern", "--recovery-key", str(stick / "key.txt")]
    with failing_names(tmp_path / where):
        assert main(words, environ={}) != 0
    assert [*folder.iterdir(), *stick.iterdir()] == []
    assert main(words, environ={}) == 0
