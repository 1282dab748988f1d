"""A folder shown at a second place, where each write passes through the hands of a test.

The kernel asks a process of ours (FUSE, protocol 7.31) whatever anybody does in the mirror, and it
does the same in the folder behind. On the way it counts all that alters something, refuses it when
told to, and can write down the bytes. This needs no compiler and none of the app's own doing: what
SQLCipher writes is seen like what Python writes.

Source: linux/fuse.h; fuse(4). Needs root, as a mount does.
"""

import contextlib
import ctypes
import errno
import mmap
import os
import stat
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

_ROOT: Final = 1
_IN, _OUT = struct.Struct("<IIQQIIIHH"), struct.Struct("<IiQ")
_ATTR = struct.Struct("<6Q10I")
_MAX_WRITE = 128 * 1024
_LONG_S: Final = 3600
"""Nobody but the mirror alters the folder, so that the kernel need not ask again."""
_PATH = getattr(os, "O_PATH", 0)
_FROM_KERNEL = 1
"""A write of pages that somebody has mapped, as SQLite does its index of the log: no call failed
by it could be told to anybody."""

CONTROL = struct.Struct("<QQQQ")
"""Writes so far; the first and the last to be refused; with which error."""
ENTRY = struct.Struct("<QQ")
"""Of the record: offset and length of the bytes that follow; a length of 0 is a flush."""

_ALWAYS_ROOM = ("unlink", "rmdir", "shrink")
"""What a full disk does not refuse."""


