"""What can be searched: every thing of an inspection as passages of words with their place.

A projection: equal states and an equal pack give equal passages.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain import answer_wording, debriefing, sheet_words, source_wording
from inspector_app.domain.accuracy import Point
from inspector_app.domain.changes.bodies import Subject, subject, subject_key, subject_kind
from inspector_app.domain.checklist import Pack, RegisterEntry
from inspector_app.domain.debriefs import Debrief
from inspector_app.domain.encounters import Paragraph
from inspector_app.domain.errors import NotFound
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import AccountId, LineId, SectionId, SourceId
from inspector_app.domain.items import EvidenceItem
from inspector_app.domain.recommendations import Recommendation
from inspector_app.domain.sheets import Sheet
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr

SEARCH_VERSION = 4
"""Raised when equal states give other passages; what was kept by another is then made anew."""

_LONGEST = 2_000
"""Characters of one passage: an excerpt is cut from it while somebody types."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LEAST_STEM = 4
"""Letters: of “string” nothing is taken away."""
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_DOUBLED = re.compile(r"([bdfglmnprt])\1$")


class Kind(StrEnum):
    """What was found."""

    LINE = "line"
    ANSWER = "answer"
    ACCOUNT = "account"
    HEADLINE = "headline"
    SOURCE = "source"
    MODERATION = "moderation"
    RECOMMENDATION = "recommendation"
    POINT = "point"
    """What the force said in the accuracy check."""
    DEBRIEF = "debrief"
    SHEET = "sheet"
    """An aide-memoire that was printed."""
    EVIDENCE = "evidence"
    TEXT = "text"
    """Words inside an evidence file."""
    TERM = "term"
    ENTRY = "entry"
    """Of a register."""
    NOTE = "note"
    """A timed note of an encounter."""


class Filter(StrEnum):
    """What a search can be narrowed to."""

    NOT_ESTABLISHED = "not-established"
    CHANGED_TODAY = "changed-today"
    VERSIONS = "versions"
    """Things that stand in differing versions."""
    NOT_EXPORTED = "not-exported"
    MINE = "mine"
    """Assigned to whom acts are recorded as."""


_KINDS = {
    Kind.LINE: tr("Line"),
    Kind.ANSWER: tr("Answer"),
    Kind.ACCOUNT: tr("Account"),
    Kind.HEADLINE: tr("Headline"),
    Kind.SOURCE: tr("Source"),
    Kind.MODERATION: tr("Moderation"),
    Kind.RECOMMENDATION: tr("Recommendation"),
    Kind.POINT: tr("Force’s point"),
    Kind.DEBRIEF: tr("Debrief"),
    Kind.SHEET: tr("Aide-memoire"),
    Kind.EVIDENCE: tr("Evidence"),
    Kind.TEXT: tr("Text in evidence"),
    Kind.TERM: tr("Term"),
    Kind.ENTRY: tr("Register"),
    Kind.NOTE: tr("Note"),
}
_FILTERS = {
    Filter.NOT_ESTABLISHED: tr("Not established"),
    Filter.CHANGED_TODAY: tr("Changed today"),
    Filter.VERSIONS: tr("Several versions"),
    Filter.NOT_EXPORTED: tr("Not exported"),
    Filter.MINE: tr("Mine"),
}


def kind_words(kind: Kind) -> str:
    """Return what was found, in a word or two."""
    return _KINDS[kind]


