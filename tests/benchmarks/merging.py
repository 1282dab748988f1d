"""What bringing two laptops together costs, against moving the same rows and checking signatures.

Usage: python -m tests.benchmarks.merging [PART]    (1 by default: the full size)

One laptop holds an inspection of 20,000 changes, which the other has never seen. `write` is the
first laptop's run: what it holds is packed, encrypted to the other and signed onto the stick.
`read` is the other's: everything is decrypted, proven twice, taken in and folded. The baseline of
both reads every row of the changes from one encrypted database by the driver alone; for `read` it
also checks each signature by the library alone and writes the rows into the tables of another
encrypted database, five hundred in each transaction. `level` is a run with nothing new, against the
same reading of all rows; that baseline is so little that `write` and `level` are told and not
judged. Lowest of the rounds, each with a laptop that is new. Memory is what the process of a
reading laptop came to need beyond what it had with its vault open, against the size of the file
that it reads; Linux alone tells it.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspector_app.domain.ids import InspectionId
from inspector_app.services.merging import FOLDER
from inspector_app.services.vault import Unlocked
from inspector_app.storage.statements import driver_of
from tests.benchmarks.large import CHANGES, large_inspection
from tests.benchmarks.telling import tell
from tests.support.laptops import TeamLaptop, a_laptop, introduced
from tests.support.vaults import PASSPHRASE, Clock, a_vault, vault_service

_ROUNDS = 2
_AT_ONCE = 500
_LIMIT = 6.0
"""Of reading: everything is proven before anything is kept, linked, and folded into what stands."""
_ROWS = (
    "SELECT c.*, h.header, b.salt, b.body FROM change c "
    "JOIN header h ON h.position = c.position LEFT JOIN body b ON b.change_id = c.id "
    "ORDER BY c.position"
)
_TABLE = "CREATE TABLE bare_change AS SELECT * FROM change WHERE 0"


def main() -> None:
    if sys.argv[1:2] == ["read"]:
        print(json.dumps(_read(Path(sys.argv[2]), Path(sys.argv[3]))))
        return
    part = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.TemporaryDirectory(prefix="merging-benchmark-") as name:
        folder = Path(name)
        jo = a_laptop(folder, "JS")
        inspection = large_inspection(jo.vault, folder / "pack", part)
        found = [_round(jo, inspection, folder / f"round-{each}") for each in range(_ROUNDS)]
        jo.vault.close()
    changes = f"{CHANGES // part:,} changes"
    for what, limit in (("write", None), ("read", _LIMIT), ("level", None)):
        ours = min(each[what] for each in found)
        bare = min(each[f"bare {what}"] for each in found)
        tell(f"bring together {changes}, {what} s", ours, bare, limit, "s", digits=3)
    grown = min(each["grown"] for each in found)
    size = min(each["size"] for each in found)
    tell(f"bring together {changes}, memory beside the file MB", grown, size, None, "MB", digits=3)


def _round(jo: TeamLaptop, inspection: InspectionId, folder: Path) -> dict[str, float]:
    """Bring a laptop that is new together with the first, and measure both."""
    stick = folder / "stick"
    stick.mkdir(parents=True)
    ann = a_laptop(folder, "AM", 7)
    introduced(jo, ann)
    device = ann.vault.team.device
    jo.vault.team.let_in(inspection, device)
    ann.vault.close()
    start = time.perf_counter()
    jo.together(stick)
    wrote = time.perf_counter() - start
    size = sum(path.stat().st_size for path in (stick / FOLDER).glob("*.inspx")) / 1e6
    told = subprocess.run(
        [sys.executable, "-m", __spec__.name, "read", str(ann.folder), str(stick)],
        stdout=subprocess.PIPE,
        check=True,
    )
    reading = json.loads(told.stdout)
    jo.together(stick)
    start = time.perf_counter()
    jo.together(stick)
    level = time.perf_counter() - start
    start = time.perf_counter()
    rows = _all_rows(jo.vault)
    bare_read = time.perf_counter() - start
    bare = a_vault(folder / "bare")
    start = time.perf_counter()
    _check_and_write(rows, bare)
    moved = time.perf_counter() - start
    bare.close()
    # The next one starts from a team without this laptop, and is told only what it needs.
    jo.vault.team.forget(device)
    return {
        "write": wrote,
        "bare write": bare_read,
        "read": reading["seconds"],
        "bare read": bare_read + moved,
        "level": level,
        "bare level": bare_read,
        "grown": reading["grown"],
        "size": size,
    }


def _read(folder: Path, stick: Path) -> dict[str, float]:
    """Take everything in on a laptop; return how long it took and by how many MB it grew."""
    vault = vault_service(folder, Clock()).unlock(PASSPHRASE)
    Path("/proc/self/clear_refs").write_text("5")  # the peak of deriving the key is forgotten
    before = _memory("VmRSS")
    start = time.perf_counter()
    brought = vault.merging.bring_together(stick)
    seconds = time.perf_counter() - start
    grown = _memory("VmHWM") - before
    assert not brought.sentences
    assert brought.met
    assert brought.met[0].fresh > 0
    vault.close()
    return {"seconds": seconds, "grown": grown / 1024}


def _memory(what: str) -> int:
    """Return a figure of this process's memory as Linux tells it, in KB."""
    told = Path("/proc/self/status").read_text()
    return int(told.partition(f"{what}:")[2].split()[0])


def _all_rows(vault: Unlocked) -> list[tuple[object, ...]]:
    with vault._database.read() as work:
        return list(driver_of(work._connection).execute(_ROWS).fetchall())


def _check_and_write(rows: list[tuple[object, ...]], into: Unlocked) -> None:
    with into._database.read() as work:
        names = [row[1] for row in driver_of(work._connection).execute("PRAGMA table_info(change)")]
    at, width = {name: number for number, name in enumerate(names)}, len(names)
    with into._database.begin() as work:
        driver = driver_of(work._connection)
        driver.execute(_TABLE)
        driver.execute("CREATE TABLE bare_said (header BLOB, salt BLOB, body BLOB)")
        work.commit()
    marks = ",".join("?" * width)
    for start in range(0, len(rows), _AT_ONCE):
        batch = rows[start : start + _AT_ONCE]
        for row in batch:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(str(row[at["device"]])))
            signature = row[at["signature"]]
            assert isinstance(signature, bytes)
            key.verify(signature, bytes.fromhex(str(row[at["id"]])))
        with into._database.begin() as work:
            driver = driver_of(work._connection)
            driver.executemany(
                f"INSERT INTO bare_change VALUES ({marks})",  # noqa: S608 - question marks alone
                [row[:width] for row in batch],
            )
            said = [row[width:] for row in batch]
            driver.executemany("INSERT INTO bare_said VALUES (?,?,?)", said)
            work.commit()


if __name__ == "__main__":
    main()
