"""What is pointed out while a draft is reviewed: moderation, the force's points, what is asked."""

from collections.abc import Iterator

from inspector_app.domain.accuracy import Decision
from inspector_app.domain.moderating import is_outrun
from inspector_app.domain.prompts.prompt import Prompt, PromptKind, at_review, at_section
from inspector_app.domain.prompts.reading import Groups, Reading
from inspector_app.texts import tr


def moderations(reading: Reading) -> Iterator[Prompt]:
    """Yield the headlines whose moderation is not decided, or that were written anew since."""
    for section in reading.sections:
        field = reading.standing.moderation(section.id)
        if field.value is None:
            continue
        place, kind = at_section(section.id), PromptKind.MODERATION_OPEN
        facts = tuple(f"{section.id} {head}" for head in field.heads)
        if not field.value.is_decided:
            words = tr(
                "The headline was challenged, and no moderated headline stands with its reason."
            )
            yield Prompt(kind, section.id, section.id, words, (place,), facts)
        elif is_outrun(reading.standing, section.id):
            heads = reading.standing.headline(section.id).heads
            facts += tuple(f"{section.id} {head}" for head in heads)
            words = tr("The proposed headline was written anew after it was moderated.")
            kind = PromptKind.MODERATION_OUTRUN
            yield Prompt(kind, section.id, section.id, words, (place,), tuple(sorted(facts)))


def points(reading: Reading) -> Iterator[Prompt]:
    """Yield the force's points that nobody has answered, or that were accepted without a change."""
    unanswered, unchanged = Groups(PromptKind.POINT_OPEN), Groups(PromptKind.POINT_UNCHANGED)
    sections = {section.id for section in reading.sections}
    for item in reading.standing.points():
        place = item.point.place
        section = reading.section_of_line(place) or next((s for s in sections if s == place), None)
        at, response = at_review(item.id, item.point.paragraph), item.response.value
        if response is None:
            unanswered.add(section, at, f"point {item.id}")
        elif response.decision is not Decision.NOT_ACCEPTED and not response.changes:
            unchanged.add(section, at, *(f"point {item.id} {h}" for h in item.response.heads))
    yield from unanswered.told_counted(
        "A point of the force is not answered",
        "{number} points of the force are not answered",
    )
    yield from unchanged.told_counted(
        "A point of the force was accepted, and no change is linked to it",
        "{number} points of the force were accepted, and no change is linked to them",
    )


def groundless(reading: Reading) -> Iterator[Prompt]:
    """Yield the recommendations that rest on nothing."""
    groups = Groups(PromptKind.ASKED_ON_NOTHING)
    for item in reading.standing.recommendations():
        if not item.recommendation.rests_on:
            at = at_review(item.id, item.recommendation.number)
            groups.add(None, at, f"{item.id} {item.made.change}")
    yield from groups.told_counted(
        "Something is asked for that rests on no line or section",
        "{number} things are asked for that rest on no line or section",
    )
