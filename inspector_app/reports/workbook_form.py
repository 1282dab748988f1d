"""The form of the accuracy workbook: what stands where, for the writing and the reading of it."""

from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.workbooks import Fault

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
KIND_CELL, DRAFT_CELL = "B2", "B3"
"""On the sheet about the workbook."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One paragraph that goes out."""

    number: str
    section: str
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A workbook that goes out."""

    draft: str
    """Its id: the reference by which the workbook is known again."""
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
    made: datetime | None = None
    """In the file's properties, UTC and without a zone; None: not told."""


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

    draft: str
    sha256: str
    rows: tuple[ReturnedRow, ...]
    """Those in which the force wrote anything."""
    numbers: tuple[tuple[int, str], ...]
    """Row and paragraph number of every row."""
    faults: tuple[Fault, ...]
    """What is wrong in it: then nothing of it is recorded."""
