"""What one answer costs, from the service call to the durable commit, against its bare writing.

Usage: python -m tests.benchmarks.one_answer [ANSWERS]    (400 a round by default)

The baseline writes the same rows into the same schema with the driver alone: two JSON texts, the
hashes of header and body, the signature, six rows and their place in a full-text index that holds
the checklist, one commit with the same pragmas. Both take turns, and the lowest of the rounds
counts: CPU is user and system time of the process. The gap is the longest pause that another thread
of the process sees meanwhile, as the window's thread would.
"""

import hashlib
import json
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlcipher3 import dbapi2 as sqlcipher

from inspector_app.domain import searching
from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import ChangeId, InspectionId, LineId
from inspector_app.domain.searching import Passage
from inspector_app.domain.values import Judged
from inspector_app.services.vault import Unlocked
from inspector_app.storage.database import create_database
from tests.benchmarks.telling import tell
from tests.benchmarks.watch import Watch
from tests.support.vaults import a_vault, an_inspection

_ROUNDS = 5
_LIMIT = 1.5
_LINES = ("CC-PO-01", "CC-PO-02", "CC-PO-03", "CC-PO-04")
_NOTE = "Told at the duty desk: the mobilisation plan was last tried in March."


@dataclass(frozen=True, slots=True)
class Figures:
    """What one answer took, and the longest pause of another thread meanwhile."""

    cpu_ms: float
    wall_ms: float
    gap_ms: float


def main() -> None:
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    with tempfile.TemporaryDirectory(prefix="answer-benchmark-") as name:
        folder = Path(name)
        bare = Bare(folder / "bare.db")
        vault = a_vault(folder)
        inspection = an_inspection(vault)
        verb = _verb(vault, inspection)
        bare.fill(searching.of_pack(vault.inspections.pack(inspection)))
        rounds = [
            (_measured(verb, answers), _measured(bare.answer, answers)) for _ in range(_ROUNDS)
        ]
        bare.close()
        vault.close()
    for unit, figure in (("CPU ms", "cpu_ms"), ("wall ms", "wall_ms"), ("gap ms", "gap_ms")):
        tell(
            f"one answer, {unit}",
            min(getattr(verb, figure) for verb, _ in rounds),
            min(getattr(bare, figure) for _, bare in rounds),
            None if figure == "gap_ms" else _LIMIT,
            unit.split()[1],
            digits=3,
        )


def _verb(vault: Unlocked, inspection: InspectionId) -> Callable[[int], None]:
    seen: dict[str, tuple[ChangeId, ...]] = {}
    lines = [line.id for line in vault.inspections.pack(inspection).lines() if _is_judged(line)]

    def answer(number: int) -> None:
        line = LineId(lines[number % len(_LINES)])
        answer = Answer({"judgement": Judged("met")}, note=f"{_NOTE} {number}")
        act = vault.inspections.answer(inspection, line, answer, seen.get(line, ()))
        seen[line] = act.changes

    return answer


def _is_judged(line: Any) -> bool:
    return any(part.id == "judgement" for part in line.parts)


