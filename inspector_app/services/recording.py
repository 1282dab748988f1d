"""Recording acts: who acts, on which device, in which chain; and taking acts back."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from inspector_app.domain.changes.bodies import (
    Body,
    BodyPurged,
    DeviceAdmitted,
    InspectionDescribed,
    Purged,
    Subject,
    SummarySigned,
    Unknown,
    Withdrawn,
    subject,
)
from inspector_app.domain.changes.chain import Recorder, linked
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.codec import SALT_BYTES, Sign
from inspector_app.domain.changes.fold import SubjectState
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.ids import (
    ChainId,
    ChangeId,
    DeviceId,
    InspectionId,
    PersonId,
    Sha256,
)
from inspector_app.domain.inspection import Details
from inspector_app.domain.standing import field_of
from inspector_app.storage.unit_of_work import UnitOfWork

Begin = Callable[[], UnitOfWork]
Now = Callable[[], datetime]
"""Returns aware UTC."""

_FOR_GOOD = (InspectionDescribed, SummarySigned, BodyPurged, DeviceAdmitted)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who records: the device that signs, and the person the acts are recorded as."""

    device: DeviceId
    sign: Sign
    person: PersonId
    tag: str
    """In front of the numbers this person gives on this device: ``JS`` of ``JS/12``."""


@dataclass(frozen=True, slots=True)
class Act:
    """What one verb recorded, and what stands because of it."""

    inspection: InspectionId
    changes: tuple[ChangeId, ...]
    states: tuple[SubjectState, ...]


@dataclass(slots=True)
class _Trail:
    """The acts of this session that can be taken back, and those that were."""

    done: list[tuple[ChangeId, ...]] = field(default_factory=list)
    undone: list[tuple[ChangeId, ...]] = field(default_factory=list)


class Recording:
    """Writes changes for one unlocked vault; one chain per inspection and session."""

    def __init__(self, begin: Begin, read: Begin, actor: Actor, now: Now) -> None:
        self.begin = begin
        self.read = read
        self.actor = actor
        self.now = now
        self._chains: dict[InspectionId, ChainId] = {}
        self._trails: dict[InspectionId, _Trail] = {}

    def write(
        self,
        work: UnitOfWork,
        inspection: InspectionId,
        about: str,
        body: Body,
        supersedes: Iterable[ChangeId] | None = None,
        undoes: ChangeId | None = None,
        pack: Sha256 | None = None,
    ) -> Change:
        """Add a change to ``work`` and return it; it lasts once ``work`` is committed.

        Args:
            work: the transaction.
            inspection: whose.
            about: the subject.
            body: what is recorded.
            supersedes: the versions its author saw; None: all that stand.
            undoes: the act that it takes back.
            pack: given only by the change that begins the inspection.
        """
        if supersedes is None:
            supersedes = work.journal.state(inspection, about).heads
        chain = self._chains.setdefault(inspection, ChainId(secrets.token_hex(16)))
        recorder = Recorder(
            inspection=inspection,
            device=self.actor.device,
            author=self.actor.person,
            time_ms=int(self.now().timestamp() * 1000),
            last_stamp=work.journal.last_stamp(),
            pack=pack or pinned_pack(work, inspection),
            sign=self.actor.sign,
        )
        head = work.journal.chain_head(chain, self.actor.device)
        salt = secrets.token_bytes(SALT_BYTES)
        change = linked(head, recorder, about, body, supersedes, salt, undoes)
        work.journal.add(change)
        return change

    def act(self, inspection: InspectionId, bodies: Iterable[tuple[str, Body]]) -> Act:
        """Record the bodies, each about its subject, as one act and one transaction."""
        with self.begin() as work:
            changes = [self.write(work, inspection, about, body) for about, body in bodies]
            return self.finish(work, inspection, changes)

    def finish(self, work: UnitOfWork, inspection: InspectionId, changes: list[Change]) -> Act:
        """Commit, remember the act so that it can be taken back, and return it."""
        act = self._committed(work, inspection, changes)
        trail = self._trails.setdefault(inspection, _Trail())
        if act.changes:
            trail.done.append(act.changes)
            trail.undone.clear()
        return act

    def undo(self, inspection: InspectionId) -> Act:
        """Take the last act of this session back by recording what stood before it.

        Raises:
            RuleViolation: nothing to undo, or an act that stands for good.
        """
        trail = self._trails.setdefault(inspection, _Trail())
        return self._take_back(inspection, trail.done, trail.undone, "undo")

    def redo(self, inspection: InspectionId) -> Act:
        """Record again what the last undo took back.

        Raises:
            RuleViolation: nothing to redo.
        """
        trail = self._trails.setdefault(inspection, _Trail())
        return self._take_back(inspection, trail.undone, trail.done, "redo")

    def undo_change(self, inspection: InspectionId, change: ChangeId) -> Act:
        """Take any recorded act back, whenever it was recorded, as long as it still stands.

        Raises:
            NotFound: no such change here.
            RuleViolation: something was recorded on top of it, or it stands for good.
        """
        with self.begin() as work:
            return self.finish(work, inspection, self._restored(work, inspection, change))

    def _take_back(
        self,
        inspection: InspectionId,
        source: list[tuple[ChangeId, ...]],
        target: list[tuple[ChangeId, ...]],
        word: str,
    ) -> Act:
        if not source:
            raise RuleViolation(f"There is nothing to {word}.")
        with self.begin() as work:
            changes: list[Change] = []
            for change in reversed(source[-1]):
                changes += self._restored(work, inspection, change)
            act = self._committed(work, inspection, changes)
        source.pop()
        target.append(act.changes)
        return act

    def _restored(
        self, work: UnitOfWork, inspection: InspectionId, change_id: ChangeId
    ) -> list[Change]:
        """Record what stood before a change; several versions stood if it had settled several."""
        change = work.journal.change(change_id)
        about = change.header.subject
        if isinstance(change.body, _FOR_GOOD):
            raise RuleViolation("This act stands for good and cannot be undone.")
        if change_id not in work.journal.state(inspection, about).heads:
            raise RuleViolation(
                "Something newer was recorded in the same place, so this can no longer be undone: "
                "write there what should stand."
            )
        before = [work.journal.change(each) for each in change.header.supersedes]
        bodies: list[Body] = [
            b.body for b in before if not isinstance(b.body, Purged | Unknown)
        ] or [Withdrawn("Undone")]
        return [
            self.write(work, inspection, about, body, (change_id,), undoes=change_id)
            for body in bodies
        ]

    def _committed(self, work: UnitOfWork, inspection: InspectionId, changes: list[Change]) -> Act:
        states = work.journal.states(inspection, {change.header.subject for change in changes})
        work.commit()
        return Act(inspection, tuple(c.id for c in changes), tuple(states.values()))


def pinned_pack(work: UnitOfWork, inspection: InspectionId) -> Sha256:
    """Return the digest of the pack that the inspection is pinned to.

    Raises:
        RuleViolation: no such inspection on this laptop.
    """
    details = field_of(work.journal.state(inspection, subject(Subject.INSPECTION)), Details).value
    if details is None:
        raise RuleViolation("This inspection is not on this laptop, or its particulars are gone.")
    return details.pack.sha256
