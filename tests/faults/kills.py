"""The campaign of kills: ``python -m tests.faults.kills 1000`` kills that often, and tells.

Each time a laptop works through its acts until SIGKILL takes it and its helpers, at any moment; it
is opened, held to all that it ever said was kept, and works on. Each fifty kills another laptop.
"""

import json
import os
import random
import sqlite3
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

from inspector_app.vault.keyfile import Opened, VaultKeys
from tests.faults.day import ACTS, Desk, Kept, joining, prepared, require_kept
from tests.server.web.served import served
from tests.support import derivations
from tests.support.base import Shelf, a_shelf
from tests.support.killing import Killer

_KILLS_OF_A_LAPTOP = 50
_LATEST_S = {"export": 0.8, "sync": 0.8, "migration": 0.6, "change_of_passphrase": 0.6}
"""After how many seconds at the latest the laptop dies, by the act that it begins with."""
_LATEST_ELSE_S = 0.3
_IMPORTED = (
    "inspector_app.reports.attachment", "inspector_app.reports.identity",
    "inspector_app.reports.layout", "inspector_app.reports.report_file",
    "inspector_app.reports.signing", "inspector_app.reports.snapshot",
    "inspector_app.sync.client", "alembic.command", "alembic.config",
)  # fmt: skip


def work(begin: Callable[[], None], folder: str, base: str, act: str, seed: str) -> None:
    """Do ``act`` and then others until killed; note down whatever an act has said.

    A note is one write: it is the system's once it is made, whoever dies then.
    """
    place, chance = Path(folder), random.Random(seed)
    noted = os.open(place / "told", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    passphrase, opened = _read(place / "opened")
    desk = Desk(
        place,
        place / "originals",
        lambda told: (os.write(noted, json.dumps(told).encode() + b"\n"), None)[1],
        None,
        lambda: _at_base(Path(base)),
        chance,
    )
    desk.unlock(passphrase, opened)
    begin()
    desk.act(act)
    for _ in range(10_000):
        desk.act(chance.choice(ACTS))


def _at_base(database: Path) -> set[str]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return {row[0] for row in connection.execute("SELECT id FROM change")}


def killed_again_and_again(place: Path, count: int, seed: str) -> Counter[str]:
    """Let one laptop be killed ``count`` times, and return what was counted."""
    chance = random.Random(seed)
    counted: Counter[str] = Counter()
    with a_shelf(place) as shelf, served(shelf.base) as address:
        shelf.address = address
        laptop = place / "laptop"
        (laptop / "originals").mkdir(parents=True)
        prepared(laptop, None, joining(shelf))
        passphrase, opened = require_kept(laptop, Kept())
        with Killer("tests.faults.kills", *_IMPORTED, environment={}) as killer:
            for number in range(count):
                _write(laptop / "opened", passphrase, opened)
                act = ACTS[number % len(ACTS)]
                after = chance.uniform(0, _LATEST_S.get(act, _LATEST_ELSE_S))
                base = str(shelf.base.folder / "base.db")
                words = (str(laptop), base, act, f"{seed}.{number}")
                counted["kills"] += killer.kill("work", after, *words)
                kept = _heard(laptop, shelf)
                try:
                    passphrase, opened = require_kept(laptop, kept)
                except Exception:  # noqa: BLE001 - all of them are counted, and told
                    counted["failed"] += 1
                    print(f"kill {number} of {seed}, {after:.3f} s into {act}:")
                    traceback.print_exc(file=sys.stdout)
                    break
        counted["acknowledged"] += len(kept.changes)
    return counted


def _write(path: Path, passphrase: str, opened: Opened) -> None:
    """Hand over what a passphrase opens: deriving it takes as long as much of the work."""
    keys = {
        field.name: value.hex() if isinstance(value, bytes) else value
        for field in fields(VaultKeys)
        for value in (getattr(opened.keys, field.name),)
    }
    path.write_text(json.dumps([passphrase, keys]))


def _read(path: Path) -> tuple[str, Opened]:
    passphrase, keys = json.loads(path.read_text())
    vault_id = keys.pop("vault_id")
    given = {name: bytes.fromhex(value) for name, value in keys.items()}
    return passphrase, Opened(VaultKeys(vault_id, **given), used_backup=False)


def _heard(laptop: Path, shelf: Shelf) -> Kept:
    """Return all that was said so far, up to the last whole note."""
    kept = Kept()
    noted = laptop / "told"
    whole = noted.read_text().rpartition("\n")[0] if noted.exists() else ""
    for line in whole.splitlines():
        kept.hear(json.loads(line))
    # What a laptop recorded it keeps before it tells anybody, base not excepted.
    kept.at_base |= _at_base(shelf.base.folder / "base.db")
    return kept


def main(count: int) -> int:
    """Kill so often; return 1 if anything was lost."""
    derivations.remember()
    counted: Counter[str] = Counter()
    for number in range(0, count, _KILLS_OF_A_LAPTOP):
        with TemporaryDirectory(dir="/dev/shm") as name:
            kills = min(_KILLS_OF_A_LAPTOP, count - number)
            counted += killed_again_and_again(Path(name), kills, f"{number}")
        print(dict(counted), flush=True)
    return int(counted["failed"] > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
