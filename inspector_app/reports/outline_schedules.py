"""Puts the schedules that follow the sections into blocks: what is asked for, numbers, sources."""

from collections.abc import Iterator
from itertools import count

from inspector_app.domain.wording import counted, london_day, when_words
from inspector_app.reports import alternatives
from inspector_app.reports.content import content_sha256
from inspector_app.reports.facts import (
    AdvanceFacts,
    Content,
    EvidenceFacts,
    RecommendationFacts,
    Record,
    SourceFacts,
)
from inspector_app.reports.legible import Legible
from inspector_app.reports.outline import (
    Block,
    Definition,
    Figure,
    Heading,
    Listed,
    Manner,
    Pairs,
    Table,
    Words,
)
from inspector_app.reports.outline_lines import detail_blocks
from inspector_app.reports.phrases import as_at, dotted

_VERDICTS = {
    "holds": "holds",
    "does-not-hold": "does not hold: see the prompt above",
    "cannot-be-told": "cannot be told.",
}
_DISPUTED = "in differing versions, not settled: the first is printed"


def recommendation_blocks(record: Record, fit: Legible) -> Iterator[Block]:
    """Yield what is asked for, and what became of what was asked for last time."""
    fit.place = "What is asked for"
    yield Heading(1, "What is asked for", "recommendations", is_listed=True)
    yield Words(
        "Causes of concern, recommendations and areas for improvement, written by the team and "
        "never worked out from the lines.",
        Manner.QUIET,
    )
    if left_out := record.cover.left_out.recommendations:
        words = counted(left_out, "recommendation", "recommendations")
        yield Words(f"Left out as not to be exported: {words}.", Manner.QUIET)
    elif not record.recommendations:
        words = "No cause of concern, recommendation or area for improvement is recorded."
        yield Words(words, Manner.GAP)
    for each in record.recommendations:
        yield from _recommendation(each, fit)
    if record.followed_up:
        yield Heading(2, "Asked for last time", "last-time")
    for each in record.followed_up:
        yield from _recommendation(each, fit)


def _recommendation(each: RecommendationFacts, fit: Legible) -> Iterator[Block]:
    yield Words(fit.text(each.text), Manner.BODY, fit.text(f"{each.kind} {each.number}:"))
    facts = [
        f"To {each.to}" if each.to else "",
        f"by {each.due}" if each.due else "",
        f"rests on {each.rests_on}" if each.rests_on else "rests on nothing that is printed",
        each.marking,
    ]
    yield Words(fit.text(dotted(facts)), Manner.QUIET)
    if each.advance is not None:
        yield from _advance(each.advance, fit)
    told = [
        f"recorded by {each.by.initials}, {each.by.when}" if each.by else "",
        _DISPUTED if each.disputed else "",
    ]
    if any(told):
        yield Words(fit.text(dotted(told)), Manner.QUIET)


def _advance(advance: AdvanceFacts, fit: Legible) -> Iterator[Block]:
    yield Words(fit.text(advance.note or "No note."), Manner.TOLD, f"{advance.stage}.")
    facts = [
        as_at(advance.as_at),
        f"rests on {advance.rests_on}" if advance.rests_on else "",
        advance.marking,
        f"{advance.by.initials}, {advance.by.when}",
        _DISPUTED if advance.disputed else "",
    ]
    yield Words(fit.text(dotted(facts)), Manner.QUIET)


