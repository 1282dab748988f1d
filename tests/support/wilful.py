"""What a laptop with an altered app does, which asks nobody."""

from inspector_app.domain.ids import ChangeId, InspectionId
from inspector_app.services.vault import Unlocked


def purge_anyway(vault: Unlocked, inspection: InspectionId, about: str) -> ChangeId:
    """Purge what is recorded about a subject without being a lead; return the purge."""
    vault.journal.require_lead = lambda *_: None  # type: ignore[method-assign]
    plan = vault.journal.plan_purge(inspection, about)
    return vault.journal.purge(plan, "other", "because").changes[0]
