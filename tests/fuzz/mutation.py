"""Spoils files: bytes, texts, trees, archives, PDFs and pictures, each by its own structure.

All chance comes from the :class:`random.Random` that is handed in: the same seed spoils alike.
"""

import binascii
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random
from typing import Any
from xml.etree import ElementTree

NUMBERS: tuple[int, ...] = (
    *(0, 1, -1, 2, 3, 7, 127, 128, 255, 256, 1000, 32767, 32768, 65535, 65536),
    *(2**31 - 1, 2**31, -(2**31), 2**32 - 1, 2**53 - 1, 2**53, 2**63 - 1, 2**64, -(2**63), 10**40),
)
TEXTS: tuple[str, ...] = (
    *(
        "",
        " ",
        "\x00",
        "\n",
        "\r\n",
        "a" * 300,
        "ÿ",
        "😀",
        "\u202e",
        "\ufeff",
        "\ud800",
        "e\u0301" * 9,
    ),
    *(
        "../../etc/passwd",
        "C:\\nul",
        "/dev/zero",
        "%s%n",
        "{0}",
        "=1+1",
        "<b>x</b>",
        "&amp;",
        "'\"`",
    ),
    *("1e999", "-0", "NaN", "0x10", "true", "null", "2013-02-30", "9999-12-31", "0000-00-00", "--"),
    *("0" * 32, "0" * 64, "f" * 64, "a/b", "a:b", "::", "answer:", ":", "https://x.example/"),
)
BYTES = (
    b"\x00",
    b"\xff",
    b"\n",
    b"\r",
    b"\x80",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"%",
    b"<",
    b"(",
)
_LARGEST = 4 * 1024 * 1024
"""Bytes that a spoilt file may grow to."""
_DEEP = 3000
_STRETCH = 20_000
"""Characters of a text that are looked at: all of a large one would take too long each time."""

Mutation = Callable[[bytes, Random, Sequence[bytes]], bytes]
"""Takes a file, chance, and other files of its kind to take pieces of."""


# Bytes


def of_bytes(content: bytes, chance: Random, others: Sequence[bytes] = ()) -> bytes:
    """Return ``content`` with some of its bytes turned, cut, doubled, moved or made numbers."""
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(spoilt) + 1)
        length = min(chance.choice((1, 1, 2, 4, 8, 64, 1024)), len(spoilt) - at)
        what = chance.randrange(9)
        if what == 0 and length:
            spoilt[at] ^= 1 << chance.randrange(8)
        elif what == 1:
            del spoilt[at : at + length]
        elif what == 2:
            spoilt[at:at] = spoilt[at : at + length] * chance.choice((1, 2, 50))
        elif what == 3:
            spoilt[at : at + length] = chance.randbytes(length)
        elif what == 4:
            form = chance.choice((">I", "<I", ">H", "<H", ">Q", "B"))
            size = struct.calcsize(form)
            number = chance.choice(NUMBERS) % 256**size
            spoilt[at : at + size] = struct.pack(form, number)
        elif what == 5:
            spoilt[at:at] = chance.choice(BYTES)
        elif what == 6:
            del spoilt[at:]
        elif what == 7 and others:
            other = chance.choice(others)
            start = chance.randrange(len(other) + 1)
            spoilt[at : at + length] = other[start : start + max(length, 16)]
        else:
            spoilt[at : at + length] = bytes(length)
    return bytes(spoilt[:_LARGEST])


