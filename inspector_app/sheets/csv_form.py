"""A book of sheets as CSV: one file for each sheet, so that a spreadsheet runs nothing of it.

RFC 4180, in UTF-8 with a byte order mark so that spreadsheets know it. The first record of each
file says what the book is, the second holds the titles; both have as many fields as the
others.

Source: OWASP, CSV Injection: a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab, a carriage
return, a line feed or a full-width form of these is written with a ``'`` before it, every field
stands in quotes, and quotes within are doubled.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from inspector_app.sheets.book import Book, Cell
from inspector_app.sheets.xlsx_form import FORMULA_BEGINNINGS
from inspector_app.texts import tr

ABOUT = "About.csv"
_GUARD = "'"
RULE = tr(
    "A text that begins with = + - @, a tab or a line end has a ' before it, so that no "
    "spreadsheet takes it for a formula (OWASP, CSV Injection). Values that are numbers have none."
)


def csv_files(book: Book) -> Iterator[tuple[str, bytes]]:
    """Yield each file's name and content; equal books give equal bytes."""
    about = (*book.about, (tr("Texts that look like formulas"), RULE))
    yield ABOUT, _written(book.notice, (tr("What"), tr("In words")), about)
    for sheet in book.sheets:
        titles = [column.title for column in sheet.columns]
        yield f"{sheet.name}.csv", _written(book.notice, titles, sheet.rows)


def _written(notice: str, titles: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([notice, *[""] * (len(titles) - 1)])
    writer.writerow(map(guarded, titles))
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def guarded(cell: Cell) -> str:
    """Return a cell as it is written; a text that a spreadsheet might run stays a text."""
    if not isinstance(cell, str):
        return str(cell)
    # Spreadsheets may pass over spaces before they look for a formula.
    looks_like_one = cell.lstrip(" \u00a0").startswith(FORMULA_BEGINNINGS)
    return f"{_GUARD}{cell}" if looks_like_one else cell
