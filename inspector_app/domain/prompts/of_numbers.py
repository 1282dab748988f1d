"""What is pointed out of numbers: two things that bear the same one, by which people cite them."""

from collections import defaultdict
from collections.abc import Iterator

from inspector_app.domain.ids import ChangeId
from inspector_app.domain.prompts.prompt import (
    Place,
    Prompt,
    PromptKind,
    at_evidence,
    at_review,
    at_source,
)
from inspector_app.domain.prompts.reading import Reading
from inspector_app.domain.wording import listed
from inspector_app.texts import tr

_Bearer = tuple[Place, str, ChangeId]
"""Where it is, what it is in words, and what gave the number."""


def given_twice(reading: Reading) -> Iterator[Prompt]:
    """Tell of numbers that were given twice, as a laptop does that was set back meanwhile.

    No number is ever altered: it may have been cited already.
    """
    bearers: dict[str, list[_Bearer]] = defaultdict(list)
    for place, words, change in _numbered(reading):
        if place.name:
            bearers[place.name].append((place, words, change))
    for number, of_it in bearers.items():
        if len(of_it) > 1:
            what = listed([words for _, words, _ in of_it])
            yield Prompt(
                PromptKind.NUMBER_TWICE,
                number,
                None,
                tr(
                    "{number} was given more than once, as by a laptop that was set back: it is "
                    "{what}. All are kept and no number is altered: cite each with its title."
                ).format(number=number, what=what),
                tuple(place for place, _, _ in of_it),
                tuple(sorted(change for _, _, change in of_it)),
            )


def _numbered(reading: Reading) -> Iterator[_Bearer]:
    for kept in reading.evidence:
        yield at_evidence(kept), tr("an evidence item"), kept.added.change
    for item in reading.sources:
        yield at_source(item), tr("a source"), item.recorded.change
    for asked in reading.standing.recommendations():
        place = at_review(asked.id, asked.recommendation.number)
        yield place, tr("a recommendation"), asked.made.change
