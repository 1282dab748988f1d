"""Workbooks that come back from a force."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector_app.domain.force_replies import NumberRow, RequestRow
from inspector_app.reports import workbook_reading
from inspector_app.reports.force_workbook_form import ForceWorkbook
from inspector_app.reports.force_workbook_reading import filled_in, which
from inspector_app.reports.force_workbook_writing import force_workbook
from inspector_app.reports.workbook_form import Sheet, SheetRow
from inspector_app.reports.workbook_opening import opened
from inspector_app.reports.workbook_writing import workbook
from tests.fuzz import mutation
from tests.fuzz.target import Target, refusal

_HEAD = ("Cambridgeshire", "September 2013", "OFFICIAL", "The chief constable", "2 November 2013")
ASKED = (
    RequestRow("JS/1", "The public order plan", "as a file", "2 Sep 2013", "16 Sep 2013"),
    NumberRow("JS/2", 0, "Support units", "Units", "Dogs", "Declared", "PSU", "2012/13"),
    NumberRow("JS/2", 1, "Support units", "Units", "Dogs", "Needed", "", ""),
)


@contextmanager
def accuracy(folder: Path) -> Iterator[Target]:
    """Give the reader of accuracy workbooks."""
    rows = (SheetRow("2.3", "Public order", "Headline"), SheetRow("2.3.1", "Public order", "Yes"))
    seed = workbook(Sheet("2" * 32, "JS/7", *_HEAD, "", rows=rows))
    path = folder / "back.xlsx"

    def offer(case: bytes) -> str:
        path.write_bytes(case)
        return refusal(lambda: workbook_reading.read(path))

    yield Target((seed,), mutation.of_zip, offer)


@contextmanager
def returned(folder: Path) -> Iterator[Target]:
    """Give the reader of requests and data returns."""
    seed = force_workbook(ForceWorkbook("3" * 32, "JS/8", *_HEAD, "16 Sep 2013", rows=ASKED))
    path = folder / "back.xlsx"

    def read() -> None:
        with opened(path, "workbook") as book:
            which(book)
            filled_in(book, ASKED)

    def offer(case: bytes) -> str:
        path.write_bytes(case)
        return refusal(read)

    yield Target((seed,), mutation.of_zip, offer)
