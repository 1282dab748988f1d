"""What a change says: one class for each kind, with the kind's own version."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, get_args

from inspector_app.domain import forms
from inspector_app.domain.accounts import Account
from inspector_app.domain.accuracy import Draft, Point, Reply, Response
from inspector_app.domain.answers import Answer
from inspector_app.domain.asides import PutAside
from inspector_app.domain.assignments import Assignment
from inspector_app.domain.at_base import ClockReading, Forgotten
from inspector_app.domain.captures import CaptureTime
from inspector_app.domain.checklist import RegisterEntry
from inspector_app.domain.corrections import Correction
from inspector_app.domain.debriefs import Debrief, ForDebrief
from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.encounters import Paragraph
from inspector_app.domain.errors import BadInput
from inspector_app.domain.evidence import Caption, EvidenceFile
from inspector_app.domain.follow_up import Earlier
from inspector_app.domain.headlines import Headline
from inspector_app.domain.ids import (
    ChainId,
    ChangeId,
    DeviceId,
    EvidenceId,
    LineId,
    PersonId,
    SectionId,
    Sha256,
)
from inspector_app.domain.inspection import Details, Member, PackPin, Scope
from inspector_app.domain.interims import Interim
from inspector_app.domain.markings import Marking
from inspector_app.domain.moderation import Moderation
from inspector_app.domain.phases import Phase
from inspector_app.domain.recommendations import Advance, Recommendation
from inspector_app.domain.retention import Destruction, Hold, Retention
from inspector_app.domain.sheets import Sheet
from inspector_app.domain.sources import Source
from inspector_app.domain.sticks import Journey
from inspector_app.domain.timetable import Planned
from inspector_app.domain.workbooks import Reading, Workbook
from inspector_app.texts import tr


class Subject(StrEnum):
    """What a change is about; a subject is written ``answer:CC-PO-07``."""

    INSPECTION = "inspection"
    PACK = "pack"
    """Under which version of its checklist the inspection stands, once it is not the first."""
    SECTION = "section"
    MEMBER = "member"
    ANSWER = "answer"
    HEADLINE = "headline"
    MODERATION = "moderation"
    TICK = "tick"
    """Whether a section's headline is told in the debrief."""
    DEBRIEF = "debrief"
    SHEET = "sheet"
    """An aide-memoire that was printed."""
    ACCOUNT = "account"
    SOURCE = "source"
    REGISTER = "register"
    DRAFT = "draft"
    REPLY = "reply"
    WORKBOOK = "workbook"
    READING = "reading"
    POINT = "point"
    RESPONSE = "response"
    FOLLOW_UP = "follow-up"
    RECOMMENDATION = "recommendation"
    PROGRESS = "progress"
    EVIDENCE = "evidence"
    CAPTION = "caption"
    CAPTURE = "capture"
    LINK = "link"
    PROMPT = "prompt"
    SUMMARY = "summary"
    INTERIM = "interim"
    SUMMARY_FILE = "summary-file"
    """A countersigned or raised file, made of a signed summary."""
    DEVICE = "device"
    ENCOUNTER = "encounter"
    """One entry of the timetable; the source that comes of it has the same key."""
    PARAGRAPH = "paragraph"
    """A timed note: the source's key, then its own."""
    LAPTOP = "laptop"
    """Whose a device is, where others act on it too."""
    PHASE = "phase"
    NAME = "name"
    """Of a person; the name itself lies outside the journal."""
    CORRECTION = "correction"
    """A correction session: the laptop it goes on at, then its own id."""
    ASSIGNMENT = "assignment"
    """Whose a line or a section is; the key is its id."""
    RETENTION = "retention"
    HOLD = "hold"
    DESTRUCTION = "destruction"
    STICK = "stick"
    """A journey to base by a stick."""
    COPY = "copy"
    """A laptop's copy of an evidence item's file: the laptop, then the item."""
    CLOCK = "clock"
    """Of a laptop, beside base's."""


@dataclass(frozen=True, slots=True)
class InspectionDescribed:
    """The particulars of the inspection; the first one begins it."""

    KIND: ClassVar[str] = "inspection-described"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.INSPECTION
    details: Details


@dataclass(frozen=True, slots=True)
class PackPinned:
    """The inspection comes under a newer version of its checklist; recorded under that one."""

    KIND: ClassVar[str] = "pack-pinned"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.PACK
    pin: PackPin
    before: PackPin
    """The version that it takes the place of."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SectionSwitched:
    """A section put in or out of scope."""

    KIND: ClassVar[str] = "section-switched"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.SECTION
    scope: Scope


@dataclass(frozen=True, slots=True)
class MemberNamed:
    """Somebody's part in the team."""

    KIND: ClassVar[str] = "member-named"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.MEMBER
    member: Member


