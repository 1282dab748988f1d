"""A disk that takes the bytes and the name of a file, and then fails to say that the name lasts."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def failing_names(folder: Path, once: str = "") -> Iterator[None]:
    """Let no names in ``folder`` be sure to last, from when ``once`` is one of them."""
    flush = os.fsync

    def fsync(descriptor: int) -> None:
        where = Path(f"/proc/self/fd/{descriptor}").readlink()
        is_meant = where == folder and (folder / once).exists()
        if stat.S_ISDIR(os.fstat(descriptor).st_mode) and is_meant:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        flush(descriptor)

    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(os, "fsync", fsync)
        yield
