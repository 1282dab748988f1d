"""Which evidence files are known to be damaged on this laptop; remembered until they are whole."""

from dataclasses import dataclass

from inspector_app.domain.ids import InspectionId, Sha256
from inspector_app.storage.evidence import BlobPlace
from inspector_app.storage.unit_of_work import UnitOfWork
from inspector_app.vault.damage import How


@dataclass(frozen=True, slots=True)
class KnownDamage:
    """One file that is not what was put in."""

    how: How
    found_ms: int
    """When it was noticed first, by this laptop's clock."""


def known(work: UnitOfWork, inspection: InspectionId) -> dict[Sha256, KnownDamage]:
    """Return what is known of the files that this laptop should hold of an inspection."""
    return {
        Sha256(sha256): KnownDamage(How(form["how"]), form["found_ms"])
        for sha256, form in work.settings.under(_name(inspection, "")).items()
        if work.blobs.find(inspection, Sha256(sha256)) is not None
    }


def whole_here(work: UnitOfWork, inspection: InspectionId, sha256: Sha256) -> BlobPlace | None:
    """Return where a file lies; None: it is not on this laptop, or known to be damaged."""
    place = work.blobs.find(inspection, sha256)
    if place is None or work.settings.get(_name(inspection, sha256)) is not None:
        return None
    return place


def is_whole_here(work: UnitOfWork, inspection: InspectionId, sha256: Sha256) -> bool:
    """Return whether this laptop holds a file, as far as is known."""
    return whole_here(work, inspection, sha256) is not None


def remember(
    work: UnitOfWork, inspection: InspectionId, sha256: Sha256, how: How, now_ms: int
) -> bool:
    """Remember that a file is damaged; return whether that is news."""
    before = work.settings.get(_name(inspection, sha256))
    found_ms = now_ms if before is None else before["found_ms"]
    form = {"how": how.value, "found_ms": found_ms}
    if form != before:
        work.settings.set(_name(inspection, sha256), form)
    return before is None


def is_mended(work: UnitOfWork, inspection: InspectionId, sha256: Sha256) -> None:
    """Forget that a file was damaged: it was kept anew, or read through and found whole."""
    work.settings.set(_name(inspection, sha256), None)


def _name(inspection: InspectionId, sha256: str) -> str:
    return f"damaged/{inspection}/{sha256}"
