"""What machine and system this is, and who may read a folder on it."""

import ctypes
import os
import platform
import stat
import sys
from enum import StrEnum
from pathlib import Path

_FOR_X = "libxcb-cursor.so.0"
"""Qt's X plugin does not load without it, and a bare Debian has it not."""


class Access(StrEnum):
    """Who may read and write a folder."""

    OWNER = "owner"
    """Whoever runs this, alone."""
    OTHERS = "others"
    """Other users of the system may look into it."""
    NOT_OURS = "not-ours"
    """It belongs to another user."""
    NOT_WRITABLE = "not-writable"
    UNKNOWN = "unknown"
    """The system keeps rights in another way than was looked at."""


def description() -> str:
    """Return system, release and processor: ``Linux 6.1.0 (x86_64)``."""
    return f"{platform.system()} {platform.release()} ({platform.machine()})"


def access(folder: Path) -> Access:
    """Return who may read and write a folder."""
    if os.name != "posix":
        return Access.UNKNOWN
    status = folder.stat()
    if status.st_uid != os.getuid():
        return Access.NOT_OURS
    if not os.access(folder, os.W_OK | os.X_OK):
        return Access.NOT_WRITABLE
    is_open = bool(status.st_mode & (stat.S_IRWXG | stat.S_IRWXO))
    return Access.OTHERS if is_open else Access.OWNER


def lacks_for_window() -> str:
    """Return the library that Qt's plugin for X wants and that is not here; empty: none."""
    if sys.platform != "linux":
        return ""
    if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    try:
        ctypes.CDLL(_FOR_X)
    except OSError:
        return _FOR_X
    return ""
