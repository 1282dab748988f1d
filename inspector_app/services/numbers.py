"""Numbers that are given offline, one after the other, and never twice: ``JS/12``."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

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

_WITHIN = {
    EvidenceAdded.KIND: "file",
    SourceRecorded.KIND: "source",
    RecommendationMade.KIND: "recommendation",
    DraftSent.KIND: "draft",
    SheetPrinted.KIND: "sheet",
    WorkbookSent.KIND: "workbook",
    InterimMade.KIND: "interim",
}
"""What each kind of act gives a number to, as its body names it; a purge names all that it took."""


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
    for given, last in _last(_of(arrived)).items():
        if given != tag and not given.endswith(f"-{tag}"):
            continue
        counted = work.settings.get(_setting(inspection, given))
        if counted is not None:  # else the next number is counted from all there is
            work.settings.set(_setting(inspection, given), max(counted, last))


def _of(changes: Iterable[Change]) -> Iterator[tuple[str, bytes]]:
    for change in changes:
        if change.body_bytes is not None:
            yield change.header.kind, change.body_bytes


def borrowed(initials: str, owner: str) -> str:
    """Return the tag of somebody who acts on another's laptop: ``AM-JS``.

    On their own laptop they give numbers too, and the two never meet.
    """
    return f"{initials}-{owner}"


def _setting(inspection: InspectionId, tag: str) -> str:
    return f"number/{inspection}/{tag}"


def _last_given(work: UnitOfWork, inspection: InspectionId, tag: str) -> int:
    return _last(work.journal.bodies(inspection, (*_WITHIN, BodyPurged.KIND))).get(tag, 0)


def _last(bodies: Iterable[tuple[str, bytes]]) -> dict[str, int]:
    """Return the last number that each tag has given, in bodies of the kinds named beside them.

    Nothing else is read of them: there are tens of thousands when a laptop gives its first one.
    """
    last: dict[str, int] = {}
    for kind, body in bodies:
        for tag, count in map(number_order, _numbers(kind, json.loads(body))):
            last[tag] = max(last.get(tag, 0), count)
    return last


def _numbers(kind: str, told: dict[str, Any]) -> Iterator[str]:
    """Yield the numbers that a body gives; a newer version's may be of any form."""
    numbered = told if kind == BodyPurged.KIND else told.get(_WITHIN.get(kind, ""))
    if isinstance(numbered, dict):
        given = (*numbered.get("numbers", ()), numbered.get("number"))
        yield from (each for each in given if isinstance(each, str) and each)
