"""The accuracy workbook: what goes out is text only, and what comes back is trusted in nothing."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from inspector_app.domain.errors import BadInput
from inspector_app.reports import workbook_form as form
from inspector_app.reports import workbook_opening
from inspector_app.reports.workbook_form import Returned, Sheet, SheetRow
from inspector_app.reports.workbook_opening import refuse
from inspector_app.reports.workbook_reading import read as looked_at
from inspector_app.reports.workbook_writing import workbook

NASTY = ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "'quoted", "\tTab", "a\x00b\x1fc", "Ŵyn 😀")


def read(source: Path) -> Returned:
    """Read a workbook that must be without a fault."""
    returned = looked_at(source)
    refuse(source.name, list(returned.faults))
    return returned


def sheet(*words: str) -> Sheet:
    rows = tuple(SheetRow(f"2.3.{at}", "Public order", each) for at, each in enumerate(words, 1))
    return Sheet(
        *("2" * 32, "JS/7", "Cambridgeshire", "September 2013", "OFFICIAL"),
        *("The chief constable", "2 November 2013", ""),
        rows=rows or (SheetRow("2.3", "Public order", "Headline"), SheetRow("2.3.1", "P", "Yes")),
    )


def written(folder: Path, change: Callable[[Any], None] | None = None, *words: str) -> Path:
    path = folder / "back.xlsx"
    book = load_workbook(io.BytesIO(workbook(sheet(*words))))
    if change is not None:
        change(book)
    book.save(path)
    return path


def put(cell: str, value: object) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[form.POINTS_SHEET][cell] = value

    return change


def test_what_goes_out_comes_back_with_the_points_that_were_written(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        points = book[form.POINTS_SHEET]
        points["D7"], points["E7"], points["F7"] = " Eight, not five. ", "The return", "Ops"

    returned = read(written(tmp_path, change))
    assert returned.draft == "2" * 32
    assert returned.numbers == ((6, "2.3"), (7, "2.3.1"))
    (row,) = returned.rows
    assert (row.row, row.number, row.said) == (7, "2.3.1", "Eight, not five.")
    assert (row.evidence, row.by) == ("The return", "Ops")


def test_a_workbook_without_a_point_is_a_reply_all_the_same(tmp_path: Path) -> None:
    assert read(written(tmp_path)).rows == ()


def test_no_cell_that_goes_out_is_a_formula(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(workbook(sheet(*NASTY))))
    cells = [cell for each in book for row in each.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    words = [book[form.POINTS_SHEET].cell(row, form.WORDS) for row in range(6, 6 + len(NASTY))]
    assert [cell.value for cell in words[:4]] == list(NASTY[:4])
    assert all(cell.quotePrefix for cell in words[:4])
    assert words[-1].value == NASTY[-1]
    entries = zipfile.ZipFile(io.BytesIO(workbook(sheet(*NASTY)))).namelist()
    assert not [name for name in entries if "vba" in name.lower() or "external" in name.lower()]


def test_the_marking_stands_in_sheet_page_and_properties() -> None:
    book = load_workbook(io.BytesIO(workbook(sheet())))
    points = book[form.POINTS_SHEET]
    assert points["A1"].value == "OFFICIAL"
    assert points.oddHeader.center.text == points.oddFooter.center.text == "OFFICIAL"
    assert str(book.properties.title).startswith("OFFICIAL: ")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put("D7", "=1+1"), "Points!D7: this is a formula"),
        (put("D7", 43), "Points!D7: this is a number or a date"),
        (put("A7", 2.3), "Points!A7: this is a number or a date"),
        (put("E7", True), "Points!E7: this is a number or a date"),
        (put("E7", "Seen"), "Points!D7: something stands beside it, and the point is missing"),
        (put("D5", "Points"), "Points!D5: here the title “Your point” must stand"),
        (put("D20", "More"), "Points!A20: the paragraph number is missing"),
        (lambda b: b.remove(b[form.ABOUT_SHEET]), "lacks the sheet"),
        (
            lambda b: setattr(b[form.POINTS_SHEET], "title", "Sheet1"),
            "Points: this sheet is missing or was given another name; “Sheet1” stands there",
        ),
        (lambda b: b.create_sheet("Notes"), "Notes: this sheet did not go out"),
        (lambda b: b[form.ABOUT_SHEET].__setitem__("B2", "x"), "not the form of an accuracy"),
        (lambda b: b[form.POINTS_SHEET].delete_cols(3), "Points!C5: here the title"),
        (lambda b: b[form.POINTS_SHEET].delete_rows(5, 9), "Points!A5: here the title"),
        (lambda b: b[form.POINTS_SHEET].delete_rows(6, 9), "no paragraph stands below"),
    ],
)
def test_every_fault_is_told_with_its_cell(
    tmp_path: Path, change: Callable[[Any], None], told: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read(written(tmp_path, change))
    assert told in str(refused.value)
    assert str(refused.value).endswith("Nothing was recorded.")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        points = book[form.POINTS_SHEET]
        points["D6"], points["D7"], points["E7"] = "=A1", 5, "=B1"

    with pytest.raises(BadInput) as refused:
        read(written(tmp_path, change))
    assert all(cell in str(refused.value) for cell in ("Points!D6", "Points!D7", "Points!E7"))


def repacked(source: Path, name: str, content: bytes, called: str = "evil.xlsx") -> Path:
    target = source.with_name(called)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == name else old.read(entry))
        if name not in old.namelist():
            new.writestr(name, content)
    return target


def test_a_bomb_is_refused_by_the_sizes_of_its_entries_before_it_is_opened(
    tmp_path: Path,
) -> None:
    bomb = repacked(written(tmp_path), "xl/media/bomb.bin", b"\0" * (65 * 1024 * 1024))
    assert bomb.stat().st_size < 1_000_000
    with pytest.raises(BadInput, match="would unpack to"):
        read(bomb)


def with_more(source: Path, part: str, behind: str, element: str, count: int) -> Path:
    """Put ``count`` of an element before what a part of the workbook ends with."""
    with zipfile.ZipFile(source) as packed:
        content = packed.read(part).decode()
    spoilt = content.replace(behind, element * count + behind, 1)
    return repacked(source, part, spoilt.encode())


@pytest.mark.parametrize(
    ("part", "behind", "element"),
    [
        ("xl/styles.xml", "</fonts>", "<font/>"),
        ("xl/worksheets/sheet1.xml", "</sheetData>", "<c/>"),
        ("xl/workbook.xml", "</sheets>", "<sheet/>"),
    ],
)
def test_a_small_file_that_would_keep_a_reader_busy_is_refused_at_once(
    tmp_path: Path, part: str, behind: str, element: str
) -> None:
    bomb = with_more(written(tmp_path), part, behind, element, 1_100_000)
    assert bomb.stat().st_size < 100_000
    started = process_time()
    with pytest.raises(BadInput, match="holds more than any"):
        read(bomb)
    assert process_time() - started < 3


def test_a_sheet_of_many_links_is_read_through_once(tmp_path: Path) -> None:
    source = with_more(
        written(tmp_path), "xl/worksheets/sheet1.xml", "</worksheet>", "<hyperlinks/>", 20_000
    )
    of_package = "http://schemas.openxmlformats.org/package/2006/relationships"
    link = '<Relationship Id="r" Type="x/hyperlink" TargetMode="External" Target="x"/>'
    rels = f'<Relationships xmlns="{of_package}">{link * 2_000}</Relationships>'
    part = "xl/worksheets/_rels/sheet1.xml.rels"
    bomb = repacked(source, part, rels.encode(), "links.xlsx")
    started = process_time()
    with pytest.raises(BadInput):
        read(bomb)
    assert process_time() - started < 3


def test_a_part_is_looked_at_whatever_it_is_called(tmp_path: Path) -> None:
    for content in (b"  <!DOCTYPE a><a/>", b"\xef\xbb\xbf<!DOCTYPE a><a/>"):
        with pytest.raises(BadInput, match="entities of its own"):
            read(repacked(written(tmp_path), "xl/printerSettings/one.bin", content))


@pytest.mark.parametrize(
    ("part", "content", "told"),
    [
        ("xl/vbaProject.bin", b"", "it holds macros"),
        (
            "[Content_Types].xml",
            b'<Types><Override ContentType="a.macroEnabled.main+xml"/></Types>',
            "it holds macros",
        ),
        ("xl/externalLinks/externalLink1.xml", b"<a/>", "it draws on another workbook"),
        ("xl/connections.xml", b"<a/>", "it draws on data from elsewhere"),
        ("xl/embeddings/oleObject1.bin", b"", "it holds another file inside"),
        (
            "xl/drawings/_rels/drawing1.xml.rels",
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="a" Type="image" TargetMode="External" Target="x"/></Relationships>',
            "it draws on something outside it",
        ),
        ("XL/workbook.xml", b"<a/>", "two parts of the same name"),
    ],
)
def test_what_holds_more_than_cells_is_refused(
    tmp_path: Path, part: str, content: bytes, told: str
) -> None:
    with pytest.raises(BadInput, match=told) as refused:
        read(repacked(written(tmp_path), part, content))
    assert str(refused.value).endswith("Nothing was recorded.")


def test_a_password_is_told_from_an_older_kind_of_workbook(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    old = b"\xd0\xcf\x11\xe0" + bytes(600)
    path.write_bytes(old + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(BadInput, match="locked with a password"):
        read(path)
    path.write_bytes(old)
    with pytest.raises(BadInput, match="of an older kind"):
        read(path)


def test_the_same_content_gives_the_same_bytes_whenever_it_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = workbook(sheet())
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert workbook(sheet()) == before


def test_entities_of_its_own_are_refused_in_any_part(tmp_path: Path) -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'
    for name in ("xl/workbook.xml", "xl/sharedStrings.xml", "docProps/core.xml", "extra.xml"):
        with pytest.raises(BadInput, match="entities"):
            read(repacked(written(tmp_path), name, laughs))
    hidden = laughs.decode().encode("utf-16")
    with pytest.raises(BadInput, match="UTF-8"):
        read(repacked(written(tmp_path), "xl/workbook.xml", hidden))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0" * 40]
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"letter\.xlsx"):
        read(path)
    with pytest.raises(BadInput, match="cannot be read"):
        read(tmp_path / "missing.xlsx")


def test_a_spoilt_part_is_refused_and_not_a_crash(tmp_path: Path) -> None:
    source = written(tmp_path)
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"):
        for content in (b"", b"<a/>", b"<worksheet><sheetData><row><c t='s'><v>99</v></c></row>"):
            with pytest.raises(BadInput):
                read(repacked(source, name, content))


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_that_cannot_be_unpacked_is_refused(tmp_path: Path, packing: int) -> None:
    """Found by fuzzing: the unpackers' own errors are none of ``zipfile``'s."""
    source = written(tmp_path)
    with zipfile.ZipFile(source) as packed:
        parts = {each: packed.read(each) for each in packed.namelist()}
    with zipfile.ZipFile(source, "w", packing) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
        place = packed.getinfo("xl/workbook.xml")
    spoilt = bytearray(source.read_bytes())
    for at in range(5, 60):  # behind the words that say how it is packed
        spoilt[place.header_offset + 30 + len(place.filename) + at] ^= 0xFF
    source.write_bytes(spoilt)
    with pytest.raises(BadInput, match=r"back\.xlsx"):
        read(source)


def test_too_large_a_file_too_many_rows_and_entries_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = written(tmp_path)
    monkeypatch.setattr(workbook_opening, "MAX_ROWS", 6)
    with pytest.raises(BadInput, match="more than 6 rows"):
        read(source)
    monkeypatch.setattr(workbook_opening, "MAX_ENTRIES", 3)
    with pytest.raises(BadInput, match="entries"):
        read(source)
    monkeypatch.setattr(workbook_opening, "MAX_BYTES", 100)
    with pytest.raises(BadInput, match="larger than"):
        read(source)


def test_a_workbook_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    book = Workbook()
    book.active["A1"] = "Budget"
    book.save(path)
    with pytest.raises(BadInput, match="not the workbook that went out"):
        read(path)


def test_an_open_vault_has_not_paid_for_reading_workbooks() -> None:
    asked = "import sys, inspector_app.services.vault; print('openpyxl' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
