"""What the steps by which a signed report is raised may write: validation data and timestamps.

An object that a step does not write is what it was; one that it writes again is compared with what
it was, and only additions at the end of known lists are let through. So the cost does not grow
with the report.

Source: ETSI EN 319 142-1, 5.4 (document time-stamp, DSS); ISO 32000-2, 12.8.4.3, 12.8.5.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    Reference,
    StreamObject,
)
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

STAMP_NAME = re.compile(r"Timestamp-[1-9][0-9]{0,3}")
_STORE = "/DSS"
_STORE_LISTS = {"/Certs", "/CRLs", "/OCSPs"}
_WIDGET_KEYS = {"/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/TU", "/V"}
_STAMP_KEYS = {"/Type", "/Filter", "/SubFilter", "/Contents", "/ByteRange"}
_HIDDEN_BOX = [0, 0, 0, 0]
_NOTHING = b""


@dataclass(frozen=True, slots=True)
class RaisedStep:
    """What one step added."""

    revision: int
    has_data: bool
    """Whether validation data came with it."""
    field: str | None
    """The name of the document timestamp that came with it."""


def raised_step(reader: PdfFileReader, revision: int) -> RaisedStep | None:
    """Return what the step to ``revision`` added; None if it did more than raising does."""
    return _Step(reader, revision).judged()


class _Step:
    """The comparison of one revision with the one before."""

    def __init__(self, reader: PdfFileReader, revision: int) -> None:
        self._revision = revision
        self._before = reader.get_historical_resolver(revision - 1)
        self._after = reader.get_historical_resolver(revision)
        self._written: set[Reference] = set(reader.xrefs.explicit_refs_in_revision(revision))
        earlier: set[Reference] = set()
        for at in range(revision):
            earlier |= reader.xrefs.explicit_refs_in_revision(at)
        self._rewritten = self._written & earlier
        self._allowed: set[Reference] = set()

    def judged(self) -> RaisedStep | None:
        """Return what was added, or None."""
        before, after = self._before, self._after
        if any(
            _bytes(before.trailer_view, key) != _bytes(after.trailer_view, key)
            for key in ("/Root", "/Info", "/Encrypt")
        ):
            return None
        data, field = self._added_data(), self._added_field()
        if data is None or field is None or not (data or field):
            return None
        self._allow(after.trailer_view, "/Root")
        if not self._is_root_else_the_same() or self._written - self._allowed:
            return None
        return RaisedStep(self._revision, data, field or None)

    def _is_root_else_the_same(self) -> bool:
        old, new = self._before.root, self._after.root
        free = {_STORE}
        if not isinstance(old.raw_get("/AcroForm"), IndirectObject):
            free.add("/AcroForm")
        return _same_but(old, new, free)

    def _added_data(self) -> bool | None:
        """Tell whether validation data were added; None if something else happened to them."""
        old = _dictionary(self._before, self._before.root, _STORE)
        new = _dictionary(self._after, self._after.root, _STORE)
        if new is None:
            return False if old is None else None
        if not set(new) <= _STORE_LISTS:
            return None
        self._allow(self._after.root, _STORE)
        added = False
        for key in sorted(_STORE_LISTS):
            rest = self._added_to(old, new, key)
            if rest is None:
                return None
            self._allow(new, key)
            for each in rest:
                stream = each.get_object()
                if not isinstance(stream, StreamObject) or set(stream) - {"/Length", "/Filter"}:
                    return None
                self._allowed.add(each.reference)
                added = True
        return added

    def _added_field(self) -> str | None:
        """Return the name of the timestamp's field, empty for none; None if more was done."""
        old = _dictionary(self._before, self._before.root, "/AcroForm")
        new = _dictionary(self._after, self._after.root, "/AcroForm")
        if old is None or new is None or not _same_but(old, new, {"/Fields"}):
            return None
        rest = self._added_to(old, new, "/Fields")
        if rest is None or len(rest) > 1:
            return None
        if not rest:
            return ""
        self._allow(self._after.root, "/AcroForm")
        self._allow(new, "/Fields")
        widget = rest[0].get_object()
        if not isinstance(widget, DictionaryObject) or not self._is_hidden_stamp(widget, rest[0]):
            return None
        self._allowed.add(rest[0].reference)
        return str(widget["/T"])

    def _is_hidden_stamp(self, widget: DictionaryObject, reference: IndirectObject) -> bool:
        """Tell whether a field is a timestamp that is nowhere seen, on a page else the same."""
        value, page = widget.raw_get("/V"), widget.raw_get("/P")
        if not (
            set(widget) <= _WIDGET_KEYS
            and widget["/FT"] == "/Sig"
            and widget["/Subtype"] == "/Widget"
            and list(widget["/Rect"]) == _HIDDEN_BOX
            and STAMP_NAME.fullmatch(str(widget["/T"]))
            and isinstance(value, IndirectObject)
            and isinstance(page, IndirectObject)
        ):
            return False
        stamp = value.get_object()
        if not (
            isinstance(stamp, DictionaryObject)
            and set(stamp) <= _STAMP_KEYS
            and stamp["/Type"] == "/DocTimeStamp"
            and stamp["/SubFilter"] == "/ETSI.RFC3161"
            and {value.reference, reference.reference}.isdisjoint(self._rewritten)
        ):
            return False
        self._allowed.add(value.reference)
        old, new = self._before(page.reference), self._after(page.reference)
        if not (
            isinstance(old, DictionaryObject)
            and isinstance(new, DictionaryObject)
            and new.get("/Type") == "/Page"
            and _same_but(old, new, {"/Annots"})
        ):
            return False
        rest = self._added_to(old, new, "/Annots")
        if rest is None or [_raw(each) for each in rest] != [_raw(reference)]:
            return False
        self._allowed.add(page.reference)
        self._allow(new, "/Annots")
        return True

    def _added_to(
        self, old: DictionaryObject | None, new: DictionaryObject, key: str
    ) -> list[IndirectObject] | None:
        """Return what a list has at its end that it had not; None if it was changed otherwise."""
        earlier = [*_items(self._before, old, key)]
        later = [*_items(self._after, new, key)]
        if [_raw(each) for each in later[: len(earlier)]] != [_raw(each) for each in earlier]:
            return None
        rest = [each for each in later[len(earlier) :] if isinstance(each, IndirectObject)]
        return rest if len(rest) == len(later) - len(earlier) else None

    def _allow(self, owner: DictionaryObject, key: str) -> None:
        """Let the object through in which the value of ``key`` stands."""
        value = owner.raw_get(key) if key in owner else None
        if isinstance(value, IndirectObject):
            self._allowed.add(value.reference)


