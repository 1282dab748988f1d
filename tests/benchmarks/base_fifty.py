"""What base does when fifty laptops come to it at once, with all that they have recorded.

Usage: python -m tests.benchmarks.base_fifty [PART] [ENGINE ...]    (1 by default: the full size)

Ten inspections of five laptops each: 100,000 changes, in sessions of two hundred, and a hundred
files of 10 MiB. Everything is recorded beforehand; then all laptops, from two processes, each
with a connection of its own, push their changes and then their files to one real ``spr-base
serve`` through the client that the app uses, every request signed. The clock stops when base has
verified the last file. SQLite as base opens it, and a PostgreSQL that writes through to the disk.
The baseline does what nobody can do without, one after the other: it hashes and writes the same
bytes, file by file to the disk, and inserts as many rows of the same shape into one bare table of
an SQLite of base's settings, 500 in one transaction. All processes share this machine.
"""

import contextlib
import hashlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, insert, select

from inspector_app.domain.changes.bodies import EvidenceAdded, Subject, subject
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.evidence import EvidenceFile
from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.server.database import Database
from inspector_app.server.opening import DATABASE_VARIABLE
from inspector_app.server.tables import change, file, inspection, pack
from inspector_app.server.teams import INSPECTOR, LEAD, add
from inspector_app.sync.client import BaseClient, connected
from inspector_app.sync.lines import line_of
from inspector_app.sync.wire import MOST_CHANGES, PART_SIZE, FileOffer
from tests.benchmarks.base_growth import BARE, BARE_CHANGE
from tests.benchmarks.served_base import cpu_s, peak_mb, serving
from tests.benchmarks.telling import tell
from tests.server.support import a_base
from tests.support.arrivals import NOW_MS, enrol
from tests.support.changes import PACK, Laptop
from tests.support.postgres import Cluster

_LAPTOPS, _TEAM, _PROCESSES = 50, 5, 2
_CHANGES, _FILES, _FILE_BYTES = 2000, 2, 10 * 1024 * 1024
"""Of each laptop."""
_SESSION = 200
_MEMORY_LIMIT_MB = 400
_BUFFER = 128 * 1024


def main() -> None:
    part = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    engines = sys.argv[2:] or ["SQLite", "PostgreSQL"]
    changes = _CHANGES // part
    with tempfile.TemporaryDirectory(prefix="fifty-") as name:
        folder = Path(name)
        plain = _plain(folder / "plain", changes)
        for engine in engines:
            with _database_url(engine, folder / engine) as url:
                _measure(engine, folder / engine, url, changes, plain)


@contextlib.contextmanager
def _database_url(engine: str, folder: Path) -> Iterator[str]:
    folder.mkdir()
    if engine == "SQLite":
        yield f"sqlite:///{folder / 'base.db'}"
        return
    with Cluster.started(durable=True) as cluster:
        yield cluster.new_database()


