"""Looks for secrets in every part of a file that leaves the app, however they are written there.

Of a PDF: its raw bytes, every revision, every object with every text in it, every stream as it is
kept and decoded (attachments, metadata and object streams among them), and the text of the pages
as two readers get it. Of an archive (DOCX, XLSX, ZIP): the name and content of every member. Of
anything else: its bytes. Attached JSON and markup are read as what they mean, too.
"""

import base64
import html
import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

_ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "latin-1")
_DATA = re.compile(r"data:[^;,]*;base64,([A-Za-z0-9+/=\s]+)")


def leaks(path: Path, secrets: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return which of the secrets stand in a file, each with where; empty: none does.

    Upper and lower case, spaces and the ends of lines are not told apart.
    """
    wanted = {each: _needles(each) for each in secrets}
    found: dict[str, dict[str, None]] = {}
    parts: dict[str, list[bytes]] = {}
    for where, content in places(path):
        # Joined, since most of a PDF's thousands of objects are a few letters long.
        parts.setdefault(where, []).extend(_meanings(content))
    for where, read in parts.items():
        haystack = b"|".join(dict.fromkeys(read))
        for secret, needles in wanted.items():
            if any(needle in haystack for needle in needles):
                found.setdefault(secret, {})[where] = None
    return {secret: tuple(at) for secret, at in found.items()}


def places(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every part of a file by its name."""
    yield "file name", path.name.encode()
    yield from _of_content(path.read_bytes(), "")


def _of_content(content: bytes, within: str) -> Iterator[tuple[str, bytes]]:
    yield f"{within}bytes", content
    if content.startswith(b"%PDF"):
        yield from _of_pdf(content, within)
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield f"{within}comment", archive.comment
            for member in archive.infolist():
                yield f"{within}member name", member.filename.encode()
                yield from _of_content(archive.read(member), f"{within}{member.filename}: ")


def _of_pdf(content: bytes, within: str) -> Iterator[tuple[str, bytes]]:
    ends = [match.end() for match in re.finditer(rb"%%EOF\s*", content)]
    for number, end in enumerate(ends, 1):
        revision = f"{within}revision {number}, "
        with pikepdf.open(io.BytesIO(content[:end])) as pdf:
            for made in pdf.objects:
                yield from _of_object(made, revision)
            yield from _of_object(pdf.trailer, f"{revision}trailer, ")
        with pypdfium2.PdfDocument(content[:end]) as document:
            for page in document:
                text = page.get_textpage().get_text_range()
                yield f"{revision}text of a page", text.encode("utf-8", "replace")
    told = subprocess.run(
        ["pdftotext", "-", "-"], input=content, capture_output=True, check=True
    ).stdout
    yield f"{within}text of the pages", told


def _of_object(made: Any, revision: str) -> Iterator[tuple[str, bytes]]:
    if isinstance(made, pikepdf.Stream):
        kind = str(made.get("/Subtype", made.get("/Type", "")))
        try:
            yield f"{revision}stream {kind}, decoded", made.read_bytes()
        except pikepdf.PdfError:  # a picture keeps its own format
            yield f"{revision}stream {kind}", made.read_raw_bytes()
    if isinstance(made, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in made.items():
            yield f"{revision}key", key.encode()
            if not getattr(value, "is_indirect", False):
                yield from _of_object(value, f"{revision}{key} ")
    elif isinstance(made, pikepdf.Array):
        for value in made:
            if not getattr(value, "is_indirect", False):
                yield from _of_object(value, revision)
    elif isinstance(made, pikepdf.String):
        yield f"{revision}text", bytes(made)
        yield f"{revision}text", str(made).encode()
    elif isinstance(made, pikepdf.Name):
        yield f"{revision}name", str(made).encode()


def _meanings(content: bytes) -> Iterator[bytes]:
    """Yield a part as it is, and as what it means where it is JSON or markup."""
    yield _plain(content)
    if content[:1] in (b"{", b"["):
        try:
            yield _plain(" ".join(_texts(json.loads(content))).encode())
        except ValueError:
            return
    elif b"<" in content[:200] and b"\0" not in content[:200]:
        text = content.decode("utf-8", "replace")
        yield _plain(html.unescape(text).encode())
        # Words may be cut into runs: without its tags they join again.
        yield _plain(html.unescape(re.sub(r"<[^>]*>", "", text)).encode())
        for match in _DATA.finditer(text):
            yield _plain(base64.b64decode(match[1]))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield str(key)
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _plain(content: bytes) -> bytes:
    return re.sub(rb"[ \t\r\n]|\xc2\xad|\xc2\xa0", b"", content).lower()


def _needles(secret: str) -> frozenset[bytes]:
    """Return a secret in every encoding that a file may write it in, and in PDF's hexadecimals."""
    plain = "".join(secret.split())
    found = set()
    for encoding in _ENCODINGS:
        try:
            found |= {plain.lower().encode(encoding), plain.encode(encoding).hex().encode()}
        except UnicodeEncodeError:
            continue
    return frozenset(found)
