"""Extracts that no choice of sections makes: a content with only a part of what it says."""

from dataclasses import replace

from inspector_app.reports.facts import BoardFacts, Content, LeftOut
from inspector_app.reports.sheet_schedules import REQUESTS
from inspector_app.texts import tr

ONLY_REQUESTS = tr("Only document requests and data returns")


def only_requests(content: Content) -> Content:
    """Return what was asked of the force, with what it brought, and nothing else."""
    record = content.record
    sources = tuple(item for item in record.sources if item.kind in REQUESTS)
    kept = {number for item in sources for number in item.evidence}
    evidence = tuple(item for item in record.evidence if item.number in kept)
    cover = replace(
        record.cover,
        choice=". ".join(filter(None, (ONLY_REQUESTS, record.cover.choice))),
        detail="",
        sources=len(sources),
        evidence=len(evidence),
        # Of those that are left out, nothing tells whether they are requests.
        left_out=LeftOut(0, 0, 0, 0, record.cover.left_out.sources),
    )
    return replace(
        content,
        record=replace(
            record,
            cover=cover,
            board=BoardFacts((), ()),
            chapters=(),
            recommendations=(),
            followed_up=(),
            quantities=(),
            checks=(),
            sources=sources,
            evidence=evidence,
            definitions=(),
        ),
    )
