"""Reads a workbook that a force filled in: each reply, and every fault by sheet and cell."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from inspector_app.domain import dates
from inspector_app.domain.dates import PartialDate, Precision
from inspector_app.domain.errors import BadInput
from inspector_app.domain.force_replies import (
    ANSWERS,
    BASES,
    NumberReply,
    NumberRow,
    RequestReply,
    RequestRow,
)
from inspector_app.domain.locales import current
from inspector_app.domain.workbooks import Fault
from inspector_app.reports import force_workbook_form as form
from inspector_app.reports.force_workbook_form import CameBack, Filled, FilledIn
from inspector_app.reports.workbook_opening import (
    NOTHING,
    Opened,
    Row,
    require_sheets,
    require_titles,
    rows,
    where,
)
from inspector_app.texts import tr

KIND_WORDS = tr("workbook of requests and data returns")
_MOST_SHOWN = 40


def which(book: Opened) -> CameBack:
    """Return which workbook it is that came back.

    Raises:
        BadInput: none that this app has written.
    """
    if form.ABOUT_SHEET not in book.book.sheetnames:
        raise BadInput(
            tr(
                "{book} lacks the sheet {about_sheet}, so it is not a workbook "
                "that went out. {nothing}"
            ).format(book=book.name, about_sheet=form.ABOUT_SHEET, nothing=NOTHING)
        )
    about = book.book[form.ABOUT_SHEET]
    kind, reference = (
        str(about[cell].value or "").strip() for cell in (form.KIND_CELL, form.REFERENCE_CELL)
    )
    if kind != form.KIND:
        raise BadInput(
            tr(
                "{book}, {about_sheet}!{kind_cell}: this is not the form of a {kind_words}. "
                "{nothing}"
            ).format(
                book=book.name,
                about_sheet=form.ABOUT_SHEET,
                kind_cell=form.KIND_CELL,
                kind_words=KIND_WORDS,
                nothing=NOTHING,
            )
        )
    return CameBack(reference, book.sha256)


def filled_in(book: Opened, asked: Sequence[RequestRow | NumberRow]) -> FilledIn:
    """Return what was written into a workbook, held against what went out in it.

    Args:
        book: as it was opened.
        asked: the rows that went out.

    Raises:
        BadInput: it has more rows than any workbook.
    """
    asked_in: dict[str, list[RequestRow] | list[NumberRow]] = {
        form.REQUESTS_SHEET: [row for row in asked if isinstance(row, RequestRow)],
        form.RETURNS_SHEET: [row for row in asked if isinstance(row, NumberRow)],
    }
    titles = {form.REQUESTS_SHEET: form.REQUEST_TITLES, form.RETURNS_SHEET: form.RETURN_TITLES}
    names = [name for name, wanted in asked_in.items() if wanted]
    found: list[Filled] = []
    if require_sheets(book, (form.ABOUT_SHEET, *names)):
        for name in names:
            found += _table(book, name, titles[name], asked_in[name])
    return FilledIn(tuple(found), tuple(book.faults))


def _table(
    book: Opened, name: str, titles: dict[int, str], asked: Sequence[RequestRow | NumberRow]
) -> Iterable[Filled]:
    table = rows(book, name, len(titles) + 1, form.HEAD_ROW)
    head = next(table, None)
    if not require_titles(book, head, name, titles, form.HEAD_ROW):
        return
    waiting = {form.key(row): at for at, row in enumerate(asked)}
    seen: dict[tuple[str, str], int] = {}
    for row in table:
        if row.is_empty:
            continue
        key = _key(row, is_return=name == form.RETURNS_SHEET)
        if key in seen:
            row.fault(
                form.REFERENCE,
                tr("{key} stands in row {seen} already").format(key=key[0], seen=seen[key]),
            )
            continue
        if key not in waiting:
            row.fault(form.REFERENCE, tr("this row did not go out; remove it"))
            continue
        seen[key] = row.number
        asked_row = asked[waiting[key]]
        _compare(row, asked_row, titles)
        filled = _filled(row, asked_row)
        if filled is not None:
            yield filled
    for key, at in waiting.items():
        if key not in seen:
            place = where(name, form.REFERENCE, form.HEAD_ROW + 1 + at)
            book.faults.append(
                Fault(
                    place,
                    tr("the row of {filter} is gone").format(
                        filter=tr(" no. ").join(filter(None, key))
                    ),
                )
            )


def _key(row: Row, *, is_return: bool) -> tuple[str, str]:
    reference, place = _plain(row.value(form.REFERENCE)), ""
    if is_return:
        place = _plain(row.value(form.PLACE))
    return reference, place


def _compare(row: Row, asked: RequestRow | NumberRow, titles: dict[int, str]) -> None:
    """Tell what was changed in the cells that went out locked, and what stands beside the table."""
    is_known_by = {form.REFERENCE, form.PLACE} if isinstance(asked, NumberRow) else {form.REFERENCE}
    spared, texts = form.open_columns(asked) | is_known_by, form.texts(asked)
    for column, title in titles.items():
        if column in spared:
            continue
        there, went_out = _plain(row.value(column)), texts.get(column, "").strip()
        if " ".join(there.split()) == " ".join(went_out.split()):
            continue
        if column == form.UNIT and isinstance(asked, NumberRow):
            row.fault(
                column,
                tr("the unit asked for is “{went_out}”, and “{short}” stands here").format(
                    went_out=went_out, short=_short(there)
                ),
            )
        else:
            row.fault(
                column,
                tr("“{title}” was changed; it went out as “{short}”").format(
                    title=title, short=_short(went_out) or tr("nothing")
                ),
            )
    if _plain(row.value(len(titles) + 1)):
        row.fault(len(titles) + 1, tr("something stands beside the table; remove it"))


def _filled(row: Row, asked: RequestRow | NumberRow) -> Filled | None:
    if isinstance(asked, RequestRow):
        return _request(row, asked)
    return _number(row, asked)


def _request(row: Row, asked: RequestRow) -> Filled | None:
    answer = row.words(form.ANSWER)
    theirs, remark = _words(row, form.THEIRS), row.words(form.REMARK)
    on = _day(row, form.ON)
    if not answer:
        if theirs or remark or on:
            words = tr("choose {answers}; something stands beside it").format(
                answers=_listed(ANSWERS)
            )
            row.fault(form.ANSWER, words)
        return None
    outcome = ANSWERS.get(answer)
    if outcome is None:
        row.fault(
            form.ANSWER,
            tr("“{short}” is not one of {answers}").format(
                short=_short(answer), answers=_listed(ANSWERS)
            ),
        )
        return None
    reply = RequestReply(outcome, theirs, on, remark)
    columns = {"outcome": form.ANSWER, "reference": form.THEIRS, "settled": form.ON}
    columns["reason"] = form.REMARK
    return Filled(asked, reply, {name: row.where(column) for name, column in columns.items()})


def _number(row: Row, asked: NumberRow) -> Filled | None:
    value = _quantity(row)
    basis = row.words(form.BASIS)
    left_out, why = row.words(form.LEFT_OUT), row.words(form.WHY)
    is_open = form.open_columns(asked)
    unit = row.words(form.UNIT) if form.UNIT in is_open else None
    period = _period(row) if form.PERIOD in is_open else None
    if basis and basis not in BASES:
        row.fault(
            form.BASIS,
            tr("“{short}” is not one of {bases}").format(short=_short(basis), bases=_listed(BASES)),
        )
    if why and not left_out:
        row.fault(form.LEFT_OUT, tr("say what was left out; the reason stands beside it"))
    if value and left_out and not why:
        row.fault(form.WHY, tr("say why it was left out"))
    if (basis or unit or period) and not (value or left_out):
        row.fault(form.VALUE, tr("the value is missing; something stands beside it"))
    if not (value or left_out):
        return None
    told = f"{left_out} ({why})" if why else left_out
    reply = NumberReply(asked.at, value, unit or None, period, BASES.get(basis), told)
    columns = {"value": form.VALUE, "unit": form.UNIT, "period": form.PERIOD}
    columns |= {"basis": form.BASIS, "exclusions": form.LEFT_OUT}
    return Filled(asked, reply, {name: row.where(column) for name, column in columns.items()})


def _quantity(row: Row) -> str:
    """Return the number of a cell as it is kept; empty: there is none, or it is none."""
    value = row.value(form.VALUE)
    if value is None:
        return ""
    if isinstance(value, bool | date | datetime):
        row.fault(form.VALUE, tr("this is not a number; write the number alone"))
        return ""
    if isinstance(value, int | float):
        if "%" in str(row.cells[form.VALUE - 1].number_format):
            row.fault(
                form.VALUE,
                tr(
                    "the cell is formatted as a percentage; format it as a number and write it "
                    "again"
                ),
            )
            return ""
        # As it is shown: the format keeps fifteen digits.
        return _decimal(Decimal(f"{value:.15g}"))
    text = str(value).strip()
    if not text:
        return ""
    number = current().read_number(text)
    if number is None:
        row.fault(
            form.VALUE,
            tr("“{short}” is not a number; write the number alone").format(short=_short(text)),
        )
        return ""
    return _decimal(Decimal(number))


def _decimal(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(row: Row, column: int) -> PartialDate | None:
    """Return the day of a cell; None: there is none, or it is none."""
    value = row.value(column)
    if isinstance(value, datetime):
        return dates.day(value.date())
    if isinstance(value, date):
        return dates.day(value)
    if value is None or not str(value).strip():
        return None
    return _read(row, column, value)


def _period(row: Row) -> PartialDate | None:
    value = row.value(form.PERIOD)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # a year alone
    if value is None or not str(value).strip():
        return None
    return _read(row, form.PERIOD, value)


def _read(row: Row, column: int, value: Any) -> PartialDate | None:
    text = str(value).strip()
    try:
        found = dates.read(text) if isinstance(value, str) else None
    except BadInput:
        found = None
    if found is None or found.precision is Precision.RELATIVE:
        row.fault(
            column,
            tr("“{short}” is not a date; write it like 12 September 2013 or 2011/12").format(
                short=_short(text)
            ),
        )
        return None
    return found


def _words(row: Row, column: int) -> str:
    """Return a reference, which may be a number."""
    value = row.value(column)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return row.words(column)


def _plain(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _listed(choices: Iterable[str]) -> str:
    return ", ".join(choices)
