"""The demonstration, as a user starts it: one command, no question, no screen."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

from inspector_app import bootstrap
from inspector_app.services.demo import DATA, JSON, PASSPHRASE, PDF, PIN, SECOND
from inspector_app.vault.derivation import FLOOR

LONGEST_SECONDS = 30
"""Of work: the clock on the wall also counts what other programs do meanwhile."""


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def command(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("SPR_INSPECTOR")
    }
    return subprocess.run(
        [sys.executable, "-m", "inspector_app", *words],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=environment,
        check=False,
    )


def test_the_demonstration_does_the_whole_job(tmp_path: Path) -> None:
    out = tmp_path / "out"
    began = children_seconds()
    ran = command("demo", "--out", str(out))
    assert ran.returncode == 0, ran.stderr
    assert children_seconds() - began < LONGEST_SECONDS
    assert {path.name for path in out.iterdir()} == {DATA, SECOND, JSON, PDF, PASSPHRASE, PIN}
    for word in ("Cambridgeshire Constabulary", "202 answers", "genuine", "sound", "the same"):
        assert word in ran.stdout
    assert str(out / PDF) in ran.stdout
    assert not ran.stderr

    verified = command(
        *("--data-dir", str(out / DATA), "--passphrase-file", str(out / PASSPHRASE)),
        *("--json", "verify", str(out / PDF)),
    )
    assert verified.returncode == 0, verified.stderr
    told = json.loads(verified.stdout)
    assert (told["compared"], told["equal"]) == (True, True)


def test_a_second_run_leaves_the_first_alone_and_has_its_own_secrets(tmp_path: Path) -> None:
    demo = bootstrap.demo_service(FLOOR)
    first = demo.run(tmp_path, lambda _: None)
    assert first.held
    kept = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    told: list[str] = []
    second = demo.run(tmp_path, told.append)
    assert second.held
    assert second.folder == tmp_path / "run-2"
    assert "left as it is" in told[0]
    assert tuple(told) == second.steps
    assert {path: path.read_bytes() for path in kept} == kept
    for name in (PASSPHRASE, PIN):
        secrets = [run.folder / name for run in (first, second)]
        assert secrets[0].read_text() != secrets[1].read_text()
        assert all(secret.stat().st_mode & 0o077 == 0 for secret in secrets)
