"""Reads an accuracy workbook that came back: the force's points, and every fault by its cell."""

from pathlib import Path

from inspector_app.domain.errors import BadInput
from inspector_app.domain.workbooks import Fault
from inspector_app.reports import workbook_form as form
from inspector_app.reports.workbook_form import Returned, ReturnedRow
from inspector_app.reports.workbook_opening import (
    NOTHING,
    Opened,
    Row,
    opened,
    require_sheets,
    require_titles,
    rows,
    where,
)
from inspector_app.texts import tr


def read(source: Path) -> Returned:
    """Return what stands in a workbook that came back, with what is wrong in it.

    Raises:
        BadInput: it is no such workbook.
    """
    with opened(source, tr("accuracy workbook")) as book:
        if form.ABOUT_SHEET not in book.book.sheetnames:
            raise BadInput(
                tr(
                    "{source} lacks the sheet {about_sheet}, so it is not the workbook that went "
                    "out. {nothing}"
                ).format(source=source.name, about_sheet=form.ABOUT_SHEET, nothing=NOTHING)
            )
        draft = _draft(book)
        found: list[ReturnedRow] = []
        numbers: list[tuple[int, str]] = []
        if require_sheets(book, (form.POINTS_SHEET, form.ABOUT_SHEET)):
            found, numbers = _rows(book)
        return Returned(draft, book.sha256, tuple(found), tuple(numbers), tuple(book.faults))


def _draft(book: Opened) -> str:
    about = book.book[form.ABOUT_SHEET]
    kind, draft = (str(about[c].value or "").strip() for c in (form.KIND_CELL, form.DRAFT_CELL))
    if kind != form.KIND:
        raise BadInput(
            tr(
                "{book}, {about_sheet}!{kind_cell}: this is not the form of an accuracy workbook. "
                "{nothing}"
            ).format(
                book=book.name,
                about_sheet=form.ABOUT_SHEET,
                kind_cell=form.KIND_CELL,
                nothing=NOTHING,
            )
        )
    return draft


def _rows(book: Opened) -> tuple[list[ReturnedRow], list[tuple[int, str]]]:
    found: list[ReturnedRow] = []
    numbers: list[tuple[int, str]] = []
    sheet = rows(book, form.POINTS_SHEET, form.BY, form.HEAD_ROW)
    head = next(sheet, None)
    if not require_titles(book, head, form.POINTS_SHEET, form.TITLES, form.HEAD_ROW):
        return found, numbers
    for row in sheet:
        number, *words = (row.words(each) for each in (form.NUMBER, *form.FOR_THE_FORCE))
        if not number and not any(words):
            continue
        if not number:
            row.fault(form.NUMBER, tr("the paragraph number is missing"))
            continue
        numbers.append((row.number, number))
        if any(words):
            found.append(_returned(row, number, words))
    if not numbers and not book.faults:
        first = where(form.POINTS_SHEET, form.NUMBER, form.HEAD_ROW)
        book.faults.append(Fault(first, tr("no paragraph stands below")))
    return found, numbers


def _returned(row: Row, number: str, words: list[str]) -> ReturnedRow:
    said, evidence, by = words
    if not said:
        row.fault(form.POINT, tr("something stands beside it, and the point is missing"))
    return ReturnedRow(row.number, number, said, evidence, by)