class Bare:
    """The same rows, hashes and signature, by the driver alone."""

    def __init__(self, path: Path) -> None:
        key = os.urandom(32)
        create_database(path, key).close()
        self._connection = sqlcipher.connect(str(path), isolation_level=None)
        self._connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "recursive_triggers = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",
        ):
            self._connection.execute(f"PRAGMA {pragma}")
        self._signing = Ed25519PrivateKey.generate()
        self._device = self._signing.public_key().public_bytes_raw().hex()
        self._chain = secrets.token_hex(16)
        self._inspection, self._author, self._pack = (
            secrets.token_hex(16),
            secrets.token_hex(16),
            secrets.token_hex(32),
        )
        self._last = "0" * 64
        self._heads: dict[str, str] = {}
        self._count = 0

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def fill(self, passages: Iterable[Passage]) -> None:
        """Index what the checklist says."""
        self._connection.execute("BEGIN IMMEDIATE")
        for each in passages:
            place = (self._inspection, each.subject)
            self._passage(place, each.kind, each.number, each.section or "", each.words)
        self._connection.execute("COMMIT")

    def _passage(
        self, place: tuple[str, str], kind: str, number: str, section: str, words: str
    ) -> None:
        self._connection.execute(
            "INSERT INTO passage (inspection, subject, kind, number, section, line, words,"
            " is_established, in_conflict, is_withheld) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*place, kind, number, section, number, words, True, False, False),
        )

    def answer(self, number: int) -> None:
        """Write one answer."""
        self._count += 1
        line = _LINES[number % len(_LINES)]
        subject = f"answer:{line}"
        before = self._heads.get(subject)
        now = time.time_ns() // 1_000_000
        salt = secrets.token_bytes(16)
        body = _json(
            {
                "answer": {
                    "note": f"{_NOTE} {number}",
                    "values": {"judgement": {"kind": "judgement", "value": "met"}},
                }
            }
        )
        header = _json(
            {
                "v": 1,
                "alg": "Ed25519",
                "inspection": self._inspection,
                "chain": self._chain,
                "seq": self._count,
                "prev": self._last,
                "device": self._device,
                "author": self._author,
                "time": now,
                "hlc": [now, 0],
                "kind": "answer-recorded",
                "kv": 1,
                "subject": subject,
                "supersedes": [before] if before else [],
                "pack": self._pack,
                "body_hash": hashlib.sha256(salt + body).hexdigest(),
            }
        )
        id_ = hashlib.sha256(b"spr-change/1\0" + header).hexdigest()
        signature = self._signing.sign(bytes.fromhex(id_))
        run = self._connection.cursor().execute
        run("BEGIN IMMEDIATE")
        run(
            "INSERT INTO change (id, inspection, chain, sequence, device, author, time_ms, wall_ms,"
            " counter, kind, kind_version, subject, pack, signature)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                id_,
                self._inspection,
                self._chain,
                self._count,
                self._device,
                self._author,
                now,
                now,
                0,
                "answer-recorded",
                1,
                subject,
                self._pack,
                signature,
            ),
        )
        run("INSERT INTO header (position, header) VALUES (?, ?)", (self._count, header))
        run("INSERT INTO body (change_id, salt, body) VALUES (?, ?, ?)", (id_, salt, body))
        place = (self._inspection, subject)
        if before:
            run(
                "DELETE FROM version WHERE inspection = ? AND subject = ? AND change_id = ?",
                (*place, before),
            )
            run(
                "INSERT INTO superseded (inspection, subject, change_id) VALUES (?, ?, ?)",
                (*place, before),
            )
        run("INSERT INTO version (inspection, subject, change_id) VALUES (?, ?, ?)", (*place, id_))
        run("DELETE FROM passage WHERE inspection = ? AND subject = ?", place)
        line = subject.partition(":")[2]
        self._passage(place, "answer", line, line[:5], f"Met · {_NOTE} {number}")
        run("DELETE FROM passage WHERE inspection = ? AND subject = ? AND kind <> 'text'", place)
        run(
            "INSERT INTO passage (inspection, subject, kind, number, section, line, words,"
            " is_established, in_conflict, is_withheld) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*place, "answer", line, "CC-PO", line, f"Met. {_NOTE} {number}", True, False, False),
        )
        run("COMMIT")
        self._last = self._heads[subject] = id_


def _json(form: dict[str, object]) -> bytes:
    return json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _measured(answer: Callable[[int], None], count: int) -> Figures:
    answer(0)
    walls = []
    with Watch() as watch:
        cpu = time.process_time() - watch.cpu_s
        for number in range(count):
            start = time.perf_counter()
            answer(number)
            walls.append(time.perf_counter() - start)
        cpu = time.process_time() - watch.cpu_s - cpu
    return Figures(cpu / count * 1000, statistics.median(walls) * 1000, watch.longest_ms)


if __name__ == "__main__":
    main()
