"""Whether the pages of a signed report say what its attached data say: they are set anew from them.

Nothing of the file is drawn. What the data say is set as at signing, and the two are compared.
"""

import hashlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.wording import counted, listed
from inspector_app.reports.snapshot import VERSION as SNAPSHOT_VERSION
from inspector_app.reports.snapshot import content_of, is_in_other_words
from inspector_app.texts import tr, tr_counted
from inspector_app.version import VERSION

_MOST_NAMED = 5
_PRINTED = (Name.Contents, Name.Resources, Name.MediaBox)
_PACKING = {"/Length", "/Filter", "/DecodeParms"}
"""How a stream is packed, which is another thing on another system."""


class Incomparable(Exception):
    """What would be printed of the data is not known here; the message says why."""


def doubts_of_pages(file: BinaryIO, data: Mapping[str, Any], fonts: Path) -> list[str]:
    """Return in what the pages differ from what the attached data say; empty: in nothing.

    Words, their places, fonts and pictures are compared, page by page.

    Args:
        file: a signed report whose signatures hold, open for reading.
        data: its attached data.
        fonts: the folder with the fonts that reports embed.

    Raises:
        Incomparable: another version of the app wrote it, or one that spoke another language.
    """
    if data.get("app_version") != VERSION or data.get("version") != SNAPSHOT_VERSION:
        raise Incomparable(tr("another version of the app wrote it"))
    if is_in_other_words(data):
        raise Incomparable(tr("it was written in another language"))
    with pikepdf.open(file, suppress_warnings=True, attempt_recovery=False) as there:
        try:
            again = _set_anew(data, _pictures(there), fonts)
        except (InspectorError, TypeError, ValueError):
            return [
                tr("The attached data are not those of a report, so that its pages stand alone.")
            ]
        with pikepdf.open(again) as here:
            return _told(list(there.pages), list(here.pages))


def _set_anew(data: Mapping[str, Any], pictures: Mapping[str, bytes], fonts: Path) -> BytesIO:
    from inspector_app.reports.layout import laid_out  # whoever compares nothing pays nothing

    made_at_ms = data.get("made_at_ms")
    if not isinstance(made_at_ms, int):
        raise TypeError(made_at_ms)
    target = BytesIO()
    laid_out(content_of(data), pictures.get, fonts, target, made_at_ms=made_at_ms)
    return target


def _told(there: list[pikepdf.Page], here: list[pikepdf.Page]) -> list[str]:
    if len(there) != len(here):
        return [
            tr("It has {pages}; its attached data make {again}.").format(
                pages=counted(len(there), "page", "pages"),
                again=counted(len(here), "page", "pages"),
            )
        ]
    seen: list[dict[tuple[int, int], bytes]] = [{}, {}]
    unlike = [
        str(number)
        for number, (one, other) in enumerate(zip(there, here, strict=True), 1)
        if _identity(one, seen[0]) != _identity(other, seen[1])
    ]
    if not unlike:
        return []
    more = len(unlike) - _MOST_NAMED
    named = unlike[:_MOST_NAMED] + ([counted(more, "other", "others")] if more > 0 else [])
    return [
        tr_counted(
            len(unlike),
            "Page {named} cannot be had from the attached data: compare them by eye.",
            "Pages {named} cannot be had from the attached data: compare them by eye.",
        ).format(named=listed(named))
    ]


def _identity(page: pikepdf.Page, seen: dict[tuple[int, int], bytes]) -> bytes:
    return b"".join(_digest(page.obj.get(key), seen) for key in _PRINTED)


def _digest(value: object, seen: dict[tuple[int, int], bytes]) -> bytes:
    """Return what ``value`` is worth, whatever number it has in its file."""
    if not isinstance(value, Object) or not value.is_indirect:
        return _digest_of(value, seen)
    if value.objgen not in seen:
        seen[value.objgen] = b"under way"  # what leads back to itself
        seen[value.objgen] = _digest_of(value, seen)
    return seen[value.objgen]


def _digest_of(value: object, seen: dict[tuple[int, int], bytes]) -> bytes:
    found = hashlib.sha256()
    if isinstance(value, Stream | Dictionary):
        for key in sorted(set(value.keys()) - _PACKING):
            found.update(key.encode() + b"\0" + _digest(value[key], seen))
    elif isinstance(value, Array):
        for each in value:
            found.update(_digest(each, seen))
    else:
        found.update(repr(value).encode())
    if isinstance(value, Stream):
        found.update(value.read_raw_bytes() if _is_photo(value) else value.read_bytes())
    return found.digest()


def _pictures(pdf: pikepdf.Pdf) -> dict[str, bytes]:
    """Return the photos in the file by the SHA-256 of their bytes, by which the data name them."""
    found: dict[str, bytes] = {}
    for each in pdf.objects:
        if isinstance(each, Stream) and _is_photo(each):
            content = each.read_raw_bytes()
            found[hashlib.sha256(content).hexdigest()] = content
    return found


def _is_photo(value: Stream) -> bool:
    return value.get(Name.Filter) in (Name.DCTDecode, Array([Name.DCTDecode]))
