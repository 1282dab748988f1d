"""Writes the workbook that a force fills in: a sheet that explains, the requests, the returns.

What it holds is text and nothing else; only the cells to be filled in are open, with a drop-down
where there is a choice. The same content gives the same bytes.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation

from inspector_app.domain.force_replies import ANSWERS, BASES, NumberRow, RequestRow
from inspector_app.reports import force_workbook_form as form
from inspector_app.reports.force_workbook_form import ForceWorkbook
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
from inspector_app.texts import tr

_REQUEST_WIDTHS = {1: 11, 2: 44, 3: 20, 4: 18, 5: 18, 6: 17, 7: 20, 8: 15, 9: 40}
_RETURN_WIDTHS = {
    1: 10,
    2: 5,
    3: 18,
    4: 26,
    5: 16,
    6: 20,
    7: 10,
    8: 12,
    9: 10,
    10: 13,
    11: 24,
    12: 18,
}
_ABOUT_WIDTHS = {1: 20, 2: 96}
_EARLIEST = datetime(1980, 1, 1)  # noqa: DTZ001 - the format bears no zone
_MOST = 1_000_000_000_000
_HOW = (
    tr(
        "Please fill in the yellow cells only, and send this workbook back as .xlsx. Everything "
        "else is locked: a row that is added or removed, a sheet with another name or a changed "
        "question makes the whole workbook come back to you."
    ),
    tr(
        "{requests_sheet}: choose an answer. Provided: give your reference of what you sent, and "
        "the day. Refused or does not exist: give the reason. Leave a row empty to answer later."
    ).format(requests_sheet=form.REQUESTS_SHEET),
    tr(
        "{returns_sheet}: write the number alone under Value, in the unit "
        "that stands beside it. Say whether it is declared, or verified by "
        "you, and what you left out of it and why. Where you have no "
        "number, leave the value empty and say why."
    ).format(returns_sheet=form.RETURNS_SHEET),
    tr(
        "Write words, numbers and days, no formulas and no links. Do not put anything into this "
        "workbook that is marked SECRET or above."
    ),
)


def force_workbook(workbook: ForceWorkbook) -> bytes:
    """Return the workbook as the bytes of an .xlsx file."""
    book = Workbook()
    about = book.active
    about.title = form.ABOUT_SHEET
    requests = [row for row in workbook.rows if isinstance(row, RequestRow)]
    returns = [row for row in workbook.rows if isinstance(row, NumberRow)]
    _write_about(about, workbook, len(requests), len(returns))
    if requests:
        _write_requests(book.create_sheet(form.REQUESTS_SHEET), workbook, requests)
    if returns:
        _write_returns(book.create_sheet(form.RETURNS_SHEET), workbook, returns)
    book.security = WorkbookProtection(lockStructure=True)
    title = tr("{marking}: workbook {workbook} for {to}").format(
        marking=workbook.marking, workbook=workbook.number, to=workbook.to
    )
    return saved(book, title, workbook.made or _EARLIEST)


def _write_about(about: Any, workbook: ForceWorkbook, requests: int, returns: int) -> None:
    title = tr("Requests and data returns: {force}, {fieldwork}").format(
        force=workbook.force, fieldwork=workbook.fieldwork
    )
    put(about, 1, 1, workbook.marking, BOLD)
    put(about, 2, 1, title, TITLE)
    pairs = [
        ("Form", form.KIND),
        (tr("Reference"), workbook.reference),
        (tr("Workbook"), workbook.number),
        (tr("Sent to"), workbook.to),
        (tr("Sent"), workbook.sent),
        (tr("Please reply by"), workbook.reply_by or tr("no date was set")),
        (tr("Requests"), str(requests)),
        (tr("Numbers asked for"), str(returns)),
        *((tr("How") if not at else "", words) for at, words in enumerate(_HOW)),
    ]
    for row, (name, words) in enumerate(pairs, 3):
        put(about, row, 1, name, BOLD).alignment = Alignment(vertical="top")
        put(about, row, 2, words).alignment = Alignment(wrap_text=True, vertical="top")
        fit_height(about, row, {2: words}, _ABOUT_WIDTHS)
    put(about, 4 + len(pairs), 1, workbook.marking, BOLD)
    for column, width in _ABOUT_WIDTHS.items():
        about.column_dimensions[get_column_letter(column)].width = width
    protect(about)
    set_pages(about, workbook.marking)


def _write_requests(sheet: Any, workbook: ForceWorkbook, rows: list[RequestRow]) -> None:
    _write_table(sheet, workbook, "Requests", form.REQUEST_TITLES, _REQUEST_WIDTHS, rows)
    last = form.HEAD_ROW + len(rows)
    _choose(sheet, form.ANSWER, last, ANSWERS)
    for row in range(form.HEAD_ROW + 1, last + 1):
        sheet.cell(row, form.ON).number_format = "d mmmm yyyy"


def _write_returns(sheet: Any, workbook: ForceWorkbook, rows: list[NumberRow]) -> None:
    _write_table(sheet, workbook, "Data returns", form.RETURN_TITLES, _RETURN_WIDTHS, rows)
    last = form.HEAD_ROW + len(rows)
    _choose(sheet, form.BASIS, last, BASES)
    number = DataValidation(type="decimal", formula1=f"-{_MOST}", formula2=str(_MOST))
    number.showErrorMessage = True
    number.errorTitle, number.error = (
        tr("A number"),
        tr("Write the number alone, without its unit."),
    )
    number.add(_down(form.VALUE, last))
    sheet.add_data_validation(number)
    for row in range(form.HEAD_ROW + 1, last + 1):
        sheet.cell(row, form.VALUE).number_format = "General"


def _write_table(
    sheet: Any,
    workbook: ForceWorkbook,
    name: str,
    titles: Mapping[int, str],
    widths: Mapping[int, int],
    rows: Iterable[RequestRow | NumberRow],
) -> None:
    put(sheet, 1, 1, workbook.marking, BOLD)
    put(sheet, 2, 1, f"{name}: {workbook.force}", TITLE)
    put(sheet, 3, 1, tr("Fill in the yellow cells; how is told on the first sheet."), DIM)
    for column, words in titles.items():
        put_title(sheet, form.HEAD_ROW, column, words)
    fit_height(sheet, form.HEAD_ROW, titles, widths)
    for row, each in enumerate(rows, form.HEAD_ROW + 1):
        texts, is_open = form.texts(each), form.open_columns(each)
        for column in titles:
            put_in_table(sheet, row, column, texts.get(column, ""), is_open=column in is_open)
        fit_height(sheet, row, texts, widths, least=2)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = sheet.cell(form.HEAD_ROW + 1, 2)
    protect(sheet)
    set_pages(sheet, workbook.marking, form.HEAD_ROW)


def _choose(sheet: Any, column: int, last: int, choices: Iterable[str]) -> None:
    """Give a column a drop-down."""
    listed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    listed.showErrorMessage = True
    listed.errorTitle, listed.error = tr("A choice"), tr("Choose one from the list.")
    listed.add(_down(column, last))
    sheet.add_data_validation(listed)


def _down(column: int, last: int) -> str:
    letter = get_column_letter(column)
    return f"{letter}{form.HEAD_ROW + 1}:{letter}{last}"