class Control:
    """How a test speaks with the mirror's process, through memory that both see."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), CONTROL.size)

    @property
    def count(self) -> int:
        """How many calls that alter something were seen."""
        return int(CONTROL.unpack_from(self._memory)[0])

    def refuse(self, first: int, error: int, last: int = 2**63) -> None:
        """Refuse the alterations of these numbers, the next one being ``count + 1``."""
        struct.pack_into("<QQQ", self._memory, 8, first, last, error)

    def relent(self) -> None:
        """Refuse nothing any more."""
        struct.pack_into("<QQQ", self._memory, 8, 0, 0, 0)

    def counted(self) -> int:
        """Count one alteration, and return the error by which it is refused, or 0."""
        count, first, last, error = CONTROL.unpack_from(self._memory)
        struct.pack_into("<Q", self._memory, 0, count + 1)
        return error if first <= count + 1 <= last else 0


@dataclass(frozen=True)
class Mirror:
    """A mirror that is up."""

    folder: Path
    """Where to work."""
    control: Control
    record: Path
    """All writes and flushes, if they were wanted: ``ENTRY`` and bytes."""


@contextlib.contextmanager
def mirrored(place: Path, *, recording: bool = False) -> Iterator[Mirror]:
    """Give a mirror; ``place`` will hold the folder behind it, its control and its record."""
    behind, folder = place / "behind", place / "mirror"
    for each in (behind, folder):
        each.mkdir(parents=True)
    control, record = place / "control", place / "record"
    control.write_bytes(bytes(CONTROL.size))
    descriptor = os.open("/dev/fuse", os.O_RDWR)
    try:
        _mount(folder, descriptor)
        words = [str(descriptor), str(behind), str(control), *([str(record)] * recording)]
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, *words],
            pass_fds=[descriptor],
            stdin=subprocess.DEVNULL,
        )
    finally:
        os.close(descriptor)
    try:
        yield Mirror(folder, Control(control), record)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False, capture_output=True)
        try:
            ended = process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        assert ended == 0, "the mirror failed: see above"


@cache
def may_mirror() -> bool:
    """Whether this user can have mirrors; in a container even root often cannot."""
    with TemporaryDirectory() as name:
        try:
            with mirrored(Path(name)) as mirror:
                (mirror.folder / "word").write_bytes(b"kept")
                return (mirror.folder / "word").read_bytes() == b"kept"
        except (OSError, subprocess.SubprocessError, AttributeError):
            return False


WHY_NOT: Final = "needs root and /dev/fuse, which this machine does not give"


def _mount(folder: Path, descriptor: int) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    options = f"fd={descriptor},rootmode=40000,user_id=0,group_id=0,allow_other"
    no_programs = 2 | 4 | 8  # MS_NOSUID, MS_NODEV, MS_NOEXEC
    if library.mount(b"mirror", bytes(folder), b"fuse", no_programs, options.encode()):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(folder))


class _Served:
    """The process behind the mirror: does in the folder what the kernel asks for."""

    def __init__(self, descriptor: int, behind: str, control: str, record: str = "") -> None:
        self._kernel = descriptor
        self._nodes: dict[int, int] = {_ROOT: os.open(behind, _PATH | os.O_DIRECTORY)}
        self._known: dict[int, tuple[int, int]] = {}
        """By the inode behind: the node, and how often the kernel has looked it up."""
        self._control = Control(Path(control))
        self._record = os.open(record, os.O_WRONLY | os.O_CREAT, 0o600) if record else None
        self._answers: dict[int, Callable[[int, bytes], bytes]] = {
            1: self._look_up, 3: self._attributes, 4: self._set_attributes, 9: self._make_folder,
            10: self._unlink, 11: self._remove_folder, 12: self._rename, 13: self._link,
            14: self._open, 15: self._read, 16: self._write, 17: self._room, 18: self._release,
            20: self._flush, 26: self._begin, 27: self._open_folder, 28: self._list,
            29: self._release, 30: self._flush, 35: self._create, 45: self._rename_with,
            51: self._nameless,
        }  # fmt: skip

    def serve(self) -> None:
        """Answer until the mirror is taken down."""
        while True:
            try:
                asked = os.read(self._kernel, _MAX_WRITE + 4096)
            except OSError as error:
                if error.errno == errno.ENODEV:
                    return
                if error.errno in (errno.EINTR, errno.ENOENT, errno.EAGAIN):
                    continue
                raise
            _, code, number, node, *_ = _IN.unpack_from(asked)
            body = asked[_IN.size :]
            if code in (2, 42):
                self._forget(code, node, body)
                continue
            if code in (36, 38):  # interrupt, destroy
                continue
            answer, error_number = b"", 0
            try:
                if code not in self._answers:
                    raise OSError(errno.ENOSYS, "")  # noqa: TRY301
                answer = self._answers[code](node, body)
            except OSError as error:
                error_number = error.errno or errno.EIO
            with contextlib.suppress(FileNotFoundError):  # whoever asked was killed
                os.write(
                    self._kernel, _OUT.pack(_OUT.size + len(answer), -error_number, number) + answer
                )

    # What is refused when the test says so

    def _alter(self, what: str) -> None:
        error = self._control.counted()
        if error and not (error == errno.ENOSPC and what in _ALWAYS_ROOM):
            raise OSError(error, "")

    # Requests

    def _begin(self, _: int, body: bytes) -> bytes:
        _, minor, ahead, flags = struct.unpack_from("<4I", body)
        # Several reads at once, truncating on opening, large writes, and of how many pages.
        wanted = 1 | 1 << 3 | 1 << 5 | 1 << 22
        pages = _MAX_WRITE // mmap.PAGESIZE
        return struct.pack(
            "<4I2H2I2HI7I", 7, min(minor, 31), ahead, flags & wanted, 12, 9, _MAX_WRITE, 1, pages,
            0, 0, *[0] * 7,
        )  # fmt: skip

    def _look_up(self, node: int, body: bytes) -> bytes:
        return self._entry(os.open(_name(body), _PATH | os.O_NOFOLLOW, dir_fd=self._nodes[node]))

    def _entry(self, descriptor: int) -> bytes:
        """Answer with a node, of which ``descriptor`` is one opened without rights."""
        state = os.fstat(descriptor)
        node, looks = self._known.get(state.st_ino, (0, 0))
        if node:
            os.close(descriptor)
        else:
            # Not the inode's own number, which a later file may bear again.
            node = max(self._nodes) + 1
            self._nodes[node] = descriptor
        self._known[state.st_ino] = (node, looks + 1)
        return struct.pack("<4Q2I", node, 0, _LONG_S, _LONG_S, 0, 0) + _attr(state)

    def _forget(self, code: int, node: int, body: bytes) -> None:
        if code == 2:
            told = [(node, *struct.unpack_from("<Q", body))]
        else:
            count, _ = struct.unpack_from("<2I", body)
            told = [struct.unpack_from("<2Q", body, 8 + 16 * each) for each in range(count)]
        for each, looks in told:
            inode = os.fstat(self._nodes[each]).st_ino
            _, held = self._known[inode]
            if held > looks:
                self._known[inode] = (each, held - looks)
            else:
                del self._known[inode]
                os.close(self._nodes.pop(each))

    def _attributes(self, node: int, _: bytes) -> bytes:
        return struct.pack("<Q2I", _LONG_S, 0, 0) + _attr(os.fstat(self._nodes[node]))

    def _set_attributes(self, node: int, body: bytes) -> bytes:
        valid, _, _, size = struct.unpack_from("<2I2Q", body)
        mode = struct.unpack_from("<I", body, 68)[0]
        path = self._path(node)
        if valid & 8:
            self._alter("shrink" if size <= Path(path).stat().st_size else "grow")
            os.truncate(path, size)
        if valid & 1:
            self._alter("mode")
            Path(path).chmod(stat.S_IMODE(mode))
        return self._attributes(node, b"")

    def _make_folder(self, node: int, body: bytes) -> bytes:
        self._alter("mkdir")
        mode, name = struct.unpack_from("<I", body)[0], _name(body[8:])
        os.mkdir(name, mode, dir_fd=self._nodes[node])
        return self._look_up(node, name + b"\0")

    def _unlink(self, node: int, body: bytes) -> bytes:
        self._alter("unlink")
        os.unlink(_name(body), dir_fd=self._nodes[node])
        return b""

    def _remove_folder(self, node: int, body: bytes) -> bytes:
        self._alter("rmdir")
        os.rmdir(_name(body), dir_fd=self._nodes[node])
        return b""

    def _rename(self, node: int, body: bytes) -> bytes:
        return self._rename_to(node, struct.unpack_from("<Q", body)[0], body[8:])

    def _rename_with(self, node: int, body: bytes) -> bytes:
        target, flags = struct.unpack_from("<QI", body)
        if flags:
            raise OSError(errno.EINVAL, "")
        return self._rename_to(node, target, body[16:])

    def _rename_to(self, node: int, target: int, names: bytes) -> bytes:
        self._alter("rename")
        old, new, _ = names.split(b"\0", 2)
        os.rename(old, new, src_dir_fd=self._nodes[node], dst_dir_fd=self._nodes[target])
        return b""

    def _link(self, node: int, body: bytes) -> bytes:
        self._alter("link")
        old, name = struct.unpack_from("<Q", body)[0], _name(body[8:])
        os.link(self._path(old).encode(), name, dst_dir_fd=self._nodes[node], follow_symlinks=True)
        return self._look_up(node, name + b"\0")

    def _open(self, node: int, body: bytes) -> bytes:
        flags = struct.unpack_from("<I", body)[0]
        if flags & os.O_TRUNC:
            self._alter("shrink")
        elif flags & os.O_ACCMODE != os.O_RDONLY:
            self._require_writable()
        # The kernel puts together what is appended; a file is read by pages, though only written.
        opened = os.open(self._path(node), flags & os.O_TRUNC | os.O_RDWR)
        return struct.pack("<QII", opened, 0, 0)

    def _require_writable(self) -> None:
        """Refuse opening for writing, as a disk does that may only be read; count nothing."""
        _, first, last, error = CONTROL.unpack_from(self._control._memory)
        if error in (errno.EROFS, errno.EACCES) and first <= self._control.count + 1 <= last:
            raise OSError(error, "")

    def _create(self, node: int, body: bytes) -> bytes:
        self._alter("create")
        flags, mode = struct.unpack_from("<2I", body)
        name = _name(body[16:])
        flags = flags & (os.O_TRUNC | os.O_EXCL) | os.O_CREAT | os.O_RDWR
        opened = os.open(name, flags, mode, dir_fd=self._nodes[node])
        return self._look_up(node, name + b"\0") + struct.pack("<QII", opened, 0, 0)

    def _nameless(self, node: int, body: bytes) -> bytes:
        self._alter("create")
        mode = struct.unpack_from("<2I", body)[1]
        opened = os.open(self._path(node), os.O_TMPFILE | os.O_RDWR, mode)
        entry = self._entry(os.open(f"/proc/self/fd/{opened}", _PATH))
        return entry + struct.pack("<QII", opened, 0, 0)

    def _read(self, _: int, body: bytes) -> bytes:
        opened, offset, size = struct.unpack_from("<QQI", body)
        return os.pread(opened, size, offset)

    def _write(self, _: int, body: bytes) -> bytes:
        opened, offset, size, flags = struct.unpack_from("<QQII", body)
        if not flags & _FROM_KERNEL:
            self._alter("write")
        content = body[40 : 40 + size]
        self._note(offset, content)
        return struct.pack("<II", os.pwrite(opened, content, offset), 0)

    def _flush(self, _: int, __: bytes) -> bytes:
        # Nothing to do behind: what a power cut leaves is made from the record.
        self._alter("flush")
        self._note(0, b"")
        return b""

    def _note(self, offset: int, content: bytes) -> None:
        if self._record is not None:
            os.write(self._record, ENTRY.pack(offset, len(content)) + content)

    def _room(self, node: int, _: bytes) -> bytes:
        told = os.statvfs(self._path(node))
        return struct.pack(
            "<5Q4I6I", told.f_blocks, told.f_bfree, told.f_bavail, told.f_files, told.f_ffree,
            told.f_bsize, told.f_namemax, told.f_frsize, 0, *[0] * 6,
        )  # fmt: skip

    def _open_folder(self, node: int, _: bytes) -> bytes:
        opened = os.open(self._path(node), os.O_RDONLY | os.O_DIRECTORY)
        return struct.pack("<QII", opened, 0, 0)

    def _list(self, _: int, body: bytes) -> bytes:
        opened, offset, size = struct.unpack_from("<QQI", body)
        listed = b""
        with os.scandir(opened) as found:
            names = sorted((each.name, each.inode()) for each in found)
        for place, (name, inode) in list(enumerate(names, 1))[offset:]:
            encoded = os.fsencode(name)
            entry = struct.pack("<QQII", inode, place, len(encoded), 0) + encoded
            entry += bytes(-len(entry) % 8)
            if len(listed) + len(entry) > size:
                break
            listed += entry
        return listed

    def _release(self, _: int, body: bytes) -> bytes:
        os.close(struct.unpack_from("<Q", body)[0])
        return b""

    def _path(self, node: int) -> str:
        return f"/proc/self/fd/{self._nodes[node]}"


def _name(body: bytes) -> bytes:
    return body.split(b"\0", 1)[0]


def _attr(state: os.stat_result) -> bytes:
    times = [getattr(state, f"st_{each}time_ns") for each in "amc"]
    return _ATTR.pack(
        state.st_ino, state.st_size, state.st_blocks, *(each // 10**9 for each in times),
        *(each % 10**9 for each in times), state.st_mode, state.st_nlink, state.st_uid,
        state.st_gid, state.st_rdev, state.st_blksize, 0,
    )  # fmt: skip


if __name__ == "__main__":
    _Served(int(sys.argv[1]), *sys.argv[2:]).serve()
