"""One thing pointed out: its kind, where it leads, and the facts it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.asides import PutAside
from inspector_app.domain.errors import BadInput
from inspector_app.domain.held import Held
from inspector_app.domain.ids import SectionId
from inspector_app.domain.items import EvidenceItem, SourceItem
from inspector_app.domain.phases import Phase
from inspector_app.texts import tr, tr_counted

_ID = 32
"""Characters of an id that says nothing to people."""
_NAMED = 6
"""How many places one sentence names before it counts the others."""


class PromptKind(StrEnum):
    """What can be pointed out, in the order in which it is told."""

    MARKING = "marking-too-high"
    NAME = "registered-name"
    VERSIONS = "versions-to-settle"
    NUMBER_TWICE = "number-given-twice"
    ASKS_AGAIN = "asks-again"
    WITHOUT_LINE = "answers-without-a-line"
    OVERDUE = "request-overdue"
    REFUSED = "refusal-not-reflected"
    NO_HEADLINE = "no-headline"
    HEADLINE_ON_NOTHING = "headline-on-nothing"
    HEADLINE_ON_STATEMENT = "headline-on-statement"
    HEADLINE_ON_ONE_KIND = "headline-on-one-kind"
    MODERATION_OPEN = "moderation-open"
    MODERATION_OUTRUN = "headline-after-moderation"
    POINT_OPEN = "point-not-answered"
    POINT_UNCHANGED = "point-without-change"
    ASKED_ON_NOTHING = "asked-on-nothing"
    CROSS_CHECK = "cross-check"
    SHARE = "share-against-headcount"
    DIFFERING_NUMBERS = "number-differs-from-account"
    EXCLUSIONS = "number-without-exclusions"
    NO_TABLE = "figure-without-table"
    UNDATED_RETURN = "return-without-date"
    LATER_FACT = "later-fact-without-date"
    OUTDATED_ENTRY = "entry-of-another-time"
    NO_RESULT = "one-result-per-line"
    NOT_ESTABLISHED = "not-established"
    NO_ANSWER = "accounts-without-answer"
    NO_ACCOUNT = "source-without-account"
    ON_STATEMENT = "answers-on-statement"
    ON_NOTHING = "answers-on-nothing"
    NO_CAPTION = "no-caption"
    NO_DESCRIPTION = "picture-not-described"


_NAMES = {
    PromptKind.MARKING: tr("marked too high"),
    PromptKind.NAME: tr("name in an export"),
    PromptKind.VERSIONS: tr("versions to settle"),
    PromptKind.NUMBER_TWICE: tr("number given twice"),
    PromptKind.ASKS_AGAIN: tr("asked again"),
    PromptKind.WITHOUT_LINE: tr("answers without a line"),
    PromptKind.OVERDUE: tr("overdue request"),
    PromptKind.REFUSED: tr("refusal not reflected"),
    PromptKind.NO_HEADLINE: tr("no headline"),
    PromptKind.HEADLINE_ON_NOTHING: tr("headline on no source"),
    PromptKind.HEADLINE_ON_STATEMENT: tr("headline on statement"),
    PromptKind.HEADLINE_ON_ONE_KIND: tr("headline on one kind"),
    PromptKind.MODERATION_OPEN: tr("moderation open"),
    PromptKind.MODERATION_OUTRUN: tr("written after moderation"),
    PromptKind.POINT_OPEN: tr("point not answered"),
    PromptKind.POINT_UNCHANGED: tr("point without change"),
    PromptKind.ASKED_ON_NOTHING: tr("asked on nothing"),
    PromptKind.CROSS_CHECK: tr("cross-check"),
    PromptKind.SHARE: tr("share and headcount"),
    PromptKind.DIFFERING_NUMBERS: tr("number unlike account"),
    PromptKind.EXCLUSIONS: tr("exclusions not said"),
    PromptKind.NO_TABLE: tr("figure without table"),
    PromptKind.UNDATED_RETURN: tr("return without date"),
    PromptKind.LATER_FACT: tr("later fact, no date"),
    PromptKind.OUTDATED_ENTRY: tr("not there at the time"),
    PromptKind.NO_RESULT: tr("results of a test"),
    PromptKind.NOT_ESTABLISHED: tr("lines not established"),
    PromptKind.NO_ANSWER: tr("account, no answer"),
    PromptKind.NO_ACCOUNT: tr("source, no account"),
    PromptKind.ON_STATEMENT: tr("answers on statement"),
    PromptKind.ON_NOTHING: tr("answers on no source"),
    PromptKind.NO_CAPTION: tr("no caption"),
    PromptKind.NO_DESCRIPTION: tr("picture not described"),
}


def kind_words(kind: PromptKind) -> str:
    """Return what a kind of prompt points out, in few words."""
    return _NAMES[kind]


_OF_LINES = frozenset(
    {
        PromptKind.MARKING,
        PromptKind.NAME,
        PromptKind.CROSS_CHECK,
        PromptKind.SHARE,
        PromptKind.DIFFERING_NUMBERS,
        PromptKind.EXCLUSIONS,
        PromptKind.LATER_FACT,
    }
)
_ALWAYS = (Phase.PLANNING, Phase.PUBLISHED)
_OF_PHASES = {
    PromptKind.MARKING: _ALWAYS,
    PromptKind.NAME: _ALWAYS,
    PromptKind.VERSIONS: _ALWAYS,
    PromptKind.NUMBER_TWICE: _ALWAYS,
    PromptKind.ASKS_AGAIN: _ALWAYS,
    PromptKind.WITHOUT_LINE: _ALWAYS,
    PromptKind.OVERDUE: (Phase.PLANNING, Phase.FINAL),
    PromptKind.LATER_FACT: (Phase.WRITING_UP, Phase.FINAL),
    PromptKind.NO_CAPTION: (Phase.WRITING_UP, Phase.FINAL),
    PromptKind.NO_DESCRIPTION: (Phase.WRITING_UP, Phase.FINAL),
}
_OTHERWISE = (Phase.FIELDWORK, Phase.FINAL)


def is_told_in(kind: PromptKind, phase: Phase) -> bool:
    """Return whether prompts of a kind are told while the work is in ``phase``."""
    first, last = _OF_PHASES.get(kind, _OTHERWISE)
    return phase.has_reached(first) and last.has_reached(phase)


class PlaceKind(StrEnum):
    """What kind of thing a place is."""

    INSPECTION = "inspection"
    SECTION = "section"
    LINE = "line"
    SOURCE = "source"
    EVIDENCE = "evidence"
    REVIEW = "review"
    """A point of the force, or a recommendation."""
    LEFT = "left"
    """A line or section that the checklist has no more."""
    ENTRY = "entry"
    """Of a register."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a prompt leads."""

    kind: PlaceKind
    key: str
    """The thing's id."""
    name: str
    """As people call it: ``CC-PO-07``, ``JS/12``."""


