"""What a camera wrote into a photograph, read from its tags without decoding a pixel. In the child.

For HEIC, which is ISO base media with an Exif item, and for raw files: CR2, NEF, ARW and DNG are
TIFF, CR3 is ISO base media with TIFF inside. Every read is bounded, and no pointer is followed
twice, so a file made to harm ends like any other that tells nothing.

Source: TIFF 6.0; EXIF 3.0, 4.6; ISO/IEC 14496-12, 8.11 (meta, iinf, iloc); ISO/IEC 23008-12, A.2.
"""

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

HEIF = frozenset({"image/heic", "image/heif"})
CR3 = "image/x-canon-cr3"
RAW = frozenset(
    {"image/x-canon-cr2", "image/x-nikon-nef", "image/x-sony-arw", "image/x-adobe-dng", CR3}
)

_MOST_ENTRIES = 1024
"""Of one directory of tags; cameras write fewer than a hundred."""
_MOST_BOXES = 1024
_LARGEST_BOX = 4 * 1024 * 1024
"""Bytes of a box of metadata; pixels lie elsewhere."""
_LARGEST_EXIF = 1024 * 1024
_LONGEST_TEXT = 256
_LONGEST_NAME = 80
"""Characters of a camera's make, model and number."""
_WRITTEN_TIME = re.compile(r"\d{4}:\d\d:\d\d \d\d:\d\d:\d\d")
_WRITTEN_OFFSET = re.compile(r"[+-]\d\d:\d\d")

_MAKE, _MODEL, _SUB_IFDS, _EXIF, _DNG_VERSION, _DNG_SERIAL = (
    *(0x010F, 0x0110, 0x014A, 0x8769),
    *(0xC612, 0xC62F),
)
_TIME, _OFFSET, _SERIAL = 0x9003, 0x9011, 0xA431
_CANON = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 7: 1, 13: 4}


class _Untold(Exception):
    """The file does not tell, or is not built as it should be."""


@dataclass(frozen=True, slots=True)
class CameraTags:
    """When and by what a photograph was taken."""

    captured_at: str | None = None
    """As the camera wrote it, with its distance from UTC where it wrote one."""
    camera: str | None = None


NOTHING = CameraTags()


def read(file: BinaryIO, media_type: str) -> CameraTags:
    """Return what the camera wrote; nothing where it wrote none, or the file is damaged."""
    try:
        if media_type in HEIF:
            return _told([_tags(io.BytesIO(_exif_item(file)))])
        if media_type == CR3:
            return _told([_tags(io.BytesIO(part)) for part in _canon_parts(file)])
        return _told([_tags(file)])
    except (_Untold, struct.error, OSError, OverflowError, ValueError):
        return NOTHING


def raw_type(file: BinaryIO) -> str | None:
    """Return the media type of a raw file that begins as TIFF does; None: it is a plain TIFF."""
    try:
        file.seek(8)
        if file.read(2) == b"CR":
            return "image/x-canon-cr2"
        tags = _tags(file)
    except (_Untold, struct.error, OSError, OverflowError, ValueError):
        return None
    if _DNG_VERSION in tags:
        return "image/x-adobe-dng"
    make = tags.get(_MAKE, "").upper()
    if _SUB_IFDS in tags and make.startswith("NIKON"):
        return "image/x-nikon-nef"
    return "image/x-sony-arw" if _SUB_IFDS in tags and make.startswith("SONY") else None


def written_time(time: str, offset: str) -> str | None:
    """Return a camera's time with its offset, where each is of the form that EXIF gives it."""
    time, offset = time.strip("\0 "), offset.strip("\0 ")
    if not _WRITTEN_TIME.fullmatch(time):
        return None
    return time + offset if _WRITTEN_OFFSET.fullmatch(offset) else time


def camera_name(make: str, model: str, serial: str) -> str | None:
    """Return make, model and number of a camera in one line: what tells two of a kind apart."""
    shown = " ".join("".join(c for c in each if c.isprintable()) for each in (make, model))
    number = "".join(c for c in serial if c.isalnum())
    words = " ".join([*shown.split(), *([f"no. {number}"] if number else [])])
    return words[:_LONGEST_NAME] or None


def _told(found: list[dict[int, str]]) -> CameraTags:
    tags: dict[int, str] = {}
    for each in found:
        tags = each | tags
    serial = tags.get(_SERIAL) or tags.get(_DNG_SERIAL, "")
    return CameraTags(
        written_time(tags.get(_TIME, ""), tags.get(_OFFSET, "")),
        camera_name(tags.get(_MAKE, ""), tags.get(_MODEL, ""), serial),
    )


# TIFF


def _tags(file: BinaryIO) -> dict[int, str]:
    """Return the texts of the first directory and of its Exif directory, by tag.

    A tag that is no text is there with an empty one.
    """
    file.seek(0)
    head = _exactly(file, 8)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None or struct.unpack(f"{order}H", head[2:4])[0] != 42:
        raise _Untold
    (first,) = struct.unpack(f"{order}I", head[4:8])
    texts, below = _directory(file, order, first)
    if below is not None:
        texts = _directory(file, order, below)[0] | texts
    return texts


