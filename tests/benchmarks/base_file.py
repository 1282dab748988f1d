"""What one large file costs base, against hashing and writing it, and against rsync.

Usage: python -m tests.benchmarks.base_file [SIZE_MIB]    (2048 by default)

Prints one JSON line per measure, as the other benchmarks do. Server CPU is seconds of user and
system time of a real ``spr-base serve`` process (SQLite and a folder, without the front door),
from the offer until the file is verified; its baseline is a fresh process that reads, hashes,
writes and syncs the same bytes, none of which come from the disk. Where there is a store, to which
laptops bring the parts past base, base reads the file there once: the figure is that of its process
alone, moto's not counted; its baseline is the same. Throughput is MB/s on loopback, against an
rsync daemon that syncs what it wrote. The lowest cost of two rounds taken in turns counts.
"""

import contextlib
import hashlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import httpx2
from sqlalchemy import insert

from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.server.__main__ import main as spr_base
from inspector_app.server.objects import parts_of
from inspector_app.server.opening import OBJECTS_VARIABLE, opened_base
from inspector_app.server.tables import file, inspection, member
from inspector_app.sync.signatures import digest_through, signed
from inspector_app.sync.wire import PART_SIZE, FileState
from tests.benchmarks.own_cost import cost_of
from tests.benchmarks.served_base import cpu_s, free_port, peak_mb, serving, wait_for
from tests.benchmarks.telling import tell
from tests.server.support import Laptop, enrolled
from tests.support.s3 import Store

_ROUNDS = 2
_CPU_LIMIT = 2.0
_MEMORY_LIMIT_MB = 200
"""Resident, at its peak, of which the program itself takes about a half."""
INSPECTION = InspectionId("1" * 32)
_BUFFER = 128 * 1024
_IN_STORE_MIB = 512
"""moto's store lies in memory."""


def main() -> None:
    size_mib = int(sys.argv[1]) if len(sys.argv) > 1 else 2048
    with tempfile.TemporaryDirectory(prefix="base-benchmark-") as name:
        folder = Path(name)
        rounds = []
        for number in range(_ROUNDS):
            source = folder / f"source{number}"
            sha256 = _make(source, size_mib)
            rounds.append(
                {
                    "plain": _plain(source),
                    "base": _by_base(folder / f"base{number}", source, sha256),
                    "rsync": _by_rsync(folder, source),
                }
            )
            source.unlink()
        in_store = min(size_mib, _IN_STORE_MIB)
        past_base = [_past_base(folder / f"store{each}", in_store) for each in range(_ROUNDS)]
    cpu = min(each["base"]["cpu_s"] for each in rounds)
    plain = min(each["plain"]["cpu_s"] for each in rounds)
    tell(f"base, one file of {size_mib} MiB, server CPU", cpu, plain, _CPU_LIMIT, "s")
    cpu = min(each["base_s"] for each in past_base)
    plain = min(each["plain_s"] for each in past_base)
    tell(f"base, one of {in_store} MiB by a store, server CPU", cpu, plain, _CPU_LIMIT, "s")
    memory = max(each["base"]["memory_mb"] for each in rounds)
    tell("base, memory at its peak meanwhile", memory, _MEMORY_LIMIT_MB, 1.0, "MB")
    seconds = min(each["base"]["seconds"] for each in rounds)
    other = min(each["rsync"].get("seconds", 0.0) for each in rounds)
    if not other:
        print("rsync is not there, so throughput has nothing to be compared with.", file=sys.stderr)
    tell("base, the same, wall time against an rsync daemon", seconds, other, None, "s")


def _make(source: Path, size_mib: int) -> Sha256:
    hashed = hashlib.sha256()
    with source.open("wb") as writing:
        for _ in range(size_mib):
            piece = os.urandom(1 << 20)
            hashed.update(piece)
            writing.write(piece)
        os.fsync(writing.fileno())
    return Sha256(hashed.hexdigest())


# Hashing and writing, alone


def _plain(source: Path) -> dict[str, float]:
    run = subprocess.run(
        [sys.executable, "-m", __spec__.name, "--plain", source],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(run.stdout))


def _plainly(source: Path) -> dict[str, float]:
    with source.open("rb", buffering=0) as reading:  # so that none of it is read from the disk
        while reading.read(_BUFFER):
            pass
    return cost_of(lambda: _hash_and_write(source))


def _hash_and_write(source: Path) -> None:
    hashed = hashlib.sha256()
    buffer = memoryview(bytearray(_BUFFER))
    target = source.with_name("plain")
    with source.open("rb", buffering=0) as reading, target.open("wb", 0) as writing:
        while count := reading.readinto(buffer):
            hashed.update(buffer[:count])
            writing.write(buffer[:count])
        os.fsync(writing.fileno())
    target.unlink()


# Base


