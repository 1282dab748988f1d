"""Carries one line's answers from the editors to the journal, in the order they were given."""

from dataclasses import dataclass, field

from inspector_app.domain.answers import Answer
from inspector_app.domain.ids import ChangeId, InspectionId, LineId
from inspector_app.services.inspections import InspectionService
from inspector_app.services.recording import Act

TAKEN_OUT = "Taken out"


@dataclass(slots=True)
class Seen:
    """The versions of a line that the inspector had before them.

    Written by the writes lane after each act of theirs, and read there before the next one: so an
    answer given before the one before it is durable supersedes that, and never an answer from
    elsewhere that was not on the screen.
    """

    heads: tuple[ChangeId, ...]


@dataclass(slots=True)
class Draft:
    """What is being written on one line."""

    line: LineId
    seen: Seen
    under_way: int = 0
    """Acts handed over and not yet durable."""
    refused: bool = field(default=False)
    reason: str = ""
    """Why what is given next is to stand instead of several versions."""


def recorded(
    service: InspectionService, inspection: InspectionId, line: LineId, answer: Answer, seen: Seen
) -> Act:
    """Record an answer over what was seen; one that holds nothing takes back what stands."""
    if answer == Answer():
        act = service.withdraw_answer(inspection, line, TAKEN_OUT)
    else:
        act = service.answer(inspection, line, answer, seen.heads)
    seen.heads = act.changes
    return act
