"""What the things on the pages are, in reading order, and a canvas that marks what it draws.

A page says how ink lies; the structure says that a run of it is a heading, a cell or an ornament.
Must not know what a summary says, nor how the finished file keeps its structure.

Source: ISO 32000-1, 14.7 and 14.8 (logical structure, tagged PDF); ISO 14289-1 (PDF/UA-1), 7.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any, BinaryIO

from reportlab.pdfbase.pdfdoc import (
    PDFCrossReferenceTable,
    PDFDocument,
    PDFFile,
    PDFIndirectObject,
    PDFTrailer,
)
from reportlab.pdfgen.canvas import Canvas

Mark = tuple[int, int]
"""A page's index from 0, and a number that is the mark's own on that page."""


@dataclass(slots=True, eq=False)
class Node:
    """One element of the structure; its parts come in reading order."""

    tag: str
    """A standard structure type of ISO 32000-1, 14.8.4, such as ``P`` or ``TH``."""
    kids: "list[Node | Mark]" = field(default_factory=list)
    alt: str = ""
    """What is read out in its place."""
    scope: str = ""
    """Of a header cell: ``Column`` or ``Row``."""
    is_drawn_once: bool = False
    """Drawn again, as a table's head is on each page, it is an ornament."""
    box: tuple[float, float, float, float] | None = None
    """Of a figure: left, bottom, right, top on its page, in points."""


class Tree:
    """The structure of one document in the making."""

    def __init__(self) -> None:
        self.root = Node("Document")
        self.links: dict[int, list[Node]] = {}
        """By page index from 0, in the order of the page's link annotations."""
        self.fields: dict[str, Node] = {}
        """By the name of a signature field: where it belongs in reading order."""
        self._open = [self.root]

    @property
    def current(self) -> Node:
        """The element that is open now."""
        return self._open[-1]

    def add(self, tag: str, to: Node | None = None, *, alt: str = "", scope: str = "") -> Node:
        """Add an element after what stands in ``to``, or in the one that is open, and return it."""
        node = Node(tag, alt=alt, scope=scope)
        (to or self.current).kids.append(node)
        return node

    @contextmanager
    def inside(self, tag: str, *, scope: str = "") -> Iterator[Node]:
        """Add an element; what is added meanwhile stands in it."""
        node = self.add(tag, scope=scope)
        with self.within(node):
            yield node

    @contextmanager
    def within(self, node: Node) -> Iterator[None]:
        """What is added meanwhile stands in ``node``, after what it holds."""
        self._open.append(node)
        try:
            yield
        finally:
            self._open.remove(node)

    def item(self) -> Node:
        """Add an item to the list that stands last in the open element, or to a new list."""
        kids = self.current.kids
        last = kids[-1] if kids else None
        of_list = last if isinstance(last, Node) and last.tag == "L" else self.add("L")
        return self.add("LI", of_list)


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """Marks what is drawn on it as part of an element, or as an ornament."""

    draws = True
    """False: nobody will see it, so that texts need not be drawn."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._marks = 0
        self._for_texts: list[Node] = []
        self.reached: dict[str, int] = {}
        """On which page each place lies, from 1."""

    def save(self) -> None:
        """Write the file part by part as it is put together (ReportLab).

        ReportLab would hold all of it in memory three times over, each photo with it.
        """
        self._doc.format = partial(_written, self._doc, self._filename)
        super().save()

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """End the page; marks are counted anew on the next (ReportLab)."""
        super().showPage()
        self._marks = 0

    @contextmanager
    def marked(self, node: Node) -> Iterator[None]:
        """What is drawn meanwhile is part of ``node``."""
        if node.is_drawn_once and node.kids:
            with self.ornament():
                yield
            return
        self._begin(node)
        yield
        self.addLiteral("EMC")

    @contextmanager
    def texts_marked(self, *nodes: Node) -> Iterator[None]:
        """The texts drawn meanwhile are part of one of ``nodes`` each, in this order."""
        self._for_texts = list(nodes)
        yield
        self._for_texts = []

    def drawText(self, text: Any) -> None:  # noqa: N802 - ReportLab's name
        """Draw a text, marked if it is awaited (ReportLab)."""
        if not self._for_texts:
            super().drawText(text)
            return
        self._begin(self._for_texts.pop(0))
        super().drawText(text)
        self.addLiteral("EMC")

    @contextmanager
    def ornament(self, kind: str = "") -> Iterator[None]:
        """What is drawn meanwhile is not read out; ``Header`` and ``Footer`` belong to the page."""
        self.begin_ornament(kind)
        yield
        self.addLiteral("EMC")

    def begin_ornament(self, kind: str = "") -> None:
        """Begin an ornament; :meth:`end_ornament` ends it."""
        page = f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC"
        self.addLiteral(page if kind else "/Artifact BMC")

    def end_ornament(self) -> None:
        """End what :meth:`begin_ornament` began."""
        self.addLiteral("EMC")

    def reach(self, key: str, height: float) -> None:
        """Make ``key`` the name of the place ``height`` above the origin, unless it has one."""
        if key not in self.reached:
            self.reached[key] = self.getPageNumber()
            _, top = self.absolutePosition(0, height)
            self.bookmarkHorizontalAbsolute(key, top)

    def link(
        self, tree: Tree, node: Node, words: str, key: str, box: tuple[float, float, float, float]
    ) -> None:
        """Make a rectangle lead to the place ``key``.

        Args:
            tree: that ``node`` is of.
            node: a ``Link``.
            words: what is read out.
            key: of a place that is reached somewhere in the document.
            box: left, bottom, right and top in points, seen from the origin.
        """
        self.linkRect(words, key, box, relative=1, thickness=0)
        tree.links.setdefault(self._page_index(), []).append(node)

    def _begin(self, node: Node) -> None:
        self.addLiteral(f"/{node.tag} <</MCID {self._marks}>> BDC")
        node.kids.append((self._page_index(), self._marks))
        self._marks += 1

    def _page_index(self) -> int:
        number: int = self.getPageNumber()
        return number - 1


def _written(document: PDFDocument, file: BinaryIO) -> bytes:
    """Write what ``PDFDocument.format`` would return, the same bytes, and return no more of it.

    Without encryption and without ReportLab's own signatures, which no summary has.
    """
    document.encrypt.prepare(document)
    catalogue, info = document.Reference(document.Catalog), document.Reference(document.info)
    written = _WrittenThrough(document._pdfVersion, file)
    names = []
    for number in count(1):  # objects may still be added while others are written
        if (name := document.numberToId.get(number)) is None:
            break
        part = PDFIndirectObject(name, document.idToObject[name]).format(document)
        document.idToOffset[name] = written.add(part)
        names.append(name)
    table = PDFCrossReferenceTable()
    table.addsection(0, names)
    start = written.add(table.format(document))
    size, id_ = len(names) + 1, document.ID()
    trailer = PDFTrailer(start, size, Root=catalogue, Info=info, ID=id_)
    written.add(trailer.format(document))
    return b""


class _WrittenThrough(PDFFile):  # type: ignore[misc]
    """Counts where things begin, and keeps nothing."""

    def __init__(self, version: tuple[int, int], file: BinaryIO) -> None:
        super().__init__(version)
        head = self.strings.pop()
        self.write = file.write
        self.write(head)


class DraftCanvas(TaggedCanvas):
    """Only finds out on which page things come to stand.

    ReportLab would draw each pass in full, a third of the time that a report takes.
    """

    draws = False
