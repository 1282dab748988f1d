"""What base has stated of an inspection, as this laptop keeps it: receipts, and who is of the team.

A statement is looked at each time it is used: what is kept is what base signed, byte for byte.
"""

from inspector_app.domain.ids import DeviceId, InspectionId, PersonId
from inspector_app.services import holdings, receipts_kept
from inspector_app.services.team import Laptop
from inspector_app.storage.journal_reading import Tallied
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.sync.plan import Vector, missing
from inspector_app.sync.statements import believed
from inspector_app.sync.vectors import vector_of
from inspector_app.sync.wire import Membership, Receipt, Signed

OF_THE_TEAM = "of the team, as base says"
"""Why a laptop is let in: the same words on every laptop, so that all say the same."""


def keep_receipt(
    work: UnitOfWork,
    inspection: InspectionId,
    base: DeviceId,
    given: Signed,
    *,
    was_on_the_way: bool = False,
) -> bool:
    """Keep a receipt within ``work`` and return whether it was kept.

    One that base gives when it is asked takes the place of any other, whatever base's clock said
    then: it may have been ahead.

    Args:
        work: the transaction.
        inspection: of which it should be.
        base: its key, as it is pinned.
        given: as it came.
        was_on_the_way: it came by a stick, and is kept unless a newer one is.

    Raises:
        BadInput: base did not sign it, or it is not one of this inspection; nothing was kept.
    """
    fresh = believed(given, Receipt, base)
    if fresh.inspection != inspection:
        return False
    kept = receipt(work, inspection, base) if was_on_the_way else None
    # Of another epoch it may be one that base gave before it was restored.
    if kept is not None and kept.issued_ms > fresh.issued_ms:
        return False
    work.settings.set(receipts_kept.name(inspection), given.model_dump())
    return True


def receipt(work: UnitOfWork, inspection: InspectionId, base: DeviceId) -> Receipt | None:
    """Return the last receipt that base gave for an inspection; None: there is none.

    Raises:
        BadInput: what is kept is not what base signed.
    """
    kept = work.settings.get(receipts_kept.name(inspection))
    return None if kept is None else believed(Signed.model_validate(kept), Receipt, base)


def keep_membership(
    work: UnitOfWork,
    inspection: InspectionId,
    base: DeviceId,
    given: Signed,
    *,
    was_on_the_way: bool = False,
) -> Membership | None:
    """Keep a list of the team within ``work`` and return the one that holds.

    One that base gives when it is asked does: a base that was restored counts on from less.

    Args:
        work: the transaction.
        inspection: of which it should be; one of another is left alone.
        base: its key, as it is pinned.
        given: as it came.
        was_on_the_way: it came by a stick; of two lists the one with the higher number holds.

    Raises:
        BadInput: base did not sign it; nothing was kept.
    """
    fresh = believed(given, Membership, base)
    kept = membership(work, inspection, base)
    is_older = was_on_the_way and kept is not None and kept.number > fresh.number
    if fresh.inspection != inspection or is_older:
        return kept
    work.settings.set(_membership(inspection), given.model_dump())
    return fresh


def membership(work: UnitOfWork, inspection: InspectionId, base: DeviceId) -> Membership | None:
    """Return the last list of the team that base gave; None: there is none.

    Raises:
        BadInput: what is kept is not what base signed.
    """
    kept = work.settings.get(_membership(inspection))
    return None if kept is None else believed(Signed.model_validate(kept), Membership, base)


def formerly_of(team: Membership) -> list[DeviceId]:
    """Return the laptops that are of a team no more; what reached base while they were counts.

    What came there later is kept apart and told to nobody, so that letting them in is safe.
    """
    return [DeviceId(each) for each in (*team.left, *team.revoked)]


def laptops_of(team: Membership) -> tuple[Laptop, ...]:
    """Return the laptops that work on an inspection."""
    return tuple(
        Laptop(DeviceId(each.device), each.recipient, PersonId(each.person), each.initials)
        for each in team.laptops
    )


def not_covered(tally: tuple[Tallied, ...], receipt: Receipt | None) -> int:
    """Return how many of the changes that are kept here the last receipt does not tell of."""
    held = holdings.held(tally)
    return len(held) if receipt is None else len(missing(held, vector_of(receipt.vector)))


def not_at(tally: tuple[Tallied, ...], theirs: Vector) -> int:
    """Return how many of the changes that are kept here a device lacks."""
    return len(missing(holdings.held(tally), theirs))


def _membership(inspection: InspectionId) -> str:
    return f"base/membership/{inspection}"