def _by_base(folder: Path, source: Path, sha256: Sha256) -> dict[str, float]:
    size = source.stat().st_size
    laptop = made_for(folder, sha256, size)
    with serving(folder) as (process, port):
        asking = _Asking(laptop, port)
        asking.ask("GET", "/v1/base")
        asking.ask("GET", f"{_FILES}/{sha256}/state")
        before, start = cpu_s(process), time.perf_counter()
        offer = json.dumps({"sha256": sha256, "size_bytes": size}).encode()
        urls = FileState.model_validate_json(asking.ask("POST", _FILES, offer)).urls
        hashed = hashlib.sha256()
        with source.open("rb") as reading:
            for number in range(1, parts_of(size) + 1):
                part = reading.read(PART_SIZE)
                if number in urls:
                    httpx2.put(urls[number], content=part, timeout=120).raise_for_status()
                    continue
                hashed.update(part)
                digest = digest_through(hashed.digest())
                asking.ask("PUT", f"{_FILES}/{sha256}/parts/{number}", part, digest)
        asking.ask("POST", f"{_FILES}/{sha256}/complete")
        while True:
            told = asking.ask("GET", f"{_FILES}/{sha256}/state")
            state = FileState.model_validate_json(told).state
            if state != "verifying":
                break
            time.sleep(0.1)
        seconds, cpu = time.perf_counter() - start, cpu_s(process) - before
        memory = peak_mb(process)
    if state != "verified":
        raise SystemExit(f"The file is {state}.")
    shutil.rmtree(folder)
    return {"cpu_s": cpu, "seconds": seconds, "memory_mb": memory}


_FILES = f"/v1/inspections/{INSPECTION}/files"


def made_for(folder: Path, sha256: Sha256, size: int) -> Laptop:
    """Make a base at which a change has named the file, and return a laptop of the team."""
    safe = folder.with_name(f"{folder.name}-safe.txt")
    made = ["init", str(folder), "--name", "Base", "--recovery-key", str(safe), "--json"]
    with contextlib.redirect_stdout(sys.stderr):
        if spr_base(made, {}):
            raise SystemExit("The base could not be made.")
    with opened_base(folder, {}, lambda: datetime.now(UTC)) as base:
        laptop = enrolled(base)
        with base.database.begin() as connection:
            connection.execute(
                insert(inspection).values(
                    id=INSPECTION, pack="0" * 64, opened_ms=1, opened_by=laptop.device
                )
            )
            connection.execute(
                insert(member).values(
                    inspection=INSPECTION, device=laptop.device, role="lead", since_ms=1
                )
            )
            connection.execute(
                insert(file).values(
                    inspection=INSPECTION,
                    sha256=sha256,
                    size_bytes=size,
                    is_thumbnail=False,
                    state="lacking",
                    named_by="0" * 64,
                )
            )
    return laptop


class _Asking:
    """A laptop that asks over one connection, with as little of its own as can be."""

    def __init__(self, laptop: Laptop, port: int) -> None:
        self._laptop = laptop
        self._host = f"127.0.0.1:{port}"
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, method: str, path: str, body: bytes = b"", digest: str | None = None) -> bytes:
        headers = signed(
            method,
            f"http://{self._host}{path}",
            body,
            self._laptop.device,
            self._laptop.key.sign,
            datetime.now(UTC),
            digest,
        )
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {content!r}")
        return content


# A store, to which the laptop brings the parts past base


def _past_base(folder: Path, size_mib: int) -> dict[str, float]:
    """Return what base's own process costs, and hashing and writing as many bytes."""
    folder.mkdir()
    source = folder / "source"
    sha256 = _make(source, size_mib)
    plain = _plain(source)["cpu_s"]
    with Store.started() as store:
        bucket = store.new_bucket(for_laptops=True)
        with mock.patch.dict(os.environ, {OBJECTS_VARIABLE: bucket}):
            cost = _by_base(folder / "base", source, sha256)
    source.unlink()
    return {"base_s": cost["cpu_s"], "plain_s": plain}


# rsync


def _by_rsync(folder: Path, source: Path) -> dict[str, float]:
    program = shutil.which("rsync")
    if program is None:
        return {}
    target = folder / "rsynced"
    target.mkdir()
    port = free_port()
    config = folder / "rsyncd.conf"
    config.write_text(
        f"use chroot = no\nuid = {os.getuid()}\ngid = {os.getgid()}\n"
        f"[files]\npath = {target}\nread only = no\n"
    )
    daemon = subprocess.Popen(
        [program, "--daemon", "--no-detach", f"--config={config}", f"--port={port}",
         "--address=127.0.0.1"],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(port)
        start = time.perf_counter()
        subprocess.run(
            [program, "--fsync", "--whole-file", source, f"rsync://127.0.0.1:{port}/files/"],
            check=True,
        )
        return {"seconds": time.perf_counter() - start}
    finally:
        daemon.terminate()
        daemon.wait(30)
        shutil.rmtree(target)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--plain"]:
        print(json.dumps(_plainly(Path(sys.argv[2]))))
    else:
        main()
