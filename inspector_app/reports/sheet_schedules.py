"""Sheets of the schedules: sources, requests, evidence, quantities."""

from decimal import Decimal

from inspector_app.domain.locales import current
from inspector_app.reports.facts import QuantityFacts, Record, SourceFacts
from inspector_app.reports.legible import Legible
from inspector_app.reports.outline_schedules import state_of
from inspector_app.reports.sheet_cells import BY, OWN_MARKING, by_of, fitted, in_parts, said
from inspector_app.sheets.book import Cell, Column, Sheet
from inspector_app.texts import tr

REQUESTS = frozenset({tr("document request"), tr("data return")})
"""Kinds of source that were asked of the force, as the content names them."""
_SOURCE = (
    Column(tr("Number"), 9),
    Column(tr("Letter"), 7),
    Column(tr("Kind"), 20),
    Column(tr("Title"), 40),
    Column(tr("State"), 24),
    Column(tr("Role"), 26),
)
_SOURCE_REST = (
    Column(tr("In parts"), 50),
    Column(tr("What its numbers leave out"), 36),
    Column(tr("Note"), 40),
    Column(tr("Accounts on"), 24),
    Column(tr("Could also speak to"), 24),
    Column(tr("Evidence"), 18),
    OWN_MARKING,
    Column(tr("In differing versions"), 10),
    Column(tr("Carried over from"), 20),
    *BY,
)


def _source(item: SourceFacts, made_on: str, *between: str) -> tuple[Cell, ...]:
    return (
        item.number,
        item.letter,
        item.kind,
        item.title,
        state_of(item, made_on),
        item.role,
        *between,
        in_parts(item.details),
        "\n".join(item.exclusions),
        item.note,
        ", ".join(item.lines),
        ", ".join(item.could_speak_to),
        ", ".join(item.evidence),
        item.marking,
        said(item.disputed),
        item.origin,
        *by_of(item.by),
    )


def sources(record: Record, made_on: str, fit: Legible) -> Sheet:
    """Return the schedule of sources; ``made_on`` is the day, in ISO."""
    between = (
        Column(tr("Inspectors there"), 12),
        Column(tr("As at"), 20),
        Column(tr("Place"), 20),
        Column(tr("Notes written"), 18),
        Column(tr("From outside the force"), 10),
    )
    rows = (
        _source(
            item,
            made_on,
            ", ".join(item.inspectors),
            item.as_at,
            item.place,
            item.written_at,
            said(item.outside),
        )
        for item in record.sources
    )
    return Sheet(
        "Sources",
        tr("One row for each source, by role and never by name."),
        (*_SOURCE, *between, *_SOURCE_REST),
        tuple(fitted(row, fit, tr("Source {row}").format(row=row[0])) for row in rows),
    )


def requests(record: Record, made_on: str, fit: Legible) -> Sheet:
    """Return what was asked of the force; ``made_on`` is the day, in ISO."""
    rows = (_source(item, made_on, item.due_by) for item in record.sources if item.kind in REQUESTS)
    return Sheet(
        "Requests",
        tr("One row for each document request and data return."),
        (*_SOURCE, Column(tr("Open, due by"), 12), *_SOURCE_REST),
        tuple(fitted(row, fit, tr("Source {row}").format(row=row[0])) for row in rows),
    )


def evidence(record: Record, fit: Legible) -> Sheet:
    """Return the schedule of evidence."""
    columns = (
        Column(tr("Number"), 9),
        Column(tr("Caption"), 48),
        Column(tr("File name"), 28),
        Column(tr("Kind of file"), 18),
        Column(tr("Bytes"), 12),
        Column(tr("Pages"), 7),
        Column("SHA-256", 66),
        Column(tr("Camera’s time"), 20),
        Column(tr("Taken"), 30),
        Column(tr("File last changed"), 24),
        Column(tr("Redacted"), 40),
        OWN_MARKING,
        Column(tr("Marking found on it"), 22),
        Column(tr("Supports"), 24),
        *BY,
    )
    rows = (
        (
            item.number,
            item.caption,
            item.name,
            item.media_type,
            item.size_bytes,
            item.pages or "",
            item.sha256,
            item.captured,
            item.taken,
            item.modified,
            item.redacted,
            item.marking,
            item.marking_found,
            ", ".join(item.lines),
            *by_of(item.by),
        )
        for item in record.evidence
    )
    return Sheet(
        "Evidence",
        tr("One row for each evidence item; the files themselves are not in this copy."),
        columns,
        tuple(fitted(row, fit, tr("Evidence {row}").format(row=row[0])) for row in rows),
    )


def quantities(record: Record, fit: Legible) -> Sheet:
    """Return the quantities of the checklist."""
    columns = (
        Column(tr("Quantity"), 9),
        Column(tr("What it is"), 40),
        Column(tr("Here, in words"), 30),
        Column(tr("Number"), 12),
        Column(tr("Unit"), 22),
        Column(tr("What the number leaves out"), 40),
        Column(tr("Line"), 11),
        Column(tr("The same for every force"), 30),
        Column(tr("Basis in the source"), 36),
        Column(tr("Place in the source"), 20),
        Column(tr("Check"), 48),
    )
    rows = (
        (
            each.id,
            each.title,
            each.here,
            _number(each),
            each.unit,
            each.caveat,
            each.line,
            each.stated,
            each.basis,
            each.locator,
            each.check,
        )
        for each in record.quantities
    )
    return Sheet(
        "Quantities",
        tr(
            "One row for each quantity of the checklist, with what its number leaves out beside it."
        ),
        columns,
        tuple(fitted(row, fit, tr("Quantity {row}").format(row=row[0])) for row in rows),
    )


def _number(quantity: QuantityFacts) -> Cell:
    """Return a found quantity as a number where it is one of its unit exactly; else nothing."""
    if quantity.known != "found":
        return ""
    written = quantity.here.removesuffix(quantity.unit).strip()
    number = current().read_number(written)
    return Decimal(number) if number is not None else ""
