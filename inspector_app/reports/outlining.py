"""Makes the outline of a working copy out of a content, in the order of the signed summary."""

from collections.abc import Iterator, Mapping

from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.standing import Progress
from inspector_app.domain.wording import counted, progress_words
from inspector_app.reports import numbering, working_copy
from inspector_app.reports import outline_schedules as schedules
from inspector_app.reports.facts import (
    BoardFacts,
    Chapter,
    Content,
    Form,
    HeadlineFacts,
    Record,
    SectionFacts,
    TileFacts,
)
from inspector_app.reports.legible import Legible
from inspector_app.reports.limits import left_out_words
from inspector_app.reports.outline import (
    Block,
    Contents,
    Heading,
    Listed,
    Manner,
    Outline,
    Pairs,
    Table,
    Words,
)
from inspector_app.reports.outline_charts import chart_blocks
from inspector_app.reports.outline_lines import line_blocks
from inspector_app.reports.phrases import (
    any_left_out,
    as_at,
    dotted,
    section_line,
    section_title,
    support_words,
)
from inspector_app.texts import tr, tr_counted

_NO_HEADLINE = {"none": tr("No headline"), "left-out": tr("Headline left out of this export")}


def outlined(content: Content, made_at_ms: int) -> Outline:
    """Return the whole document that a content makes.

    ``made_at_ms`` is in milliseconds UTC by the laptop's clock. Equal arguments give an equal
    outline.
    """
    fit = Legible()
    cover = content.record.cover
    title, name = fit.text(working_copy.title(content)), fit.text(cover.force)
    under = (cover.form_words, cover.title, cover.pack.edition)
    return Outline(
        title=title,
        name=name,
        under=tuple(fit.text(each) for each in under if each),
        marking=fit.text(cover.marking),
        foot=f"{working_copy.NOTICE} · {name}",
        blocks=tuple(_blocks(content, made_at_ms, fit)),
        remarks=fit.remarks,
    )


def _blocks(content: Content, made_at_ms: int, fit: Legible) -> Iterator[Block]:
    record = content.record
    yield Words(working_copy.MEANING, Manner.NOTICE, f"{working_copy.NOTICE}.")
    told = (*working_copy.origin(content, made_at_ms), *working_copy.particulars(content))
    yield Pairs(tuple((label, fit.text(words)) for label, words in told))
    yield Contents()
    yield from _how_to_read(record, fit)
    if record.board.rows:
        yield Heading(1, tr("Board"), "board", is_listed=True)
        yield _board(record.board, fit)
    figures = numbering.figures(record)
    for chapter in record.chapters:
        yield from _chapter(chapter, figures, fit)
    if _asks(record):
        yield from schedules.recommendation_blocks(record, fit)
    if record.quantities:
        yield from schedules.quantity_blocks(record, fit)
    detail = content.options.detail
    has_sources = bool(record.sources or record.cover.left_out.sources)
    if has_sources and detail.has(DetailLevel.ACCOUNTS):
        yield from schedules.source_blocks(record, made_at_ms, fit)
    if detail.has(DetailLevel.FULL):
        yield from schedules.evidence_blocks(record, fit)
    if record.definitions:
        yield from schedules.definition_blocks(record, fit)
    yield from schedules.behind_blocks(content, made_at_ms, fit)


def _asks(record: Record) -> bool:
    left_out = record.cover.left_out.recommendations
    is_final = record.cover.form == Form.FINAL_SUMMARY
    return bool(record.recommendations or record.followed_up or left_out or is_final)


def _how_to_read(record: Record, fit: Legible) -> Iterator[Block]:
    fit.place = tr("How to read this record")
    yield Heading(1, tr("How to read this record"), "reading", is_listed=True)
    yield Listed(tuple(map(fit.text, record.limits)))
    yield Heading(2, tr("Whose work"), "whose-work")
    if not record.cover.team:
        yield Words(tr("No team is named."), Manner.GAP)
    else:
        yield Pairs(
            tuple(
                (
                    fit.text(member.initials),
                    f"{member.role}: "
                    + counted(member.recorded, "entry stands", "entries stand")
                    + ("" if member.present else tr("; has left the team")),
                )
                for member in record.cover.team
            )
        )
    yield Heading(2, tr("The checklist"), "checklist")
    yield Words(fit.text(record.cover.pack.source))


