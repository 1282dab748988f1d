"""A prompt put aside: who has looked at it says why it needs no more looking at."""

from dataclasses import dataclass

from inspector_app.domain.errors import RuleViolation
from inspector_app.texts import tr


@dataclass(frozen=True, slots=True)
class PutAside:
    """Why a prompt is put aside, and on which facts it rested then."""

    facts: tuple[str, ...]
    """As the prompt names them: ids and fixed words, never what somebody wrote."""
    reason: str

    def holds_for(self, facts: tuple[str, ...]) -> bool:
        """Return whether nothing has been added to what its author saw."""
        return set(facts) <= set(self.facts)


def put_aside(facts: tuple[str, ...], reason: str) -> PutAside:
    """Return the putting aside of a prompt that rests on ``facts``.

    Raises:
        RuleViolation: no reason.
    """
    plain = reason.strip()
    if not plain:
        raise RuleViolation(tr("Putting a prompt aside needs a reason. Nothing was put aside."))
    return PutAside(facts, plain)
