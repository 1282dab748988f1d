"""Where something was learned: one class for each kind of source, and what all kinds share."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from inspector_app.domain import dates, markings
from inspector_app.domain.accounts import Account
from inspector_app.domain.checklist import Pack
from inspector_app.domain.dates import PartialDate
from inspector_app.domain.errors import RuleViolation
from inspector_app.domain.ids import EvidenceId, LineId, PersonId
from inspector_app.domain.markings import Marking
from inspector_app.domain.origins import Origin
from inspector_app.domain.values import Basis, Condition, ItemChecked, Named, YesNo
from inspector_app.texts import tr, tr_counted

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}( ([01]\d|2[0-3]):[0-5]\d)?")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")

NOBODY = Named("")
"""Where no organisation or role was given."""


class RequestBasis(StrEnum):
    """On what footing a document was asked for.

    Source: Police Act 1996, Schedule 4A, paragraph 6A (information notices).
    """

    INFORMAL = "informal"
    NOTICE = "notice"


class RequestOutcome(StrEnum):
    """What became of a request so far; that one is overdue is worked out, never kept."""

    OPEN = "open"
    RECEIVED = "received"
    NOT_SUPPLIED = "not-supplied"
    REFUSED = "refused"
    SAID_NOT_TO_EXIST = "said-not-to-exist"
    """So says whoever was asked; that there is none is for the team to find."""
    CANCELLED = "cancelled"


class CopyKept(StrEnum):
    """What the team holds of a document it saw."""

    TAKEN = "copy-taken"
    READ_ON_SITE = "read-on-site"


class AbsenceKnown(StrEnum):
    """How the team knows that a document does not exist."""

    NOT_STATED = "not-stated"
    SAID = "said"
    LOOKED_FOR = "looked-for"


class RunState(StrEnum):
    """How far a test is; one that is only planned is never exported."""

    PLANNED = "planned"
    RUN = "run"
    ABANDONED = "abandoned"


class Level(StrEnum):
    """How far something reaches."""

    FORCE = "force"
    ALLIANCE = "alliance"
    REGION = "region"
    NATIONAL = "national"


class Seen(StrEnum):
    """How something that goes on without the team came to be known."""

    OBSERVED = "observed"
    ON_PAPER = "on-paper"
    DESCRIBED = "described"


@dataclass(frozen=True, slots=True)
class Interview:
    """Somebody was asked, by appointment."""

    KIND: ClassVar[str] = "interview"
    LETTER: ClassVar[str] = "I"
    topics: str = ""
    attributable: YesNo | None = None
    """Whether what was said may be printed as this role's."""


@dataclass(frozen=True, slots=True)
class Group:
    """Several people were asked together."""

    KIND: ClassVar[str] = "group"
    LETTER: ClassVar[str] = "G"
    number: int | None = None
    """People spoken to."""
    chosen: str = ""
    """How they were chosen, and by whom."""
    attributable: YesNo | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """People were spoken to where they were met."""

    KIND: ClassVar[str] = "conversation"
    LETTER: ClassVar[str] = "C"
    number: int | None = None
    chosen: str = ""
    attributable: YesNo | None = None


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """A document or information was asked for; the title says what."""

    KIND: ClassVar[str] = "document-request"
    LETTER: ClassVar[str] = "Q"
    to: Named = NOBODY
    basis: RequestBasis | None = None
    form: str = ""
    """The form and manner in which it is wanted."""
    asked: PartialDate | None = None
    due: PartialDate | None = None
    outcome: RequestOutcome = RequestOutcome.OPEN
    settled: PartialDate | None = None
    """When it was received, refused or cancelled."""
    reason: str = ""
    """Why it was not supplied, or what was remarked of it, as it was given."""
    meets_guidance: YesNo | None = None
    """Whether what came meets the guidance it is measured by."""
    appealed: PartialDate | None = None
    reference: str = ""
    """What whoever was asked calls the thing it gave."""

    def is_overdue(self, today: date) -> bool:
        """Return whether nothing came of it and the last day it was due lies before ``today``."""
        last = dates.last_day(self.due) if self.due else None
        return self.outcome is RequestOutcome.OPEN and last is not None and last < today


@dataclass(frozen=True, slots=True)
class DocumentSighted:
    """A document that the team has seen; the title is the document's."""

    KIND: ClassVar[str] = "document"
    LETTER: ClassVar[str] = "D"
    owner: Named = NOBODY
    date: PartialDate | None = None
    version: str = ""
    marking_found: str = ""
    """As it stands on the document, schemes before 2014 included."""
    copy: CopyKept = CopyKept.READ_ON_SITE
    pages: str = ""
    """Those relied on: ``3–5, annex B``."""
    held_at: str = ""


