"""Protective markings that the app may hold: OFFICIAL and OFFICIAL-SENSITIVE, with a descriptor.

What was marked before April 2014 keeps the marking that stands on it, beside the one given here:
the schemes cannot be translated into each other. SECRET and above is refused.

Source: Government Security Classifications policy (2023): OFFICIAL-SENSITIVE is a handling
reminder within OFFICIAL, written in capitals, with descriptors such as ``[PERSONAL]``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.errors import RuleViolation
from inspector_app.texts import tr


class Tier(StrEnum):
    """What the app may hold, in rising order."""

    OFFICIAL = "OFFICIAL"
    OFFICIAL_SENSITIVE = "OFFICIAL-SENSITIVE"


_ORDER = tuple(Tier)
_ABOVE = r"(?:TOP[ _-]?SECRET|SECRET)"
_TOO_HIGH = re.compile(rf"\b{_ABOVE}\b")
_CAVEAT = r"(?:[ /-]+(?:UK|EYES|ONLY|UKEO|STRAP ?\d?|CODEWORD|PERSONAL|LOCSEN|ATOMIC))*"
_BORNE = re.compile(
    rf"^\W*(?:(?:UK|NATO|EU|COSMIC) )?({_ABOVE}){_CAVEAT}(?=\W*$|[^\S\n]*[:–—]|[^\S\n]+-)"
    rf"|[\[(](?:(?:UK|NATO|EU|COSMIC) )?({_ABOVE}){_CAVEAT}[\])]",
    re.MULTILINE,
)
_NAMED = re.compile(rf"^(?:(?:UK|NATO|EU|COSMIC) )?({_ABOVE})\b|\b({_ABOVE})$")
_PRESENT = re.compile(r"(OFFICIAL(?:[- ]SENSITIVE)?)(?:(?: | ?\[)([A-Z][A-Z ,&-]*?)\]?)?")
_OLDER = ("CONFIDENTIAL", "RESTRICTED", "PROTECT")
"""Of the scheme before April 2014, the highest first; SECRET and above are refused."""
_UNMARKED = ("NOT PROTECTIVELY MARKED", "UNCLASSIFIED")
INSTEAD = tr(
    "must not be put into this app. Record only its title, its owner and where it is held."
)
"""The end of every refusal of what is marked SECRET or above."""


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
    upper = _plain(text)
    if _TOO_HIGH.search(upper):
        raise RuleViolation(
            tr("Material marked {marking} {instead}").format(marking=upper, instead=INSTEAD)
        )
    match = _PRESENT.fullmatch(upper)
    if match is None:
        raise RuleViolation(
            tr(
                "“{text}” is not a marking of the present scheme: use OFFICIAL or "
                "OFFICIAL-SENSITIVE, and give what stands on a document or file as the marking "
                "found on it."
            ).format(text=text)
        )
    return Marking(Tier(match[1].replace(" ", "-")), match[2] or "")


def is_too_high(text: str) -> bool:
    """Return whether a marking found on something is above what the app may hold.

    SECRET and above are; what the scheme before April 2014 had below that is kept as it was found.
    """
    return bool(_TOO_HIGH.search(_plain(text)))


def is_doubtful(text: str) -> bool:
    """Return whether only its owner can say if what bears a marking may be held here.

    CONFIDENTIAL, of the scheme before April 2014, became SECRET for some and OFFICIAL for others.
    """
    return bool(re.search(r"\bCONFIDENTIAL\b", _plain(text)))


def found(text: str) -> str:
    """Return a marking found on a file, as it is kept: in capitals, whatever its scheme.

    Raises:
        RuleViolation: it is above what the app may hold.
    """
    upper = _plain(text)
    if _TOO_HIGH.search(upper):
        raise RuleViolation(
            tr("Material marked {marking} {instead}").format(marking=upper, instead=INSTEAD)
        )
    return upper


def borne_by(text: str) -> str:
    """Return the marking SECRET or above that a text bears; empty: none.

    A text bears it where it stands as a marking does: in capitals, on a line of its own, before a
    colon or dash at the beginning of a line, or in brackets. The bare word is no marking.
    """
    match = _BORNE.search(text)
    return (match[1] or match[2]) if match else ""


def borne_by_name(file_name: str) -> str:
    """Return the marking SECRET or above at the beginning or end of a file's name; empty: none."""
    stem = file_name.rpartition(".")[0] or file_name
    match = _NAMED.search(re.sub(r"[\W_]+", " ", stem).strip())
    return (match[1] or match[2]) if match else ""


def of_found(text: str) -> Marking | None:
    """Return the marking of the present scheme that was found on something; None: another one."""
    match = _PRESENT.fullmatch(_plain(text))
    return Marking(Tier(match[1].replace(" ", "-")), match[2] or "") if match else None


def older(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the markings of other schemes among those found, the highest first, each once."""
    plain = dict.fromkeys(map(_plain, texts))
    kept = [each for each in plain if each and each not in _UNMARKED and of_found(each) is None]
    return tuple(sorted(kept, key=lambda each: (_rank(each), each)))


def _rank(text: str) -> int:
    if _TOO_HIGH.search(text):
        return -1
    ranks = (at for at, word in enumerate(_OLDER) if re.search(rf"\b{word}\b", text))
    return next(ranks, len(_OLDER))


def _plain(text: str) -> str:
    return " ".join(text.upper().replace("–", "-").split())


def is_above(marking: Marking, ceiling: Marking) -> bool:
    """Return whether a marking is of a higher tier than another."""
    return _ORDER.index(marking.tier) > _ORDER.index(ceiling.tier)


def highest(markings: Iterable[Marking]) -> Marking:
    """Return the high watermark; descriptors of the highest tier are joined, sorted."""
    given = list(markings)
    if not given:
        return Marking()
    tier = max((m.tier for m in given), key=_ORDER.index)
    parts = (m.descriptor.split(", ") for m in given if m.tier is tier and m.descriptor)
    return Marking(tier, ", ".join(sorted({each for part in parts for each in part})))
