"""What holds of every form of working copy."""

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest

from inspector_app.domain.answers import Answer
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.reports.content import content_sha256
from inspector_app.reports.facts import Content
from inspector_app.reports.outlining import outlined
from inspector_app.reports.sheet_rows import book_of
from inspector_app.reports.snapshot import same_content, snapshot
from inspector_app.sheets.csv_form import csv_files
from tests.reports.test_snapshot import SCHEMA
from tests.support.standings import MADE_AT_MS, Journal, a_journal, a_visit
from tests.support.working_copies import (
    a_picture,
    docx_of,
    fetched,
    html_of,
    read,
    the_content,
    xlsx_of,
)

ROOT = Path(__file__).parents[2]
DIGESTS = """
import hashlib, io, json
from datetime import UTC, datetime
from inspector_app.reports.attachment import prepared
from inspector_app.sheets.csv_form import csv_files
from inspector_app.reports.layout import laid_out
from inspector_app.reports.sheet_rows import book_of
from inspector_app.reports.snapshot import snapshot
from tests.support.standings import FONTS, MADE_AT_MS
from tests.support.working_copies import *

found = the_content()
pages, pdf = io.BytesIO(), io.BytesIO()
laid = laid_out(found, fetched, FONTS, pages, made_at_ms=MADE_AT_MS)
data = snapshot(found, MADE_AT_MS)
prepared(pages, pdf, snapshot=data, title=laid.title, created_at=MADE_AT, fields=laid.fields,
         structure=laid.structure, subject="marking")
files = {
    "pdf": pdf.getvalue(), "docx": docx_of(found)[0], "html": html_of(found)[0],
    "xlsx": xlsx_of(found)[0], "json": snapshot(found, MADE_AT_MS, stands_alone=True),
    **dict(csv_files(book_of(found, MADE_AT_MS))),
}
print(json.dumps({name: hashlib.sha256(each).hexdigest() for name, each in files.items()}))
"""


def test_same_content_and_date_have_the_same_bytes_in_every_form() -> None:
    """In two processes with unlike hash seeds, time zones and locales."""
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", DIGESTS],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)},
        )
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    first, second = (json.loads(run.communicate()[0]) for run in runs)
    assert len(first) == 14
    assert first == second


def texts_of(found: Content) -> dict[str, str]:
    """Return what a reader of each form can find, as text."""
    outline = outlined(found, MADE_AT_MS)
    return {
        "outline": repr(outline),
        "html": html_of(found)[0].decode(),
        "csv": "".join(each.decode() for _, each in csv_files(book_of(found, MADE_AT_MS))),
        "json": snapshot(found, MADE_AT_MS, stands_alone=True).decode(),
    }


def test_what_is_not_to_be_exported_is_in_none_of_them() -> None:
    hidden = "Zyxwvut-9317"
    journal = a_visit(a_picture)
    journal.answer("CC-PO-02", Answer(note=hidden, do_not_export=True))
    journal.headline("CC-PO", Headline(hidden, do_not_export=True))
    journal.evidence("JS/9", Caption(hidden, do_not_export=True))
    found = read(journal)
    for form, told in texts_of(found).items():
        assert hidden not in told, form
        assert "eft out" in told, form
    for content, _ in (docx_of(found), xlsx_of(found)):
        assert hidden.encode() not in unpacked(content)
    assert "1 headline, 1 answer" in html_of(found)[0].decode()


def unpacked(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return b"".join(map(packed.read, packed.namelist()))


def test_a_snapshot_that_stands_alone_says_so_first_and_keeps_to_the_schema() -> None:
    content = snapshot(the_content(), MADE_AT_MS, stands_alone=True)
    assert content.startswith(b'{"about":"Working copy, not the signed record. Marking OFFICIAL')
    data = json.loads(content)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    assert data["content_sha256"] == content_sha256(the_content())
    assert same_content(data, the_content()) == ()
    assert b'"about"' not in snapshot(the_content(), MADE_AT_MS)


def bad_visit() -> Journal:
    """Texts that no format was made for, and pictures that are none."""
    journal = a_journal()
    journal.answer("CC-PO-01", Answer(note="x" * 100_000))
    journal.answer("CC-PO-02", Answer(note="a\x00b\x07c\x1b[31md\ufffee\u202ef"))
    journal.headline("CC-PO", Headline("Line one\r\nline two\u2028line three\ttabbed"))
    journal.evidence("JS/1", Caption("Truncated"), picture=a_picture(2)[:-100])
    journal.evidence("JS/2", Caption("No picture at all"), picture=b"GIF89a")
    journal.evidence("JS/3", Caption("Sound"), picture=a_picture(3))
    journal.evidence("JS/4", Caption("Gone"), picture=b"gone")
    return journal


def damaged(sha256: str) -> bytes | None:
    for each in (a_picture(2)[:-100], b"GIF89a"):
        if hashlib.sha256(each).hexdigest() == sha256:
            return each
    return fetched(sha256)


@pytest.mark.parametrize("form", ["docx", "html"])
def test_bad_input_is_shown_as_far_as_it_can_be_and_the_rest_is_told(form: str) -> None:
    made, remarks = (docx_of if form == "docx" else html_of)(read(bad_visit()), damaged)
    text = unpacked(made) if form == "docx" else made
    assert remarks == (
        "Line CC-PO-02: 5 characters cannot be shown; \ufffd stands there.",
        "3 pictures were missing or damaged; a sentence stands there.",
    )
    assert b"x" * 100_000 in text
    assert "a\ufffdb\ufffdc\ufffd[31md\ufffde\ufffdf".encode() in text
    assert b"The picture of JS/2: No picture at all could not be shown." in text
    assert b"JS/3: Sound" in text
    assert not [each for each in (b"\x00", b"\x07", b"\x1b") if form == "html" and each in text]


def test_bad_input_is_told_in_sheets_too() -> None:
    _, remarks = xlsx_of(read(bad_visit()))
    assert remarks[0] == "Answer on CC-PO-02: 5 characters cannot be shown; \ufffd stands there."
    assert "100,000 characters" in remarks[1]
    files = dict(csv_files(book_of(read(bad_visit()), MADE_AT_MS)))
    assert b"x" * 100_000 in files["Answers.csv"]


def test_an_inspection_in_which_nothing_was_done_makes_every_form() -> None:
    found = read(a_journal())
    for content, remarks in (docx_of(found), html_of(found), xlsx_of(found)):
        assert content
        assert remarks == ()
