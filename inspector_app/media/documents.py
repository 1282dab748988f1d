"""PDF files: how many pages, one page as a picture, the words. Runs in the child."""

import contextlib
from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from inspector_app.domain.locales import whole_words
from inspector_app.media.refusal import Refused
from inspector_app.media.wire import HIGHEST
from inspector_app.texts import tr, tr_counted

MOST_PIXELS = 40_000_000
"""Of one rendered page; an A3 page at 300 dpi has 17 million."""
MOST_PAGES = 20_000
A4 = (595.0, 842.0)
"""Points."""


@contextlib.contextmanager
def opened(file: BinaryIO) -> Iterator[pypdfium2.PdfDocument]:
    """Give the document, reading from ``file`` only what is needed.

    Raises:
        Refused: it wants a password, or cannot be read.
    """
    file.seek(0)
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Refused(tr("it is protected by a password")) from error
        raise Refused(tr("it is damaged, or not a PDF that can be read")) from error
    with contextlib.closing(document):
        yield document


def page(document: pypdfium2.PdfDocument, number: int, width: int, height: int) -> Image.Image:
    """Return page ``number`` (from 0) on white, filling ``width`` × ``height`` at most.

    Raises:
        Refused: there is no such page, or it cannot be drawn.
    """
    if number >= len(document):
        raise Refused(
            tr_counted(len(document), "it has {number} pages").format(number=len(document))
        )
    document.init_forms()  # else what was typed into a form is not drawn
    try:
        sheet = document[number]
        across, down = sheet.get_size()
        scale = min(width / across, height / down, (MOST_PIXELS / (across * down)) ** 0.5)
        drawn: Image.Image = sheet.render(scale=scale, draw_annots=True).to_pil()
        return drawn.convert("RGB")
    except (pypdfium2.PdfiumError, ZeroDivisionError) as error:
        raise Refused(tr("page {number} is damaged").format(number=number + 1)) from error


def sheet_size(document: pypdfium2.PdfDocument, number: int) -> tuple[float, float]:
    """Return width and height of page ``number`` (from 0), as it is seen, in points.

    Raises:
        Refused: there is no such page, or it cannot be read.
    """
    if number >= len(document):
        raise Refused(
            tr_counted(len(document), "it has {number} pages").format(number=len(document))
        )
    try:
        across, down = document[number].get_size()
    except pypdfium2.PdfiumError as error:
        raise Refused(tr("page {number} is damaged").format(number=number + 1)) from error
    if min(across, down) <= 0:
        raise Refused(tr("page {number} is damaged").format(number=number + 1))
    return across, down


def sheet_sizes(document: pypdfium2.PdfDocument) -> list[tuple[float, float]]:
    """Return width and height of each page, as it is seen, in points; a damaged one is A4.

    Raises:
        Refused: there are more pages than are shown.
    """
    if len(document) > MOST_PAGES:
        raise Refused(
            tr_counted(MOST_PAGES, "it has more than {number} pages").format(
                number=whole_words(MOST_PAGES)
            )
        )
    sizes = []
    for number in range(len(document)):
        try:
            across, down = document.get_page_size(number)
        except pypdfium2.PdfiumError:
            across, down = 0, 0
        sizes.append((across, down) if min(across, down) >= 1 else A4)
    return sizes


def strip(
    document: pypdfium2.PdfDocument, number: int, width: int, top: int, rows: int
) -> tuple[int, bytes]:
    """Return some pixel rows of page ``number`` (from 0), drawn ``width`` pixels wide on white.

    How many rows came, at most ``rows`` from the one ``top``; and their pixels, three bytes each
    (red, green, blue).

    Raises:
        Refused: there is no such page, or it cannot be drawn.
    """
    across, down = sheet_size(document, number)
    down = min(down, across * HIGHEST)
    high = max(1, round(width * down / across))
    rows = min(rows, high - top)
    if rows < 1 or width * rows > MOST_PIXELS:
        raise Refused(tr("page {number} has no such rows").format(number=number + 1))
    document.init_forms()  # else what was typed into a form is not drawn
    try:
        sheet = document[number]
        bitmap = pypdfium2.PdfBitmap.new_native(width, rows, raw.FPDFBitmap_BGR, rev_byteorder=True)
        # What has no colour of its own would come out black.
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, rows)
        where = (0, -top, width, high, 0, raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER)
        raw.FPDF_RenderPageBitmap(bitmap, sheet, *where)
        if sheet.formenv is not None:
            raw.FPDF_FFLDraw(sheet.formenv, bitmap, sheet, *where)
    except pypdfium2.PdfiumError as error:
        raise Refused(tr("page {number} is damaged").format(number=number + 1)) from error
    return rows, bytes(bitmap.buffer)


def words(document: pypdfium2.PdfDocument, limit: int) -> str:
    """Return the text of the pages in order, at most ``limit`` characters; a scan has none."""
    parts: list[str] = []
    missing = limit
    for number in range(len(document)):
        if missing <= 0:
            break
        try:
            text = document[number].get_textpage().get_text_range(count=-1)
        except pypdfium2.PdfiumError:
            continue
        parts.append(text)
        missing -= len(text) + 1
    return "\n".join(parts)[:limit]
