"""Which lines are looked at: those that hold of a filter, or rest on one kind of source."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.assigning import is_mine
from inspector_app.domain.checklist import Line
from inspector_app.domain.ids import PersonId
from inspector_app.domain.searching import Filter
from inspector_app.domain.standing import Standing
from inspector_app.domain.strength import Supports
from inspector_app.domain.wording import london_day


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What lines are narrowed to; nothing given: all of them."""

    only: Filter | None = None
    letter: str = ""
    """Of a kind of source."""

    def __bool__(self) -> bool:
        """Return whether anything is left out."""
        return self.only is not None or bool(self.letter)


def chosen_by(
    narrowing: Narrowing, standing: Standing, today: date, me: PersonId
) -> Callable[[Line], bool]:
    """Return what tells whether a line is among those looked at.

    Args:
        narrowing: what they are narrowed to.
        standing: the inspection.
        today: London's day.
        me: whom acts are recorded as.
    """
    supports, is_my_own = Supports(standing), is_mine(standing, me)

    def is_chosen(line: Line) -> bool:
        if narrowing.letter and narrowing.letter not in supports.letters(line.id):
            return False
        field = standing.answer(line.id)
        match narrowing.only:
            case Filter.NOT_ESTABLISHED:
                return not line.derived and not standing.is_established(line)
            case Filter.CHANGED_TODAY:
                return field.first is not None and london_day(field.first.time_ms) == today
            case Filter.VERSIONS:
                return field.in_conflict
            case Filter.NOT_EXPORTED:
                return field.value is not None and field.value.do_not_export
            case Filter.MINE:
                return is_my_own(line)
            case None:
                return True

    return is_chosen
