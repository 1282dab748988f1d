"""Sheets of what was found: headlines, lines, answers, accounts."""

from collections.abc import Iterator

from inspector_app.domain.wording import NOTHING_RECORDED
from inspector_app.reports.facts import LineFacts, Record, SectionFacts, VersionFacts
from inspector_app.reports.legible import Legible
from inspector_app.reports.phrases import section_title, support_words
from inspector_app.reports.sheet_cells import BY, OWN_MARKING, by_of, fitted, in_parts, said
from inspector_app.sheets.book import Cell, Column, Sheet
from inspector_app.texts import tr, tr_counted

_CAVEAT = tr("Caveat")
_SECTION = (Column(tr("Section"), 9), Column(tr("Threat"), 20), Column(tr("Requirement"), 20))
_LINE = (Column(tr("Line"), 11), Column(tr("Question"), 48))


def headlines(record: Record, fit: Legible) -> Sheet:
    """Return each version of every headline."""
    columns = (
        *_SECTION,
        Column(tr("State"), 22),
        Column(tr("Headline"), 70),
        Column(tr("As at"), 20),
        OWN_MARKING,
        Column(tr("Reason"), 30),
        Column(tr("Lines established"), 12),
        Column(tr("Lines"), 8),
        *BY,
    )
    return Sheet(
        "Headlines",
        tr("One row for each version of each section’s headline, which a person wrote."),
        columns,
        tuple(
            fitted(row, fit, tr("Headline of {section}").format(section=section.id))
            for section in record.sections()
            for row in _headline_rows(section)
        ),
    )


def _of(section: SectionFacts) -> tuple[str, str, str]:
    return section.id, section_title(section), section.requirement


def _headline_rows(section: SectionFacts) -> Iterator[tuple[Cell, ...]]:
    if section.kept_from and section.headline.state == "none":
        return
    progress: tuple[Cell, Cell] = (section.established, section.total)
    if not section.in_scope:
        words = " ".join(filter(None, (tr("Not in scope."), section.scope_reason)))
        yield (*_of(section), words, "", "", "", "", *progress, "", "")
        return
    headline = section.headline
    state = {
        "none": tr("No headline"),
        "left-out": tr("Left out of this export"),
        "versions": tr_counted(len(headline.versions), "In {number} versions, not settled").format(
            number=len(headline.versions)
        ),
        "written": tr("Written"),
    }[headline.state]
    if headline.moderation == "moderated":
        state += tr(", as moderated")
    elif headline.moderation == "followed":
        state += tr(", moderated since")
    if section.kept_from:
        state, progress = f"{state}; {_kept(section)}", ("", "")
    if not headline.versions:
        yield (*_of(section), state, "", "", "", "", *progress, "", "")
    for each in headline.versions:
        told = (each.text or each.absence, each.as_at, each.marking, each.reason)
        yield (*_of(section), state, *told, *progress, *by_of(each.by))


def lines(record: Record, fit: Legible) -> Sheet:
    """Return every line of the sections in scope."""
    columns = (
        *_SECTION,
        *_LINE,
        Column(tr("Paragraph"), 10),
        Column(tr("State"), 24),
        Column(tr("Established"), 11),
        Column(tr("Rests on"), 40),
        Column(tr("Independent kinds of support"), 12),
        Column(tr("Accounts in this copy"), 12),
        Column(tr("Accounts left out"), 12),
        Column(tr("Evidence"), 18),
        Column(tr("Evidence left out"), 12),
        Column(tr("See also"), 18),
    )
    rows = (
        (
            *_of(section),
            line.id,
            line.question,
            line.paragraph,
            "; ".join(filter(None, (_line_state(line), _kept(section)))),
            said(line.established),
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
    meaning = tr(
        "One row for each line of the sections in scope, and for each that is no longer in the "
        "checklist and at which something is recorded."
    )
    return Sheet(
        "Lines",
        meaning,
        columns,
        tuple(fitted(r, fit, tr("Line {r}").format(r=r[3])) for r in rows),
    )


def _kept(section: SectionFacts) -> str:
    return tr("no longer in the checklist (version {kept_from} had it)").format(
        kept_from=section.kept_from
    ) * bool(section.kept_from)


def _line_state(line: LineFacts) -> str:
    return {
        "answered": tr("Answered"),
        "versions": tr_counted(len(line.versions), "In {number} versions, not settled").format(
            number=len(line.versions)
        ),
        "none": NOTHING_RECORDED,
        "left-out": tr("Left out of this export"),
    }[line.state]


def _all_lines(record: Record) -> Iterator[tuple[SectionFacts, LineFacts]]:
    return ((section, line) for section in record.sections() for line in section.lines)


def answers(record: Record, fit: Legible) -> Sheet:
    """Return each version of every answer."""
    columns = (
        *_SECTION,
        *_LINE,
        Column(tr("Found"), 14),
        Column(tr("Answer"), 40),
        Column(tr("What its numbers leave out"), 36),
        Column(tr("In parts"), 48),
        Column(tr("As at"), 20),
        Column(tr("Note"), 48),
        Column(tr("Source of capability"), 22),
        OWN_MARKING,
        Column(tr("Reason"), 24),
        Column(tr("Carried over from"), 20),
        Column(tr("Corrected after the visit"), 24),
        Column(tr("Answered under"), 24),
        *BY,
    )
    rows = (
        (*_of(section), line.id, line.question, *_answer(version, found))
        for section, line in _all_lines(record)
        for version, found in _versions(line)
    )
    return Sheet(
        "Answers",
        tr("One row for each version of each answer, the team’s finding on a line."),
        columns,
        tuple(fitted(row, fit, tr("Answer on {row}").format(row=row[3])) for row in rows),
    )


def _versions(line: LineFacts) -> Iterator[tuple[VersionFacts, str]]:
    several = len(line.versions)
    for at, version in enumerate(line.versions, 1):
        yield (
            version,
            tr("version {at} of {several}").format(at=at, several=several)
            if several > 1
            else tr("as it stands"),
        )
    for version in line.visit:
        yield version, tr("at the visit")


def _answer(version: VersionFacts, found: str) -> tuple[Cell, ...]:
    caveats = [detail.words for detail in version.details if detail.label == _CAVEAT]
    return (
        found,
        version.answer or tr("A note without an answer"),
        "\n".join(dict.fromkeys((*caveats, *version.exclusions))),
        in_parts(version.details),
        tr("as at the visit") if version.as_at_visit else version.as_at,
        version.note,
        version.capability,
        version.marking,
        version.reason,
        version.origin,
        version.corrected,
        version.under,
        *by_of(version.by),
    )


def accounts(record: Record, fit: Legible) -> Sheet:
    """Return what single sources said."""
    columns = (
        *_SECTION,
        *_LINE,
        Column(tr("Source"), 9),
        Column(tr("Kind"), 18),
        Column(tr("Role"), 26),
        Column(tr("Words"), 60),
        Column(tr("What it says"), 30),
        Column(tr("What its numbers leave out"), 36),
        Column(tr("In parts"), 40),
        Column(tr("As at"), 20),
        OWN_MARKING,
        Column(tr("Carried over from"), 20),
        Column(tr("The force’s own view"), 10),
        *BY,
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
            in_parts(each.details),
            each.as_at,
            each.marking,
            each.origin,
            said(each.own_view),
            *by_of(each.by),
        )
        for section, line in _all_lines(record)
        for each in line.accounts
    )
    return Sheet(
        "Accounts",
        tr("One row for what one source said or showed on one line; it is not the team’s answer."),
        columns,
        tuple(fitted(row, fit, tr("Account on {row}").format(row=row[3])) for row in rows),
    )