def _dictionary(
    resolver: HistoricalResolver, owner: DictionaryObject, key: str
) -> DictionaryObject | None:
    if key not in owner:
        return None
    value = owner.raw_get(key)
    found = resolver(value.reference) if isinstance(value, IndirectObject) else value
    if not isinstance(found, DictionaryObject):
        raise TypeError(f"{key} is no dictionary")
    return found


def _items(
    resolver: HistoricalResolver, owner: DictionaryObject | None, key: str
) -> Iterator[PdfObject]:
    if owner is None or key not in owner:
        return
    value = owner.raw_get(key)
    found = resolver(value.reference) if isinstance(value, IndirectObject) else value
    if not isinstance(found, ArrayObject):
        raise TypeError(f"{key} is no list")
    for at in range(len(found)):
        yield found.raw_get(at)


def _same_but(old: DictionaryObject, new: DictionaryObject, free: set[str]) -> bool:
    return all(
        _bytes(old, key) == _bytes(new, key)
        for key in {*old.keys(), *new.keys()}
        if key not in free
    )


def _bytes(owner: DictionaryObject, key: str) -> bytes:
    return _raw(owner.raw_get(key)) if key in owner else _NOTHING


def _raw(value: PdfObject) -> bytes:
    written = io.BytesIO()
    value.write_to_stream(written)
    return written.getvalue()
