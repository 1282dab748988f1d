"""Cells of a workbook that goes out: text that stays text, and the look that all of them share.

The same content, saved with the same day, gives the same bytes.
"""

import io
import math
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from inspector_app.sheets.steady_zip import write_steadily

MOST_CHARACTERS = 32_767
"""Of one cell: the format's own limit."""
_FACE = "Calibri"
BOLD = Font(name=_FACE, size=11, bold=True)
TITLE = Font(name=_FACE, size=14, bold=True)
DIM = Font(name=_FACE, size=11, color="FF5A6472")
_LINE_HEIGHT, _TALLEST = 15.0, 409.0
"""Points; a row can be no taller."""
_EDGE = "FFB8C0CC"
_PALE, _TO_FILL_IN = "FFF1F4F8", "FFFFFBE6"
_FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_SAVED = "%Y-%m-%dT%H:%M:%SZ"


def put(sheet: Any, row: int, column: int, words: str, font: Font | None = None) -> Any:
    """Write words into a cell and return it; whatever they begin with, they are no formula."""
    cell = sheet.cell(row, column)
    text = _UNPRINTABLE.sub("\ufffd", words)[:MOST_CHARACTERS]
    if text:
        cell.value = text
        # Set again: a text that begins with = would be taken for a formula.
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_FORMULA_BEGINNINGS)
    cell.number_format = "@"
    if font is not None:
        cell.font = font
    return cell


def put_title(sheet: Any, row: int, column: int, words: str) -> None:
    """Write the title of a column."""
    cell = put(sheet, row, column, words, BOLD)
    cell.fill = PatternFill("solid", fgColor=_PALE)
    cell.border = _edge()
    cell.alignment = Alignment(wrap_text=True, vertical="center")


def put_in_table(sheet: Any, row: int, column: int, words: str, *, is_open: bool) -> Any:
    """Write a cell of a table and return it; an open one is to be filled in, others are locked."""
    cell = put(sheet, row, column, words)
    cell.border = _edge()
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.protection = Protection(locked=not is_open)
    if is_open:
        cell.fill = PatternFill("solid", fgColor=_TO_FILL_IN)
    return cell


def fit_height(
    sheet: Any, row: int, texts: Mapping[int, str], widths: Mapping[int, int], least: int = 1
) -> None:
    """Make a row as high as its words need, which no reader is sure to do by itself.

    Args:
        sheet: with the row.
        row: which.
        texts: by column.
        widths: of the columns, in characters.
        least: lines.
    """
    lines = [
        sum(max(1, math.ceil(len(line) / max(widths[column] - 2, 1))) for line in text.split("\n"))
        for column, text in texts.items()
    ]
    sheet.row_dimensions[row].height = min(max([least, *lines]) * _LINE_HEIGHT + 3, _TALLEST)


def protect(sheet: Any) -> None:
    """Lock a sheet but for its open cells; columns and rows may still be made wider."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def set_pages(sheet: Any, marking: str, title_row: int | None = None) -> None:
    """Print a sheet on landscape pages of its own width, with the marking at top and bottom."""
    if title_row is not None:
        sheet.print_title_rows = f"{title_row}:{title_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for band in (sheet.oddHeader, sheet.oddFooter):
        band.center.text = marking.replace("&", "&&")


def saved(book: Any, title: str, when: datetime) -> bytes:
    """Return a workbook as the bytes of an .xlsx file.

    Args:
        book: what was written; it is no longer used.
        title: in its properties, the marking first.
        when: the time of making in its properties, UTC and without a zone; nothing else in the
            file tells when it was written.
    """
    book.properties.creator = "SPR Inspector"
    book.properties.title = title
    book.properties.created = when
    written = io.BytesIO()
    book.save(written)
    packed = io.BytesIO()
    write_steadily(
        ((name, _told(name, content, when)) for name, content in _parts(written)), packed
    )
    return packed.getvalue()


def _parts(written: io.BytesIO) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(written) as book:
        for name in book.namelist():
            yield name, book.read(name)


def _told(name: str, content: bytes, when: datetime) -> bytes:
    """Return a part with the time of making where the library writes the time of saving."""
    if name != "docProps/core.xml":
        return content
    return _MODIFIED.sub(rb"\g<1>" + when.strftime(_SAVED).encode(), content)


def _edge() -> Border:
    side = Side(style="thin", color=_EDGE)
    return Border(side, side, side, side)
