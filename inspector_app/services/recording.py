"""Recording acts: who acts, on which device, in which chain; and taking acts back."""

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from weakref import WeakKeyDictionary

from inspector_app.domain import correcting, upgrading
from inspector_app.domain.ceiling import require_holdable
from inspector_app.domain.changes.bodies import (
    Body,
    BodyPurged,
    ClockObserved,
    CorrectionRecorded,
    DeviceAdmitted,
    DraftSent,
    EvidenceForgotten,
    HoldSet,
    InspectionDescribed,
    InspectionDestroyed,
    InterimMade,
    LaptopNamed,
    NameErased,
    PackPinned,
    PhaseEntered,
    Purged,
    RetentionSet,
    SheetPrinted,
    StickAuthorised,
    Subject,
    SummaryCountersigned,
    SummaryRaised,
    SummarySigned,
    Unknown,
    Withdrawn,
    WorkbookSent,
    subject,
    subject_key,
    subject_kind,
)
from inspector_app.domain.changes.chain import Recorder, linked
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.codec import SALT_BYTES
from inspector_app.domain.changes.fold import SubjectState
from inspector_app.domain.changes.signer import Sign
from inspector_app.domain.corrections import Correction
from inspector_app.domain.errors import NotFound, RuleViolation
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import (
    ChainId,
    ChangeId,
    CorrectionId,
    DeviceId,
    InspectionId,
    PersonId,
    Sha256,
)
from inspector_app.domain.inspection import Details
from inspector_app.domain.phases import Phase
from inspector_app.domain.phasing import ARCHIVED, BROUGHT_BACK, require_recordable
from inspector_app.services.numbers import borrowed
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr

Begin = Callable[[], UnitOfWork]
Now = Callable[[], datetime]
"""Returns aware UTC."""

_FOR_GOOD = (
    SummarySigned,
    InterimMade,
    SummaryCountersigned,
    SummaryRaised,
    DraftSent,
    WorkbookSent,
    BodyPurged,
    DeviceAdmitted,
    LaptopNamed,
    NameErased,
    CorrectionRecorded,
    RetentionSet,
    HoldSet,
    StickAuthorised,
    EvidenceForgotten,
    ClockObserved,
    InspectionDestroyed,
)

_BEGUN_FOR_GOOD = (InspectionDescribed.KIND, SheetPrinted.KIND)
"""Kinds whose first change about a subject tells what happened; what revises it can be undone."""


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


@dataclass(slots=True)
class _Batch:
    """Several transactions that are one act."""

    inspection: InspectionId
    time_ms: int
    act: tuple[ChangeId, ...] = ()
    """What was recorded so far."""