def of_text(content: bytes, chance: Random, others: Sequence[bytes] = ()) -> bytes:
    """Return a text with words, numbers and lines of it exchanged for others."""
    text = content.decode("utf-8", "replace")
    start = chance.randrange(max(1, len(text) - _STRETCH))
    before, text, behind = text[:start], text[start : start + _STRETCH], text[start + _STRETCH :]
    for _ in range(chance.choice((1, 1, 2, 4))):
        what = chance.randrange(6)
        found = list(re.finditer(r"[\w.-]+|[^\w\s]", text))
        lines = text.split("\n")
        if what <= 1 and found:
            token = chance.choice(found)
            new = chance.choice((str(chance.choice(NUMBERS)), chance.choice(TEXTS)))
            text = text[: token.start()] + new + text[token.end() :]
        elif what == 2 and len(found) > 1:
            one, other = sorted(chance.sample(found, 2), key=lambda each: each.start())
            text = (
                text[: one.start()] + other.group() + text[one.end() : other.start()] + one.group()
            ) + text[other.end() :]
        elif what == 3:
            at = chance.randrange(len(lines))
            lines[at : at + 1] = [lines[at]] * chance.choice((0, 2, 40))
            text = "\n".join(lines)
        elif what == 4:
            at = chance.randrange(len(lines))
            lines[at] = (
                chance.choice(("  ", "- ", "\t", "? ", "&a ", "*a ", "!!x ", "# ", "<<: "))
                + lines[at]
            )
            text = "\n".join(lines)
        else:
            at, opener = chance.randrange(len(text) + 1), chance.choice("[{('\"")
            text = text[:at] + opener * chance.choice((1, 2, _DEEP)) + text[at:]
    return (before + text + behind).encode("utf-8", "surrogatepass")[:_LARGEST]


# Trees


def of_json(content: bytes, chance: Random, others: Sequence[bytes] = ()) -> bytes:
    """Return JSON with some of its values exchanged, or its bytes spoilt now and then."""
    if chance.random() < 0.1:
        return of_bytes(content, chance, others)
    try:
        return as_json(of_tree(json.loads(content), chance))
    except (ValueError, RecursionError):
        return of_bytes(content, chance, others)


def as_json(tree: Any) -> bytes:
    """Return ``tree`` as JSON, halves of characters included."""
    return json.dumps(tree, ensure_ascii=True).encode()


def of_tree(tree: Any, chance: Random) -> Any:
    """Return a tree of lists, mappings and values with some of its places spoilt."""
    tree = json.loads(json.dumps(tree))
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        places = list(_places(tree))
        if not places:
            return _value(tree, chance)
        holder, key = chance.choice(places)
        what = chance.randrange(8)
        if what == 0:
            del holder[key]
        elif what == 1 and isinstance(holder, dict):
            holder[
                chance.choice((key + "x", "", "undoes", "__class__", "1", chance.choice(TEXTS)))
            ] = holder[key]
        elif what == 1:
            holder[key:key] = [holder[key]] * chance.choice((1, 2, 200))
        elif what == 2:
            one, other = chance.choice(places)
            holder[key] = json.loads(json.dumps(one[other])) if key_in(one, other) else None
        elif what == 3 and isinstance(holder, list):
            chance.shuffle(holder)
        else:
            holder[key] = _value(holder[key], chance)
    return tree


def key_in(holder: Any, key: Any) -> bool:
    """Return whether ``holder`` still has something at ``key``."""
    return key in holder if isinstance(holder, dict) else key < len(holder)


def _places(tree: Any) -> "list[tuple[Any, Any]]":
    found: list[tuple[Any, Any]] = []
    left = [tree]
    while left:
        each = left.pop()
        keys = (
            each.keys()
            if isinstance(each, dict)
            else range(len(each))
            if isinstance(each, list)
            else ()
        )
        for key in keys:
            found.append((each, key))
            left.append(each[key])
    return found


def _value(old: Any, chance: Random) -> Any:
    what = chance.randrange(10)
    if what <= 2 and isinstance(old, int) and not isinstance(old, bool):
        return chance.choice((old + 1, old - 1, -old, chance.choice(NUMBERS)))
    if what <= 2 and isinstance(old, str) and old:
        at = chance.randrange(len(old))
        return chance.choice(
            (old[:at], old[:at] + chance.choice(TEXTS) + old[at:], old * 3, old.upper(), old + " ")
        )
    if what == 3:
        return chance.choice(NUMBERS)
    if what == 4:
        return chance.choice((None, True, False, [], {}, 0.5, 1e300))
    if what == 5:
        deep: Any = old
        for _ in range(chance.choice((1, 2, 50, 400))):
            deep = chance.choice(([deep], {"a": deep}))
        return deep
    if what == 6:
        return [old]
    if what == 7:
        return {"": old}
    return chance.choice(TEXTS)


