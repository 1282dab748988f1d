"""What is kept of what was printed: the highest marking, and how much is whose."""

from collections import Counter
from typing import Any, TypeVar

from inspector_app.domain.held import Absence, Held
from inspector_app.domain.ids import PersonId
from inspector_app.domain.markings import Marking
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import marking_words, when_words
from inspector_app.reports.facts import By

_T = TypeVar("_T")


class Seen:
    """Hears of everything that is printed, and says by whom it is and how it is marked."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._own = standing.details.marking
        self.markings = [self._own]
        """Of what was printed, that of the inspection first."""
        self.recorded: Counter[PersonId] = Counter()
        """How many answers and headlines are whose."""
        self.last_ms: dict[PersonId, int] = {}
        """When each of their authors has last recorded one, milliseconds UTC."""

    def see(self, marking: Marking | None) -> None:
        """Hear how something that is printed is marked."""
        if marking is not None:
            self.markings.append(marking)

    def count(self, held: Held[Any]) -> None:
        """Count an answer or headline that stands among its author's."""
        self.recorded[held.author] += 1
        self.last_ms[held.author] = max(self.last_ms.get(held.author, 0), held.time_ms)

    def marking(self, marking: Marking | None) -> str:
        """Return a marking in words, where it differs from the inspection's."""
        return "" if marking == self._own else marking_words(marking)

    def by(self, held: Held[Any]) -> By:
        """Return by whom and when something was recorded."""
        return by(held, self._standing)


def by(held: Held[Any], standing: Standing) -> By:
    """Return by whom and when something was recorded."""
    return By(standing.initials(held.author), held.time_ms, when_words(held.time_ms))


def standing_still(held: tuple[Held[_T], ...]) -> tuple[Held[_T], ...]:
    """Leave out what was taken back: it is as if nothing had been said."""
    return tuple(each for each in held if each.absence is not Absence.WITHDRAWN)