@dataclass(frozen=True, slots=True)
class AnswerRecorded:
    """The team's finding on a line."""

    KIND: ClassVar[str] = "answer-recorded"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.ANSWER
    answer: Answer


@dataclass(frozen=True, slots=True)
class HeadlineWritten:
    """The judgement of a section."""

    KIND: ClassVar[str] = "headline-written"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.HEADLINE
    headline: Headline


@dataclass(frozen=True, slots=True)
class HeadlineModerated:
    """The challenge to a headline and what came of it; the headline itself stays."""

    KIND: ClassVar[str] = "headline-moderated"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.MODERATION
    moderation: Moderation


@dataclass(frozen=True, slots=True)
class HeadlineTicked:
    """A headline put on the debrief note, or taken off it again."""

    KIND: ClassVar[str] = "headline-ticked"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.TICK
    tick: ForDebrief


@dataclass(frozen=True, slots=True)
class DebriefHeld:
    """A debrief was held: who spoke, to whom, and what the force said."""

    KIND: ClassVar[str] = "debrief-held"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.DEBRIEF
    debrief: Debrief


@dataclass(frozen=True, slots=True)
class SheetPrinted:
    """An aide-memoire was printed; recorded anew when something has become of it."""

    KIND: ClassVar[str] = "sheet-printed"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.SHEET
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class AccountGiven:
    """What one source said or showed on one line."""

    KIND: ClassVar[str] = "account-given"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.ACCOUNT
    account: Account


@dataclass(frozen=True, slots=True)
class SourceRecorded:
    """A source, as it is now known."""

    KIND: ClassVar[str] = "source-recorded"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.SOURCE
    source: Source


@dataclass(frozen=True, slots=True)
class EntryRecorded:
    """An entry of the registers as this inspection knows it: added here, or the pack's mended."""

    KIND: ClassVar[str] = "entry-recorded"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.REGISTER
    entry: RegisterEntry


@dataclass(frozen=True, slots=True)
class DraftSent:
    """Numbered paragraphs went out to the force to be checked."""

    KIND: ClassVar[str] = "draft-sent"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.DRAFT
    draft: Draft


@dataclass(frozen=True, slots=True)
class ReplyTaken:
    """A workbook came back from the force, with any number of points."""

    KIND: ClassVar[str] = "reply-taken"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.REPLY
    reply: Reply


@dataclass(frozen=True, slots=True)
class PointMade:
    """What the force said to one paragraph of a draft."""

    KIND: ClassVar[str] = "point-made"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.POINT
    point: Point


@dataclass(frozen=True, slots=True)
class PointAnswered:
    """What the team made of a point, and why."""

    KIND: ClassVar[str] = "point-answered"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.RESPONSE
    response: Response


@dataclass(frozen=True, slots=True)
class WorkbookSent:
    """Requests and data returns went out to the force in a workbook to be filled in."""

    KIND: ClassVar[str] = "workbook-sent"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.WORKBOOK
    workbook: Workbook


@dataclass(frozen=True, slots=True)
class WorkbookRead:
    """A workbook that the force filled in was accepted; what it tells stands at its sources."""

    KIND: ClassVar[str] = "workbook-read"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.READING
    reading: Reading


@dataclass(frozen=True, slots=True)
class FollowUpNamed:
    """Which earlier inspection of the same force this one follows up."""

    KIND: ClassVar[str] = "follow-up-named"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.FOLLOW_UP
    earlier: Earlier


@dataclass(frozen=True, slots=True)
class RecommendationMade:
    """A recommendation, cause of concern or area for improvement, as it is now worded."""

    KIND: ClassVar[str] = "recommendation-made"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.RECOMMENDATION
    recommendation: Recommendation


@dataclass(frozen=True, slots=True)
class ProgressTold:
    """How far a recommendation has come, of this inspection or an earlier one."""

    KIND: ClassVar[str] = "progress-told"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.PROGRESS
    advance: Advance


@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    """A file kept as evidence."""

    KIND: ClassVar[str] = "evidence-added"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.EVIDENCE
    file: EvidenceFile


@dataclass(frozen=True, slots=True)
class EvidenceCaptioned:
    """What people say about an evidence item."""

    KIND: ClassVar[str] = "evidence-captioned"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.CAPTION
    caption: Caption


@dataclass(frozen=True, slots=True)
class CaptureTimed:
    """When a photograph was taken, worked out from what its camera wrote."""

    KIND: ClassVar[str] = "capture-timed"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.CAPTURE
    capture: CaptureTime


@dataclass(frozen=True, slots=True)
class EvidenceLinked:
    """An evidence item put to a line."""

    KIND: ClassVar[str] = "evidence-linked"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.LINK
    evidence: EvidenceId
    line: LineId


