"""A content set as a PDF: A4, marked at top and bottom, page x of y, contents with links.

Must not sign, attach or name anything: that follows, on the finished pages.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from PIL import UnidentifiedImageError
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.platypus import BaseDocTemplate, PageTemplate

from inspector_app.domain.errors import Cancelled
from inspector_app.domain.ids import Sha256
from inspector_app.domain.locales import whole_words
from inspector_app.domain.wording import first_words
from inspector_app.reports import styles
from inspector_app.reports.facts import Content
from inspector_app.reports.fields import (
    INSPECTOR_FIELD,
    LEAD_FIELD,
    SIGNED_BY_INSPECTOR,
    SIGNED_BY_LEAD,
    SignatureField,
)
from inspector_app.reports.flowables import Thumbnail
from inspector_app.reports.margins import columns, draw_foot, draw_marking, frame
from inspector_app.reports.pages import COVER, INDEX, LATER, Pages, SigningPlace
from inspector_app.reports.phrases import name_of
from inspector_app.reports.styles import Styles, faces
from inspector_app.reports.tagging import DraftCanvas, TaggedCanvas, Tree
from inspector_app.reports.typesetting import Typesetter
from inspector_app.reports.watermarks import draw_watermark
from inspector_app.texts import language, tr, tr_counted

# Base 85 makes ReportLab six times as slow and the file a quarter larger (measured, pure Python).
rl_config.useA85 = 0

_HALF = (styles.WIDTH - 14) / 2
_SIGNATURES_BOTTOM, _SIGNATURES_TOP = 104.0, 172.0
FIELDS = tuple(
    SignatureField(name, 0, (left, _SIGNATURES_BOTTOM, left + _HALF, _SIGNATURES_TOP), words)
    for name, left, words in (
        (INSPECTOR_FIELD, styles.MARGIN, SIGNED_BY_INSPECTOR),
        (LEAD_FIELD, styles.MARGIN + _HALF + 14, SIGNED_BY_LEAD),
    )
)
"""On the first page, side by side."""
_COVER_FOOT = 200.0
"""Above the words over the fields."""
_MOST_PASSES = 4
_TITLE_CHARACTERS = 300
"""Of the force's name in the document's properties."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Laid:
    """What came of setting a content."""

    pages: int
    title: str
    """For the document's properties."""
    fields: tuple[SignatureField, ...]
    """Where it is signed, in reading order; an interim summary nowhere."""
    replaced: tuple[str, ...]
    """What could not be printed and where: ``Line CC-PO-07, note: Arabic text, 23 characters``."""
    missing_pictures: tuple[Sha256, ...]
    """Thumbnails that could not be had or are damaged; an empty frame stands in their place."""
    structure: Tree
    """What is on the pages, in reading order."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is not on the pages as it was recorded, in sentences."""
        found = [
            tr("{each} could not be printed as written; the attached data hold it.").format(
                each=each
            )
            for each in self.replaced
        ]
        if self.missing_pictures:
            number = len(self.missing_pictures)
            told = tr_counted(
                number,
                "{number} thumbnail was missing or damaged; an empty frame stands there.",
                "{number} thumbnails were missing or damaged; an empty frame stands there.",
            )
            found.append(told.format(number=whole_words(number)))
        return tuple(found)


