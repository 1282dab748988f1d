"""How well a passphrase would stand, in words, quickly enough to be said while it is typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from inspector_app.texts import tr

_LONGEST_JUDGED = 64
"""Characters; the judge's time grows faster than the text (25 ms at 72, on a 2.8 GHz Xeon)."""


class Level(IntEnum):
    """From too weak to very strong; comparable."""

    TOO_WEAK = 0
    WEAK = 1
    FAIR = 2
    STRONG = 3
    VERY_STRONG = 4

    @property
    def words(self) -> str:
        """Return the level as the user reads it."""
        return self.name.lower().replace("_", " ")


ACCEPTED = Level.FAIR
"""The least with which a vault may be made."""

_FEWEST_GUESSES = {
    Level.WEAK: 9,
    Level.FAIR: 12,
    Level.STRONG: 15,
    Level.VERY_STRONG: 18,
}
"""Powers of ten. We reckon that a large graphics card tries 2,000 a second against 256 MiB of
Argon2id; fair (10^12) then means sixteen years of one such card, and strong sixteen thousand."""

_ADVICE_BY_PATTERN = {
    "repeat": tr("Repeated characters add almost nothing; add a word instead."),
    "sequence": tr("Sequences such as abc or 6543 are guessed early; use unrelated words."),
    "spatial": tr("Rows of the keyboard are guessed early; use unrelated words."),
    "date": tr("Dates are guessed early; use unrelated words."),
    "regex": tr("Years are guessed early; use unrelated words."),
}
_ADVICE_BY_LEVEL = {
    Level.TOO_WEAK: tr("Use four or more words that have nothing to do with each other."),
    Level.WEAK: tr("Add one or two more unrelated words."),
    Level.FAIR: tr("Good enough. One more unrelated word makes it strong."),
    Level.STRONG: tr("Nobody else needs to know it."),
    Level.VERY_STRONG: tr("Make sure that you can remember it."),
}


@dataclass(frozen=True, slots=True)
class Strength:
    """The judgement of one passphrase."""

    level: Level
    advice: str
    """One plain sentence."""

    @property
    def is_accepted(self) -> bool:
        """Tell whether a vault may be made with it."""
        return self.level >= ACCEPTED


def judged(passphrase: str, known_words: Sequence[str] = ()) -> Strength:
    """Return how strong ``passphrase`` is; about a millisecond, the first call some 30 ms.

    Only its first 64 characters count. Spaces do not: they are where everybody puts them.

    Args:
        passphrase: as typed so far; may be empty.
        known_words: what an attacker would try first, such as the user's and the force's names.
    """
    from zxcvbn import zxcvbn  # its word lists load slowly; the first window does not need them

    text = "".join(passphrase.split())[:_LONGEST_JUDGED]
    if not text:
        return Strength(Level.TOO_WEAK, _ADVICE_BY_LEVEL[Level.TOO_WEAK])
    verdict: dict[str, Any] = zxcvbn(  # type: ignore[no-untyped-call] # the library has no types
        text, user_inputs=["inspector", "police", *known_words]
    )
    reached = [each for each, power in _FEWEST_GUESSES.items() if verdict["guesses_log10"] >= power]
    level = max(reached, default=Level.TOO_WEAK)
    advice = _ADVICE_BY_LEVEL[level]
    if level < ACCEPTED:
        patterns = {match["pattern"] for match in verdict["sequence"]}
        hints = [hint for name, hint in _ADVICE_BY_PATTERN.items() if name in patterns]
        advice = hints[0] if hints else advice
    return Strength(level, advice)
