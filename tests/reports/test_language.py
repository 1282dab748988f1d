"""What reports print is another language's data, and no text of theirs goes past the catalogue."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

import inspector_app
from inspector_app import texts
from inspector_app.domain.ids import Sha256
from inspector_app.reports import snapshot
from inspector_app.reports.layout import Laid
from inspector_app.reports.reprinting import Incomparable, doubts_of_pages
from inspector_app.reports.tagging import Tree
from inspector_app.version import VERSION
from tests.support.made_up_language import TAG, a_language, a_language_that_counts
from tests.support.spoken import spoken

PACKAGE = Path(inspector_app.__file__).parent
_CODES = {
    # the structure of a PDF, as ISO 32000-1, 14.8 names it, and what tables and fonts are told
    *("Caption", "Column", "Div", "Lbl", "Document", "Figure", "Form", "Index", "Link", "Note"),
    *("Array", "Footer", "Header", "Inspector", "Lead", "Reference", "Row", "Table"),
    *("Watermark", "Calibri", "General", "SPR Inspector", "d mmmm yyyy", "sRGB IEC61966-2.1"),
    # styles of DOCX
    *("Cell", "Digest", "Fact", "Heading", "Label", "Number", "Picture", "Quiet", "SEQ Picture"),
    *("Definition", "Subtitle", "Title"),
    # protocols, and what is kept in a certificate or a file
    *("Accept", "External", "Relationship", "Id", "Target", "Type", "Timestamp-"),
    # names of sheets, which are names of CSV files too, and the form of what comes back from a
    # force
    *("About", "Accounts", "Answers", "Data returns", "Evidence", "Headlines", "Lines", "Points"),
    *("Quantities", "Requests", "Sources"),
    # what the help's Markdown holds
    "| Key | Does |",
}
"""Literals that look like words and are none."""
_FORMS = {"docx_markup", "docx_styles", "force_workbook_form", "structure", "tagging"} | {
    *("raised_steps", "workbook_form", "steady_zip"),
}
"""Modules that hold a format and nothing to be read.

The workbooks that a force sends back are read by the titles of their columns, so these are the same
in every language.
"""
_TO_PROGRAMS = {"ValueError", "TypeError", "KeyError", "cast", "TypeVar", "compile", "fullmatch"}
_WORDS = re.compile(
    r"[A-Za-z’]{2,}[,;:.]? [A-Za-z“‘({]|\{\},? [a-z’]{2,}|^[A-Z][a-z’-]+[.:]? ?$|^ ?[a-z’]{2,} $"
)
_MARKUP = re.compile(r"^\s*[<#/]|</|\bw:|://|\\d|%[YHdm]|\[[A-Za-z]|^\w+\[")


def _bypassing(source: str) -> Iterator[str]:
    """Yield the texts that no catalogue sees, with the lines on which they stand."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr(values=values):
                text = "".join(
                    str(each.value) if isinstance(each, ast.Constant) else "{}" for each in values
                )
            case ast.Constant(value=str(text)) if not isinstance(parents[node], ast.JoinedStr):
                pass
            case _:
                continue
        if not _WORDS.search(text) or _MARKUP.search(text) or text in _CODES:
            continue
        if not _is_seen(node, parents):
            yield f"{node.lineno}: {text}"


