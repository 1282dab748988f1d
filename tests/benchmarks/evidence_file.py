"""What keeping one large evidence file costs, against the library doing the same work alone.

Usage: python -m tests.benchmarks.evidence_file [SIZE_MIB]    (2048 by default)

Prints one JSON line per measure: {"name", "measured", "baseline", "ratio", "limit"}. The CPU
figures are seconds of user and system time of a fresh process each, the lowest of three rounds
taken in turns; the memory figure is MB of peak resident memory above the start.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.own_cost import cost_of
from tests.benchmarks.telling import tell

_ROUNDS = 3
_CPU_LIMIT = 1.3
_MEMORY_LIMIT_MB = 80


def main() -> None:
    size_mib = int(sys.argv[1]) if len(sys.argv) > 1 else 2048
    with tempfile.TemporaryDirectory(prefix="evidence-benchmark-") as name:
        folder = Path(name)
        source = folder / "source"
        with source.open("wb") as file:
            for _ in range(size_mib):
                file.write(os.urandom(1 << 20))
            os.fsync(file.fileno())
        rounds = [{way: _run(way, source) for way in ("library", "vault")} for _ in range(_ROUNDS)]
    measured = min(each["vault"]["cpu_s"] for each in rounds)
    baseline = min(each["library"]["cpu_s"] for each in rounds)
    tell(f"evidence file {size_mib} MiB, CPU s", measured, baseline, _CPU_LIMIT, "")
    memory = max(each["vault"]["memory_mb"] for each in rounds)
    other = max(each["library"]["memory_mb"] for each in rounds)
    tell(f"evidence file {size_mib} MiB, MB above start", memory, other, None, "")
    print(
        json.dumps(
            {
                "name": "evidence file, MB above start against the promise",
                "measured": memory,
                "baseline": _MEMORY_LIMIT_MB,
                "ratio": round(memory / _MEMORY_LIMIT_MB, 2),
                "limit": 1.0,
            }
        )
    )


def _run(way: str, source: Path) -> dict[str, float]:
    run = subprocess.run(
        [sys.executable, "-m", __spec__.name, way, source],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(run.stdout))


def _by_library(source: Path, folder: Path) -> None:
    """Read, hash, encrypt, write and sync with nothing but the library, buffers made once."""
    from cryptography.cobblestone import Cobblestone256Encryptor

    encryptor = Cobblestone256Encryptor(os.urandom(32), b"benchmark")
    hashed = hashlib.sha256()
    plain, sealed = memoryview(bytearray(128 * 1024)), memoryview(bytearray(160 * 1024))
    with source.open("rb", buffering=0) as reading, (folder / "out").open("wb", 0) as writing:
        while count := reading.readinto(plain):
            hashed.update(plain[:count])
            writing.write(sealed[: encryptor.update_into(plain[:count], sealed)])
        writing.write(encryptor.finalize())
        os.fsync(writing.fileno())


def _by_vault(source: Path, folder: Path) -> None:
    from inspector_app.domain.ids import InspectionId
    from inspector_app.vault.blobs import BlobStore

    store = BlobStore(folder / "evidence", "00" * 16, os.urandom(32))
    store.put(
        source,
        InspectionId("00" * 16),
        held=lambda _name: None,
        progress=lambda _done, _total: None,
        cancelled=lambda: False,
    )


def _measure(way: str, source: Path) -> None:
    work = {"library": _by_library, "vault": _by_vault}[way]
    with tempfile.TemporaryDirectory(dir=source.parent) as name:
        # A small file first: what is measured is the work, not the loading of modules.
        small = Path(name) / "small"
        small.write_bytes(bytes(1000))
        first = Path(name) / "first"
        first.mkdir()
        work(small, first)
        print(json.dumps(cost_of(lambda: work(source, Path(name)))))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
