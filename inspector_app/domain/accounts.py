"""What one source said or showed on one line; accounts only accumulate."""

from dataclasses import dataclass, field

from inspector_app.domain.answers import Outcome
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.ids import LineId
from inspector_app.domain.markings import Marking
from inspector_app.domain.values import Value


@dataclass(frozen=True, slots=True)
class Account:
    """One source's words or value on one line."""

    line: LineId
    words: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    """By part id, like an answer's."""
    outcome: Outcome | None = None
    source: str = ""
    """Id of the source; empty: a note by its author, without a source."""
    role: str = ""
    """Who said or showed it, as a role: ``Assistant chief constable``. Never a name."""
    as_at: PartialDate | None = None
    marking: Marking | None = None
    do_not_export: bool = False
