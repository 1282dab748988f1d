"""A small paper that nobody signs: A4, marked at top and bottom, page x of y, tagged for PDF/UA-1.

Must not know what the paper says.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from reportlab.platypus import BaseDocTemplate, Flowable, PageTemplate

from inspector_app.reports import styles
from inspector_app.reports.attachment import prepared
from inspector_app.reports.margins import draw_foot, draw_marking, frame
from inspector_app.reports.report_file import unseen_file
from inspector_app.reports.styles import Styles, faces
from inspector_app.reports.tagging import TaggedCanvas, Tree
from inspector_app.reports.typesetting import Typesetter
from inspector_app.texts import language, tr

_MOST_PASSES = 3
_WATERMARK_SIZE = 84


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on every page of a paper."""

    title: str
    """For the document's properties."""
    marking: str
    foot: str
    """At the left of every foot."""
    watermark: str = ""
    """One word across every page; empty: none."""


@dataclass(frozen=True, slots=True)
class Set:
    """What came of setting a paper."""

    pages: int
    structure: Tree
    remarks: tuple[str, ...]
    """What is not on the pages as it was recorded, in sentences."""


def written(
    paper: Paper,
    story: Callable[[Typesetter], list[Any]],
    fonts: Path,
    target: BinaryIO,
    beside: Path,
    *,
    made_at_ms: int,
) -> Set:
    """Write a paper to ``target`` as a PDF that keeps to PDF/UA-1 and PDF/A-3a.

    Equal arguments give equal bytes.

    Args:
        paper: what stands on every page.
        story: returns all that is set, each time it is asked.
        fonts: the folder with the fonts that are embedded.
        target: empty, open for reading and writing.
        beside: where the paper will lie; its pages are made on the same disk.
        made_at_ms: milliseconds UTC by the laptop's clock.

    Raises:
        DeviceFull: the disk is full or may not be written.
        NotFound: a font is missing.
    """
    created_at = datetime.fromtimestamp(made_at_ms / 1000, UTC)
    with unseen_file(beside, tr("What is recorded is unharmed.")) as pages:
        found = _set(paper, story, Styles(faces(fonts)), pages)
        prepared(
            pages,
            target,
            snapshot=None,
            title=paper.title,
            created_at=created_at,
            fields=(),
            structure=found.structure,
            subject=paper.marking,
        )
    return found


def _set(
    paper: Paper, story: Callable[[Typesetter], list[Any]], look: Styles, target: BinaryIO
) -> Set:
    pages = 0
    for _ in range(_MOST_PASSES):
        setter = Typesetter(look)
        document = _Document(paper, setter, target, pages)
        target.seek(0)
        target.truncate()
        document.build(story(setter), canvasmaker=TaggedCanvas)
        if document.page == pages:
            break
        pages = document.page
    remarks = tuple(
        tr("{each} could not be printed as written.").format(each=each) for each in setter.replaced
    )
    return Set(pages, setter.tree, remarks)


class _Document(BaseDocTemplate):  # type: ignore[misc]
    """One pass over the pages."""

    def __init__(self, paper: Paper, setter: Typesetter, target: BinaryIO, pages: int) -> None:
        super().__init__(
            target,
            pagesize=(styles.PAGE_WIDTH, styles.PAGE_HEIGHT),
            pageCompression=1,
            invariant=1,
            lang=language().tag,
            # Else each page names a font that is not embedded.
            initialFontName=setter.styles.faces.text,
        )
        self._marking = setter.plain(paper.marking)
        self._foot = setter.plain(paper.foot)
        self._watermark = setter.plain(paper.watermark)
        self._faces = setter.styles.faces
        self._pages = pages
        self.addPageTemplates([PageTemplate("page", [frame(styles.FOOT)], onPage=self._draw_page)])

    def _draw_page(self, canvas: Any, _document: Any) -> None:
        with _as_before(canvas):
            if self._watermark:
                with canvas.ornament():
                    self._draw_watermark(canvas)
            with canvas.ornament("Header"):
                draw_marking(canvas, self._marking, self._faces, styles.PAGE_HEIGHT - 38)
            with canvas.ornament("Footer"):
                draw_marking(canvas, self._marking, self._faces, 30)
                draw_foot(canvas, self._foot, self._faces, self._pages)

    def _draw_watermark(self, canvas: Any) -> None:
        canvas.translate(styles.PAGE_WIDTH / 2, styles.PAGE_HEIGHT / 2)
        canvas.rotate(52)
        canvas.setFillColor(styles.WATERMARK)
        canvas.setFont(self._faces.bold, _WATERMARK_SIZE)
        canvas.drawCentredString(0, -_WATERMARK_SIZE / 3, self._watermark)
        canvas.rotate(-52)
        canvas.translate(-styles.PAGE_WIDTH / 2, -styles.PAGE_HEIGHT / 2)


class WritingRoom(Flowable):  # type: ignore[misc]
    """Ruled lines to write on by hand: an ornament beside the words that say what goes there."""

    def __init__(self, lines: int, indent: float = 0, leading: float = 22) -> None:
        super().__init__()
        self._lines, self._indent, self._leading = lines, indent, leading
        self.height = lines * leading
        self.spaceAfter = 6

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the room it takes (ReportLab)."""
        self.width = width
        return width, self.height

    def split(self, _width: float, height: float) -> list["WritingRoom"]:
        """Return itself as two where the page ends between two lines (ReportLab)."""
        fitting = int(height // self._leading)
        if not 0 < fitting < self._lines:
            return []
        rest = self._lines - fitting
        return [WritingRoom(each, self._indent, self._leading) for each in (fitting, rest)]

    def draw(self) -> None:
        """Draw it (ReportLab)."""
        canvas: TaggedCanvas = self.canv
        with canvas.ornament():
            canvas.setStrokeColor(styles.STRONG_RULE)
            canvas.setLineWidth(0.4)
            for at in range(self._lines):
                y = at * self._leading + 2
                canvas.line(self._indent, y, self.width, y)


@contextmanager
def _as_before(canvas: Any) -> Iterator[None]:
    canvas.saveState()
    yield
    canvas.restoreState()
