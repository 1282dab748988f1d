"""Disks without room, on purpose."""

import errno
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

Filling = Callable[[Path], AbstractContextManager[None]]

_MOUNTED_MB = 96
"""More than what evidence leaves free for the database."""


@contextmanager
def file_limit(_folder: Path, size: int = 0) -> Iterator[None]:
    """Let this process write no file behind its first ``size`` bytes, wherever it lies."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def without_room(wipe: Callable[..., bool]) -> Callable[..., bool]:
    """Return what wipes a database as ``wipe`` does, on a disk that has no room for it."""

    def refused(*given: object) -> bool:
        with file_limit(Path()):
            return wipe(*given)

    return refused


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Take all room on the disk of ``folder``, which should be a small one."""
    filling = folder / "filling"
    try:
        with filling.open("wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                _write_until_full(file.write, bytes(size))
        yield
    finally:
        filling.unlink()


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a small disk on ``folder``, which must be empty."""
    _run("mount", "-t", "tmpfs", "-o", f"size={_MOUNTED_MB}m", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        _run("umount", str(folder))


@cache
def may_mount() -> bool:
    """Whether this user can have small disks; in a container even root often cannot."""
    with TemporaryDirectory() as name:
        try:
            with small_disk(Path(name)):
                return True
        except (subprocess.CalledProcessError, OSError):
            return False


def _write_until_full(write: Callable[[bytes], int], content: bytes) -> None:
    try:
        while write(content) == len(content):
            pass
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)