class Recording:
    """Writes changes for one unlocked vault; one chain per inspection and session."""

    def __init__(self, begin: Begin, read: Begin, actor: Actor, now: Now) -> None:
        self.begin = begin
        self.read = read
        self.actor = actor
        """Whose laptop this is."""
        self.now = now
        self._acting: dict[InspectionId, tuple[PersonId, str]] = {}
        """Whom an inspection was handed to, each with their initials."""
        self._chains: dict[InspectionId, ChainId] = {}
        self._trails: dict[tuple[InspectionId, PersonId], _Trail] = {}
        """Everybody takes back only what they recorded themselves."""
        self._begun: dict[InspectionId, Details] = {}
        """Particulars by which inspections are known; their pack is the one they began with."""
        self._loose: dict[tuple[InspectionId, PersonId], list[ChangeId]] = {}
        """Facts changed after fieldwork since the unlocking, by whom, in no correction session."""
        self._batches = threading.local()
        self._times: WeakKeyDictionary[UnitOfWork, int] = WeakKeyDictionary()

    def actor_for(self, inspection: InspectionId) -> Actor:
        """Return who acts in an inspection: the laptop's owner, or whom it was handed to."""
        owner, handed = self.actor, self._acting.get(inspection)
        if handed is None:
            return owner
        person, initials = handed
        return replace(owner, person=person, tag=borrowed(initials, owner.tag))

    def act_as(self, inspection: InspectionId, person: PersonId, initials: str) -> None:
        """Record what follows in an inspection as somebody's; this device signs all the same."""
        self._acting[inspection] = (person, initials)

    def act_as_owner(self, inspection: InspectionId) -> None:
        """Record what follows in an inspection as the laptop's owner's."""
        self._acting.pop(inspection, None)

    def number_by(self, tag: str) -> None:
        """Begin numbers with other letters from now on, whoever gives them."""
        self.actor = replace(self.actor, tag=tag)

    def write(
        self,
        work: UnitOfWork,
        inspection: InspectionId,
        about: str,
        body: Body,
        supersedes: Iterable[ChangeId] | None = None,
        undoes: ChangeId | None = None,
        pack: Sha256 | None = None,
        settles: str = "",
    ) -> Change:
        """Add a change to ``work`` and return it; it lasts once ``work`` is committed.

        Args:
            work: the transaction.
            inspection: whose.
            about: the subject.
            body: what is recorded.
            supersedes: the versions its author saw; None: all that stand.
            undoes: the act that it takes back.
            pack: under which it is said; None: the one in use. Given by what begins the
                inspection or puts it under another pack, and by what brings back something said
                under an older one.
            settles: why it lets one of several versions stand.

        Raises:
            RuleViolation: the inspection is archived, or the body is marked SECRET or above.
        """
        require_holdable(body)
        phase, kind = self.recorded_phase(work, inspection), subject_kind(about)
        require_recordable(phase, kind, body)
        session = None
        if correcting.is_after_fieldwork(phase):
            running = self.correcting(work, inspection)
            session = correcting.noted(phase, kind, body, running[0] if running else None)
        if supersedes is None:
            supersedes = work.journal.heads_of(inspection, about)
        chain = self._chain(work, inspection)
        batch = self._batch(inspection)
        time_ms = batch.time_ms if batch is not None else self._time_ms(work)
        head, last_stamp = work.journal.tip(chain, self.actor.device, time_ms)
        recorder = Recorder(
            inspection=inspection,
            device=self.actor.device,
            author=self.actor_for(inspection).person,
            time_ms=time_ms,
            last_stamp=last_stamp,
            pack=pack or self.pinned_pack(work, inspection),
            sign=self.actor.sign,
        )
        salt = secrets.token_bytes(SALT_BYTES)
        change = linked(head, recorder, about, body, supersedes, salt, undoes, session, settles)
        work.journal.record(change)
        return change

    def correcting(
        self, work: UnitOfWork, inspection: InspectionId
    ) -> tuple[CorrectionId, Correction] | None:
        """Return the correction session that goes on at this laptop; None: none does."""
        beginning = f"{subject(Subject.CORRECTION, self.actor.device)}/"
        found = [
            (CorrectionId(subject_key(about).partition("/")[2]), held.value)
            for about, state in work.journal.states_under(inspection, beginning).items()
            if (held := field_of(state, Correction).first) is not None
            and held.value is not None
            and not held.value.has_ended
        ]
        return max(found, key=lambda pair: (pair[1].begun_ms, pair[0]), default=None)

    def loose(self, inspection: InspectionId) -> tuple[ChangeId, ...]:
        """Return what whoever acts has corrected since the unlocking, in no session so far."""
        return tuple(self._loose.get((inspection, self.actor_for(inspection).person), ()))

    def forget_loose(self, inspection: InspectionId) -> None:
        """Begin to count anew: a session has taken them in."""
        self._loose.pop((inspection, self.actor_for(inspection).person), None)

    def _chain(self, work: UnitOfWork, inspection: InspectionId) -> ChainId:
        """Return the chain of this session; a new one once a copy of this vault went on in it."""
        chain = self._chains.get(inspection)
        if chain is None or work.journal.has_forked(chain):
            chain = self._chains[inspection] = ChainId(secrets.token_hex(16))
        return chain

    def require_open(self, inspection: InspectionId) -> None:
        """Let slow work begin whose end will be recorded, such as the encryption of a file.

        Raises:
            RuleViolation: the inspection is archived.
        """
        with self.read() as work:
            if self.recorded_phase(work, inspection) is Phase.ARCHIVED:
                raise RuleViolation(ARCHIVED)

    def recorded_phase(self, work: UnitOfWork, inspection: InspectionId) -> Phase | None:
        """Return the phase that somebody recorded; None: nobody did."""
        state = work.journal.versions(inspection, subject(Subject.PHASE))
        entered = field_of(state, PhaseEntered).value
        return entered.phase if entered else None

    def pinned_pack(self, work: UnitOfWork, inspection: InspectionId) -> Sha256:
        """Return the digest of the pack that the inspection is under now.

        Raises:
            NotFound: no such inspection on this laptop.
        """
        pinned = work.journal.versions(inspection, subject(Subject.PACK))
        return upgrading.in_use(self.begun(work, inspection), pinned).sha256

    def begun(self, work: UnitOfWork, inspection: InspectionId) -> Details:
        """Return particulars of the inspection, with the pack that it began with, which stays.

        Raises:
            NotFound: no such inspection on this laptop.
        """
        if (details := self._begun.get(inspection)) is None:
            state = work.journal.state(inspection, subject(Subject.INSPECTION))
            try:
                details = self._begun[inspection] = particulars(state)
            except NotFound as error:
                if work.journal.is_destroyed(inspection):
                    raise NotFound(
                        tr("This inspection was destroyed; only the record of that is left.")
                    ) from error
                raise
        return details

    def packs(self, work: UnitOfWork, inspection: InspectionId) -> tuple[Sha256, ...]:
        """Return the packs that the inspection has ever been under here, the latest pinned first.

        Raises:
            NotFound: no such inspection on this laptop.
        """
        found = [self.begun(work, inspection).pack.sha256]
        about = subject(Subject.PACK)
        if work.journal.heads_of(inspection, about):  # by far the most have none
            pins = work.journal.changes(inspection, about, admitted=True, kinds=[PackPinned.KIND])
            found += [change.header.pack for change in pins]
        return tuple(dict.fromkeys(reversed(found)))

    def forget(self, inspection: InspectionId) -> None:
        """Forget what is remembered of an inspection that was destroyed."""
        for kept in (self._begun, self._acting, self._chains):
            kept.pop(inspection, None)
        for by_person in (self._trails, self._loose):
            for key in [each for each in by_person if each[0] == inspection]:
                by_person.pop(key)

    def act(self, inspection: InspectionId, bodies: Iterable[tuple[str, Body]]) -> Act:
        """Record the bodies, each about its subject, as one act and one transaction."""
        with self.begin() as work:
            changes = [self.write(work, inspection, about, body) for about, body in bodies]
            return self.finish(work, inspection, changes)

    def withdraw(
        self,
        inspection: InspectionId,
        about: str,
        kind: type[object],
        reason: str,
        *,
        no_reason: str,
        not_there: str,
    ) -> Act:
        """Withdraw what stands of a subject, in all its versions; it stays in the history.

        Args:
            inspection: whose.
            about: the subject.
            kind: of the value that has to stand.
            reason: why.
            no_reason: the sentence of the refusal without a reason.
            not_there: the sentence of the refusal where no such value stands.

        Raises:
            RuleViolation: no reason.
            NotFound: no such value stands.
        """
        if not reason.strip():
            raise RuleViolation(no_reason)
        with self.begin() as work:
            state = work.journal.state(inspection, about)
            if field_of(state, kind).value is None:
                raise NotFound(not_there)
            change = self.write(work, inspection, about, Withdrawn(reason.strip()), state.heads)
            return self.finish(work, inspection, [change])

    @contextmanager
    def as_one(self, inspection: InspectionId) -> Iterator[None]:
        """Let all that this thread records in an inspection be one act, taken back at once.

        Each transaction lasts by itself. They share the time at which the first began, by which an
        act is known again when its trail is read from the journal; what others record in between,
        on other threads, stays apart.
        """
        batch = _Batch(inspection, int(self.now().timestamp() * 1000))
        self._batches.current = batch
        try:
            yield
        finally:
            self._batches.current = None

    def _batch(self, inspection: InspectionId) -> "_Batch | None":
        batch: _Batch | None = getattr(self._batches, "current", None)
        return batch if batch is not None and batch.inspection == inspection else None

    def finish(self, work: UnitOfWork, inspection: InspectionId, changes: list[Change]) -> Act:
        """Commit, remember the act so that it can be taken back, and return it."""
        act = self._committed(work, inspection, changes)
        trail = self._trail(inspection)
        if changes and not any(map(_stands_for_good, changes)):
            batch = self._batch(inspection)
            if batch is not None and batch.act and trail.done[-1:] == [batch.act]:
                trail.done.pop()
                batch.act += act.changes
            elif batch is not None:
                batch.act = act.changes
            trail.done.append(batch.act if batch is not None else act.changes)
            trail.undone.clear()
        return act

    def resume(self, inspection: InspectionId) -> None:
        """Take up the trail of earlier sessions on this laptop, so that their acts can be undone.

        They are those of whoever acts now. The trail is read from the journal: the changes of an
        act stand together in one chain and share their time, and a change that takes another back
        names it.
        """
        with self.read() as work:
            mine = [
                change
                for change in work.journal.changes(inspection, admitted=True)
                if change.header.device == self.actor.device
                and change.header.author == self.actor_for(inspection).person
            ]
        trail = _Trail()
        for _, group in groupby(mine, key=lambda c: (c.header.chain, c.header.time_ms)):
            act = tuple(group)
            ids = tuple(change.id for change in act)
            undone = {change.undoes for change in act}
            if any(map(_stands_for_good, act)):
                continue
            if trail.done and undone == set(trail.done[-1]):
                trail.done.pop()
                trail.undone.append(ids)
            elif trail.undone and undone == set(trail.undone[-1]):
                trail.undone.pop()
                trail.done.append(ids)
            else:
                trail.done.append(ids)
                trail.undone.clear()
        self._trails[inspection, self.actor_for(inspection).person] = trail

    def undo(self, inspection: InspectionId) -> Act:
        """Take the last act of this session back by recording what stood before it.

        Raises:
            RuleViolation: nothing to undo, or an act that stands for good.
        """
        trail = self._trail(inspection)
        return self._take_back(inspection, trail.done, trail.undone, "undo")

    def redo(self, inspection: InspectionId) -> Act:
        """Record again what the last undo took back.

        Raises:
            RuleViolation: nothing to redo.
        """
        trail = self._trail(inspection)
        return self._take_back(inspection, trail.undone, trail.done, "redo")

    def undo_change(self, inspection: InspectionId, change: ChangeId) -> Act:
        """Take any recorded act back, whenever it was recorded, as long as it still stands.

        Raises:
            NotFound: no such change here.
            RuleViolation: something was recorded on top of it, or it stands for good.
        """
        with self.begin() as work:
            return self.finish(work, inspection, self._restored(work, inspection, change))

    def _trail(self, inspection: InspectionId) -> _Trail:
        person = self.actor_for(inspection).person
        return self._trails.setdefault((inspection, person), _Trail())

    def _take_back(
        self,
        inspection: InspectionId,
        source: list[tuple[ChangeId, ...]],
        target: list[tuple[ChangeId, ...]],
        word: str,
    ) -> Act:
        if not source:
            raise RuleViolation(tr("There is nothing to {word}.").format(word=word))
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
        if _stands_for_good(change):
            raise RuleViolation(tr("This act stands for good and cannot be undone."))
        if isinstance(change.body, PhaseEntered) and change.body.phase is Phase.ARCHIVED:
            raise RuleViolation(BROUGHT_BACK)
        standing = [
            head
            for head in work.journal.heads_of(inspection, about)
            if _stands_for(work, head, change_id)
        ]
        if not standing:
            raise RuleViolation(
                tr(
                    "Something newer was recorded in the same place, so this can no longer be "
                    "undone: write there what should stand."
                )
            )
        before = [work.journal.change(each) for each in change.header.supersedes]
        if any(isinstance(each.body, Unknown) for each in before):
            raise RuleViolation(
                tr(
                    "What stood here before was recorded by a newer version of the app, so this "
                    "version cannot write it again: update the app to undo this."
                )
            )
        # What was said under an older checklist is said under that again.
        bodies: list[tuple[Body, Sha256 | None]] = [
            (each.body, each.header.pack)
            for each in before
            if not isinstance(each.body, Purged | Unknown)
        ] or [(Withdrawn("Undone"), None)]
        return [
            self.write(work, inspection, about, body, standing, undoes=change_id, pack=pack)
            for body, pack in bodies
        ]

    def _time_ms(self, work: UnitOfWork) -> int:
        """Return the time of the act: one for all changes of a transaction."""
        return self._times.setdefault(work, int(self.now().timestamp() * 1000))

    def _committed(self, work: UnitOfWork, inspection: InspectionId, changes: list[Change]) -> Act:
        subjects = dict.fromkeys(change.header.subject for change in changes)
        states = tuple(work.journal.state(inspection, about) for about in subjects)
        work.commit()
        loose = [change.id for change in changes if change.session == ""]
        if loose:
            person = self.actor_for(inspection).person
            self._loose.setdefault((inspection, person), []).extend(loose)
        return Act(inspection, tuple(change.id for change in changes), states)


