"""The stick that transfer files travel on: where they lie there, and wiping it."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.ids import DeviceId
from inspector_app.durable import flush, sync_folder, write_all
from inspector_app.sync import transfer
from inspector_app.texts import tr

FOLDER = "SPR-Inspector"
"""Made in the folder that is chosen, so that a stick stays tidy."""
_BASE = "base"
_PIECE = 1024 * 1024

FLASH = tr(
    "Overwriting cannot be relied on with sticks and other flash memory: they may keep copies out "
    "of reach. What lay there is encrypted, and only those it was written for can read it; where "
    "that is not enough, destroy the stick."
)
"""What is to be said whenever one is wiped."""


@dataclass(frozen=True, slots=True)
class Wiped:
    """What came of wiping a stick."""

    files: int
    size_bytes: int
    left: tuple[str, ...]
    """Names of files that could not be overwritten or removed, with the reason."""


def place_on(stick: Path) -> Path:
    """Return the folder for what goes to base or comes from it, beside what goes to laptops."""
    if stick.name == _BASE and stick.parent.name == FOLDER:
        return stick
    return (stick if stick.name == FOLDER else stick / FOLDER) / _BASE


def travelling(
    stick: Path, wanted: Callable[[transfer.Label], bool] = lambda _label: True
) -> tuple[Path, ...]:
    """Return the transfer files to base or from it that lie on a stick, by name.

    Args:
        stick: a folder; it may be the one in which they lie.
        wanted: by what stands on the outside.
    """
    folders = dict.fromkeys((place_on(stick), stick))
    found = (path for folder in folders for path in sorted(folder.glob(f"*{transfer.SUFFIX}")))
    return tuple(
        path
        for path in found
        if path.is_file()
        and not path.is_symlink()
        and (label := transfer.label_of(path)) is not None
        and wanted(label)
    )


def wiped(stick: Path, device: DeviceId) -> Wiped:
    """Overwrite and remove the transfer files that ``device`` wrote for base or had from there.

    What others put there is left alone. Afterwards say :data:`FLASH`.
    """
    place = place_on(stick)
    files = size = 0
    left: list[str] = []
    for path in travelling(place, lambda label: device in (label.sender, label.recipient)):
        try:
            length = path.stat().st_size
            _overwrite(path, length)
            path.unlink()
        except OSError as error:
            left.append(f"{path.name} ({error.strerror})")
        else:
            files += 1
            size += length
    for folder in (place, place.parent):
        _remove_if_empty(folder)
    return Wiped(files, size, tuple(left))


def _overwrite(path: Path, length: int) -> None:
    flags = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "wb", buffering=0) as file:
        while length:
            part = secrets.token_bytes(min(length, _PIECE))
            write_all(file, part)
            length -= len(part)
        flush(file)


def _remove_if_empty(folder: Path) -> None:
    try:
        if folder.name in (FOLDER, _BASE) and not any(folder.iterdir()):
            folder.rmdir()
            sync_folder(folder.parent)
    except OSError:  # it stays, empty, and harms nobody
        return
