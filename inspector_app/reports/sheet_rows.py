"""Makes the sheets of a working copy out of a content: lines, answers, accounts, sources and more.

What a number leaves out stands in the column after it, so that nobody copies the one without the
other.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.wording import NOTHING_RECORDED, counted, london_day
from inspector_app.reports import working_copy
from inspector_app.reports.facts import (
    By,
    Content,
    Detail,
    LineFacts,
    QuantityFacts,
    Record,
    SectionFacts,
    SourceFacts,
    VersionFacts,
)
from inspector_app.reports.legible import Legible
from inspector_app.reports.outline_schedules import state_of
from inspector_app.reports.phrases import section_title, support_words
from inspector_app.reports.sheets import Book, Cell, Column, Sheet

REQUESTS = frozenset({"document request", "data return"})
"""Kinds of source that were asked of the force, as the content names them."""
_CAVEAT = "Caveat"
_NUMBER = re.compile(r"-?[0-9]+(,[0-9]{3})*(\.[0-9]+)?")
_SECTION = (Column("Section", 9), Column("Threat", 20), Column("Requirement", 20))
_LINE = (Column("Line", 11), Column("Question", 48))
_BY = (Column("By", 6), Column("When", 24))
_OWN_MARKING = Column("Marking, where it is its own", 22)
_YES, _NO = "yes", "no"


def book_of(content: Content, made_at_ms: int) -> Book:
    """Return the sheets that a content makes.

    ``made_at_ms`` is in milliseconds UTC by the laptop's clock. Equal arguments give equal sheets.
    """
    fit = Legible()
    record = content.record
    made_on = london_day(made_at_ms).isoformat()
    sheets = tuple(_sheets(content, made_on, fit))
    told = (
        ("What this is", working_copy.MEANING),
        *working_copy.origin(content, made_at_ms),
        *working_copy.particulars(content),
        *((each.name, f"{each.meaning} {_rows(each)}.") for each in sheets),
        *(("How to read it", limit) for limit in record.limits),
    )
    return Book(
        title=fit.text(working_copy.title(content)),
        marking=fit.text(record.cover.marking),
        notice=fit.text(working_copy.in_one_line(content, made_at_ms)),
        about=tuple((label, fit.text(words)) for label, words in told),
        sheets=sheets,
        remarks=fit.remarks,
    )


def _sheets(content: Content, made_on: str, fit: Legible) -> Iterator[Sheet]:
    """Yield the sheets that the chosen detail has; an extract of requests has no sections."""
    record, detail = content.record, content.options.detail
    if record.chapters:
        yield _headlines(record, fit)
    if record.chapters and detail.has(DetailLevel.ANSWERS):
        yield _lines(record, fit)
        yield _answers(record, fit)
    if record.chapters and detail.has(DetailLevel.ACCOUNTS):
        yield _accounts(record, fit)
        yield _sources(record, made_on, fit)
    if detail.has(DetailLevel.ACCOUNTS):
        yield _requests(record, made_on, fit)
    if detail.has(DetailLevel.FULL):
        yield _evidence(record, fit)
    if record.chapters and detail.has(DetailLevel.FULL):
        yield _quantities(record, fit)


def _rows(sheet: Sheet) -> str:
    return counted(len(sheet.rows), "row", "rows")


def _fitted(cells: Sequence[Cell], fit: Legible) -> tuple[Cell, ...]:
    return tuple(fit.text(cell) if isinstance(cell, str) else cell for cell in cells)


def _of(section: SectionFacts) -> tuple[str, str, str]:
    return section.id, section_title(section), section.requirement


def _by(by: By) -> tuple[str, str]:
    return by.initials, by.when


def _said(flag: bool) -> str:
    return _YES if flag else _NO


def _headlines(record: Record, fit: Legible) -> Sheet:
    columns = (
        *_SECTION,
        Column("State", 22),
        Column("Headline", 70),
        Column("As at", 20),
        _OWN_MARKING,
        Column("Reason", 30),
        Column("Lines established", 12),
        Column("Lines", 8),
        *_BY,
    )
    return Sheet(
        "Headlines",
        "One row for each version of each section’s headline, which a person wrote.",
        columns,
        tuple(
            _fitted(row, _at(fit, f"Headline of {section.id}"))
            for section in record.sections()
            for row in _headline_rows(section)
        ),
    )


def _at(fit: Legible, place: str) -> Legible:
    fit.place = place
    return fit


def _headline_rows(section: SectionFacts) -> Iterator[tuple[Cell, ...]]:
    progress = (section.established, section.total)
    if not section.in_scope:
        words = " ".join(filter(None, ("Not in scope.", section.scope_reason)))
        yield (*_of(section), words, "", "", "", "", *progress, "", "")
        return
    headline = section.headline
    state = {
        "none": "No headline",
        "left-out": "Left out of this export",
        "versions": f"In {len(headline.versions)} versions, not settled",
        "written": "Written",
    }[headline.state]
    if headline.moderation == "moderated":
        state += ", as moderated"
    elif headline.moderation == "followed":
        state += ", moderated since"
    if not headline.versions:
        yield (*_of(section), state, "", "", "", "", *progress, "", "")
    for each in headline.versions:
        told = (each.text or each.absence, each.as_at, each.marking, each.reason)
        yield (*_of(section), state, *told, *progress, *_by(each.by))


def _line_state(line: LineFacts) -> str:
    return {
        "answered": "Answered",
        "versions": f"In {len(line.versions)} versions, not settled",
        "none": NOTHING_RECORDED,
        "left-out": "Left out of this export",
    }[line.state]


def _lines(record: Record, fit: Legible) -> Sheet:
    columns = (
        *_SECTION,
        *_LINE,
        Column("Paragraph", 10),
        Column("State", 24),
        Column("Established", 11),
        Column("Rests on", 40),
        Column("Independent kinds of support", 12),
        Column("Accounts in this copy", 12),
        Column("Accounts left out", 12),
        Column("Evidence", 18),
        Column("Evidence left out", 12),
        Column("See also", 18),
    )
    rows = (
        (
            *_of(section),
            line.id,
            line.question,
            line.paragraph,
            _line_state(line),
            _said(line.established),
            support_words(line.support),
            line.support.independent,
            len(line.accounts),
            line.accounts_left_out,
            ", ".join(line.evidence),
            line.evidence_left_out,
            ", ".join(line.see_also),
        )
        for section, line in _all_lines(record)
    )
    meaning = "One row for each line of the sections in scope."
    return Sheet(
        "Lines", meaning, columns, tuple(_fitted(r, _at(fit, f"Line {r[3]}")) for r in rows)
    )


def _all_lines(record: Record) -> Iterator[tuple[SectionFacts, LineFacts]]:
    return ((section, line) for section in record.sections() for line in section.lines)


def _answers(record: Record, fit: Legible) -> Sheet:
    columns = (
        *_SECTION,
        *_LINE,
        Column("Found", 14),
        Column("Answer", 40),
        Column("What its numbers leave out", 36),
        Column("In parts", 48),
        Column("As at", 20),
        Column("Note", 48),
        Column("Source of capability", 22),
        _OWN_MARKING,
        Column("Reason", 24),
        Column("Carried over from", 20),
        Column("Corrected after the visit", 24),
        *_BY,
    )
    rows = (
        (*_of(section), line.id, line.question, *_answer(version, found))
        for section, line in _all_lines(record)
        for version, found in _versions(line)
    )
    return Sheet(
        "Answers",
        "One row for each version of each answer, the team’s finding on a line.",
        columns,
        tuple(_fitted(row, _at(fit, f"Answer on {row[3]}")) for row in rows),
    )


def _versions(line: LineFacts) -> Iterator[tuple[VersionFacts, str]]:
    several = len(line.versions)
    for at, version in enumerate(line.versions, 1):
        yield version, f"version {at} of {several}" if several > 1 else "as it stands"
    for version in line.visit:
        yield version, "at the visit"


def _answer(version: VersionFacts, found: str) -> tuple[Cell, ...]:
    caveats = [detail.words for detail in version.details if detail.label == _CAVEAT]
    return (
        found,
        version.answer or "A note without an answer",
        "\n".join(dict.fromkeys((*caveats, *version.exclusions))),
        _in_parts(version.details),
        "as at the visit" if version.as_at_visit else version.as_at,
        version.note,
        version.capability,
        version.marking,
        version.reason,
        version.origin,
        version.corrected,
        *_by(version.by),
    )


def _in_parts(details: Sequence[Detail]) -> str:
    """Return the parts of an answer or source, each on a line of its own; a table's row by row."""
    found = []
    for detail in details:
        label = f"{detail.label}: " if detail.label else ""
        if not detail.titles:
            found.append(label + detail.words)
        for row in detail.rows:
            cells = zip(detail.titles, row, strict=False)
            found.append(label + "; ".join(f"{title}: {cell}" for title, cell in cells))
    return "\n".join(found)


