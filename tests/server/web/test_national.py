"""The national picture as base's pages show it."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from inspector_app.domain.answers import Answer
from inspector_app.domain.dates import read
from inspector_app.domain.sources import Arrangement, DocumentAbsent, Source
from inspector_app.domain.values import Counted, Named, Tabled
from inspector_app.server import national
from inspector_app.server.accounts import Role
from inspector_app.server.base import Base
from tests.server.national_base import bring
from tests.server.support import a_base, enrolled
from tests.server.web.browsing import Browser, a_browser, an_account
from tests.support.nations import NAMES, a_journal_of, source
from tests.support.standings import JS, Journal

FIGURES = ((5, 8), (6, 4), (7, 6), (3, 2), (4, 10), (9, 12))
"""Needed and declared."""


def recorded() -> list[Journal]:
    """Six forces, with something in every table. All of it is invented."""

    def more(journal: Journal) -> None:
        shared = Arrangement("c" * 32, members=tuple(map(Named, NAMES[:3])), since=read("2012"))
        source(journal, Source(shared, "Joint protective services", "JS/1"))
        source(journal, Source(DocumentAbsent(reason="Not thought of"), "Cyber plan", "JS/2"))
        rows = (("Awareness", "enrolled", "120", "8.5"), ("Introduction", "completed", "40", "3"))
        journal.answer("CP-CY-13", Answer({"take_up": Tabled(rows)}))
        closed = Answer({"expected": Counted(777)}, note="needle", do_not_export=True)
        journal.answer("CC-PO-11", closed)

    return [
        a_journal_of(
            f"{name} Constabulary" if name != "Eastland" else "<b>Eastland</b>",
            {"CC-PO-08": needed, "CC-PO-09": declared, "CN-PO-04": needed, "CN-PO-05": declared},
            more=more,
        )
        for name, (needed, declared) in zip(NAMES, FIGURES, strict=False)
    ]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    folder: Path = tmp_path_factory.mktemp("national")
    found = a_base(folder, f"sqlite:///{folder / 'base.db'}")
    bring(found.database, recorded())
    an_account(found, "kim")
    an_account(found, "jo", Role.LEAD, JS)
    an_account(found, "liz", Role.LEAD, enrolled(found, "LZ").person)
    yield found
    found.database.close()


@pytest.fixture
def kim(base: Base) -> Iterator[Browser]:
    with a_browser(base, "kim") as browser:
        yield browser


def test_a_line_stands_force_by_force_with_headed_columns_and_rows(kim: Browser) -> None:
    page = kim.get("/national/lines?of=cc-po-09").text
    assert '<th scope="row">Avonshire Constabulary</th>' in page
    assert '<th scope="col">Answer</th>' in page
    assert "8 police support units" in page
    assert "How many PSUs does the force declare it can put out?" in page
    assert "CC-PO-08" not in page


def test_without_a_line_the_sections_are_offered_and_an_unknown_one_is_told(kim: Browser) -> None:
    assert 'href="/national/lines?of=CC-PO"' in kim.get("/national/lines").text
    answer = kim.get("/national/lines?of=CC-PO-99")
    assert answer.status_code == 200
    assert "CC-PO-99" in answer.text
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "spr-2012 1.0.0"),
        ("/quantities", "All 6 forces that have both"),
        ("/arrangements", "Joint protective services"),
        ("/documents", "Cyber plan"),
    ],
)
def test_every_part_is_shown_and_what_is_withheld_is_not(
    kim: Browser, path: str, words: str
) -> None:
    page = kim.get(f"/national{path}").text
    assert words in page
    assert "777" not in re.sub(r"[0-9a-f]{32,}", "", page), "but within an id it may be"
    assert "<b>Eastland" not in page


def test_what_is_not_to_be_exported_is_counted(kim: Browser) -> None:
    page = kim.get("/national/lines?of=CC-PO-11").text
    assert "6 answers are withheld." in page
    assert "needle" not in page


def test_a_lead_sees_only_the_inspections_that_are_theirs(base: Base) -> None:
    with a_browser(base, "jo") as jo, a_browser(base, "liz") as liz:
        assert "Avonshire" in jo.get("/national").text
        for path in ("", "/lines?of=", "/quantities", "/documents", "/csv"):
            assert "Avonshire" not in liz.get(f"/national{path}").text
        assert "/national/comparisons" not in jo.get("/national").text
        assert jo.get("/national/comparisons").status_code == 403
        assert jo.post("/national/comparisons", {"at_least": "5"}).status_code == 403


def test_all_of_it_comes_as_a_workbook_and_as_csv(kim: Browser) -> None:
    answer = kim.get("/national/workbook?up_to=OFFICIAL")
    assert "OFFICIAL%20national%20picture.xlsx" in answer.headers["content-disposition"]
    names = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True).sheetnames
    files = zipfile.ZipFile(io.BytesIO(kim.get("/national/csv").content)).namelist()
    assert [f"{name}.csv" for name in names] == files


def test_an_administrator_tells_what_can_be_told(kim: Browser, base: Base) -> None:
    assert "Can be told" in kim.get("/national/comparisons").text
    for wrong in ("2", "x", "", "-5"):
        answer = kim.post("/national/comparisons", {"at_least": wrong})
        assert answer.status_code == 422, wrong
    assert all(each.issued_ms is None for each in national.worked_out(base.database))
    answer = kim.post("/national/comparisons", {"at_least": "5"})
    assert answer.headers["location"] == "/national/comparisons?done=comparisons-told"
    page = kim.get(answer.headers["location"]).text
    assert "Laptops hear it at their next sync" in page
    assert "Told" in page
