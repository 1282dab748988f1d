"""The form of a new inspection half filled in, as a text that can be kept."""

import dataclasses
import json
from typing import Any

NAME = "new-inspection"
"""Under which it is kept."""


@dataclasses.dataclass(frozen=True, slots=True)
class NewInspectionDraft:
    """What stands in the fields, as typed."""

    force: str = ""
    pack: str = ""
    """The id of the pack chosen."""
    fieldwork: str = ""
    title: str = ""
    tier: str = ""
    descriptor: str = ""
    role: str = ""
    switched: dict[str, bool] = dataclasses.field(default_factory=dict)
    others: tuple[tuple[str, str, str], ...] = ()
    """Name, initials and role of each other member."""
    field: str = ""
    """The accessible name of the text in which the keyboard was."""
    position: int = 0
    """Characters from its start."""

    def as_text(self) -> str:
        """Return the draft as text."""
        return json.dumps(dataclasses.asdict(self))


def draft_of(text: str) -> NewInspectionDraft | None:
    """Return the draft that ``as_text`` wrote; None for anything else, such as an older form."""
    try:
        kept: dict[str, Any] = json.loads(text)
        others = tuple((str(a), str(b), str(c)) for a, b, c in kept.pop("others"))
        return NewInspectionDraft(**kept, others=others)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
