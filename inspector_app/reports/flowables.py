"""The few kinds of things that a page is made of; all drawing goes through them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable, LongTable, Paragraph, TableStyle

from inspector_app.domain.ids import Sha256
from inspector_app.reports import styles
from inspector_app.reports.linking import Lead
from inspector_app.reports.measuring import width
from inspector_app.reports.tagging import Node, TaggedCanvas, Tree
from inspector_app.texts import tr

_MARK_SHARE, _MARK_RISE, _MARK_GAP = 0.72, 0.36, 3.0
"""Size and height of a note mark as shares of its text's size, and points between two."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that contents and bookmarks lead to."""

    key: str
    title: str = ""
    level: int | None = None
    """0 for chapters, 1 for sections; None: only links lead there."""


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The number of a note, raised behind the words that it is about."""

    note: Lead
    node: Node
    """A ``Link`` where the note is on a page, else what the words are part of."""
    tree: Tree


class Prose(Paragraph):  # type: ignore[misc]
    """A run of text; may be a heading, and may break over pages."""

    anchor: Anchor | None = None
    characters = 0
    """How long the text is, without markup."""
    node: Node | None = None
    """What it is part of; None for what is only measured."""
    label: Node | None = None
    """What the words that hang to its left are, where they are not part of :attr:`node`."""
    holder: Node | None = None
    """What holds an item's further paragraphs."""
    marks: Sequence[NoteMark] = ()
    """Stand in the room that was left for them at the end."""

    def split(self, width: float, height: float) -> list["Prose"]:
        """Return itself as two, which are parts of the same thing (ReportLab)."""
        parts: list[Prose] = super().split(width, height)
        for part in parts:
            part.node, part.label = self.node, self.label
        if parts:
            parts[0].anchor, parts[-1].marks = self.anchor, self.marks
        return parts

    def beginText(self, x: float, y: float) -> PDFTextObject:  # noqa: N802 - ReportLab's name
        """Return what its lines are written with (ReportLab)."""
        return _Lines(self.canv, x, y, [*map(_goes_on, self.blPara.lines[:-1]), False])

    def draw(self) -> None:
        """Draw it as what it is (ReportLab)."""
        canvas: TaggedCanvas = self.canv
        if self.anchor is not None:
            canvas.reach(self.anchor.key, self.height)
        if not canvas.draws:
            return
        self._draw_words(canvas)
        if self.marks:
            self._draw_marks(canvas)

    def _draw_words(self, canvas: TaggedCanvas) -> None:
        if self.node is None:
            with canvas.ornament():
                super().draw()
        elif self.label is not None and self.bulletText:
            with canvas.texts_marked(self.label, self.node):
                super().draw()
        else:
            with canvas.marked(self.node):
                super().draw()

    def _draw_marks(self, canvas: TaggedCanvas) -> None:
        style, lines = self.style, self.blPara.lines
        last = lines[-1]
        left_over = last[0] if isinstance(last, tuple) else last.extraSpace
        words = [mark.note.words for mark in self.marks]
        x = self.width - style.rightIndent - left_over - room_of_marks(words, style)
        first = self.height - getattr(self.blPara, "ascent", style.fontSize)
        baseline = first - style.leading * (len(lines) - 1)
        size = _MARK_SHARE * style.fontSize
        for mark in self.marks:
            note = mark.note
            wide = width(note.words, style.fontName, size)
            with canvas.marked(mark.node):
                canvas.setFont(style.fontName, size)
                canvas.setFillColor(styles.ACCENT if note.leads else style.textColor)
                canvas.drawString(x, baseline + _MARK_RISE * style.fontSize, note.words)
            if note.leads:
                box = (x - 1, baseline, x + wide + 1, baseline + style.fontSize)
                canvas.link(mark.tree, mark.node, note.told, note.key, box)
            x += wide + _MARK_GAP


def room_of_marks(words: Sequence[str], style: ParagraphStyle) -> float:
    """Return the width that note marks need behind a text of this style, in points."""
    size = _MARK_SHARE * style.fontSize
    return sum(width(each, style.fontName, size) + _MARK_GAP for each in words)


class _Lines(PDFTextObject):  # type: ignore[misc]
    """Writes a paragraph's lines with the spaces at which they were broken.

    ReportLab leaves them out, and whoever reads the text aloud would join the words. The method is
    private; a test notices if it moves. Source: ISO 32000-1, 14.8.2.5.
    """

    def __init__(self, canvas: TaggedCanvas, x: float, y: float, spaced: list[bool]) -> None:
        super().__init__(canvas, x, y)
        self._spaced = iter(spaced)

    def _textOut(self, text: str, TStar: int = 0) -> None:  # noqa: N802, N803 - ReportLab's names
        if TStar and next(self._spaced, False):
            text += " "
        super()._textOut(text, TStar)


def _goes_on(line: Any) -> bool:
    """Whether a line ends between two words, and not within a word that had no room.

    ReportLab keeps a line as its room and words, or as an object where its font changes.
    """
    if isinstance(line, tuple):
        last = line[1][-1] if line[1] else ""
        return type(last) is str or type(last).__name__ == "_SplitWordEnd"
    return bool(line.wordCount > 1)


class Grid(LongTable):  # type: ignore[misc]
    """A table whose rows may break over pages, within a row where it must."""

    characters = 0
    """How much text a short one holds; 0: it is too long to be kept on one page."""