def _accounts(record: Record, fit: Legible) -> Sheet:
    columns = (
        *_SECTION,
        *_LINE,
        Column("Source", 9),
        Column("Kind", 18),
        Column("Role", 26),
        Column("Words", 60),
        Column("What it says", 30),
        Column("What its numbers leave out", 36),
        Column("In parts", 40),
        Column("As at", 20),
        _OWN_MARKING,
        Column("Carried over from", 20),
        Column("The force’s own view", 10),
        *_BY,
    )
    rows = (
        (
            *_of(section),
            line.id,
            line.question,
            each.source,
            each.kind,
            each.role,
            each.words,
            each.answer,
            "\n".join(each.exclusions),
            _in_parts(each.details),
            each.as_at,
            each.marking,
            each.origin,
            _said(each.own_view),
            *_by(each.by),
        )
        for section, line in _all_lines(record)
        for each in line.accounts
    )
    return Sheet(
        "Accounts",
        "One row for what one source said or showed on one line; it is not the team’s answer.",
        columns,
        tuple(_fitted(row, _at(fit, f"Account on {row[3]}")) for row in rows),
    )


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
    _OWN_MARKING,
    Column("In differing versions", 10),
    Column("Carried over from", 20),
    *_BY,
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
        _in_parts(item.details),
        "\n".join(item.exclusions),
        item.note,
        ", ".join(item.lines),
        ", ".join(item.could_speak_to),
        ", ".join(item.evidence),
        item.marking,
        _said(item.disputed),
        item.origin,
        *_by(item.by),
    )


