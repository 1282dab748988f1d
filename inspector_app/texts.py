"""The one catalogue that every word goes through which the program itself says.

The English sentence is the key and stands where it is said, in full, so that the code reads as the
screen does. Another language is one file of data, ``resources/languages/<tag>.json``::

    {
      "language": "Cymraeg",
      "texts": {"There is no line {line} in this pack.": "Nid oes llinell {line} yn y pecyn hwn."},
      "plural": {"one": "n = 1", "two": "n = 2"},
      "counted": {"{number} dogs": {"one": "un ci", "two": "dau gi", "other": "{number} ci"}},
      "locale": {}
    }

``language`` is its own name for itself, ``texts`` what it says for each English sentence,
``locale`` what dates and numbers look like in it, by the names of ``domain.locales.Locale``. What a
file lacks is said in English. A text has
placeholders by name only, and the values are put in afterwards::

    raise NotFound(tr("There is no line {line} in this pack.").format(line=line))

A text that says how many there are of something has as many forms as the language, of which English
has two. ``plural`` tells which form is said for which number, as CLDR does
(``plural_rules``); ``counted`` holds the forms, by the English text for many. The number's
placeholder is ``{number}``, and a form for one number alone may do without it::

    tr_counted(left, "{number} line is left", "{number} lines are left").format(number=left)

Words that are stored, signed, exchanged between laptops or compared are codes, and never pass
through here; nor do checklists, which bring their own words. All of the window, the refusals, the
domain's words and the reports do. Two faces stay English, since those who use them read the
manual beside it: how a command of ``spr-inspector`` is called (argparse's help), and base.

The language is chosen once, before anything is said: by the environment's ``SPR_LANGUAGE`` (a tag,
or the path of a file, as whoever translates wants it), which the start of the program fills from
the settings of this laptop where it is not given. Words in a module's constants may therefore call
:func:`tr` as well. Children inherit it.
"""

import functools
import hashlib
import json
import os
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from inspector_app.plural_rules import ENGLISH_PLURAL, ENGLISH_RULES, PluralRules, plural_rules

VARIABLE: Final = "SPR_LANGUAGE"
"""Names the language in the environment: a tag, or a file; nothing: English."""
ENGLISH: Final = "en-GB"
"""The tag of the language in which the program is written."""

_FOLDER: Final = Path(__file__).resolve().parent.parent / "resources" / "languages"


