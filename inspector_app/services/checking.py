"""How sound the journal is: at a glance, thoroughly in the background, whole on request."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from inspector_app.domain.changes.bodies import Purged, Subject, SummarySigned
from inspector_app.domain.changes.chain import (
    End,
    Fault,
    Finding,
    Hurried,
    KnownHead,
    Link,
    cut_before,
    cut_tails,
    faults,
    hurried,
    link_faults,
    signature_fault,
)
from inspector_app.domain.changes.change import Change, Header
from inspector_app.domain.changes.codec import (
    body_hash,
    change_id,
    read_header,
    signature_holds,
)
from inspector_app.domain.changes.fold import folded
from inspector_app.domain.errors import (
    BadInput,
    Cancelled,
    DeviceFull,
    JournalDamaged,
    NotFound,
    VaultInUse,
)
from inspector_app.domain.ids import ChainId, ChangeId, InspectionId
from inspector_app.services.recording import Recording
from inspector_app.storage.journal_reading import Sealed
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr

_VOUCHED = "journal/vouched-for"
"""Setting: how far everything, signatures included, was found sound."""
_AT_ONCE = 2_000
"""Changes in one reading, about half a second: nobody who writes or locks waits longer."""
_FORGED = (Fault.ALTERED, Fault.BAD_LINK, Fault.BAD_SIGNATURE)

Progress = Callable[[int, int], None]
CancelCheck = Callable[[], bool]


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
class _Vouched:
    """How far this laptop's changes were found sound, with all their signatures."""

    place: int = 0
    """Of the last of them, in the order of arrival."""
    ends: dict[ChainId, End] = field(default_factory=dict)
    """Where the chains ended there."""


