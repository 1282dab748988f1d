"""Which characters of a text can be printed, and what visibly stands in place of the others.

Latin, Greek, Cyrillic, Armenian and Georgian are printed as they are. Scripts that run from right
to left or need their letters joined are not: printed unshaped they would say something else.
"""

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from inspector_app.domain.wording import counted
from inspector_app.texts import tr

SEE_DATA = tr("see the attached data")

_SHAPED = ((0x0590, 0x109F), (0x1100, 0x1C8F), (0x1CC0, 0x1CFF), (0x2E80, 0xA63F), (0xA6A0, 0xA6FF))
"""Blocks whose scripts need shaping or another font: Hebrew to Myanmar, Hangul to Ol Chiki, CJK."""
_MORE_SHAPED = ((0xA800, 0xAB2F), (0xAB70, 0xDFFF), (0xE000, 0xFAFF), (0xFB13, 0xFDFF))
_LAST_PLAIN = 0xFFFF
"""The fonts' character maps end with the basic plane."""
_NAMES = {
    "ARABIC": tr("Arabic text"),
    "HEBREW": tr("Hebrew text"),
    "SYRIAC": tr("Syriac text"),
    "THAANA": tr("Thaana text"),
    "CJK": tr("Chinese, Japanese or Korean text"),
    "HIRAGANA": tr("Chinese, Japanese or Korean text"),
    "KATAKANA": tr("Chinese, Japanese or Korean text"),
    "KATAKANA-HIRAGANA": tr("Chinese, Japanese or Korean text"),
    "IDEOGRAPHIC": tr("Chinese, Japanese or Korean text"),
    "FULLWIDTH": tr("Chinese, Japanese or Korean text"),
    "HALFWIDTH": tr("Chinese, Japanese or Korean text"),
    "HANGUL": tr("Chinese, Japanese or Korean text"),
    "BOPOMOFO": tr("Chinese, Japanese or Korean text"),
    "DEVANAGARI": tr("Devanagari text"),
    "BENGALI": tr("Bengali text"),
    "GURMUKHI": tr("Gurmukhi text"),
    "GUJARATI": tr("Gujarati text"),
    "TAMIL": tr("Tamil text"),
    "TELUGU": tr("Telugu text"),
    "KANNADA": tr("Kannada text"),
    "MALAYALAM": tr("Malayalam text"),
    "SINHALA": tr("Sinhala text"),
    "THAI": tr("Thai text"),
    "LAO": tr("Lao text"),
    "TIBETAN": tr("Tibetan text"),
    "MYANMAR": tr("Burmese text"),
    "KHMER": tr("Khmer text"),
    "MONGOLIAN": tr("Mongolian text"),
    "ETHIOPIC": tr("Ethiopic text"),
}
_MOST_REPLACED = 40
"""Runs of one text that are replaced each for itself; from there on the rest is replaced as one."""
_PLAIN = re.compile(r"[ -~\n]*")


class Face(StrEnum):
    """With what a run of characters is printed."""

    TEXT = "text"
    SYMBOLS = "symbols"
    """The second font, which has what the first lacks."""
    REPLACED = "replaced"


_Judged = list[tuple[str, tuple[Face, str]]]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that are printed alike."""

    face: Face
    text: str
    """What is printed; for a replaced run, the words that stand in its place, in ‹ and ›."""
    lost: str = ""
    """What was replaced, such as ``Arabic text, 23 characters``; empty otherwise."""


def runs(text: str, letters: Container[int], symbols: Container[int]) -> Iterator[Run]:
    """Yield ``text`` as runs that can be printed, in order; line breaks stay within runs.

    Letters with marks are composed where a composed form exists; characters that have no shape of
    their own (soft hyphens, joiners, direction marks) are dropped.

    ``letters`` are the code points of the font for text, ``symbols`` those of the font that helps
    it out.
    """
    if _PLAIN.fullmatch(text):
        if text:
            yield Run(Face.TEXT, text)
        return
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    known: dict[str, tuple[str, tuple[Face, str]]] = {}
    judged: _Judged = []
    for character in plain:
        if character not in known:
            known[character] = _judged(character, letters, symbols)
        if known[character][0]:
            judged.append(known[character])
    for (face, what), group in groupby(_bounded(_bridged(judged)), key=lambda pair: pair[1]):
        found = "".join(character for character, _ in group)
        if face is Face.REPLACED:
            lost = f"{what}, {counted(len(found), 'character', 'characters')}"
            yield Run(face, f"‹{lost}; {SEE_DATA}›", lost)
        else:
            yield Run(face, found)


def _judged(
    character: str, letters: Container[int], symbols: Container[int]
) -> tuple[str, tuple[Face, str]]:
    """Return what is printed of a character, which is nothing where it has no shape, and how."""
    code, plainly = ord(character), (Face.TEXT, "")
    if _has_no_shape(character):
        return "", plainly
    if character in "\n\u2028\u2029":
        return "\n", plainly
    if _can_be_laid_out(character, code):
        if code in letters:
            return character, plainly
        if code in symbols:
            return character, (Face.SYMBOLS, "")
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " ", plainly
    return character, (Face.REPLACED, _name(character))


def _can_be_laid_out(character: str, code: int) -> bool:
    if code > _LAST_PLAIN or any(a <= code <= b for a, b in (*_SHAPED, *_MORE_SHAPED)):
        return 0x10A0 <= code <= 0x10FF or code == 0xFEFF
    category = unicodedata.category(character)
    return category not in ("Cc", "Cs", "Co", "Cn") and unicodedata.bidirectional(
        character
    ) not in ("R", "AL", "AN")


def _has_no_shape(character: str) -> bool:
    return character == "\u00ad" or (
        unicodedata.category(character) == "Cf" or 0xFE00 <= ord(character) <= 0xFE0F
    )


def _name(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        return tr("control characters")
    first = unicodedata.name(character, "").partition(" ")[0]
    if first in _NAMES:
        return _NAMES[first]
    if category == "So" or category == "Sk":
        return tr("symbols or emoji")
    return (
        tr("{first} text").format(first=first.capitalize())
        if category[0] in "LM" and first
        else tr("unknown characters")
    )


def _bounded(judged: _Judged) -> _Judged:
    """Return the same, with all that follows too many replaced runs made one."""
    count, before = 0, None
    for at, (_, kind) in enumerate(judged):
        count += kind[0] is Face.REPLACED and kind != before
        before = kind
        if count > _MOST_REPLACED:
            rest = (Face.REPLACED, tr("mixed text"))
            return [*judged[:at], *((character, rest) for character, _ in judged[at:])]
    return judged


def _bridged(judged: _Judged) -> _Judged:
    """Return the same; spaces and marks between two replaced runs of a script are part of it."""
    found = list(judged)
    last = -1
    for at, (_, kind) in enumerate(judged):
        if kind[0] is not Face.REPLACED:
            continue
        between = found[last + 1 : at]
        if (
            last >= 0
            and between
            and found[last][1] == kind
            and all(not each.isalnum() and each != "\n" for each, _ in between)
        ):
            found[last + 1 : at] = [(each, kind) for each, _ in between]
        last = at
    return found