@dataclass(frozen=True, slots=True)
class DocumentAbsent:
    """A document that does not exist: a finding, not an empty box; the title says which."""

    KIND: ClassVar[str] = "no-document"
    LETTER: ClassVar[str] = "N"
    owner: Named = NOBODY
    """Whose it would be."""
    known: AbsenceKnown = AbsenceKnown.NOT_STATED
    looked: str = ""
    """Where the team looked."""
    reason: str = ""
    """Why there is none, as it was given."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a return, with what was left out of it."""

    measure: str
    value: str = ""
    """As supplied; empty: not known here."""
    unit: str = ""
    period: PartialDate | None = None
    basis: Basis = Basis.DECLARED
    exclusions: str = ""
    """Of this number alone."""


@dataclass(frozen=True, slots=True)
class DataReturn:
    """Numbers that somebody supplied."""

    KIND: ClassVar[str] = "data-return"
    LETTER: ClassVar[str] = "R"
    supplier: Named = NOBODY
    definition: str = ""
    """What is counted, in the supplier's or the asker's words."""
    period: PartialDate | None = None
    exclusions: str = ""
    """What all of its numbers leave out, and why; printed wherever one of them is printed."""
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class SelfAssessment:
    """The force's assessment of itself under a framework."""

    KIND: ClassVar[str] = "self-assessment"
    LETTER: ClassVar[str] = "S"
    framework: str = ""
    issuer: Named = NOBODY
    completed: YesNo | None = None
    handed_over: YesNo | None = None
    own_result: str = ""
    """The force's own score, kept apart from the team's answer."""


@dataclass(frozen=True, slots=True)
class ForceStatement:
    """What the force says of itself, outside interviews and assessments."""

    KIND: ClassVar[str] = "force-statement"
    LETTER: ClassVar[str] = "F"
    made_in: str = ""
    """Letter, briefing, report, conversation."""
    own_view: str = ""
    """Kept apart from the team's answer."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Something that was offered in a test."""

    resource: str
    number: int | None = None
    by: str = ""
    """Who offered it."""
    at: str = ""
    """London's time, ``14:20``."""
    available: str = ""
    """From when, or how soon."""


@dataclass(frozen=True, slots=True)
class UnannouncedTest:
    """A test without notice; its result on each line is its account there."""

    KIND: ClassVar[str] = "test"
    LETTER: ClassVar[str] = "T"
    state: RunState = RunState.RUN
    tester: str = ""
    """A role or an organisation, never a name."""
    scenario: str = ""
    withhold_scenario: bool = False
    """The scenario is left out of every export."""
    started: str = ""
    asked: str = ""
    first_offered: str = ""
    enough: str = ""
    ended: str = ""
    """These five: London's time, ``14:20`` or, by the laptop's clock, ``14:20:05``."""
    resources: tuple[Offered, ...] = ()
    systems: str = ""
    """What the staff used."""
    abandoned: str = ""
    """Why: a live incident."""


@dataclass(frozen=True, slots=True)
class EquipmentInspection:
    """A thing was looked at and tried."""

    KIND: ClassVar[str] = "equipment"
    LETTER: ClassVar[str] = "E"
    item: str = ""
    identifier: str = ""
    standard: str = ""
    condition: Condition | None = None
    items: tuple[ItemChecked, ...] = ()
    defects: str = ""


