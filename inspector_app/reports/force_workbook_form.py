"""The form of the workbook that a force fills in: what stands where, for writing and reading it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.force_replies import NumberReply, NumberRow, RequestReply, RequestRow
from inspector_app.domain.workbooks import Fault

ABOUT_SHEET = "About"
REQUESTS_SHEET = "Requests"
RETURNS_SHEET = "Data returns"
KIND = "spr-inspector/force-workbook/1"
KIND_CELL, REFERENCE_CELL = "B3", "B4"
"""On the sheet that explains."""
HEAD_ROW = 4
"""The row with the titles; the table begins below it."""

REFERENCE = 1
"""The column by which a row is known again, on both sheets."""
WHAT, FORM, ASKED, DUE, ANSWER, THEIRS, ON, REMARK = range(2, 10)
REQUEST_TITLES = {
    REFERENCE: "Reference",
    WHAT: "What we ask for",
    FORM: "In what form",
    ASKED: "Asked on",
    DUE: "Due",
    ANSWER: "Your answer",
    THEIRS: "Your reference",
    ON: "Date",
    REMARK: "Reason or remark",
}
REQUEST_OPEN = frozenset({ANSWER, THEIRS, ON, REMARK})

PLACE, RETURN, DEFINITION, LEFT_OUT_OF_ALL, MEASURE, UNIT, PERIOD = range(2, 9)
VALUE, BASIS, LEFT_OUT, WHY = range(9, 13)
RETURN_TITLES = {
    REFERENCE: "Reference",
    PLACE: "No.",
    RETURN: "Data return",
    DEFINITION: "What is counted",
    LEFT_OUT_OF_ALL: "What it leaves out",
    MEASURE: "Number asked for",
    UNIT: "Unit",
    PERIOD: "Period",
    VALUE: "Value",
    BASIS: "Declared or verified",
    LEFT_OUT: "What you left out, or why there is no value",
    WHY: "Why it was left out",
}
RETURN_OPEN = frozenset({VALUE, BASIS, LEFT_OUT, WHY})
"""Always to be filled in; unit and period too where none was asked for."""


@dataclass(frozen=True, slots=True)
class ForceWorkbook:
    """A workbook that goes out."""

    reference: str
    """The one thing by which it is known again."""
    number: str
    force: str
    fieldwork: str
    marking: str
    to: str
    sent: str
    reply_by: str
    """Empty: nothing is said."""
    rows: tuple[RequestRow | NumberRow, ...]
    made: datetime | None = None
    """In the file's properties, UTC and without a zone; None: not told."""


@dataclass(frozen=True, slots=True)
class CameBack:
    """A workbook that came back: which it is."""

    reference: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What a force wrote into one row, with the cell of each fact of the source."""

    asked: RequestRow | NumberRow
    reply: RequestReply | NumberReply
    cells: Mapping[str, str]
    """By the fact's name in the source: ``Requests!F7``."""


@dataclass(frozen=True, slots=True)
class FilledIn:
    """What a force wrote into a workbook, with what is wrong in it."""

    rows: tuple[Filled, ...]
    faults: tuple[Fault, ...]


def open_columns(row: RequestRow | NumberRow) -> frozenset[int]:
    """Return the columns of a row that the force fills in."""
    if isinstance(row, RequestRow):
        return REQUEST_OPEN
    unasked = {UNIT: row.unit, PERIOD: row.period}
    return RETURN_OPEN | {column for column, words in unasked.items() if not words}


def texts(row: RequestRow | NumberRow) -> dict[int, str]:
    """Return what goes out in the cells of a row."""
    if isinstance(row, RequestRow):
        return {
            REFERENCE: row.reference,
            WHAT: row.what,
            FORM: row.form,
            ASKED: row.asked,
            DUE: row.due,
        }
    return {
        REFERENCE: row.reference,
        PLACE: str(row.at + 1),
        RETURN: row.title,
        DEFINITION: row.definition,
        LEFT_OUT_OF_ALL: row.left_out_of_all,
        MEASURE: row.measure,
        UNIT: row.unit,
        PERIOD: row.period,
    }


def key(row: RequestRow | NumberRow) -> tuple[str, str]:
    """Return by what a row is known again: its reference, and the number's place in its return."""
    return (row.reference, "" if isinstance(row, RequestRow) else str(row.at + 1))
