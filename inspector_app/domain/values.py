"""What a part of an answer can hold, one class for each kind a checklist can ask for."""

from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.checklist import AnswerKind
from inspector_app.domain.dates import PartialDate


class YesNo(StrEnum):
    """The three answers to a closed question."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"


class Tick(StrEnum):
    """What is known of one box."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not-known"


class Basis(StrEnum):
    """Whether a number was checked."""

    UNSTATED = "unstated"
    DECLARED = "declared"
    CHECKED_BY_SUPPLIER = "checked-by-supplier"
    """The supplier says that it checked it; nobody of the team did."""
    VERIFIED = "verified"


class DocumentStanding(StrEnum):
    """How the team came to know a document."""

    ASKED_FOR = "asked-for"
    SUPPLIED = "supplied"
    SEEN_ON_SITE = "seen-on-site"
    DESCRIBED_ONLY = "described-only"
    NOT_SUPPLIED = "not-supplied"


class Condition(StrEnum):
    """What an inspection of a thing showed."""

    PASS = "pass"  # noqa: S105 - a test result, not a secret
    PART = "part"
    FAIL = "fail"


class ProgressState(StrEnum):
    """How far along something is."""

    NOT_BEGUN = "not-begun"
    PLANNED = "planned"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class Judged:
    """A value of the scale that the part names."""

    value: str


@dataclass(frozen=True, slots=True)
class YesNoGiven:
    """Yes, no or partly."""

    value: YesNo


@dataclass(frozen=True, slots=True)
class Counted:
    """A whole number in the part's unit."""

    number: int
    about: bool = False
    period: PartialDate | None = None
    supplier: str = ""
    basis: Basis = Basis.UNSTATED
    caveat: str = ""
    """An exclusion or warning that is printed wherever the number is printed."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """A ratio or a percentage; decimals as text, so that nothing is rounded on the way."""

    percent: str = ""
    numerator: str = ""
    denominator: str = ""
    about: bool = False
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """One or more dates."""

    dates: tuple[PartialDate, ...]


@dataclass(frozen=True, slots=True)
class Tabled:
    """Rows of cells as text, in the order of the part's columns."""

    rows: tuple[tuple[str, ...], ...]
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class Ticked:
    """What is known of each box, by option id; a box not named is not known."""

    boxes: dict[str, Tick] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Selected:
    """One option, or words where none fits."""

    option: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class DocumentKnown:
    """A document and how it is known."""

    standing: DocumentStanding
    title: str = ""
    owner: str = ""
    date: PartialDate | None = None
    version: str = ""
    marking_found: str = ""
    """The marking as it stands on the document, older schemes included."""
    sha256: str = ""
    """Of the copy kept as evidence; empty: none was taken."""


@dataclass(frozen=True, slots=True)
class Tested:
    """A test or a live event and its result."""

    result: str
    tester: str = ""
    when: PartialDate | None = None
    place: str = ""
    scenario: str = ""
    announced: YesNo | None = None


@dataclass(frozen=True, slots=True)
class ItemChecked:
    """One item of an equipment list."""

    name: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Examined:
    """A physical thing that was inspected."""

    condition: Condition
    item: str = ""
    identifier: str = ""
    standard: str = ""
    items: tuple[ItemChecked, ...] = ()
    defects: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation or a role: from the register, or added on the spot (then without id)."""

    name: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """One or more organisations or roles."""

    entries: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far along something is."""

    state: ProgressState


@dataclass(frozen=True, slots=True)
class Told:
    """Words."""

    text: str


Value = (
    Judged
    | YesNoGiven
    | Counted
    | Proportion
    | Dated
    | Tabled
    | Ticked
    | Selected
    | DocumentKnown
    | Tested
    | Examined
    | Names
    | Progressed
    | Told
)

CLASS_OF: dict[AnswerKind, type[Value]] = {
    AnswerKind.JUDGEMENT: Judged,
    AnswerKind.YES_NO: YesNoGiven,
    AnswerKind.COUNT: Counted,
    AnswerKind.RATIO: Proportion,
    AnswerKind.DATE: Dated,
    AnswerKind.TABLE: Tabled,
    AnswerKind.TICKS: Ticked,
    AnswerKind.SELECT: Selected,
    AnswerKind.DOCUMENT: DocumentKnown,
    AnswerKind.TEST: Tested,
    AnswerKind.OBJECT: Examined,
    AnswerKind.ORGANISATION: Names,
    AnswerKind.ROLE: Names,
    AnswerKind.PROGRESS: Progressed,
    AnswerKind.NARRATIVE: Told,
}
"""The class that holds each kind; organisations and roles share one."""
