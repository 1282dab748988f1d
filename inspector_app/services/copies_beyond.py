"""Copies of what is to be destroyed that this laptop does not reach."""

from collections.abc import Set as AbstractSet

from inspector_app.domain import carrying
from inspector_app.domain.changes.bodies import (
    DraftSent,
    InterimMade,
    SheetPrinted,
    StickAuthorised,
    Subject,
    WorkbookSent,
    subject_key,
)
from inspector_app.domain.ids import ChangeId, DeviceId, InspectionId
from inspector_app.services import receipts_kept
from inspector_app.services.recording import force_of
from inspector_app.storage.unit_of_work import UnitOfWork


def copies_elsewhere(
    work: UnitOfWork, inspection: InspectionId, ids: AbstractSet[ChangeId]
) -> tuple[str, ...]:
    """Return where other inspections of this vault hold what would be destroyed, carried over."""
    copies = []
    for other in work.journal.inspections():
        if other == inspection:
            continue
        for kind in (Subject.SOURCE, Subject.ACCOUNT, Subject.ANSWER):
            for about, state in work.journal.states(other, kind).items():
                for version in state.versions:
                    origin = carrying.origin_of(version.body)
                    if origin is not None and origin.change in ids:
                        force = force_of(work, other)
                        copies.append(f"{about} of the inspection of {force}, carried over")
    return tuple(dict.fromkeys(copies))


def beyond_reach(
    work: UnitOfWork, inspection: InspectionId, device: DeviceId, *, travels: bool
) -> tuple[str, ...]:
    """Return the copies of an inspection that are known of and cannot be reached from here.

    Args:
        work: reads.
        inspection: whose.
        device: this laptop.
        travels: a purge goes to base and the other laptops in the end; the destruction of an
            inspection does not, and each of them keeps its copy until it is destroyed there.
    """
    copies = [
        f"signed summary {subject_key(about)[:8]} and every copy of it"
        for about in work.journal.states(inspection, Subject.SUMMARY)
    ]
    copies += [
        f"interim summary {version.body.interim.number} and every copy of it"
        for state in work.journal.states(inspection, Subject.INTERIM).values()
        for version in state.versions
        if isinstance(version.body, InterimMade)
    ]
    for kind in (Subject.DRAFT, Subject.WORKBOOK, Subject.SHEET):
        for state in work.journal.states(inspection, kind).values():
            for version in state.versions:
                match version.body:
                    case DraftSent(draft):
                        copies.append(f"draft {draft.number} and every copy of it")
                    case WorkbookSent(workbook):
                        copies.append(f"workbook {workbook.number} and every copy of it")
                    case SheetPrinted(sheet):
                        copies.append(f"aide-memoire {sheet.number} on paper")
    copies += [
        f"stick {version.body.journey.stick}, which was to carry it to base"
        for state in work.journal.states(inspection, Subject.STICK).values()
        for version in state.versions
        if isinstance(version.body, StickAuthorised)
    ]
    others = work.journal.admitted_devices(inspection) - {device}
    until = "until it takes this purge in" if travels else "until its copy is destroyed there"
    copies += [f"laptop {other[:8]}, {until}" for other in sorted(others)]
    if receipts_kept.are_any(work, inspection):
        copies.append(f"base, {until}, and base’s backups")
    return (*dict.fromkeys(copies), "backups of this laptop and its disk’s own remnants")
