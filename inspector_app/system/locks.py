"""Locks between processes, which the system releases when the process that holds one ends."""

import os
import stat
from pathlib import Path

from filelock import FileLock, Timeout


class IsHeld(Exception):
    """Another holder has it, in this process or elsewhere."""


class Lock:
    """Holds ``path`` from the start until released; a second release does nothing.

    The empty file stays: deleting it would let two processes lock two files of one name.
    """

    def __init__(self, path: Path) -> None:
        """Take it at once.

        Raises:
            IsHeld: it is not free.
            OSError: the file cannot be written, or the disk knows no locks.
        """
        # No fallback to a mere file: it would outlive a crash and lock the user out.
        # Not per thread: one thread may take what another releases.
        self._lock = FileLock(path, timeout=0, thread_local=False, fallback_to_soft=False)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise IsHeld from error

    def release(self) -> None:
        """Let others have it."""
        self._lock.release()


def is_held(path: Path) -> bool | None:
    """Return whether somebody holds the lock in this file; None: it cannot be told here.

    Nothing is written. Whoever asks for the lock in the very moment of this is refused it.
    """
    try:
        import fcntl  # POSIX alone
    except ImportError:
        return None
    try:
        # A pipe of that name would keep whoever opens it waiting, and a link leads elsewhere.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except FileNotFoundError:
        return False
    except OSError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return None
    finally:
        os.close(handle)
    return False
