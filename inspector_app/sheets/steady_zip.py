"""Zip archives whose bytes depend on nothing but what is in them: no clock, no system, no order."""

import zipfile
from collections.abc import Callable, Iterable
from typing import BinaryIO

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that the format knows."""
_UNIX = 3
_READABLE = 0o644 << 16


def write_steadily(parts: Iterable[tuple[str, bytes]], target: BinaryIO) -> None:
    """Write the named parts, in their order, as a zip archive; equal parts give equal bytes.

    Raises:
        OSError: ``target`` cannot be written.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            packed.writestr(entry, content)


def parts_of(
    source: BinaryIO, first: str, done: Callable[[], None] = lambda: None
) -> Iterable[tuple[str, bytes]]:
    """Yield the parts of an archive by name, ``first`` before all others.

    ``done`` is called after each.
    """
    with zipfile.ZipFile(source) as packed:
        for name in sorted(packed.namelist(), key=lambda each: (each != first, each)):
            yield name, packed.read(name)
            done()
