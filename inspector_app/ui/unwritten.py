"""What was typed and is not durable yet, so that a page can show it and a full disk not lose it."""

from collections.abc import Callable
from dataclasses import dataclass

from inspector_app.domain.errors import DeviceFull, InspectorError
from inspector_app.ui.drafting import Seen


@dataclass(slots=True, eq=False)
class Given:
    """Something that was handed over to be recorded."""

    what: object
    """As it was typed, for the page that shows it."""
    seen: Seen
    hand_over: Callable[["Given"], None]
    """Hands it over, for the first time and again."""
    waits: bool = False
    """Whether it was refused for want of room, and is to be handed over again."""


class Unwritten:
    """Holds, of each subject, what was given last until it is durable.

    What is refused as it is is held no longer; what the disk had no room for waits.
    """

    def __init__(self) -> None:
        self._held: dict[str, Given] = {}

    def of(self, about: str) -> Given | None:
        """Return what was given of a subject and does not stand yet."""
        return self._held.get(about)

    def give(self, about: str, given: Given) -> None:
        """Hold it from now on, instead of what was given before, and hand it over."""
        self._held[about] = given
        given.hand_over(given)

    def forget(self, about: str) -> None:
        """Hold nothing of a subject: it was taken back."""
        self._held.pop(about, None)

    def written(self, about: str, given: Given) -> None:
        """Hold it no longer: it stands; what was given since is on its way."""
        if self._held.get(about) is given:
            del self._held[about]

    def refused(self, about: str, given: Given, error: InspectorError) -> None:
        """Let it wait where only room was wanting."""
        if self._held.get(about) is given:
            given.waits = isinstance(error, DeviceFull)
            if not given.waits:
                del self._held[about]

    def give_again(self) -> None:
        """Hand over again all that waits."""
        for given in tuple(self._held.values()):
            if given.waits:
                given.waits = False
                given.hand_over(given)
