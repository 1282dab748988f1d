"""The few kinds of things that a page is made of; all drawing goes through them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, LongTable, Paragraph, TableStyle

from inspector_app.domain.ids import Sha256
from inspector_app.reports import styles


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that contents and bookmarks lead to."""

    key: str
    title: str
    level: int
    """0 for chapters, 1 for sections."""


class Prose(Paragraph):  # type: ignore[misc]
    """A run of text; may be a heading, and may break over pages."""

    anchor: Anchor | None = None
    characters = 0
    """How long the text is, without markup."""


class Grid(LongTable):  # type: ignore[misc]
    """A table whose rows may break over pages, within a row where it must."""


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
    )
    # A cell's own font is never used, yet each page would name it, and it is not embedded.
    own_font = ("FONTNAME", (0, 0), (-1, -1), face)
    made.setStyle(TableStyle([own_font, *look]))
    return made


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
    ) -> None:
        super().__init__()
        scale = min(room[0] / max(size[0], 1), room[1] / max(size[1], 1))
        self.width, self.height = max(size[0] * scale, 1), max(size[1] * scale, 1)
        self._sha256, self._fetch = sha256, fetch

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return the room it takes."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it, or an empty frame where it cannot be had."""
        canvas = self.canv
        image = self._fetch(self._sha256)
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

    def __init__(self, prose: Prose, key: str, page: int, style: ParagraphStyle) -> None:
        super().__init__()
        self._prose, self._key, self._page, self._style = prose, key, page, style
        self.spaceBefore = style.spaceBefore

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the room it takes; the page's number does not change it."""
        self.width = width
        _, self.height = self._prose.wrap(width, height)
        return width, self.height

    def draw(self) -> None:
        """Draw it."""
        canvas = self.canv
        self._prose.drawOn(canvas, 0, 0)
        canvas.setFont(self._style.fontName, self._style.fontSize)
        canvas.setFillColor(self._style.textColor)
        baseline = self.height - self._style.leading + (self._style.leading - self._style.fontSize)
        canvas.drawRightString(self.width, baseline, str(self._page))
        canvas.linkRect("", self._key, (0, 0, self.width, self.height), relative=1, thickness=0)


class Place(Flowable):  # type: ignore[misc]
    """Marks a place that contents and bookmarks lead to; takes no room."""

    def __init__(self, anchor: Anchor) -> None:
        super().__init__()
        self.anchor = anchor

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return that it takes none."""
        return 0, 0

    def draw(self) -> None:
        """Draw nothing; the document sets the bookmark."""
