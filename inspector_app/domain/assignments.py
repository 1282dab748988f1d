"""Who of the team has a line or a section before them; planning, and never printed."""

from dataclasses import dataclass

from inspector_app.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Assignment:
    """To whom one line, or one section with its lines, is assigned."""

    people: tuple[PersonId, ...]
    """At least one, sorted, so that two laptops that say the same say it in the same words."""
    reason: str = ""
    """Given when differing assignments are settled."""
