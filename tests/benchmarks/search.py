"""What a search costs while somebody types, against a bare query of the full-text index.

Usage: python -m tests.benchmarks.search [PART]    (1 by default: the full size)

The inspection has 2,000 lines, 2,000 sources, 5,000 evidence items and 20,000 changes. For every
beginning of some typed words the service's search is timed against the index alone, asked for the
same text by its own driver over the same file: the hundred best passages, as many as the service
looks at, with their excerpts. The lowest of the rounds counts for each text; the figures are the
mean over all texts.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from inspector_app.storage.search import matching
from inspector_app.storage.statements import driver_of
from tests.benchmarks.large import CHANGES, large_inspection
from tests.support.vaults import a_vault

_ROUNDS = 7
_LIMIT = 2.0
_TEXTS = ("planning", "mutual aid", "cc-po-07", "mobilisation", "chief constable", "strategic")


def main() -> None:
    part = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.TemporaryDirectory(prefix="search-benchmark-") as name:
        vault = a_vault(Path(name))
        inspection = large_inspection(vault, Path(name) / "pack", part)
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
            "name": f"search while typing in {CHANGES // part:,} changes, {title} ms",
            "measured": round(ours * 1000, 3),
            "baseline": round(bare_s * 1000, 3),
            "ratio": round(ours / bare_s, 2),
            "limit": limit,
            "unit": "ms",
        }
        print(json.dumps(told))


def _seconds(ask: Callable[[str], object], text: str) -> float:
    start = time.perf_counter()
    ask(text)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
