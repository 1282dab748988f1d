"""A little room on the disk, kept beside a vault so that a full disk locks nobody out of it."""

import contextlib
import os
from pathlib import Path

from inspector_app.durable import new_file, write_all

NAME = "vault.room"
SIZE = 256 * 1024
"""Bytes; SQLite wants 32 KiB beside a database before anybody may read it, and a few answers more
should fit while a person makes room."""


def keep(folder: Path) -> None:
    """Take the room, if it is not taken yet and there is any.

    Nothing is flushed: what a power cut takes of it is taken anew at the next opening.
    """
    path = folder / NAME
    with contextlib.suppress(OSError):
        if not path.is_symlink() and path.exists() and path.stat().st_size == SIZE:
            return
        path.unlink(missing_ok=True)  # a link there may lead to somebody's file
        try:
            with new_file(path) as file:
                write_all(file, os.urandom(SIZE))  # zeros take no room on disks that compress
        except OSError:
            path.unlink()
            raise


def give_up(folder: Path) -> bool:
    """Let go of the room, and return whether there was any."""
    try:
        (folder / NAME).unlink()
    except OSError:
        return False
    return True
