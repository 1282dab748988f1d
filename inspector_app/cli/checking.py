"""Commands about what is pointed out: tell it, put it aside, bring it back."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain.assigning import member_called
from inspector_app.domain.errors import BadInput
from inspector_app.domain.narrowing import Narrowing, chosen_by
from inspector_app.domain.phases import Phase
from inspector_app.domain.prompts.prompt import Prompt
from inspector_app.domain.prompts.told import find, open_ones
from inspector_app.domain.searching import Filter
from inspector_app.domain.sources import kind_of
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import counted, first_words, london_day, section_words
from inspector_app.services.recording import Act
from inspector_app.texts import tr

_SHOWN = 100
"""Characters of a question."""


def check(given: Namespace, desk: Desk) -> Exit:
    """Tell what is pointed out, section by section."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        found = vault.prompts.among(standing, _phase(given))
    told = open_ones(found)
    words = []
    for section, group in groupby(found if given.all else told, lambda prompt: prompt.section):
        words.append(section_words(section, standing.pack))
        words += [f"  {_words(prompt)}  ({prompt.id})" for prompt in group]
    aside = len(found) - len(told)
    words.append(
        tr("{prompts}, {aside} put aside.").format(
            prompts=counted(len(told), "prompt", "prompts"), aside=aside
        )
    )
    desk.console.result(words, [_form(prompt, standing) for prompt in found])
    return Exit.OK


def lines(given: Namespace, desk: Desk) -> Exit:
    """List the lines of all sections in scope that hold of a filter."""
    kind = kind_of(given.kind) if given.kind else None
    if given.kind and kind is None:
        raise BadInput(tr("There is no kind of source “{given}”.").format(given=given.kind))
    narrowing = Narrowing(Filter(given.only) if given.only else None, kind.LETTER if kind else "")
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        standing = vault.inspections.standing(inspection)
        today, me = london_day(vault.sources.now_ms()), vault.handing.recorded_as(inspection)
        if given.whose is not None:
            me = member_called(standing, given.whose)
        is_chosen = chosen_by(narrowing, standing, today, me)
    found = [line for each in standing.sections() for line in each.lines if is_chosen(line)]
    words = [f"{line.id}  {first_words(line.text, _SHOWN)}" for line in found]
    words.append(f"{counted(len(found), 'line', 'lines')}.")
    desk.console.result(words, [{"line": line.id, "section": line.section} for line in found])
    return Exit.OK


def aside(given: Namespace, desk: Desk) -> Exit:
    """Put a prompt aside, with a reason."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        prompt = find(vault.prompts.found(inspection, _phase(given)), given.prompt)
        act = vault.prompts.put_aside(inspection, prompt, given.reason)
    return _told(desk, act, tr("Put aside: {prompt}").format(prompt=prompt.words))


def back(given: Namespace, desk: Desk) -> Exit:
    """Tell a prompt again that was put aside."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        act = vault.prompts.bring_back(inspection, given.prompt)
    return _told(desk, act, tr("{prompt} is told again.").format(prompt=given.prompt))


def _phase(given: Namespace) -> Phase | None:
    return Phase(given.phase) if given.phase else None


def _words(prompt: Prompt) -> str:
    held = prompt.aside
    if held is None or held.value is None:
        return prompt.words
    return tr("[put aside: {reason}] {prompt}").format(
        reason=held.value.reason, prompt=prompt.words
    )


def _form(prompt: Prompt, standing: Standing) -> dict[str, Any]:
    held = prompt.aside
    return {
        "id": prompt.id,
        "kind": prompt.kind.value,
        "section": prompt.section,
        "words": prompt.words,
        "places": [
            {"kind": place.kind.value, "key": place.key, "name": place.name}
            for place in prompt.places
        ],
        "put_aside": None
        if held is None or held.value is None
        else {"reason": held.value.reason, "by": standing.initials(held.author)},
    }


def _told(desk: Desk, act: Act, words: str) -> Exit:
    desk.console.result([words], {"inspection": act.inspection, "changes": list(act.changes)})
    return Exit.OK


VERBS: Mapping[str, Callable[[Namespace, Desk], Exit]] = {
    "check": check,
    "lines": lines,
    "aside": aside,
    "back": back,
}
"""By what the parser names."""
