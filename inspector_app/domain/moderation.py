"""Moderation: the headline as proposed, the challenge to it, and the headline that came of it."""

from dataclasses import dataclass

from inspector_app.domain.markings import Marking


@dataclass(frozen=True, slots=True)
class Moderation:
    """What moderating said of one section's headline, which itself stays as it was proposed.

    Both headlines are written by people. A moderated headline without its reason is kept, and does
    not stand for the proposed one yet.
    """

    proposed: str
    """The headline's words as they were moderated."""
    challenge: str = ""
    moderated: str = ""
    """The headline that came of it; the proposed words again where the challenge did not hold."""
    reason: str = ""
    """Why it is worded so."""
    marking: Marking | None = None

    @property
    def is_decided(self) -> bool:
        """Whether a moderated headline stands, with its reason."""
        return bool(self.moderated.strip() and self.reason.strip())
