"""Sheets of the schedules: sources, requests, evidence, quantities."""

from decimal import Decimal

from inspector_app.domain.locales import current
from inspector_app.reports.facts import QuantityFacts, Record, SourceFacts
from inspector_app.reports.legible import Legible
from inspector_app.reports.outline_schedules import state_of
from inspector_app.reports.sheet_cells import BY, OWN_MARKING, by_of, fitted, in_parts, said
from inspector_app.sheets.book import Cell, Column, Sheet

REQUESTS = frozenset({"document request", "data return"})
"""Kinds of source that were asked of the force, as the content names them."""
_SOURCE = (
    Column("Number", 9),
    Column("Letter", 7),
    Column("Kind", 20),
    Column("Title", 40),
    Column("State", 24),
    Column("Role", 26),
)
_SOURCE_REST = (
    Column("In parts", 50),
    Column("What its numbers leave out", 36),
    Column("Note", 40),
    Column("Accounts on", 24),
    Column("Could also speak to", 24),
    Column("Evidence", 18),
    OWN_MARKING,
    Column("In differing versions", 10),
    Column("Carried over from", 20),
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
        Column("Inspectors there", 12),
        Column("As at", 20),
        Column("Place", 20),
        Column("Notes written", 18),
        Column("From outside the force", 10),
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
        "One row for each source, by role and never by name.",
        (*_SOURCE, *between, *_SOURCE_REST),
        tuple(fitted(row, fit, f"Source {row[0]}") for row in rows),
    )


def requests(record: Record, made_on: str, fit: Legible) -> Sheet:
    """Return what was asked of the force; ``made_on`` is the day, in ISO."""
    rows = (_source(item, made_on, item.due_by) for item in record.sources if item.kind in REQUESTS)
    return Sheet(
        "Requests",
        "One row for each document request and data return.",
        (*_SOURCE, Column("Open, due by", 12), *_SOURCE_REST),
        tuple(fitted(row, fit, f"Source {row[0]}") for row in rows),
    )


def evidence(record: Record, fit: Legible) -> Sheet:
    """Return the schedule of evidence."""
    columns = (
        Column("Number", 9),
        Column("Caption", 48),
        Column("File name", 28),
        Column("Kind of file", 18),
        Column("Bytes", 12),
        Column("Pages", 7),
        Column("SHA-256", 66),
        Column("Camera’s time", 20),
        Column("Taken", 30),
        Column("File last changed", 24),
        Column("Redacted", 40),
        OWN_MARKING,
        Column("Marking found on it", 22),
        Column("Supports", 24),
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
        "One row for each evidence item; the files themselves are not in this copy.",
        columns,
        tuple(fitted(row, fit, f"Evidence {row[0]}") for row in rows),
    )


def quantities(record: Record, fit: Legible) -> Sheet:
    """Return the quantities of the checklist."""
    columns = (
        Column("Quantity", 9),
        Column("What it is", 40),
        Column("Here, in words", 30),
        Column("Number", 12),
        Column("Unit", 22),
        Column("What the number leaves out", 40),
        Column("Line", 11),
        Column("The same for every force", 30),
        Column("Basis in the source", 36),
        Column("Place in the source", 20),
        Column("Check", 48),
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
        "One row for each quantity of the checklist, with what its number leaves out beside it.",
        columns,
        tuple(fitted(row, fit, f"Quantity {row[0]}") for row in rows),
    )


def _number(quantity: QuantityFacts) -> Cell:
    """Return a found quantity as a number where it is one of its unit exactly; else nothing."""
    if quantity.known != "found":
        return ""
    written = quantity.here.removesuffix(quantity.unit).strip()
    number = current().read_number(written)
    return Decimal(number) if number is not None else ""
