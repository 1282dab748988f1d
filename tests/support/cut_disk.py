"""A disk whose power can be cut at any moment of what was done on it, as often as wanted.

An ext4 file system lies on a loop device, whose blocks lie in a mirror that writes down every write
and every flush. From that record the disk is made again as any cut would leave it: what was written
before the last flush is there; of what was written after it and not flushed, anything may be
missing, since a drive writes its cache in whatever order it likes. Mounting it replays the
journal of ext4, as after a real cut.
"""

import os
import random
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.mirrored import ENTRY, may_mirror, mirrored

_SIZE_MB = 96
"""More than what evidence leaves free for the database; only what is written takes memory."""
_IMAGE = "disk"


@dataclass(frozen=True)
class RecordedDisk:
    """A mounted disk whose writes are being written down."""

    folder: Path
    _record: Path

    def written(self) -> int:
        """Return how far the record goes: a cut that keeps so much keeps all done until now."""
        return self._record.stat().st_size


@dataclass(frozen=True)
class Recording:
    """What a disk held at first, and all that was written to it later."""

    blank: Path
    record: Path


@contextmanager
def recorded_disk(place: Path) -> Iterator[tuple[RecordedDisk, Recording]]:
    """Give a new disk, and the recording of it, which is whole once the disk was left."""
    place.mkdir(parents=True)
    blank = place / "blank"
    with blank.open("wb") as file:
        file.truncate(_SIZE_MB << 20)
    _run("mkfs.ext4", "-q", "-F", "-J", "size=4", "-E", "lazy_itable_init=0,nodiscard", str(blank))
    with mirrored(place / "recorded", recording=True) as mirror:
        # Behind the mirror, as it is: the record begins with the first write after that.
        _copy_sparse(blank, place / "recorded" / "behind" / _IMAGE)
        with _mounted(mirror.folder / _IMAGE, place / "mounted") as folder:
            yield RecordedDisk(folder, mirror.record), Recording(blank, mirror.record)


class Cuts:
    """The states in which cuts leave a disk, in the order of their moments."""

    def __init__(self, recording: Recording, place: Path) -> None:
        self._image, self._place = place / "before the cut", place
        _copy_sparse(recording.blank, self._image)
        self._record = recording.record.read_bytes()
        self._done = 0
        self._unflushed: list[tuple[int, int, int]] = []
        """Offset on the disk, and where the bytes stand in the record."""

    @contextmanager
    def cut(self, at: int, chance: random.Random) -> Iterator[Path]:
        """Mount the disk as a cut leaves it that keeps ``at`` bytes of the record.

        ``chance`` says what is missing of that which was not flushed: nothing, all, or some.
        """
        self._go_on(at)
        share = chance.choice((0.0, 0.5, 1.0))
        kept = [each for each in self._unflushed if chance.random() >= share]
        image = self._place / "after the cut"
        _copy_sparse(self._image, image)
        with image.open("r+b", buffering=0) as file:
            self._apply(file.fileno(), kept)
        try:
            with _mounted(image, self._place / "cut") as folder:
                yield folder
        finally:
            image.unlink()

    def _go_on(self, at: int) -> None:
        with self._image.open("r+b", buffering=0) as file:
            while self._done + ENTRY.size <= at:
                offset, length = ENTRY.unpack_from(self._record, self._done)
                begin = self._done + ENTRY.size
                if begin + length > at:
                    break
                if length:
                    self._unflushed.append((offset, begin, begin + length))
                else:
                    self._apply(file.fileno(), self._unflushed)
                    self._unflushed = []
                self._done = begin + length

    def _apply(self, descriptor: int, writes: list[tuple[int, int, int]]) -> None:
        for offset, begin, end in writes:
            os.pwrite(descriptor, self._record[begin:end], offset)


@cache
def may_cut() -> bool:
    """Whether this user can have such disks."""
    if not may_mirror():
        return False
    with TemporaryDirectory() as name:
        try:
            with recorded_disk(Path(name) / "disk") as (disk, _):
                return disk.written() > 0
        except (OSError, subprocess.SubprocessError):
            return False


@contextmanager
def _mounted(image: Path, folder: Path) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    _run("mount", "-t", "ext4", "-o", "loop,noatime", str(image), str(folder))
    try:
        yield folder
    finally:
        _run("umount", str(folder))


def _copy_sparse(source: Path, target: Path) -> None:
    """Copy a file of mostly nothing in no time."""
    with source.open("rb", buffering=0) as old, target.open("wb", buffering=0) as new:
        end = os.fstat(old.fileno()).st_size
        new.truncate(end)
        at = 0
        while at < end:
            try:
                at = os.lseek(old.fileno(), at, os.SEEK_DATA)
            except OSError:  # no more data
                break
            until = os.lseek(old.fileno(), at, os.SEEK_HOLE)
            while at < until:
                os.lseek(new.fileno(), at, os.SEEK_SET)
                at += os.sendfile(new.fileno(), old.fileno(), at, until - at)


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)