def _measure(engine: str, folder: Path, url: str, changes: int, plain: tuple[float, float]) -> None:
    base = a_base(folder, url)
    _team_up(base.database)
    os.environ[DATABASE_VARIABLE] = url
    with serving(folder) as (process, port), contextlib.ExitStack() as stack:
        clients = [
            stack.enter_context(_client(port, first, changes))
            for first in range(0, _LAPTOPS, _LAPTOPS // _PROCESSES)
        ]
        for client in clients:
            assert client.stdout is not None
            if client.stdout.readline() != "ready\n":
                raise SystemExit("A client did not get ready.")
        before, start = cpu_s(process), time.perf_counter()
        going = [_gone(client) for client in clients]
        outcomes = [each.result() for each in going]
        done = _all_verified(base.database, _LAPTOPS * _FILES)
        seconds, cpu = time.perf_counter() - start, cpu_s(process) - before
        memory = peak_mb(process)
    with base.database.read() as connection:
        kept = connection.execute(select(func.count()).select_from(change)).scalar()
    base.database.close()
    errors = sum(each["errors"] for each in outcomes)
    if kept != _LAPTOPS * changes or not done:
        errors += 1
        print(f"{kept} changes at base, all files verified: {done}", file=sys.stderr)
    gigabytes = _LAPTOPS * _FILES * _FILE_BYTES / 1e9
    name = f"{engine}, {_LAPTOPS} laptops at once"
    tell(f"{name}, {kept:,} changes and {gigabytes:.1f} GB", seconds, plain[0], None, "s")
    tell(f"{name}, server CPU", cpu, plain[1], None, "s")
    tell(f"{name}, server memory at its peak", memory, _MEMORY_LIMIT_MB, 1.0, "MB")
    tell(f"{name}, errors", errors, 1, 0, "errors")
    tell(f"{name}, asked again", sum(each["waits"] for each in outcomes), 0, None, "times")


def _all_verified(database: Database, count: int) -> bool:
    for _ in range(600):
        with database.read() as connection:
            verified = select(func.count()).where(file.c.state == "verified")
            if connection.execute(verified).scalar() == count:
                return True
        time.sleep(0.1)
    return False


def _inspection_of(number: int) -> InspectionId:
    return InspectionId(f"{number // _TEAM + 1:032x}")


def _laptop(number: int) -> Laptop:
    return Laptop(f"{number:02}", _inspection_of(number))


def _team_up(database: Database) -> None:
    """Let base know all laptops, and their inspections, as the administrator does beforehand."""
    laptops = [_laptop(number) for number in range(_LAPTOPS)]
    with database.begin() as connection:
        enrol(connection, *laptops)
        connection.execute(insert(pack).values(sha256=PACK, id="p", version="1", archive=b""))
        for number, laptop in enumerate(laptops):
            is_lead = number % _TEAM == 0
            if is_lead:
                connection.execute(
                    insert(inspection).values(
                        id=laptop.inspection, pack=PACK, opened_ms=1, opened_by=laptop.device
                    )
                )
            role = LEAD if is_lead else INSPECTOR
            add(connection, laptop.inspection, laptop.device, role, NOW_MS)


# The laptops


@contextlib.contextmanager
def _client(port: int, first: int, changes: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", __spec__.name, "--client", str(port), str(first), str(changes)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


class _Outcome(threading.Thread):
    def __init__(self, client: subprocess.Popen[str]) -> None:
        super().__init__()
        self._client = client
        self._told = ""

    def run(self) -> None:
        self._told, _ = self._client.communicate("go\n")

    def result(self) -> dict[str, int]:
        """Return what the client told once it was done."""
        self.join()
        return dict(json.loads(self._told))


def _gone(client: subprocess.Popen[str]) -> _Outcome:
    """Let a client begin."""
    outcome = _Outcome(client)
    outcome.start()
    return outcome


@dataclass
class _AtWork:
    """A laptop that has recorded everything and syncs it."""

    laptop: Laptop
    lines: list[bytes] = field(default_factory=list)
    files: dict[Sha256, bytes] = field(default_factory=dict)
    errors: int = 0
    waits: int = 0

    def record(self, count: int) -> None:
        made = []
        for number in range(_FILES):
            content = secrets.token_bytes(_FILE_BYTES)
            sha256 = Sha256(hashlib.sha256(content).hexdigest())
            self.files[sha256] = content
            kept = EvidenceFile(f"AN/{number}", "film.bin", sha256, _FILE_BYTES, "video/mp4")
            about = subject(Subject.EVIDENCE, secrets.token_hex(16))
            made.append(self.laptop.record(EvidenceAdded(kept), about))
        for number in range(count - _FILES):
            if number % _SESSION == 0:
                self.laptop.begin_chain(number + 2)
            said = f"What was found at this place, as it was said: {number}"
            about = subject(Subject.ANSWER, f"CC-PO-{number % 90:02}")
            made.append(self.laptop.answer(said, about=about))
        self.lines = [line_of(each) for each in made]

    def sync(self, port: int) -> None:
        laptop = self.laptop
        with connected(None) as http:
            address = f"http://localhost:{port}"
            client = BaseClient(
                http, address, laptop.device, laptop.key.sign, lambda: datetime.now(UTC), self._wait
            )
            try:
                for start in range(0, len(self.lines), MOST_CHANGES):
                    client.push(laptop.inspection, self.lines[start : start + MOST_CHANGES])
                for sha256, content in self.files.items():
                    self._send(client, sha256, content)
            except InspectorError as error:
                self.errors += 1
                print(f"laptop {laptop.name}: {error}", file=sys.stderr)

    def _send(self, client: BaseClient, sha256: Sha256, content: bytes) -> None:
        of = self.laptop.inspection
        client.offer(of, FileOffer(sha256=sha256, size_bytes=len(content)))
        for number, start in enumerate(range(0, len(content), PART_SIZE), start=1):
            client.put_part(of, sha256, number, content[start : start + PART_SIZE])
        client.complete(of, sha256)

    def _wait(self, seconds: float) -> None:
        self.waits += 1
        time.sleep(seconds)


def _be_laptops(port: int, first: int, changes: int) -> None:
    count = _LAPTOPS // _PROCESSES
    working = [_AtWork(_laptop(number)) for number in range(first, first + count)]
    for each in working:
        each.record(changes)
    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(lambda each: each.sync(port), working))
    errors, waits = (sum(getattr(w, what) for w in working) for what in ("errors", "waits"))
    print(json.dumps({"errors": errors, "waits": waits}), flush=True)


# What nobody can do without


def _plain(folder: Path, changes: int) -> tuple[float, float]:
    """Hash and write as many bytes and insert as many rows; return seconds, and CPU seconds."""
    folder.mkdir()
    rows = _rows(changes)
    contents = [secrets.token_bytes(_FILE_BYTES) for _ in range(4)]
    database = Database(f"sqlite:///{folder / 'bare.db'}")
    with database.begin() as connection:
        BARE.create_all(connection)
    start, before = time.perf_counter(), time.process_time()
    for at in range(0, len(rows), MOST_CHANGES):
        with database.begin() as connection:
            connection.execute(insert(BARE_CHANGE), rows[at : at + MOST_CHANGES])
    for number in range(_LAPTOPS * _FILES):
        _hash_and_write(contents[number % len(contents)], folder / str(number))
    seconds, cpu = time.perf_counter() - start, time.process_time() - before
    database.close()
    return seconds, cpu


def _rows(changes: int) -> list[dict[str, object]]:
    model = Laptop("model").answer("What was found at this place, as it was said: 0")
    shape = {
        "header": model.header_bytes,
        "signature": model.signature,
        "salt": model.salt,
        "body": model.body_bytes,
    }
    return [{"id": secrets.token_hex(32), **shape} for _ in range(_LAPTOPS * changes)]


def _hash_and_write(content: bytes, path: Path) -> None:
    hashed = hashlib.sha256()
    view = memoryview(content)
    with path.open("wb", 0) as writing:
        for start in range(0, len(content), _BUFFER):
            piece = view[start : start + _BUFFER]
            hashed.update(piece)
            writing.write(piece)
        os.fsync(writing.fileno())


if __name__ == "__main__":
    if sys.argv[1:2] == ["--client"]:
        _be_laptops(*map(int, sys.argv[2:5]))
    else:
        main()