def laid_out(
    content: Content,
    thumbnails: Callable[[Sha256], bytes | None],
    fonts: Path,
    target: BinaryIO,
    *,
    made_at_ms: int,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Laid:
    """Write ``content`` to ``target`` as a PDF without signature or attachment.

    An interim summary says on every page that it is provisional, and has no place to sign.

    Equal arguments give equal bytes. Texts of any length and script are set; what cannot be printed
    is visibly replaced and reported.

    Args:
        content: what is printed.
        thumbnails: the stored thumbnail's bytes, or None; asked for one at a time.
        fonts: the folder with the fonts that are embedded.
        target: open for writing; its content is replaced, once the pages are found.
        made_at_ms: milliseconds UTC by the laptop's clock.
        progress: told steps done and steps in all.
        cancelled: asked between steps.

    Raises:
        Cancelled: ``cancelled`` said so.
        OSError: ``target`` cannot be written.
        NotFound: a font is missing.
    """
    look = Styles(faces(fonts))
    page_of: dict[str, int] = {}
    pages, steps = 0, _Steps(progress, cancelled)
    for number in range(_MOST_PASSES):
        pictures = _Pictures(thumbnails)
        setter = Typesetter(look, steps.asked)
        # The first pass only finds the page numbers: it draws no pictures and writes nothing.
        document = _Document(content, setter, target, pages, steps, draft=number == 0)
        fetch = pictures.none if number == 0 else pictures.fetched
        document.made(Pages(content, made_at_ms, setter, fetch, page_of))
        settled = (document.page_of, document.page) == (page_of, pages)
        page_of, pages = document.page_of, document.page
        if settled:
            break
    cover = content.record.cover
    title = f"{first_words(cover.force, _TITLE_CHARACTERS)}: {name_of(content)}, {cover.fieldwork}"
    fields = () if content.interim else FIELDS
    return Laid(pages, title, fields, setter.replaced, pictures.missing, setter.tree)


class _Steps:
    """Counts what is done over both passes, and stops when asked to."""

    def __init__(self, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._size, self._before, self._done = 1, 0, 0

    def begin(self, size: int, *, first: bool) -> None:
        self._size, self._before = max(size, 1), 0 if first else max(size, 1)

    def asked(self) -> None:
        """Stop if that was asked for.

        Raises:
            Cancelled: it was.
        """
        if self._cancelled is not None and self._cancelled():
            raise Cancelled(tr("The export was stopped; no file was written."))

    def told(self, kind: str, value: int) -> None:
        self.asked()
        if kind == "PROGRESS" and self._progress is not None:
            # ReportLab counts what is left, and what is split over pages counts anew.
            self._done = max(self._done, self._before + min(value, self._size))
            self._progress(self._done, 2 * self._size)


class _Pictures:
    """Fetches thumbnails and remembers which could not be had."""

    def __init__(self, thumbnails: Callable[[Sha256], bytes | None]) -> None:
        self._thumbnails = thumbnails
        self._missing: dict[Sha256, None] = {}

    @property
    def missing(self) -> tuple[Sha256, ...]:
        return tuple(self._missing)

    def none(self, _sha256: Sha256) -> ImageReader | None:
        return None

    def fetched(self, sha256: Sha256) -> ImageReader | None:
        content = self._thumbnails(sha256)
        if content is not None and hashlib.sha256(content).hexdigest() == sha256:
            try:
                return Thumbnail(content)
            except (OSError, UnidentifiedImageError, ValueError):
                pass
        self._missing[sha256] = None
        return None


class _Document(BaseDocTemplate):  # type: ignore[misc]
    """One pass over the pages."""

    def __init__(
        self,
        content: Content,
        setter: Typesetter,
        target: BinaryIO,
        pages: int,
        steps: _Steps,
        *,
        draft: bool,
    ) -> None:
        super().__init__(
            target,
            pagesize=(styles.PAGE_WIDTH, styles.PAGE_HEIGHT),
            pageCompression=1,
            invariant=1,
            lang=language().tag,
            # Else each page names a font that is not embedded.
            initialFontName=setter.styles.faces.text,
        )
        cover = content.record.cover
        self._marking = setter.plain(cover.marking)
        self._foot = f"{setter.plain(cover.force)} · {name_of(content)}"
        self._watermark = ""
        if content.interim:
            self._foot += tr(" · provisional, not signed")
            self._watermark = tr("Provisional · {interim}").format(interim=content.interim.number)
        self._look = setter.styles
        self._setter = setter
        self._pages = pages
        self._steps = steps
        self._target = target
        self._draft = draft
        self._doSave = not draft
        self._signing_place: SigningPlace | None = None
        self._canvas: TaggedCanvas | None = None
        self.addPageTemplates(
            [
                # A cover that runs over is signed on its first page alone.
                PageTemplate(
                    COVER,
                    [frame(_COVER_FOOT)],
                    onPage=self._draw_cover,
                    autoNextPageTemplate=LATER,
                ),
                PageTemplate(LATER, [frame(styles.FOOT)], onPage=self._draw_page),
                PageTemplate(INDEX, list(columns(styles.FOOT)), onPage=self._draw_page),
            ]
        )

    def made(self, pages: Pages) -> None:
        """Set the pages, and unless this is the draft, write them.

        Raises:
            OSError: the file cannot be written.
        """
        story = pages.story()
        self._signing_place = pages.signing_place
        self._steps.begin(len(story), first=self._draft)
        self.setProgressCallBack(self._steps.told)
        # Another pass may have written before, if its page numbers were not the last word.
        self._target.seek(0)
        self._target.truncate()
        self.build(story, canvasmaker=self._made_canvas)

    @property
    def page_of(self) -> dict[str, int]:
        """On which page each place was reached, from 1."""
        return self._canvas.reached if self._canvas is not None else {}

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802 - ReportLab's name
        """Name a heading in the outline."""
        anchor = getattr(flowable, "anchor", None)
        if anchor is None or anchor.level is None:
            return
        title = self._setter.plain(anchor.title)
        self.canv.addOutlineEntry(title, anchor.key, anchor.level, closed=anchor.level > 0)

    def _made_canvas(self, *given: Any, **named: Any) -> TaggedCanvas:
        kind = DraftCanvas if self._draft else TaggedCanvas
        self._canvas = kind(*given, **named)
        return self._canvas

    def _draw_cover(self, canvas: Any, document: Any) -> None:
        self._draw_page(canvas, document)
        place = self._signing_place
        canvas.saveState()
        for at, field in enumerate(FIELDS if place is not None else ()):
            left, bottom, right, top = field.rect
            with canvas.ornament():
                canvas.setStrokeColor(styles.STRONG_RULE)
                canvas.setLineWidth(0.75)
                canvas.roundRect(left, bottom, right - left, top - bottom, 4, stroke=1, fill=0)
            if place is not None:
                place.above[at].wrapOn(canvas, right - left, top - bottom)
                place.above[at].drawOn(canvas, left, top + 3)
        if place is not None:
            _, height = place.below.wrapOn(canvas, styles.WIDTH, _SIGNATURES_BOTTOM)
            place.below.drawOn(canvas, styles.MARGIN, _SIGNATURES_BOTTOM - 7 - height)
        canvas.restoreState()

    def _draw_page(self, canvas: Any, _document: Any) -> None:
        canvas.saveState()
        if self._watermark:
            with canvas.ornament("Watermark"):
                draw_watermark(canvas, self._watermark, self._look.faces.bold)
        with canvas.ornament("Header"):
            draw_marking(canvas, self._marking, self._look.faces, styles.PAGE_HEIGHT - 38)
        with canvas.ornament("Footer"):
            draw_marking(canvas, self._marking, self._look.faces, 30)
            draw_foot(canvas, self._foot, self._look.faces, self._pages)
        canvas.restoreState()
