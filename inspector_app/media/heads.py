"""How large a PNG or JPEG says it is, by its first bytes: asked before any decoder sees it."""

import struct
from typing import Final

PNG: Final = b"\x89PNG\r\n\x1a\n"
JPEG: Final = b"\xff\xd8\xff"
_FRAMES: Final = (0xC0, 0xC1, 0xC2)
"""Markers at which a JPEG tells its size: those that the window's decoder knows."""
_WITHOUT_LENGTH: Final = range(0xD0, 0xDB)
"""Markers that come with no size before them, or after which it is too late for one."""


def size_in_head(content: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels; None: it is neither kind, or does not tell them.

    What it tells is what a decoder makes room for, whatever else the file holds.

    Source: ISO/IEC 15948, 11.2.2 (IHDR is first); ISO/IEC 10918-1, B.2 (marker segments).
    """
    size = None
    if content.startswith(PNG) and content[12:16] == b"IHDR" and len(content) >= 24:
        size = struct.unpack_from(">II", content, 16)
    elif content.startswith(JPEG):
        size = _told_by_jpeg(content)
    return size if size is not None and min(size) > 0 else None


def _told_by_jpeg(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        if marker in _WITHOUT_LENGTH or length < 2:
            return None
        at += 2 + length
    return None
