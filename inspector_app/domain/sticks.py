"""That an inspection may travel to base by a stick: who allowed it, and on which one."""

from dataclasses import dataclass

from inspector_app.domain.errors import RuleViolation
from inspector_app.texts import tr, tr_counted

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Journey:
    """One leave to carry an inspection to base. Whether it arrived, base's receipt tells."""

    authorised_by: str
    """By role, as nobody's name stands in the journal: “Lead inspector”."""
    stick: str
    """What the stick is known by: its label and serial number, or what is written on it."""
    base: str
    """Base's own name."""
    bundle: str
    """Random; the transfer files that come of it bear it."""


def journey(authorised_by: str, stick: str, base: str, bundle: str) -> Journey:
    """Return the leave to be recorded.

    Raises:
        RuleViolation: it does not say who authorised it, or on which stick it travels.
    """
    by, on = " ".join(authorised_by.split()), " ".join(stick.split())
    if not by:
        raise RuleViolation(
            tr(
                "Say who authorised that this inspection leaves on a stick, by role, such as "
                "“Lead inspector”. Nothing was written."
            )
        )
    if not on:
        raise RuleViolation(
            tr(
                "Say what the stick is known by, such as its label or the number written on it: "
                "this system does not tell. Nothing was written."
            )
        )
    if len(by) > _LONGEST or len(on) > _LONGEST:
        raise RuleViolation(
            tr_counted(
                _LONGEST,
                "Say who authorised it, and what the stick is known by, in {number} characters "
                "each. Nothing was written.",
            ).format(number=_LONGEST)
        )
    return Journey(by, on, base, bundle)
