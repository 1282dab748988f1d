"""The signature fields of a summary: made empty before the first signature, none added later."""

from dataclasses import dataclass

from inspector_app.texts import tr

INSPECTOR_FIELD, LEAD_FIELD = "Inspector", "Lead"
SIGNED_BY_INSPECTOR = tr("Signature of the inspector")
SIGNED_BY_LEAD = tr("Countersignature of the lead inspector")


@dataclass(frozen=True, slots=True)
class SignatureField:
    """An empty signature field."""

    name: str
    page_index: int
    """From 0."""
    rect: tuple[float, float, float, float]
    """Left, bottom, right, top in points from the lower left corner of the page."""
    tooltip: str
    """What assistive technology reads out."""