def _sources(record: Record, made_on: str, fit: Legible) -> Sheet:
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
            _said(item.outside),
        )
        for item in record.sources
    )
    return Sheet(
        "Sources",
        "One row for each source, by role and never by name.",
        (*_SOURCE, *between, *_SOURCE_REST),
        tuple(_fitted(row, _at(fit, f"Source {row[0]}")) for row in rows),
    )


def _requests(record: Record, made_on: str, fit: Legible) -> Sheet:
    rows = (_source(item, made_on, item.due_by) for item in record.sources if item.kind in REQUESTS)
    return Sheet(
        "Requests",
        "One row for each document request and data return.",
        (*_SOURCE, Column("Open, due by", 12), *_SOURCE_REST),
        tuple(_fitted(row, _at(fit, f"Source {row[0]}")) for row in rows),
    )


def _evidence(record: Record, fit: Legible) -> Sheet:
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
        _OWN_MARKING,
        Column("Marking found on it", 22),
        Column("Supports", 24),
        *_BY,
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
            *_by(item.by),
        )
        for item in record.evidence
    )
    return Sheet(
        "Evidence",
        "One row for each evidence item; the files themselves are not in this copy.",
        columns,
        tuple(_fitted(row, _at(fit, f"Evidence {row[0]}")) for row in rows),
    )


def _quantities(record: Record, fit: Legible) -> Sheet:
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
        tuple(_fitted(row, _at(fit, f"Quantity {row[0]}")) for row in rows),
    )


def _number(quantity: QuantityFacts) -> Cell:
    """Return a found quantity as a number where it is one of its unit exactly; else nothing."""
    if quantity.known != "found":
        return ""
    written = quantity.here.removesuffix(quantity.unit).strip()
    is_number = _NUMBER.fullmatch(written) is not None
    return Decimal(written.replace(",", "")) if is_number else ""
