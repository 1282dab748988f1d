"""The doctor and the support bundle from the command line."""

import zipfile
from datetime import UTC, datetime

import pytest

from inspector_app.cli.exits import Exit
from inspector_app.cli.parser import verbs
from tests.support.commands import Terminal


@pytest.fixture
def sick(terminal: Terminal) -> Terminal:
    """A terminal over a vault with a damaged file."""
    terminal.begun()
    terminal.clock.time = datetime.now(UTC)
    (terminal.data / "vault").chmod(0o700)
    note = terminal.file("note.txt", "eight units")
    terminal.done("attach", "Cambridgeshire", str(note))
    assert terminal.run("doctor").code == Exit.OK
    (kept,) = (terminal.data / "vault" / "evidence").glob("??/??/*")
    content = kept.read_bytes()
    kept.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    return terminal


def test_a_fault_ends_with_1_and_is_told_as_words_and_as_json(sick: Terminal) -> None:
    ended = sick.run("doctor")
    assert ended.code == Exit.NO
    assert "What this laptop keeps of JS/1 is not what was put in." in ended.out
    told = sick.run("--json", "doctor").data
    assert not told["is_sound"]
    assert [each["part"] for each in told["findings"] if each["state"] == "look"] == ["evidence"]
    assert sick.done("doctor", "--quick").code == Exit.OK, "its size is right"


def test_without_the_passphrase_only_the_outside_is_looked_at(
    sick: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = sick.file("wrong.txt", "not the passphrase at all")
    assert sick.run("doctor", "--passphrase-file", str(wrong)).code == Exit.WRONG_SECRET
    sick.environment(monkeypatch, {})
    ended = sick.done("doctor")
    assert "The vault was not looked into." in ended.out
    assert "--ask" in ended.out
    nowhere = sick.done("doctor", data=sick.folder / "nowhere")
    assert "There is no vault" in nowhere.out


def test_a_bundle_is_written_once_and_names_nothing(sick: Terminal) -> None:
    assert sick.run("evidence", "check").code == Exit.NO
    target = sick.folder / "support.zip"
    done = sick.done("support-bundle", str(target))
    assert "not encrypted" in done.out
    assert sick.run("support-bundle", str(target)).code == Exit.CANNOT_WRITE
    sick.done("support-bundle", str(target), "--replace")
    with zipfile.ZipFile(target) as bundle:
        whole = b"".join(map(bundle.read, bundle.namelist())).decode()
    assert "is altered" in whole
    for word in ("JS", "Cambridgeshire", str(sick.folder)):
        assert word not in whole


def test_the_log_of_faults_may_name_every_command() -> None:
    assert {"doctor.doctor", "vault.init", "window"} <= verbs()
