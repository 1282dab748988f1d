"""What was changed in a PDF after it was signed, told in words."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from inspector_app.texts import tr, tr_counted

_MOST_OBJECTS = 2_000_000
_MOST_PAGES_NAMED = 10
_BRANCHES = (Array, Dictionary, Stream)
_ACTIONS = (Name.OpenAction, Name.AA)

_ObjectId = tuple[int, int]
_NAMELESS: _ObjectId = (0, 0)


class _Beginning(io.RawIOBase):
    """The first bytes of a file as a file: the revision that was signed."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        super().__init__()
        self._file, self._size, self._position = file, size, 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def seekable(self) -> bool:
        """Return that any place can be gone to."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, as files do."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def tell(self) -> int:
        """Return the place."""
        return self._position

    def readinto(self, buffer: object) -> int:
        """Fill ``buffer`` as far as the signed revision goes."""
        view = memoryview(buffer)  # type: ignore[arg-type]  # typeshed's Buffer is newer than 3.11
        wanted = max(0, min(len(view), self._size - self._position))
        self._file.seek(self._position)
        block = self._file.read(wanted)
        view[: len(block)] = block
        self._position += len(block)
        return len(block)


def beginning(file: BinaryIO, size: int) -> BinaryIO:
    """Return the first ``size`` bytes of ``file`` as a file: the revision that was signed."""
    return io.BufferedReader(_Beginning(file, size))


def told(signed: BinaryIO, now: BinaryIO) -> tuple[str, ...]:
    """Return in words what ``now`` has that the ``signed`` revision has not.

    Both are read as PDF; where an object differs, the page, the attachment or the description it
    belongs to is named.

    Raises:
        pikepdf.PdfError: one of them cannot be read.
    """
    with _opened(signed) as before, _opened(now) as after:
        changed = _changed(before, after)
        sentences = [*_pages(before, after, changed), *_parts(before, after, changed)]
    if not sentences and changed:
        sentences = [tr("Parts of the file that are not seen on a page were changed.")]
    return tuple(sentences or [tr("Bytes were added behind the end of the signed file.")])


def _opened(file: BinaryIO) -> pikepdf.Pdf:
    return pikepdf.open(file, suppress_warnings=True)


def _changed(before: pikepdf.Pdf, after: pikepdf.Pdf) -> set[_ObjectId]:
    """Return the ids of the objects in ``after`` that are new or not what they were."""
    (old, old_bare), (new, new_bare) = _marks(before), _marks(after)
    changed = {key for key, mark in new.items() if old.get(key) != mark}
    return changed | ({_NAMELESS} if old_bare != new_bare else set())


def _marks(pdf: pikepdf.Pdf) -> tuple[dict[_ObjectId, bytes], list[object]]:
    """Return a mark for each object, and the bare numbers and nulls, which come without ids."""
    marks: dict[_ObjectId, bytes] = {}
    bare: list[object] = []
    for each in cast("Iterable[object]", pdf.objects):
        if isinstance(each, Object):
            marks[each.objgen] = _mark(each)
        else:
            bare.append(each)
    return marks, bare


def _mark(value: Object) -> bytes:
    digest = hashlib.sha256()
    if isinstance(value, Stream):
        digest.update(value.stream_dict.unparse(resolved=True))
        digest.update(value.read_raw_bytes())
    else:
        digest.update(value.unparse(resolved=True))
    return digest.digest()


def _pages(before: pikepdf.Pdf, after: pikepdf.Pdf, changed: set[_ObjectId]) -> Iterator[str]:
    earlier, later = len(before.pages), len(after.pages)
    if later > earlier:
        yield tr("Pages were added: {later} instead of {earlier}.").format(
            later=later, earlier=earlier
        )
    elif later < earlier:
        yield tr("Pages were taken out: {later} instead of {earlier}.").format(
            later=later, earlier=earlier
        )
    elif [each.objgen for each in before.pages] != [each.objgen for each in after.pages]:
        yield tr("Pages were exchanged.")
    touched = [
        number
        for number, page in enumerate(after.pages, start=1)
        if number <= earlier and _reached(page.obj) & changed
    ]
    if touched:
        some = ", ".join(str(each) for each in touched[:_MOST_PAGES_NAMED])
        more = tr(" and others") if len(touched) > _MOST_PAGES_NAMED else ""
        yield tr_counted(
            len(touched),
            "What is seen on page {some}{more} was changed.",
            "What is seen on pages {some}{more} was changed.",
        ).format(some=some, more=more)


def _parts(before: pikepdf.Pdf, after: pikepdf.Pdf, changed: set[_ObjectId]) -> Iterator[str]:
    old, new = before.Root, after.Root
    attached = [new.get(Name.AF), new.get(Name.Names)]
    attached_before = [old.get(Name.AF), old.get(Name.Names)]
    if any(_differ(*each, changed) for each in zip(attached_before, attached, strict=True)):
        yield tr("The attached data or names were changed.")
    if _differ(old.get(Name.Metadata), new.get(Name.Metadata), changed) or _differ(
        before.trailer.get(Name.Info), after.trailer.get(Name.Info), changed
    ):
        yield tr("Title or other description of the document was changed.")
    if any(key in new and key not in old for key in _ACTIONS) or _scripts(new, old):
        yield tr("Something that runs by itself was added.")
    if _differ(old.get(Name.AcroForm), new.get(Name.AcroForm), changed):
        yield tr("The signature fields were changed.")


def _scripts(new: Object, old: Object) -> bool:
    def named(root: Object) -> bool:
        names = root.get(Name.Names)
        return isinstance(names, Dictionary) and Name.JavaScript in names

    return named(new) and not named(old)


def _differ(old: object, new: object, changed: set[_ObjectId]) -> bool:
    if (old is None) != (new is None):
        return True
    if not isinstance(new, Object) or not isinstance(old, Object):
        return bool(old != new)
    if new.is_indirect or old.is_indirect:
        return new.objgen != old.objgen or bool(_reached(new) & changed)
    return bool(new.unparse(resolved=True) != old.unparse(resolved=True)) or bool(
        _reached(new) & changed
    )


def _reached(start: Object) -> set[_ObjectId]:
    """Return the ids of all objects that belong to ``start``, without the ways back and aside."""
    reached: set[_ObjectId] = set()
    waiting: list[Object] = [start]
    while waiting and len(reached) < _MOST_OBJECTS:
        value = waiting.pop()
        if value.is_indirect:
            if value.objgen in reached:
                continue
            reached.add(value.objgen)
        if isinstance(value, Array):
            waiting += [each for each in value if isinstance(each, _BRANCHES)]
        elif isinstance(value, Dictionary | Stream):
            waiting += [
                inner
                for key, inner in value.items()
                if isinstance(inner, _BRANCHES)
                and key not in {"/Parent", "/P", "/Pg", "/Dest", "/A", "/V", "/StructParent"}
                and not (isinstance(inner, Dictionary) and inner.get(Name.Type) == Name.Page)
            ]
    return reached
