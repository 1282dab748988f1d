"""One catalogue holds every word of the program, and a wrong one takes no word away."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app import texts

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


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\xfe", b"3", b'{"texts": []}', b'{"locale": 3}', b"[" * 200_000],
    ids=range(8),
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
