"""Numbers that are given offline, one after the other, and never twice: ``JS/12``."""

from collections.abc import Iterable

from inspector_app.domain.changes.bodies import (
    BodyPurged,
    DraftSent,
    EvidenceAdded,
    RecommendationMade,
    SourceRecorded,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.standing import number_order
from inspector_app.storage.unit_of_work import UnitOfWork


def next_number(work: UnitOfWork, inspection: InspectionId, tag: str) -> str:
    """Return the number that this tag gives next; it is given once ``work`` is committed."""
    last = work.settings.get(_setting(inspection, tag))
    if last is None:
        last = _last_given(work, inspection, tag)
    work.settings.set(_setting(inspection, tag), last + 1)
    return f"{tag}/{last + 1}"


def recount(
    work: UnitOfWork, inspection: InspectionId, tag: str, arrived: Iterable[Change]
) -> None:
    """Go on behind every number that came in from elsewhere.

    They may have been given by this laptop, before it was restored from a backup.
    """
    counted = work.settings.get(_setting(inspection, tag))
    if counted is not None:  # else the next number is counted from all there is
        last = max(counted, _last(arrived, tag))
        work.settings.set(_setting(inspection, tag), last)


def _setting(inspection: InspectionId, tag: str) -> str:
    return f"number/{inspection}/{tag}"


def _last_given(work: UnitOfWork, inspection: InspectionId, tag: str) -> int:
    kinds = (
        EvidenceAdded.KIND,
        SourceRecorded.KIND,
        RecommendationMade.KIND,
        DraftSent.KIND,
        BodyPurged.KIND,
    )
    return _last(work.journal.changes(inspection, kinds=kinds), tag)


def _last(changes: Iterable[Change], tag: str) -> int:
    numbers: list[str] = []
    for change in changes:
        if isinstance(change.body, EvidenceAdded):
            numbers.append(change.body.file.number)
        elif isinstance(change.body, SourceRecorded):
            numbers.append(change.body.source.number)
        elif isinstance(change.body, DraftSent):
            numbers.append(change.body.draft.number)
        elif isinstance(change.body, RecommendationMade):
            numbers.append(change.body.recommendation.number)
        elif isinstance(change.body, BodyPurged):
            numbers += change.body.numbers
    return max((count for other, count in map(number_order, numbers) if other == tag), default=0)
