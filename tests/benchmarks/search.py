"""What a search costs while somebody types, against a bare query of the full-text index.

Usage: python -m tests.benchmarks.search [CHANGES]    (20,000 by default)

The inspection has the lines of the shipped checklist, each answered over and over, and 2,000
accounts: 20,000 changes. For every beginning of some typed words the service's search is timed
against the index alone, asked for the same text by its own driver over the same file: the hundred
best passages, as many as the service looks at, with their excerpts. The lowest of the rounds counts
for each text; the figures are the mean over all texts.
"""

import itertools
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes.bodies import AccountGiven, AnswerRecorded, Body, Subject, subject
from inspector_app.storage.search import matching
from inspector_app.storage.statements import driver_of
from tests.support.vaults import a_vault, an_inspection

_ROUNDS = 7
_LIMIT = 2.0
_ACCOUNTS = 2_000
_TEXTS = ("planning", "mutual aid", "cc-po-07", "mobilisation", "chief constable", "strategic")
_NOUNS = ("plan", "carrier", "return", "exercise", "commander", "assessment", "call-out", "radio")
_PLACES = ("desk", "control room", "garage", "headquarters", "regional unit", "custody suite")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory(prefix="search-benchmark-") as name:
        vault = a_vault(Path(name))
        inspection = an_inspection(vault)
        recording = vault.inspections._recording
        lines = [line.id for line in vault.inspections.pack(inspection).lines()]
        bodies: list[tuple[str, Body]] = []
        for n in range(_ACCOUNTS):
            about = subject(Subject.ACCOUNT, lines[n % len(lines)], f"{n:016x}")
            bodies.append((about, AccountGiven(Account(lines[n % len(lines)], _said(n)))))
        for n in range(count - _ACCOUNTS):
            line = lines[n % len(lines)]
            bodies.append((subject(Subject.ANSWER, line), AnswerRecorded(Answer(note=_said(n)))))
        each = iter(bodies)
        while batch := list(itertools.islice(each, 500)):
            recording.act(inspection, batch)
        texts = [text[:end] for text in _TEXTS for end in range(2, len(text) + 1)]
        with vault._database.read() as work:
            driver = driver_of(work._connection)

            def bare(text: str) -> object:
                return driver.execute(
                    "SELECT rowid, snippet(found, 1, '[', ']', '…', 24) FROM found "
                    "WHERE found MATCH ? ORDER BY rank LIMIT 100",
                    (matching(text),),
                ).fetchall()

            def service(text: str) -> object:
                return vault.search.find(inspection, text)

            measured, baseline = 0.0, 0.0
            slowest = (0.0, 0.0)
            for text in texts:
                mine, theirs = [], []
                for _ in range(_ROUNDS):
                    mine.append(_seconds(service, text))
                    theirs.append(_seconds(bare, text))
                measured += min(mine)
                baseline += min(theirs)
                slowest = max(slowest, (min(mine), min(theirs)))
        vault.close()
    ways = len(texts)
    for title, ours, bare_s, limit in (
        ("each of many texts", measured / ways, baseline / ways, _LIMIT),
        ("the slowest text", *slowest, None),
    ):
        told = {
            "name": f"search while typing in {count:,} changes, {title} ms",
            "measured": round(ours * 1000, 3),
            "baseline": round(bare_s * 1000, 3),
            "ratio": round(ours / bare_s, 2),
            "limit": limit,
            "unit": "ms",
        }
        print(json.dumps(told))


def _said(number: int) -> str:
    noun, place = _NOUNS[number % len(_NOUNS)], _PLACES[number // 7 % len(_PLACES)]
    return f"Told at the {place}, {number}: the mobilisation {noun} was last tried in March."


def _seconds(ask: Callable[[str], object], text: str) -> float:
    start = time.perf_counter()
    ask(text)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
