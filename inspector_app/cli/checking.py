"""Commands about what is pointed out: tell it, put it aside, bring it back."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

from inspector_app.cli.desk import Desk
from inspector_app.cli.exits import Exit
from inspector_app.domain.phases import Phase
from inspector_app.domain.prompts.prompt import Prompt
from inspector_app.domain.prompts.told import find, open_ones
from inspector_app.domain.standing import Standing
from inspector_app.domain.wording import counted, section_words
from inspector_app.services.recording import Act


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
    words.append(f"{counted(len(told), 'prompt', 'prompts')}, {aside} put aside.")
    desk.console.result(words, [_form(prompt, standing) for prompt in found])
    return Exit.OK


def aside(given: Namespace, desk: Desk) -> Exit:
    """Put a prompt aside, with a reason."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        prompt = find(vault.prompts.found(inspection, _phase(given)), given.prompt)
        act = vault.prompts.put_aside(inspection, prompt, given.reason)
    return _told(desk, act, f"Put aside: {prompt.words}")


def back(given: Namespace, desk: Desk) -> Exit:
    """Tell a prompt again that was put aside."""
    with desk.vault() as vault:
        inspection = vault.inspections.find(given.inspection)
        act = vault.prompts.bring_back(inspection, given.prompt)
    return _told(desk, act, f"{given.prompt} is told again.")


def _phase(given: Namespace) -> Phase | None:
    return Phase(given.phase) if given.phase else None


def _words(prompt: Prompt) -> str:
    held = prompt.aside
    if held is None or held.value is None:
        return prompt.words
    return f"[put aside: {held.value.reason}] {prompt.words}"


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
    "aside": aside,
    "back": back,
}
"""By what the parser names."""
