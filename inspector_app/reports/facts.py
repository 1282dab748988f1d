"""What a summary prints, as plain facts: every format draws from these and from nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.detail import DetailLevel
from inspector_app.domain.ids import SectionId
from inspector_app.domain.markings import Marking


class Form(StrEnum):
    """What a summary says it is."""

    FIELDWORK_RECORD = "fieldwork-record"
    ACCURACY_DRAFT = "accuracy-draft"
    FINAL_SUMMARY = "final-summary"
    INTERIM_SUMMARY = "interim-summary"
    """Provisional and never signed."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who exports may choose."""

    form: Form = Form.FIELDWORK_RECORD
    marking: Marking | None = None
    """None: the high watermark of all that the inspection holds."""
    accounts: bool = True
    """Whether what single sources said is printed."""
    thumbnails: bool = True
    file_names: bool = False
    """Whether the originals' names are printed; they often name people."""
    sections: tuple[SectionId, ...] = ()
    """In the pack's order; empty: all. What is not of them is nowhere in the content."""
    detail: DetailLevel = DetailLevel.FULL
    up_to: Marking | None = None
    """What is marked above it is left out and counted; None: nothing is for its marking."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One part of an answer: words, or a table when there are titles."""

    label: str
    words: str
    titles: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class By:
    """Who recorded something, and when."""

    initials: str
    time_ms: int
    when: str
    """In London's time."""


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One version of an answer."""

    state: str
    """``value``, ``outcome``, ``note`` (words only) or ``absent`` (withdrawn, purged, newer)."""
    answer: str
    """In one line; empty for a note only."""
    details: tuple[Detail, ...]
    """The value part by part; empty for an outcome."""
    as_at: str
    """Empty: corrected after fieldwork without a date of its own."""
    as_at_visit: bool
    """Whether the date is the visit's, for want of its own."""
    note: str
    capability: str
    marking: str
    """Empty: as the inspection."""
    reason: str
    exclusions: tuple[str, ...]
    """What the numbers it rests on leave out; only where it holds a number itself."""
    origin: str
    """Where it was carried over from, and whether it was confirmed here; empty: recorded here."""
    corrected: str
    """Why and on whose word it was recorded after fieldwork; empty: it is of the visit."""
    under: str
    """Under which version of the checklist it was given, and what that asked if it asked
    otherwise; empty: under the one that is printed."""
    by: By


@dataclass(frozen=True, slots=True)
class SupportFacts:
    """What an answer or a headline rests on; never a score."""

    letters: tuple[str, ...]
    """Of the kinds of source."""
    words: str
    """How many accounts of each kind of support: ``document (1), data (2)``, or ``nothing``."""
    independent: int
    """Kinds of support that there are."""
    without_source: int
    """Accounts without a source."""
    unconfirmed: int
    """Accounts carried over that nobody has confirmed here: they support nothing yet."""


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What one source said or showed."""

    source: str
    """The source's number; empty: without a source."""
    letter: str
    kind: str
    """Of the source, as its letter; empty: without a source."""
    exclusions: tuple[str, ...]
    """What its source's numbers leave out; only where the account tells a number."""
    role: str
    """Never a name; empty: a note by its author, or said by a role that may not be printed."""
    words: str
    answer: str
    details: tuple[Detail, ...]
    as_at: str
    marking: str
    origin: str
    """As of an answer."""
    own_view: bool
    """It tells how the force sees itself: printed apart, and never the team's answer."""
    by: By


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line as printed."""

    id: str
    question: str
    derived: bool
    state: str
    """``answered``, ``versions``, ``none`` or ``left-out``."""
    paragraph: str
    """Its number in an accuracy draft, ``2.3.7``; empty: not numbered."""
    established: bool
    versions: tuple[VersionFacts, ...]
    """Latest first; more than one exactly when they differ."""
    visit_state: str
    """What the visit found where that was corrected since: ``found``, ``nothing`` or ``left-out``;
    empty: it stands as it was found."""
    visit: tuple[VersionFacts, ...]
    accounts: tuple[AccountFacts, ...]
    accounts_left_out: int
    support: SupportFacts
    evidence: tuple[str, ...]
    """Numbers."""
    evidence_left_out: int
    notes: tuple[int, ...]
    """Numbers of the definitions it uses."""
    see_also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeadlineVersion:
    """One version of a section's judgement."""

    text: str
    absence: str
    """Why there is no text; empty where there is."""
    as_at: str
    marking: str
    reason: str
    by: By


