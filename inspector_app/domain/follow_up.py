"""The earlier inspection of the same force that an inspection follows up."""

from dataclasses import dataclass

from inspector_app.domain.dates import PartialDate
from inspector_app.domain.ids import InspectionId


@dataclass(frozen=True, slots=True)
class Earlier:
    """Which inspection was followed up, in words of its own: it may not be on every laptop."""

    inspection: InspectionId
    force: str
    fieldwork: PartialDate
