"""What is pointed out about lines and their answers."""

from collections.abc import Iterator
from datetime import date

from inspector_app.domain import dates, upgrading
from inspector_app.domain.accounts import Account
from inspector_app.domain.answers import Outcome
from inspector_app.domain.changes.bodies import Subject, subject_key, subject_kind
from inspector_app.domain.checklist import Line
from inspector_app.domain.dates import Bearing, PartialDate, Precision
from inspector_app.domain.ids import EvidenceId, RecommendationId, SourceId
from inspector_app.domain.prompts.prompt import (
    INSPECTION,
    Place,
    Prompt,
    PromptKind,
    at_entry,
    at_evidence,
    at_left,
    at_line,
    at_review,
    at_section,
    at_source,
)
from inspector_app.domain.prompts.reading import Groups, Reading
from inspector_app.domain.sources import Source
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import london_day
from inspector_app.texts import tr


def not_established(reading: Reading) -> Iterator[Prompt]:
    """Yield the lines of a section that are not established; what is not in scope is decided."""
    groups = Groups(PromptKind.NOT_ESTABLISHED)
    for section, line in reading.lines():
        if reading.standing.asks_again(line.id):
            continue  # told by itself
        if why := _gap(reading.standing, line):
            groups.add_line(section.id, line.id, f"{line.id} {why}")
    yield from groups.told_counted(
        "1 line is not established", "{number} lines are not established"
    )


def asking_again(reading: Reading) -> Iterator[Prompt]:
    """Yield the lines whose answer was given when the checklist asked otherwise."""
    groups = Groups(PromptKind.ASKS_AGAIN)
    for section in reading.sections:
        for line in section.lines:
            if reading.standing.asks_again(line.id):
                groups.add_line(section.id, line.id, *reading.heads(line.id))
    yield from groups.told_counted(
        "1 line is asked otherwise by the newer checklist and asks again",
        "{number} lines are asked otherwise by the newer checklist and ask again",
    )


def without_a_line(reading: Reading) -> Iterator[Prompt]:
    """Yield what is recorded at lines and sections that the checklist has no more."""
    groups = Groups(PromptKind.WITHOUT_LINE)
    for each in upgrading.left(reading.standing):
        groups.add(None, at_left(each.place), f"{each.place} {each.version}")
    yield from groups.told_counted(
        "What is recorded at 1 place has no line in the newer checklist",
        "What is recorded at {number} places has no line in the newer checklist",
    )


def accounts_without_answer(reading: Reading) -> Iterator[Prompt]:
    """Yield the lines on which sources have spoken and the team has found nothing yet."""
    groups = Groups(PromptKind.NO_ANSWER)
    for section, line in reading.lines():
        answer = reading.standing.answer(line.id).value
        has_answer = answer is not None and (answer.values or answer.outcome is not None)
        if reading.of_line.get(line.id) and not has_answer:
            groups.add_line(section.id, line.id)
    yield from groups.told_counted(
        "1 line has accounts and no answer", "{number} lines have accounts and no answer"
    )


def weak_answers(reading: Reading) -> Iterator[Prompt]:
    """Yield the established lines that rest on the force’s statement alone, or on no source."""
    statement = Groups(PromptKind.ON_STATEMENT)
    nothing = Groups(PromptKind.ON_NOTHING)
    for section, line in reading.lines():
        if not reading.standing.is_established(line):
            continue
        strength = reading.supports.strength(line.id)
        if strength.is_statement_alone:
            statement.add_line(section.id, line.id)
        elif not strength.counts and section.threat is not None:  # the team’s own particulars
            nothing.add_line(section.id, line.id)
    yield from statement.told_counted(
        "1 answer rests on the force’s statement alone",
        "{number} answers rest on the force’s statement alone",
    )
    yield from nothing.told_counted(
        "1 answer rests on no source that is recorded here",
        "{number} answers rest on no source that is recorded here",
    )


def later_facts(reading: Reading) -> Iterator[Prompt]:
    """Yield the answers that rest on something later than what they speak of.

    A later fact is judged by its own date; an answer by its own, or by the fieldwork.
    """
    visit = dates.last_day(reading.standing.details.fieldwork)
    groups = Groups(PromptKind.LATER_FACT)
    for section, line in reading.lines():
        answer = reading.standing.answer(line.id).value
        if answer is None:
            continue
        last = _last_day(answer.as_at) if answer.as_at else visit
        if last is None:
            continue
        for id_, account in reading.supports.grounds(line.id):
            source = reading.supports.source(account)
            if _own_day(account, source) > last.isoformat():
                groups.add_line(section.id, line.id, f"{line.id} {id_}")
    yield from groups.told_counted(
        "1 answer rests on something later than it speaks of: give it a date of its own",
        "{number} answers rest on something later than they speak of: give them dates of their own",
    )