@dataclass(frozen=True, slots=True)
class SystemObservation:
    """A screen or record was seen in use."""

    KIND: ClassVar[str] = "system"
    LETTER: ClassVar[str] = "O"
    system: str = ""
    shown: str = ""
    """Which screen or record, and what it showed."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A standing meeting or board."""

    KIND: ClassVar[str] = "meeting"
    LETTER: ClassVar[str] = "M"
    level: Level | None = None
    frequency: str = ""
    attended_by: tuple[Named, ...] = ()
    purpose: str = ""
    seen: Seen = Seen.DESCRIBED


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Something shared by several forces; each inspection holds its own copy of it."""

    KIND: ClassVar[str] = "arrangement"
    LETTER: ClassVar[str] = "A"
    global_id: str = ""
    """32 hexadecimal digits, the same in every inspection's copy; given when first recorded."""
    level: Level | None = None
    members: tuple[Named, ...] = ()
    functions: tuple[str, ...] = ()
    lead: Named = NOBODY
    agreement: str = ""
    """The document's title."""
    agreed: PartialDate | None = None
    seen: Seen = Seen.DESCRIBED
    since: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held an office, and when."""

    holder: str
    """A role or an organisation, never a name."""
    since: PartialDate | None = None
    until: PartialDate | None = None
    interim: bool = False
    planned: bool = False


@dataclass(frozen=True, slots=True)
class OfficeHolder:
    """An office and those who held it, over time."""

    KIND: ClassVar[str] = "office"
    LETTER: ClassVar[str] = "H"
    office: Named = NOBODY
    holders: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class NationalComparison:
    """How the force stands among others: asked for on site, added at base."""

    KIND: ClassVar[str] = "comparison"
    LETTER: ClassVar[str] = "B"
    measure: str = ""
    compared_with: str = ""
    result: str = ""
    """Empty: still to be added at base."""
    made_from: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with the numbers it is drawn from."""

    KIND: ClassVar[str] = "figure"
    LETTER: ClassVar[str] = "U"
    measure: str = ""
    headcount: str = ""
    """Of whom the numbers are a share."""
    supplier: Named = NOBODY
    titles: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    exclusions: str = ""


@dataclass(frozen=True, slots=True)
class SafetyMatter:
    """Something that could not wait for the report, for the safety of the public."""

    KIND: ClassVar[str] = "safety"
    LETTER: ClassVar[str] = "P"
    matter: str = ""
    to: Named = NOBODY
    raised: PartialDate | None = None
    raised_at: str = ""
    """London's time, ``14:20``."""
    reply: str = ""
    replied: PartialDate | None = None


Particulars = (
    Interview
    | Group
    | Conversation
    | DocumentRequest
    | DocumentSighted
    | DocumentAbsent
    | DataReturn
    | SelfAssessment
    | ForceStatement
    | UnannouncedTest
    | EquipmentInspection
    | SystemObservation
    | Meeting
    | Arrangement
    | OfficeHolder
    | NationalComparison
    | Figure
    | SafetyMatter
)

KINDS: tuple[type[Particulars], ...] = Particulars.__args__
"""In the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """When an encounter that was captured as it happened began and ended.

    Milliseconds UTC by the laptop's clock.
    """

    began_ms: int
    ended_ms: int | None = None
    """None: it is still going on."""
    unannounced: bool = False
    """The force had no notice of it."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source: what is particular to its kind, and what every source has."""

    particulars: Particulars
    title: str = ""
    number: str = ""
    """``JS/12``, in one sequence with evidence items; given when first recorded, never changed."""
    as_at: PartialDate | None = None
    """When it took place, or to when it speaks; None: as the visit."""
    place: str = ""
    roles: tuple[Named, ...] = ()
    """Who spoke or showed; never names."""
    people: tuple[PersonId, ...] = ()
    """Who they are; the names lie outside the journal."""
    inspectors: tuple[PersonId, ...] = ()
    """Who of the team was there; empty: who recorded it."""
    lines: tuple[LineId, ...] = ()
    """The lines it can speak to, whether or not it has given an account there."""
    evidence: tuple[EvidenceId, ...] = ()
    outside: bool = False
    """Somebody outside the force and its team spoke, supplied or wrote it."""
    note: str = ""
    written_at: str = ""
    """``2013-09-17`` or ``2013-09-17 14:20`` in London: when notes on paper were written. Empty:
    when they were typed, which the change tells."""
    marking: Marking | None = None
    """None: as the inspection."""
    do_not_export: bool = False
    sitting: Sitting | None = None
    """Of an encounter captured as it happened; None: it was recorded afterwards."""
    origin: Origin | None = None
    """Set where it was carried over from another inspection."""

    @property
    def letter(self) -> str:
        """The letter of its kind."""
        return self.particulars.LETTER

    @property
    def is_closed(self) -> bool:
        """Whether it and all it said stays out of every export.

        So does a test until it ran, and any encounter until it ended.
        """
        planned = (
            isinstance(self.particulars, UnannouncedTest)
            and self.particulars.state is RunState.PLANNED
        )
        return self.do_not_export or planned or self.is_going_on

    @property
    def is_own_view(self) -> bool:
        """Whether it tells how the force sees itself: kept apart from the team's answer."""
        return isinstance(self.particulars, SelfAssessment | ForceStatement)

    @property
    def own_view(self) -> str:
        """How the force sees itself, in its words; empty: it is not told, or of another kind."""
        match self.particulars:
            case SelfAssessment(own_result=words) | ForceStatement(own_view=words):
                return words.strip()
            case _:
                return ""

    @property
    def is_unattributed(self) -> bool:
        """Whether what was said may not be printed as the role's that said it."""
        return getattr(self.particulars, "attributable", None) is YesNo.NO

    @property
    def is_going_on(self) -> bool:
        """Whether it is an encounter that has not ended."""
        return self.sitting is not None and self.sitting.ended_ms is None

    @property
    def exclusions(self) -> tuple[str, ...]:
        """What its numbers leave out, each once: it goes wherever one of them goes."""
        match self.particulars:
            case DataReturn(exclusions=whole, numbers=numbers):
                each = [f"{n.measure}: {n.exclusions}" for n in numbers if n.exclusions]
                return tuple(dict.fromkeys(filter(None, (whole, *each))))
            case Figure(exclusions=whole) if whole:
                return (whole,)
            case _:
                return ()


