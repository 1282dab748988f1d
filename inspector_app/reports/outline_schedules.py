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
from inspector_app.reports.phrases import as_at, dotted, were_there
from inspector_app.texts import tr

_VERDICTS = {
    "holds": tr("holds"),
    "does-not-hold": tr("does not hold: see the prompt above"),
    "cannot-be-told": tr("cannot be told."),
}
_DISPUTED = tr("in differing versions, not settled: the first is printed")


def recommendation_blocks(record: Record, fit: Legible) -> Iterator[Block]:
    """Yield what is asked for, and what became of what was asked for last time."""
    fit.place = tr("What is asked for")
    yield Heading(1, tr("What is asked for"), "recommendations", is_listed=True)
    yield Words(
        tr(
            "Causes of concern, recommendations and areas for improvement, written by the team "
            "and never worked out from the lines."
        ),
        Manner.QUIET,
    )
    if left_out := record.cover.left_out.recommendations:
        words = counted(left_out, "recommendation", "recommendations")
        yield Words(
            tr("Left out as not to be exported: {words}.").format(words=words), Manner.QUIET
        )
    elif not record.recommendations:
        words = tr("No cause of concern, recommendation or area for improvement is recorded.")
        yield Words(words, Manner.GAP)
    for each in record.recommendations:
        yield from _recommendation(each, fit)
    if record.followed_up:
        yield Heading(2, tr("Asked for last time"), "last-time")
    for each in record.followed_up:
        yield from _recommendation(each, fit)


def _recommendation(each: RecommendationFacts, fit: Legible) -> Iterator[Block]:
    yield Words(fit.text(each.text), Manner.BODY, fit.text(f"{each.kind} {each.number}:"))
    facts = [
        tr("To {to}").format(to=each.to) if each.to else "",
        tr("by {due}").format(due=each.due) if each.due else "",
        tr("rests on {rests_on}").format(rests_on=each.rests_on)
        if each.rests_on
        else tr("rests on nothing that is printed"),
        each.marking,
    ]
    yield Words(fit.text(dotted(facts)), Manner.QUIET)
    if each.advance is not None:
        yield from _advance(each.advance, fit)
    told = [
        tr("recorded by {initials}, {when}").format(initials=each.by.initials, when=each.by.when)
        if each.by
        else "",
        _DISPUTED if each.disputed else "",
    ]
    if any(told):
        yield Words(fit.text(dotted(told)), Manner.QUIET)


def _advance(advance: AdvanceFacts, fit: Legible) -> Iterator[Block]:
    yield Words(fit.text(advance.note or tr("No note.")), Manner.TOLD, f"{advance.stage}.")
    facts = [
        as_at(advance.as_at),
        tr("rests on {rests_on}").format(rests_on=advance.rests_on) if advance.rests_on else "",
        advance.marking,
        f"{advance.by.initials}, {advance.by.when}",
        _DISPUTED if advance.disputed else "",
    ]
    yield Words(fit.text(dotted(facts)), Manner.QUIET)


def quantity_blocks(record: Record, fit: Legible) -> Iterator[Block]:
    """Yield the quantities as one table, what each leaves out beside it, and the checks."""
    fit.place = tr("Quantities")
    yield Heading(1, tr("Quantities"), "quantities", is_listed=True)
    yield Words(
        tr(
            "What the checklist’s source counts, and what was counted here. A check that does not "
            "hold is a prompt to look again, never a finding."
        ),
        Manner.QUIET,
    )
    for check in record.checks:
        if check.verdict == "does-not-hold":
            yield Words(fit.text(f"{check.words} ({check.working})"), Manner.WARNING, tr("Prompt."))
    yield Table(
        tr("Quantities, with what each leaves out"),
        (
            tr("Number"),
            tr("Quantity"),
            tr("Here"),
            tr("What it leaves out"),
            tr("Line"),
            tr("Basis in the source"),
        ),
        tuple(
            tuple(
                map(
                    fit.text,
                    (
                        each.id,
                        each.title,
                        each.here or f"{each.stated} {each.unit}".strip(),
                        each.caveat,
                        each.line or tr("the same for every force"),
                        each.basis,
                    ),
                )
            )
            for each in record.quantities
        ),
        has_row_heads=True,
    )
    if record.checks:
        yield Heading(2, tr("Checks between them"), "checks")
        told = (
            f"{check.working}: {_VERDICTS[check.verdict]}"
            + (f" {check.words}" if check.verdict == "cannot-be-told" else "")
            for check in record.checks
        )
        yield Listed(tuple(map(fit.text, told)))


def source_blocks(record: Record, made_at_ms: int, fit: Legible) -> Iterator[Block]:
    """Yield the schedule of sources, by role and never by name."""
    fit.place = tr("Schedule of sources")
    yield Heading(1, tr("Schedule of sources"), "sources", is_listed=True)
    items, left_out = record.sources, record.cover.left_out.sources
    words = tr("{sources}, by role and never by name.").format(
        sources=counted(len(items), "source", "sources")
    )
    if left_out:
        words += " " + tr("Left out as not to be exported: {sources}.").format(
            sources=counted(left_out, "source", "sources")
        )
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
    return (
        tr("{state}, overdue when this was made").format(state=item.state)
        if is_overdue
        else item.state
    )


