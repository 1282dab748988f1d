"""The structure of the finished pages, written into the file, with what an archive asks of it.

Source: ISO 32000-1, 14.7.4 (structure content), 14.7.4.4 (parent tree); ISO 14289-1 (PDF/UA-1),
7.18 (annotations); ISO 19005-3 (PDF/A-3), 6.2.4 (colour) and 6.6 (metadata).
"""

import struct
from collections.abc import Mapping
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String
from PIL import ImageCms

from inspector_app.reports.tagging import Node, Tree

_PRINTED = 4
"""Annotation flag of ISO 32000-1, table 165."""
_KEPT_EMPTY = frozenset({"TD", "TH"})
"""A cell without words still is a cell."""
_ICC_DATE = slice(24, 36)
"""When a profile was made: ICC.1:2010, 7.2.8."""


def write_structure(pdf: pikepdf.Pdf, tree: Tree, widgets: Mapping[str, Object]) -> None:
    """Write what the pages of ``pdf`` hold as its structure, and name the colours they mean.

    Args:
        pdf: as ReportLab wrote it, with the signature fields made.
        tree: of the pages; its links are in the order of the pages' annotations.
        widgets: the signature fields by name.
    """
    _Writer(pdf, tree).write(widgets)
    profile = pdf.make_stream(_srgb(), N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


class _Writer:
    """One writing of one tree."""

    def __init__(self, pdf: pikepdf.Pdf, tree: Tree) -> None:
        self._pdf, self._tree = pdf, tree
        self._pages = [page.obj for page in pdf.pages]
        self._on_page: list[list[Object]] = [[] for _ in self._pages]
        """For each page, the element of each of its marks."""
        self._annotations: dict[int, tuple[Object, Object]] = {}
        """By the identity of a node: an annotation, and its page."""
        self._own: list[Object] = []
        """The elements of annotations, in the order of their keys in the parent tree."""
        self._notes = 0

    def write(self, widgets: Mapping[str, Object]) -> None:
        self._find_annotations(widgets)
        root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = self._element(self._tree.root, root)
        numbers = Array()
        for at, page in enumerate(self._pages):
            page.StructParents, page.Tabs = at, Name.S
            numbers.append(at)
            numbers.append(self._pdf.make_indirect(Array(self._on_page[at])))
        for at, element in enumerate(self._own, len(self._pages)):
            numbers.append(at)
            numbers.append(element)
        root.K = document
        root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=numbers))
        root.ParentTreeNextKey = len(self._pages) + len(self._own)
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _find_annotations(self, widgets: Mapping[str, Object]) -> None:
        for at, nodes in self._tree.links.items():
            page = self._pages[at]
            links = [each for each in page.Annots if each.Subtype == Name.Link]
            for node, link in zip(nodes, links, strict=True):
                link.F = _PRINTED
                self._annotations[id(node)] = (link, page)
        for name, widget in widgets.items():
            node = self._tree.fields.get(name) or self._tree.add("Form", self._tree.root)
            node.alt = str(widget.TU)
            self._annotations[id(node)] = (widget, widget.P)

    def _element(self, node: Node, parent: Object) -> Object:
        pdf = self._pdf
        element = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{node.tag}"), P=parent)
        )
        if node.alt:
            element.Alt = String(node.alt)
        if node.scope:
            element.A = Dictionary(O=Name.Table, Scope=Name(f"/{node.scope}"))
        if node.box is not None:
            element.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array(list(node.box)))
        if node.tag == "Note":
            self._notes += 1
            element.ID = String(f"note-{self._notes}")
        parts = Array()
        own_page: int | None = None
        for kid in node.kids:
            if isinstance(kid, Node):
                if _is_there(kid, self._annotations):
                    parts.append(self._element(kid, element))
                continue
            at, mark = kid
            if own_page is None:
                own_page = at
                element.Pg = self._pages[at]
            marked = Dictionary(Type=Name.MCR, Pg=self._pages[at], MCID=mark)
            parts.append(mark if at == own_page else marked)
            # Marks are made, and so told here, in their order on each page.
            self._mark(at, mark, element)
        if id(node) in self._annotations:
            annotation, page = self._annotations[id(node)]
            parts.append(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page))
            annotation.StructParent = len(self._pages) + len(self._own)
            self._own.append(element)
        if len(parts):
            element.K = parts[0] if len(parts) == 1 else parts
        return element

    def _mark(self, at: int, mark: int, element: Object) -> None:
        elements = self._on_page[at]
        elements.extend([element] * (mark + 1 - len(elements)))
        elements[mark] = element


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
