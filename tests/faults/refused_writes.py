"""A disk that refuses: at each write of each service in turn, in each way that disks have.

``python -m tests.faults.refused_writes 100`` goes through a hundred of each service, and counts;
without a number through all. The checks take a few.
"""

import errno
import random
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from inspector_app.domain.errors import DeviceFull, InspectorError
from tests.faults.day import ACTS, Desk, Kept, changes_of, joining, prepared, require_kept
from tests.support import derivations
from tests.support.base import a_shelf
from tests.support.mirrored import WHY_NOT, Mirror, may_mirror, mirrored
from tests.support.vaults import PASSPHRASE, a_vault, vault_service

WAYS: Final = {
    "full": errno.ENOSPC,
    "failing": errno.EIO,
    "read-only": errno.EROFS,
    "not permitted": errno.EACCES,
}
MAKING: Final = "make the vault"
"""Comes before all acts."""
_NONE_MADE = "o vault was made"
_HAPPENED = (
    "is full",
    "cannot be written",
    "not be written",
    "failed while writing",
    "failed just after",
    "could not be put in its place",
)
_KEPT = (
    "kept",
    "was written, but",
    "passphrase holds",
    "safe",
    "unharmed",
    "holds",
    "othing was",
    "o vault was",
    "opens the vault",
)
_TO_DO = ("try again", "Free some space", "ake room", "heck ")


@dataclass(frozen=True)
class Refusal:
    """When the disk begins to refuse, how, and whether it goes on doing so."""

    act: str
    write: int
    """Of the act's own, the first being 1."""
    way: str
    lasting: bool

    def __str__(self) -> str:
        return f"{self.act}, {self.way} {'from' if self.lasting else 'at'} write {self.write}"


@dataclass
class Laptop:
    """A laptop at work on a disk that can be told to refuse."""

    mirror: Mirror
    desk: Desk
    kept: Kept

    def writes_of(self, act: str) -> int:
        """Return how many writes an act takes; it is done once for that."""
        before = self.mirror.control.count
        self.desk.act(act)
        return self.mirror.control.count - before

    def refused(self, refusal: Refusal) -> InspectorError | None:
        """Do an act while the disk refuses, then with a willing disk, and hold it to its words."""
        desk, control = self.desk, self.mirror.control
        first = control.count + refusal.write
        control.refuse(first, WAYS[refusal.way], 2**63 if refusal.lasting else first)
        said = None
        try:
            desk.act(refusal.act)
        except DeviceFull as error:
            said = error
        finally:
            control.relent()
        if said is not None:
            require_clear(str(said))
        desk.come_back()
        assert self.kept.changes <= changes_of(desk.vault, desk.inspection)
        assert desk.vault.checks.glance() == ()
        desk.act(refusal.act)
        return said

    def require_kept(self) -> None:
        """Close the vault, and find all in it that was said to be kept."""
        self.desk.close()
        require_kept(self.mirror.folder, self.kept)
        self.desk.unlock(self.desk.passphrase)


def require_clear(sentence: str) -> None:
    """Hold a sentence to saying what happened, what was kept, and what to do."""
    for words in (_HAPPENED, _KEPT, _TO_DO):
        assert any(each in sentence for each in words), sentence
    assert "Errno" not in sentence
    assert "Error" not in sentence, sentence


@contextmanager
def a_laptop(place: Path, seed: str) -> Iterator[Laptop]:
    """Give a laptop that has joined base, its vault open."""
    kept = Kept()
    originals = place / "originals"
    originals.mkdir(parents=True)
    with a_shelf(place) as shelf, mirrored(place / "disk") as mirror:
        prepared(mirror.folder, shelf.connect, joining(shelf))
        desk = Desk(
            mirror.folder,
            originals,
            kept.hear,
            shelf.connect,
            lambda: shelf.changes(desk.inspection),
            random.Random(seed),
        )
        desk.unlock()
        try:
            yield Laptop(mirror, desk, kept)
        finally:
            desk.close()