@dataclass(frozen=True, slots=True)
class Language:
    """What the program says in one language."""

    tag: str = ENGLISH
    """By BCP 47, as the file is called."""
    name: str = "English"
    """The language's own name for itself."""
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What is said for each English sentence; what is missing is said in English."""
    counted: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    """What is said for each English text that counts, by its form for many and by category."""
    rules: PluralRules = ENGLISH_RULES
    """Which category a number has."""
    locale: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    """How dates and numbers are written, as the file has it; empty: as in British English."""
    troubles: tuple[str, ...] = ()
    """What of the file could not be used, and what was done instead: sentences to show."""


def tr(text: str) -> str:
    """Return the English ``text`` in the language of this process, its placeholders unfilled."""
    return language().texts.get(text, text)


def tr_counted(number: int, one: str, many: str = "") -> str:
    """Return what is said of so many in the language of this process, its placeholders unfilled.

    Args:
        number: how many there are.
        one: the English text for 1.
        many: the English text for any other number; nothing: the same.
    """
    spoken = language()
    if (forms := spoken.counted.get(many or one)) is not None:
        return forms[spoken.rules.category(number)]
    return one if number == 1 else many or one


@functools.cache
def language() -> Language:
    """Return the language of this process, chosen when it is first asked for."""
    return named(os.environ.get(VARIABLE, ""))


@functools.cache
def edition() -> str:
    """Return what tells the words of this process from those of any other; English: nothing.

    Whoever compares words that were written once with words of now asks it first. A language that
    was translated further since is another edition.
    """
    spoken = language()
    if spoken.tag == ENGLISH:
        return ""
    said = json.dumps(
        [
            dict(spoken.texts),
            {text: dict(forms) for text, forms in spoken.counted.items()},
            repr(spoken.rules),
            dict(spoken.locale),
        ],
        sort_keys=True,
    )
    return f"{spoken.tag} {hashlib.sha256(said.encode()).hexdigest()[:16]}"


def named(wanted: str, folder: Path | None = None) -> Language:
    """Return the language of a tag or of a file; English, with its trouble, where it cannot be.

    Args:
        wanted: a tag, or the path of a file that ends in ``.json``; nothing: English.
        folder: where the languages lie; None: those that came with the app.
    """
    if not wanted or wanted == ENGLISH:
        return Language()
    if wanted.endswith(".json"):
        return read(Path(wanted))
    folder = folder or _FOLDER
    if wanted not in tags(folder):
        return Language(troubles=(f"There is no language “{wanted}” here: this is English.",))
    return read(folder / f"{wanted}.json")


def tags(folder: Path | None = None) -> tuple[str, ...]:
    """Return the tags of the languages there are, English first."""
    return (ENGLISH, *sorted(path.stem for path in (folder or _FOLDER).glob("*.json")))


def read(file: Path) -> Language:
    """Return the language in ``file``.

    It is English, with its trouble, if the file cannot be read as one; a single text that cannot be
    used is said in English and told as a trouble too.
    """
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        return _english(file, str(error))
    if not isinstance(kept, dict):
        return _english(file, "it is not an object")
    texts, counted, locale = (kept.get(each, {}) for each in ("texts", "counted", "locale"))
    if not all(isinstance(each, dict) for each in (texts, counted, locale)):
        return _english(file, "its texts, its counted texts or its locale are not an object")
    name = kept.get("language")
    troubles: list[str] = []
    usable: dict[str, str] = {}
    for english, translated in texts.items():
        if why := what_is_wrong(english, translated):
            troubles.append(_left_out(english, why, file))
        elif translated:
            usable[english] = translated
    rules, forms = _counted(kept.get("plural", ENGLISH_PLURAL), counted, file, troubles)
    return Language(
        file.stem,
        name if isinstance(name, str) and name else file.stem,
        MappingProxyType(usable),
        MappingProxyType(forms),
        rules,
        MappingProxyType(locale),
        tuple(troubles),
    )


def _counted(
    plural: object, counted: Mapping[str, object], file: Path, troubles: list[str]
) -> tuple[PluralRules, dict[str, Mapping[str, str]]]:
    """Return the rules of a language, and its counted texts that can be used by them."""
    try:
        rules = plural_rules(plural)
    except ValueError as error:
        troubles.append(
            f"“plural” cannot be used: {error}. All that is counted is said in English "
            f"({file.name})."
        )
        return ENGLISH_RULES, {}
    usable: dict[str, Mapping[str, str]] = {}
    for english, forms in counted.items():
        if why := what_is_wrong_with_forms(english, forms, rules):
            troubles.append(_left_out(english, why, file))
        elif isinstance(forms, dict) and any(forms.values()):
            usable[english] = MappingProxyType(forms)
    return rules, usable


def _left_out(english: str, why: str, file: Path) -> str:
    return f"“{english}” is said in English: {why} ({file.name})."


def what_is_wrong(english: str, translated: object) -> str:
    """Return why a translation cannot stand for the English text; nothing if it can."""
    if not isinstance(translated, str):
        return "its translation is not a text"
    if not translated:  # not translated yet
        return ""
    expected = placeholders(english)
    if expected is None:  # such a text is never filled in
        return ""
    found = placeholders(translated)
    if found is None:
        return "the braces of its translation do not pair"
    if found != expected:
        names = ", ".join(f"{{{name}}}" for name in sorted(expected ^ found))
        return f"its translation has other placeholders ({names})"
    return ""


def what_is_wrong_with_forms(english: str, forms: object, rules: PluralRules) -> str:
    """Return why the forms of a counted text cannot stand for the English one; nothing if they can.

    Args:
        english: the text for many.
        forms: what the language's file holds for it.
        rules: those of the language.
    """
    if not isinstance(forms, dict):
        return f"its translation is not one text each for {_named(rules.categories)}"
    if not any(forms.values()):  # not translated yet
        return ""
    if strange := [each for each in forms if each not in rules.categories]:
        return f"the language’s rules know no form {_named(strange)}"
    if lacking := [each for each in rules.categories if not forms.get(each)]:
        return f"it lacks the form {_named(lacking)}"
    for category in rules.categories:
        told = forms[category]
        untold = english.replace("{number}", "") if rules.is_of_one_number(category) else english
        if (why := what_is_wrong(english, told)) and what_is_wrong(untold, told):
            return f"of the form “{category}”, {why}"
    return ""


def _named(categories: Iterable[str]) -> str:
    return ", ".join(f"“{each}”" for each in categories)


def placeholders(text: str) -> frozenset[str] | None:
    """Return what stands in braces, format included; None if the braces do not pair."""
    try:
        return frozenset(
            f"{name}{'!' + conversion if conversion else ''}{':' + form if form else ''}"
            for _, name, form, conversion in string.Formatter().parse(text)
            if name is not None
        )
    except ValueError:
        return None


def _english(file: Path, why: str) -> Language:
    return Language(troubles=(f"The language in {file} cannot be used ({why}): this is English.",))