@dataclass(frozen=True, slots=True)
class PromptPutAside:
    """Something pointed out that somebody looked at and gave a reason to leave as it is."""

    KIND: ClassVar[str] = "prompt-put-aside"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.PROMPT
    aside: PutAside


@dataclass(frozen=True, slots=True)
class SummarySigned:
    """A signed PDF summary that left the app."""

    KIND: ClassVar[str] = "summary-signed"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.SUMMARY
    file_sha256: Sha256
    size_bytes: int
    content_sha256: Sha256
    """Over the content model; journal heads and the time of signing are not in it."""
    heads: dict[ChainId, ChangeId]
    """Last change of each chain whose work is in the file."""
    signer: str
    """The certificate's subject as it is printed."""
    certificate_sha256: Sha256
    signer_kind: str
    form: str = "fieldwork-record"
    marking: Marking | None = None
    """As chosen; None: the high watermark of the inspection."""
    accounts: bool = True
    thumbnails: bool = True
    file_names: bool = False
    sections: tuple[SectionId, ...] = ()
    """Empty: all."""
    detail: DetailLevel = DetailLevel.FULL
    up_to: Marking | None = None
    """With ``form``, what was chosen to be printed: a comparison later prints the same."""
    language: str = ""
    """By ``texts.edition``, the words it was printed in; empty: British English."""


@dataclass(frozen=True, slots=True)
class InterimMade:
    """An interim summary that left the app, unsigned."""

    KIND: ClassVar[str] = "interim-made"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.INTERIM
    interim: Interim


@dataclass(frozen=True, slots=True)
class SummaryCountersigned:
    """A signed summary that the lead signed as well, into a file of its own."""

    KIND: ClassVar[str] = "summary-countersigned"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.SUMMARY_FILE
    of_sha256: Sha256
    """The signed file."""
    file_sha256: Sha256
    size_bytes: int
    signer: str
    """The certificate's subject as it is printed."""
    certificate_sha256: Sha256
    signer_kind: str


@dataclass(frozen=True, slots=True)
class SummaryRaised:
    """A signed summary that was given timestamps, into a file of its own."""

    KIND: ClassVar[str] = "summary-raised"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.SUMMARY_FILE
    of_sha256: Sha256
    """The file that was raised."""
    file_sha256: Sha256
    size_bytes: int
    level: str
    """Of the inspector's signature now, as ETSI EN 319 142-1 names it."""
    authority: str
    """Who made the newest timestamp, as its certificate has it."""
    confirmed_at_ms: int
    """The time of the newest timestamp by that authority's clock, UTC."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Whatever the subject held is taken back; what was said stays in the history."""

    KIND: ClassVar[str] = "withdrawn"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject | None] = None
    reason: str


@dataclass(frozen=True, slots=True)
class BodyPurged:
    """The bodies of earlier changes of this subject are destroyed for good."""

    KIND: ClassVar[str] = "body-purged"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject | None] = None
    changes: tuple[ChangeId, ...]
    ground: str
    """Spilled material, retention, right to erasure, or other."""
    reason: str
    beyond_reach: tuple[str, ...] = ()
    """Copies that this purge cannot reach, as they are known."""
    blobs: tuple[Sha256, ...] = ()
    """Files whose keys are destroyed."""
    numbers: tuple[str, ...] = ()
    """Numbers of evidence and sources destroyed with it, so that none is ever given again."""


@dataclass(frozen=True, slots=True)
class DeviceAdmitted:
    """Changes of this device are taken into the inspection."""

    KIND: ClassVar[str] = "device-admitted"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.DEVICE
    device: DeviceId
    reason: str
    changes: tuple[ChangeId, ...] = ()
    """Taken in by name, such as a branch of a fork; empty: all that is soundly linked."""


@dataclass(frozen=True, slots=True)
class EncounterPlanned:
    """An entry of the timetable, as it is now meant."""

    KIND: ClassVar[str] = "encounter-planned"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.ENCOUNTER
    planned: Planned


@dataclass(frozen=True, slots=True)
class ParagraphWritten:
    """A timed note of an encounter."""

    KIND: ClassVar[str] = "paragraph-written"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.PARAGRAPH
    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class LaptopNamed:
    """Whose laptop a device is: told once, when somebody else first acts on it."""

    KIND: ClassVar[str] = "laptop-named"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.LAPTOP
    owner: PersonId


@dataclass(frozen=True, slots=True)
class NameErased:
    """Somebody's name is destroyed on every laptop; what they did stays, by role and initials."""

    KIND: ClassVar[str] = "name-erased"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.NAME
    reason: str


@dataclass(frozen=True, slots=True)
class PhaseEntered:
    """Where the work stands from now on."""

    KIND: ClassVar[str] = "phase-entered"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.PHASE
    phase: Phase
    reason: str = ""
    """Given whenever the work goes back."""