def kind_of(word: str) -> type[Particulars] | None:
    """Return the kind with this tag or letter, or None."""
    wanted = word.strip().casefold()
    return next((k for k in KINDS if wanted in (k.KIND, k.LETTER.casefold())), None)


def checked(source: Source, pack: Pack) -> Source:
    """Return ``source`` when it can be recorded.

    Raises:
        NotFound: the pack has no such line.
        RuleViolation: nothing says what it is, a time that is none, an end before the beginning, a
            row of a figure that does not fit its titles, or a copy of a document that must not be
            put into the app.
    """
    for line in source.lines:
        pack.line(line)
    if not (source.title.strip() or any(role.name.strip() for role in source.roles)):
        raise RuleViolation(tr("Give the source a title, or the role that spoke or showed."))
    if source.written_at and not is_moment(source.written_at):
        raise RuleViolation(
            tr(
                "“{written_at}” does not say when the notes were written: give a day as "
                "2013-09-17, or a day and time as 2013-09-17 14:20."
            ).format(written_at=source.written_at)
        )
    sitting = source.sitting
    if sitting and sitting.ended_ms is not None and sitting.ended_ms < sitting.began_ms:
        raise RuleViolation(
            tr(
                "The encounter would end before it began. Nothing was recorded: put one of the "
                "times right."
            )
        )
    match source.particulars:
        case UnannouncedTest() as test:
            stamps = (test.started, test.asked, test.first_offered, test.enough, test.ended)
            _check_times((*stamps, *(offered.at for offered in test.resources)))
            if test.abandoned.strip() and test.state is not RunState.ABANDONED:
                raise RuleViolation(
                    tr(
                        "There is a reason for abandoning the test, and it is not said to be "
                        "abandoned. Nothing was recorded: say that it was, or take the reason out."
                    )
                )
        case SafetyMatter(raised_at=time):
            _check_times((time,))
        case Figure(titles=titles, rows=rows):
            if any(len(row) != len(titles) for row in rows):
                raise RuleViolation(
                    tr_counted(
                        len(titles), "Each row of the figure’s table has {number} cells."
                    ).format(number=len(titles))
                )
        case _:
            pass
    if marking := copied_marking(source):
        raise RuleViolation(
            tr("A document marked {marking} {instead}").format(
                marking=marking, instead=markings.INSTEAD
            )
        )
    return source


def copied_marking(source: Source) -> str:
    """Return the marking SECRET or above of a sighted document of which more is kept than may be.

    Its title, its owner and where it is held may be; a copy, a file or pages relied on may not.
    Empty: it is no such document.
    """
    match source.particulars:
        case DocumentSighted(marking_found=found) as document if markings.is_too_high(found):
            is_kept = document.copy is CopyKept.TAKEN or source.evidence or document.pages
            return found.upper() if is_kept else ""
        case _:
            return ""


def lines_without_result(source: Source, accounts: Iterable[Account]) -> tuple[LineId, ...]:
    """Return the lines of a test on which it gave no account: its result is still to be told."""
    told = {account.line for account in accounts}
    return tuple(line for line in source.lines if line not in told)


def lines_with_several(accounts: Iterable[Account]) -> tuple[LineId, ...]:
    """Return the lines on which one source gave more than one account; a test has one result."""
    told = Counter(account.line for account in accounts)
    return tuple(line for line, number in told.items() if number > 1)


def is_moment(text: str) -> bool:
    """Return whether ``text`` is a day or a day with a time, as ``written_at`` is kept."""
    if not _MOMENT.fullmatch(text):
        return False
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def _check_times(times: tuple[str, ...]) -> None:
    for time in times:
        if time and not _TIME.fullmatch(time):
            raise RuleViolation(
                tr("“{time}” is not a time of day: write it like 14:20.").format(time=time)
            )