def particulars(state: SubjectState) -> Details:
    """Return the particulars that stand, the first of them if several do.

    Raises:
        NotFound: no such inspection on this laptop, or its particulars are gone.
    """
    for held in field_of(state, Details).versions:
        if held.value is not None:
            return held.value
    raise NotFound(
        tr(
            "This inspection is not on this laptop, or its particulars have not come: sync, or "
            "bring the laptops together."
        )
    )


def force_of(work: UnitOfWork, inspection: InspectionId) -> str:
    """Return the name of the force that is inspected, or what to call one that is not known."""
    try:
        return particulars(work.journal.state(inspection, subject(Subject.INSPECTION))).force.name
    except NotFound:
        return tr("another force")


def _stands_for(work: UnitOfWork, head: ChangeId, wanted: ChangeId) -> bool:
    """Tell whether ``head`` is the change that is wanted, or brought it back by undo or redo."""
    waiting, seen = [head], set()
    while waiting:
        id_ = waiting.pop()
        if id_ == wanted:
            return True
        seen.add(id_)
        change = work.journal.change(id_)
        if change.undoes is None:
            continue
        taken_back = work.journal.change(change.undoes)
        waiting += [
            before
            for before in taken_back.header.supersedes
            if before not in seen and work.journal.change(before).body == change.body
        ]
    return False


def _stands_for_good(change: Change) -> bool:
    begins = change.header.kind in _BEGUN_FOR_GOOD and not change.header.supersedes
    return begins or isinstance(change.body, _FOR_GOOD)