class JournalChecks:
    """Checks of the journal; none of them alters it."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def glance(self) -> tuple[Finding, ...]:
        """Check chains and their last signatures, as at every opening of the vault.

        What an earlier :meth:`look_through` vouches for is not read again, apart from the chains'
        ends: :meth:`look_through` does that in the background, as soon as the vault is open.
        """
        with self._recording.read() as work:
            vouched = _vouched(work)
            seen = hurried(work.journal.headers(vouched.place), vouched.ends)
            return self._told(work, seen, vouched)

    def look_through(
        self, progress: Progress | None = None, cancelled: CancelCheck | None = None
    ) -> tuple[Finding, ...]:
        """Check every link and body, and every signature that was not found to hold before.

        Works in short readings, so that neither writing nor locking waits for it, and keeps how
        far it came: a signature is checked once on each laptop, about 0.2 ms each.

        Args:
            progress: changes done and in all, by their places.
            cancelled: asked between changes.

        Raises:
            Cancelled: ``cancelled`` said so; what was found sound until then stays vouched for.
        """
        with self._recording.read() as work:
            vouched, total = _vouched(work), work.journal.last_place()
        damaged: list[Finding] = []
        seen = Hurried({}, (), is_odd=False)
        place = 0
        while rows := self._rows_after(place):
            for row in rows:
                if cancelled is not None and cancelled():
                    raise Cancelled(tr("The check was stopped; nothing was changed."))
                damaged += _damages(row, is_vouched=row.place <= vouched.place)
            more = hurried((row.link[3] for row in rows), seen.ends)
            seen = Hurried(more.ends, seen.firsts + more.firsts, seen.is_odd or more.is_odd)
            place = rows[-1].place
            if place > vouched.place and not damaged and not seen.is_odd:
                self._vouch(_Vouched(place, more.ends))
            if progress is not None:
                progress(min(place, total), total)
        with self._recording.read() as work:
            found = self._told(work, seen, vouched)
        return (*damaged, *(each for each in found if each not in damaged))

    def require_genuine(
        self, inspection: InspectionId, cancelled: CancelCheck | None = None
    ) -> None:
        """Return if every change kept here of the inspection is what its device signed.

        Gaps and forks do not matter: what lies behind them is not admitted.

        Raises:
            JournalDamaged: one is not.
            Cancelled: ``cancelled`` said so.
        """
        found = self.look_through(cancelled=cancelled)
        if not found:
            return
        with self._recording.read() as work:
            chains = work.journal.heads(inspection).keys()
        for finding in found:
            if finding.fault in _FORGED and finding.chain in chains:
                raise JournalDamaged(
                    tr(
                        "Nothing was written: {finding} What was recorded is kept as it is. “Check "
                        "this laptop”, in the settings, tells more; then tell the base "
                        "administrator."
                    ).format(finding=finding.words())
                )

    def check(
        self,
        inspection: InspectionId,
        known_heads: Iterable[KnownHead] = (),
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> JournalCheck:
        """Check every link, body and signature, and that the projection is the fold.

        Takes about 0.2 ms for each change, so it is work for the background.

        Args:
            inspection: whose journal.
            known_heads: last changes that somebody else knew; those that this inspection's own
                signed summaries name are added.
            progress: changes checked and in all.
            cancelled: asked between changes.

        Raises:
            NotFound: no such inspection here.
            Cancelled: ``cancelled`` said so.
        """
        with self._recording.read() as work:
            if inspection not in work.journal.inspections():
                raise NotFound(tr("This inspection is not on this laptop."))
            changes, damaged = _read_all(work, inspection)
            heads = [*known_heads, *_heads_of_summaries(work, inspection)]
            waiting = {change.id for change in work.journal.changes(inspection, admitted=False)}
            equal = not damaged and _is_folded(
                work, inspection, (change for change in changes if change.id not in waiting)
            )
            device = self._recording.actor.device
            own = (
                c.header for c in changes if c.header.sequence == 1 and c.header.device == device
            )
            cut = cut_before(own, work.journal.has)
        found = faults(
            changes, heads, is_signed=_telling(signature_holds, len(changes), progress, cancelled)
        )
        return JournalCheck(
            inspection=inspection,
            changes=len(changes) + len(damaged),
            chains=len({change.header.chain for change in changes}),
            purged=sum(isinstance(change.body, Purged) for change in changes),
            quarantined=len(waiting),
            findings=(*damaged, *_without_holes(found, damaged), *cut),
            projection_is_equal=equal,
        )

    def _rows_after(self, place: int) -> list[Sealed]:
        with self._recording.read() as work:
            return work.journal.sealed(place, _AT_ONCE)

    def _vouch(self, vouched: _Vouched) -> None:
        ends = {chain: [end.change, end.sequence] for chain, end in vouched.ends.items()}
        # On a full disk nothing is remembered: the next look is longer, and that is all.
        with suppress(DeviceFull, VaultInUse), self._recording.begin() as work:
            work.settings.set(_VOUCHED, {"place": vouched.place, "ends": ends})
            work.commit()

    def _told(self, work: UnitOfWork, seen: Hurried, vouched: _Vouched) -> tuple[Finding, ...]:
        """Return what is wrong with links, last signatures and the ends that were known."""
        found = _broken_links(work, seen)
        heads: list[KnownHead] = [(chain, end.change) for chain, end in vouched.ends.items()]
        for inspection in work.journal.inspections():
            heads += _heads_of_summaries(work, inspection)
        last = {chain: end.sequence for chain, end in seen.ends.items()}
        found += cut_tails(heads, work.journal.has, last)
        device = self._recording.actor.device
        own = (first for first in _readable(seen.firsts) if first.device == device)
        return (*found, *cut_before(own, work.journal.has))


def _vouched(work: UnitOfWork) -> _Vouched:
    form = work.settings.get(_VOUCHED)
    if form is None:
        return _Vouched()
    ends = {
        ChainId(chain): End(ChangeId(change), number)
        for chain, (change, number) in form["ends"].items()
    }
    return _Vouched(form["place"], ends)


def _damages(row: Sealed, *, is_vouched: bool) -> list[Finding]:
    """Return what is wrong with one change by itself; the signature counts unless vouched for."""
    id_, chain, sequence, header, signature = row.link
    altered = change_id(header) != id_
    if not altered and row.salt is not None and row.body is not None:
        altered = f'"body_hash":"{body_hash(row.salt, row.body)}"'.encode() not in header
    if altered:
        return [Finding(Fault.ALTERED, ChainId(chain), sequence, ChangeId(id_))]
    return [] if is_vouched else signature_fault((id_, chain, sequence, header, signature))


def _broken_links(work: UnitOfWork, seen: Hurried) -> list[Finding]:
    """Return what is wrong with links and last signatures; looks closely where it must."""
    ends: list[Link] = []
    for end in seen.ends.values():
        link = work.journal.link(end.change)
        if seen.is_odd or link is None:
            return link_faults(work.journal.links())
        ends.append(link)
    return [finding for end in ends for finding in signature_fault(end)]


def _readable(headers: Iterable[bytes]) -> Iterator[Header]:
    for header in headers:
        with suppress(BadInput):  # told as altered
            yield read_header(header)


def _read_all(work: UnitOfWork, inspection: InspectionId) -> tuple[list[Change], list[Finding]]:
    """Return every change that can be read, and a finding for each that cannot."""
    changes: list[Change] = []
    damaged: list[Finding] = []
    for (id_, chain, number, _, _), change in work.journal.read_through(inspection):
        if change is None:
            damaged.append(Finding(Fault.ALTERED, ChainId(chain), number, ChangeId(id_)))
        else:
            changes.append(change)
    return changes, damaged


def _without_holes(found: Iterable[Finding], damaged: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out gaps that are only where an unreadable change was told already."""
    holes = {(finding.chain, finding.sequence) for finding in damaged}
    for finding in found:
        last = finding.until or finding.sequence
        missing = range(finding.sequence, last + 1)
        is_hole = len(missing) <= len(holes) and all((finding.chain, n) in holes for n in missing)
        if finding.fault is not Fault.GAP or not is_hole:
            yield finding


def _telling(
    judge: Callable[[Change], bool],
    total: int,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Callable[[Change], bool]:
    done = itertools.count(1)

    def judged(change: Change) -> bool:
        if cancelled is not None and cancelled():
            raise Cancelled(tr("The check was stopped; nothing was changed."))
        holds = judge(change)
        if progress is not None:
            progress(next(done), total)
        return holds

    return judged


def _is_folded(work: UnitOfWork, inspection: InspectionId, admitted: Iterable[Change]) -> bool:
    wanted = {about: s.versions for about, s in folded(admitted).items() if s.versions}
    kept = {about: s.versions for about, s in work.journal.states(inspection).items()}
    return wanted == kept


def _heads_of_summaries(work: UnitOfWork, inspection: InspectionId) -> list[KnownHead]:
    return [
        head
        for state in work.journal.states(inspection, Subject.SUMMARY).values()
        for version in state.versions
        if isinstance(version.body, SummarySigned)
        for head in version.body.heads.items()
    ]