def _is_seen(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Return whether a text goes through the catalogue, or is none that anybody reads."""
    if isinstance(node, ast.Constant) and isinstance(parents[node], ast.Expr):  # a docstring
        return True
    while not isinstance(node, ast.stmt):
        child, node = node, parents[node]
        match node:
            case ast.Call(func=ast.Name(id="tr" | "tr_counted" | "counted")):
                return True
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if (
                name in _TO_PROGRAMS and child is not node.func
            ):
                return True
            case ast.arg() | ast.Compare() | ast.Subscript():
                return True
            case ast.AnnAssign(annotation=annotation) if annotation is child:
                return True
            case ast.FunctionDef(returns=returns) if returns is child:
                return True
            case ast.ClassDef(bases=[ast.Name(id="StrEnum")]):
                return True
    owner = parents.get(node)
    return isinstance(owner, ast.ClassDef) and any(
        isinstance(base, ast.Name) and base.id == "StrEnum" for base in owner.bases
    )


def test_no_text_of_a_report_goes_past_the_catalogue() -> None:
    found = {
        path.name: texts_past
        for room in ("reports", "sheets")
        for path in (PACKAGE / room).glob("*.py")
        if path.stem not in _FORMS
        and (texts_past := list(_bypassing(path.read_text(encoding="utf-8"))))
    }
    assert not found


@pytest.mark.parametrize(
    "source",
    [
        'words = "Not in scope"',
        'words = f"Line {id}, answer"',
        'yield f"{many} lines are left out"',
        'title = "Marking"',
        'raise BadInput("Nothing was written.")',
        '"Caveat: " + words',
        'words += " without "',
        "f\"{tr('Line')} {number} of the text\"",
    ],
)
def test_the_check_finds_what_goes_past(source: str) -> None:
    assert list(_bypassing(source))


@pytest.mark.parametrize(
    "source",
    [
        'tr("Not in scope")',
        'counted(number, "line is", "lines are")',
        '"""A docstring of several words."""',
        'raise ValueError("it names no time")',
        'tree.add("Table")',
        'state == "left out"',
    ],
)
def test_the_check_lets_through_what_goes_through_or_is_no_text(source: str) -> None:
    assert not list(_bypassing(source))


_DATA = {"OFFICIAL", "JS", "AM", "IN", "text", "csv", "SHA", "http", "SPR", "Inspector"}
"""What is not translated: a marking, initials, the introduction's number, formats, names."""
_CODE = re.compile(r"\b[0-9a-f]{16,}\b|\b[A-Z]{2}-[A-Z]+\b")
"""A digest, or the beginning of the number of a section or a line."""


def _outside(text: str) -> str:
    """Return what of a text is outside all guillemets, each of which is closed."""
    depth, kept = 0, []
    for character in text:
        depth += (character == "«") - (character == "»")
        assert depth >= 0, text
        kept.append(" " if depth or character == "»" else character)
    assert depth == 0, text
    return "".join(kept)


def _untranslated(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]{2,}", _CODE.sub(" ", _outside(text)))) - _DATA


@pytest.fixture(scope="module")
def in_a_made_up_language(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write one summary in every form in a language that nobody speaks."""
    folder = tmp_path_factory.mktemp("language")
    run = subprocess.run(
        [sys.executable, "-m", "tests.support.made_up_language", str(folder)],
        env={**os.environ, texts.VARIABLE: str(a_language(folder))},
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    return folder


def test_a_pdf_in_another_language_holds_no_word_of_english(in_a_made_up_language: Path) -> None:
    with pypdfium2.PdfDocument(in_a_made_up_language / "a.pdf") as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    assert {at: left for at, page in enumerate(pages, 1) if (left := _untranslated(page))} == {}
    flat = " ".join(" ".join(pages).split())
    assert "2013. «M9» 16. «y» 2013. «M9» 20." in flat  # the fieldwork
    assert "2013. «M9» 18. «k» 15.02" in flat  # when it was made
    assert "2013. «A10» «s»" in flat  # since October, and not “as at since”
    assert "«As at 2013. «A10»" not in flat
    assert "«ab» 12.345" in flat
    assert "4,5 «m» («4.512.345 bytes|other" in flat


def test_a_sentence_of_a_report_has_the_form_of_its_number(tmp_path: Path) -> None:
    english = "{number} thumbnails were missing or damaged; an empty frame stands there."
    told: list[str] = []
    with spoken(a_language_that_counts(tmp_path, english)):
        for number in (0, 1, 2, 5, 21):
            laid = Laid(1, "", (), (), (Sha256(""),) * number, Tree())
            told += laid.remarks
    assert told == [
        f"«{english}|{form}»".format(number=number)
        for number, form in ((1, "one"), (2, "few"), (5, "other"), (21, "one"))
    ], "none missing is not told"


def test_a_pdf_declares_its_language_and_so_do_its_data(in_a_made_up_language: Path) -> None:
    with pikepdf.open(in_a_made_up_language / "a.pdf") as pdf:
        assert str(pdf.Root.Lang) == TAG
        metadata = pdf.Root.Metadata.read_bytes().decode()
        data = json.loads(pdf.attachments["report-snapshot.json"].get_file().read_bytes())
    assert f"<rdf:li>{TAG}</rdf:li>" in metadata
    assert data["language"].startswith(f"{TAG} ")
    assert data["made_at_ms"] == 1_379_512_920_000  # what is exchanged is the same in any language


def test_html_in_another_language_holds_no_word_of_english(in_a_made_up_language: Path) -> None:
    page = (in_a_made_up_language / "a.html").read_text(encoding="utf-8")
    assert f'<html lang="{TAG}">' in page
    body = page.partition("<body")[2].partition(">")[2]
    labels = " ".join(re.findall(r'(?:aria-label|alt)="([^"]*)"', body))
    assert _untranslated(f"{re.sub(r'<[^>]*>', ' ', body)} {labels}") == set()


def test_sheets_in_another_language_hold_no_word_of_english(in_a_made_up_language: Path) -> None:
    sheets = sorted(in_a_made_up_language.glob("*.csv"))
    assert len(sheets) > 5
    names = {sheet.stem for sheet in sheets}
    left = {
        sheet.name: words
        for sheet in sheets
        if (words := _untranslated(sheet.read_text(encoding="utf-8-sig")) - names)
    }
    assert left == {}


def test_pages_in_another_language_are_not_set_anew_in_this_one(tmp_path: Path) -> None:
    """They would differ in every word, and a genuine report would be doubted."""
    data = {"app_version": VERSION, "version": snapshot.VERSION, "language": f"{TAG} 0123"}
    assert snapshot.is_in_other_words(data)
    with pytest.raises(Incomparable, match="another language"):
        doubts_of_pages(BytesIO(b"%PDF-1.7"), data, tmp_path)
