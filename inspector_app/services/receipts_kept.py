"""Whether base has ever said that it holds an inspection, and under what name that is kept."""

from inspector_app.domain.ids import InspectionId
from inspector_app.storage.unit_of_work import UnitOfWork


def name(inspection: InspectionId) -> str:
    """Return the setting that holds base's last receipt of an inspection."""
    return f"base/receipt/{inspection}"


def are_any(work: UnitOfWork, inspection: InspectionId) -> bool:
    """Return whether base ever said that it holds something of an inspection."""
    return work.settings.get(name(inspection)) is not None
