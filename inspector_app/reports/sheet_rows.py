"""Makes the book of a working copy out of a content: which sheets, and what the first one says.

What a number leaves out stands in the column after it, so that nobody copies the one without the
other.
"""

from collections.abc import Iterator

from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.wording import counted, london_day
from inspector_app.reports import sheet_findings, sheet_schedules, working_copy
from inspector_app.reports.facts import Content
from inspector_app.reports.legible import Legible
from inspector_app.sheets.book import Book, Sheet
from inspector_app.texts import tr


def book_of(content: Content, made_at_ms: int) -> Book:
    """Return the sheets that a content makes.

    ``made_at_ms`` is in milliseconds UTC by the laptop's clock. Equal arguments give equal sheets.
    """
    fit = Legible()
    record = content.record
    made_on = london_day(made_at_ms).isoformat()
    sheets = tuple(_sheets(content, made_on, fit))
    told = (
        (tr("What this is"), working_copy.MEANING),
        *working_copy.origin(content, made_at_ms),
        *working_copy.particulars(content),
        *((each.name, f"{each.meaning} {_rows(each)}.") for each in sheets),
        *((tr("How to read it"), limit) for limit in record.limits),
    )
    return Book(
        title=fit.text(working_copy.title(content)),
        marking=fit.text(record.cover.marking),
        notice=fit.text(working_copy.in_one_line(content, made_at_ms)),
        about=tuple((label, fit.text(words)) for label, words in told),
        sheets=sheets,
        remarks=fit.remarks,
        claim=working_copy.NOTICE,
        status=tr("Working copy"),
    )


def _sheets(content: Content, made_on: str, fit: Legible) -> Iterator[Sheet]:
    """Yield the sheets that the chosen detail has; an extract of requests has no sections."""
    record, detail = content.record, content.options.detail
    if record.chapters:
        yield sheet_findings.headlines(record, fit)
    if record.chapters and detail.has(DetailLevel.ANSWERS):
        yield sheet_findings.lines(record, fit)
        yield sheet_findings.answers(record, fit)
    if record.chapters and detail.has(DetailLevel.ACCOUNTS):
        yield sheet_findings.accounts(record, fit)
        yield sheet_schedules.sources(record, made_on, fit)
    if detail.has(DetailLevel.ACCOUNTS):
        yield sheet_schedules.requests(record, made_on, fit)
    if detail.has(DetailLevel.FULL):
        yield sheet_schedules.evidence(record, fit)
    if record.chapters and detail.has(DetailLevel.FULL):
        yield sheet_schedules.quantities(record, fit)


def _rows(sheet: Sheet) -> str:
    return counted(len(sheet.rows), "row", "rows")
