"""Writes the accuracy workbook: numbered paragraphs with room for the force's points beside each.

What it holds is text and nothing else: words that begin like a formula stay words.
"""

from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from inspector_app.reports import workbook_form as form
from inspector_app.reports.workbook_cells import (
    BOLD,
    DIM,
    TITLE,
    fit_height,
    protect,
    put,
    put_in_table,
    put_title,
    saved,
    set_pages,
)
from inspector_app.reports.workbook_form import Sheet
from inspector_app.texts import tr

_WIDTHS = {
    form.NUMBER: 11,
    form.SECTION: 30,
    form.WORDS: 64,
    form.POINT: 52,
    form.EVIDENCE: 36,
    form.BY: 24,
}
_HOW = tr(
    "Write in the columns D to F only, one point to a paragraph in its own row. Leave a row empty "
    "where you have no point. Please write words: formulas are not read."
)


def workbook(sheet: Sheet) -> bytes:
    """Return the workbook as the bytes of an .xlsx file; the same content gives the same bytes."""
    book = Workbook()
    points = book.active
    points.title = form.POINTS_SHEET
    _write_points(points, sheet)
    _write_about(book.create_sheet(form.ABOUT_SHEET), sheet)
    title = tr("{marking}: accuracy check of draft {sheet}").format(
        marking=sheet.marking, sheet=sheet.number
    )
    return saved(book, title, sheet.made or datetime(1980, 1, 1))  # noqa: DTZ001 - as the format


def _write_points(points: Any, sheet: Sheet) -> None:
    put(points, 1, 1, sheet.marking, BOLD)
    title = tr("Accuracy check of draft {sheet}: {force}, {fieldwork}").format(
        sheet=sheet.number, force=sheet.force, fieldwork=sheet.fieldwork
    )
    put(points, 2, 1, title, TITLE)
    put(points, 3, 1, _HOW, DIM)
    for column, words in form.TITLES.items():
        put_title(points, form.HEAD_ROW, column, words)
    for row, each in enumerate(sheet.rows, form.HEAD_ROW + 1):
        texts = {form.NUMBER: each.number, form.SECTION: each.section, form.WORDS: each.words}
        for column in form.TITLES:
            is_open = column in form.FOR_THE_FORCE
            put_in_table(points, row, column, texts.get(column, ""), is_open=is_open)
        fit_height(points, row, texts, _WIDTHS, least=2)
    put(points, form.HEAD_ROW + len(sheet.rows) + 2, form.SECTION, sheet.marking, BOLD)
    for column, width in _WIDTHS.items():
        points.column_dimensions[get_column_letter(column)].width = width
    points.freeze_panes = points.cell(form.HEAD_ROW + 1, form.SECTION)
    protect(points)
    set_pages(points, sheet.marking, form.HEAD_ROW)


def _write_about(about: Any, sheet: Sheet) -> None:
    pairs = (
        (tr("Marking"), sheet.marking),
        ("Form", form.KIND),
        (tr("Reference"), sheet.draft),
        (tr("Number"), sheet.number),
        (tr("Force"), sheet.force),
        (tr("Fieldwork"), sheet.fieldwork),
        (tr("Sent to"), sheet.to),
        (tr("Sent"), sheet.sent),
        (tr("Please reply by"), sheet.reply_by or tr("no date was set")),
        (tr("How"), _HOW),
    )
    for row, (name, words) in enumerate(pairs, 1):
        put(about, row, 1, name, BOLD)
        put(about, row, 2, words).alignment = Alignment(wrap_text=True, vertical="top")
        fit_height(about, row, {2: words}, {2: 80})
    about.column_dimensions["A"].width = 18
    about.column_dimensions["B"].width = 80
    protect(about)
    set_pages(about, sheet.marking)
