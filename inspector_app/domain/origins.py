"""Where something was recorded first that was carried over from another force's inspection."""

from dataclasses import dataclass, replace

from inspector_app.domain.ids import ChangeId, InspectionId, PersonId


@dataclass(frozen=True, slots=True)
class Origin:
    """The other inspection, and the change there that was copied.

    It says all that is ever shown of it, so that a copy is whole when the other inspection is
    archived, purged or not on this laptop.
    """

    inspection: InspectionId
    force: str
    """That was inspected there."""
    change: ChangeId
    author: PersonId
    """Who recorded it there."""
    initials: str
    """The author's, there."""
    recorded_ms: int
    """Milliseconds UTC, by the clock of the laptop that recorded it there."""
    number: str = ""
    """Of a source there: ``AB/4``."""
    came_from: tuple[str, ...] = ()
    """Forces, the first one first, if it had been carried over there too."""
    is_confirmed: bool = False
    """Somebody has said that it holds here as well."""
    root: str = ""
    """``<inspection>/<id>`` of the very first: copies of one thing are known by it, whichever way
    they came."""


def same_copy(origin: Origin) -> Origin:
    """Return an origin that is equal for all copies of one thing, confirmed or not."""
    unsaid = Origin(InspectionId(""), "", ChangeId(""), PersonId(""), "", 0)
    return replace(unsaid, root=origin.root)