def _source(item: SourceFacts, at: int, made_on: str, fit: Legible) -> Iterator[Block]:
    fit.place = tr("Source {item}").format(item=item.number)
    lead = fit.text(f"{item.letter} {item.number}")
    yield Heading(2, fit.text(item.title), f"source-{at}", lead)
    outside = tr("from outside the force") if item.outside else ""
    facts = [item.kind, item.role, outside, state_of(item, made_on), item.place, item.as_at]
    yield Words(fit.text(dotted([*facts, item.marking])), Manner.QUIET)
    yield from detail_blocks(item.details, tr("source {lead}").format(lead=lead), fit)
    if item.note:
        yield Words(fit.text(item.note), Manner.TOLD)
    told_already = {detail.words for detail in item.details}
    for excluded in item.exclusions:
        if excluded not in told_already:
            yield Words(fit.text(excluded), Manner.TOLD, tr("Left out of its numbers:"))
    told = [
        tr("accounts on {lines}").format(lines=", ".join(item.lines))
        if item.lines
        else tr("gave no account"),
        tr("could also speak to {could_speak_to}").format(
            could_speak_to=", ".join(item.could_speak_to)
        )
        if item.could_speak_to
        else "",
        tr("evidence {evidence}").format(evidence=", ".join(item.evidence))
        if item.evidence
        else "",
        were_there(item.inspectors),
        tr("notes written {written_at}").format(written_at=item.written_at)
        if item.written_at
        else "",
        tr("recorded by {initials}, {when}").format(initials=item.by.initials, when=item.by.when),
        _DISPUTED if item.disputed else "",
        item.origin,
    ]
    yield Words(fit.text(dotted(told)), Manner.QUIET)


def evidence_blocks(record: Record, fit: Legible) -> Iterator[Block]:
    """Yield the schedule of evidence, with its pictures."""
    fit.place = tr("Schedule of evidence")
    yield Heading(1, tr("Schedule of evidence"), "evidence", is_listed=True)
    items, left_out = record.evidence, record.cover.left_out.evidence
    words = tr("{items}, with the SHA-256 of each original file.").format(
        items=counted(len(items), "item", "items")
    )
    if left_out:
        words += " " + tr("Left out as not to be exported: {items}.").format(
            items=counted(left_out, "item", "items")
        )
    yield Words(words if items or left_out else tr("No evidence files."), Manner.QUIET)
    numbers = count(1)
    for at, item in enumerate(items, 1):
        fit.place = tr("Evidence {item}").format(item=item.number)
        caption = fit.text(item.caption or tr("No caption"))
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
    yield tr("File"), dotted([item.media_type, item.size + exact, pages, item.marking])
    yield tr("Not shown"), item.unshown
    yield tr("It shows"), "" if item.picture is not None else item.description
    yield tr("Marking found on it"), item.marking_found
    yield tr("File name"), item.name
    yield "SHA-256", item.sha256
    yield tr("Camera’s time"), item.captured
    yield tr("Taken"), item.taken
    yield tr("File last changed"), item.modified
    yield (
        tr("Added"),
        tr("by {initials}, {when}").format(initials=item.by.initials, when=item.by.when),
    )
    yield tr("Redacted"), item.redacted
    yield tr("Supports"), ", ".join(item.lines)


def definition_blocks(record: Record, fit: Legible) -> Iterator[Block]:
    """Yield the terms that printed lines use."""
    fit.place = tr("Definitions")
    yield Heading(1, tr("Definitions"), "definitions", is_listed=True)
    yield Words(tr("Terms that the printed lines use, in our own words."), Manner.QUIET)
    for each in record.definitions:
        note = (
            tr(" (footnote {footnote} of the source)").format(footnote=each.footnote)
            if each.footnote
            else ""
        )
        yield Definition(each.number, fit.text(each.term), fit.text(each.meaning + note))


def behind_blocks(content: Content, made_at_ms: int, fit: Legible) -> Iterator[Block]:
    """Yield what is told of the journal behind the document."""
    fit.place = tr("Behind this document")
    yield Heading(1, tr("Behind this document"), "behind", is_listed=True)
    yield Heading(2, tr("Signed summaries"), "signed")
    if not content.signed_before:
        yield Words(tr("None is recorded."), Manner.GAP)
    for each in content.signed_before:
        words = tr("{form}, signed {when} by {initials}; {signer}").format(
            form=each.form, when=each.by.when, initials=each.by.initials, signer=each.signer
        )
        yield Words(fit.text(words))
        digests = (
            (tr("File SHA-256"), each.file_sha256),
            (tr("Content SHA-256"), each.content_sha256),
        )
        yield Pairs(digests)
    yield Heading(2, tr("Phases of the work"), "phases")
    if not content.phases:
        yield Words(tr("None is recorded."), Manner.GAP)
    for entered in content.phases:
        words = tr("{phase}, since {when} ({initials})").format(
            phase=entered.phase, when=entered.by.when, initials=entered.by.initials
        )
        words += tr("; reason: {reason}").format(reason=entered.reason) if entered.reason else ""
        yield Words(fit.text(words))
    yield Heading(2, tr("Journal heads"), "heads")
    yield Words(
        tr(
            "The last change of each chain whose work is in this document. Whoever holds the "
            "journal can tell from these whether anything was taken out of it since."
        ),
        Manner.QUIET,
    )
    yield Pairs(
        tuple(
            (tr("Chain {chain}").format(chain=chain), tr("Change {change}").format(change=change))
            for chain, change in content.heads
        )
    )
    yield Heading(2, tr("How it was made"), "made")
    yield Pairs(
        (
            (tr("App version"), content.app_version),
            (
                tr("Rules of reading"),
                tr("version {fold_version}").format(fold_version=content.fold_version),
            ),
            (tr("Inspection"), content.record.inspection),
            (tr("Made"), when_words(made_at_ms)),
            (tr("Content SHA-256"), content_sha256(content)),
        )
    )
