"""Sync with base: one round over all inspections, of which each step may fail and none is trusted.

A round is asked for as often as one likes. It does what is left to do and says what is so: nothing
is called synced unless base's own account, read last, equals what is held here.
"""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from inspector_app.domain.at_base import ClockReading, Forgotten, is_worth_telling
from inspector_app.domain.changes.bodies import ClockObserved, Subject, subject
from inspector_app.domain.errors import (
    BadInput,
    BaseAway,
    Cancelled,
    DeviceFull,
    InspectorError,
    LaptopRefused,
    NotAtBase,
    NotFound,
    RefusedByBase,
    RuleViolation,
)
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import DeviceId, InspectionId, Sha256
from inspector_app.domain.wording import counted
from inspector_app.services import base_receipts, damage, holdings, set_aside
from inspector_app.services.base import UNDER, BaseService
from inspector_app.services.base_exchange import Exchange
from inspector_app.services.base_files import FileExchange
from inspector_app.services.base_rounds import OfRound, Round, came_of, kept_of, remembered, told_of
from inspector_app.services.base_watch import CancelledOf, Progress, Watch
from inspector_app.services.branches import BranchService
from inspector_app.services.comparisons import keep_told
from inspector_app.services.journal import JournalService
from inspector_app.services.recording import Recording, force_of
from inspector_app.services.taking_in import TakingIn
from inspector_app.services.team import TeamService
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.sync import wire
from inspector_app.sync.pace import Pace
from inspector_app.sync.vectors import vector_of
from inspector_app.sync.wire import ProblemCode
from inspector_app.texts import tr
from inspector_app.vault.blobs import BlobStore

if TYPE_CHECKING:
    from inspector_app.sync.client import BaseClient

_EPOCH = f"{UNDER}epoch"
_GIVEN_UP = "given-up"
"""What base was told of an inspection of which nothing is here any more."""
_GIVEN_UP_AFTER = 2
"""Inspections in a row at which base gave way."""
_BYTES_OF_CHANGE = 700
"""About; measured over a visit's journal."""
_NOT_NOTED = tr(
    "What travelled counts, but the disk of this laptop took no note of it, so the next sync asks "
    "again. See to the disk."
)


