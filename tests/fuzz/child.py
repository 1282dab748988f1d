"""The child process of a campaign: offers targets case after case, under the product's limits.

Started as ``python -m tests.fuzz.child FOLDER SEED TARGET=MOST…``. Every case lies in
``FOLDER/case`` before it is offered, so that what kills this process is at hand; a line of JSON
on standard output tells of each. A case that was told something new breeds further ones.
"""

import json
import os
import re
import sys
import time
import traceback
from pathlib import Path
from random import Random
from typing import TextIO

from tests.fuzz.target import Target, kept
from tests.fuzz.targets.all import opening
from tests.support import derivations

MEMORY_BYTES = 3 * 1024**3
"""Of address space: what the confined children of the product have, and the tests' own parts."""
GROWTH_BYTES = 700 * 1024**2
"""That one case may add to the most that was ever in use."""
_MOST_BRED = 400


def main() -> None:
    """Offer cases until there were enough, one is a fault, or the parent ends this process."""
    folder, seed = Path(sys.argv[1]), int(sys.argv[2])
    told = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a parser prints is none of ours
    derivations.remember()
    _limit_memory()
    for each in sys.argv[3:]:
        name, _, most = each.partition("=")
        place = folder / name
        place.mkdir()
        with opening(name)(place) as target:
            say(told, ready=name, patience=target.patience_seconds)
            if not is_sound(name, target, seed, int(most), folder / "case", told):
                return


def is_sound(
    name: str, target: Target, seed: int, most: int, case_file: Path, told: TextIO
) -> bool:
    """Offer the seeds, what is kept in the tree, then spoilt ones, up to the first fault."""
    chance = Random(f"{name}/{seed}")
    pool = [*target.seeds, *kept(name)]
    known: set[str] = set()
    offered = list(pool)
    for number in range(most):
        if number < len(offered):
            case = offered[number]
        else:
            case = target.spoilt(chance.choice(pool), chance, pool)
        case_file.write_bytes(case)
        used, started = _most_memory(), time.monotonic()
        try:
            answer = target.offer(case)
            _require_modest(_most_memory() - used, len(case))
        except Exception:  # noqa: BLE001 - that is what is looked for
            say(told, fault=traceback.format_exc(), case=number)
            return False
        shape = re.sub(r"\d+|“[^”]*”|'[^']*'|[0-9a-f]{8,}", "#", answer)[:160]
        if shape not in known and len(known) < _MOST_BRED:
            known.add(shape)
            if number >= len(offered):
                pool.append(case)
        say(told, took=round(time.monotonic() - started, 3), refused=bool(answer), new=len(known))
    return True


def say(told: TextIO, **facts: object) -> None:
    """Write one line."""
    told.write(json.dumps(facts) + "\n")
    told.flush()


def _require_modest(growth: int, size: int) -> None:
    if growth > GROWTH_BYTES:
        raise MemoryError(f"{growth // 1024**2} MB for a file of {size} bytes")


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _most_memory() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
