"""Where what was recorded lies: here only, at base, backed up there, on how many laptops."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.changes.bodies import EvidenceAdded
from inspector_app.domain.ids import ChangeId, DeviceId, EvidenceId, InspectionId, Sha256
from inspector_app.domain.wording import counted
from inspector_app.services import base_receipts, damage, holdings
from inspector_app.services.base import BaseService
from inspector_app.services.base_sync import copies_told, epoch_known
from inspector_app.services.inspections import InspectionService
from inspector_app.services.recording import Recording
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.sync.plan import Held, Vector, missing
from inspector_app.sync.vectors import vector_of
from inspector_app.sync.wire import Receipt
from inspector_app.texts import tr


class Place(StrEnum):
    """How far something has come."""

    HERE_ONLY = "here-only"
    """As far as base has said: nobody else is known to have it."""
    AT_BASE = "at-base"
    BACKED_UP = "backed-up"
    """At base, and in its last backup."""


_WORDS = {
    Place.HERE_ONLY: tr("not at base"),
    Place.AT_BASE: tr("at base, in no backup yet"),
    Place.BACKED_UP: tr("at base and backed up"),
}


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """Where the file of one evidence item lies."""

    item: EvidenceId
    number: str
    sha256: Sha256
    place: Place
    is_here: bool
    laptops: int
    """That hold it, as they said last; this one among them."""
    is_damaged: bool = False
    """What this laptop keeps of it is not what was put in; it is not here then."""

    @property
    def may_be_given_up(self) -> bool:
        """Whether it is here and in a backup at base, as base said last."""
        return self.is_here and self.place is Place.BACKED_UP

    def words(self) -> str:
        """Return it in words: ``at base and backed up; on 2 laptops, this one among them``."""
        words = f"{_WORDS[self.place]}; {_on_laptops(self.laptops, is_here=self.is_here)}"
        return tr("damaged here; {words}").format(words=words) if self.is_damaged else words


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where an inspection lies, by what base said last."""

    changes: int
    """Kept here."""
    changes_at_base: int
    changes_backed_up: int
    items: tuple[ItemPlace, ...]
    """In the order of their numbers."""
    said_ms: int | None
    """When base said so, by its clock; None: it never did, or was restored since."""


class WhereaboutsService:
    """Tells from base's last receipt, without asking base."""

    def __init__(
        self, recording: Recording, inspections: InspectionService, base: BaseService
    ) -> None:
        self._recording = recording
        self._inspections = inspections
        self._base = base

    def of(self, inspection: InspectionId) -> Whereabouts:
        """Return where an inspection and its files lie.

        Raises:
            RuleViolation: this laptop has not joined a base.
            NotFound: no such inspection on this laptop.
        """
        base = DeviceId(self._base.require_pinned().enrolled.base)
        me = self._recording.actor.device
        evidence = self._inspections.standing(inspection).evidence()
        with self._recording.read() as work:
            held = holdings.held(work.journal.tally(inspection))
            receipt = base_receipts.receipt(work, inspection, base)
            if receipt is not None and receipt.epoch != epoch_known(work):
                receipt = None
            reach = _reach(held, receipt)
            named = named_by(work, inspection)
            copies = copies_told(work, inspection)
            damaged = damage.known(work, inspection).keys()
            here = {place.sha256 for place in work.blobs.all_of(inspection)} - damaged
        items = tuple(
            ItemPlace(
                item.id,
                item.file.number,
                sha256 := item.file.sha256,
                reach.of_file(sha256, named.get(sha256, frozenset())),
                sha256 in here,
                _laptops(copies, sha256, me) + (sha256 in here),
                sha256 in damaged,
            )
            for item in evidence
        )
        said_ms = None if receipt is None else receipt.issued_ms
        return Whereabouts(len(held), len(reach.at_base), len(reach.backed_up), items, said_ms)


def backup_of(receipt: Receipt) -> Vector | None:
    """Return the changes that base's last backup holds; None: there is no backup."""
    return None if receipt.backup is None else vector_of(receipt.backup_vector)


def named_by(work: UnitOfWork, inspection: InspectionId) -> dict[Sha256, frozenset[ChangeId]]:
    """Return the changes that name each original file."""
    found: dict[Sha256, frozenset[ChangeId]] = {}
    for change in work.journal.changes(inspection, kinds=[EvidenceAdded.KIND]):
        if isinstance(change.body, EvidenceAdded):
            sha256 = change.body.file.sha256
            found[sha256] = found.get(sha256, frozenset()) | {change.id}
    return found


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far a receipt reaches."""

    receipt: Receipt | None
    at_base: frozenset[ChangeId]
    backed_up: frozenset[ChangeId]

    def of_file(self, sha256: Sha256, named: frozenset[ChangeId]) -> Place:
        if self.receipt is None or not named <= self.at_base or sha256 in self.receipt.lacks:
            return Place.HERE_ONLY
        if not named <= self.backed_up or sha256 in self.receipt.backup_lacks:
            return Place.AT_BASE
        return Place.BACKED_UP


def _reach(held: Collection[Held], receipt: Receipt | None) -> _Reach:
    if receipt is None:
        return _Reach(None, frozenset(), frozenset())
    here = frozenset(each.change for each in held)
    backup = backup_of(receipt)
    backed_up = frozenset() if backup is None else here - frozenset(missing(held, backup))
    return _Reach(receipt, here - frozenset(missing(held, vector_of(receipt.vector))), backed_up)


def _laptops(copies: dict[DeviceId, frozenset[Sha256]], sha256: Sha256, me: DeviceId) -> int:
    return sum(sha256 not in lacks for device, lacks in copies.items() if device != me)


def _on_laptops(count: int, *, is_here: bool) -> str:
    if not count:
        return tr("on no laptop that told of it")
    words = tr("on {laptops}").format(laptops=counted(count, "laptop", "laptops"))
    if not is_here:
        return tr("{words}, not on this one").format(words=words)
    return (
        tr("on this laptop")
        if count == 1
        else tr("{words}, this one among them").format(words=words)
    )
