"""The structure of the finished pages, written behind them, with what an archive asks of it.

A long report has half a million elements, which pikepdf would hold in a gigabyte: they are written
one after the other behind what it saved, in the plain form of the rest of the file.

Source: ISO 32000-1, 14.7.4 (structure content), 14.7.4.4 (parent tree); ISO 14289-1 (PDF/UA-1),
7.18 (annotations); ISO 19005-3 (PDF/A-3), 6.2.4 (colour) and 6.6 (metadata).
"""

import hashlib
import io
import re
import struct
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String
from PIL import ImageCms

from inspector_app.reports.tagging import Node, Tree

_PRINTED = 4
"""Annotation flag of ISO 32000-1, table 165."""
_KEPT_EMPTY = frozenset({"TD", "TH"})
"""A cell without words still is a cell."""
_PLACE = "root of the structure"
"""Stands in the saved catalogue where the root's number is to be; as long in the file as no number
is."""
_TAIL = 64
"""Bytes at the end of a saved file that tell where its table of objects begins."""
_LINE = 20
"""Bytes of a line of that table: ISO 32000-1, 7.5.4."""
_MOST_OF_CATALOGUE = 65_536
"""Bytes; a summary's has some five hundred."""
_ICC_DATE = slice(24, 36)
"""When a profile was made: ICC.1:2010, 7.2.8."""


Where = dict[int, tuple[int, int]]
"""By the identity of a node: the index of a page, and that of one of its annotations."""


def make_room(pdf: pikepdf.Pdf, tree: Tree, widgets: Mapping[str, Object]) -> Where:
    """Make ``pdf`` ready for :func:`append_structure`, and name the colours that its pages mean.

    Args:
        pdf: as ReportLab wrote it, with the signature fields made; to be saved after this.
        tree: of the pages; its links are in the order of the pages' annotations.
        widgets: the signature fields by name.

    Returns which element each annotation is.
    """
    pages = [page.obj for page in pdf.pages]
    where = _annotations(pages, tree, widgets)
    for at, page in enumerate(pages):
        page.StructParents, page.Tabs = at, Name.S
    keys = _in_order(tree.root, where)
    for key, (at, which) in enumerate(keys, len(pages)):
        _annotation(pages[at], which).StructParent = key
    pdf.Root.StructTreeRoot = String(_PLACE)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    profile = pdf.make_stream(_srgb(), N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    return where


def append_structure(file: BinaryIO, tree: Tree, where: Where) -> None:
    """Write the structure behind the saved pages in ``file``; equal arguments give equal bytes.

    Args:
        file: open for reading and writing; what qpdf saved, with a plain table of objects.
        tree: of the pages.
        where: as :func:`make_room` returned it.

    Raises:
        OSError: the file cannot be written.
    """
    marks = _landmarks(file, where)
    saved = _Saved(file, marks.root)
    saved.name_structure(_Writer(saved, marks.pages, marks.annotations).written(tree.root))
    saved.finish(marks)


@dataclass(frozen=True, slots=True)
class _Landmarks:
    """The numbers by which what is written behind names what was saved."""

    root: int
    info: int
    ids: tuple[bytes, bytes]
    """What tells the file from others: ISO 32000-1, 14.4."""
    pages: list[int]
    annotations: dict[int, tuple[int, int]]
    """By the identity of a node: those of an annotation and of its page."""


def _landmarks(file: BinaryIO, where: Where) -> _Landmarks:
    with pikepdf.open(file) as pdf:
        pages = [page.obj for page in pdf.pages]
        numbers = [page.objgen[0] for page in pages]
        annotations = {
            node: (_annotation(pages[at], which).objgen[0], numbers[at])
            for node, (at, which) in where.items()
        }
        first, last = map(bytes, cast("Array", pdf.trailer.ID))
        root, info = pdf.Root.objgen[0], pdf.docinfo.objgen[0]
        return _Landmarks(root, info, (first, last), numbers, annotations)


class _Saved:
    """A saved file to which objects are added before its table is written anew."""

    def __init__(self, file: BinaryIO, root: int) -> None:
        self._file = file
        end = file.seek(0, io.SEEK_END)
        file.seek(max(0, end - _TAIL))
        told = re.search(rb"startxref\n(\d+)\n%%EOF\n$", file.read())
        begin = file.seek(int(told[1])) if told else end
        head = re.match(rb"xref\n0 (\d+)\n", file.read(_TAIL))
        if head is None:
            raise ValueError("the file was not saved with a plain table of objects")
        file.seek(begin + head.end())
        self._table = file.read(int(head[1]) * _LINE)
        self._catalogue = int(self._table[root * _LINE :][:10])
        self._before = int(head[1])
        self._offsets = array("Q")
        self._digest = hashlib.sha256()
        self._end = file.seek(begin)
        file.truncate()

    def number(self) -> int:
        """Return the number of an object that is to be added."""
        self._offsets.append(0)
        return self._before + len(self._offsets) - 1

    def add(self, number: int, words: bytes) -> None:
        """Write an object."""
        self._offsets[number - self._before] = self._end
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, words))

    def name_structure(self, number: int) -> None:
        """Put the number of the structure's root where room was left for it."""
        place = String(_PLACE).unparse()
        self._file.seek(self._catalogue)
        catalogue = self._file.read(_MOST_OF_CATALOGUE)
        self._file.seek(self._catalogue + catalogue.index(place))
        self._file.write((b"%d 0 R" % number).ljust(len(place)))
        self._file.seek(self._end)

    def finish(self, marks: _Landmarks) -> None:
        """Write the table of all objects, and the end of the file."""
        begin, size = self._end, self._before + len(self._offsets)
        first, last = marks.ids
        last = hashlib.sha256(last + self._digest.digest()).digest()[: len(last)]
        self._file.write(b"xref\n0 %d\n%b" % (size, self._table))
        for offset in self._offsets:
            self._file.write(b"%010d 00000 n \n" % offset)
        self._file.write(
            b"trailer << /Info %d 0 R /Root %d 0 R /Size %d /ID [<%b><%b>] >>\n"
            b"startxref\n%d\n%%%%EOF\n"
            % (marks.info, marks.root, size, first.hex().encode(), last.hex().encode(), begin)
        )

    def _write(self, content: bytes) -> None:
        self._file.write(content)
        self._digest.update(content)
        self._end += len(content)


