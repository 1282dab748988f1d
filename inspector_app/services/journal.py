"""What a user can do with the journal itself: check, rebuild, admit, purge."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from inspector_app.domain.changes.bodies import (
    BodyPurged,
    DeviceAdmitted,
    EvidenceAdded,
    Purged,
    Subject,
    SummarySigned,
    subject,
    subject_key,
)
from inspector_app.domain.changes.chain import Fault, Finding, faults, link_faults
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.codec import signature_holds
from inspector_app.domain.changes.fold import folded
from inspector_app.domain.errors import BadInput, JournalDamaged, RuleViolation
from inspector_app.domain.ids import (
    ChainId,
    ChangeId,
    DeviceId,
    InspectionId,
    Sha256,
)
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.standing import field_of
from inspector_app.services.recording import Act, Recording
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.vault.blobs import BlobStore

_SPARED = (Subject.INSPECTION.value, Subject.SUMMARY.value, Subject.DEVICE.value)


@dataclass(frozen=True, slots=True)
class JournalCheck:
    """What a check of one inspection's journal found."""

    inspection: InspectionId
    changes: int
    chains: int
    purged: int
    quarantined: int
    findings: tuple[Finding, ...]
    projection_is_equal: bool
    """Whether what screens read equals the changes folded from nothing."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.findings and self.projection_is_equal


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """What a purge would destroy, to be looked at before it is carried out."""

    inspection: InspectionId
    subject: str
    changes: tuple[ChangeId, ...]
    blobs: tuple[Sha256, ...]
    beyond_reach: tuple[str, ...]
    """Copies that are known of and cannot be reached from here."""


class JournalService:
    """Checks of the journal, admission, and the only act that destroys anything."""

    def __init__(
        self, recording: Recording, blobs: BlobStore, wipe_free_pages: Callable[[], None]
    ) -> None:
        self._recording = recording
        self._blobs = blobs
        self._wipe_free_pages = wipe_free_pages

    def glance(self) -> tuple[Finding, ...]:
        """Check all chains and their last signatures, as at every opening of the vault."""
        found: list[Finding] = []
        with self._recording.read() as work:
            for inspection in work.journal.inspections():
                found += link_faults(work.journal.links(inspection))
        return tuple(found)

    def check(
        self,
        inspection: InspectionId,
        known_heads: Iterable[tuple[ChainId, ChangeId]] = (),
    ) -> JournalCheck:
        """Check every link, body and signature, and that the projection is the fold.

        Args:
            inspection: whose journal.
            known_heads: last changes that somebody else knew; those that this inspection's own
                signed summaries name are added.

        Raises:
            RuleViolation: no such inspection here.
        """
        with self._recording.read() as work:
            if inspection not in work.journal.inspections():
                raise RuleViolation("No such inspection on this laptop.")
            changes, damaged = _read_all(work, inspection)
            heads = [*known_heads, *_heads_of_summaries(changes)]
            # An unreadable change is told as altered; the gap that it leaves says nothing more.
            holes = {(f.chain, f.sequence) for f in damaged}
            found = [
                f
                for f in faults(changes, heads)
                if f.fault is not Fault.GAP or (f.chain, f.sequence) not in holes
            ]
            quarantined = sum(1 for _ in work.journal.changes(inspection, admitted=False))
            equal = not damaged and _is_folded(work, inspection)
        return JournalCheck(
            inspection=inspection,
            changes=len(changes) + len(damaged),
            chains=len({c.header.chain for c in changes}),
            purged=sum(isinstance(c.body, Purged) for c in changes),
            quarantined=quarantined,
            findings=(*damaged, *found),
            projection_is_equal=equal,
        )

    def rebuild(self, inspection: InspectionId) -> bool:
        """Fold what screens read anew from the journal; return whether it had differed."""
        with self._recording.begin() as work:
            before = work.journal.projection(inspection)
            work.journal.rebuild(inspection)
            differed = work.journal.projection(inspection) != before
            work.commit()
        return differed

    def take_in(self, inspection: InspectionId, changes: Iterable[Change]) -> int:
        """Keep changes from elsewhere; those of devices not admitted here wait in quarantine.

        Returns how many were new.

        Raises:
            JournalDamaged: a signature does not hold or a change is of another inspection;
                nothing was taken in.
        """
        fresh = 0
        with self._recording.begin() as work:
            admitted = work.journal.admitted_devices(inspection)
            for change in changes:
                if change.header.inspection != inspection or not signature_holds(change):
                    raise JournalDamaged(
                        f"Change {change.id[:12]} is not what its device signed. "
                        "Nothing was taken in."
                    )
                if not work.journal.has(change.id):
                    work.journal.add(change, admitted=change.header.device in admitted)
                    fresh += 1
            # Its numbers may have been given by this laptop before it was restored from a backup.
            work.settings.set(f"number/{inspection}/{self._recording.actor.tag}", None)
            work.commit()
        return fresh

    def admit(self, inspection: InspectionId, device: DeviceId, reason: str) -> Act:
        """Take a device's changes out of quarantine, by a signed act of its own."""
        with self._recording.begin() as work:
            work.journal.admit(inspection, device)
            body = DeviceAdmitted(device, reason)
            about = subject(Subject.DEVICE, device)
            change = self._recording.write(work, inspection, about, body)
            states = work.journal.states(inspection)
            work.commit()
        return Act(inspection, (change.id,), tuple(states.values()))

    def plan_purge(self, inspection: InspectionId, about: str) -> PurgePlan:
        """Return what purging all that was ever recorded about a subject would destroy.

        Raises:
            RuleViolation: nothing is recorded there, or it is what the inspection stands on.
        """
        if about.partition(":")[0] in _SPARED:
            raise RuleViolation(
                "The particulars of an inspection and the record of what was signed are not purged."
            )
        with self._recording.read() as work:
            changes = [
                change
                for change in work.journal.changes(inspection, about)
                if not isinstance(change.body, Purged | BodyPurged)
            ]
            if not changes:
                raise RuleViolation("Nothing is recorded there that could be purged.")
            blobs: set[Sha256] = set()
            for change in changes:
                if isinstance(change.body, EvidenceAdded):
                    blobs.add(change.body.file.sha256)
                    if change.body.file.thumbnail:
                        blobs.add(change.body.file.thumbnail.sha256)
            others = _blobs_elsewhere(work, inspection, about)
            beyond = _beyond_reach(work, inspection, self._recording.actor.device)
        return PurgePlan(
            inspection,
            about,
            tuple(change.id for change in changes),
            tuple(sorted(blobs - others)),
            beyond,
        )

    def purge(self, plan: PurgePlan, ground: str, reason: str) -> Act:
        """Carry a plan out: destroy bodies, salts and file keys; history shows who, when and why.

        Raises:
            RuleViolation: no reason was given; or several laptops have worked on the inspection
                and the person recording is not its lead.
        """
        if not ground.strip() or not reason.strip():
            raise RuleViolation("A purge needs its ground and a reason.")
        body = BodyPurged(plan.changes, ground, reason, plan.beyond_reach, plan.blobs)
        with self._recording.begin() as work:
            self._require_lead(work, plan.inspection)
            # What was destroyed keeps its place in the versions: a purge supersedes nothing.
            change = self._recording.write(work, plan.inspection, plan.subject, body, ())
            gone = [work.blobs.find(plan.inspection, sha256) for sha256 in plan.blobs]
            for sha256 in plan.blobs:
                work.blobs.forget(plan.inspection, sha256)
            states = work.journal.states(plan.inspection, (plan.subject,))
            work.commit()
        self._wipe_free_pages()
        for place in gone:
            if place is not None:
                self._blobs.remove(place.name)
        return Act(plan.inspection, (change.id,), tuple(states.values()))

    def _require_lead(self, work: UnitOfWork, inspection: InspectionId) -> None:
        if work.journal.admitted_devices(inspection) <= {self._recording.actor.device}:
            return
        about = subject(Subject.MEMBER, self._recording.actor.person)
        member = field_of(work.journal.state(inspection, about), Member).value
        if member is None or member.role is not TeamRole.LEAD:
            raise RuleViolation(
                "Others have worked on this inspection: only its lead inspector can purge."
            )


