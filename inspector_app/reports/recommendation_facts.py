"""The recommendations of a record: its own, and what became of earlier ones."""

from dataclasses import replace

from inspector_app.domain import recommending
from inspector_app.domain.held import Field
from inspector_app.domain.recommendations import Advance, Recommendation, RestsOn
from inspector_app.reports.facts import AdvanceFacts, RecommendationFacts
from inspector_app.reports.seen import Seen
from inspector_app.reports.selection import Selection


def recommendations(selection: Selection, seen: Seen) -> tuple[RecommendationFacts, ...]:
    """Return those that were made here."""
    standing = selection.standing
    found = []
    for item in standing.recommendations():
        if selection.is_closed(selection.standing.recommendation(item.id)):
            continue
        if not selection.is_about_chosen(item.recommendation.rests_on):
            continue
        advance = standing.advance(standing.id, item.id)
        facts = _recommendation(selection, seen, item.recommendation, item.is_disputed, advance)
        found.append(replace(facts, by=seen.by(item.made)))
    return tuple(found)


def followed_up(selection: Selection, seen: Seen) -> tuple[RecommendationFacts, ...]:
    """Return those of earlier inspections of which anything was told here."""
    standing = selection.standing
    fields = [
        (item, standing.advance(item.made_in, item.id))
        for item in standing.advances()
        if item.made_in != standing.id
    ]
    return tuple(
        _recommendation(selection, seen, item.advance.of, False, field)
        for item, field in fields
        if not (item.advance.of.do_not_export or selection.is_closed(field))
        and selection.is_about_chosen(item.advance.of.rests_on, item.advance.rests_on)
    )


def _recommendation(
    selection: Selection,
    seen: Seen,
    made: Recommendation,
    is_disputed: bool,
    advance: Field[Advance],
) -> RecommendationFacts:
    seen.see(made.marking)
    return RecommendationFacts(
        kind=recommending.kind_words(made.kind),
        number=made.number,
        text=made.text,
        to=made.to,
        due=made.by.words() if made.by else "",
        rests_on=_rests_on(selection, made.rests_on),
        marking=seen.marking(made.marking),
        disputed=is_disputed,
        advance=None if selection.is_closed(advance) else _advance(selection, seen, advance),
        by=None,
    )


def _advance(selection: Selection, seen: Seen, field: Field[Advance]) -> AdvanceFacts | None:
    held = field.first
    if held is None or held.value is None:
        return None
    told = held.value
    seen.see(told.marking)
    return AdvanceFacts(
        stage=recommending.stage_words(told.stage),
        note=told.note,
        as_at=told.as_at.words() if told.as_at else "",
        rests_on=_rests_on(selection, told.rests_on),
        marking=seen.marking(told.marking),
        disputed=field.in_conflict,
        by=seen.by(held),
    )


def _rests_on(selection: Selection, rests_on: RestsOn) -> str:
    """Return what something rests on, without what is not to be exported."""
    is_whole = not selection.options.sections
    printed = RestsOn(
        tuple(each for each in rests_on.sections if is_whole or each in selection.section_ids),
        tuple(filter(selection.may_name, rests_on.lines)),
        tuple(each for each in rests_on.sources if each in selection.source_of),
        tuple(each for each in rests_on.evidence if each in selection.number_of),
    )
    return recommending.rests_on_words(printed, selection.standing)
