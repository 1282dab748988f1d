"""The files of a report in the making: nothing of it is seen before it is whole and signed."""

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from inspector_app.domain.errors import DeviceFull
from inspector_app.durable import Unsettled, Withheld, refusal_elsewhere, whole_file
from inspector_app.texts import tr

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def report_file(target: Path, kept: str) -> Iterator[BinaryIO]:
    """Give a file to write and read; on leaving it lies on the disk and bears the name ``target``.

    An old file of that name is replaced in one step. When anything goes wrong the old file stays
    and the new one is removed; once it has the name, it has that for good.

    Args:
        target: the final name; its folder must exist.
        kept: a sentence telling what is not lost, put into the refusal.

    Raises:
        MayNotLast: it stands there, but a power cut may undo that.
        DeviceFull: the disk is full, failing, or may not be written.
    """
    try:
        with whole_file(target) as file:
            yield file
    except OSError as error:
        raise _refusal(error, target, kept) from error


@contextmanager
def unseen_file(target: Path, kept: str) -> Iterator[BinaryIO]:
    """Give a file without a name, to write and read; it is gone with whoever holds it open.

    Unsigned pages are plaintext. They are made on the disk that will hold the signed file, where
    they are plaintext anyway, and however the process ends, nothing of them stays there.

    Args:
        target: what it will become, on the same disk; its folder must exist.
        kept: as for :func:`report_file`.

    Raises:
        DeviceFull: as :func:`report_file`.
    """
    try:
        with tempfile.TemporaryFile(dir=target.absolute().parent) as file:
            yield cast("BinaryIO", file)
    except OSError as error:
        raise _refusal(error, target, kept) from error


def _refusal(error: OSError, target: Path, kept: str) -> DeviceFull:
    if isinstance(error, Unsettled | Withheld):
        return refusal_elsewhere(error, kept)
    folder = target.parent
    if error.errno in _FULL:
        return DeviceFull(
            tr(
                "The disk of {folder} is full, so {target} was not written. {kept} Free some "
                "space, or choose another folder, and try again."
            ).format(folder=folder, target=target.name, kept=kept)
        )
    if error.errno in _REFUSED:
        return DeviceFull(
            tr(
                "The folder {folder} may not be written, so {target} was not written. {kept} "
                "Choose another folder and try again."
            ).format(folder=folder, target=target.name, kept=kept)
        )
    reason = error.strerror or tr("unknown error")
    return DeviceFull(
        tr(
            "The file {target} could not be written to {folder} ({reason}). {kept} Choose another "
            "folder and try again."
        ).format(target=target.name, folder=folder, reason=reason, kept=kept)
    )
