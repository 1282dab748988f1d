"""The sources of a record, one by one."""

from collections.abc import Iterator
from dataclasses import replace

from inspector_app.domain import dates, source_wording
from inspector_app.domain.answer_wording import origin_words
from inspector_app.domain.items import SourceItem
from inspector_app.domain.source_fields import Editor, Fact, form_of_kind
from inspector_app.domain.sources import DocumentRequest, RequestOutcome, Source, UnannouncedTest
from inspector_app.reports.facts import Detail, SourceFacts
from inspector_app.reports.seen import Seen
from inspector_app.reports.selection import Selection

_TOLD_APART = frozenset({"outcome", "state", "withhold_scenario"})
"""Facts of a source that its own fields tell."""


def source_facts(item: SourceItem, selection: Selection, seen: Seen) -> SourceFacts:
    """Return a source as it is listed."""
    source = item.source
    shown = replace(source, roles=()) if item.id in selection.unattributed else source
    seen.see(source.marking)
    spoken = set(filter(selection.may_name, selection.spoken_to(item.id)))
    request = source.particulars if isinstance(source.particulars, DocumentRequest) else None
    is_open = request is not None and request.outcome is RequestOutcome.OPEN
    last = dates.last_day(request.due) if request and is_open and request.due else None
    return SourceFacts(
        number=source.number,
        letter=source.letter,
        kind=source_wording.kind_words(source),
        title=source_wording.source_words(shown),
        state=source_wording.state_words(source),
        due_by=last.isoformat() if last else "",
        role=source_wording.roles_words(shown),
        inspectors=tuple(map(selection.standing.initials, source.inspectors)),
        as_at=source.as_at.words() if source.as_at else "",
        place=source.place,
        written_at=source.written_at,
        details=tuple(_source_details(source)),
        exclusions=source.exclusions,
        note=source.note,
        outside=source.outside,
        lines=tuple(sorted(spoken)),
        could_speak_to=tuple(
            line for line in source.lines if line not in spoken and selection.may_name(line)
        ),
        evidence=tuple(
            selection.number_of[each] for each in source.evidence if each in selection.number_of
        ),
        marking=seen.marking(source.marking),
        disputed=item.is_disputed,
        origin=origin_words(source.origin),
        by=seen.by(item.recorded),
    )


def _source_details(source: Source) -> Iterator[Detail]:
    """Yield what is particular to a source's kind, rows and tables as such."""
    for fact in form_of_kind(type(source.particulars)).facts:
        if fact.name in _TOLD_APART or _is_withheld(source, fact):
            continue
        value = source_wording.value_of_fact(source, fact)
        if fact.editor in (Editor.ROWS, Editor.TABLE):
            titles, rows = source_wording.rows_of(value, fact)
            if rows:
                yield Detail(fact.label, "", titles, rows)
        elif words := source_wording.fact_words(value, fact):
            yield Detail(fact.label, words)


def _is_withheld(source: Source, fact: Fact) -> bool:
    test = source.particulars
    return isinstance(test, UnannouncedTest) and test.withhold_scenario and fact.name == "scenario"
