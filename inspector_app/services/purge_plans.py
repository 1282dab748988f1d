"""What a purge would destroy, looked at before it is carried out."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from inspector_app.domain.changes.bodies import (
    BodyPurged,
    DraftSent,
    EvidenceAdded,
    Purged,
    RecommendationMade,
    SheetPrinted,
    SourceRecorded,
    Subject,
    WorkbookSent,
    subject,
    subject_key,
    subject_kind,
)
from inspector_app.domain.changes.change import Change
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.evidence import EvidenceFile
from inspector_app.domain.ids import ChangeId, DeviceId, InspectionId, Sha256
from inspector_app.services.copies_beyond import beyond_reach, copies_elsewhere
from inspector_app.services.legal_holds import require_no_hold
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr

_SPARED = (
    Subject.INSPECTION.value,
    Subject.PACK.value,
    Subject.SUMMARY.value,
    Subject.INTERIM.value,
    Subject.SUMMARY_FILE.value,
    Subject.DEVICE.value,
    Subject.HOLD.value,
    Subject.DESTRUCTION.value,
    Subject.NAME.value,
    Subject.STICK.value,
    Subject.COPY.value,
    Subject.CLOCK.value,
)
_COMPANIONS = {
    Subject.EVIDENCE.value: (Subject.CAPTION, Subject.CAPTURE),
    Subject.HEADLINE.value: (Subject.MODERATION,),
}
"""What repeats or describes a subject, and is destroyed with it."""


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """What a purge would destroy, to be looked at before it is carried out."""

    inspection: InspectionId
    subject: str
    parts: tuple[tuple[str, tuple[ChangeId, ...]], ...]
    """The changes by subject: an evidence item's caption goes with it."""
    blobs: tuple[Sha256, ...]
    kept_by: tuple[str, ...]
    """Numbers of other evidence items that hold the same file, which therefore stays."""
    numbers: tuple[str, ...]
    """Numbers of evidence and sources that are destroyed with it and never given again."""
    beyond_reach: tuple[str, ...]
    """Copies that are known of and cannot be reached from here."""

    @property
    def changes(self) -> tuple[ChangeId, ...]:
        """All changes whose bodies are destroyed."""
        return tuple(change for _, changes in self.parts for change in changes)


def planned(work: UnitOfWork, inspection: InspectionId, about: str, device: DeviceId) -> PurgePlan:
    """Return what purging all that was ever recorded about a subject would destroy.

    Args:
        work: reads.
        inspection: whose.
        about: the subject.
        device: this laptop, whose own copies are within reach.

    Raises:
        RuleViolation: nothing is recorded there, it is what the inspection stands on, or the
            inspection is under legal hold.
    """
    if subject_kind(about) in _SPARED:
        raise RuleViolation(
            tr(
                "The particulars of an inspection and the record of what was signed cannot be "
                "purged. Nothing was purged."
            )
        )
    require_no_hold(work, inspection)
    found = {
        each: [
            change
            for change in work.journal.changes(inspection, each)
            if not isinstance(change.body, Purged | BodyPurged)
        ]
        for each in (about, *_companions(work, inspection, about))
    }
    if not any(found.values()):
        raise RuleViolation(tr("Nothing is recorded there that could be purged."))
    files = [c.body.file for c in found[about] if isinstance(c.body, EvidenceAdded)]
    blobs = {blob for file in files for blob in _blobs_of(file)}
    others = blobs_elsewhere(work, inspection, about)
    ids = {change.id for changes in found.values() for change in changes}
    return PurgePlan(
        inspection,
        about,
        tuple((each, tuple(c.id for c in changes)) for each, changes in found.items() if changes),
        tuple(sorted(blobs - others.keys())),
        tuple(sorted({others[file.sha256] for file in files if file.sha256 in others})),
        tuple(sorted({number for change in found[about] for number in _numbers(change)})),
        (
            *copies_elsewhere(work, inspection, ids),
            *beyond_reach(work, inspection, device, travels=True),
        ),
    )


def _numbers(change: Change) -> tuple[str, ...]:
    """Return the number that a change gave to what it brought; empty: it gave none."""
    match change.body:
        case EvidenceAdded(file):
            return (file.number,)
        case SourceRecorded(source):
            return (source.number,)
        case DraftSent(draft):
            return (draft.number,)
        case SheetPrinted(sheet):
            return (sheet.number,)
        case RecommendationMade(made):
            return (made.number,)
        case WorkbookSent(workbook):
            return (workbook.number,)
        case _:
            return ()


def _blobs_of(file: EvidenceFile) -> set[Sha256]:
    """Return the stored files of an evidence file: itself, and its thumbnail."""
    return {file.sha256} | ({file.thumbnail.sha256} if file.thumbnail else set())


def _companions(work: UnitOfWork, inspection: InspectionId, about: str) -> list[str]:
    """Return the subjects that hold the same words, and go with it."""
    kind, key = subject_kind(about), subject_key(about)
    if (companions := _COMPANIONS.get(kind)) is not None:
        return [subject(each, key) for each in companions]
    if kind == Subject.PARAGRAPH.value:
        return _accounts_made_of(work, inspection, {key.rpartition("/")[2]})
    if kind not in (Subject.SOURCE.value, Subject.ENCOUNTER.value):
        return []
    other = Subject.ENCOUNTER if kind == Subject.SOURCE.value else Subject.SOURCE
    written = sorted(work.journal.states_under(inspection, f"{subject(Subject.PARAGRAPH, key)}/"))
    made = _accounts_made_of(work, inspection, {each.rpartition("/")[2] for each in written})
    twin = subject(other, key)
    return [*([twin] if work.journal.heads_of(inspection, twin) else []), *written, *made]


def _accounts_made_of(
    work: UnitOfWork, inspection: InspectionId, notes: AbstractSet[str]
) -> list[str]:
    accounts = work.journal.states(inspection, Subject.ACCOUNT) if notes else {}
    return sorted(each for each in accounts if each.rpartition("/")[2] in notes)


def blobs_elsewhere(work: UnitOfWork, inspection: InspectionId, about: str) -> dict[Sha256, str]:
    """Return the files that other standing items hold too, with those items' numbers."""
    return {
        blob: version.body.file.number
        for other, state in work.journal.states(inspection, Subject.EVIDENCE).items()
        if other != about
        for version in state.versions
        if isinstance(version.body, EvidenceAdded)
        for blob in _blobs_of(version.body.file)
    }
