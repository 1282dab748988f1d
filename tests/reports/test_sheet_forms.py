import csv
import functools
import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.changes import bodies
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.evidence import Caption
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import LineId, SourceId
from inspector_app.domain.sources import DataReturn, DocumentRequest, Interview, Source
from inspector_app.domain.values import Counted
from inspector_app.reports.content import content_sha256
from inspector_app.reports.extracts import only_requests
from inspector_app.reports.facts import Content, Options
from inspector_app.reports.sheet_rows import book_of
from inspector_app.sheets.csv_form import ABOUT, csv_files, guarded
from inspector_app.sheets.xlsx_form import FORMULA_BEGINNINGS, MOST_CHARACTERS, cell_name
from tests.support.standings import MADE_AT_MS, a_journal, a_visit
from tests.support.working_copies import a_picture, read, xlsx_of

ATTACKS = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
)
SHEETS = (
    *("Headlines", "Lines", "Answers", "Accounts"),
    *("Sources", "Requests", "Evidence", "Quantities"),
)


@functools.cache
def the_content() -> Content:
    """A visit with a request, a return that leaves things out, and an account from it."""
    journal = a_visit(a_picture)
    for at, source in enumerate(
        (
            Source(DocumentRequest(), "The threat assessment", number="JS/20"),
            Source(
                DataReturn(exclusions="Officers on leave."), "Public order return", number="JS/21"
            ),
            Source(Interview(), "Chief officers", number="JS/22"),
        )
    ):
        about = subject(Subject.SOURCE, f"{at}" * 32)
        journal.record(about, bodies.SourceRecorded(source))
    returned = SourceId("1" * 32)
    journal.account(Account(LineId("CC-PO-09"), values={"declared": Counted(8)}, source=returned))
    return read(journal)


@functools.cache
def the_book() -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx_of(the_content())[0]))


def rows_of(sheet: str) -> list[dict[str, Any]]:
    _, titles, *rows = the_book()[sheet].iter_rows(values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in rows]


@functools.cache
def the_csv() -> dict[str, list[list[str]]]:
    return {
        name: list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        for name, content in csv_files(book_of(the_content(), MADE_AT_MS))
    }


def test_the_first_sheet_and_the_first_row_of_each_say_what_it_is() -> None:
    assert the_book().sheetnames == ["About", *SHEETS]
    about = dict(the_book()["About"].iter_rows(min_row=3, values_only=True))
    assert "not the signed record" in the_book()["About"]["A1"].value
    assert "This is a working copy and not the signed record." in about["What this is"]
    assert about["Marking"] == "OFFICIAL-SENSITIVE"
    assert about["Made"] == "18 September 2013, 15:02"
    assert about["Content SHA-256"] == content_sha256(the_content())
    for name in SHEETS:
        first = the_book()[name]["A1"].value
        for told in ("Working copy, not the signed record", "OFFICIAL-SENSITIVE", "Sample"):
            assert told in first
        assert content_sha256(the_content()) in first
        assert name in about


def test_titles_stay_in_view_and_repeat_in_print() -> None:
    for name in SHEETS:
        sheet = the_book()[name]
        assert sheet.freeze_panes == "A3"
        assert sheet.print_title_rows == "$1:$2"
        assert sheet.auto_filter.ref.startswith("A2:")
        assert "OFFICIAL-SENSITIVE" in sheet.oddHeader.center.text
        assert all(letter.width >= 6 for letter in sheet.column_dimensions.values())


def test_lines_answers_and_accounts_stand_in_their_rows() -> None:
    lines = {row["Line"]: row for row in rows_of("Lines")}
    assert lines["CC-PO-01"]["State"] == "Answered"
    assert lines["CC-PO-11"]["State"] == "In 2 versions, not settled"
    assert lines["CC-PO-14"]["State"] == "No answer recorded"
    found = [row for row in rows_of("Answers") if row["Line"] == "CC-PO-11"]
    assert [row["Answer"] for row in found] == ["6 police support units", "5 police support units"]
    assert [row["Found"] for row in found] == ["version 1 of 2", "version 2 of 2"]
    spoken = [row for row in rows_of("Accounts") if row["Line"] == "CC-PO-02"]
    assert spoken[0]["Words"] == "We could put eight units out by Friday, and five of them abroad."
    assert spoken[0]["Role"] == "Assistant chief constable"


def test_only_what_was_asked_of_the_force_is_a_request() -> None:
    assert [row["Title"] for row in rows_of("Requests")] == [
        "The threat assessment",
        "Public order return",
    ]
    assert len(rows_of("Sources")) == 3


def test_what_a_number_leaves_out_stands_in_the_column_after_it() -> None:
    titles = [cell.value for cell in the_book()["Answers"][2]]
    assert titles[titles.index("Answer") + 1] == "What its numbers leave out"
    answers = {row["Line"]: row for row in rows_of("Answers")}
    assert answers["CP-CE-06"]["What its numbers leave out"] == "No site is named."
    assert answers["CC-PO-09"]["What its numbers leave out"] == "Officers on leave."
    titles = [cell.value for cell in the_book()["Quantities"][2]]
    at = titles.index("Number")
    assert titles[at : at + 3] == ["Number", "Unit", "What the number leaves out"]
    quantities = {row["Quantity"]: row for row in rows_of("Quantities")}
    assert quantities["Q2"]["Number"] == 8
    assert quantities["Q2"]["Unit"] == "police support units"
    assert quantities["Q2"]["What the number leaves out"] == "Officers on leave."
    assert quantities["Q10"]["Number"] is None, "“about 20%” is not a number that could be summed"
    assert quantities["Q3"]["Here, in words"] == "in differing versions"