# Archives


def of_zip(content: bytes, chance: Random, others: Sequence[bytes] = ()) -> bytes:
    """Return an archive with one of its parts spoilt as what it is, or the archive itself."""
    if chance.random() < 0.15:
        return of_bytes(content, chance, others)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [(each.filename, packed.read(each)) for each in packed.infolist()]
    except Exception:  # noqa: BLE001 - it was spoilt before
        return of_bytes(content, chance, others)
    if not parts:
        return of_bytes(content, chance, others)
    for _ in range(chance.choice((1, 1, 2, 3))):
        at = chance.randrange(len(parts))
        name, inside = parts[at]
        what = chance.randrange(12)
        if what == 0 and len(parts) > 1:
            del parts[at]
        elif what == 1:
            parts.append(
                (chance.choice((name, name.upper(), "xl/" + chance.choice(TEXTS))), inside)
            )
        elif what == 2:
            parts[at] = (
                chance.choice((chance.choice(TEXTS), parts[chance.randrange(len(parts))][0])),
                inside,
            )
        elif what == 3:
            parts[at] = (name, bytes(chance.choice((0, 1, 1_000_000))))
        elif what <= 9:
            parts[at] = (name, of_xml(inside, chance))
        else:
            parts[at] = (name, of_bytes(inside, chance))
    out = io.BytesIO()
    with zipfile.ZipFile(
        out, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    ) as packed:
        for name, inside in parts:
            held = zipfile.ZipInfo(name.encode("utf-8", "replace").decode() or "x")
            held.compress_type = zipfile.ZIP_DEFLATED
            _write_quietly(packed, held, inside)
    spoilt = out.getvalue()
    return of_bytes(spoilt, chance) if chance.random() < 0.05 else spoilt


def _write_quietly(packed: zipfile.ZipFile, held: zipfile.ZipInfo, inside: bytes) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two parts of one name are meant
        packed.writestr(held, inside)


def of_xml(content: bytes, chance: Random, others: Sequence[bytes] = ()) -> bytes:
    """Return XML with elements lost, doubled, moved, nested, or given other words."""
    if chance.random() < 0.15:
        return of_text(content, chance, others)
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - of our own making
    except Exception:  # noqa: BLE001 - it was spoilt before
        return of_text(content, chance, others)
    for _ in range(chance.choice((1, 1, 2, 4))):
        elements = list(root.iter())
        each, parent = chance.choice(elements), chance.choice(elements)
        what = chance.randrange(8)
        word = chance.choice((str(chance.choice(NUMBERS)), chance.choice(TEXTS)))
        if what <= 2 and each.attrib:
            each.set(chance.choice(sorted(each.attrib)), word)
        elif what == 3 and each.attrib:
            del each.attrib[chance.choice(sorted(each.attrib))]
        elif what == 4:
            each.text = word
        elif what == 5 and len(each):
            each.remove(chance.choice(list(each)))
        elif what == 6 and len(each):
            child = chance.choice(list(each))
            each.extend([child] * chance.choice((1, 3, 100)))
        elif what == 7 and each is not root and parent not in each.iter():
            parent.append(each)
    text = ElementTree.tostring(root, encoding="unicode")
    return text.encode("utf-8", "surrogatepass")[:_LARGEST]


# PDF

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_WORD = re.compile(rb"/[A-Za-z0-9]+|\b\d+ 0 R\b|-?\b\d+(?:\.\d+)?\b|\[|\]|<<|>>|true|false|null")
_WORDS = (
    *(b"/Type", b"/Kids", b"/Parent", b"/Length", b"/Filter", b"/FlateDecode", b"/ASCIIHexDecode"),
    *(
        b"/JavaScript",
        b"/Launch",
        b"/URI",
        b"/Sig",
        b"/Prev",
        b"/Root",
        b"[",
        b"]",
        b"<<",
        b">>",
        b"null",
    ),
    *(
        b"1 0 R",
        b"2 0 R",
        b"3 0 R",
        b"0 0 R",
        b"99999 0 R",
        b"1 65535 R",
        b"(",
        b"<",
        b"/",
        b"1e9",
        b"-",
    ),
)


