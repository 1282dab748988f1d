"""Names of people that this laptop knows, looked for in texts that leave it."""

import re
from collections.abc import Mapping

from inspector_app.domain.checklist import Pack
from inspector_app.domain.ids import PersonId

_LEAST_SURNAME = 3
"""Characters; a shorter surname is looked for only together with its first name."""


def pattern_of(names: Mapping[PersonId, str], pack: Pack) -> re.Pattern[str] | None:
    """Return what finds any of the names: whole, or by a surname that is no word of the pack."""
    whole, surnames = set(), set()
    for name in names.values():
        words = name.split()
        if words:
            whole.add(r"\s+".join(map(re.escape, words)))
        if len(words) > 1 and len(words[-1]) >= _LEAST_SURNAME:
            surnames.add(words[-1])
    known = _known_words(pack) if surnames else frozenset()
    found = [f"(?i:{each})" for each in sorted(whole)]
    found += [re.escape(each) for each in sorted(surnames) if each.casefold() not in known]
    return re.compile(rf"\b(?:{'|'.join(found)})\b") if found else None


def _known_words(pack: Pack) -> frozenset[str]:
    texts = [line.text for line in pack.lines()]
    texts += [name for entry in pack.registers for name in (entry.name, *entry.aliases)]
    texts += [f"{term.term} {term.meaning}" for term in pack.glossary]
    return frozenset(re.findall(r"\w+", " ".join(texts).casefold()))
