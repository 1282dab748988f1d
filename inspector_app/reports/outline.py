"""A document as a row of blocks: what the forms that are read (DOCX, HTML) are written from.

Blocks say what something is (a heading, a gap, an account), never how it looks. Their texts are
fit for XML already.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Manner(StrEnum):
    """What words are."""

    NOTICE = "notice"
    """That this is a working copy."""
    BODY = "body"
    QUIET = "quiet"
    """Dates, initials and the like."""
    HEADLINE = "headline"
    ANSWER = "answer"
    GAP = "gap"
    """That something is not known or not printed."""
    TOLD = "told"
    """Notes and the further parts of an answer."""
    WARNING = "warning"
    """Differing versions; a prompt."""
    ACCOUNT = "account"
    ACCOUNT_QUIET = "account-quiet"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that other places can lead to."""

    level: int
    """1: a chapter; 2: a section; 3: a line. None is skipped on the way down."""
    text: str
    key: str
    """Unique; letters, digits and hyphens."""
    lead: str = ""
    """A number that goes before it."""
    notes: tuple[int, ...] = ()
    """Numbers of the definitions that it uses."""
    is_listed: bool = False
    """Whether the contents list it."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text; its line breaks part paragraphs."""

    text: str
    manner: Manner = Manner.BODY
    lead: str = ""
    """Words that go before it and stand out."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Facts, each with its label."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Sentences that stand one below another."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a row of titles."""

    caption: str
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    has_row_heads: bool = False
    """Whether the first cell of each row names it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption."""

    number: int
    sha256: str
    width: int
    height: int
    """In pixels, as recorded; both more than 0."""
    alternative: str
    caption: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A term that headings lead to by its number."""

    number: int
    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The place of the table of contents."""


Block = Heading | Words | Pairs | Listed | Table | Figure | Definition | Contents


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole document."""

    title: str
    """For the document's properties."""
    name: str
    """What the first page is headed with."""
    under: tuple[str, ...]
    """What stands under the name."""
    marking: str
    foot: str
    """What stands at the foot of each page beside its number."""
    blocks: tuple[Block, ...]
    remarks: tuple[str, ...]
    """What could not be shown as it was recorded, in sentences."""

    def contents(self) -> Iterator[Heading]:
        """Yield the headings that the contents list."""
        return (each for each in self.blocks if isinstance(each, Heading) and each.is_listed)