def filter_words(chosen: Filter) -> str:
    """Return what a search is narrowed to, in a word or two."""
    return _FILTERS[chosen]


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words, what they belong to, and where that is."""

    kind: Kind
    subject: str
    """As the journal writes it; ``line:CC-PO-07`` and ``term:psu`` for what the pack brings."""
    number: str
    """What people call it by: ``CC-PO-07``, ``JS/12``; a term for itself."""
    words: str
    section: SectionId | None = None
    line: LineId | None = None
    is_established: bool = False
    """The line needs nothing more: it is established, or not examined by itself."""
    in_conflict: bool = False
    is_withheld: bool = False
    """Left out of every export."""


def of_pack(pack: Pack) -> Iterator[Passage]:
    """Yield what the checklist itself says: its lines, its terms and its registers."""
    for line in pack.lines():
        labels = [part.label for part in line.parts if part.label]
        words = " · ".join(filter(None, (line.text, *labels, line.help, line.good_evidence)))
        yield from _passages(
            Passage(
                Kind.LINE,
                f"line:{line.id}",
                line.id,
                words,
                line.section,
                line.id,
                is_established=line.derived,
            )
        )
    for term in pack.glossary:
        yield from _passages(Passage(Kind.TERM, f"term:{term.id}", term.term, term.meaning))
    for entry in pack.registers:
        yield from _passages(_of_entry(entry, subject(Subject.REGISTER, entry.id)))


def of_subject(about: str, standing: Standing) -> tuple[Passage, ...]:
    """Return what stands about an answer, account, headline, source, entry or note as passages.

    About anything else there are none.
    ``standing`` need hold no more than that subject and its :func:`companions`.
    """
    key = subject_key(about)
    reading: dict[str, Callable[[str, Standing], Iterable[Passage]]] = {
        Subject.ANSWER.value: _answer,
        Subject.ACCOUNT.value: _account,
        Subject.HEADLINE.value: _headline,
        Subject.SOURCE.value: _source,
        Subject.REGISTER.value: _entry,
        Subject.MODERATION.value: _moderation,
        Subject.RECOMMENDATION.value: _recommendation,
        Subject.POINT.value: _point,
        Subject.DEBRIEF.value: _debrief,
        Subject.SHEET.value: _sheet,
        Subject.PARAGRAPH.value: _note,
    }
    try:
        found = reading.get(subject_kind(about), _nothing)(key, standing)
        return tuple(each for passage in found for each in _passages(passage))
    except NotFound:  # a line or section of another edition: nowhere to go to
        return ()


def shown_by(about: str) -> str:
    """Return the subject whose passages show ``about``: captions and links show in their item."""
    kind, key = subject_kind(about), subject_key(about)
    if kind == Subject.CAPTION.value:
        return subject(Subject.EVIDENCE, key)
    if kind == Subject.LINK.value:
        return subject(Subject.EVIDENCE, key.partition("/")[0])
    return about


def companions(about: str) -> tuple[str, ...]:
    """Return how the other subjects begin that the passages of ``about`` are made from."""
    key = subject_key(about)
    if subject_kind(about) == Subject.PARAGRAPH.value:
        return (subject(Subject.SOURCE, key.partition("/")[0]),)
    if subject_kind(about) != Subject.EVIDENCE.value:
        return ()
    return (subject(Subject.CAPTION, key), f"{subject(Subject.LINK, key)}/")


def item_of(about: str, standing: Standing) -> EvidenceItem | None:
    """Return the evidence item that stands about a subject, or None."""
    key = subject_key(about)
    return next((item for item in standing.evidence() if item.id == key), None)


def of_item(item: EvidenceItem, pack: Pack) -> tuple[Passage, ...]:
    """Return what is said about an evidence item, as passages; at least one."""
    section, line = _place_of(item, pack)
    passage = Passage(
        Kind.EVIDENCE,
        subject(Subject.EVIDENCE, item.id),
        item.file.number,
        " · ".join(
            filter(
                None,
                (item.caption.text, item.caption.description, item.file.name or item.file.number),
            )
        ),
        section,
        line,
        is_withheld=item.caption.do_not_export,
    )
    return tuple(_passages(passage))


def of_file(text: str, item: EvidenceItem, pack: Pack) -> tuple[Passage, ...]:
    """Return the words inside an evidence file as passages."""
    about = subject(Subject.EVIDENCE, item.id)
    section, line = _place_of(item, pack)
    passage = Passage(
        Kind.TEXT,
        about,
        item.file.number,
        text,
        section,
        line,
        is_withheld=item.caption.do_not_export,
    )
    return tuple(_passages(passage))


def stems(word: str) -> tuple[str, ...]:
    """Return what a word is looked for by: beginnings that its other endings share.

    “Planning” is looked for as ``plan``, “policies” as ``policies`` or ``policy``. A stemmer in the
    index would do this for whole words, and find nothing while “planni” is typed; beginnings hold
    at every letter, need no second index, and never take “police” for “policy”.
    """
    lowered = word.casefold()
    found = {lowered}
    if lowered.isalpha():
        found |= {each for each in _shortened(lowered) if len(each) >= _LEAST_STEM}
    return tuple(sorted(e for e in found if not any(o != e and e.startswith(o) for o in found)))


def _shortened(word: str) -> Iterator[str]:
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    elif word.endswith(("ses", "xes", "zes", "ches", "shes")):
        yield word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending):
            head = word[: -len(ending)]
            yield _DOUBLED.sub(r"\1", head)
    if word.endswith("ied"):
        yield f"{word[:-3]}y"
    if _CONSONANT_Y.search(word):
        yield f"{word[:-1]}ie"


def _answer(key: str, standing: Standing) -> Iterator[Passage]:
    line, field = standing.pack.line(key), standing.answer(LineId(key))
    said = []
    for held in field.versions:
        if held.value is not None:
            asked = standing.asked(line.id, held.pack)
            details = answer_wording.answer_details(held.value, *asked)
            said.append(" · ".join(words for label, words in details if label != tr("As at")))
    if said:
        yield Passage(
            Kind.ANSWER,
            subject(Subject.ANSWER, line.id),
            line.id,
            " · ".join(said),
            line.section,
            line.id,
            standing.is_established(line),
            field.in_conflict,
            any(held.value.do_not_export for held in field.versions if held.value),
        )


def _account(key: str, standing: Standing) -> Iterator[Passage]:
    for account, held in standing.accounts():
        if account != AccountId(key) or held.value is None:
            continue
        value = held.value
        line = standing.pack.line(value.line)
        said = [value.role, value.words]
        if value.outcome is not None:
            said.append(answer_wording.outcome_words(value.outcome))
        said.append(answer_wording.account_words(held, standing))
        yield Passage(
            Kind.ACCOUNT,
            subject(Subject.ACCOUNT, key),
            line.id,
            " · ".join(filter(None, said)),
            line.section,
            line.id,
            is_withheld=value.do_not_export,
        )


def _headline(key: str, standing: Standing) -> Iterator[Passage]:
    section, field = standing.pack.section(key), standing.headline(SectionId(key))
    said = [held.value for held in field.versions if held.value is not None]
    if said:
        yield Passage(
            Kind.HEADLINE,
            subject(Subject.HEADLINE, section.id),
            section.id,
            " · ".join(each.text for each in said),
            section.id,
            in_conflict=field.in_conflict,
            is_withheld=any(each.do_not_export for each in said),
        )


def _source(key: str, standing: Standing) -> Iterator[Passage]:
    field = standing.source(SourceId(key))
    said = [held.value for held in field.versions if held.value is not None]
    if said:
        yield Passage(
            Kind.SOURCE,
            subject(Subject.SOURCE, key),
            said[0].number,
            "\n".join(source_wording.all_words(each) for each in said),
            in_conflict=field.in_conflict,
            is_withheld=any(each.is_closed for each in said),
        )


def _entry(key: str, standing: Standing) -> Iterator[Passage]:
    about = subject(Subject.REGISTER, key)
    entry = field_of(standing.states.get(about), RegisterEntry).value or standing.pack.entry(key)
    if entry is not None:
        yield _of_entry(entry, about)


def _of_entry(entry: RegisterEntry, about: str) -> Passage:
    words = " · ".join(filter(None, (*entry.aliases, entry.register, entry.note))) or entry.name
    return Passage(Kind.ENTRY, about, entry.name, words)


def _moderation(key: str, standing: Standing) -> Iterator[Passage]:
    section, field = standing.pack.section(key), standing.moderation(SectionId(key))
    said = [held.value for held in field.versions if held.value is not None]
    words = [each for m in said for each in (m.moderated, m.challenge, m.reason) if each]
    if words:
        yield Passage(
            Kind.MODERATION,
            subject(Subject.MODERATION, section.id),
            section.id,
            " · ".join(words),
            section.id,
            in_conflict=field.in_conflict,
        )


def _recommendation(key: str, standing: Standing) -> Iterator[Passage]:
    about = subject(Subject.RECOMMENDATION, key)
    field = field_of(standing.states.get(about), Recommendation)
    said = [held.value for held in field.versions if held.value is not None]
    if said:
        words = [" · ".join(filter(None, (each.text, each.to))) for each in said]
        yield Passage(
            Kind.RECOMMENDATION,
            about,
            said[0].number,
            "\n".join(words),
            in_conflict=field.in_conflict,
            is_withheld=any(each.do_not_export for each in said),
        )


def _point(key: str, standing: Standing) -> Iterator[Passage]:
    about = subject(Subject.POINT, key)
    point = field_of(standing.states.get(about), Point).value
    if point is None:
        return
    line = next((each for each in standing.pack.lines() if each.id == point.place), None)
    section = line.section if line else standing.pack.section(point.place).id
    words = " · ".join(filter(None, (point.said, point.evidence)))
    yield Passage(Kind.POINT, about, point.paragraph, words, section, line.id if line else None)


def _debrief(key: str, standing: Standing) -> Iterator[Passage]:
    about = subject(Subject.DEBRIEF, key)
    field = field_of(standing.states.get(about), Debrief)
    said = [held.value for held in field.versions if held.value is not None]
    if said:
        yield Passage(
            Kind.DEBRIEF,
            about,
            said[0].held_at,
            "\n".join(debriefing.words_of(each) for each in said),
            in_conflict=field.in_conflict,
            is_withheld=any(each.do_not_export for each in said),
        )


def _sheet(key: str, standing: Standing) -> Iterator[Passage]:
    about = subject(Subject.SHEET, key)
    field = field_of(standing.states.get(about), Sheet)
    if (sheet := field.value) is not None:
        words = sheet_words.words_of(sheet)
        yield Passage(Kind.SHEET, about, sheet.number, words, in_conflict=field.in_conflict)


def _note(key: str, standing: Standing) -> Iterator[Passage]:
    about = subject(Subject.PARAGRAPH, key)
    field = field_of(standing.states.get(about), Paragraph)
    said = [held.value.text for held in field.versions if held.value is not None]
    source = standing.source(SourceId(key.partition("/")[0])).value
    if said:
        yield Passage(
            Kind.NOTE,
            about,
            source.number if source else "–",
            " · ".join(said),
            in_conflict=field.in_conflict,
            is_withheld=True,
        )


def _nothing(_key: str, _standing: Standing) -> Iterable[Passage]:
    return ()


def _place_of(item: EvidenceItem, pack: Pack) -> tuple[SectionId | None, LineId | None]:
    for each in item.lines:
        try:
            line = pack.line(each)
        except NotFound:
            continue
        return line.section, line.id
    return None, None


def _passages(passage: Passage) -> Iterator[Passage]:
    """Yield a passage in pieces that are cut between words, without control characters."""
    words = _CONTROLS.sub(" ", passage.words)
    while words.strip():
        cut = len(words)
        if cut > _LONGEST:
            gap = max(words.rfind(" ", _LONGEST // 2, _LONGEST), words.rfind("\n", 0, _LONGEST))
            cut = gap + 1 if gap > 0 else _LONGEST
        yield Passage(
            passage.kind,
            passage.subject,
            passage.number,
            words[:cut].strip(),
            passage.section,
            passage.line,
            passage.is_established,
            passage.in_conflict,
            passage.is_withheld,
        )
        words = words[cut:]
