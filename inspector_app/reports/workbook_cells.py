"""Cells of a workbook that goes out: text that stays text, and the look that all of them share.

The same content, saved with the same day, gives the same bytes.
"""

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

MOST_CHARACTERS = 32_767
"""Of one cell: the format's own limit."""
GREY = "FF5A6472"
_EDGE = "FFB8C0CC"
_PALE, _TO_FILL_IN = "FFF1F4F8", "FFFFFBE6"
_FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WHEN_PACKED = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP entry can bear; it says nothing."""
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
    cell = put(sheet, row, column, words, Font(bold=True))
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
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(packed, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":  # the library writes the time of saving
                told = when.strftime(_SAVED).encode()
                content = _MODIFIED.sub(rb"\g<1>" + told, content)
            entry_now = zipfile.ZipInfo(entry.filename, _WHEN_PACKED)
            entry_now.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry_now, content)
    return packed.getvalue()


def _edge() -> Border:
    side = Side(style="thin", color=_EDGE)
    return Border(side, side, side, side)
