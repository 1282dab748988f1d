"""Where to arrive: as it was remembered, or from where the user is."""

from typing import TYPE_CHECKING

from inspector_app.ui.pages.page import Destination, Screen

if TYPE_CHECKING:
    from inspector_app.domain.standing import Standing


def remembered(place: str) -> Destination:
    """Return the screen and place that a remembered ``section:CC-PO-07`` names; else the board."""
    screen, _, rest = place.partition(":")
    if screen in (Screen.SECTION.value, Screen.BOARD.value):
        return Destination(Screen(screen), rest)
    return Destination(Screen.BOARD)


def place_from(here: Destination, screen: Screen, standing: "Standing | None") -> str:
    """Return where on ``screen`` to arrive from ``here``; ``standing`` is of what is open."""
    line = here.place if here.screen is Screen.SECTION else ""
    if screen is Screen.HELP:
        return here.screen.value
    if screen is Screen.HISTORY:
        return line
    if screen is Screen.ENCOUNTER:
        return _encounter_from(here, line, standing)
    return ""


def _encounter_from(here: Destination, line: str, standing: "Standing | None") -> str:
    """Return the encounter whose notes are looked at; else what a new one is about."""
    if here.screen is Screen.SOURCES and standing is not None:
        notes = f"paragraph:{here.place}/"
        if any(each.startswith(notes) for each in standing.states):
            return here.place
    section = line.rpartition("-")[0] if line.count("-") > 1 else line
    return f"from:{section}" if section else ""