def test_nothing_in_a_workbook_is_a_formula() -> None:
    journal = a_journal(force=ATTACKS[0])
    for at, attack in enumerate(ATTACKS):
        journal.answer(f"CC-PO-0{at + 1}", Answer(note=attack))
        journal.evidence(f"JS/{at + 1}", Caption(attack))
    journal.headline("CC-PO", Headline(ATTACKS[1]))
    content, _ = xlsx_of(read(journal))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheets = [packed.read(n) for n in packed.namelist() if n.startswith("xl/worksheets/")]
    assert len(sheets) == 9
    assert not any(re.search(rb"<f[ >/]", sheet) for sheet in sheets)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    attacked = [cell for cell in cells if str(cell.value).startswith(FORMULA_BEGINNINGS)]
    assert len(attacked) > 12
    assert all(cell.quotePrefix for cell in attacked)
    notes = [row[10].value for row in book["Answers"].iter_rows(min_row=3)]
    assert notes[:3] == list(ATTACKS[:3])


def test_no_cell_of_a_csv_begins_as_a_formula_does() -> None:
    journal = a_journal(force=ATTACKS[0])
    for at, attack in enumerate(ATTACKS):
        journal.answer(f"CC-PO-0{at + 1}", Answer(note=attack))
    for _, content in csv_files(book_of(read(journal), MADE_AT_MS)):
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
            assert not [cell for cell in row if cell.startswith(FORMULA_BEGINNINGS)]


@given(st.text(max_size=30))
def test_a_guarded_text_is_the_text_itself_or_has_a_quote_before_it(text: str) -> None:
    told = guarded(text)
    assert told in (text, f"'{text}")
    assert not told.lstrip(" \u00a0").startswith(FORMULA_BEGINNINGS)


def test_a_number_keeps_its_sign() -> None:
    assert guarded(-5) == "-5"
    assert guarded("-5") == "'-5"


def test_csv_files_keep_to_rfc_4180_and_say_what_they_are() -> None:
    assert list(the_csv()) == [ABOUT, *(f"{name}.csv" for name in SHEETS)]
    for name, content in csv_files(book_of(the_content(), MADE_AT_MS)):
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")
        rows = the_csv()[name]
        assert rows[0][0].startswith("Working copy, not the signed record. Marking OFFICIAL")
        assert len({len(row) for row in rows}) == 1
    about = {row[0]: row[1] for row in the_csv()[ABOUT]}
    assert "OWASP" in about["Texts that look like formulas"]


def test_csv_and_workbook_hold_the_same_rows() -> None:
    for name in SHEETS:
        there = [list(row) for row in the_book()[name].iter_rows(min_row=3, values_only=True)]
        here = the_csv()[f"{name}.csv"][2:]
        assert [["" if cell is None else str(cell) for cell in row] for row in there] == here


def test_an_extract_of_requests_holds_nothing_else() -> None:
    found = only_requests(the_content())
    book = book_of(found, MADE_AT_MS)
    assert [sheet.name for sheet in book.sheets] == ["Requests", "Evidence"]
    assert len(book.sheets[0].rows) == 2
    told = "\n".join(str(cell) for sheet in book.sheets for row in sheet.rows for cell in row)
    told += "\n".join(words for _, words in book.about)
    assert "Only document requests and data returns" in told
    assert "Chief officers" not in told
    assert "roster" not in told


@pytest.mark.parametrize(
    ("detail", "sheets"),
    [
        (DetailLevel.HEADLINES, SHEETS[:1]),
        (DetailLevel.ANSWERS, SHEETS[:3]),
        (DetailLevel.ACCOUNTS, SHEETS[:6]),
    ],
)
def test_sheets_that_the_chosen_detail_does_not_have_are_not_there(
    detail: DetailLevel, sheets: tuple[str, ...]
) -> None:
    book = book_of(read(a_visit(), Options(detail=detail)), MADE_AT_MS)
    assert tuple(sheet.name for sheet in book.sheets) == sheets


def test_a_text_too_long_for_a_cell_is_cut_and_told() -> None:
    journal = a_journal()
    journal.answer("CC-PO-02", Answer(note="😀" * 100_000))
    content, remarks = xlsx_of(read(journal))
    (remark,) = remarks
    assert remark.startswith("Answers!K3: 100,000 characters, more than a cell of XLSX can hold")
    note = openpyxl.load_workbook(io.BytesIO(content))["Answers"]["K3"].value
    assert note.endswith(" … (cut)")
    assert len(note.encode("utf-16-le")) // 2 <= MOST_CHARACTERS


def test_cells_are_named_as_people_find_them() -> None:
    assert [cell_name(at, 7) for at in (1, 26, 27, 52, 703)] == ["A7", "Z7", "AA7", "AZ7", "AAA7"]
