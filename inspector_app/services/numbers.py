"""Numbers that are given offline, one after the other, and never twice: ``JS/12``."""

from collections.abc import Iterable

from inspector_app.domain.changes.bodies import (
    BodyPurged,
    DraftSent,
    EvidenceAdded,
    InterimMade,
    RecommendationMade,
    SheetPrinted,
    SourceRecorded,
    WorkbookSent,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.ids import InspectionId
from inspector_app.domain.items import number_order
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

    They may have been given by this laptop, before it was restored from a backup: by its owner
    with ``tag``, or by somebody else who acted on it.
    """
    for given, last in _last(arrived).items():
        if given != tag and not given.endswith(f"-{tag}"):
            continue
        counted = work.settings.get(_setting(inspection, given))
        if counted is not None:  # else the next number is counted from all there is
            work.settings.set(_setting(inspection, given), max(counted, last))


def borrowed(initials: str, owner: str) -> str:
    """Return the tag of somebody who acts on another's laptop: ``AM-JS``.

    On their own laptop they give numbers too, and the two never meet.
    """
    return f"{initials}-{owner}"


def _setting(inspection: InspectionId, tag: str) -> str:
    return f"number/{inspection}/{tag}"


def _last_given(work: UnitOfWork, inspection: InspectionId, tag: str) -> int:
    kinds = (
        EvidenceAdded.KIND,
        SourceRecorded.KIND,
        RecommendationMade.KIND,
        DraftSent.KIND,
        SheetPrinted.KIND,
        WorkbookSent.KIND,
        InterimMade.KIND,
        BodyPurged.KIND,
    )
    return _last(work.journal.changes(inspection, kinds=kinds)).get(tag, 0)


def _last(changes: Iterable[Change]) -> dict[str, int]:
    """Return the last number that each tag has given."""
    numbers: list[str] = []
    for change in changes:
        if isinstance(change.body, EvidenceAdded):
            numbers.append(change.body.file.number)
        elif isinstance(change.body, SourceRecorded):
            numbers.append(change.body.source.number)
        elif isinstance(change.body, DraftSent):
            numbers.append(change.body.draft.number)
        elif isinstance(change.body, WorkbookSent):
            numbers.append(change.body.workbook.number)
        elif isinstance(change.body, InterimMade):
            numbers.append(change.body.interim.number)
        elif isinstance(change.body, RecommendationMade):
            numbers.append(change.body.recommendation.number)
        elif isinstance(change.body, SheetPrinted):
            numbers.append(change.body.sheet.number)
        elif isinstance(change.body, BodyPurged):
            numbers += change.body.numbers
    last: dict[str, int] = {}
    for tag, count in map(number_order, numbers):
        last[tag] = max(last.get(tag, 0), count)
    return last
