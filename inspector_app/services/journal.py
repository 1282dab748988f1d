"""What is done with the journal itself: it is rebuilt, takes in, admits, and is purged."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from itertools import chain as every

from inspector_app.domain.changes.bodies import (
    BodyPurged,
    DeviceAdmitted,
    InspectionDestroyed,
    NameErased,
    Subject,
    subject,
    subject_key,
    subject_kind,
)
from inspector_app.domain.changes.branches import Branch, branches
from inspector_app.domain.changes.chain import soundly_linked
from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.codec import is_canonical, signature_holds
from inspector_app.domain.errors import (
    DeviceFull,
    JournalDamaged,
    NotFound,
    RuleViolation,
    VaultInUse,
    VaultLocked,
)
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import (
    ChainId,
    ChangeId,
    DeviceId,
    InspectionId,
    LineId,
    PersonId,
    Sha256,
)
from inspector_app.domain.inspection import Member, TeamRole
from inspector_app.domain.leading import DECIDING, Entitled, entitled
from inspector_app.services.desk import forget_debriefs, forget_note, forget_typed
from inspector_app.services.legal_holds import hold_on, require_no_hold
from inspector_app.services.numbers import recount
from inspector_app.services.purge_plans import PurgePlan, blobs_elsewhere, planned
from inspector_app.services.quarantine import (
    TakenIn,
    held_and_taken,
    is_obeyed,
    kept_apart,
    require_not_destroyed,
)
from inspector_app.services.recording import Act, Recording
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr
from inspector_app.vault.blobs import BlobStore

_CAPTURED = (Subject.SOURCE.value, Subject.ENCOUNTER.value, Subject.PARAGRAPH.value)
"""With these goes the note that is being written in the same encounter."""
_UNFINISHED = "purge/unfinished"
"""Setting: names of files whose keys are destroyed, while their wiping is not known to be done."""
_NOT_WIPED = tr(
    "It is recorded, what it destroys cannot be read any more, and all "
    "else is kept. But the disk is full or cannot be written, so "
    "traces remain. Make room or check the disk: they are wiped when "
    "the vault is next opened."
)
TRACES = tr(
    "Traces of what is gone could not be wiped from the disk just now; if it is full, make room. "
    "They are wiped when the vault is next opened."
)
"""What is told of an act that is done, where wiping after it had to be put off."""


class JournalService:
    """Admission, and the only act that destroys anything."""

    def __init__(
        self, recording: Recording, blobs: BlobStore, wipe_free_pages: Callable[[], bool]
    ) -> None:
        """Args: ``wipe_free_pages`` returns whether nothing of what was deleted is left."""
        self._recording = recording
        self._blobs = blobs
        self._wipe_free_pages = wipe_free_pages

    def rebuild(
        self, inspection: InspectionId, progress: Callable[[int, int], None] | None = None
    ) -> bool:
        """Fold what screens read anew from the journal; return whether it had differed.

        Args:
            inspection: whose.
            progress: changes done and in all.
        """
        with self._recording.begin() as work:
            work.expect_to_read_all()
            before = work.journal.projection(inspection)
            work.journal.rebuild(inspection, progress)
            differed = work.journal.projection(inspection) != before
            work.commit()
        return differed

    # Taking in

    def take_in(self, inspection: InspectionId, changes: Iterable[Change]) -> TakenIn:
        """Keep changes from elsewhere, and fold in those that are admitted and soundly linked.

        Those of devices not admitted here wait in quarantine; so does what lies beyond a gap or on
        a fork, until what is missing arrives or a person admits it by name; and so does a purge
        whose author may not destroy what it names.

        Raises:
            JournalDamaged: a signature does not hold, a body is not in its one proper form, or a
                change is of another inspection; nothing was taken in.
        """
        arrived = list(changes)
        for change in arrived:
            if (
                change.header.inspection != inspection
                or not signature_holds(change)
                or not is_canonical(change)
            ):
                raise JournalDamaged(
                    tr(
                        "Change {change} is not what its laptop signed. Nothing was taken in."
                    ).format(change=change.id[:12])
                )
        with self._recording.begin() as work:
            taken = self.take_in_with(work, inspection, arrived)
            work.commit()
        self.finish_purges_if_possible()
        return taken

    def take_in_with(
        self, work: UnitOfWork, inspection: InspectionId, changes: Iterable[Change]
    ) -> TakenIn:
        """Do what :meth:`take_in` does within ``work``, which the caller commits.

        The changes are checked already; ``finish_purges`` is to follow the commit.

        Raises:
            RuleViolation: the inspection was destroyed here, or one of them would destroy it.
        """
        require_not_destroyed(work, inspection)
        arrived = list(changes)
        if any(change.header.kind == InspectionDestroyed.KIND for change in arrived):
            raise RuleViolation(
                tr(
                    "That laptop has destroyed this inspection. What is here stays as it is: each "
                    "laptop’s lead inspector decides that for it. Nothing was taken in."
                )
            )
        fresh = sum(work.journal.add(change, admitted=False) for change in arrived)
        self.admit_sound(work, inspection)
        recount(work, inspection, self._recording.actor.tag, arrived)
        return self.taken(work, inspection, fresh)

    def taken(self, work: UnitOfWork, inspection: InspectionId, fresh: int) -> TakenIn:
        """Return what became of changes that came from elsewhere, of which ``fresh`` were new."""
        if not work.journal.waits(inspection):
            return TakenIn(fresh, (), ())
        admitted = self.let_in(work, inspection)
        waiting = list(work.journal.changes(inspection, admitted=False))
        apart = kept_apart(work, inspection, {c.header.chain for c in waiting}, admitted)
        unknown = {change.header.device for change in waiting} - admitted
        return TakenIn(fresh, tuple(sorted(unknown)), apart)

    def let_in(self, work: UnitOfWork, inspection: InspectionId) -> frozenset[DeviceId]:
        """Return the devices whose work is taken into the inspection here, this one among them."""
        return work.journal.admitted_devices(inspection) | {self._recording.actor.device}

    def admit(
        self,
        inspection: InspectionId,
        device: DeviceId,
        reason: str,
        changes: Collection[ChangeId] = (),
    ) -> Act:
        """Take a device's changes out of quarantine, by a signed act of its own.

        Args:
            inspection: whose.
            device: all that it soundly linked is admitted.
            reason: kept in the history.
            changes: a branch of a fork, or what lies beyond a gap, to be admitted all the same.

        Raises:
            NotFound: nothing of this device waits here.
        """
        with self._recording.begin() as work:
            act = self.admit_with(work, inspection, device, reason, changes)
            work.commit()
        self.finish_purges_if_possible()
        return act

    def admit_with(
        self,
        work: UnitOfWork,
        inspection: InspectionId,
        device: DeviceId,
        reason: str,
        changes: Collection[ChangeId] = (),
    ) -> Act:
        """Do what :meth:`admit` does within ``work``, which the caller commits.

        ``finish_purges`` is to follow the commit.
        """
        waiting = [
            change
            for change in work.journal.changes(inspection, admitted=False)
            if change.header.device == device
        ]
        if not waiting:
            raise NotFound(tr("Nothing from that laptop waits to be taken in."))
        named = tuple(change.id for change in waiting if change.id in changes)
        # The inspection's own particulars may be among what still waits.
        change = self.write_admission(
            work, inspection, DeviceAdmitted(device, reason, named), waiting[0].header.pack
        )
        taken = self.admit_sound(work, inspection)
        recount(work, inspection, self._recording.actor.tag, waiting)
        states = tuple(work.journal.state(inspection, each) for each in sorted(taken))
        return Act(inspection, (change.id,), states)

    def write_admission(
        self, work: UnitOfWork, inspection: InspectionId, body: DeviceAdmitted, pack: Sha256
    ) -> Change:
        """Record within ``work`` that a device's work is taken in, whether any is here or not."""
        about = subject(Subject.DEVICE, body.device)
        return self._recording.write(work, inspection, about, body, pack=pack)

    # Destroying

    def plan_purge(self, inspection: InspectionId, about: str) -> PurgePlan:
        """Return what purging all that was ever recorded about a subject would destroy.

        Raises:
            RuleViolation: nothing is recorded there, it is what the inspection stands on, or the
                inspection is under legal hold.
        """
        with self._recording.read() as work:
            return planned(work, inspection, about, self._recording.actor.device)

    def purge(self, plan: PurgePlan, ground: str, reason: str) -> Act:
        """Carry a plan out: destroy bodies, salts and file keys; history shows who, when and why.

        Raises:
            RuleViolation: no reason was given; it is under legal hold; or several laptops have
                worked on the inspection and the person recording is not its lead.
            DeviceFull: it is destroyed, but the disk has no room to wipe what lay deleted in the
                database; that is done when the vault is next opened.
        """
        if not ground.strip() or not reason.strip():
            raise RuleViolation(
                tr("A purge needs its ground and a reason. Nothing was purged: give both.")
            )
        with self._recording.begin() as work:
            self.require_lead(work, plan.inspection, tr("purge"))
            require_no_hold(work, plan.inspection)
            changes = []
            for about, ids in plan.parts:
                is_main = about == plan.subject
                body = BodyPurged(
                    ids,
                    ground,
                    reason,
                    plan.beyond_reach,
                    plan.blobs if is_main else (),
                    plan.numbers if is_main else (),
                )
                # What was destroyed keeps its place in the versions: a purge supersedes nothing.
                changes.append(self._recording.write(work, plan.inspection, about, body, ()))
            self._destroy_purged(work, plan.inspection, changes)
            states = tuple(work.journal.state(plan.inspection, about) for about, _ in plan.parts)
            work.commit()
        self.finish_purges()
        return Act(plan.inspection, tuple(change.id for change in changes), states)

    def note_unfinished(self, work: UnitOfWork, names: Iterable[str]) -> None:
        """Note within ``work`` files whose keys are destroyed: to be wiped after the commit."""
        gone = list(names)
        self._blobs.disown(gone)
        work.settings.set(_UNFINISHED, [*(work.settings.get(_UNFINISHED) or []), *gone])

    def finish_purges(self) -> bool:
        """Wipe what the purges so far have deleted; return whether nothing of it is left.

        A purge that was cut off by a crash, a full disk, a lock or a long reader is finished here,
        at the next opening of the vault at the latest. A file that was kept anew since stays.

        Raises:
            DeviceFull: no room; what was purged cannot be read, and is wiped another time.
        """
        try:
            return self._finished()
        except (DeviceFull, OSError) as error:
            raise DeviceFull(_NOT_WIPED) from error
        except (VaultInUse, VaultLocked):
            return False

    def finish_purges_if_possible(self) -> bool:
        """Do what :meth:`finish_purges` does, after an act that is done whatever comes of it."""
        with suppress(DeviceFull):
            return self.finish_purges()
        return False

    def is_on_disk(self, name: str) -> bool:
        """Return whether there is an evidence file of this name, known to the database or not."""
        return self._blobs.size_on_disk(name) is not None

    def _finished(self) -> bool:
        with self._recording.read() as work:
            names = work.settings.get(_UNFINISHED)
        if names is None:
            return True
        for name in names:
            self._blobs.remove_disowned(name, self._is_recorded)
        if not self._wipe_free_pages():
            return False
        with self._recording.begin() as work:
            if work.settings.get(_UNFINISHED) == names:
                work.settings.set(_UNFINISHED, None)
            work.commit()
        return True

    def _is_recorded(self, name: str) -> bool:
        with self._recording.read() as work:
            return work.blobs.key_of(name) is not None

    def admit_sound(self, work: UnitOfWork, inspection: InspectionId) -> set[str]:
        """Admit within ``work`` all that may be; return the subjects that it concerns.

        That is what was soundly linked by this device and by those that an admitted change lets
        in, and what such a change takes in by name. What is admitted may let in others in turn, so
        that it depends on the changes alone and not on the order in which they come.
        """
        subjects: set[str] = set()
        while work.journal.waits(inspection):
            let_in = work.journal.admissions(inspection)
            devices = self.let_in(work, inspection)
            by_name = frozenset().union(*let_in.values())
            chains: dict[ChainId, list[Change]] = defaultdict(list)
            for change in work.journal.changes(inspection, admitted=False):
                if change.header.device in devices:
                    chains[change.header.chain].append(change)
            refused = self._refused(work, inspection, every.from_iterable(chains.values()))
            by_name -= refused
            admitted: list[Change] = []
            for chain, waiting in chains.items():
                named = [change for change in waiting if change.id in by_name]
                work.journal.admit(named)
                rest = [change for change in waiting if change.id not in by_name]
                held, taken = held_and_taken(work, chain, rest)
                # A purge that is refused holds up nothing that follows it.
                sound = [c for c in soundly_linked(rest, held, taken) if c.id not in refused]
                work.journal.admit(sound)
                admitted += [*named, *sound]
            self._destroy_purged(work, inspection, admitted)
            subjects |= {change.header.subject for change in admitted}
            if not any(change.header.kind in DECIDING for change in admitted):
                break
        return subjects

    def branches(self, work: UnitOfWork, inspection: InspectionId) -> tuple[Branch, ...]:
        """Return what laptops of the team recorded and is kept apart, run by run."""
        if not work.journal.waits(inspection):
            return ()
        devices = self.let_in(work, inspection)
        waiting = [
            change
            for change in work.journal.changes(inspection, admitted=False)
            if change.header.device in devices
        ]
        chains: dict[ChainId, list[Change]] = defaultdict(list)
        for change in waiting:
            chains[change.header.chain].append(change)
        taken = {
            (chain, place)
            for chain, members in chains.items()
            for place in held_and_taken(work, chain, members)[1]
        }
        return branches(waiting, taken, self._refused(work, inspection, waiting))

    def refused_purges(self, work: UnitOfWork, inspection: InspectionId) -> frozenset[ChangeId]:
        """Return the purges of let-in laptops that are kept apart for want of the right."""
        if not work.journal.waits(inspection):
            return frozenset()
        devices = self.let_in(work, inspection)
        kinds = [BodyPurged.KIND, NameErased.KIND]
        waiting = work.journal.changes(inspection, admitted=False, kinds=kinds)
        return self._refused(work, inspection, (c for c in waiting if c.header.device in devices))

    def _refused(
        self, work: UnitOfWork, inspection: InspectionId, waiting: Iterable[Change]
    ) -> frozenset[ChangeId]:
        """Return the purges that came from laptops whose author may not destroy what they name.

        While a legal hold is on here, nobody may; they wait until it is lifted.
        """
        purges = [
            change
            for change in waiting
            if isinstance(change.body, BodyPurged | NameErased)
            and change.header.device != self._recording.actor.device
        ]
        if not purges:
            return frozenset()
        who, is_held = self._entitled(work, inspection), hold_on(work, inspection) is not None
        return frozenset(
            change.id
            for change in purges
            if (is_held and isinstance(change.body, BodyPurged)) or not is_obeyed(work, who, change)
        )

    def _entitled(self, work: UnitOfWork, inspection: InspectionId) -> Entitled:
        return entitled(work.journal.changes(inspection, admitted=True, kinds=DECIDING))

    def _destroy_purged(
        self, work: UnitOfWork, inspection: InspectionId, changes: Iterable[Change]
    ) -> None:
        """Destroy the keys of what purges name, and note what is to be wiped after the commit."""
        changes = list(changes)
        for change in changes:
            if isinstance(change.body, NameErased):
                self._erase_name(work, PersonId(subject_key(change.header.subject)))
        purges = [change for change in changes if isinstance(change.body, BodyPurged)]
        if not purges:
            return
        names: list[str] = []
        for change in purges:
            about = change.header.subject
            if subject_kind(about) == Subject.ANSWER:
                forget_typed(work, inspection, LineId(subject_key(about)))
            elif subject_kind(about) == Subject.DEBRIEF:
                forget_debriefs(work, inspection)
            elif subject_kind(about) in _CAPTURED:
                forget_note(work, inspection, subject_key(about).partition("/")[0])
            elsewhere = blobs_elsewhere(work, inspection, change.header.subject)
            for sha256 in getattr(change.body, "blobs", ()):
                place = work.blobs.find(inspection, sha256)
                if place is not None and sha256 not in elsewhere:
                    work.blobs.forget(inspection, sha256)
                    names.append(place.name)
        self.note_unfinished(work, names)

    def _erase_name(self, work: UnitOfWork, person: PersonId) -> None:
        """Destroy a name within ``work``; whoever's laptop this is keeps their own on it."""
        if person != self._recording.actor.person and person not in work.people.erased():
            work.people.erase(person)
            self.note_unfinished(work, ())

    def require_lead(self, work: UnitOfWork, inspection: InspectionId, act: str) -> None:
        """Return if what a lead inspector decides may be done on this laptop as whoever acts now.

        Raises:
            RuleViolation: several laptops have worked on the inspection, and the person is not a
                lead inspector of it; ``act`` says what only a lead inspector can do.
        """
        if work.journal.admitted_devices(inspection) <= {self._recording.actor.device}:
            return
        person = self._recording.actor_for(inspection).person
        about = subject(Subject.MEMBER, person)
        member = field_of(work.journal.state(inspection, about), Member).value
        if member is None or member.role is not TeamRole.LEAD:
            raise RuleViolation(
                tr(
                    "Others have worked on this inspection: only its lead inspector can {act}. "
                    "Nothing was changed."
                ).format(act=act)
            )
        if person not in self._entitled(work, inspection).leads:
            raise RuleViolation(
                tr(
                    "Others have worked on this inspection: only its lead inspector can {act}, "
                    "and nobody makes themselves that. Whoever began it, or another lead "
                    "inspector, names them. Nothing was changed."
                ).format(act=act)
            )
