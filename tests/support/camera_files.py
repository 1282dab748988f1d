"""HEIC and raw files as cameras build them, with tags and without a picture."""

import struct
from collections.abc import Mapping

_MAKE, _MODEL, _EXIF, _TIME, _OFFSET, _SERIAL = 0x010F, 0x0110, 0x8769, 0x9003, 0x9011, 0xA431
_CANON = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
Entry = tuple[int, bytes]
"""The kind of a tag's value, and its bytes."""


def tiff(
    make: str,
    model: str,
    taken: str,
    *,
    offset: str = "",
    serial: str = "",
    order: str = "<",
    more: Mapping[int, Entry] | None = None,
    gap: bytes = b"",
) -> bytes:
    """Return a TIFF of two directories; ``gap`` follows its head, as in a CR2."""
    details = {_TIME: _text(taken), _OFFSET: _text(offset), _SERIAL: _text(serial)}
    first = {_MAKE: _text(make), _MODEL: _text(model), **(more or {}), _EXIF: (4, bytes(4))}
    begin = 8 + len(gap)
    below = begin + _size(first)
    first[_EXIF] = (4, struct.pack(f"{order}I", below))
    mark = b"II" if order == "<" else b"MM"
    head = mark + struct.pack(f"{order}HI", 42, begin) + gap
    return head + directory(first, begin, order) + directory(details, below, order)


def directory(entries: Mapping[int, Entry], place: int, order: str = "<") -> bytes:
    """Return one directory as it stands at ``place``, its long values behind it."""
    behind, at = b"", place + 2 + 12 * len(entries) + 4
    told = struct.pack(f"{order}H", len(entries))
    for tag, (kind, value) in sorted(entries.items()):
        many = len(value) if kind in (1, 2, 7) else len(value) // 4
        held = value.ljust(4, b"\0")
        if len(value) > 4:
            held = struct.pack(f"{order}I", at + len(behind))
            behind += value
        told += struct.pack(f"{order}HHI", tag, kind, many) + held
    return told + bytes(4) + behind


def heic(exif: bytes, brand: bytes = b"heic", *, inside: bool = False) -> bytes:
    """Return a HEIC file whose Exif item is ``exif``, in the file or within its metadata."""
    item = struct.pack(">I", 6) + b"Exif\0\0" + exif
    ftyp = box(b"ftyp", brand + bytes(4) + b"mif1" + b"heic")
    infe = box(b"infe", b"\2\0\0\0" + struct.pack(">HH4s", 1, 0, b"hvc1") + b"\0")
    infe += box(b"infe", b"\2\0\0\0" + struct.pack(">HH4s", 2, 0, b"Exif") + b"\0")
    iinf = box(b"iinf", bytes(4) + struct.pack(">H", 2) + infe)

    def meta(place: int) -> bytes:
        told = struct.pack(">HHHHHII", 2, 1 if inside else 0, 0, 1, 0, place, len(item))[:6]
        told += struct.pack(">HII", 1, place, len(item))
        iloc = box(b"iloc", b"\1\0\0\0" + struct.pack(">HH", 0x4400, 1) + told)
        idat = box(b"idat", item) if inside else b""
        return box(b"meta", bytes(4) + box(b"hdlr", bytes(24)) + iinf + iloc + idat)

    if inside:
        return ftyp + meta(0) + box(b"mdat", bytes(40))
    place = len(ftyp) + len(meta(0)) + 8
    return ftyp + meta(place) + box(b"mdat", item + bytes(40))


def cr3(first: bytes, second: bytes) -> bytes:
    """Return a CR3 whose two TIFFs hold the camera's tags and the photograph's."""
    inner = box(b"uuid", _CANON + box(b"CNCV", b"CR3") + box(b"CMT1", first) + box(b"CMT2", second))
    ftyp = box(b"ftyp", b"crx " + bytes(4) + b"crx isom")
    return ftyp + box(b"moov", inner + box(b"mvhd", bytes(20))) + box(b"mdat", bytes(60))


def canon_parts(make: str, model: str, taken: str, serial: str = "") -> tuple[bytes, bytes]:
    """Return the TIFFs of a CR3, each a head and one directory."""
    parts = (
        {_MAKE: _text(make), _MODEL: _text(model)},
        {_TIME: _text(taken), _SERIAL: _text(serial)},
    )
    one, two = (b"II" + struct.pack("<HI", 42, 8) + directory(each, 8) for each in parts)
    return one, two


def box(kind: bytes, content: bytes) -> bytes:
    """Return one box of ISO base media."""
    return struct.pack(">I4s", 8 + len(content), kind) + content


def _text(words: str) -> Entry:
    return 2, words.encode("ascii") + b"\0"


def _size(entries: Mapping[int, Entry]) -> int:
    return len(directory(entries, 0))