@dataclass(frozen=True, slots=True)
class HeadlineFacts:
    """A section's judgement as printed."""

    state: str
    """``written``, ``versions``, ``none`` or ``left-out``."""
    moderation: str
    """``moderated``: printed as moderated; ``followed``: printed as proposed, and moderated since;
    else ``none``. What was said on the way is never printed."""
    paragraph: str
    """Its number in an accuracy draft, ``2.3``; empty: not numbered."""
    versions: tuple[HeadlineVersion, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How much of a section is not to be exported."""

    answers: int
    accounts: int
    headlines: int
    evidence: int
    sources: int
    recommendations: int = 0
    """Of the whole document, as far as it was chosen."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One row of a chart's table."""

    label: str
    words: tuple[str, ...]
    """One for each column of numbers, as printed."""
    numbers: tuple[str, ...]
    """The same as plain decimals; empty: there is no bar, and the words say why."""


@dataclass(frozen=True, slots=True)
class ChartFacts:
    """Numbers that are drawn beside their table."""

    id: str
    title: str
    unit: str
    """In the plural; empty: none is named."""
    heads: tuple[str, ...]
    """Of the table: what is counted, then one for each column of numbers."""
    rows: tuple[ChartRow, ...]
    why: str
    """Why nothing is drawn; empty where something is."""
    caveats: tuple[str, ...]
    """What the numbers leave out, or how they are to be read."""


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """One threat under one requirement, as printed."""

    id: str
    title: str
    threat: str
    requirement: str
    in_scope: bool
    scope_reason: str
    established: int
    total: int
    versions: int
    """Lines and headline that stand in differing versions, whether or not the lines are printed."""
    headline: HeadlineFacts
    support: SupportFacts
    """What its answers rest on."""
    charts: tuple[ChartFacts, ...]
    lines: tuple[LineFacts, ...]
    """As much as the chosen detail prints."""
    left_out: LeftOut
    kept_from: str = ""
    """The version of the checklist that had what is listed here; empty: the one in use has it."""

    @property
    def key(self) -> str:
        """What tells it apart from every other one: of a section some lines may be kept alone."""
        return f"{self.id}-kept" if self.kept_from else self.id


@dataclass(frozen=True, slots=True)
class Chapter:
    """The introduction, one requirement with its sections threat by threat, or what is kept."""

    id: str
    title: str
    meaning: str
    sections: tuple[SectionFacts, ...]

    @property
    def is_parted(self) -> bool:
        """Whether its sections have headings of their own."""
        return len(self.sections) > 1 or any(section.kept_from for section in self.sections)


@dataclass(frozen=True, slots=True)
class TileFacts:
    """One cell of the board."""

    section: str
    """Empty: the pack has no such section, or it is not among those chosen."""
    in_scope: bool
    established: int
    total: int
    headline: str
    """Its first words."""
    headline_state: str
    """``not-chosen``: the section is not among those chosen."""
    versions: int
    """Lines and headline that stand in differing versions."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One threat across the requirements."""

    threat: str
    established: int
    total: int
    tiles: tuple[TileFacts, ...]


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """Threats by requirements."""

    requirements: tuple[str, ...]
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """A thumbnail, kept as a file of its own."""

    sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """One evidence item of the schedule."""

    number: str
    caption: str
    description: str
    """What a picture shows, for someone who cannot see it; empty: nobody has said it."""
    is_picture: bool
    """It is a picture itself; the small picture of a document shows its first page."""
    name: str
    """Empty unless asked for."""
    unshown: str
    """Why a file that has pictures or pages is shown by none; empty: it is shown, or has none."""
    media_type: str
    size_bytes: int
    size: str
    sha256: str
    captured: str
    """As the camera wrote it."""
    taken: str
    """When that was, and how it is known; empty: nobody looked into the camera's clock."""
    modified: str
    pages: int
    """0: not known."""
    redacted: str
    """Of a redacted copy: what it was made of, what was made black, and why."""
    marking: str
    marking_found: str
    """As it stands on the file itself, schemes before 2014 included; empty: none was recorded."""
    lines: tuple[str, ...]
    by: By
    picture: PictureFacts | None


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """One source of the schedule."""

    number: str
    letter: str
    kind: str
    title: str
    state: str
    """Of a request or a test; that a request is overdue depends on the day and is not in it."""
    due_by: str
    """ISO; the last day on which an open request is not yet overdue; empty: none."""
    role: str
    """Never a name; empty too where what was said may not be printed as a role's."""
    inspectors: tuple[str, ...]
    """Initials of those of the team who were there; empty: who recorded it."""
    as_at: str
    place: str
    written_at: str
    details: tuple[Detail, ...]
    exclusions: tuple[str, ...]
    """What its numbers leave out."""
    note: str
    outside: bool
    lines: tuple[str, ...]
    """It gave an account there."""
    could_speak_to: tuple[str, ...]
    """The other lines that it was thought to speak to."""
    evidence: tuple[str, ...]
    marking: str
    disputed: bool
    """It stands in differing versions; the one shown first is printed."""
    origin: str
    """As of an answer."""
    by: By


@dataclass(frozen=True, slots=True)
class AdvanceFacts:
    """How far a recommendation has come."""

    stage: str
    """In words: ``In progress``."""
    note: str
    as_at: str
    rests_on: str
    marking: str
    disputed: bool
    """It stands in differing versions; the one shown first is printed."""
    by: By


@dataclass(frozen=True, slots=True)
class RecommendationFacts:
    """A recommendation, cause of concern or area for improvement."""

    kind: str
    """In words."""
    number: str
    text: str
    to: str
    due: str
    """By when, in words."""
    rests_on: str
    """Sections and lines, with sources and evidence that are printed."""
    marking: str
    disputed: bool
    advance: AdvanceFacts | None
    """None: nothing is told yet."""
    by: By | None
    """None: made in an earlier inspection."""


@dataclass(frozen=True, slots=True)
class QuantityFacts:
    """One quantity of the pack."""

    id: str
    title: str
    unit: str
    known: str
    here: str
    """In this inspection, in words."""
    caveat: str
    line: str
    stated: str
    """In the pack, where it is the same for every force; else empty."""
    basis: str
    locator: str
    check: str
    """What can be checked with it, in the pack's words."""


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """One cross-check; one that does not hold is a prompt, never a finding."""

    id: str
    verdict: str
    working: str
    words: str
    """The prompt, when it does not hold; else why it cannot be told; else empty."""


@dataclass(frozen=True, slots=True)
class DefinitionFacts:
    """One definition that a printed line uses."""

    number: int
    term: str
    meaning: str
    footnote: str
    """Its number in the source document, or empty."""


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """Somebody of the team, never by name."""

    role: str
    initials: str
    present: bool
    recorded: int
    """Answers and headlines of theirs that stand in this document."""
    last: str
    """When the last of them was recorded, by the laptop's clock; empty where there is none."""


@dataclass(frozen=True, slots=True)
class PackFacts:
    """The pinned pack and the edition it stands for."""

    id: str
    version: str
    sha256: str
    title: str
    edition: str
    issued: str
    authority: str
    source: str


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says."""

    form: str
    form_words: str
    choice: str
    """Which sections were chosen, in words; empty: all."""
    detail: str
    """How much of each was chosen, in words; empty: everything."""
    marking: str
    force: str
    title: str
    fieldwork: str
    team: tuple[MemberFacts, ...]
    pack: PackFacts
    established: int
    total: int
    """Examined lines of the sections in scope."""
    sections: int
    versions: int
    evidence: int
    sources: int
    left_out: LeftOut
    """Of the whole document."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is printed of the inspection itself: what *changed since* compares."""

    inspection: str
    cover: Cover
    limits: tuple[str, ...]
    unsettled: tuple[str, ...]
    """Of what one version is printed although others stand, in words."""
    board: BoardFacts
    chapters: tuple[Chapter, ...]
    recommendations: tuple[RecommendationFacts, ...]
    followed_up: tuple[RecommendationFacts, ...]
    """Recommendations of earlier inspections, with how far they have come."""
    quantities: tuple[QuantityFacts, ...]
    checks: tuple[CheckFacts, ...]
    sources: tuple[SourceFacts, ...]
    evidence: tuple[EvidenceFacts, ...]
    definitions: tuple[DefinitionFacts, ...]

    def sections(self) -> Iterator[SectionFacts]:
        """Yield every section in the order of printing."""
        return (section for chapter in self.chapters for section in chapter.sections)


@dataclass(frozen=True, slots=True)
class SignedFacts:
    """An earlier signed summary."""

    form: str
    by: By
    signer: str
    """The kind of certificate, never a name."""
    file_sha256: str
    content_sha256: str


@dataclass(frozen=True, slots=True)
class PhaseFacts:
    """A phase of the work that was entered."""

    phase: str
    reason: str
    by: By


@dataclass(frozen=True, slots=True)
class ChangedFacts:
    """How a line, a headline or another thing differs from what it was."""

    place: str
    """Its number or name; the question's first words after a line's."""
    words: tuple[str, ...]
    """One sentence for each difference."""


@dataclass(frozen=True, slots=True)
class ChangedSection:
    """What has changed in one section, or in what belongs to none."""

    title: str
    changes: tuple[ChangedFacts, ...]


@dataclass(frozen=True, slots=True)
class SinceFacts:
    """What has changed since an earlier interim summary."""

    number: str
    by: By
    remarks: tuple[str, ...]
    """What cannot be told, and why: it is said before what can."""
    sections: tuple[ChangedSection, ...]
    """Empty: nothing that is printed has changed."""


@dataclass(frozen=True, slots=True)
class InterimFacts:
    """What makes a paper an interim summary."""

    number: str
    since: SinceFacts | None
    """None: changes were not asked for."""


@dataclass(frozen=True, slots=True)
class Content:
    """A record, with what is printed of the journal behind it."""

    record: Record
    interim: InterimFacts | None
    """None: it is another kind of paper."""
    signed_before: tuple[SignedFacts, ...]
    """Latest first."""
    phases: tuple[PhaseFacts, ...]
    """Oldest first; they say where the work stands, not what was found."""
    heads: tuple[tuple[str, str], ...]
    """Chain and its last change, by chain."""
    options: Options
    fold_version: int
    app_version: str
