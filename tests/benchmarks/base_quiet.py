"""How many requests a sync makes that finds nothing new, however many inspections there are.

Usage: python -m tests.benchmarks.base_quiet [INSPECTIONS]    (1,000 by default)

A real laptop brings the inspections to a real base, and syncs again. Requests are counted, so that
nothing of it depends on the machine; the seconds of the quiet round are told and not judged.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.telling import tell
from tests.support.base import a_shelf
from tests.support.vaults import an_inspection

_MOST_REQUESTS = 50


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    asked: list[str] = []
    with tempfile.TemporaryDirectory(prefix="quiet-") as name, a_shelf(Path(name)) as shelf:
        laptop = shelf.laptop(Path(name), "AM")
        for _ in range(count):
            an_inspection(laptop.vault)
        if not laptop.sync().is_synced:
            raise SystemExit("Not all inspections were synced.")
        shelf.http.event_hooks["request"] = [lambda request: asked.append(request.url.path)]
        start = time.perf_counter()
        again = laptop.sync()
        seconds = time.perf_counter() - start
        if not again.is_synced or len(again.inspections) != count:
            raise SystemExit("The quiet round did not tell of all inspections.")
    name = f"sync of {count:,} inspections without news"
    tell(f"{name}, requests", len(asked), _MOST_REQUESTS, 1.0, "requests")
    tell(name, seconds, 0.0, None, "s")


if __name__ == "__main__":
    main()
