"""One inspection brought level with base: changes and names, in both directions."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inspector_app.domain.changes.change import Change
from inspector_app.domain.changes.proving import packs_named
from inspector_app.domain.errors import BadInput, RefusedByBase
from inspector_app.domain.ids import ChangeId, DeviceId, InspectionId, Sha256
from inspector_app.domain.wording import counted
from inspector_app.services import holdings
from inspector_app.services.base import UNDER
from inspector_app.services.base_watch import Stop, Told
from inspector_app.services.journal import JournalService
from inspector_app.services.recording import Recording
from inspector_app.services.taking_in import TakingIn, spilled
from inspector_app.storage.journal_reading import Tallied
from inspector_app.sync import wire
from inspector_app.sync.lines import change_of, line_of
from inspector_app.sync.plan import Held, Ledger, Vector, has_news, missing
from inspector_app.sync.vectors import form_of, vector_of
from inspector_app.sync.wire import ProblemCode
from inspector_app.texts import tr

if TYPE_CHECKING:
    from inspector_app.sync.client import BaseClient

_MOST_BYTES = 4 * 1024 * 1024
"""Of changes in one request, as they are before they are packed."""


@dataclass(slots=True)
class _Batch:
    """Changes of one request."""

    changes: list[Change] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(map(len, self.lines)) + len(self.lines)

    def halves(self) -> "tuple[_Batch, _Batch]":
        middle = len(self.lines) // 2
        return (
            _Batch(self.changes[:middle], self.lines[:middle]),
            _Batch(self.changes[middle:], self.lines[middle:]),
        )


@dataclass(slots=True)
class Exchanged:
    """What travelled, gathered while it does."""

    sent: int = 0
    """Changes that base did not have."""
    fresh: int = 0
    """Changes that came in."""
    own: int = 0
    """Of these, changes that this very laptop had recorded once, and did not have any more."""
    held: set[ChangeId] = field(default_factory=set)
    """Changes that base keeps apart for the lead inspector."""
    sentences: list[str] = field(default_factory=list)
    """What a person should know of it."""


class Exchange:
    """What travels of one inspection in one round."""

    def __init__(
        self,
        recording: Recording,
        journal: JournalService,
        taking: TakingIn,
        client: "BaseClient",
        inspection: InspectionId,
        stop: Stop,
        told: Told,
    ) -> None:
        self._recording = recording
        self._journal = journal
        self._taking = taking
        self._client = client
        self._inspection = inspection
        self._stop = stop
        self._told = told
        self._refused: set[ChangeId] = set()
        self.done = Exchanged()

    # To base

    def push(self, at: wire.AtBaseOf, team: Collection[DeviceId]) -> wire.AtBaseOf:
        """Send what base lacks, and return how the inspection stands then by base's own account.

        Args:
            at: how it stood at base.
            team: laptops that base knows. What they recorded goes first: it lets in the others.
        """
        while lacking := self._lacking(vector_of(at.vector), team):
            before = at.vector
            for batch in self._batches(lacking):
                self._push(batch)
            at = self._client.of(self._inspection)
            if at.vector == before:
                break
        if self._refused:
            self.done.sentences.append(
                tr(
                    "Base refuses {changes} that are not what their laptop signed, or under no "
                    "checklist that is known; they stay here. “Check this laptop”, in the "
                    "settings, tells more."
                ).format(changes=counted(len(self._refused), "change", "changes"))
            )
        return at

    def _push(self, batch: "_Batch") -> None:
        """Send changes; a request is refused whole, so what is refused is parted from the rest."""
        self._stop()
        try:
            taken = self._pushed(batch)
        except RefusedByBase as error:
            if error.code not in (ProblemCode.PACK_UNKNOWN, ProblemCode.BAD_CHANGE):
                raise
            if len(batch.changes) == 1:
                self._refused.add(batch.changes[0].id)
                return
            for half in batch.halves():
                self._push(half)
            return
        self.done.sent += taken.fresh
        self.done.held |= set(map(ChangeId, taken.held))
        self._told(batch.size)

    def _lacking(self, theirs: Vector, team: Collection[DeviceId]) -> list[ChangeId]:
        tally = self.tally()
        devices = {each.change: each.device for each in tally}
        apart = self.done.held | self._refused
        found = [c for c in missing(holdings.held(tally), theirs) if c not in apart]
        return sorted(found, key=lambda change: devices[change] not in team)

    def _pushed(self, batch: "_Batch") -> wire.Taken:
        try:
            return self._client.push(self._inspection, batch.lines)
        except RefusedByBase as error:
            if error.code != ProblemCode.PACK_UNKNOWN:
                raise
        for pack in sorted(frozenset().union(*map(packs_named, batch.changes))):
            with self._recording.read() as work:
                copy = work.packs.archive(pack) if work.packs.has(pack) else None
            if copy is not None:
                self._client.keep_pack(pack, copy)
        return self._client.push(self._inspection, batch.lines)

    def _batches(self, lacking: Iterable[ChangeId]) -> "Iterator[_Batch]":
        batch, size = _Batch(), 0
        for id_ in lacking:
            with self._recording.read() as work:
                change = work.journal.change(id_)
            line = line_of(change)
            is_full = len(batch.lines) == wire.MOST_CHANGES or size + len(line) > _MOST_BYTES
            if batch.lines and is_full:
                yield batch
                batch, size = _Batch(), 0
            batch.changes.append(change)
            batch.lines.append(line)
            size += len(line) + 1
        if batch.lines:
            yield batch

    # From base

    def pull(self, theirs: Vector, pack: Sha256) -> None:
        """Take in what is lacking here.

        Args:
            theirs: what base says that it holds.
            pack: that the inspection follows at base.

        Raises:
            BadInput: something that came is not sound; what came before is kept.
        """
        with self._recording.read() as work:
            everything = holdings.held(work.journal.tally(self._inspection))
        if not has_news(everything, theirs):
            return
        ledger = Ledger(everything)
        bare: dict[ChangeId, Change] = {}
        is_more = True
        while is_more:
            self._stop()
            wanted = wire.Wanted(vector=form_of(ledger.vector()))
            lines, is_more = self._client.pull(self._inspection, wanted)
            changes = self._proven(lines, pack, bare)
            if not ledger.add(map(_held, changes)) and is_more:
                raise BadInput(
                    tr(
                        "Base kept sending what is here already, so the exchange was stopped. "
                        "Nothing was lost. Try again; if it happens again, tell the base "
                        "administrator."
                    )
                )
            self._take([each for each in changes if each.id not in bare])
            self._told(sum(map(len, lines)))
        if bare:
            self._take_bare(list(bare.values()), pack)
        self._journal.finish_purges_if_possible()

    def _proven(
        self, lines: Iterable[bytes], pack: Sha256, bare: dict[ChangeId, Change]
    ) -> list[Change]:
        """Return the changes of an answer, all of it sound; what is bare waits for its purge."""
        try:
            changes = list(map(change_of, lines))
            came_with = frozenset().union(*map(packs_named, changes))
            self._fetch_packs(came_with)
            proof = self._taking.proof(self._inspection, pack, came_with)
            for change in changes:
                proof.see(change)
        except BadInput as error:
            reason = str(error).rstrip(".")
            raise BadInput(
                tr("What base sent {reason}. Nothing of that was taken in.").format(reason=reason)
            ) from error
        unexplained = proof.unexplained()
        bare |= {change.id: change for change in changes if change.id in unexplained}
        return changes

    def _fetch_packs(self, named: Iterable[Sha256]) -> None:
        """Fetch the checklists that changes were recorded under and that are not here."""
        with self._recording.read() as work:
            lacking = sorted(pack for pack in named if not work.packs.has(pack))
        for pack in lacking:
            self._taking.keep_pack(pack, self._client.pack(pack))

    def _take_bare(self, changes: list[Change], pack: Sha256) -> None:
        came_with = frozenset().union(*map(packs_named, changes))
        proof = self._taking.proof(self._inspection, pack, came_with)
        for change in changes:
            proof.see(change)
        unexplained = proof.unexplained()
        self._take([change for change in changes if change.id not in unexplained])
        if unexplained:
            came = counted(len(unexplained), "change", "changes")
            self.done.sentences.append(
                tr(
                    "{came} came from base empty, although this laptop knows of no "
                    "purge. Nothing of that was taken in."
                ).format(came=came)
            )

    def _take(self, changes: list[Change]) -> None:
        me = self._recording.actor.device
        with self._recording.read() as work:
            own = [c for c in changes if c.header.device == me and not work.journal.has(c.id)]
        self.done.own += len(own)
        self.done.fresh += self._taking.take(self._inspection, changes, self._spilled)

    def _spilled(self, change: Change) -> None:
        self.done.sentences.append(spilled(change, tr("Base")))

    # Names

    def names(self, at: wire.AtBaseOf) -> bool:
        """Let base and this laptop know the same names, those that were erased apart.

        Nothing is asked where both know what they knew when they were level. Returns whether base
        was told any.
        """
        with self._recording.read() as work:
            mine = holdings.names_in(work, [self._inspection])
            known = work.settings.get(_names(self._inspection))
        both = [at.beside.names, holdings.digest_of(mine)]
        if known == both:
            return False
        theirs = self._client.names(self._inspection)
        new = {str(person): name for person, name in mine.items() if person not in theirs.names}
        if new:
            self._client.tell_names(self._inspection, wire.People(names=new))
        with self._recording.begin() as work:
            if set(theirs.names) - set(map(str, mine)):
                holdings.learn(work, theirs)
            elif not new:
                work.settings.set(_names(self._inspection), both)
            work.commit()
        return bool(new)

    # What is here

    def tally(self) -> tuple[Tallied, ...]:
        """Return the changes that are told to base: of those who are let in here."""
        with self._recording.read() as work:
            let_in = self._journal.let_in(work, self._inspection)
            return holdings.tallied(work, self._inspection, let_in)

    def is_level(self, theirs: Vector) -> bool:
        """Return whether base holds exactly what is here."""
        with self._recording.read() as work:
            everything = holdings.held(work.journal.tally(self._inspection))
        return not missing(holdings.held(self.tally()), theirs) and not has_news(everything, theirs)


def _held(change: Change) -> Held:
    """Return what arrived as far as it is told on."""
    header = change.header
    return Held(change.id, header.chain, header.sequence, header.previous)


def _names(inspection: InspectionId) -> str:
    return f"{UNDER}names/{inspection}"
