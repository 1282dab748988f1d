"""The form of the accuracy workbook: what stands where, for the writing and the reading of it."""

from dataclasses import dataclass

POINTS_SHEET = "Points"
ABOUT_SHEET = "About"
HEAD_ROW = 5
"""The row with the titles; the paragraphs begin below it."""
NUMBER, SECTION, WORDS, POINT, EVIDENCE, BY = range(1, 7)
"""Columns, from 1."""
TITLES = {
    NUMBER: "Paragraph",
    SECTION: "Section",
    WORDS: "What the draft says",
    POINT: "Your point",
    EVIDENCE: "What shows it",
    BY: "Whose point (office)",
}
FOR_THE_FORCE = (POINT, EVIDENCE, BY)
KIND = "spr-inspector/accuracy-check/1"
KIND_CELL, INSPECTION_CELL, DRAFT_CELL = "B2", "B3", "B4"
"""On the sheet about the workbook."""
MOST_CHARACTERS = 32_767
"""Of one cell: the format's own limit."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One paragraph that goes out."""

    number: str
    section: str
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A workbook that goes out."""

    inspection: str
    draft: str
    """Its id."""
    number: str
    """Its number, for people."""
    force: str
    fieldwork: str
    marking: str
    to: str
    sent: str
    reply_by: str
    """Empty: nothing is said."""
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """What the force wrote to one paragraph."""

    row: int
    """In the sheet, from 1."""
    number: str
    said: str
    evidence: str
    by: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A workbook that came back: only its form was looked at."""

    inspection: str
    draft: str
    sha256: str
    rows: tuple[ReturnedRow, ...]
    """Those in which the force wrote anything."""
    numbers: tuple[tuple[int, str], ...]
    """Row and paragraph number of every row."""


def cell_name(column: int, row: int) -> str:
    """Return how a person finds a cell: ``Points!D7``."""
    return f"{POINTS_SHEET}!{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[column - 1]}{row}"
