"""What the system calls the disk that a folder lies on."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

_LINKS = (Path("/dev/disk/by-label"), Path("/dev/disk/by-uuid"))
_MOUNTS = Path("/proc/self/mountinfo")


def known_as(folder: Path) -> str:
    """Return label and serial number of the volume that ``folder`` lies on, as the system says.

    Empty: it does not say; a person has to.
    """
    try:
        if sys.platform == "win32":
            return _windows_volume(folder)
        if sys.platform == "darwin":
            return _mac_volume(folder)
        return _linux_volume(folder)
    except OSError:
        return ""


def _linux_volume(folder: Path) -> str:
    device = folder.stat().st_dev
    wanted = f"{os.major(device)}:{os.minor(device)}"
    for line in _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split()
        if len(fields) > 4 and fields[2] == wanted:
            source = Path(fields[fields.index("-") + 2])
            return _joined(_link_to(source, links) for links in _LINKS)
    return ""


def _link_to(source: Path, links: Path) -> str:
    if not source.is_absolute() or not links.is_dir():
        return ""
    real = source.resolve()
    names = [link.name for link in sorted(links.iterdir()) if link.resolve() == real]
    return names[0].replace("\\x20", " ") if names else ""


def _mac_volume(folder: Path) -> str:
    parts = folder.resolve().parts
    return parts[2] if len(parts) > 2 and parts[1] == "Volumes" else ""


def _windows_volume(folder: Path) -> str:
    """Ask ``GetVolumeInformationW``. Source: Microsoft, fileapi.h."""
    import ctypes  # needed on Windows alone

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined, unused-ignore]
    label = ctypes.create_unicode_buffer(261)
    serial = ctypes.c_ulong()
    root = f"{folder.resolve().drive}\\"
    if not kernel.GetVolumeInformationW(
        root, label, len(label), ctypes.byref(serial), None, None, None, 0
    ):
        return ""
    number = f"{serial.value >> 16:04X}-{serial.value & 0xFFFF:04X}"
    return _joined((label.value, number))


def _joined(parts: Iterable[str]) -> str:
    found: Iterator[str] = filter(None, parts)
    return " · ".join(found)
