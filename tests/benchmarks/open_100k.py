"""What unlocking a vault and opening an inspection of 100,000 changes costs, against the key.

Usage: python -m tests.benchmarks.open_100k [CHANGES]    (100,000 by default)

The vault has the cost that a new vault has on this machine. The inspection is worked on for long:
every line answered over and over in sessions of a thousand changes, 2,000 accounts, 300 evidence
items with captions and links, headlines. Each figure is of a fresh process and the lowest of three
taken in turns, after a small vault was opened, so that loading modules is no part of them: `key`
derives the key alone; `open` unlocks, checks the chains' ends as at every opening, and reads the
inspection as it stands. The vault was looked through once before, as the window does in the
background whenever a vault is open; `first` opens a copy that never was, so that all chains are
read through at once, and has no limit. The gap is the longest pause that another thread of the
process sees meanwhile, as the window's thread would.
"""

import itertools
import json
import os
import resource
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from inspector_app import config
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import (
    AccountGiven,
    AnswerRecorded,
    Body,
    EvidenceAdded,
    EvidenceCaptioned,
    EvidenceLinked,
    Subject,
    subject,
)
from inspector_app.domain.evidence import Caption, EvidenceFile
from inspector_app.domain.ids import ChainId, EvidenceId, LineId, Sha256
from inspector_app.services.vault import Places, Unlocked, VaultService
from inspector_app.vault import keyfile
from inspector_app.vault.derivation import FLOOR, Cost, calibrated
from tests.benchmarks.watch import Watch
from tests.support.vaults import PASSPHRASE, an_inspection

_ROUNDS = 3
_LIMIT = 2.0
_SESSION = 1_000
_ACCOUNTS, _ITEMS = 2_000, 300


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="open-benchmark-") as name:
        folder = Path(name)
        _make(folder / "large", count, calibrated())
        _make(folder / "small", 4_000, FLOOR)
        shutil.copytree(folder / "large", folder / "unseen")
        _look_through(folder / "large")
        ways = ("key", "open", "first")
        rounds = [{way: _run(way, folder) for way in ways} for _ in range(_ROUNDS)]
    every, first = (
        f"unlock and open {count:,} changes",
        f"first opening of {count:,} changes",
    )
    for name, way, title, figure, unit, limit in (
        (every, "open", "CPU", "cpu_s", "s", _LIMIT),
        (every, "open", "wall", "wall_s", "s", _LIMIT),
        (every, "open", "gap", "gap_ms", "ms", None),
        (first, "first", "CPU", "cpu_s", "s", None),
        (first, "first", "wall", "wall_s", "s", None),
    ):
        measured = min(each[way][figure] for each in rounds)
        baseline = min(each["key"][figure] for each in rounds)
        line = {
            "name": f"{name}, {title} {unit}",
            "measured": round(measured, 3),
            "baseline": round(baseline, 3),
            "ratio": round(measured / baseline, 2),
            "limit": limit,
            "unit": unit,
        }
        print(json.dumps(line))


def _make(folder: Path, count: int, cost: Cost) -> None:
    """Make a vault, and fill its journal as long work would."""
    shipped = config.places(folder)
    places = Places(folder / "vault", shipped.checklists, shipped.resources)
    vault = VaultService(places, lambda: datetime.now(UTC), cost).create(
        PASSPHRASE, "Jo Smith", "JS"
    )
    inspection = an_inspection(vault)
    lines = [line.id for line in vault.inspections.pack(inspection).lines()]
    recording = vault.inspections._recording
    acts: Iterator[tuple[str, Body]] = itertools.islice(_acts(lines), count - 2)
    while session := list(itertools.islice(acts, _SESSION)):
        recording._chains[inspection] = ChainId(secrets.token_hex(16))
        recording.act(inspection, session)
    vault.close()


def _acts(lines: Sequence[str]) -> Iterator[tuple[str, Body]]:
    for number in range(_ITEMS):
        item, line = secrets.token_hex(16), LineId(lines[number % len(lines)])
        file = EvidenceFile(f"JS/{number + 1}", "photo.jpg", Sha256(secrets.token_hex(32)), 9, "x")
        yield subject(Subject.EVIDENCE, item), EvidenceAdded(file)
        yield subject(Subject.CAPTION, item), EvidenceCaptioned(Caption("A carrier's kit"))
        yield subject(Subject.LINK, item, line), EvidenceLinked(EvidenceId(item), line)
    for number in range(_ACCOUNTS):
        line = LineId(lines[number % len(lines)])
        account = Account(line, f"Said {number}: the plan was tried in March.", role="Inspector")
        yield subject(Subject.ACCOUNT, line, secrets.token_hex(8)), AccountGiven(account)
    for number in itertools.count():
        answer = Answer(note=f"Told at the duty desk, {number}: the plan was tried in March.")
        yield subject(Subject.ANSWER, lines[number % len(lines)]), AnswerRecorded(answer)


def _run(way: str, folder: Path) -> dict[str, float]:
    run = subprocess.run(
        [sys.executable, "-m", __spec__.name, way, folder],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(run.stdout))


def _derive(folder: Path) -> None:
    keyfile.unlock(folder / "vault", PASSPHRASE)


def _unlocked(folder: Path) -> Unlocked:
    shipped = config.places(folder)
    places = Places(folder / "vault", shipped.checklists, shipped.resources)
    return VaultService(places, lambda: datetime.now(UTC)).unlock(PASSPHRASE)


def _look_through(folder: Path) -> None:
    vault = _unlocked(folder)
    if vault.checks.look_through():
        raise SystemExit("The vault is not sound.")
    vault.close()


def _open(folder: Path) -> None:
    vault = _unlocked(folder)
    findings = vault.checks.glance()
    standing = vault.inspections.standing(vault.inspections.all()[0].id)
    if findings or not standing.accounts():
        raise SystemExit("The vault is not what it was made to be.")
    vault.close()


def _measure(way: str, folder: Path) -> None:
    work = _derive if way == "key" else _open
    large = folder / ("unseen" if way == "first" else "large")
    _open(folder / "small")
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    with Watch() as watch:
        work(large)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    print(
        json.dumps({"cpu_s": cpu - watch.cpu_s, "wall_s": wall, "gap_ms": watch.longest_ms}),
        flush=True,
    )
    os._exit(0)  # nothing after this is part of opening


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
