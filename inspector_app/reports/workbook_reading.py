"""Reads an accuracy workbook that came back, which may be anything: nothing in it is trusted.

Looked at before it is opened: its size, that of every entry once unpacked, and that no entry
brings entities of its own. Only words are taken from it; a formula, a number or a date where
words belong is a fault. Every fault is told, by sheet and cell.
"""

import hashlib
import zipfile
from pathlib import Path
from typing import Any

from inspector_app.domain.errors import BadInput
from inspector_app.reports import workbook_form as form
from inspector_app.reports.workbook_form import Returned, ReturnedRow, cell_name

MAX_BYTES = 8 * 1024 * 1024
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_ENTRIES = 300
MAX_ROWS = 20_000
_MOST_FAULTS_TOLD = 20
_NOTHING = "Nothing was recorded."


def read(source: Path) -> Returned:
    """Return what stands in a workbook that came back.

    Raises:
        BadInput: it is no such workbook; the text tells every fault with its cell.
    """
    content = _content(source)
    _look_before_opening(content, source.name)
    # Slow to import, and only needed here.
    from openpyxl import load_workbook

    try:
        book = load_workbook(content, read_only=True, data_only=False, keep_links=False)
        try:
            inspection, draft = _identity(book, source.name)
            rows, numbers = _rows(book, source.name)
        finally:
            book.close()
    except BadInput:
        raise
    except Exception as error:
        raise BadInput(
            f"{source.name} cannot be read as a workbook ({type(error).__name__}). {_NOTHING}"
        ) from error
    content.seek(0)
    digest = hashlib.sha256(content.read()).hexdigest()
    return Returned(inspection, draft, digest, rows, numbers)


def _content(source: Path) -> Any:
    import io

    try:
        with source.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{source.name} cannot be read: {error.strerror}.") from error
    if len(content) > MAX_BYTES:
        raise BadInput(
            f"{source.name} is larger than {MAX_BYTES // 1024 // 1024} MB, which no accuracy "
            f"workbook is. {_NOTHING}"
        )
    return io.BytesIO(content)


def _look_before_opening(content: Any, name: str) -> None:
    """Refuse what would grow beyond bounds, or brings entities, before a reader sees it."""
    try:
        with zipfile.ZipFile(content) as packed:
            entries = packed.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
                raise BadInput(
                    f"{name} would unpack to {unpacked // 1024 // 1024:,} MB in {len(entries):,} "
                    f"entries, which no accuracy workbook does. {_NOTHING}"
                )
            for entry in entries:
                _look_at(packed.read(entry), entry.filename, name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise BadInput(f"{name} is not a workbook of the kind .xlsx. {_NOTHING}") from error
    except (ValueError, zipfile.LargeZipFile) as error:
        raise BadInput(f"{name} is damaged. {_NOTHING}") from error
    content.seek(0)


def _look_at(entry: bytes, called: str, name: str) -> None:
    if not called.lower().endswith((".xml", ".rels", ".vml")):
        return
    try:
        text = entry.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: {called} is not written in UTF-8. {_NOTHING}") from error
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise BadInput(f"{name}: {called} brings entities of its own. {_NOTHING}")


def _identity(book: Any, name: str) -> tuple[str, str]:
    if form.ABOUT_SHEET not in book.sheetnames or form.POINTS_SHEET not in book.sheetnames:
        raise BadInput(
            f"{name} lacks the sheet {form.POINTS_SHEET} or the sheet {form.ABOUT_SHEET}, so it "
            f"is not the workbook that went out. {_NOTHING}"
        )
    about = book[form.ABOUT_SHEET]
    cells = (form.KIND_CELL, form.INSPECTION_CELL, form.DRAFT_CELL)
    kind, inspection, draft = (str(about[cell].value or "").strip() for cell in cells)
    if kind != form.KIND:
        raise BadInput(
            f"{name}, {form.ABOUT_SHEET}!{form.KIND_CELL}: this is not the form of an accuracy "
            f"workbook. {_NOTHING}"
        )
    return inspection, draft


def _rows(book: Any, name: str) -> tuple[tuple[ReturnedRow, ...], tuple[tuple[int, str], ...]]:
    sheet = book[form.POINTS_SHEET]
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    faults: list[str] = []
    rows: list[ReturnedRow] = []
    numbers: list[tuple[int, str]] = []
    has_titles = False
    for number, cells in enumerate(sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=form.BY), 1):
        if number > MAX_ROWS:
            raise BadInput(f"{name} has more than {MAX_ROWS:,} rows. {_NOTHING}")
        if number < form.HEAD_ROW:
            continue
        if number == form.HEAD_ROW:
            has_titles = True
            faults += _faults_of_titles(cells)
            if faults:
                break
            continue
        wanted = (form.NUMBER, *form.FOR_THE_FORCE)
        words = {column: _words(cells, column, number, faults) for column in wanted}
        if not any(words.values()):
            continue
        if not words[form.NUMBER]:
            where = cell_name(form.NUMBER, number)
            faults.append(f"{where}: the paragraph number is missing")
            continue
        numbers.append((number, words[form.NUMBER]))
        if any(words[column] for column in form.FOR_THE_FORCE):
            said, evidence, by = (words[column] for column in form.FOR_THE_FORCE)
            if not said:
                where = cell_name(form.POINT, number)
                faults.append(f"{where}: something stands beside it, and the point is missing")
            rows.append(ReturnedRow(number, words[form.NUMBER], said, evidence, by))
    if not has_titles:
        faults += _faults_of_titles(())
    elif not numbers and not faults:
        faults.append(f"{cell_name(form.NUMBER, form.HEAD_ROW)}: no paragraph stands below")
    refuse(name, faults)
    return tuple(rows), tuple(numbers)


def refuse(name: str, faults: list[str]) -> None:
    """Refuse a workbook that has faults, telling the first of them.

    Raises:
        BadInput: there is any.
    """
    if not faults:
        return
    told = faults[:_MOST_FAULTS_TOLD]
    if more := len(faults) - len(told):
        told.append(f"and {more} more")
    raise BadInput(f"{name}: {'; '.join(told)}. {_NOTHING}")


def _faults_of_titles(cells: Any) -> list[str]:
    found = []
    for column, title in form.TITLES.items():
        there = str(cells[column - 1].value or "").strip() if column <= len(cells) else ""
        if there != title:
            found.append(f"{cell_name(column, form.HEAD_ROW)}: here the title “{title}” must stand")
    return found


def _words(cells: Any, column: int, row: int, faults: list[str]) -> str:
    """Return the words of a cell; anything but words is a fault."""
    if column > len(cells):
        return ""
    cell = cells[column - 1]
    value = cell.value
    if value is None:
        return ""
    where = cell_name(column, row)
    if cell.data_type == "f":
        faults.append(f"{where}: this is a formula; write the words themselves")
        return ""
    if not isinstance(value, str):
        kind = "an error" if cell.data_type == "e" else "a number or a date"
        faults.append(f"{where}: this is {kind}; format the cell as text and write it again")
        return ""
    if cell.data_type == "e":
        faults.append(f"{where}: this is an error of the spreadsheet; write the words themselves")
        return ""
    if len(value) > form.MOST_CHARACTERS:
        faults.append(f"{where}: this is longer than {form.MOST_CHARACTERS:,} characters")
        return ""
    return value.strip()