class BaseSyncService:
    """The verb of sync, and what it knows of each inspection afterwards."""

    def __init__(
        self,
        recording: Recording,
        journal: JournalService,
        blobs: BlobStore,
        team: TeamService,
        base: BaseService,
        branches: BranchService,
    ) -> None:
        self._recording = recording
        self._branches = branches
        self._journal = journal
        self._blobs = blobs
        self._team = team
        self._base = base
        self._taking = TakingIn(recording, journal, blobs)

    def sync(
        self,
        only: Collection[InspectionId] | None = None,
        *,
        bytes_per_s: int | None = None,
        progress: Progress | None = None,
        cancelled: CancelledOf | None = None,
    ) -> Round:
        """Bring this laptop and base level, as far as base can be reached.

        Nothing here is altered or removed because base says no. It may be stopped at any moment
        and goes on where it was.

        Args:
            only: these inspections; None: all that are here or, as base says, are to be.
            bytes_per_s: a limit of both directions together.
            progress: bytes done and in all; the latter grows as more becomes known.
            cancelled: asked between pieces.

        Raises:
            RuleViolation: this laptop has not joined a base.
            BaseAway: base cannot be reached at all.
            LaptopRefused: base takes nothing from this laptop any more.
            BadInput: another base answers.
            Cancelled: ``cancelled`` said so; what has travelled stays.
        """
        watch = Watch(progress, cancelled)
        found: list[OfRound] = []
        sentences: list[str] = []
        is_whole = True
        try:
            with self._base.contact(watch.wait, Pace(bytes_per_s, watch.wait)) as (client, _):
                ahead_ms = int(client.ahead.total_seconds() * 1000)
                mine = client.mine()
                sentences += self._of_epoch(mine.epoch)
                self.tell_given_up(client, map(InspectionId, mine.inspections))
                in_a_row = 0
                for inspection in self._wanted(mine, only):
                    watch.stop()
                    try:
                        found.append(self._one(client, mine, inspection, watch))
                        in_a_row = 0
                    except BaseAway as error:
                        # What fails for one need not fail for others.
                        sentences.append(str(error))
                        is_whole, in_a_row = False, in_a_row + 1
                        if in_a_row == _GIVEN_UP_AFTER:
                            break
        except LaptopRefused as error:
            raise LaptopRefused(f"{error}{self._unsent_words()}", error.code) from error
        return Round(tuple(found), tuple(sentences), is_whole, ahead_ms)

    # Settings

    def brings_all(self, inspection: InspectionId) -> bool:
        """Return whether all original files of an inspection are fetched, not only as asked."""
        with self._recording.read() as work:
            return bool(work.settings.get(_originals(inspection)))

    def bring_all(self, inspection: InspectionId, wanted: bool = True) -> None:
        """Fetch all original files of an inspection from now on, or only those asked for."""
        with self._recording.begin() as work:
            work.settings.set(_originals(inspection), wanted or None)
            work.settings.set(_mark(inspection), None)
            work.commit()

    def fetch(
        self,
        inspection: InspectionId,
        files: Iterable[Sha256],
        *,
        bytes_per_s: int | None = None,
        progress: Progress | None = None,
        cancelled: CancelledOf | None = None,
    ) -> tuple[str, ...]:
        """Fetch files that are not on this laptop; return what kept any of them from coming.

        Raises:
            As :meth:`sync`; and NotAtBase: base has no such inspection for this laptop.
        """
        watch = Watch(progress, cancelled)
        with self._base.contact(watch.wait, Pace(bytes_per_s, watch.wait)) as (client, _):
            moving = self._files(client, inspection, watch)
            wanted = self._taking.wanted(inspection)
            for sha256 in files:
                if (file := wanted.get(sha256)) is not None:
                    watch.expect(file.size_bytes or 0)
                    moving.fetch(file)
            # What came is here; what base was not told now it is told at the next sync.
            with suppress(InspectorError):
                self.tell_holding(client, inspection)
        return tuple(moving.done.sentences)

    # One inspection

    def _wanted(
        self, mine: wire.Mine, only: Collection[InspectionId] | None
    ) -> tuple[InspectionId, ...]:
        with self._recording.read() as work:
            here = set(work.journal.inspections())
            gone = {each for each in map(InspectionId, mine.inspections) if _is_gone(work, each)}
        everything = (here | set(map(InspectionId, mine.inspections))) - gone
        return tuple(sorted(each for each in everything if only is None or each in only))

    def _one(
        self, client: "BaseClient", mine: wire.Mine, inspection: InspectionId, watch: Watch
    ) -> OfRound:
        mark = mine.inspections.get(inspection)
        with self._recording.read() as work:
            kept = work.settings.get(_mark(inspection))
            ours = _ours(work, inspection)
            force = force_of(work, inspection)
        if mark is not None and kept and (kept["mark"], kept["ours"]) == (mark, ours):
            before = remembered(inspection, force, kept["came"])
            return replace(before, was_asked=False, apart=self._apart(inspection))
        exchange = self._exchange(client, inspection, watch)
        moving = self._files(client, inspection, watch)
        sentences: list[str] = []
        is_new, is_level, final = False, False, None
        looked_at = ours
        try:
            at = client.of(inspection) if mark is not None else self._opened(client, inspection)
            is_new = self._begin(client, inspection, at)
            at = self._brought(client, exchange, inspection, at, sentences, watch)
            is_told = exchange.names(at)
            sentences += self._heard(client, inspection, at)
            is_told |= self._moved(client, moving, inspection, at, watch)
            final = at
            if is_told or at.lacks or not exchange.is_level(vector_of(at.vector)):
                final = self._settled(client, moving, inspection, at, watch)
            # Before it is compared: whatever is recorded from here on is news for the next round.
            with self._recording.read() as work:
                looked_at = _ours(work, inspection)
            is_level = exchange.is_level(vector_of(final.vector))
            sentences += self._set_back(inspection, final)
        except (BaseAway, Cancelled, LaptopRefused):
            raise
        except NotAtBase:
            sentences.append(self._not_of_the_team(inspection))
        except InspectorError as error:
            sentences.append(str(error))
        with self._recording.read() as work:
            force = force_of(work, inspection)
        came = came_of(inspection, force, is_new, is_level, final, exchange.done, moving.done)
        came = replace(
            came,
            lacking_here=len(self._taking.wanted(inspection)),
            apart=self._apart(inspection),
            sentences=(*sentences, *told_of(exchange.done, moving.done)),
        )
        if final is not None:
            try:
                self._remember(client, inspection, final, came, looked_at)
            except DeviceFull:
                return replace(came, sentences=(*came.sentences, _NOT_NOTED))
        return came

    def _opened(self, client: "BaseClient", inspection: InspectionId) -> wire.AtBaseOf:
        with self._recording.read() as work:
            pack = self._recording.begun(work, inspection).pack.sha256
            archive = work.packs.archive(pack)
        try:
            return client.open(inspection, pack)
        except RefusedByBase as error:
            if error.code != ProblemCode.PACK_UNKNOWN:
                raise
        client.keep_pack(pack, archive)
        return client.open(inspection, pack)

    def _begin(self, client: "BaseClient", inspection: InspectionId, at: wire.AtBaseOf) -> bool:
        """Get ready for an inspection that is not here, and return whether it is not."""
        self._taking.require_kept(inspection)
        team = self._membership(inspection, at)
        pack = Sha256(at.pack)
        if self._taking.pinned(inspection) is not None:
            return False
        with self._recording.read() as work:
            try:
                work.packs.archive(pack)
            except NotFound:
                archive = None
            else:
                archive = b""
        if archive is None:
            self._taking.keep_pack(pack, client.pack(pack))
        devices = [*(each.device for each in team.laptops), *base_receipts.formerly_of(team)]
        others = [DeviceId(d) for d in devices if d != self._recording.actor.device]
        return self._taking.begin(inspection, pack, others, base_receipts.OF_THE_TEAM)

    def _brought(
        self,
        client: "BaseClient",
        exchange: Exchange,
        inspection: InspectionId,
        at: wire.AtBaseOf,
        sentences: list[str],
        watch: Watch,
    ) -> wire.AtBaseOf:
        """Exchange changes in both directions, and let in whom base says to be of the team.

        Returns how the inspection stands at base once all of this laptop's has been sent.
        """
        team = self._membership(inspection, at)
        formerly = base_receipts.formerly_of(team)
        known = {DeviceId(each.device) for each in team.laptops} | set(formerly)
        self._observe_clock(client, inspection, at.time_ms)
        lacking = base_receipts.not_at(exchange.tally(), vector_of(at.vector))
        watch.expect(_BYTES_OF_CHANGE * lacking)
        at = exchange.push(at, known)
        exchange.pull(vector_of(at.vector), Sha256(at.pack))
        self._put_back(inspection)
        laptops = base_receipts.laptops_of(team)
        if self._team.let_in_all(inspection, laptops, base_receipts.OF_THE_TEAM, formerly):
            at = exchange.push(at, known)
        sentences += self._struck_off(team)
        return at

    def _put_back(self, inspection: InspectionId) -> None:
        """Let an inspection that was given up and came again whole stand as it did."""
        with self._recording.read() as work:
            if not set_aside.is_coming_back(work, inspection):
                return
        self._journal.rebuild(inspection)
        with self._recording.begin() as work:
            set_aside.came_back(work, inspection)
            work.commit()

    def _observe_clock(self, client: "BaseClient", inspection: InspectionId, base_ms: int) -> None:
        """Record how this laptop's clock stands, where it recorded something by that clock.

        In an inspection that is only coming nothing can be recorded yet; the next round does it.
        """
        me = self._recording.actor.device
        about = subject(Subject.CLOCK, me)
        ahead_ms = int(client.ahead.total_seconds() * 1000)
        with self._recording.read() as work:
            told = field_of(work.journal.state(inspection, about), ClockReading).first
            has_recorded = any(each.device == me for each in work.journal.tally(inspection))
            is_here = bool(work.journal.heads_of(inspection, subject(Subject.INSPECTION)))
        told_ms = told.value.ahead_ms if told is not None and told.value is not None else 0
        if is_here and has_recorded and is_worth_telling(ahead_ms, told_ms):
            body = ClockObserved(ClockReading(ahead_ms, base_ms))
            self._recording.act(inspection, [(about, body)])

    def _moved(
        self,
        client: "BaseClient",
        moving: FileExchange,
        inspection: InspectionId,
        at: wire.AtBaseOf,
        watch: Watch,
    ) -> bool:
        """Exchange files in both directions, and return whether base was told of anything."""
        lacking = set(map(Sha256, at.lacks))
        known = moving.known()
        with self._recording.read() as work:
            here = {each for each in known if damage.is_whole_here(work, inspection, each)}
        brings_all = self.brings_all(inspection)
        for sha256, file in known.items():
            is_moved = (
                (sha256 in here) if sha256 in lacking else (sha256 not in here and brings_all)
            )
            watch.expect((file.size_bytes or 0) * is_moved)
        moving.push(lacking)
        moving.pull(lacking, self._asked(inspection))
        return self.tell_holding(client, inspection) or bool(moving.done.sent)

    def _settled(
        self,
        client: "BaseClient",
        moving: FileExchange,
        inspection: InspectionId,
        at: wire.AtBaseOf,
        watch: Watch,
    ) -> wire.AtBaseOf:
        """Return how the inspection stands at base, once it has looked at what was sent."""
        final = moving.settled(watch.wait)
        if set(at.lacks) - set(final.lacks):
            # What others had sent was verified meanwhile; the next round may not ask for it.
            moving.pull(set(map(Sha256, final.lacks)), self._asked(inspection))
            self.tell_holding(client, inspection)
        return final

    def _asked(self, inspection: InspectionId) -> Callable[[Sha256], bool]:
        """Return what tells which original files are fetched without being asked for by name."""
        if not self.brings_all(inspection):
            return lambda _: False
        given_up = self._given_up(inspection)
        return lambda sha256: sha256 not in given_up

    def _given_up(self, inspection: InspectionId) -> frozenset[Sha256]:
        """Return the files that this laptop gave up once; whether they came again is seen."""
        beginning = f"{subject(Subject.COPY, self._recording.actor.device)}/"
        with self._recording.read() as work:
            states = work.journal.states_under(inspection, beginning)
        return frozenset(
            held.value.sha256
            for state in states.values()
            for held in field_of(state, Forgotten).versions
            if held.value is not None
        )

    def _heard(
        self, client: "BaseClient", inspection: InspectionId, at: wire.AtBaseOf
    ) -> tuple[str, ...]:
        """Keep what base tells of other forces; return why it was not believed, if it was not."""
        with self._recording.read() as work:
            known = work.settings.get(_compared(inspection))
        if known == at.beside.comparisons:
            return ()
        told = client.comparisons(inspection)
        try:
            with self._recording.begin() as work:
                keep_told(work, inspection, self._pinned_base(), told)
                work.settings.set(_compared(inspection), at.beside.comparisons)
                work.commit()
        except (BadInput, RuleViolation) as refusal:
            return (str(refusal),)
        return ()

    def tell_holding(self, client: "BaseClient", inspection: InspectionId) -> bool:
        """Tell what is lacking here, once each time it alters: it makes the others look."""
        lacks = sorted(self._taking.wanted(inspection))
        with self._recording.read() as work:
            told = work.settings.get(_told(inspection))
        if told == lacks:
            return False
        client.tell_holding(inspection, wire.Holding(lacks=tuple(lacks)))
        with self._recording.begin() as work:
            work.settings.set(_told(inspection), lacks)
            work.commit()
        return True

    def tell_given_up(self, client: "BaseClient", theirs: Iterable[InspectionId] = ()) -> None:
        """Tell of inspections that are not here any more, each once, as soon as base can hear it.

        Nothing waits for that: one of which base is not told now is told of at the next sync.

        Args:
            client: to whom.
            theirs: inspections on which this laptop works, as base says; one may be destroyed here.
        """
        with self._recording.read() as work:
            known = {each.inspection for each in set_aside.all_of(work)} | set(theirs)
            untold = [
                each
                for each in sorted(known)
                if _is_gone(work, each) and work.settings.get(_told(each)) != _GIVEN_UP
            ]
        for inspection in untold:
            try:
                client.tell_holding(inspection, wire.Holding(lacks=(), is_forgotten=True))
            except NotAtBase:  # it counts no copy of this laptop's there
                pass
            except (BaseAway, RefusedByBase):
                return
            with self._recording.begin() as work:
                work.settings.set(_told(inspection), _GIVEN_UP)
                work.commit()

    def _remember(
        self,
        client: "BaseClient",
        inspection: InspectionId,
        final: wire.AtBaseOf,
        came: OfRound,
        ours: list[int],
    ) -> None:
        """Keep what base stated last, and what need not be asked again while nothing alters.

        What is not synced yet is asked about again each time, whatever keeps it from that, and so
        is what came with a sentence: a file may have been refused.
        """
        base = self._pinned_base()
        told = final.beside.copies
        with self._recording.read() as work:
            copies = work.settings.get(_copies(inspection)) or {}
        if copies.get("digest") != told:
            copies = {"digest": told, **client.copies(inspection).model_dump(mode="json")}
        with self._recording.begin() as work:
            base_receipts.keep_receipt(work, inspection, base, final.receipt)
            work.settings.set(_copies(inspection), copies)
            entry = {"mark": final.mark, "ours": ours, "came": kept_of(came)}
            is_quiet = came.is_synced and not came.sentences
            work.settings.set(_mark(inspection), entry if is_quiet else None)
            work.commit()

    # Helpers

    def _exchange(self, client: "BaseClient", inspection: InspectionId, watch: Watch) -> Exchange:
        return Exchange(
            self._recording,
            self._journal,
            self._taking,
            client,
            inspection,
            watch.stop,
            watch.told,
        )

    def _files(self, client: "BaseClient", inspection: InspectionId, watch: Watch) -> FileExchange:
        return FileExchange(
            self._recording,
            self._blobs,
            self._taking,
            client,
            inspection,
            watch.stop,
            watch.told,
        )

    def _membership(self, inspection: InspectionId, at: wire.AtBaseOf) -> wire.Membership:
        base = self._pinned_base()
        with self._recording.begin() as work:
            found = base_receipts.keep_membership(work, inspection, base, at.membership)
            work.commit()
        if found is None:
            raise RefusedByBase(
                tr(
                    "Base told the team of another inspection. That was not taken in; what is here "
                    "is as it was. Tell the base administrator."
                )
            )
        return found

    def _pinned_base(self) -> DeviceId:
        return DeviceId(self._base.require_pinned().enrolled.base)

    def _of_epoch(self, epoch: str) -> list[str]:
        """Note base's epoch, and return what is to be told when it is another one."""
        with self._recording.read() as work:
            kept = work.settings.get(_EPOCH)
        if kept == epoch:
            return []
        with self._recording.begin() as work:
            work.settings.set(_EPOCH, epoch)
            for beginning in (_mark(""), _told("")):
                for key in work.settings.under(beginning):
                    work.settings.set(f"{beginning}{key}", None)
            work.commit()
        if kept is None:
            return []
        return [
            tr(
                "Base was restored from a backup: what it lost and this laptop has "
                "is sent again. Earlier receipts no longer count, so nothing is "
                "taken off a laptop on their word."
            )
        ]

    def _struck_off(self, team: wire.Membership) -> list[str]:
        """Take nothing by a stick any more from laptops whose key was revoked."""
        revoked = set(team.revoked)
        told = []
        for laptop in self._team.all():
            if laptop.device in revoked:
                self._team.forget(laptop.device)
                told.append(
                    tr(
                        "Base has revoked {initials}’s laptop: nothing is taken from it here any "
                        "more; its earlier work stays."
                    ).format(initials=laptop.initials)
                )
        return told

    def _set_back(self, inspection: InspectionId, at: wire.AtBaseOf) -> list[str]:
        """Return what base noticed of team-mates' laptops, each time once."""
        if not at.went_back:
            return []
        with self._recording.begin() as work:
            known = work.settings.get(_went_back(inspection)) or {}
            work.settings.set(_went_back(inspection), dict(at.went_back))
            work.commit()
        team = base_receipts.laptops_of(self._membership(inspection, at))
        initials = {laptop.device: laptop.initials for laptop in team}
        me = self._recording.actor.device
        return [
            tr(
                "{get}’s laptop was set back, or a copy of its vault is at work elsewhere. What "
                "it had brought to base is kept; ask its inspector whether anything recorded "
                "since then is missing."
            ).format(get=initials.get(DeviceId(device), tr("A former team-mate")))
            for device, times in at.went_back.items()
            if times > known.get(device, 0) and device != me
        ]

    def _not_of_the_team(self, inspection: InspectionId) -> str:
        unsent = self.unsent(inspection)
        kept = (
            tr(
                "{changes} of it here that base has not confirmed stay here; ask the base "
                "administrator to put this laptop back, or to take them in from a transfer file "
                "for the lead inspector."
            ).format(changes=counted(unsent, "change", "changes"))
            if unsent
            else tr("What is here stays here.")
        )
        return tr("Base does not count this laptop to the team of this inspection. {kept}").format(
            kept=kept
        )

    def _apart(self, inspection: InspectionId) -> tuple[str, ...]:
        """Return what is kept apart here; nothing of an inspection that has not come yet."""
        try:
            return tuple(each.words for each in self._branches.apart(inspection))
        except NotFound:
            return ()

    def unsent(self, inspection: InspectionId) -> int:
        """Return how many changes here the last receipt does not tell of."""
        with self._recording.read() as work:
            let_in = self._journal.let_in(work, inspection)
            tally = holdings.tallied(work, inspection, let_in)
            receipt = base_receipts.receipt(work, inspection, self._pinned_base())
        return base_receipts.not_covered(tally, receipt)

    def _unsent_words(self) -> str:
        with self._recording.read() as work:
            here = work.journal.inspections()
        count = sum(map(self.unsent, here))
        if not count:
            return ""
        return tr(" {changes} here were never confirmed by base.").format(
            changes=counted(count, "change", "changes")
        )


