"""What is pointed out about what leaves the app: names, markings, captions."""

import re
from collections.abc import Iterator

from inspector_app.domain import debriefing
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Answer
from inspector_app.domain.ceiling import too_high
from inspector_app.domain.changes.bodies import Subject, subject, subject_key
from inspector_app.domain.evidence import Caption
from inspector_app.domain.ids import SectionId, SourceId
from inspector_app.domain.known_names import pattern_of
from inspector_app.domain.markings import Marking, is_above, is_doubtful
from inspector_app.domain.prompts.prompt import (
    INSPECTION,
    Place,
    Prompt,
    PromptKind,
    at_evidence,
    at_line,
    at_review,
    at_section,
    at_source,
)
from inspector_app.domain.prompts.reading import Groups, Reading
from inspector_app.domain.sources import CopyKept, DocumentSighted, Source
from inspector_app.domain.texts import texts_in
from inspector_app.domain.values import DocumentKnown

_NAMES_IT = re.compile(r"\b(TOP[ _-]SECRET|SECRET|CONFIDENTIAL)\b")
"""In capitals, as markings are written; the words themselves may stand in any note."""


def registered_names(reading: Reading) -> Iterator[Prompt]:
    """Yield where the name of somebody in the register of people stands in exportable text."""
    pattern = pattern_of(reading.standing.names, reading.standing.pack)
    if pattern is None:
        return
    groups = Groups(PromptKind.NAME)
    for where, place, heads, told in _exportable(reading):
        if any(map(pattern.search, texts_in(told))):
            groups.add(_section(where, reading), place, *heads)
    yield from groups.told_counted(
        "A registered person’s name stands in text that can be exported",
        "Registered persons’ names stand in text that can be exported, in {number} places",
    )


def markings(reading: Reading) -> Iterator[Prompt]:
    """Yield what is marked above the inspection, and what bears a marking that is too high.

    CONFIDENTIAL of the scheme before April 2014 is among it: its owner says what it is now.
    """
    groups = Groups(PromptKind.MARKING)
    ceiling = reading.standing.details.marking
    for where, place, heads, told in _marked(reading):
        marking: Marking | None = getattr(told, "marking", None)
        is_over = marking is not None and is_above(marking, ceiling)
        if is_over or too_high(told) or any(map(is_doubtful, _found_on(told))):
            groups.add(_section(where, reading), place, *heads)
    for item in reading.evidence:
        if too_high(item.file) or _NAMES_IT.search(
            f"{item.file.name} {item.caption.text} {item.caption.description}"
        ):
            section = reading.section_of_lines(item.lines)
            groups.add(section, at_evidence(item), f"{item.id} {item.added.change}")
    sources = {item.id: item for item in reading.sources}
    for written, state in reading.standing.states_of(Subject.PARAGRAPH):
        item_ = sources.get(SourceId(subject_key(written).partition("/")[0]))
        if item_ is not None and any(too_high(version.body) for version in state.versions):
            section = reading.section_of_source(item_)
            groups.add(section, at_source(item_), *(f"{written} {h}" for h in state.heads))
    yield from groups.told_counted(
        "Something is marked above what this inspection may hold",
        "{number} things are marked above what this inspection may hold",
    )


def captions(reading: Reading) -> Iterator[Prompt]:
    """Yield the evidence that nobody has said anything about."""
    groups = Groups(PromptKind.NO_CAPTION)
    for item in reading.evidence:
        if not item.caption.text.strip() and not item.caption.do_not_export:
            groups.add(reading.section_of_lines(item.lines), at_evidence(item))
    yield from groups.told_counted(
        "1 evidence item has no caption", "{number} evidence items have no caption"
    )


def descriptions(reading: Reading) -> Iterator[Prompt]:
    """Yield the pictures that nobody has described for someone who cannot see them."""
    groups = Groups(PromptKind.NO_DESCRIPTION)
    for item in reading.evidence:
        said = item.caption
        if item.file.is_picture and not said.description.strip() and not said.do_not_export:
            groups.add(reading.section_of_lines(item.lines), at_evidence(item))
    yield from groups.told_counted(
        "1 picture is not described for someone who cannot see it",
        "{number} pictures are not described for someone who cannot see them",
    )


Spot = tuple[str, Place, tuple[str, ...], object]
"""The line or section it is told under, where it leads, what it rests on, and what is written."""


def _marked(reading: Reading) -> Iterator[Spot]:
    """Yield whatever bears a marking of its own."""
    standing = reading.standing
    for section in reading.sections:
        field = standing.headline(section.id)
        if field.value is not None:
            facts = tuple(f"{section.id} {head}" for head in field.heads)
            yield section.id, at_section(section.id), facts, field.value
        moderation = standing.moderation(section.id)
        if moderation.value is not None:
            facts = tuple(f"moderation {section.id} {head}" for head in moderation.heads)
            yield section.id, at_section(section.id), facts, moderation.value
    for id_, debrief in debriefing.debriefs(standing):
        facts = tuple(f"debrief {id_} {head}" for head in debrief.heads)
        yield "", INSPECTION, facts, debrief.value
    for asked in standing.recommendations():
        told = asked.recommendation
        places = (*told.rests_on.lines, *told.rests_on.sections, "")
        facts = (f"{asked.id} {asked.made.change}",)
        yield places[0], at_review(asked.id, told.number), facts, told
    for item_ in standing.advances():
        facts = (f"{item_.made_in}/{item_.id} {item_.told.change}",)
        place = at_review(item_.id, item_.advance.of.number)
        yield "", place, facts, item_.advance
    for _, line in reading.lines():
        if (answer := standing.answer(line.id).value) is not None:
            yield line.id, at_line(line.id), reading.heads(line.id), answer
    for id_, account in reading.accounts:
        yield account.line, at_line(account.line), (f"account {id_}",), account
    for item in reading.sources:
        line_ids = reading.lines_of_source(item)
        head = (f"{item.id} {item.recorded.change}",)
        yield (line_ids[0] if line_ids else ""), at_source(item), head, item.source
    for kept in reading.evidence:
        head = (f"caption {kept.id} {_head(reading, kept.id)}",)
        yield (kept.lines[0] if kept.lines else ""), at_evidence(kept), head, kept.caption


def _found_on(told: object) -> Iterator[str]:
    """Yield the markings found on the documents and files of which something is kept here."""
    match told:
        case Caption(marking_found=found):
            yield found
        case Source(particulars=DocumentSighted(marking_found=found, copy=CopyKept.TAKEN)):
            yield found
        case Answer(values=values) | Account(values=values):
            for value in values.values():
                if isinstance(value, DocumentKnown) and value.sha256:
                    yield value.marking_found
        case _:
            return


def _exportable(reading: Reading) -> Iterator[Spot]:
    """Yield what an export would hold."""
    for where, place, facts, told in _marked(reading):
        if not (getattr(told, "is_closed", False) or getattr(told, "do_not_export", False)):
            yield where, place, facts, told
    details = reading.standing.details
    state = reading.standing.states.get(subject(Subject.INSPECTION))
    facts = state.heads if state else ()
    yield "", INSPECTION, facts, (details.title, details.notes)


def _head(reading: Reading, item: str) -> str:
    state = reading.standing.states.get(subject(Subject.CAPTION, item))
    return " ".join(state.heads) if state else ""


def _section(where: str, reading: Reading) -> SectionId | None:
    """Return the section that a line or a section names, when it is in scope."""
    own = (section.id for section in reading.sections if section.id == where)
    return reading.section_of_line(where) or next(own, None)