@dataclass(frozen=True, slots=True)
class CorrectionRecorded:
    """A correction session begins, or ends."""

    KIND: ClassVar[str] = "correction-recorded"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.CORRECTION
    correction: Correction


@dataclass(frozen=True, slots=True)
class Assigned:
    """A line, or a section with its lines, given to people of the team."""

    KIND: ClassVar[str] = "assigned"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.ASSIGNMENT
    assignment: Assignment


@dataclass(frozen=True, slots=True)
class RetentionSet:
    """Until when the inspection is kept."""

    KIND: ClassVar[str] = "retention-set"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.RETENTION
    retention: Retention


@dataclass(frozen=True, slots=True)
class HoldSet:
    """A legal hold is placed or lifted."""

    KIND: ClassVar[str] = "hold-set"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.HOLD
    hold: Hold


@dataclass(frozen=True, slots=True)
class StickAuthorised:
    """The inspection may travel to base by a stick."""

    KIND: ClassVar[str] = "stick-authorised"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.STICK
    journey: Journey


@dataclass(frozen=True, slots=True)
class EvidenceForgotten:
    """The laptop holds a file no more, on base's word that a backup does."""

    KIND: ClassVar[str] = "evidence-forgotten"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.COPY
    forgotten: Forgotten


@dataclass(frozen=True, slots=True)
class ClockObserved:
    """How the laptop's clock stood beside base's."""

    KIND: ClassVar[str] = "clock-observed"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.CLOCK
    reading: ClockReading


@dataclass(frozen=True, slots=True)
class InspectionDestroyed:
    """Everything that was ever said in the inspection is destroyed but for this."""

    KIND: ClassVar[str] = "inspection-destroyed"
    VERSION: ClassVar[int] = 1
    SUBJECT: ClassVar[Subject] = Subject.DESTRUCTION
    destruction: Destruction


@dataclass(frozen=True, slots=True)
class Unknown:
    """A kind made by a newer version of the app: kept and shown as such, never dropped."""

    kind: str
    version: int
    form: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Purged:
    """Stands where a body was before it was destroyed."""


Body = (
    InspectionDescribed
    | PackPinned
    | SectionSwitched
    | MemberNamed
    | AnswerRecorded
    | HeadlineWritten
    | HeadlineModerated
    | HeadlineTicked
    | DebriefHeld
    | SheetPrinted
    | AccountGiven
    | SourceRecorded
    | EntryRecorded
    | DraftSent
    | ReplyTaken
    | PointMade
    | PointAnswered
    | WorkbookSent
    | WorkbookRead
    | FollowUpNamed
    | RecommendationMade
    | ProgressTold
    | EvidenceAdded
    | EvidenceCaptioned
    | CaptureTimed
    | EvidenceLinked
    | PromptPutAside
    | SummarySigned
    | InterimMade
    | SummaryCountersigned
    | SummaryRaised
    | Withdrawn
    | BodyPurged
    | DeviceAdmitted
    | EncounterPlanned
    | ParagraphWritten
    | LaptopNamed
    | NameErased
    | PhaseEntered
    | CorrectionRecorded
    | Assigned
    | RetentionSet
    | HoldSet
    | StickAuthorised
    | EvidenceForgotten
    | ClockObserved
    | InspectionDestroyed
)

_KINDS: dict[tuple[str, int], type[Body]] = {(cls.KIND, cls.VERSION): cls for cls in get_args(Body)}


def subject(kind: Subject, *key: str) -> str:
    """Return the subject's written form, such as ``answer:CC-PO-07`` or ``link:ab12/CC-PO-07``."""
    return f"{kind.value}:{'/'.join(key)}" if key else kind.value


def subject_kind(written: str) -> str:
    """Return the part of a written subject before the colon."""
    return written.partition(":")[0]


def subject_key(written: str) -> str:
    """Return the part of a written subject after the colon, or the empty text."""
    return written.partition(":")[2]


def form_of(body: Body) -> dict[str, object]:
    """Return the body as plain JSON values."""
    form: dict[str, object] = forms.as_json(body)
    return form


def body_from(kind: str, version: int, form: dict[str, object]) -> Body | Unknown:
    """Return the body that ``form`` describes; ``Unknown`` for a kind this version does not know.

    Raises:
        BadInput: the kind is known and the form is not one of it.
    """
    cls = _KINDS.get((kind, version))
    if cls is None:
        return Unknown(kind, version, form)
    body = forms.from_json(cls, form)
    if isinstance(body, BodyPurged) and not body.changes:
        raise BadInput(tr("A purge names the changes it destroys."))
    return body


def is_known_kind(kind: str) -> bool:
    """Return whether this version knows what a change of this kind means."""
    return any(kind == known for known, _ in _KINDS)
