"""All that is pointed out in one phase of the work, with what has been put aside."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from inspector_app.domain.asides import PutAside
from inspector_app.domain.changes.bodies import Subject, subject
from inspector_app.domain.errors import NotFound
from inspector_app.domain.held import field_of
from inspector_app.domain.ids import SectionId
from inspector_app.domain.phases import Phase
from inspector_app.domain.prompts import (
    of_exports,
    of_figures,
    of_headlines,
    of_lines,
    of_numbers,
    of_registers,
    of_review,
    of_sources,
)
from inspector_app.domain.prompts.prompt import Prompt, PromptKind, is_told_in, kind_of
from inspector_app.domain.prompts.reading import Reading
from inspector_app.domain.standing import Standing
from inspector_app.texts import tr

_READERS: tuple[Callable[[Reading], Iterator[Prompt]], ...] = (
    of_exports.markings,
    of_exports.registered_names,
    of_exports.captions,
    of_exports.descriptions,
    of_lines.versions,
    of_numbers.given_twice,
    of_lines.asking_again,
    of_lines.without_a_line,
    of_lines.not_established,
    of_lines.accounts_without_answer,
    of_lines.weak_answers,
    of_lines.later_facts,
    of_registers.outdated_entries,
    of_headlines.weak_headlines,
    of_review.moderations,
    of_review.points,
    of_review.groundless,
    of_sources.requests,
    of_sources.sources_without_account,
    of_sources.test_results,
    of_sources.undated_returns,
    of_sources.figures_without_table,
    of_figures.cross_checks,
    of_figures.shares,
    of_figures.differing_numbers,
    of_figures.lone_numbers,
)


def prompts(standing: Standing, phase: Phase, today: date) -> tuple[Prompt, ...]:
    """Return what is pointed out, section by section; what concerns no section comes first.

    Those that are put aside are among them and say so.

    Args:
        standing: the whole inspection.
        phase: where the work stands; each kind is told in its phases only.
        today: the day in London, for what is overdue.

    Raises:
        BadInput: a cross-check of the pack is no relation.
    """
    reading = Reading(standing, today)
    found = [prompt for reader in _READERS for prompt in reader(reading)]
    found += of_headlines.missing_headlines(reading, phase)
    order: dict[SectionId | None, int] = {None: -1}
    order |= {section.id: at for at, section in enumerate(standing.pack.sections)}
    kinds = {kind: at for at, kind in enumerate(PromptKind)}
    told = [_with_aside(p, standing) for p in found if is_told_in(p.kind, phase)]
    return tuple(sorted(told, key=lambda p: (order[p.section], kinds[p.kind], p.about)))


def open_ones(found: Iterable[Prompt]) -> tuple[Prompt, ...]:
    """Return the prompts that nobody has put aside."""
    return tuple(prompt for prompt in found if prompt.aside is None)


def counts(found: Iterable[Prompt]) -> Counter[SectionId | None]:
    """Return how many prompts are open under each section."""
    return Counter(prompt.section for prompt in open_ones(found))


def find(found: Iterable[Prompt], prompt_id: str) -> Prompt:
    """Return the prompt with this identity.

    Raises:
        BadInput: no prompt of this app has such an identity.
        NotFound: it does not apply at present.
    """
    kind_of(prompt_id)
    for prompt in found:
        if prompt.id == prompt_id:
            return prompt
    raise NotFound(
        tr("There is no prompt {prompt_id} in this inspection at present.").format(
            prompt_id=prompt_id
        )
    )


def _with_aside(prompt: Prompt, standing: Standing) -> Prompt:
    state = standing.states.get(subject(Subject.PROMPT, prompt.id))
    for held in field_of(state, PutAside).versions:
        if held.value is not None and held.value.holds_for(prompt.facts):
            return replace(prompt, aside=held)
    return prompt