def quantity_blocks(record: Record, fit: Legible) -> Iterator[Block]:
    """Yield the quantities as one table, what each leaves out beside it, and the checks."""
    fit.place = "Quantities"
    yield Heading(1, "Quantities", "quantities", is_listed=True)
    yield Words(
        "What the checklist’s source counts, and what was counted here. A check that does not "
        "hold is a prompt to look again, never a finding.",
        Manner.QUIET,
    )
    for check in record.checks:
        if check.verdict == "does-not-hold":
            yield Words(fit.text(f"{check.words} ({check.working})"), Manner.WARNING, "Prompt.")
    yield Table(
        "Quantities, with what each leaves out",
        ("Number", "Quantity", "Here", "What it leaves out", "Line", "Basis in the source"),
        tuple(
            tuple(
                map(
                    fit.text,
                    (
                        each.id,
                        each.title,
                        each.here or f"{each.stated} {each.unit}".strip(),
                        each.caveat,
                        each.line or "the same for every force",
                        each.basis,
                    ),
                )
            )
            for each in record.quantities
        ),
        has_row_heads=True,
    )
    if record.checks:
        yield Heading(2, "Checks between them", "checks")
        told = (
            f"{check.working}: {_VERDICTS[check.verdict]}"
            + (f" {check.words}" if check.verdict == "cannot-be-told" else "")
            for check in record.checks
        )
        yield Listed(tuple(map(fit.text, told)))


def source_blocks(record: Record, made_at_ms: int, fit: Legible) -> Iterator[Block]:
    """Yield the schedule of sources, by role and never by name."""
    fit.place = "Schedule of sources"
    yield Heading(1, "Schedule of sources", "sources", is_listed=True)
    items, left_out = record.sources, record.cover.left_out.sources
    words = f"{counted(len(items), 'source', 'sources')}, by role and never by name."
    if left_out:
        words += f" Left out as not to be exported: {counted(left_out, 'source', 'sources')}."
    yield Words(words, Manner.QUIET)
    kinds = sorted({(item.letter, item.kind) for item in items})
    if kinds:
        yield Words(dotted([f"{letter}\u00a0{kind}" for letter, kind in kinds]), Manner.QUIET)
    made_on = london_day(made_at_ms).isoformat()
    for at, item in enumerate(items, 1):
        yield from _source(item, at, made_on, fit)


def state_of(item: SourceFacts, made_on: str) -> str:
    """Return how far a request or test is on the day ``made_on`` (ISO)."""
    is_overdue = bool(item.due_by) and item.due_by < made_on
    return f"{item.state}, overdue when this was made" if is_overdue else item.state


def _source(item: SourceFacts, at: int, made_on: str, fit: Legible) -> Iterator[Block]:
    fit.place = f"Source {item.number}"
    lead = fit.text(f"{item.letter} {item.number}")
    yield Heading(2, fit.text(item.title), f"source-{at}", lead)
    outside = "from outside the force" if item.outside else ""
    facts = [item.kind, item.role, outside, state_of(item, made_on), item.place, item.as_at]
    yield Words(fit.text(dotted([*facts, item.marking])), Manner.QUIET)
    yield from detail_blocks(item.details, f"source {lead}", fit)
    if item.note:
        yield Words(fit.text(item.note), Manner.TOLD)
    told_already = {detail.words for detail in item.details}
    for excluded in item.exclusions:
        if excluded not in told_already:
            yield Words(fit.text(excluded), Manner.TOLD, "Left out of its numbers:")
    there = ", ".join(item.inspectors)
    told = [
        f"accounts on {', '.join(item.lines)}" if item.lines else "gave no account",
        f"could also speak to {', '.join(item.could_speak_to)}" if item.could_speak_to else "",
        f"evidence {', '.join(item.evidence)}" if item.evidence else "",
        f"{there} {'was' if len(item.inspectors) == 1 else 'were'} there" if there else "",
        f"notes written {item.written_at}" if item.written_at else "",
        f"recorded by {item.by.initials}, {item.by.when}",
        _DISPUTED if item.disputed else "",
        item.origin,
    ]
    yield Words(fit.text(dotted(told)), Manner.QUIET)


