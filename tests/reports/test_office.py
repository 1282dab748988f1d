"""Working copies as LibreOffice opens them; run by hand, because CI has no office suite."""

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from inspector_app.reports.sheet_rows import book_of
from inspector_app.sheets.csv_form import csv_files
from tests.reports.test_sheet_forms import ATTACKS
from tests.reports.test_working_copies import bad_visit, damaged
from tests.support.standings import MADE_AT_MS
from tests.support.working_copies import docx_of, read, the_content, xlsx_of

pytestmark = [
    pytest.mark.campaign,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here"),
]


def converted(folder: Path, name: str, content: bytes, to: str) -> Path:
    source = folder / name
    source.write_bytes(content)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", to, "--outdir", str(folder), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return source.with_suffix(f".{to.partition(':')[0]}")


def pages_of(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_a_document_opens_with_its_contents_filled_and_its_pages_counted(tmp_path: Path) -> None:
    made = converted(tmp_path, "copy.docx", docx_of(the_content())[0], "pdf")
    pages = pages_of(made)
    assert "This is a working copy" in " ".join(pages[0].split())
    assert "Contents" in pages[1]
    assert "Large-scale cyber incident" in pages[1]
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert page.count("OFFICIAL-SENSITIVE") >= 2


def test_bad_input_opens_as_well(tmp_path: Path) -> None:
    made = converted(tmp_path, "bad.docx", docx_of(read(bad_visit()), damaged)[0], "pdf")
    text = "".join(pages_of(made))
    assert text.count("x") > 100_000
    assert "could not be shown" in text


def test_a_workbook_opens_and_keeps_its_words(tmp_path: Path) -> None:
    made = converted(tmp_path, "copy.xlsx", xlsx_of(the_content())[0], "pdf")
    assert "Working copy, not the signed record" in pages_of(made)[0]


def test_a_spreadsheet_runs_nothing_of_a_csv(tmp_path: Path) -> None:
    from inspector_app.domain.answers import Answer
    from tests.support.standings import a_journal

    journal = a_journal()
    for at, attack in enumerate(ATTACKS):
        journal.answer(f"CC-PO-0{at + 1}", Answer(note=attack))
    files = dict(csv_files(book_of(read(journal), MADE_AT_MS)))
    # Opened and written again: a formula would have become its value.
    there = converted(tmp_path, "answers.csv", files["Answers.csv"], "ods")
    again = converted(tmp_path, "again.ods", there.read_bytes(), "csv")
    rows = list(csv.reader(io.StringIO(again.read_text(encoding="utf-8"), newline="")))
    notes = [row[10] for row in rows[2:]]
    assert notes[:4] == [f"'{attack}" for attack in ATTACKS[:4]]
