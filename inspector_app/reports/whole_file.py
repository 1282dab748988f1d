"""A file that appears whole under its name, or not at all."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from inspector_app.domain.errors import DeviceFull

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def whole_file(target: Path, kept: str) -> Iterator[BinaryIO]:
    """Give a file to write and read; on leaving it lies on the disk and bears the name ``target``.

    An old file of that name is replaced in one step. When anything goes wrong the old file stays
    and the new one is removed.

    Args:
        target: the final name; its folder must exist.
        kept: a sentence telling what is not lost, put into the refusal.

    Raises:
        DeviceFull: the disk is full, failing, or may not be written.
    """
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with temporary.open("x+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise _refusal(error, target, kept) from error
    finally:
        temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Let the name itself last; Windows has no call for it."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some sticks and network shares know no such call; they order names themselves.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(descriptor)


def _refusal(error: OSError, target: Path, kept: str) -> DeviceFull:
    folder = target.parent
    if error.errno in _FULL:
        return DeviceFull(
            f"The disk of {folder} is full, so {target.name} was not written. {kept} Free some"
            " space, or choose another folder, and try again."
        )
    if error.errno in _REFUSED:
        return DeviceFull(
            f"The folder {folder} may not be written, so {target.name} was not written. {kept}"
            " Choose another folder and try again."
        )
    reason = error.strerror or "unknown error"
    return DeviceFull(
        f"The file {target.name} could not be written to {folder} ({reason}). {kept} Choose"
        " another folder and try again."
    )
