"""What keeps changes from elsewhere waiting, and what lets them in."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from inspector_app.domain.changes.bodies import BodyPurged, NameErased, subject_key
from inspector_app.domain.changes.chain import Finding, Place, faults, place_of
from inspector_app.domain.changes.change import Change
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.ids import ChainId, ChangeId, DeviceId, InspectionId, PersonId
from inspector_app.domain.leading import Entitled
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of changes that came from elsewhere."""

    fresh: int
    """How many were not here before."""
    waiting: tuple[DeviceId, ...]
    """Devices not admitted here, whose changes wait for a person; sorted."""
    apart: tuple[Finding, ...]
    """Gaps and forks of admitted devices: what lies behind them is kept apart."""


def is_obeyed(work: UnitOfWork, who: Entitled, purge: Change) -> bool:
    """Return whether the author of a purge may destroy what it names."""
    if isinstance(purge.body, NameErased):
        person = PersonId(subject_key(purge.header.subject))
        return who.obeys(purge, (), is_here=person in work.people.names())
    assert isinstance(purge.body, BodyPurged)  # noqa: S101 - only purges are asked about
    named = [work.journal.change(each) for each in purge.body.changes if work.journal.has(each)]
    devices = {change.header.device for change in named}
    if len(named) < len(purge.body.changes):
        devices.add(DeviceId(""))  # nobody knows yet whose that was
    is_here = any(change.body_bytes is not None for change in named)
    return who.obeys(purge, devices, is_here=is_here)


def held_and_taken(
    work: UnitOfWork, chain: ChainId, waiting: Iterable[Change]
) -> tuple[set[ChangeId], set[Place]]:
    """Return the admitted changes that waiting ones of a chain follow, or have the places of."""
    places = {place_of(change) for change in waiting}
    held = work.journal.admitted_among(chain, {ChangeId(before) for _, before in places if before})
    return held, work.journal.places_in(chain, {number for number, _ in places})


def require_not_destroyed(work: UnitOfWork, inspection: InspectionId) -> None:
    """Let something come in, unless the inspection was destroyed here.

    Raises:
        RuleViolation: it was.
    """
    if work.journal.is_destroyed(inspection):
        raise RuleViolation(
            tr(
                "This inspection was destroyed on this laptop, and its record says so. Nothing "
                "was taken in."
            )
        )


def kept_apart(
    work: UnitOfWork,
    inspection: InspectionId,
    chains: AbstractSet[ChainId],
    admitted: AbstractSet[DeviceId],
) -> tuple[Finding, ...]:
    """Return what keeps changes of admitted devices in quarantine."""
    if not chains:
        return ()
    concerned = [
        change
        for change in work.journal.changes(inspection)
        if change.header.chain in chains and change.header.device in admitted
    ]
    return tuple(faults(concerned, is_signed=lambda _: True))
