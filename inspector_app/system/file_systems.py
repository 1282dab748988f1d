"""What the system says of the disk under a folder: its kind, and whether it is encrypted."""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

_NETWORK = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "fuse.sshfs",
    "davfs",
    "virtiofs",
)
_FAT = ("vfat", "msdos", "exfat", "fat", "fat32")
_GONE_AT_SHUTDOWN = ("tmpfs", "ramfs")
_ESCAPED = re.compile(r"\\([0-7]{3})")
_WINDOWS_REMOTE = 4


@dataclass(frozen=True, slots=True)
class FileSystem:
    """The file system that a folder lies on."""

    kind: str
    """As the system calls it: ``ext4``, ``NTFS``; empty: it does not say."""
    is_network: bool = False
    is_read_only: bool = False
    is_encrypted: bool | None = None
    """By the system, below the app; None: that cannot be told."""

    @property
    def is_fat(self) -> bool:
        """Whether it knows neither owners nor a journal: a power cut may take files with it."""
        return self.kind.lower() in _FAT

    @property
    def is_gone_at_shutdown(self) -> bool:
        """Whether it lies in memory alone."""
        return self.kind in _GONE_AT_SHUTDOWN


def file_system_of(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> FileSystem:
    """Return what ``folder`` lies on; a system that does not say gives an unknown kind."""
    try:
        if sys.platform == "win32":
            return _of_windows(folder)
        return _of_linux(os.path.realpath(folder), mounts)
    except (OSError, ValueError, AttributeError):
        return FileSystem("")


def _of_linux(path: str, mounts: Path) -> FileSystem:
    """Source: proc(5), mountinfo: the mount point is field 5, after ``-`` come type and source."""
    best, found = -1, FileSystem("")
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        front, _, back = line.partition(" - ")
        fields, ends = front.split(), back.split()
        if len(fields) < 6 or len(ends) < 2:
            continue
        point = _ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), fields[4])
        is_under = path == point or path.startswith(point.rstrip("/") + "/")
        if is_under and len(point) >= best:  # of two mounts at one place the later one is seen
            best = len(point)
            found = FileSystem(
                ends[0],
                ends[0].startswith(_NETWORK),
                "ro" in fields[5].split(","),
                _is_dm_crypt(fields[2]),
            )
    return found


def _is_dm_crypt(device: str) -> bool | None:
    try:
        uuid = Path(f"/sys/dev/block/{device}/dm/uuid").read_text(encoding="ascii")
    except OSError:
        return None
    return (
        True if uuid.startswith("CRYPT-") else None
    )  # what lies below may be encrypted all the same


def _of_windows(folder: Path) -> FileSystem:
    """Source: Microsoft, GetDriveTypeW (4: remote) and GetVolumeInformationW; not run so far."""
    import ctypes  # needed on Windows alone

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined, unused-ignore]
    root = f"{folder.resolve().drive}\\"
    kind, flags = ctypes.create_unicode_buffer(32), ctypes.c_ulong()
    told = kernel.GetVolumeInformationW(
        root, None, 0, None, None, ctypes.byref(flags), kind, len(kind)
    )
    is_read_only = bool(flags.value & 0x00080000)
    return FileSystem(
        kind.value if told else "", kernel.GetDriveTypeW(root) == _WINDOWS_REMOTE, is_read_only
    )
