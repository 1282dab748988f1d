"""The judgement of a section: written by a person, never computed from the lines."""

from dataclasses import dataclass

from inspector_app.domain.dates import PartialDate
from inspector_app.domain.markings import Marking


@dataclass(frozen=True, slots=True)
class Headline:
    """A section's judgement in words."""

    text: str
    as_at: PartialDate | None = None
    marking: Marking | None = None
    do_not_export: bool = False
    reason: str = ""
    """Why this version was preferred when it settled several."""
