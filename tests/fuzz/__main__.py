"""The command: ``python -m tests.fuzz MINUTES [TARGET…] [--seed N] [--out FOLDER]``.

The minutes are shared by the targets, one after another, again and again in short turns, each with
chance of its own; the files that broke one are kept in the folder, to become named tests.
"""

import argparse
import sys
import time
from pathlib import Path

from tests.fuzz.campaign import Told, run
from tests.fuzz.targets.all import TARGETS

_TURN_SECONDS = 90
_MOST_FAULTS = 8


def main() -> int:
    """Run a campaign; the exit code tells whether anything broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("minutes", type=float, help="for how long in all")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of chance")
    parser.add_argument("--out", type=Path, default=Path("fuzz-found"), help="for what broke one")
    asked = parser.parse_args()
    if strange := sorted(set(asked.targets) - set(TARGETS)):
        parser.error(f"no such target: {', '.join(strange)}")
    names = asked.targets or list(TARGETS)
    totals = {name: Told(name) for name in names}
    until = time.monotonic() + 60 * asked.minutes
    turn = 0
    while (left := until - time.monotonic()) > 0:
        for name in names:
            seconds = min(_TURN_SECONDS, max(left / len(names), 1), until - time.monotonic())
            if seconds <= 0 or len(totals[name].faults) >= _MOST_FAULTS:
                continue
            plan = {name: 10**9}
            told = run(plan, asked.seed + turn, seconds=seconds, out=asked.out)
            _add(totals[name], told[name])
        turn += 1
        if all(len(each.faults) >= _MOST_FAULTS for each in totals.values()):
            break
    print(f"Seed {asked.seed}, {asked.minutes:g} minutes:")
    for total in totals.values():
        print(total.line())
    return 1 if any(total.faults for total in totals.values()) else 0


def _add(total: Told, told: Told) -> None:
    total.cases += told.cases
    total.refused += told.refused
    total.shapes = max(total.shapes, told.shapes)
    total.slowest_seconds = max(total.slowest_seconds, told.slowest_seconds)
    total.faults += told.faults
    for fault in told.faults:
        print(f"{told.target}:\n{fault}\n", flush=True)
    print(told.line(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
