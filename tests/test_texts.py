"""One catalogue holds every word of the program, and a wrong one takes no word away."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app import texts
from tests.support.spoken import spoken

SAID = "{number} lines are left"


def a_language(folder: Path, told: object, tag: str = "cy") -> Path:
    file = folder / f"{tag}.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    return file


def test_a_language_says_what_it_knows_and_the_rest_in_english(tmp_path: Path) -> None:
    a_language(tmp_path, {"language": "Cymraeg", "texts": {SAID: "Mae {number} ar ôl", "Yes": ""}})
    found = texts.named("cy", tmp_path)
    assert (found.tag, found.name, found.troubles) == ("cy", "Cymraeg", ())
    assert found.texts == {SAID: "Mae {number} ar ôl"}
    assert texts.tags(tmp_path) == ("en-GB", "cy")


@pytest.mark.parametrize("wanted", ["", "en-GB"])
def test_english_needs_no_file(wanted: str, tmp_path: Path) -> None:
    assert texts.named(wanted, tmp_path) == texts.Language()


@pytest.mark.parametrize(
    ("translated", "why"),
    [
        ("Mae {rhif} ar ôl", "other placeholders ({number}, {rhif})"),
        ("Mae {} ar ôl", "other placeholders ({}, {number})"),
        ("Mae {number.real} ar ôl", "other placeholders"),
        ("Mae {number:d} ar ôl", "other placeholders"),
        ("Mae {number!r} ar ôl", "other placeholders"),
        ("Mae {number ar ôl", "braces"),
        (["Mae"], "not a text"),
        (None, "not a text"),
    ],
)
def test_a_translation_that_could_not_be_filled_in_is_told_and_left_out(
    translated: object, why: str, tmp_path: Path
) -> None:
    found = texts.read(a_language(tmp_path, {"texts": {SAID: translated, "Yes": "Ie"}}))
    assert found.texts == {"Yes": "Ie"}
    (trouble,) = found.troubles
    assert trouble.startswith(f"“{SAID}” is said in English: ")
    assert why in trouble


PLURAL = {"one": "n = 1", "few": "n % 10 = 1..4 and n % 100 != 11..14"}
FORMS = {"one": "una", "few": "{number} dwy", "other": "{number} wiele"}


def test_what_is_counted_has_the_forms_of_its_language(tmp_path: Path) -> None:
    told = {"plural": PLURAL, "counted": {SAID: FORMS, "{number} more": {}}}
    with spoken(a_language(tmp_path, told)):
        assert texts.language().troubles == ()
        said = [
            texts.tr_counted(number, "1 line is left", SAID).format(number=number)
            for number in (0, 1, 2, 5, 21)
        ]
        assert said == ["0 wiele", "una", "2 dwy", "5 wiele", "21 dwy"]
        assert texts.tr_counted(1, "{number} more") == "{number} more"
        assert texts.tr(SAID) == SAID, "only who tells the number has a form"
    assert texts.tr_counted(1, "1 line is left", SAID) == "1 line is left"


@pytest.mark.parametrize(
    ("forms", "why"),
    [
        ({"one": "una", "few": "{number} dwy"}, "it lacks the form “other”"),
        ({**FORMS, "few": ""}, "it lacks the form “few”"),
        ({**FORMS, "two": "{number} dwy"}, "the language’s rules know no form “two”"),
        ({**FORMS, "few": "dwy"}, "of the form “few”, its translation has other placeholders"),
        ({**FORMS, "one": "{rhif} una"}, "of the form “one”, its translation has other"),
        ({**FORMS, "other": "{number wiele"}, "of the form “other”, the braces"),
        ({**FORMS, "other": ["{number}"]}, "of the form “other”, its translation is not a text"),
        ({**FORMS, "other": 7}, "is not a text"),
        ("{number} wiele", "its translation is not one text each for “one”, “few”, “other”"),
        (["una", "dwy", "wiele"], "not one text each"),
        (None, "not one text each"),
    ],
)
def test_forms_that_could_not_be_said_are_told_and_left_out(
    forms: object, why: str, tmp_path: Path
) -> None:
    told = {"plural": PLURAL, "counted": {SAID: forms, "{number} more": FORMS}}
    found = texts.read(a_language(tmp_path, told))
    assert found.counted == {"{number} more": FORMS}
    (trouble,) = found.troubles
    assert trouble.startswith(f"“{SAID}” is said in English: ")
    assert why in trouble


@pytest.mark.parametrize("plural", [[], "n = 1", None, {"dual": "n = 2"}, {"one": "n % 0 = 1"}])
def test_rules_that_are_none_leave_all_that_is_counted_in_english(
    plural: object, tmp_path: Path
) -> None:
    told = {"plural": plural, "counted": {SAID: FORMS}, "texts": {"Yes": "Ie"}}
    found = texts.read(a_language(tmp_path, told))
    assert (dict(found.counted), dict(found.texts)) == ({}, {"Yes": "Ie"})
    (trouble,) = found.troubles
    assert trouble.startswith("“plural” cannot be used: ")
    assert "All that is counted is said in English" in trouble


def test_a_file_without_rules_has_the_forms_of_english(tmp_path: Path) -> None:
    forms = {"one": "una", "other": "{number} wiele"}
    found = texts.read(a_language(tmp_path, {"counted": {SAID: forms}}))
    assert (found.counted, found.troubles) == ({SAID: forms}, ())


def test_other_forms_or_rules_are_another_edition(tmp_path: Path) -> None:
    """A summary that was printed by others is not held against the words of now."""
    told = {"plural": PLURAL, "counted": {SAID: FORMS}}
    others = (
        told,
        told | {"plural": PLURAL | {"few": "n = 2"}},
        told | {"counted": {SAID: {**FORMS, "few": "{number} inne"}}},
    )
    editions = set()
    for each in others:
        with spoken(a_language(tmp_path, each)):
            editions.add(texts.edition())
    assert len(editions) == len(others)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"\xff\xfe", b"3", b"[" * 200_000),
        *(b'{"texts": []}', b'{"locale": 3}', b'{"counted": []}'),
    ],
    ids=range(9),
)
def test_a_damaged_file_means_english_and_a_sentence(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "cy.json"
    file.write_bytes(content)
    found = texts.named("cy", tmp_path)
    assert (found.tag, dict(found.texts), dict(found.locale)) == ("en-GB", {}, {})
    (trouble,) = found.troubles
    assert trouble.endswith("this is English.")


@pytest.mark.parametrize("wanted", ["xx", "../cy", "cy.json", "/nowhere/cy.json"])
def test_a_language_that_is_not_there_means_english_and_a_sentence(
    wanted: str, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    a_language(tmp_path, {"language": "Cymraeg"})
    found = texts.named(wanted, tmp_path / "folder")
    assert found.tag == "en-GB"
    (trouble,) = found.troubles
    assert trouble.endswith("this is English.")


def said(arguments: list[str], language: str | None) -> str:
    environment = {key: value for key, value in os.environ.items() if key != texts.VARIABLE}
    if language is not None:
        environment[texts.VARIABLE] = language
    run = subprocess.run(
        [sys.executable, "-m", "inspector_app", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stderr


def test_the_program_speaks_the_language_that_it_is_told(tmp_path: Path) -> None:
    """By the environment, else by the settings beside its data."""
    english = "Say what to tell as JSON: --json needs a command."
    file = a_language(tmp_path, {"texts": {english: "⟦…⟧", SAID: "{rhif}"}})
    data = tmp_path / "data"
    (data / "config").mkdir(parents=True)
    (data / "config" / "settings.json").write_text(json.dumps({"language": str(file)}))
    asked = ["--data-dir", str(data), "--json"]
    of_settings = said(asked, None)
    assert of_settings.endswith("\n⟦…⟧\n")
    assert f"“{SAID}” is said in English" in of_settings
    assert said(asked, str(file)) == of_settings
    assert said(asked, "xx") == f"There is no language “xx” here: this is English.\n{english}\n"
