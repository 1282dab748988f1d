"""Working copies for tests: of one invented visit, made once and read many times."""

import functools
import hashlib
import io
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from inspector_app.reports.content import content
from inspector_app.reports.docx_form import write_docx
from inspector_app.reports.facts import Content, Options
from inspector_app.reports.html_form import write_html
from inspector_app.reports.outlining import outlined
from inspector_app.reports.pictures import Fetch, Pictures
from inspector_app.reports.sheet_rows import book_of
from inspector_app.sheets.xlsx_form import write_xlsx
from tests.support.standings import MADE_AT_MS, Journal, a_visit

TEMPLATES = Path(__file__).parents[2] / "resources" / "templates"
MADE_AT = datetime.fromtimestamp(MADE_AT_MS / 1000, UTC)


def no_step() -> None:
    """Do nothing between two steps."""


@functools.cache
def a_picture(number: int) -> bytes:
    """Return a small JPEG of one colour."""
    written = io.BytesIO()
    Image.new("RGB", (64, 48), (number * 40 % 255, 90, 160)).save(written, "JPEG")
    return written.getvalue()


def fetched(sha256: str) -> bytes | None:
    """Return the picture of that digest."""
    known = {hashlib.sha256(a_picture(at)).hexdigest(): a_picture(at) for at in range(2, 6)}
    return known.get(sha256)


def read(journal: Journal, options: Options | None = None) -> Content:
    """Return what a summary of the journal prints."""
    return content(
        journal.standing(),
        journal.heads(),
        options or Options(),
        fold_version=1,
        app_version="0.1.0",
    )


@functools.cache
def the_content() -> Content:
    """Return the content of an invented visit, with pictures."""
    return read(a_visit(a_picture))


def docx_of(found: Content, fetch: Fetch = fetched) -> tuple[bytes, tuple[str, ...]]:
    """Return a content as DOCX, and what could not be shown."""
    outline, pictures, target = outlined(found, MADE_AT_MS), Pictures(fetch), io.BytesIO()
    write_docx(outline, pictures, target, made_at=MADE_AT, step=no_step)
    return target.getvalue(), (*outline.remarks, *pictures.remarks)


def html_of(found: Content, fetch: Fetch = fetched) -> tuple[bytes, tuple[str, ...]]:
    """Return a content as HTML, and what could not be shown."""
    outline, pictures, target = outlined(found, MADE_AT_MS), Pictures(fetch), io.BytesIO()
    write_html(outline, pictures, TEMPLATES, target, step=no_step)
    return target.getvalue(), (*outline.remarks, *pictures.remarks)


def xlsx_of(found: Content) -> tuple[bytes, tuple[str, ...]]:
    """Return a content as XLSX, and what could not be shown."""
    book, target = book_of(found, MADE_AT_MS), io.BytesIO()
    cut = write_xlsx(book, target, made_at=MADE_AT, step=no_step)
    return target.getvalue(), (*book.remarks, *cut)
