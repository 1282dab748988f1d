"""Writes the accuracy workbook: numbered paragraphs with room for the force's points beside each.

What it holds is text and nothing else: words that begin like a formula stay words.
"""

import io
import re
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter

from inspector_app.reports import workbook_form as form
from inspector_app.reports.workbook_form import Sheet

_FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {
    form.NUMBER: 11,
    form.SECTION: 30,
    form.WORDS: 64,
    form.POINT: 52,
    form.EVIDENCE: 36,
    form.BY: 24,
}
_GREY, _PALE = "FF5A6472", "FFF1F4F8"
_HOW = (
    "Write in the columns D to F only, one point to a paragraph in its own row. Leave a row "
    "empty where you have no point. Please write words: formulas are not read."
)


def workbook(sheet: Sheet) -> bytes:
    """Return the workbook as the bytes of an .xlsx file."""
    book = Workbook()
    points = book.active
    points.title = form.POINTS_SHEET
    _write_points(points, sheet)
    _write_about(book.create_sheet(form.ABOUT_SHEET), sheet)
    book.properties.creator = "SPR Inspector"
    book.properties.title = f"{sheet.marking}: accuracy check of draft {sheet.number}"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _write_points(points: Any, sheet: Sheet) -> None:
    _put(points, 1, 1, sheet.marking, Font(bold=True))
    title = f"Accuracy check of draft {sheet.number}: {sheet.force}, {sheet.fieldwork}"
    _put(points, 2, 1, title, Font(bold=True, size=14))
    _put(points, 3, 1, _HOW, Font(color=_GREY))
    side = Side(style="thin", color="FFB8C0CC")
    edge = Border(side, side, side, side)
    for column, words in form.TITLES.items():
        cell = _put(points, form.HEAD_ROW, column, words, Font(bold=True))
        cell.fill = PatternFill("solid", fgColor=_PALE)
        cell.border = edge
    for row, each in enumerate(sheet.rows, form.HEAD_ROW + 1):
        texts = {form.NUMBER: each.number, form.SECTION: each.section, form.WORDS: each.words}
        for column in form.TITLES:
            cell = _put(points, row, column, texts.get(column, ""))
            cell.border = edge
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.protection = Protection(locked=column not in form.FOR_THE_FORCE)
    for column, width in _WIDTHS.items():
        points.column_dimensions[get_column_letter(column)].width = width
    points.freeze_panes = points.cell(form.HEAD_ROW + 1, form.SECTION)
    points.protection.sheet = True
    points.protection.formatColumns = False
    points.protection.formatRows = False
    points.print_title_rows = f"{form.HEAD_ROW}:{form.HEAD_ROW}"
    points.page_setup.orientation = "landscape"
    points.page_setup.fitToHeight = 0
    points.sheet_properties.pageSetUpPr.fitToPage = True
    for band in (points.oddHeader, points.oddFooter):
        band.center.text = sheet.marking.replace("&", "&&")


def _write_about(about: Any, sheet: Sheet) -> None:
    pairs = (
        ("Marking", sheet.marking),
        ("Form", form.KIND),
        ("Inspection", sheet.inspection),
        ("Draft", sheet.draft),
        ("Number", sheet.number),
        ("Force", sheet.force),
        ("Fieldwork", sheet.fieldwork),
        ("Sent to", sheet.to),
        ("Sent", sheet.sent),
        ("Please reply by", sheet.reply_by or "no date was set"),
        ("How", _HOW),
    )
    for row, (name, words) in enumerate(pairs, 1):
        _put(about, row, 1, name, Font(bold=True))
        _put(about, row, 2, words).alignment = Alignment(wrap_text=True, vertical="top")
    about.column_dimensions["A"].width = 18
    about.column_dimensions["B"].width = 80
    about.protection.sheet = True


def _put(sheet: Any, row: int, column: int, words: str, font: Font | None = None) -> Any:
    cell = sheet.cell(row, column)
    text = _UNPRINTABLE.sub("\ufffd", words)[: form.MOST_CHARACTERS]
    if text:
        cell.value = text
        # Set again: a text that begins with = would be taken for a formula.
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_FORMULA_BEGINNINGS)
    cell.number_format = "@"
    if font is not None:
        cell.font = font
    return cell