def _read_all(work: UnitOfWork, inspection: InspectionId) -> tuple[list[Change], list[Finding]]:
    """Return every change that can be read, and a finding for each that cannot."""
    changes: list[Change] = []
    damaged: list[Finding] = []
    for link in work.journal.links(inspection):
        id_ = ChangeId(link[0])
        try:
            change = work.journal.change(id_)
        except (BadInput, JournalDamaged):
            damaged.append(Finding(Fault.ALTERED, ChainId(link[1]), link[2], id_))
            continue
        if change.id != id_:
            damaged.append(Finding(Fault.ALTERED, ChainId(link[1]), link[2], id_))
            continue
        changes.append(change)
    return changes, damaged


def _is_folded(work: UnitOfWork, inspection: InspectionId) -> bool:
    states = folded(work.journal.changes(inspection, admitted=True))
    wanted = {about: s.versions for about, s in states.items() if s.versions}
    kept = {about: s.versions for about, s in work.journal.states(inspection).items()}
    return wanted == kept


def _heads_of_summaries(changes: Iterable[Change]) -> list[tuple[ChainId, ChangeId]]:
    return [
        (chain, head)
        for change in changes
        if isinstance(change.body, SummarySigned)
        for chain, head in change.body.heads.items()
    ]


def _blobs_elsewhere(work: UnitOfWork, inspection: InspectionId, about: str) -> set[Sha256]:
    """Return the files that other subjects of the inspection hold too."""
    found: set[Sha256] = set()
    for other, state in work.journal.states(inspection).items():
        if other != about:
            for version in state.versions:
                if isinstance(version.body, EvidenceAdded):
                    found.add(version.body.file.sha256)
    return found


def _beyond_reach(work: UnitOfWork, inspection: InspectionId, device: DeviceId) -> tuple[str, ...]:
    copies = [
        f"signed summary {subject_key(about)[:8]} and every copy of it"
        for about in work.journal.states(inspection)
        if about.startswith(f"{Subject.SUMMARY.value}:")
    ]
    others = work.journal.admitted_devices(inspection) - {device}
    copies += [f"laptop {other[:8]}, until it takes this purge in" for other in sorted(others)]
    return (*copies, "backups of this laptop and its disk's own remnants")