def evidence_blocks(record: Record, fit: Legible) -> Iterator[Block]:
    """Yield the schedule of evidence, with its pictures."""
    fit.place = "Schedule of evidence"
    yield Heading(1, "Schedule of evidence", "evidence", is_listed=True)
    items, left_out = record.evidence, record.cover.left_out.evidence
    words = f"{counted(len(items), 'item', 'items')}, with the SHA-256 of each original file."
    if left_out:
        words += f" Left out as not to be exported: {counted(left_out, 'item', 'items')}."
    yield Words(words if items or left_out else "No evidence files.", Manner.QUIET)
    numbers = count(1)
    for at, item in enumerate(items, 1):
        fit.place = f"Evidence {item.number}"
        caption = fit.text(item.caption or "No caption")
        number = fit.text(item.number)
        yield Heading(2, caption, f"evidence-{at}", number)
        if item.picture is not None and item.picture.width > 0 and item.picture.height > 0:
            yield Figure(
                next(numbers),
                item.picture.sha256,
                item.picture.width,
                item.picture.height,
                fit.text(alternatives.words(item)),
                f"{number}: {caption}",
            )
        yield Pairs(tuple((label, fit.text(told)) for label, told in _evidence_facts(item) if told))


def _evidence_facts(item: EvidenceFacts) -> Iterator[tuple[str, str]]:
    exact = f" ({counted(item.size_bytes, 'byte', 'bytes')})" if item.size_bytes >= 1000 else ""
    pages = counted(item.pages, "page", "pages") if item.pages else ""
    yield "File", dotted([item.media_type, item.size + exact, pages, item.marking])
    yield "Not shown", item.unshown
    yield "It shows", "" if item.picture is not None else item.description
    yield "Marking found on it", item.marking_found
    yield "File name", item.name
    yield "SHA-256", item.sha256
    yield "Camera’s time", item.captured
    yield "Taken", item.taken
    yield "File last changed", item.modified
    yield "Added", f"by {item.by.initials}, {item.by.when}"
    yield "Redacted", item.redacted
    yield "Supports", ", ".join(item.lines)


def definition_blocks(record: Record, fit: Legible) -> Iterator[Block]:
    """Yield the terms that printed lines use."""
    fit.place = "Definitions"
    yield Heading(1, "Definitions", "definitions", is_listed=True)
    yield Words("Terms that the printed lines use, in our own words.", Manner.QUIET)
    for each in record.definitions:
        note = f" (footnote {each.footnote} of the source)" if each.footnote else ""
        yield Definition(each.number, fit.text(each.term), fit.text(each.meaning + note))


def behind_blocks(content: Content, made_at_ms: int, fit: Legible) -> Iterator[Block]:
    """Yield what is told of the journal behind the document."""
    fit.place = "Behind this document"
    yield Heading(1, "Behind this document", "behind", is_listed=True)
    yield Heading(2, "Signed summaries", "signed")
    if not content.signed_before:
        yield Words("None is recorded.", Manner.GAP)
    for each in content.signed_before:
        words = f"{each.form}, signed {each.by.when} by {each.by.initials}; {each.signer}"
        yield Words(fit.text(words))
        digests = (("File SHA-256", each.file_sha256), ("Content SHA-256", each.content_sha256))
        yield Pairs(digests)
    yield Heading(2, "Phases of the work", "phases")
    if not content.phases:
        yield Words("None is recorded.", Manner.GAP)
    for entered in content.phases:
        words = f"{entered.phase}, since {entered.by.when} ({entered.by.initials})"
        words += f"; reason: {entered.reason}" if entered.reason else ""
        yield Words(fit.text(words))
    yield Heading(2, "Journal heads", "heads")
    yield Words(
        "The last change of each chain whose work is in this document. Whoever holds the journal "
        "can tell from these whether anything was taken out of it since.",
        Manner.QUIET,
    )
    yield Pairs(tuple((f"Chain {chain}", f"Change {change}") for chain, change in content.heads))
    yield Heading(2, "How it was made", "made")
    yield Pairs(
        (
            ("App version", content.app_version),
            ("Rules of reading", f"version {content.fold_version}"),
            ("Inspection", content.record.inspection),
            ("Made", when_words(made_at_ms)),
            ("Content SHA-256", content_sha256(content)),
        )
    )