class _Writer:
    """One writing of one tree."""

    def __init__(
        self, saved: _Saved, pages: list[int], annotations: Mapping[int, tuple[int, int]]
    ) -> None:
        self._saved, self._pages = saved, pages
        self._annotations = annotations
        """By the identity of a node: the numbers of an annotation and of its page."""
        self._on_page = [array("Q") for _ in pages]
        """For each page, the number of the element of each of its marks."""
        self._own: list[int] = []
        """The elements of annotations, in the order of their keys in the parent tree."""
        self._notes = 0

    def written(self, document: Node) -> int:
        """Write the tree; return the number of its root."""
        saved, pages = self._saved, len(self._pages)
        root = saved.number()
        element = self._element(document, root)
        numbers: list[bytes] = []
        for at, elements in enumerate(self._on_page):
            page = saved.number()
            saved.add(page, b"[ %b ]" % b" ".join(map(_reference, elements)))
            numbers.append(b"%d %d 0 R" % (at, page))
        for at, own in enumerate(self._own, pages):
            numbers.append(b"%d %d 0 R" % (at, own))
        parents = saved.number()
        saved.add(parents, b"<< /Nums [ %b ] >>" % b" ".join(numbers))
        saved.add(
            root,
            b"<< /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d /Type /StructTreeRoot >>"
            % (element, parents, pages + len(self._own)),
        )
        return root

    def _element(self, node: Node, parent: int) -> int:
        number = self._saved.number()
        words = [b"<< /Type /StructElem /S /%b /P %d 0 R" % (node.tag.encode(), parent)]
        if node.alt:
            words.append(b"/Alt %b" % String(node.alt).unparse())
        if node.scope:
            words.append(b"/A << /O /Table /Scope /%b >>" % node.scope.encode())
        if node.box is not None:
            box = Array(list(node.box)).unparse()
            words.append(b"/A << /O /Layout /Placement /Block /BBox %b >>" % box)
        if node.tag == "Note":
            self._notes += 1
            words.append(b"/ID %b" % String(f"note-{self._notes}").unparse())
        parts: list[bytes] = []
        own_page: int | None = None
        for kid in node.kids:
            if isinstance(kid, Node):
                if _is_there(kid, self._annotations):
                    parts.append(_reference(self._element(kid, number)))
                continue
            at, mark = kid
            if own_page is None:
                own_page = at
                words.append(b"/Pg %d 0 R" % self._pages[at])
            marked = b"<< /Type /MCR /Pg %d 0 R /MCID %d >>" % (self._pages[at], mark)
            parts.append(b"%d" % mark if at == own_page else marked)
            # Marks are made, and so told here, in their order on each page.
            self._mark(at, mark, number)
        if id(node) in self._annotations:
            parts.append(b"<< /Type /OBJR /Obj %d 0 R /Pg %d 0 R >>" % self._annotations[id(node)])
            self._own.append(number)
        if parts:
            words.append(b"/K %b" % (parts[0] if len(parts) == 1 else b"[ %b ]" % b" ".join(parts)))
        self._saved.add(number, b" ".join([*words, b">>"]))
        return number

    def _mark(self, at: int, mark: int, element: int) -> None:
        elements = self._on_page[at]
        elements.extend([element] * (mark + 1 - len(elements)))
        elements[mark] = element


def _reference(number: int) -> bytes:
    return b"%d 0 R" % number


def _annotations(pages: Sequence[Object], tree: Tree, widgets: Mapping[str, Object]) -> Where:
    found: Where = {}
    for at, nodes in tree.links.items():
        links = [
            (which, each)
            for which, each in enumerate(pages[at].Annots)
            if each.Subtype == Name.Link
        ]
        for node, (which, link) in zip(nodes, links, strict=True):
            link.F = _PRINTED
            found[id(node)] = (at, which)
    for name, widget in widgets.items():
        node = tree.fields.get(name) or tree.add("Form", tree.root)
        node.alt = str(widget.TU)
        at = next(at for at, page in enumerate(pages) if page.objgen == widget.P.objgen)
        names = [each.get(Name.T) for each in pages[at].Annots]
        found[id(node)] = (at, names.index(String(name)))
    return found


def _annotation(page: Object, which: int) -> Object:
    return cast("Array", page.Annots)[which]


def _in_order(node: Node, where: Where) -> Iterator[tuple[int, int]]:
    """Yield the annotations in the order in which their elements are written."""
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _in_order(kid, where)
    if id(node) in where:
        yield where[id(node)]


def _is_there(node: Node, annotated: Mapping[int, object]) -> bool:
    """Whether a node has anything on a page."""
    if node.tag in _KEPT_EMPTY or id(node) in annotated:
        return True
    return any(not isinstance(kid, Node) or _is_there(kid, annotated) for kid in node.kids)


@cache
def _srgb() -> bytes:
    """Return the profile of sRGB, the same bytes each time."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_ICC_DATE] = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    return bytes(profile)