def epoch_known(work: UnitOfWork) -> str | None:
    """Return base's epoch as it was told last; receipts of another one count no more."""
    found: str | None = work.settings.get(_EPOCH)
    return found


def copies_told(work: UnitOfWork, inspection: InspectionId) -> dict[DeviceId, frozenset[Sha256]]:
    """Return what each laptop said last that it lacks of an inspection's files."""
    kept = (work.settings.get(_copies(inspection)) or {}).get("laptops", {})
    return {DeviceId(device): frozenset(map(Sha256, lacks)) for device, lacks in kept.items()}


def _ours(work: UnitOfWork, inspection: InspectionId) -> list[int]:
    """Return what alters when anything of the inspection does on this laptop."""
    lost = len(damage.known(work, inspection))
    return [work.journal.count(inspection), work.blobs.count(inspection), lost]


def _is_gone(work: UnitOfWork, inspection: InspectionId) -> bool:
    given_up = set_aside.is_given_up(work, inspection)
    return given_up or work.journal.is_destroyed(inspection)


def _went_back(inspection: InspectionId) -> str:
    return f"{UNDER}went-back/{inspection}"


def _mark(inspection: str) -> str:
    return f"{UNDER}mark/{inspection}"


def _told(inspection: str) -> str:
    return f"{UNDER}told/{inspection}"


def _copies(inspection: str) -> str:
    return f"{UNDER}copies/{inspection}"


def _compared(inspection: str) -> str:
    return f"{UNDER}compared/{inspection}"


def _originals(inspection: str) -> str:
    return f"originals/{inspection}"