def versions(reading: Reading) -> Iterator[Prompt]:
    """Yield whatever stands in several versions that nobody has settled."""
    groups = Groups(PromptKind.VERSIONS)
    sources = {item.id: item for item in reading.sources}
    items = {item.id: item for item in reading.evidence}
    for written in reading.standing.conflicts():
        kind, key = subject_kind(written), subject_key(written)
        place: Place = INSPECTION
        section = None
        if kind == Subject.ANSWER.value and not reading.standing.pack.asks(key):
            place = at_left(key)
        elif kind == Subject.ANSWER.value:
            section, place = reading.section_of_line(key), at_line(key)
        elif kind == Subject.HEADLINE.value:
            section = next((each.id for each in reading.sections if each.id == key), None)
            place = at_section(section) if section else INSPECTION
        elif kind == Subject.ACCOUNT.value:
            line = key.partition("/")[0]
            section, place = reading.section_of_line(line), at_line(line)
        elif kind == Subject.SOURCE.value and (item := sources.get(SourceId(key))):
            section, place = reading.section_of_source(item), at_source(item)
        elif kind in (Subject.EVIDENCE.value, Subject.CAPTION.value, Subject.CAPTURE.value):
            if found := items.get(EvidenceId(key)):
                section = reading.section_of_lines(found.lines)
                place = at_evidence(found)
        elif kind == Subject.ASSIGNMENT.value:
            section = next((each.id for each in reading.sections if each.id == key), None)
            if section is not None:
                place = at_section(section)
            elif (section := reading.section_of_line(key)) is not None:
                place = at_line(key)
        elif kind in (Subject.MODERATION.value, Subject.TICK.value):
            section = next((each.id for each in reading.sections if each.id == key), None)
            place = at_section(section) if section else INSPECTION
        elif kind == Subject.RESPONSE.value:
            section = reading.section_of_line(key.partition("/")[0])
            place = at_review(key, key.partition("/")[0])
        elif kind == Subject.RECOMMENDATION.value:
            made = reading.standing.recommendation(RecommendationId(key)).value
            place = at_review(key, made.number if made else tr("a recommendation"))
        elif kind == Subject.REGISTER.value:
            entry = reading.standing.entry(key).value
            place = at_entry(key, entry.name if entry else tr("an entry of a register"))
        elif kind == Subject.PROMPT.value:
            continue  # two reasons for putting the same prompt aside contradict nothing
        groups.add(
            section,
            place,
            *(f"{written} {head}" for head in reading.standing.states[written].heads),
        )
    yield from groups.told_counted(
        "Differing versions stand side by side and wait to be settled",
        "Differing versions stand side by side in {number} places and wait to be settled",
    )


def _gap(standing: Standing, line: Line) -> str:
    """Return why a line is not established, in a fixed word; empty: it is, or need not be."""
    if standing.is_established(line):
        return ""
    field = standing.answer(line.id)
    if field.in_conflict:
        return "versions"
    if field.value is not None and field.value.outcome is Outcome.NOT_IN_SCOPE:
        return ""
    if field.value is not None and field.value.outcome is not None:
        return field.value.outcome.value
    if field.first is not None and field.first.absence is not None:
        return field.first.absence.value
    return "none" if field.value is None else "incomplete"


def _own_day(account: Account, source: Source | None) -> str:
    """Return the first day that an account speaks of, as ISO text; empty: it has no date."""
    when = account.as_at or (source.as_at if source else None)
    if when is not None:
        return _first_day(when)
    if source is not None and source.written_at:
        return source.written_at[:10]  # typed up later: the sitting is that of the typing
    if source is not None and source.sitting is not None:
        return london_day(source.sitting.began_ms).isoformat()
    return ""


def _last_day(when: PartialDate) -> date | None:
    """Return the last day that an answer speaks of; None: it has no end that can be told."""
    return None if when.bearing is Bearing.SINCE else dates.last_day(when)


def _first_day(when: PartialDate) -> str:
    """Return the first day that a date covers, as ISO text; empty where none can be told."""
    if when.precision is Precision.RELATIVE:
        return ""
    if when.precision is Precision.FINANCIAL_YEAR:
        return f"{when.value[:4]}-04-01"
    return when.value + "-01" * (2 - when.value.count("-"))