def grid(
    rows: list[list[Any]],
    widths: list[float],
    look: Sequence[tuple[Any, ...]],
    face: str,
    *,
    heads: int = 0,
    least_heights: list[float] | None = None,
) -> Grid:
    """Return a table of flowables or lists of them; its heads repeat on each page."""
    made = Grid(
        rows,
        colWidths=widths,
        repeatRows=heads,
        splitByRow=1,
        splitInRow=1,
        minRowHeights=least_heights,
        hAlign="LEFT",
        renderCB=_as_ornaments,
    )
    # A cell's own font is never used, yet each page would name it, and it is not embedded.
    own_font = ("FONTNAME", (0, 0), (-1, -1), face)
    made.setStyle(TableStyle([own_font, *look]))
    return made


def _as_ornaments(table: Grid, event: str, *_where: Any) -> None:
    """Mark backgrounds and lines; the cells mark what is in them."""
    if event in ("startBG", "startLines"):
        table.canv.begin_ornament()
    elif event in ("endBG", "endLines"):
        table.canv.end_ornament()


class Rule(Flowable):  # type: ignore[misc]
    """A thin line across the column: an ornament."""

    def __init__(self, colour: Color = styles.RULE, before: float = 6, after: float = 0) -> None:
        super().__init__()
        self._colour = colour
        self.spaceBefore, self.spaceAfter = before, after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the room it takes."""
        self.width = width
        return width, 0.5

    def draw(self) -> None:
        """Draw it."""
        with self.canv.ornament():
            self.canv.setStrokeColor(self._colour)
            self.canv.setLineWidth(0.5)
            self.canv.line(0, 0.25, self.width, 0.25)


class Bar(Flowable):  # type: ignore[misc]
    """How much of something is done, as a bar: an ornament beside the words that say it."""

    def __init__(self, done: int, total: int, height: float = 3) -> None:
        super().__init__()
        self._share = done / total if total else 0
        self.height = height
        self.spaceBefore, self.spaceAfter = 2, 4

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the room it takes."""
        self.width = width
        return width, self.height

    def draw(self) -> None:
        """Draw it."""
        canvas, round_ = self.canv, self.height / 2
        with canvas.ornament():
            canvas.setFillColor(styles.TRACK)
            canvas.roundRect(0, 0, self.width, self.height, round_, stroke=0, fill=1)
            if self._share:
                canvas.setFillColor(styles.ACCENT)
                filled = max(self.width * self._share, self.height)
                canvas.roundRect(0, 0, filled, self.height, round_, stroke=0, fill=1)


class Picture(Flowable):  # type: ignore[misc]
    """A thumbnail, fetched when it is drawn, so that only one is decoded at a time."""

    def __init__(
        self,
        sha256: Sha256,
        size: tuple[int, int],
        room: tuple[float, float],
        fetch: Callable[[Sha256], "ImageReader | None"],
        node: Node,
    ) -> None:
        super().__init__()
        self._node = node
        scale = min(room[0] / max(size[0], 1), room[1] / max(size[1], 1))
        self.width, self.height = max(size[0] * scale, 1), max(size[1] * scale, 1)
        self._sha256, self._fetch = sha256, fetch

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return the room it takes."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it, or an empty frame where it cannot be had."""
        canvas: TaggedCanvas = self.canv
        left, bottom = canvas.absolutePosition(0, 0)
        self._node.box = (left, bottom, left + self.width, bottom + self.height)
        image = self._fetch(self._sha256)
        with canvas.marked(self._node):
            if image is not None:
                canvas.drawImage(image, 0, 0, self.width, self.height)
            canvas.setStrokeColor(styles.RULE)
            canvas.setLineWidth(0.5)
            canvas.rect(0, 0, self.width, self.height, stroke=1, fill=0)


class Thumbnail(ImageReader):  # type: ignore[misc]
    """A thumbnail's bytes; a JPEG goes into the file as it is."""

    def __init__(self, content: bytes) -> None:
        super().__init__(BytesIO(content))
        self._digest = hashlib.sha256(content).digest()

    def getRGBData(self) -> bytes:  # noqa: N802 - ReportLab's name
        """Return the pixels; for a JPEG its digest, since they are asked for only as an identity.

        ReportLab embeds a JPEG's own bytes but decodes it first to tell it from others: 5 ms each.
        """
        if self.jpeg_fh() is None:
            pixels: bytes = super().getRGBData()
            return pixels
        self._dataA = None
        self.mode = self._image.mode
        return self._digest


class ContentsRow(Flowable):  # type: ignore[misc]
    """One row of the contents: a title that leads to its page, and the page's number."""

    def __init__(self, prose: Prose, anchor: Anchor, page: int, tree: Tree) -> None:
        super().__init__()
        self._prose, self._anchor, self._page, self._tree = prose, anchor, page, tree
        self._node = tree.current
        self.spaceBefore = prose.style.spaceBefore

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the room it takes; the page's number does not change it."""
        self.width = width
        _, self.height = self._prose.wrap(width, height)
        return width, self.height

    def draw(self) -> None:
        """Draw it."""
        canvas: TaggedCanvas = self.canv
        self._prose.drawOn(canvas, 0, 0)
        style = self._prose.style
        with canvas.marked(self._node):
            canvas.setFont(style.fontName, style.fontSize)
            canvas.setFillColor(style.textColor)
            baseline = self.height - style.leading + (style.leading - style.fontSize)
            canvas.drawRightString(self.width, baseline, str(self._page))
        words = tr("{anchor}, page {page}").format(anchor=self._anchor.title, page=self._page)
        box = (0.0, 0.0, self.width, self.height)
        canvas.link(self._tree, self._node, words, self._anchor.key, box)
