"""The campaign of power cuts: ``python -m tests.faults.power_cut 1000`` cuts that often, and tells.

One run of real work is recorded and cut at many moments; a new one is recorded for each hundred.
"""

import random
import sys
import traceback
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.faults.day import ACTS, Desk, Kept, joining, prepared, require_kept
from tests.support import derivations
from tests.support.base import a_shelf
from tests.support.cut_disk import Cuts, Recording, may_cut, recorded_disk
from tests.support.mirrored import WHY_NOT

_CUTS_OF_A_RUN = 100
Told = list[tuple[int, dict[str, Any]]]
"""What was said, each with how far the record of the disk went by then."""


def a_recorded_day(place: Path, chance: random.Random) -> tuple[Recording, Told]:
    """Work through all acts, in any order, on a disk whose writes are recorded."""
    told: Told = []
    originals = place / "originals"
    originals.mkdir(parents=True)
    with a_shelf(place) as shelf, recorded_disk(place / "disk") as (disk, recording):
        prepared(disk.folder, shelf.connect, joining(shelf))
        told.append((disk.written(), {"told": "prepared"}))
        desk = Desk(
            disk.folder,
            originals,
            lambda line: told.append((disk.written(), line)),
            shelf.connect,
            lambda: shelf.changes(desk.inspection),
            chance,
        )
        desk.unlock()
        try:
            for act in chance.sample(ACTS, len(ACTS)):
                desk.act(act)
                desk.answer()
        finally:
            desk.close()
        told.append((disk.written(), {"told": "end"}))
    return recording, told


def cut_again_and_again(place: Path, count: int, seed: str) -> Counter[str]:
    """Record a day, cut it at ``count`` moments, and return what was counted."""
    chance = random.Random(seed)
    recording, told = a_recorded_day(place, chance)
    first, last = told[0][0], told[-1][0]
    # As many around the acts as over the bytes: most bytes are of few acts.
    moments = [chance.randint(first, last) for _ in range(count // 2)]
    while len(moments) < count:
        number = chance.randrange(1, len(told))
        moments.append(chance.randint(told[number - 1][0], told[number][0]))
    counted: Counter[str] = Counter()
    cuts = Cuts(recording, place)
    for at in sorted(moments):
        kept = Kept()
        for written, line in told:
            if written <= at:
                kept.hear(line)
        with cuts.cut(at, chance) as folder:
            counted["cuts"] += 1
            counted["acknowledged"] += len(kept.changes)
            try:
                require_kept(folder, kept)
            except Exception:  # noqa: BLE001 - all of them are counted, and told
                counted["failed"] += 1
                said = [line["told"] for written, line in told if written <= at][-3:]
                print(f"cut of {seed} at {at} of {last}, after {said}:")
                traceback.print_exc(file=sys.stdout)
    return counted


def main(count: int) -> int:
    """Cut so often; return 1 if anything was lost."""
    if not may_cut():
        print(f"No power can be cut here: it {WHY_NOT}.")
        return 69
    derivations.remember()
    counted: Counter[str] = Counter()
    for number in range(0, count, _CUTS_OF_A_RUN):
        with TemporaryDirectory(dir="/dev/shm") as name:
            cuts = min(_CUTS_OF_A_RUN, count - number)
            counted += cut_again_and_again(Path(name), cuts, f"{number}")
        print(dict(counted), flush=True)
    return int(counted["failed"] > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
