"""The form of a counted text is chosen as CLDR says, and no rule can be made to do harm."""

from collections.abc import Mapping

import pytest

from inspector_app.plural_rules import ENGLISH_RULES, PluralRules, plural_rules

# As CLDR 46 writes them, examples included where they show that these are passed over.
WELSH = {
    "zero": "n = 0 @integer 0 @decimal 0.0, 0.00, 0.000, 0.0000",
    "one": "n = 1 @integer 1 @decimal 1.0, 1.00, 1.000, 1.0000",
    "two": "n = 2",
    "few": "n = 3",
    "many": "n = 6",
    "other": " @integer 4, 5, 7~20, 100, 1000, 10000, 100000, 1000000, …",
}
IRISH = {"one": "n = 1", "two": "n = 2", "few": "n = 3..6", "many": "n = 7..10"}
POLISH = {
    "one": "i = 1 and v = 0",
    "few": "v = 0 and i % 10 = 2..4 and i % 100 != 12..14",
    "many": "v = 0 and i != 1 and i % 10 = 0..1 or v = 0 and i % 10 = 5..9"
    " or v = 0 and i % 100 = 12..14",
}
FRENCH = {
    "one": "i = 0,1",
    "many": "e = 0 and i != 0 and i % 1000000 = 0 and v = 0 or e != 0..5",
}
CORNISH = {
    "zero": "n = 0",
    "one": "n = 1",
    "two": "n % 100 = 2,22,42,62,82 or n % 1000 = 0 and n % 100000 = 1000..20000,40000,60000,80000"
    " or n != 0 and n % 1000000 = 100000",
    "few": "n % 100 = 3,23,43,63,83",
    "many": "n != 1 and n % 100 = 1,21,41,61,81",
}


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (WELSH, {0: "zero", 1: "one", 2: "two", 3: "few", 4: "other", 6: "many", 21: "other"}),
        (IRISH, {0: "other", 1: "one", 2: "two", 5: "few", 10: "many", 21: "other"}),
        (POLISH, {0: "many", 1: "one", 2: "few", 5: "many", 12: "many", 21: "many", 22: "few"}),
        (FRENCH, {0: "one", 1: "one", 2: "other", 1_000_000: "many"}),
        (CORNISH, {0: "zero", 21: "many", 22: "two", 40_000: "two", 100_000: "two", 5: "other"}),
        ({}, {0: "other", 1: "other", 2: "other"}),
    ],
)
def test_numbers_have_the_category_that_cldr_gives_them(
    rules: Mapping[str, str], told: Mapping[int, str]
) -> None:
    found = plural_rules(rules)
    assert {number: found.category(number) for number in told} == told
    assert {-number: found.category(-number) for number in told} == {-n: c for n, c in told.items()}
    assert set(told.values()) <= set(found.categories)


def test_english_has_two_forms() -> None:
    assert ENGLISH_RULES.categories == ("one", "other")
    told = {number: ENGLISH_RULES.category(number) for number in (0, 1, 2, 21)}
    assert told == {0: "other", 1: "one", 2: "other", 21: "other"}


@pytest.mark.parametrize(
    ("rules", "category", "is_of_one"),
    [
        (WELSH, "zero", True),
        (WELSH, "one", True),
        (WELSH, "other", False),
        (POLISH, "one", True),
        (POLISH, "few", False),
        (FRENCH, "one", False),
        (CORNISH, "two", False),
        ({"one": "n = 1 or n = 1 and i % 2 = 1"}, "one", True),
        ({"one": "n = 1 or n = 2"}, "one", False),
        ({"one": "n != 1"}, "one", False),
        ({"one": "n % 10 = 1"}, "one", False),
        ({"one": "v = 1"}, "one", False),
    ],
)
def test_a_form_is_of_one_number_alone_only_where_no_other_can_have_it(
    rules: Mapping[str, str], category: str, *, is_of_one: bool
) -> None:
    assert plural_rules(rules).is_of_one_number(category) is is_of_one


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ([], "it is not an object"),
        ("n = 1", "it is not an object"),
        (None, "it is not an object"),
        ({"dual": "n = 2"}, "“dual” is none of zero, one, two, few, many, other"),
        ({"one": 1}, "the rule of “one” is not a text"),
        ({"one": ""}, "“”, of “one”, is no relation"),
        ({"one": "n"}, "no relation"),
        ({"one": "n == 1"}, "no relation"),
        ({"one": "n = -1"}, "no relation"),
        ({"one": "n = 1.5"}, "no relation"),
        ({"one": "n = 1 and"}, "no relation"),
        ({"one": "(n = 1)"}, "no relation"),
        ({"one": "n % 0 = 0"}, "divides by nought"),
        ({"one": "n % 00 = 0"}, "divides by nought"),
        ({"one": "n = 1 or __import__('os').abort()"}, "no relation"),
        ({"one": "n = 9999999999"}, "no relation"),
        ({"one": "n = ١"}, "no relation"),
        ({"one": " or ".join(["n = 1"] * 1000)}, "longer than any language’s"),
        ({"one": "n" + " " * 1_000_000 + "= 1"}, "longer than any language’s"),
        ({"one": "(" * 400}, "no relation"),
    ],
    ids=range(20),
)
def test_what_is_no_rule_is_refused_with_a_reason(rules: object, why: str) -> None:
    with pytest.raises(ValueError, match=r"rule|relation|object|none of") as refusal:
        plural_rules(rules)
    assert why in str(refusal.value)


def test_a_rule_is_equal_to_itself_and_not_to_another() -> None:
    """By them a language that was mended is told from what it was."""
    assert plural_rules(WELSH) == plural_rules(WELSH) != plural_rules(IRISH)
    assert repr(plural_rules(WELSH)) != repr(plural_rules(IRISH))
    assert plural_rules({}) == PluralRules()
