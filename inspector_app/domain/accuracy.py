"""The accuracy check: what went out to the force, what it said to it, and what became of that."""

from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.dates import PartialDate
from inspector_app.domain.ids import ChainId, ChangeId, DraftId, Sha256


class Decision(StrEnum):
    """What the team made of a point."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not-accepted"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One finding or headline of a draft, under the number by which it is spoken of."""

    number: str
    """Chapter, section, line: ``2.3.7``; of a headline ``2.3``."""
    place: str
    """The line, or of a headline the section."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What went out to the force to be checked."""

    number: str
    """``JS/12``."""
    to: str
    """An office or organisation, never a name."""
    sent: PartialDate
    reply_by: PartialDate | None
    paragraphs: tuple[Paragraph, ...]
    """In the order of printing."""
    heads: dict[ChainId, ChangeId]
    """The last change of each chain whose work is in it: how the inspection stood then."""
    file_sha256: Sha256 | None = None
    """Of the signed accuracy draft with this content; None: none had been signed."""

    def place_of(self, number: str) -> str:
        """Return the line or section of a paragraph; empty: it is not in this draft."""
        return next((each.place for each in self.paragraphs if each.number == number), "")


@dataclass(frozen=True, slots=True)
class Reply:
    """A workbook that came back; a force may have no point at all."""

    draft: DraftId
    received: PartialDate
    file_sha256: Sha256
    points: int
    """Recorded from it; those that had come before are not counted."""


@dataclass(frozen=True, slots=True)
class Point:
    """What the force said to one paragraph: its own words, kept apart from the team's answer."""

    draft: DraftId
    paragraph: str
    place: str
    said: str
    evidence: str = ""
    """What it rests on, in the force's words."""
    by: str = ""
    """Whose point it is, as the force put it: an office."""


@dataclass(frozen=True, slots=True)
class Response:
    """What the team made of a point, and why."""

    decision: Decision
    reason: str
    changes: tuple[ChangeId, ...] = field(default=())
    """The acts that correct the finding or headline because of it."""
