"""Puts one line of a section into blocks: its question, what was found, what sources said."""

from collections.abc import Iterator, Sequence

from inspector_app.domain.wording import NOTHING_RECORDED
from inspector_app.reports.facts import AccountFacts, Detail, LeftOut, LineFacts, VersionFacts
from inspector_app.reports.legible import Legible
from inspector_app.reports.limits import left_out_words
from inspector_app.reports.outline import Block, Heading, Manner, Table, Words
from inspector_app.reports.phrases import (
    GAP_WORDS,
    any_left_out,
    as_at,
    by_source,
    dotted,
    support_words,
)
from inspector_app.texts import tr, tr_counted


def line_blocks(line: LineFacts, level: int, fit: Legible) -> Iterator[Block]:
    """Yield a line's blocks; ``level`` is that of its heading."""
    fit.place = tr("Line {line}").format(line=line.id)
    derived = tr(" (derived check)") if line.derived else ""
    lead = "  ".join(filter(None, (line.paragraph, line.id)))
    yield Heading(level, fit.text(line.question + derived), f"line-{line.id}", lead, line.notes)
    if line.state == "left-out":
        yield Words(tr("Answer left out of this export"), Manner.GAP)
    elif line.state == "none":
        yield Words(NOTHING_RECORDED, Manner.GAP)
    elif line.state == "versions":
        yield Words(
            tr_counted(len(line.versions), "In {number} versions, not settled").format(
                number=len(line.versions)
            ),
            Manner.WARNING,
        )
    for version in line.versions:
        yield from _version(line, version, fit)
    yield from _visit(line, fit)
    if line.versions:
        yield Words(
            tr("Rests on: {support}").format(support=support_words(line.support)), Manner.QUIET
        )
    if line.evidence:
        yield Words(
            fit.text(tr("Evidence: {evidence}").format(evidence=", ".join(line.evidence))),
            Manner.QUIET,
        )
    left_out = LeftOut(0, line.accounts_left_out, 0, line.evidence_left_out, 0)
    if any_left_out(left_out):
        yield Words(
            tr("Left out of this export: {left_out}").format(left_out=left_out_words(left_out)),
            Manner.QUIET,
        )
    fit.place = tr("Line {line}, accounts").format(line=line.id)
    for account in by_source([each for each in line.accounts if not each.own_view]):
        yield from _account(account, fit)
    if own := by_source([each for each in line.accounts if each.own_view]):
        yield Words(tr("The force’s own view, apart from the team’s answer"), Manner.QUIET)
        for account in own:
            yield from _account(account, fit)


def detail_blocks(details: Sequence[Detail], of: str, fit: Legible) -> Iterator[Block]:
    """Yield an answer's or a source's parts; ``of`` names what their tables belong to."""
    for at, detail in enumerate(details):
        label = fit.text(detail.label)
        if detail.titles:
            yield Table(
                f"{label or tr('Answer')}, {of}",
                tuple(map(fit.text, detail.titles)),
                tuple(tuple(map(fit.text, row)) for row in detail.rows),
                has_row_heads=not detail.titles[0],
            )
            continue
        manner = Manner.TOLD if at else Manner.ANSWER
        yield Words(fit.text(detail.words), manner, f"{label}:" if label else "")


def _visit(line: LineFacts, fit: Legible) -> Iterator[Block]:
    """Yield what the visit found where that was corrected since."""
    if not line.visit_state:
        return
    yield Words(tr("At the visit"), Manner.QUIET)
    if line.visit_state == "left-out":
        yield Words(tr("Left out of this export"), Manner.GAP)
    elif line.visit_state == "nothing":
        yield Words(NOTHING_RECORDED, Manner.GAP)
    for version in line.visit:
        yield from _version(line, version, fit)


def _version(line: LineFacts, version: VersionFacts, fit: Legible) -> Iterator[Block]:
    if version.state == "value":
        yield from detail_blocks(version.details, tr("line {line}").format(line=line.id), fit)
    elif version.state == "note":
        yield Words(tr("A note without an answer"), Manner.GAP)
    else:
        manner = Manner.GAP if version.answer in GAP_WORDS else Manner.ANSWER
        yield Words(fit.text(version.answer), manner)
    if version.note:
        yield Words(fit.text(version.note), Manner.TOLD)
    if version.reason:
        yield Words(fit.text(version.reason), Manner.TOLD, tr("Reason:"))
    for words in version.exclusions:
        yield Words(fit.text(words), Manner.TOLD, tr("Left out of the number:"))
    facts = [
        tr("As at the visit") if version.as_at_visit else as_at(version.as_at),
        tr("Source of capability: {capability}").format(capability=version.capability)
        if version.capability
        else "",
        version.marking,
        version.origin,
        version.corrected,
        version.under,
        f"{version.by.initials}, {version.by.when}",
    ]
    yield Words(fit.text(dotted(facts)), Manner.QUIET)


def _account(account: AccountFacts, fit: Legible) -> Iterator[Block]:
    who = (
        account.role
        or account.kind
        or tr("Note by {initials}").format(initials=account.by.initials)
    )
    if account.source:
        who = f"{account.letter} {account.source} · {who}"
    said = "\n".join(text for text in (account.words, account.answer) if text.strip())
    yield Words(fit.text(said or tr("no words")), Manner.ACCOUNT, fit.text(f"{who}:"))
    for excluded in account.exclusions:
        yield Words(fit.text(excluded), Manner.ACCOUNT, tr("Left out of the number:"))
    facts = [account.kind, as_at(account.as_at), account.marking, account.origin]
    facts.append(f"{account.by.initials}, {account.by.when}")
    yield Words(fit.text(dotted(facts)), Manner.ACCOUNT_QUIET)
