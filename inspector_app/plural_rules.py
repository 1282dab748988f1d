"""Which form of a counted text a language says for a number, by CLDR's plural rules.

A rule is written as CLDR writes it, ``n % 10 = 2..4 and n % 100 != 12..14``, so that a language's
file can hold what CLDR's table says of the language, letter by letter. The syntax has no brackets,
no names and no calls: a rule is read in time proportional to its length, and following it cannot
fail, whoever wrote it. (Those of gettext are compiled as Python, and may divide by nought.)

Source: Unicode Technical Standard #35 (LDML), part 3, "Language Plural Rules".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

OTHER: Final = "other"
"""The category of every number that no rule takes."""
CATEGORIES: Final = ("zero", "one", "two", "few", "many", OTHER)
"""CLDR's names for the forms that a language may have, in the order in which they are asked."""
_MOST_CHARACTERS = 500
"""The longest rule of CLDR for whole numbers has some 150."""
_VALUES = r"\d{1,9}(?:\.\.\d{1,9})?"
_RELATION = re.compile(
    rf"([niftvwce])\s*(?:%\s*(\d{{1,9}})\s*)?(!?=)\s*({_VALUES}(?:\s*,\s*{_VALUES})*)", re.ASCII
)


@dataclass(frozen=True, slots=True)
class _Relation:
    """``n % 100 != 12..14``."""

    operand: str
    modulus: int
    """0: the number itself."""
    is_in: bool
    ranges: tuple[tuple[int, int], ...]
    """First and last, both included."""

    def holds(self, number: int) -> bool:
        # Only n and i are the number; the others tell of its decimals, and a count has none.
        value = number if self.operand in "ni" else 0
        if self.modulus:
            value %= self.modulus
        return any(first <= value <= last for first, last in self.ranges) is self.is_in

    @property
    def only(self) -> int | None:
        """The one number of which it holds; None: there may be more."""
        first, last = self.ranges[0]
        is_one = self.operand in "ni" and self.is_in and not self.modulus and first == last
        return first if is_one and len(self.ranges) == 1 else None


_Condition = tuple[tuple[_Relation, ...], ...]
"""It holds if all relations of any of its parts hold."""


@dataclass(frozen=True, slots=True)
class PluralRules:
    """The forms that a language has, and the numbers of each."""

    conditions: tuple[tuple[str, _Condition], ...] = ()
    """By category, in their order; without any a language has one form."""

    @property
    def categories(self) -> tuple[str, ...]:
        """The forms there are."""
        return (*(category for category, _ in self.conditions), OTHER)

    def category(self, number: int) -> str:
        """Return the form that is said for so many."""
        for category, condition in self.conditions:
            if any(all(each.holds(abs(number)) for each in part) for part in condition):
                return category
        return OTHER

    def is_of_one_number(self, category: str) -> bool:
        """Return whether this form is said for one number alone, and need not tell it."""
        parts = dict(self.conditions).get(category, ())
        only = {next((r.only for r in part if r.only is not None), None) for part in parts}
        return len(only) == 1 and None not in only


def plural_rules(form: object) -> PluralRules:
    """Return the rules that are written there by category; ``other`` needs none.

    Raises:
        ValueError: one of them is no rule; the text says which, and what is wrong with it.
    """
    if not isinstance(form, Mapping):
        raise ValueError("it is not an object")  # noqa: TRY004 - as a bad rule
    if strange := [each for each in form if each not in CATEGORIES]:
        raise ValueError(f"“{strange[0]}” is none of {', '.join(CATEGORIES)}")
    return PluralRules(
        tuple(
            (category, _condition(category, form[category]))
            for category in CATEGORIES
            if category in form and category != OTHER
        )
    )


def _condition(category: str, rule: object) -> _Condition:
    if not isinstance(rule, str):
        raise ValueError(f"the rule of “{category}” is not a text")  # noqa: TRY004 - as a bad rule
    written = rule.partition("@")[0].strip()  # what follows are examples
    if len(written) > _MOST_CHARACTERS:
        raise ValueError(f"the rule of “{category}” is longer than any language’s")
    return tuple(
        tuple(_relation(category, each) for each in re.split(r"\sand\s", part))
        for part in re.split(r"\sor\s", written)
    )


def _relation(category: str, written: str) -> _Relation:
    found = _RELATION.fullmatch(written.strip())
    if found is None:
        raise ValueError(f"“{written.strip()}”, of “{category}”, is no relation of CLDR’s")
    operand, modulus, sign, listed = found.groups()
    if modulus is not None and not int(modulus):
        raise ValueError(f"the rule of “{category}” divides by nought")
    pairs = [each.strip().partition("..") for each in listed.split(",")]
    ranges = tuple((int(first), int(last or first)) for first, _, last in pairs)
    return _Relation(operand, int(modulus or 0), sign == "=", ranges)


ENGLISH_PLURAL: Final[Mapping[str, str]] = MappingProxyType({"one": "n = 1"})
ENGLISH_RULES: Final = plural_rules(ENGLISH_PLURAL)
