"""Interim summaries: printed from whatever is there, for the evening's meeting or the debrief."""

from dataclasses import dataclass

from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.ids import ChainId, ChangeId, SectionId, Sha256
from inspector_app.domain.markings import Marking


@dataclass(frozen=True, slots=True)
class Interim:
    """What is kept of one that was printed: its number, and the hash of what it said.

    Its words are not kept. They are worked out again from what stood then, so that what is purged
    meanwhile is gone from there too.
    """

    number: str
    """``JS/12``, in one sequence with evidence items; given when it is made, never changed."""
    file_sha256: Sha256
    size_bytes: int
    content_sha256: Sha256
    """Over the content model; number, journal heads and the time of making are not in it."""
    heads: dict[ChainId, ChangeId]
    """Last change of each chain whose work is in the file."""
    since: str = ""
    """The number of the one since which changes are told; empty: none are."""
    marking: Marking | None = None
    """As chosen; None: the high watermark of the inspection."""
    accounts: bool = True
    thumbnails: bool = True
    file_names: bool = False
    sections: tuple[SectionId, ...] = ()
    """Empty: all."""
    detail: DetailLevel = DetailLevel.FULL
    up_to: Marking | None = None
    """With the six above, what was chosen to be printed."""
