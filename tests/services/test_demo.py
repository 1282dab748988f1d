"""The demonstration, as a user starts it: one command, no question, no screen."""

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app import bootstrap
from inspector_app.services.demo import DATA, JSON, PASSPHRASE, PDF, PIN, SECOND
from inspector_app.vault.derivation import FLOOR

LONGEST_SECONDS = 30
"""Of work: the clock on the wall also counts what other programs do meanwhile."""


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


WITHOUT_QT = """
import runpy, sys
sys.modules["PySide6"] = sys.modules["shiboken6"] = None
runpy.run_module("inspector_app", run_name="__main__", alter_sys=True)
"""


def command(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("SPR_INSPECTOR")
    }
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, *words],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=environment,
        check=False,
    )


@dataclass(frozen=True)
class Ran:
    """One run of the demonstration, and what it left before anything else ran."""

    out: Path
    ended: subprocess.CompletedProcess[str]
    seconds: float
    kept: dict[Path, bytes]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    out = tmp_path_factory.mktemp("demo") / "out"
    began = children_seconds()
    ended = command("demo", "--out", str(out))
    seconds = children_seconds() - began
    kept = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    return Ran(out, ended, seconds, kept)


def test_the_demonstration_does_the_whole_job(first: Ran) -> None:
    assert first.ended.returncode == 0, first.ended.stderr
    assert first.seconds < LONGEST_SECONDS
    names = {path.relative_to(first.out).parts[0] for path in first.kept}
    assert names == {DATA, SECOND, JSON, PDF, PASSPHRASE, PIN}
    for word in ("Cambridgeshire Constabulary", "202 answers", "genuine", "sound", "the same"):
        assert word in first.ended.stdout
    assert str(first.out / PDF) in first.ended.stdout
    assert not first.ended.stderr

    verified = command(
        *("--data-dir", str(first.out / DATA), "--passphrase-file", str(first.out / PASSPHRASE)),
        *("--json", "verify", str(first.out / PDF)),
    )
    assert verified.returncode == 0, verified.stderr
    told = json.loads(verified.stdout)
    assert (told["compared"], told["equal"]) == (True, True)


def test_a_second_run_leaves_the_first_alone_and_has_its_own_secrets(first: Ran) -> None:
    told: list[str] = []
    # Other tests open the first vault, which clears what opening clears.
    before = {path: path.read_bytes() for path in first.out.rglob("*") if path.is_file()}
    second = bootstrap.demo_service(FLOOR).run(first.out, told.append)
    assert second.held
    assert second.folder == first.out / "run-2"
    assert "left as it is" in told[0]
    assert tuple(told) == second.steps
    assert {path: path.read_bytes() for path in before} == before
    for name in (PASSPHRASE, PIN):
        secrets = [folder / name for folder in (first.out, second.folder)]
        assert secrets[0].read_text() != secrets[1].read_text()
        assert all(secret.stat().st_mode & 0o077 == 0 for secret in secrets)