def _board(board: BoardFacts, fit: Legible) -> Table:
    fit.place = tr("Board")
    return Table(
        tr("Lines established in each section, and the first words of its headline"),
        (tr("Threat"), *map(fit.text, board.requirements)),
        tuple(
            (
                fit.text(f"{row.threat}\n{progress_words(Progress(row.established, row.total))}")
                if row.total
                else fit.text(tr("{threat}\nNot in scope").format(threat=row.threat)),
                *(fit.text(_tile(tile)) for tile in row.tiles),
            )
            for row in board.rows
        ),
        has_row_heads=True,
    )


def _tile(tile: TileFacts) -> str:
    if tile.headline_state == "not-chosen":
        return tr("Not chosen for this paper")
    if not tile.section:
        return tr("No such section in this checklist")
    if not tile.in_scope:
        return tr("Not in scope for this inspection")
    found = [
        progress_words(Progress(tile.established, tile.total)),
        tile.headline or _NO_HEADLINE.get(tile.headline_state, ""),
    ]
    if tile.versions:
        found.append(
            counted(tile.versions, "entry in differing versions", "entries in differing versions")
        )
    return "\n".join(filter(None, found))


def _chapter(chapter: Chapter, figures: Mapping[str, int], fit: Legible) -> Iterator[Block]:
    fit.place = chapter.title
    yield Heading(1, fit.text(chapter.title), f"chapter-{chapter.id}", is_listed=True)
    if chapter.meaning:
        yield Words(fit.text(chapter.meaning), Manner.QUIET)
    several = chapter.is_parted
    for section in chapter.sections:
        yield from _section(section, figures, fit, several=several)


def _section(
    section: SectionFacts, figures: Mapping[str, int], fit: Legible, *, several: bool
) -> Iterator[Block]:
    fit.place = tr("Section {section}").format(section=section.id)
    if several or not section.in_scope:
        yield Heading(2, fit.text(section_title(section)), f"section-{section.key}", is_listed=True)
    if not section.in_scope:
        reason = f" {section.scope_reason}" if section.scope_reason else ""
        yield Words(
            fit.text(tr("Not in scope for this inspection.{reason}").format(reason=reason)),
            Manner.GAP,
        )
        return
    yield Words(section_line(section), Manner.QUIET)
    if not section.kept_from or section.headline.state != "none":
        yield from _headline(section.headline, fit)
    if not section.kept_from:
        yield Words(
            tr("Its answers rest on: {support}").format(support=support_words(section.support)),
            Manner.QUIET,
        )
    if any_left_out(section.left_out):
        words = tr("Not to be exported, and left out: {left_out}.").format(
            left_out=left_out_words(section.left_out)
        )
        yield Words(words, Manner.QUIET)
    for chart in section.charts:
        yield from chart_blocks(chart, figures, fit)
    for line in section.lines:
        yield from line_blocks(line, 3 if several else 2, fit)


def _headline(headline: HeadlineFacts, fit: Legible) -> Iterator[Block]:
    if headline.state == "left-out":
        yield Words(tr("The headline is left out of this export."), Manner.GAP)
        return
    if headline.state == "none":
        yield Words(tr("No headline."), Manner.GAP)
        return
    if headline.state == "versions":
        words = tr_counted(
            len(headline.versions), "The headline stands in {number} versions, not settled."
        ).format(number=len(headline.versions))
        yield Words(words, Manner.WARNING)
    for version in headline.versions:
        words = fit.text(version.text or version.absence)
        yield Words(words, Manner.HEADLINE, headline.paragraph)
        facts = [as_at(version.as_at), version.marking]
        facts += [tr("as moderated") if headline.moderation == "moderated" else ""]
        facts += [f"{version.by.initials}, {version.by.when}"]
        yield Words(fit.text(dotted(facts)), Manner.QUIET)
        if version.reason:
            yield Words(fit.text(version.reason), Manner.QUIET, tr("Reason:"))
    if headline.moderation == "followed":
        words = tr("As proposed; moderated since. The accuracy draft prints it as moderated.")
        yield Words(words, Manner.QUIET)