def of_pdf(content: bytes, chance: Random, others: Sequence[bytes] = ()) -> bytes:
    """Return a PDF with words of its structure, or of an unpacked stream, exchanged."""
    if chance.random() < 0.2:
        return of_bytes(content, chance, others)
    for _ in range(chance.choice((1, 1, 2, 4))):
        streams = list(_STREAM.finditer(content))
        if streams and chance.random() < 0.4:
            content = _with_stream(content, chance.choice(streams), chance)
            continue
        words = list(_WORD.finditer(content, *_stretch(content, chance)))
        if not words:
            return of_bytes(content, chance, others)
        word = chance.choice(words)
        new = chance.choice(
            (chance.choice(_WORDS), b"%d" % chance.choice(NUMBERS), chance.choice(words).group())
        )
        if chance.random() < 0.1:
            new = chance.choice((b"[", b"<<")) * _DEEP
        if chance.random() < 0.6 and len(new) <= len(word.group()):
            new = new.ljust(len(word.group()))  # nothing behind it moves
        content = content[: word.start()] + new + content[word.end() :]
    return content[:_LARGEST]


def _stretch(content: bytes, chance: Random) -> tuple[int, int]:
    """Return some stretch: a big file has too many words to be looked at each time."""
    start = chance.randrange(max(1, len(content) - 2000))
    return chance.choice(((start, start + 4000), (max(0, len(content) - 3000), len(content))))


def _with_stream(content: bytes, found: "re.Match[bytes]", chance: Random) -> bytes:
    inside = found.group(1)
    try:
        plain = zlib.decompress(inside)
    except zlib.error:
        return content[: found.start(1)] + of_bytes(inside, chance) + content[found.end(1) :]
    spoilt = of_text(plain, chance) if chance.random() < 0.5 else of_bytes(plain, chance)
    if chance.random() < 0.05:
        spoilt = bytes(chance.choice((1_000_000, 30_000_000)))
    packed = zlib.compress(spoilt)
    # The stream keeps its length where it can, so that what follows stays where it was.
    packed = packed.ljust(len(inside), b"\0")
    return content[: found.start(1)] + packed + content[found.end(1) :]


# Pictures

_PNG = b"\x89PNG\r\n\x1a\n"


def of_picture(content: bytes, chance: Random, others: Sequence[bytes] = ()) -> bytes:
    """Return a picture with its bytes spoilt; a PNG by its chunks, with sums that are right."""
    if not content.startswith(_PNG) or chance.random() < 0.3:
        return of_bytes(content, chance, others)
    chunks, at = [], len(_PNG)
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        chunks.append([content[at + 4 : at + 8], content[at + 8 : at + 8 + length]])
        at += 12 + length
    if not chunks:
        return of_bytes(content, chance, others)
    chunk = chance.choice(chunks)
    if chunk[0] == b"IDAT" and chance.random() < 0.5:
        try:
            chunk[1] = zlib.compress(of_bytes(zlib.decompress(chunk[1]), chance))
        except zlib.error:
            chunk[1] = of_bytes(chunk[1], chance)
    elif chance.random() < 0.2:
        chunk[0] = chance.choice(
            (b"IDAT", b"PLTE", b"tRNS", b"iCCP", b"eXIf", b"acTL", b"fdAT", b"zTXt")
        )
    else:
        chunk[1] = of_bytes(chunk[1], chance)
    if chance.random() < 0.2:
        chunks.insert(chance.randrange(len(chunks)), chance.choice(chunks))
    packed = b"".join(
        struct.pack(">I", len(inside))
        + kind
        + inside
        + struct.pack(">I", binascii.crc32(kind + inside))
        for kind, inside in chunks
    )
    return _PNG + packed
