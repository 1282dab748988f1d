"""What a file is, by its first bytes; its name is not believed."""

import codecs
import zipfile
from typing import BinaryIO

from inspector_app.media import camera_tags

UNKNOWN = "application/octet-stream"
PDF = "application/pdf"
TEXT = "text/plain"

HEAD_BYTES = 64 * 1024

PICTURES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
    "image/avif": "AVIF",
}
"""The pictures that can be shown, by Pillow's name of the decoder: no other one is ever tried."""

_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\x1aE\xdf\xa3", "video/x-matroska"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
)
_RIFF_KINDS = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}
_BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"crx ": camera_tags.CR3,
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_IN_ZIP = (
    ("word/", _OFFICE + "wordprocessingml.document"),
    ("xl/", _OFFICE + "spreadsheetml.sheet"),
    ("ppt/", _OFFICE + "presentationml.presentation"),
)
_OPEN_DOCUMENTS = "application/vnd.oasis.opendocument."


def media_type_of(file: BinaryIO) -> str:
    """Return the media type of ``file``, read from its start; UNKNOWN where nothing fits."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    for start, media_type in _STARTS:
        if head.startswith(start):
            is_tiff = media_type == "image/tiff"
            return (camera_tags.raw_type(file) if is_tiff else None) or media_type
    # A PDF may begin with a few strange bytes (ISO 32000-2, 7.5.2, and every reader since).
    if b"%PDF-" in head[:1024]:
        return PDF
    if head[:4] == b"RIFF":
        return _RIFF_KINDS.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4") if head[8:12] != b"mif1" else _heif(head)
    if head[:2] == b"BM" and len(head) > 14 and head[6:10] == bytes(4):
        return "image/bmp"
    if head[:4] in (b"PK\3\4", b"PK\5\6"):
        return _zipped(file)
    return _written(head)


def _heif(head: bytes) -> str:
    """Return what a HEIF file holds, by the brands that it says to be compatible with."""
    size = int.from_bytes(head[:4], "big")
    brands = {head[at : at + 4] for at in range(16, min(size, len(head)), 4)}
    found = (_BRANDS[each] for each in (b"avif", b"heic", b"heix") if each in brands)
    return next(found, "image/heif")


def decoded(content: bytes, *, is_cut: bool) -> str | None:
    """Return ``content`` as text, or nothing when it is not one.

    A byte order mark decides; else UTF-8, which random bytes hardly ever are; else Windows-1252,
    as old exports are written, unless control characters speak against it. Where the content was
    cut, so may be its last character, which is dropped.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content[: len(content) // 2 * 2].decode("utf-16", errors="replace")
    if b"\0" in content:
        return None
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(content, final=not is_cut)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text if _is_readable(text) else None


def _is_readable(text: str) -> bool:
    strange = sum(1 for each in text if each < " " and each not in "\t\n\r\f\x1b")
    return strange * 100 <= len(text)


def _zipped(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                kind = archive.read("mimetype").decode("ascii", errors="replace")
                if kind.startswith(_OPEN_DOCUMENTS):
                    return kind
    except Exception:  # noqa: BLE001 - whatever an archive is made to raise, it is an archive
        return "application/zip"
    for folder, media_type in _IN_ZIP:
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return media_type
    return "application/zip"


def _written(head: bytes) -> str:
    text = decoded(head, is_cut=len(head) == HEAD_BYTES)
    if not text:
        return UNKNOWN
    start = text.lstrip().lower()
    if start.startswith(("<!doctype html", "<html")):
        return "text/html"
    if start.startswith("<svg") or (start.startswith("<?xml") and "<svg" in start):
        return "image/svg+xml"
    if start.startswith("<?xml"):
        return "application/xml"
    return TEXT
