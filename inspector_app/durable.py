"""Writing so that it lasts: what each operating system needs before a file survives a power cut."""

import contextlib
import errno
import io
import os
import secrets
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from inspector_app.domain.errors import DeviceFull, MayNotLast
from inspector_app.texts import tr

_FULL = {errno.ENOSPC, errno.EDQUOT}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_MISPLACED = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG}
"""Of which no disk is to blame."""
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM}
_SHARING_VIOLATIONS = {5, 32}
"""Windows: access denied, sharing violation; a virus scanner holds a new file for a moment."""
_RENAME_ATTEMPTS = 20
_RENAME_PAUSE_SECONDS = 0.1
_REPLACE, _WRITE_THROUGH = 1, 8
"""Windows: MOVEFILE_REPLACE_EXISTING, MOVEFILE_WRITE_THROUGH."""
_DESCRIPTORS = Path("/proc/self/fd")


class Unsettled(OSError):
    """The disk failed once a file, whole, had its name: it is there, and a cut may undo that."""


class Withheld(OSError):
    """The last step of writing was refused: another program may hold the file that is meant."""


def new_file(path: Path) -> BinaryIO:
    """Create ``path`` for writing, readable by its owner alone, without a buffer of Python's own.

    Raises:
        FileExistsError: the name is taken; nothing is ever opened over an old file.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "w+b", buffering=0)


def flush(file: BinaryIO) -> None:
    """Return when the bytes of ``file`` lie on the disk itself.

    macOS answers ``fsync`` before the drive has written; only ``F_FULLFSYNC`` waits for it, and
    some network volumes know only the former.
    """
    file.flush()
    if sys.platform == "darwin":
        import fcntl  # does not exist on Windows

        with contextlib.suppress(OSError):
            fcntl.fcntl(file.fileno(), fcntl.F_FULLFSYNC)
            return
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Return when the names in ``folder`` lie on the disk itself.

    Windows cannot; there :func:`replace` writes the name through. File systems that refuse to
    sync a folder (some sticks and network shares) order the name themselves.
    """
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make ``folder`` and what is missing above it, so that all of it lasts."""
    missing = [folder]
    while not missing[-1].parent.is_dir():
        missing.append(missing[-1].parent)
    for each in reversed(missing):
        if not each.is_dir():
            each.mkdir(mode=0o700, exist_ok=True)
            try:
                sync_folder(each.parent)
            except OSError:
                # Else the next call would find it, and take it for one that lasts.
                with contextlib.suppress(OSError):
                    each.rmdir()
                raise


def replace(temporary: Path, final: Path) -> None:
    """Give ``temporary`` the name ``final``, in one step that lasts; an old ``final`` is gone.

    The bytes must have been through :func:`flush` before. Where only the last of it fails,
    ``final`` is the new file all the same; :func:`whole_file` tells the two apart.
    """
    _rename(temporary, final)
    sync_folder(final.parent)


def move_folder(temporary: Path, final: Path) -> None:
    """Give a folder the name ``final``, which nothing bears; :func:`settle` makes that last.

    Raises:
        Withheld: another program, such as a virus scanner, goes on holding something in it.
    """
    with _telling_withheld(final):
        if sys.platform == "win32":
            _move_through(temporary, final, _WRITE_THROUGH)
        else:
            temporary.rename(final)


def settle(path: Path) -> None:
    """Return when the name of ``path``, of which the content lasts, lies on the disk itself.

    Raises:
        Unsettled: the disk failed; it is there all the same.
    """
    try:
        sync_folder(path.parent)
    except OSError as error:
        raise Unsettled(error.errno, error.strerror, str(path)) from error


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write and read; on leaving it lies on the disk and bears the name ``path``.

    A cut leaves either the old file or the new one; when anything goes wrong the old one stays,
    but for the one case that has an error of its own. On Linux the new file has no name before it
    is whole, so that a process that is killed leaves nothing of it either; elsewhere a file
    ``.<hex>.part`` may stay: no part of the name, which may be as long as a name can be.

    Raises:
        Unsettled: the new file stands there, but it may not outlive a cut.
        Withheld: another program may have the old file open.
    """
    temporary = path.with_name(f".{secrets.token_hex(8)}.part")
    nameless = _nameless_file(path.parent)
    try:
        raw = new_file(temporary) if nameless is None else nameless
        with io.BufferedRandom(cast("io.RawIOBase", raw)) as file:
            yield file
            flush(file)
            if nameless is not None:
                _name(nameless, temporary)
        _rename(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    settle(path)


def write_whole(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content``; what may go wrong is that of :func:`whole_file`."""
    with whole_file(path) as file:
        file.write(content)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that was not there, so that it lasts.

    Raises:
        FileExistsError: the name is taken.
        Unsettled: as :func:`whole_file`. After any other error nothing of it is left.
    """
    file = new_file(path)
    try:
        with file:
            write_all(file, content)
            flush(file)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    settle(path)


def write_all(file: BinaryIO, content: bytes | memoryview) -> None:
    """Write every byte of ``content``; an unbuffered write may take only a part at a time."""
    rest = memoryview(content)
    while rest:
        written = file.write(rest)
        rest = rest[written:]


def refusal(error: OSError, kept: str) -> DeviceFull:
    """Return what to tell the user when the vault's disk refuses a write.

    The caller says in ``kept``, as one sentence, what was and was not kept. It holds for a file
    that is :class:`Unsettled` too: nothing counts that is not sure to last.
    """
    if isinstance(error, Withheld):
        return _withheld(error, kept)
    if error.errno == errno.EFBIG:
        return DeviceFull(
            tr(
                "The disk of the vault cannot hold so large a file. {kept} Disks formatted as "
                "FAT32 end at 4 GB; move the vault to another disk."
            ).format(kept=kept)
        )
    if error.errno in _REFUSED:
        return DeviceFull(
            tr(
                "The folder of the vault cannot be written. {kept} Check its permissions and "
                "whether the disk is read-only, then try again."
            ).format(kept=kept)
        )
    return _refused(error, kept)


def refusal_elsewhere(error: OSError, kept: str) -> DeviceFull:
    """Return what to tell when a folder that somebody chose refuses a write, such as a stick.

    The caller says in ``kept``, as one sentence, what was and was not kept; a file that is
    :class:`Unsettled` stands where it was wanted, and has a sentence without that.
    """
    if isinstance(error, Unsettled):
        return MayNotLast(
            tr(
                "{file} was written, but the disk failed just after ({reason}), so a power cut may "
                "undo that. Check the disk and write it once more."
            ).format(file=Path(error.filename).name, reason=_reason(error))
        )
    if isinstance(error, Withheld):
        return _withheld(error, kept)
    if error.errno == errno.EFBIG:
        return DeviceFull(
            tr(
                "The disk cannot hold so large a file. {kept} Disks formatted as FAT32 end at "
                "4 GB; choose another disk."
            ).format(kept=kept)
        )
    if error.errno in _REFUSED:
        return DeviceFull(
            tr(
                "The folder cannot be written. {kept} Check its permissions and whether the disk "
                "is read-only, or choose another folder, then try again."
            ).format(kept=kept)
        )
    if error.errno in _MISPLACED:
        return DeviceFull(
            tr(
                "The folder or the name cannot be used ({reason}). {kept} Choose another, then try "
                "again."
            ).format(reason=error.strerror, kept=kept)
        )
    return _refused(error, kept)


def _refused(error: OSError, kept: str) -> DeviceFull:
    """Return what is told of a disk that is full or fails, whichever it is."""
    if error.errno in _FULL:
        return DeviceFull(
            tr("The disk is full. {kept} Free some space and try again.").format(kept=kept)
        )
    return DeviceFull(
        tr(
            "The disk failed while writing ({reason}). {kept} Check the disk, then try again."
        ).format(reason=_reason(error), kept=kept)
    )


def _withheld(error: Withheld, kept: str) -> DeviceFull:
    return DeviceFull(
        tr(
            "{file} could not be put in its place: another program may have it open, or it is "
            "protected. {kept} Close it there, then try again."
        ).format(file=Path(error.filename).name, kept=kept)
    )


def _reason(error: OSError) -> str:
    return error.strerror or tr("unknown error")


def _nameless_file(folder: Path) -> BinaryIO | None:
    """Return a new file in ``folder`` that has no name yet; None where there is no such thing.

    That is so outside Linux, and on some file systems (FAT, many network shares).
    """
    flag = getattr(os, "O_TMPFILE", 0)
    if not flag or not _DESCRIPTORS.is_dir():
        return None
    try:
        descriptor = os.open(folder, os.O_RDWR | flag, 0o600)
    except OSError:  # what is wrong with the folder is told by making a file with a name
        return None
    return os.fdopen(descriptor, "w+b", buffering=0)


def _name(file: BinaryIO, path: Path) -> None:
    """Give a nameless file a name.

    Source: open(2), O_TMPFILE. Python follows the link in ``/proc`` only when it is given a
    folder's descriptor too, because it calls linkat(2) only then.
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.link(_DESCRIPTORS / str(file.fileno()), path.name, dst_dir_fd=folder)
    finally:
        os.close(folder)


def _rename(temporary: Path, final: Path) -> None:
    """Give ``temporary`` the name ``final``; on Windows alone does that last by itself."""
    with _telling_withheld(final):
        if sys.platform == "win32":
            _move_through(temporary, final, _REPLACE | _WRITE_THROUGH)
        else:
            temporary.replace(final)


@contextlib.contextmanager
def _telling_withheld(final: Path) -> Iterator[None]:
    """Tell a refused name from a refused folder, in which the file could be made before."""
    try:
        yield
    except PermissionError as error:
        if final.is_dir():  # as other systems say it
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(final)) from error
        raise Withheld(error.errno, error.strerror, str(final)) from error


def _move_through(temporary: Path, final: Path, flags: int) -> None:
    """Rename with ``MoveFileExW``, which can write the name through, as ``os.replace`` cannot.

    Source: Microsoft, MoveFileExW; it does not let a folder take the place of anything.
    """
    import ctypes  # needed on Windows alone

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined, unused-ignore]
    for attempt in range(_RENAME_ATTEMPTS):
        if kernel.MoveFileExW(str(temporary), str(final), flags):
            return
        code = ctypes.get_last_error()  # type: ignore[attr-defined, unused-ignore]
        if code not in _SHARING_VIOLATIONS or attempt == _RENAME_ATTEMPTS - 1:
            raise ctypes.WinError(code)  # type: ignore[attr-defined, unused-ignore]
        time.sleep(_RENAME_PAUSE_SECONDS)
