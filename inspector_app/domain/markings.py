"""Protective markings that the app may hold: OFFICIAL and OFFICIAL-SENSITIVE, with a descriptor.

Source: Government Security Classifications policy (2023): OFFICIAL-SENSITIVE is a handling
reminder within OFFICIAL, written in capitals, with descriptors such as ``[PERSONAL]``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.errors import RuleViolation


class Tier(StrEnum):
    """What the app may hold, in rising order."""

    OFFICIAL = "OFFICIAL"
    OFFICIAL_SENSITIVE = "OFFICIAL-SENSITIVE"


_ORDER = tuple(Tier)
_TOO_HIGH = re.compile(r"\b(TOP SECRET|SECRET|CONFIDENTIAL)\b")


@dataclass(frozen=True, slots=True)
class Marking:
    """A marking as it is printed."""

    tier: Tier = Tier.OFFICIAL
    descriptor: str = ""
    """In capitals, without brackets; empty: none."""

    def words(self) -> str:
        """Return the marking in capitals: ``OFFICIAL-SENSITIVE [PERSONAL]``."""
        return f"{self.tier.value} [{self.descriptor}]" if self.descriptor else self.tier.value


def read(text: str) -> Marking:
    """Return the marking that ``text`` names.

    Raises:
        RuleViolation: it is above what the app may hold, or no marking of the present scheme.
    """
    upper = " ".join(text.upper().replace("–", "-").split())
    if _TOO_HIGH.search(upper):
        raise RuleViolation(
            f"Material marked {upper} must not be put into this app. "
            "Record only its title, its owner and where it is held."
        )
    match = re.fullmatch(r"(OFFICIAL(?:[- ]SENSITIVE)?)(?:(?: | ?\[)([A-Z][A-Z ,&-]*?)\]?)?", upper)
    if match is None:
        raise RuleViolation(
            f"“{text}” is not a marking of the present scheme: use OFFICIAL or OFFICIAL-SENSITIVE."
        )
    return Marking(Tier(match[1].replace(" ", "-")), match[2] or "")


def is_too_high(text: str) -> bool:
    """Return whether a marking found on something is above what the app may hold.

    CONFIDENTIAL of the scheme before April 2014 is; RESTRICTED and PROTECT are not.
    """
    return bool(_TOO_HIGH.search(" ".join(text.upper().split())))


def is_above(marking: Marking, ceiling: Marking) -> bool:
    """Return whether a marking is of a higher tier than another."""
    return _ORDER.index(marking.tier) > _ORDER.index(ceiling.tier)


def highest(markings: Iterable[Marking]) -> Marking:
    """Return the high watermark; descriptors of the highest tier are joined, sorted."""
    found = list(markings)
    if not found:
        return Marking()
    tier = max((m.tier for m in found), key=_ORDER.index)
    parts = (m.descriptor.split(", ") for m in found if m.tier is tier and m.descriptor)
    return Marking(tier, ", ".join(sorted({each for part in parts for each in part})))