def refusals(laptop: Laptop, act: str, most: int, chance: random.Random) -> list[Refusal]:
    """Return refusals of an act: all that there are, or as many of them as are wanted."""
    every = [
        Refusal(act, number, way, lasting)
        for number in range(1, laptop.writes_of(act) + 1)
        for way in WAYS
        for lasting in (True, False)
    ]
    return every if len(every) <= most else chance.sample(every, most)


def refuse_again_and_again(
    laptop: Laptop, act: str, most: int, chance: random.Random
) -> tuple[Counter[str], Counter[str]]:
    """Refuse an act at its writes; return what was counted, and the sentences."""
    counted: Counter[str] = Counter()
    sentences: Counter[str] = Counter()
    for refusal in refusals(laptop, act, most, chance):
        counted["refusals"] += 1
        try:
            said = laptop.refused(refusal)
            if said is not None:
                counted["told"] += 1
                sentences[str(said)] += 1
        except Exception:  # noqa: BLE001 - all of them are counted, and told
            counted["failed"] += 1
            print(f"{refusal}:")
            traceback.print_exc(file=sys.stdout)
            laptop.desk.come_back()
    return counted, sentences


def refuse_makings(
    place: Path, most: int, chance: random.Random
) -> tuple[Counter[str], Counter[str]]:
    """Refuse the making of a vault at its writes; return what was counted, and the sentences."""
    counted: Counter[str] = Counter()
    sentences: Counter[str] = Counter()
    with mirrored(place / "disk") as mirror:
        before = mirror.control.count
        a_vault(mirror.folder / "willing").close()
        every = [
            Refusal(MAKING, number, way, lasting)
            for number in range(1, mirror.control.count - before + 1)
            for way in WAYS
            for lasting in (True, False)
        ]
        chosen = every if len(every) <= most else chance.sample(every, most)
        for number, refusal in enumerate(chosen):
            counted["refusals"] += 1
            try:
                said = refused_making(mirror, mirror.folder / f"laptop-{number}", refusal)
            except Exception:  # noqa: BLE001 - all of them are counted, and told
                counted["failed"] += 1
                print(f"{refusal}:")
                traceback.print_exc(file=sys.stdout)
                continue
            if said is not None:
                counted["told"] += 1
                sentences[said] += 1
    return counted, sentences


def refused_making(mirror: Mirror, folder: Path, refusal: Refusal) -> str | None:
    """Make a vault while the disk refuses, then with a willing disk; return what was said.

    What says that no vault was made has left none behind, and what made one opens.
    """
    folder.mkdir()
    first = mirror.control.count + refusal.write
    mirror.control.refuse(first, WAYS[refusal.way], 2**63 if refusal.lasting else first)
    said = None
    try:
        a_vault(folder).close()
    except DeviceFull as error:
        said = str(error)
    finally:
        mirror.control.relent()
    if said is not None:
        require_clear(said)
        assert vault_service(folder).exists() == (_NONE_MADE not in said), said
    if vault_service(folder).exists():
        vault_service(folder).unlock(PASSPHRASE).close()
    else:
        a_vault(folder).close()
        assert [each.name for each in folder.iterdir()] == ["vault"]
    return said


def main(most: int, *acts: str) -> int:
    """Go through the refusals of the acts, of all if none is named; return 1 if one went wrong.

    Args:
        most: refusals of one act; chance chooses them where there are more.
        acts: some of ``ACTS``, or ``MAKING``.
    """
    if not may_mirror():
        print(f"No disk can be made to refuse here: it {WHY_NOT}.")
        return 69
    derivations.remember()
    counted: Counter[str] = Counter()
    sentences: Counter[str] = Counter()
    for act in acts or (MAKING, *ACTS):
        with TemporaryDirectory(dir="/dev/shm") as name:
            if act == MAKING:
                some, said = refuse_makings(Path(name), most, random.Random(act))
            else:
                with a_laptop(Path(name), act) as laptop:
                    some, said = refuse_again_and_again(laptop, act, most, random.Random(act))
                    laptop.require_kept()
            counted += some
            sentences += said
        print(act, dict(some), flush=True)
    print(dict(counted))
    for sentence, often in sentences.most_common():
        print(f"{often:5} {sentence}")
    return int(counted["failed"] > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 1 << 30, *sys.argv[2:]))
