"""What one source said or showed on one line; accounts only accumulate."""

from dataclasses import dataclass, field

from inspector_app.domain.answers import Answer, Outcome
from inspector_app.domain.answers import checked as checked_answer
from inspector_app.domain.checklist import Pack
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.ids import LineId
from inspector_app.domain.markings import Marking
from inspector_app.domain.origins import Origin
from inspector_app.domain.values import Value
from inspector_app.texts import tr


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
    origin: Origin | None = None
    """Set where it was carried over from another inspection."""


def checked(account: Account, pack: Pack) -> Account:
    """Return ``account`` when its line can hold it.

    Raises:
        NotFound: the pack has no such line.
        RuleViolation: the line cannot hold the account's values, or it says nothing.
    """
    line = pack.line(account.line)
    checked_answer(Answer(values=account.values, outcome=account.outcome), line, pack)
    if not (account.words.strip() or account.values or account.outcome):
        raise RuleViolation(
            tr(
                "An account says something: words, a value or an outcome. Nothing "
                "was recorded: give one of them."
            )
        )
    return account
