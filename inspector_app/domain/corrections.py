"""A correction session: for what reason, and on whose word, facts change once fieldwork is over."""

from dataclasses import dataclass

from inspector_app.domain.ids import ChangeId, PersonId


@dataclass(frozen=True, slots=True)
class Correction:
    """What is said once for all edits of a session."""

    reason: str
    origin: str
    """Where the corrections come from: a letter of the force, a later document."""
    begun_by: PersonId
    begun_ms: int
    """Milliseconds UTC by the recording laptop's clock."""
    has_ended: bool = False
    takes_in: tuple[ChangeId, ...] = ()
    """Edits of the same sitting that were recorded before it began."""