INSPECTION = Place(PlaceKind.INSPECTION, "", tr("the particulars"))


def at_section(section: SectionId) -> Place:
    """Return a section as a place."""
    return Place(PlaceKind.SECTION, section, section)


def at_review(id_: str, name: str) -> Place:
    """Return a point of the force or a recommendation as a place."""
    return Place(PlaceKind.REVIEW, id_, name)


def at_entry(id_: str, name: str) -> Place:
    """Return an entry of a register as a place."""
    return Place(PlaceKind.ENTRY, id_, name)


def at_left(place: str) -> Place:
    """Return a line or section that the checklist has no more as a place."""
    return Place(PlaceKind.LEFT, place, place)


def at_line(line: str) -> Place:
    """Return a line as a place."""
    return Place(PlaceKind.LINE, line, line)


def at_source(item: SourceItem) -> Place:
    """Return a source as a place."""
    return Place(PlaceKind.SOURCE, item.id, item.source.number)


def at_evidence(item: EvidenceItem) -> Place:
    """Return an evidence item as a place."""
    return Place(PlaceKind.EVIDENCE, item.id, item.file.number)


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something that the app points out."""

    kind: PromptKind
    about: str
    """What tells it from others of its kind: a section, a line, a source, a check."""
    section: SectionId | None
    """Under which it is told; None: the inspection as a whole."""
    words: str
    """One sentence, fit to show."""
    places: tuple[Place, ...]
    """Where it leads; the first is where one goes."""
    facts: tuple[str, ...]
    """What it rests on, sorted: ids and fixed words, never what somebody wrote."""
    aside: Held[PutAside] | None = None
    """Set while it is put aside."""

    @property
    def is_of_lines(self) -> bool:
        """Whether it is told beside the lines it names, and not only for their section."""
        return self.kind in _OF_LINES

    @property
    def id(self) -> str:
        """Its identity, the same as long as it is about the same thing: ``no-headline/CC-PO``."""
        return f"{self.kind.value}/{self.about}"


def kind_of(prompt_id: str) -> PromptKind:
    """Return the kind of the prompt with this identity.

    Raises:
        BadInput: no prompt has such an identity.
    """
    try:
        return PromptKind(prompt_id.partition("/")[0])
    except ValueError as error:
        raise BadInput(
            tr("This version of the app has no prompt called “{prompt_id}”.").format(
                prompt_id=prompt_id
            )
        ) from error


def prompt_name(prompt_id: str) -> str:
    """Return what the history calls a prompt: ``the prompt “no headline” (CC-PO)``."""
    try:
        words = kind_words(kind_of(prompt_id))
    except BadInput:  # made by a newer version of the app
        return tr("a prompt")
    about = prompt_id.partition("/")[2]
    return tr("the prompt “{words}”").format(words=words) + (
        f" ({about})" if about and len(about) < _ID else ""
    )


def named(places: Iterable[Place]) -> str:
    """Return places by name, shortened: ``CC-PO-01, CC-PO-02 and 5 more``."""
    names = list(dict.fromkeys(place.name for place in places))
    if len(names) <= _NAMED:
        return ", ".join(names)
    return tr_counted(len(names) - _NAMED, "{names} and {number} more").format(
        names=", ".join(names[:_NAMED]), number=len(names) - _NAMED
    )
