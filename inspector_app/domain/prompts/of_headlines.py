"""What is pointed out about headlines: that one is missing, and what one rests on."""

from collections.abc import Iterator

from inspector_app.domain.phases import Phase
from inspector_app.domain.prompts.prompt import Prompt, PromptKind, at_section
from inspector_app.domain.prompts.reading import Reading
from inspector_app.texts import tr

_WEAK = {
    PromptKind.HEADLINE_ON_NOTHING: tr("The headline rests on no source that is recorded here."),
    PromptKind.HEADLINE_ON_STATEMENT: tr("The headline rests on the force’s statement alone."),
}


def missing_headlines(reading: Reading, phase: Phase) -> Iterator[Prompt]:
    """Yield the sections without a headline; during the visit those that something is known of."""
    for section in reading.sections:
        if section.threat is None or reading.standing.headline(section.id).value is not None:
            continue
        if phase.has_reached(Phase.WRITING_UP) or reading.standing.progress(section).established:
            words, place = tr("No headline is written."), at_section(section.id)
            kind = PromptKind.NO_HEADLINE
            yield Prompt(kind, section.id, section.id, words, (place,), (section.id,))


def weak_headlines(reading: Reading) -> Iterator[Prompt]:
    """Yield the headlines that rest on nothing, on one kind, or on the force’s statement alone."""
    for section in reading.sections:
        if reading.standing.headline(section.id).value is None:
            continue
        strength = reading.supports.of_section(section)
        if strength.independent > 1:
            continue
        kind = PromptKind.HEADLINE_ON_ONE_KIND
        if not strength.counts:
            kind = PromptKind.HEADLINE_ON_NOTHING
        elif strength.is_statement_alone:
            kind = PromptKind.HEADLINE_ON_STATEMENT
        words = _WEAK.get(
            kind,
            tr("The headline rests on one kind alone: {strength}.").format(
                strength=strength.words()
            ),
        )
        grounds = tuple(ground.value for ground, _ in strength.counts) or ("nothing",)
        yield Prompt(kind, section.id, section.id, words, (at_section(section.id),), grounds)