def _directory(file: BinaryIO, order: str, place: int) -> tuple[dict[int, str], int | None]:
    file.seek(place)
    (count,) = struct.unpack(f"{order}H", _exactly(file, 2))
    if count > _MOST_ENTRIES:
        raise _Untold
    entries = _exactly(file, 12 * count)
    texts: dict[int, str] = {}
    below = None
    for at in range(0, len(entries), 12):
        tag, kind, many, held = struct.unpack(f"{order}HHI4s", entries[at : at + 12])
        if tag == _EXIF and kind in (4, 13):
            (below,) = struct.unpack(f"{order}I", held)
        elif kind == 2 and many <= _LONGEST_TEXT:
            texts.setdefault(tag, _text(file, order, many, held))
        elif kind in _SIZES:
            texts.setdefault(tag, "")
    return texts, below


def _text(file: BinaryIO, order: str, many: int, held: bytes) -> str:
    if many > 4:
        file.seek(struct.unpack(f"{order}I", held)[0])
        held = file.read(many)
    return held[:many].partition(b"\0")[0].decode("ascii", errors="replace").strip()


# ISO base media


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, where its content begins and where it ends, of each box in turn."""
    for _ in range(_MOST_BOXES):
        if start + 8 > end:
            return
        file.seek(start)
        size, kind = struct.unpack(">I4s", _exactly(file, 8))
        content = start + 8
        if size == 1:
            (size,) = struct.unpack(">Q", _exactly(file, 8))
            content += 8
        finish = end if size == 0 else start + size
        if finish < content or finish > end:
            raise _Untold
        yield kind, content, finish
        start = finish


def _box(file: BinaryIO, start: int, end: int, kind: bytes) -> tuple[int, int]:
    for found, begin, finish in _boxes(file, start, end):
        if found == kind:
            if finish - begin > _LARGEST_BOX:
                raise _Untold
            return begin, finish
    raise _Untold


def _end(file: BinaryIO) -> int:
    return file.seek(0, io.SEEK_END)


def _exif_item(file: BinaryIO) -> bytes:
    """Return the TIFF inside the Exif item of a HEIF file."""
    begin, finish = _box(file, 0, _end(file), b"meta")
    begin += 4  # version and flags
    item = _item_of(file, *_box(file, begin, finish, b"iinf"), b"Exif")
    place, length, is_inside = _place_of(file, *_box(file, begin, finish, b"iloc"), item)
    if is_inside:
        place += _box(file, begin, finish, b"idat")[0]
    if not 4 < length <= _LARGEST_EXIF:
        raise _Untold
    file.seek(place)
    content = _exactly(file, length)
    (skipped,) = struct.unpack(">I", content[:4])
    return content[4 + skipped :]


def _item_of(file: BinaryIO, begin: int, finish: int, kind: bytes) -> int:
    file.seek(begin)
    begin += 6 if _exactly(file, 1)[0] == 0 else 8
    for found, at, _ in _boxes(file, begin, finish):
        file.seek(at)
        version = _exactly(file, 4)[0]
        if found == b"infe" and version in (2, 3):
            form = ">HH4s" if version == 2 else ">IH4s"
            id_, _, is_a = struct.unpack(form, _exactly(file, struct.calcsize(form)))
            if is_a == kind:
                return int(id_)
    raise _Untold


def _place_of(file: BinaryIO, begin: int, finish: int, wanted: int) -> tuple[int, int, bool]:
    """Return where an item of one piece lies, how long it is, and whether within ``idat``."""
    file.seek(begin)
    told = io.BytesIO(_exactly(file, finish - begin))
    version = _number(told, 4) >> 24
    sizes = _number(told, 2)
    offset_size, length_size, base_size, index_size = (sizes >> s & 15 for s in (12, 8, 4, 0))
    if version > 2 or not {offset_size, length_size, base_size} <= {0, 4, 8}:
        raise _Untold
    wide = 4 if version == 2 else 2
    for _ in range(_number(told, wide)):
        id_ = _number(told, wide)
        method = _number(told, 2) & 15 if version else 0
        _number(told, 2)  # which file: this one
        base = _number(told, base_size)
        pieces = []
        for _ in range(_number(told, 2)):
            _number(told, index_size if version else 0)
            pieces.append((base + _number(told, offset_size), _number(told, length_size)))
        if id_ == wanted and len(pieces) == 1 and method in (0, 1):
            return (*pieces[0], method == 1)
    raise _Untold


def _canon_parts(file: BinaryIO) -> Iterator[bytes]:
    """Yield the TIFFs in a CR3 that hold the camera's tags and the photograph's."""
    begin, finish = _box(file, 0, _end(file), b"moov")
    for kind, at, end in _boxes(file, begin, finish):
        file.seek(at)
        if kind == b"uuid" and _exactly(file, 16) == _CANON:
            for part, first, last in _boxes(file, at + 16, end):
                if part in (b"CMT1", b"CMT2") and last - first <= _LARGEST_EXIF:
                    file.seek(first)
                    yield _exactly(file, last - first)
            return
    raise _Untold


def _number(told: BinaryIO, size: int) -> int:
    return int.from_bytes(_exactly(told, size), "big")


def _exactly(file: BinaryIO, count: int) -> bytes:
    content = file.read(count)
    if len(content) != count:
        raise _Untold
    return content
