"""The places that the contents of a summary lead to."""

from collections.abc import Iterator

from inspector_app.domain.detail import DetailLevel
from inspector_app.reports.facts import Content, Form
from inspector_app.reports.flowables import Anchor
from inspector_app.reports.phrases import section_title as _section_title
from inspector_app.texts import tr


def anchors(content: Content) -> Iterator[Anchor]:
    """Yield them in order."""
    record = content.record
    since = content.interim.since if content.interim else None
    yield Anchor("reading", tr("How to read this record"), 0)
    if since is not None:
        yield Anchor(
            "since",
            tr("Changes since interim summary {since}").format(since=since.number),
            0,
        )
    if record.board.rows:
        yield Anchor("board", tr("Board"), 0)
    for chapter in record.chapters:
        yield Anchor(f"chapter-{chapter.id}", chapter.title, 0)
        for section in chapter.sections:
            if section.in_scope and chapter.is_parted:
                yield Anchor(f"section-{section.key}", _section_title(section), 1)
    if _asks(content):
        yield Anchor("recommendations", tr("What is asked for"), 0)
    if record.quantities:
        yield Anchor("quantities", tr("Quantities"), 0)
    if _has_sources(content):
        yield Anchor("sources", tr("Schedule of sources"), 0)
    if content.options.detail.has(DetailLevel.FULL):
        yield Anchor("evidence", tr("Schedule of evidence"), 0)
    if record.definitions:
        yield Anchor("definitions", tr("Definitions"), 0)
    yield Anchor("behind", tr("Behind this document"), 0)
    if any(section.lines for section in record.sections()):
        yield Anchor("index", tr("Index of lines"), 0)


def _asks(content: Content) -> bool:
    """Whether there is a chapter of recommendations; a final summary says so when none is."""
    record = content.record
    return bool(
        record.recommendations
        or record.followed_up
        or record.cover.left_out.recommendations
        or record.cover.form == Form.FINAL_SUMMARY
    )


def _has_sources(content: Content) -> bool:
    """Whether there is a schedule of sources, if only to say how many are left out."""
    left_out = content.record.cover.left_out.sources
    is_listed = content.options.detail.has(DetailLevel.ACCOUNTS)
    return is_listed and bool(content.record.sources or left_out)
